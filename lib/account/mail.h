/*
 * The account of a mail: who it says it is from, each signature, the ARC chain, what the published
 * policy did and what the next phase would do.
 */
#pragma once
#include "account/mail_check.h"
#include "account/tell.h"

void dr_account_mail(dr_arena *arena, const dr_account_world *world, const dr_mail_check *check,
                     dr_account *ret_account);
/* The line for dmarcramp.yaml that says: this source was verified. False, after a part that says
 * why, when the mail proves nothing. `source`: what the person calls it. */
bool dr_account_verify(dr_account *account, const dr_account_world *world,
                       const dr_mail_check *check, dr_str source);
