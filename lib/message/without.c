/* The room when the part reports is left out. */
#include "base/part.h"
#include "message/mail.h"

bool dr_mail_is(dr_str text)
{
	(void)text;
	return false;
}

int dr_mail_parse(dr_arena *arena, dr_str text, dr_mail *ret_mail, dr_error *err)
{
	(void)arena;
	(void)text;
	(void)ret_mail;
	return dr_part_fail("reports", err);
}
