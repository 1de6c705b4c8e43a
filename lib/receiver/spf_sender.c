#include "name/name.h"
#include "receiver/spf_eval_priv.h"

static const dr_str POSTMASTER = DR_STR_INIT("postmaster");

static dr_str without_final_dot(dr_str text)
{
	bool dot = text.len > 1 && dr_str_ends(text, DR_STR("."));
	return dr_str_sub(text, 0, text.len - dot);
}

dr_spf_domain dr_spf_domain_of(dr_arena *arena, dr_str text)
{
	dr_name_room room;
	dr_spf_domain domain = { .text = without_final_dot(text) };
	dr_name name;
	if (dr_name_parse_plain(&room, domain.text, &name) == DR_NAME_OK) {
		domain.name = dr_name_copy(arena, name);
	}
	return domain;
}

bool dr_spf_is_ascii(dr_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if ((unsigned char)text.ptr[i] > 0x7F) {
			return false;
		}
	}
	return true;
}

/* With its U-labels converted (RFC 8616 4); the empty text when one cannot be. */
static dr_str to_a_labels(dr_arena *arena, dr_str domain)
{
	dr_buf out;
	if (dr_spf_is_ascii(domain)) {
		return domain;
	}
	dr_buf_init(&out, arena);
	for (dr_str rest = domain, label; dr_str_split(&rest, '.', &label);) {
		dr_str converted;
		dr_error err = { 0 };
		if (dr_label_to_ascii(arena, label, &converted, &err) != DR_OK) {
			return (dr_str){ 0 };
		}
		dr_buf_add(&out, converted);
		dr_buf_add(&out, rest.ptr != NULL ? DR_STR(".") : DR_STR(""));
	}
	return dr_buf_str(&out);
}

static dr_str without_brackets(dr_str text)
{
	bool both = text.len >= 2 && text.ptr[0] == '<' && text.ptr[text.len - 1] == '>';
	return both ? dr_str_sub(text, 1, text.len - 2) : text;
}

/* Where the domain begins: behind the last at sign. */
static size_t domain_start(dr_str address)
{
	size_t at = address.len;
	while (at > 0 && address.ptr[at - 1] != '@') {
		at--;
	}
	return at;
}

static dr_str join(dr_arena *arena, dr_str local, dr_str domain)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_buf_add(&out, local);
	dr_buf_add_char(&out, '@');
	dr_buf_add(&out, domain);
	return dr_buf_str(&out);
}

dr_spf_sender dr_spf_read_sender(dr_arena *arena, const dr_spf_client *client)
{
	dr_str address = without_brackets(client->mail_from);
	size_t start = domain_start(address);
	dr_str local = dr_str_sub(address, 0, start > 0 ? start - 1 : 0);
	dr_str domain = address.len > 0 ? dr_str_sub(address, start, address.len) : client->helo;
	dr_spf_sender sender = { .local = local.len > 0 ? local : POSTMASTER };
	sender.domain = dr_spf_domain_of(arena, to_a_labels(arena, domain));
	sender.address = join(arena, sender.local, sender.domain.text);
	return sender;
}
