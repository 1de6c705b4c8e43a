/*
 * The parts of the account of a mail that have files of their own.
 */
#pragma once
#include "account/mail.h"

/* The ARC chain, as far as its structure tells. */
void dr_tell_arc(dr_account *account, const dr_mail *mail);
/* What receivers of both generations make of it, what was done, and what the next phase would do.
 */
void dr_tell_dmarc(dr_account *account, const dr_account_world *world, const dr_mail_check *check);
