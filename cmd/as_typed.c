#include "as_typed.h"

#include <string.h>

static const char PLAIN[] =
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789@%+=:,./_-";

static bool is_plain(dr_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (memchr(PLAIN, text.ptr[i], sizeof(PLAIN) - 1) == NULL) {
			return false;
		}
	}
	return text.len > 0;
}

/* As one word of a shell. */
static void add_word(dr_buf *out, dr_str text)
{
	if (is_plain(text)) {
		dr_buf_add(out, text);
		return;
	}
	dr_buf_add_char(out, '\'');
	for (size_t i = 0; i < text.len; i++) {
		if (text.ptr[i] == '\'') {
			dr_buf_addf(out, "'\\''");
		} else {
			dr_buf_add_char(out, text.ptr[i]);
		}
	}
	dr_buf_add_char(out, '\'');
}

static void add_option(dr_buf *out, const char *name, dr_str value)
{
	if (value.len > 0) {
		dr_buf_addf(out, " --%s ", name);
		add_word(out, value);
	}
}

/* "d@example.com" for mailto:d@example.com; what needs the form of a URI keeps it. */
static dr_str address_of(dr_str uri)
{
	static const dr_str MAILTO = DR_STR_INIT("mailto:");
	dr_str address =
		dr_str_starts_nocase(uri, MAILTO) ? dr_str_sub(uri, MAILTO.len, uri.len) : uri;
	bool coded = memchr(address.ptr, '%', address.len) != NULL ||
	             memchr(address.ptr, '!', address.len) != NULL;
	return coded ? uri : address;
}

static void add_addresses(dr_buf *out, const char *name, const dr_strs *uris)
{
	for (size_t i = 0; i < uris->len; i++) {
		add_option(out, name, address_of(uris->items[i]));
	}
}

dr_str as_typed_wishes(dr_arena *arena, const options *given)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	add_addresses(&text, "rua", &given->rua);
	add_addresses(&text, "ruf", &given->ruf);
	add_option(&text, "mail", given->mail);
	add_option(&text, "pace", given->pace);
	if (!dr_str_eq(given->playbook, DR_STR("standard"))) {
		add_option(&text, "playbook", given->playbook);
	}
	return dr_buf_str(&text);
}

dr_str as_typed_files(dr_arena *arena, const options *given)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	add_option(&text, "config", given->config);
	add_option(&text, "evidence", given->evidence);
	add_option(&text, "store", given->store);
	return dr_buf_str(&text);
}
