/* The room when the part reports is left out. */
#include "base/part.h"
#include "message/bounce.h"
#include "message/bounce_table.h"
#include "message/dkim_verify.h"
#include "message/mime.h"

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

dr_dkim_digest_of dr_dkim_digest(const dr_mail *mail, const dr_signature *signature)
{
	(void)mail;
	(void)signature;
	return (dr_dkim_digest_of){ .body_same = false };
}

dr_dkim_outcome dr_dkim_verify(const dr_signature *signature, const dr_dkim_digest_of *digest,
                               const dr_dkim *key, int64_t now)
{
	(void)signature;
	(void)digest;
	(void)key;
	(void)now;
	return DR_DKIM_KEY_MISSING;
}

int dr_bounce_parse(dr_arena *arena, dr_str text, dr_bounce *ret_bounce, dr_error *err)
{
	(void)arena;
	(void)text;
	(void)ret_bounce;
	return dr_part_fail("reports", err);
}

dr_bounce_table *dr_bounce_table_new(dr_arena *arena)
{
	(void)arena;
	return NULL;
}

size_t dr_bounce_table_load(dr_bounce_table *table, const dr_source *source, dr_errors *errors)
{
	(void)table;
	(void)source;
	(void)errors;
	return 0;
}

void dr_mime_setup(void)
{
}
