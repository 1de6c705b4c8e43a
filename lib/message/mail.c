#include "message/mail.h"
#include "message/lex_priv.h"

enum { NAME_OCTETS = 253, AUTHORS_MAX = 16 };

static const char *const EVERY_MAIL_HAS[] = { "From", "Received", "Return-Path", "Date",
	                                      "DKIM-Signature" };

/* The header, and the body behind the empty line. */
static void split(dr_str text, dr_mail *mail)
{
	dr_cursor c = dr_cursor_of(text);
	size_t end = text.len;
	while (!dr_cursor_at_end(&c)) {
		size_t from = c.pos;
		dr_str line = dr_cursor_take_until(&c, '\n');
		dr_cursor_take_char(&c, '\n');
		if (line.len == 0 || dr_str_eq(line, DR_STR("\r"))) {
			end = from;
			break;
		}
	}
	mail->header = dr_str_sub(text, 0, end);
	mail->body = dr_cursor_rest(&c);
}

/* Without the line that mailboxes put above a mail. */
static dr_str skip_separator(dr_str text)
{
	if (!dr_str_starts(text, DR_STR("From "))) {
		return text;
	}
	size_t end = dr_str_find(text, 0, '\n');
	return dr_str_sub(text, end + 1, text.len);
}

bool dr_mail_is(dr_str text)
{
	dr_str rest = skip_separator(text);
	if (!dr_header_begins(rest)) {
		return false;
	}
	dr_header_field field;
	while (dr_header_next(&rest, &field)) {
		for (size_t i = 0; i < DR_COUNT(EVERY_MAIL_HAS); i++) {
			if (dr_str_eq_nocase(field.name, dr_str_of(EVERY_MAIL_HAS[i]))) {
				return true;
			}
		}
	}
	return false;
}

dr_str dr_mail_field_text(dr_str header, const dr_header_field *field)
{
	size_t from = (size_t)(field->name.ptr - header.ptr);
	size_t to = (size_t)(field->value.ptr - header.ptr) + field->value.len;
	return dr_str_sub(header, from, to - from);
}

static bool is_domain_octet(char c)
{
	return dr_is_alnum(c) || c == '-' || c == '.' || c == '_' || (uint8_t)c >= 0x80;
}

static dr_str lower(dr_arena *arena, dr_str text)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	for (size_t i = 0; i < text.len; i++) {
		dr_buf_add_char(&out, dr_to_lower(text.ptr[i]));
	}
	return dr_buf_str(&out);
}

static void add_domain(dr_arena *arena, dr_str text, dr_strs *domains)
{
	while (dr_str_ends(text, DR_STR("."))) {
		text.len--;
	}
	if (text.len == 0 || text.len > NAME_OCTETS || domains->len == AUTHORS_MAX) {
		return;
	}
	for (size_t i = 0; i < domains->len; i++) {
		if (dr_str_eq_nocase(domains->items[i], text)) {
			return;
		}
	}
	dr_list_add(arena, domains, lower(arena, text));
}

dr_strs dr_mail_domains(dr_arena *arena, dr_str value)
{
	dr_strs domains = { NULL, 0 };
	dr_cursor c = dr_cursor_of(value);
	while (!dr_cursor_at_end(&c)) {
		char next = dr_cursor_next(&c);
		if (next == '(') {
			dr_lex_skip_comment(&c);
		} else if (next == '"') {
			dr_lex_skip_quoted(&c);
		} else if (next == '@') {
			dr_lex_skip_cfws(&c);
			add_domain(arena, dr_cursor_take_while(&c, is_domain_octet), &domains);
		}
	}
	return domains;
}

static void read_return_path(dr_arena *arena, const dr_header_field *field, dr_mail *mail)
{
	dr_strs domains = dr_mail_domains(arena, field->value);
	if (domains.len > 0 && mail->return_path.len == 0) {
		mail->return_path = domains.items[0];
	}
	mail->returns_nowhere = dr_str_eq(dr_str_trim(field->value), DR_STR("<>"));
}

