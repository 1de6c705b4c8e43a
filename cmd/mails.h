/*
 * Mails that a person hands over, for --message and `explain`.
 */
#pragma once
#include "message/mail.h"

/* Reads the file ("-": standard input) as one mail, in `arena`. EXIT_CLEAN, or a status after
 * telling what is wrong. */
int mail_read(dr_arena *arena, dr_str file, const dr_mail **ret_mail);
/* Appends the selectors that the mail was signed with as that domain, as DNS has them (A-labels).
 */
void mail_add_selectors(dr_arena *arena, const dr_mail *mail, dr_str domain, dr_strs *selectors);
/* The BIMI selector that the mail asks for as that domain; empty: none. */
dr_str mail_bimi_selector(dr_arena *arena, const dr_mail *mail, dr_str domain);
/* Appends the domain of From and says so on standard error, with the other domains that the mail
 * names. Nothing, after telling why, when there is none, or more than one. */
void mail_choose_domain(dr_arena *arena, dr_str file, const dr_mail *mail, dr_strs *domains);
