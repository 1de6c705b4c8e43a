/* The room when the part reports is left out. */
#include "account/authres.h"
#include "account/bounce.h"
#include "account/handed.h"
#include "account/mail.h"
#include "account/report.h"
#include "base/part.h"

dr_handed dr_handed_of(dr_arena *arena, dr_str text)
{
	(void)arena;
	(void)text;
	return DR_HANDED_UNKNOWN;
}

void dr_account_authres(dr_arena *arena, const dr_account_world *world, dr_str value,
                        dr_account *ret_account)
{
	(void)world;
	(void)value;
	*ret_account = (dr_account){ .arena = arena, .kind = "" };
}

void dr_account_bounce(dr_arena *arena, const dr_account_world *world, const dr_bounce *bounce,
                       dr_account *ret_account)
{
	(void)world;
	(void)bounce;
	*ret_account = (dr_account){ .arena = arena, .kind = "" };
}

void dr_mail_check_begin(dr_arena *arena, const dr_mail *mail, int64_t now,
                         dr_mail_check *ret_check)
{
	(void)arena;
	*ret_check = (dr_mail_check){ .mail = mail, .now = now };
}

void dr_mail_check_ask(const dr_asking *asking, dr_mail_check *check)
{
	(void)asking;
	(void)check;
}

void dr_account_mail(dr_arena *arena, const dr_account_world *world, const dr_mail_check *check,
                     dr_account *ret_account)
{
	(void)world;
	(void)check;
	*ret_account = (dr_account){ .arena = arena, .kind = "" };
}

bool dr_account_verify(dr_account *account, const dr_account_world *world,
                       const dr_mail_check *check, dr_str source)
{
	(void)account;
	(void)world;
	(void)check;
	(void)source;
	return false;
}

int dr_account_reports(dr_arena *arena, const dr_account_world *world,
                       const dr_report_options *options, dr_str octets, const dr_account_sink *sink,
                       size_t *ret_found, /* NOLINT(readability-non-const-parameter) */
                       dr_error *err)
{
	(void)arena;
	(void)world;
	(void)options;
	(void)octets;
	(void)sink;
	(void)ret_found;
	return dr_part_fail("reports", err);
}