static void read_from(dr_arena *arena, const dr_header_field *field, dr_mail *mail)
{
	dr_strs domains = dr_mail_domains(arena, field->value);
	for (size_t i = 0; i < domains.len; i++) {
		add_domain(arena, domains.items[i], &mail->authors);
	}
	mail->from_fields++;
}

static void read_signature(dr_arena *arena, const dr_header_field *field, dr_mail *mail)
{
	dr_signature signature;
	if (mail->signatures.len < DR_MAIL_SIGNATURES) {
		dr_signature_parse(arena, dr_mail_field_text(mail->header, field), field->value,
		                   &signature);
		dr_list_add(arena, &mail->signatures, signature);
	}
}

static void keep(dr_arena *arena, const dr_header_field *field, dr_header_fields *fields)
{
	if (fields->len < DR_MAIL_FIELDS) {
		dr_list_add(arena, fields, *field);
	}
}

static void read_authres(dr_arena *arena, const dr_header_field *field, dr_mail *mail)
{
	keep(arena, field, &mail->authres);
}

static void read_arc(dr_arena *arena, const dr_header_field *field, dr_mail *mail)
{
	enum { ARC_FIELDS = 3 * 51 };
	if (mail->arc.len < ARC_FIELDS) {
		dr_list_add(arena, &mail->arc, *field);
	}
}

static void read_received_spf(dr_arena *arena, const dr_header_field *field, dr_mail *mail)
{
	keep(arena, field, &mail->received_spf);
}

/* "v=BIMI1; s=brand;" */
static void read_bimi_selector(dr_arena *arena, const dr_header_field *field, dr_mail *mail)
{
	dr_str rest = dr_header_unfold(arena, field->value), tag, name;
	while (mail->bimi_selector.len == 0 && dr_str_split(&rest, ';', &tag)) {
		dr_str value = tag;
		dr_str_split(&value, '=', &name);
		if (dr_str_eq(dr_str_trim(name), DR_STR("s")) && value.ptr != NULL) {
			value = dr_str_trim(value);
			mail->bimi_selector = value.len <= NAME_OCTETS ? value : (dr_str){ 0 };
		}
	}
}

/* The date behind the last semicolon; the topmost field is the newest. */
static void read_received(dr_arena *arena, const dr_header_field *field, dr_mail *mail)
{
	(void)arena;
	dr_str value = field->value;
	size_t at = value.len;
	while (at > 0 && value.ptr[at - 1] != ';') {
		at--;
	}
	if (mail->day == DR_NO_DAY && at > 0) {
		mail->day = dr_header_day(dr_str_sub(value, at, value.len));
	}
}

static const struct {
	const char *name;
	void (*read)(dr_arena *arena, const dr_header_field *field, dr_mail *mail);
} FIELDS[] = {
	{ "From", read_from },
	{ "Return-Path", read_return_path },
	{ "DKIM-Signature", read_signature },
	{ "BIMI-Selector", read_bimi_selector },
	{ "Authentication-Results", read_authres },
	{ "Received-SPF", read_received_spf },
	{ "Received", read_received },
	{ "ARC-Authentication-Results", read_arc },
	{ "ARC-Message-Signature", read_arc },
	{ "ARC-Seal", read_arc },
};

int dr_mail_parse(dr_arena *arena, dr_str text, dr_mail *ret_mail, dr_error *err)
{
	dr_mail mail = { .day = DR_NO_DAY };
	split(skip_separator(text), &mail);
	dr_header_field field;
	for (dr_str rest = mail.header; dr_header_next(&rest, &field);) {
		if (mail.fields.len == DR_MAIL_HEADER_FIELDS) {
			break;
		}
		dr_list_add(arena, &mail.fields, field);
		for (size_t i = 0; i < DR_COUNT(FIELDS); i++) {
			if (dr_str_eq_nocase(field.name, dr_str_of(FIELDS[i].name))) {
				FIELDS[i].read(arena, &field, &mail);
			}
		}
	}
	if (mail.day == DR_NO_DAY) {
		mail.day = dr_header_day(dr_header_find(arena, mail.header, "Date"));
	}
	if (dr_arena_failed(arena)) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for a message");
	}
	*ret_mail = mail;
	return DR_OK;
}
