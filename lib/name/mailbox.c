#include "name/mailbox.h"
#include "name/name.h"

static int refuse(dr_str text, const char *why, dr_error *err)
{
	return dr_fail(err, DR_EINVAL, DR_NOWHERE,
	               "'%.*s' is no mailbox such as dmarc@example.com%s", DR_FMT(text), why);
}

static bool is_plain(char c)
{
	static const dr_str OTHERS = DR_STR_INIT("-._~+$*'=%");
	return dr_is_alnum(c) || dr_str_find(OTHERS, 0, c) < OTHERS.len;
}

static bool is_local_part(dr_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (!is_plain(text.ptr[i])) {
			return false;
		}
	}
	return text.len > 0;
}

int dr_mailbox_load(dr_arena *arena, dr_str text, dr_str *ret_mailbox, dr_error *err)
{
	static const dr_str MAILTO = DR_STR_INIT("mailto:");
	dr_str mailbox = dr_str_trim(text);
	if (dr_str_starts_nocase(mailbox, MAILTO)) {
		mailbox = dr_str_sub(mailbox, MAILTO.len, mailbox.len);
	}
	size_t at = dr_str_find(mailbox, 0, '@');
	dr_str local = dr_str_sub(mailbox, 0, at), host = dr_str_sub(mailbox, at + 1, mailbox.len);
	if (at == mailbox.len) {
		bool other = dr_str_find(mailbox, 0, ':') < mailbox.len;
		return refuse(text, other ? ": receivers send reports by mail" : "", err);
	}
	if (dr_str_find(host, 0, '!') < host.len) {
		return refuse(text, ": the size limit behind ! is obsolete, leave it out", err);
	}
	if (!is_local_part(local)) {
		return refuse(text, ": take one with plain letters before the @", err);
	}
	dr_name name;
	dr_buf out;
	int code = dr_domain_load(arena, host, &name, err);
	if (code != DR_OK) {
		return code;
	}
	dr_buf_init(&out, arena);
	dr_buf_addf(&out, "%.*s@%.*s", DR_FMT(local), DR_FMT(dr_name_text(arena, name)));
	*ret_mailbox = dr_buf_str(&out);
	return DR_OK;
}
