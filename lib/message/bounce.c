#include "message/bounce.h"
#include "message/mime.h"

enum { PARTS_MAX = 64, QUOTED_MAX = 256 * 1024 };

static const dr_str COPIES[] = {
	DR_STR_INIT("------ This is a copy of"),
	DR_STR_INIT("--- Below this line is a copy of the message"),
	DR_STR_INIT("------ This is the original message"),
	DR_STR_INIT("----- Original message -----"),
};

typedef struct {
	dr_arena *arena;
	dr_bounce *bounce;
	dr_str text; /* of the first part that people read */
} reader;

static bool holds_nocase(dr_str text, const char *word)
{
	dr_str want = dr_str_of(word);
	for (size_t i = 0; i + want.len <= text.len; i++) {
		if (dr_str_starts_nocase(dr_str_sub(text, i, want.len), want)) {
			return true;
		}
	}
	return false;
}

bool dr_bounce_is(const dr_mail *mail)
{
	static const char *const DAEMONS[] = { "mailer-daemon@", "postmaster@",
		                               "mail delivery subsystem" };
	dr_header_field field;
	bool daemon = false, failed = false;
	for (dr_str rest = mail->header; dr_header_next(&rest, &field);) {
		if (dr_str_eq_nocase(field.name, DR_STR("Content-Type"))) {
			failed = failed || holds_nocase(field.value, "delivery-status");
		} else if (dr_str_eq_nocase(field.name, DR_STR("X-Failed-Recipients"))) {
			failed = true;
		} else if (dr_str_eq_nocase(field.name, DR_STR("From"))) {
			for (size_t i = 0; i < DR_COUNT(DAEMONS); i++) {
				daemon = daemon || holds_nocase(field.value, DAEMONS[i]);
			}
		}
	}
	return failed || (daemon && dr_reply_is(mail->body));
}

/* "dns; mx.example.net" without its type (RFC 3464 2.1.2). */
static dr_str behind_type(dr_str value)
{
	size_t at = dr_str_find(value, 0, ';');
	return dr_str_trim(at < value.len ? dr_str_sub(value, at + 1, value.len) : value);
}

static void set_first(dr_str *member, dr_str value)
{
	if (member->len == 0) {
		*member = value;
	}
}

/* One field of message/delivery-status; the first recipient that has one counts. */
static void read_status_field(reader *r, dr_str name, dr_str value)
{
	dr_bounce *b = r->bounce;
	const struct {
		const char *name;
		dr_str *member;
		bool typed;
	} FIELDS[] = {
		{ "Reporting-MTA", &b->reporting_mta, true },
		{ "Remote-MTA", &b->remote_mta, true },
		{ "Action", &b->action, false },
		{ "Status", &b->status, false },
		{ "Diagnostic-Code", &b->diagnostic, true },
	};
	for (size_t i = 0; i < DR_COUNT(FIELDS); i++) {
		if (dr_str_eq_nocase(name, dr_str_of(FIELDS[i].name))) {
			set_first(FIELDS[i].member, FIELDS[i].typed ? behind_type(value) : value);
		}
	}
	if (dr_str_eq_nocase(name, DR_STR("Final-Recipient")) && b->recipient.len == 0) {
		dr_strs domains = dr_mail_domains(r->arena, value);
		b->recipient = domains.len > 0 ? domains.items[0] : b->recipient;
	}
}

/* Groups of fields with an empty line between two (RFC 3464 2.1). */
static void read_status(reader *r, dr_str octets)
{
	r->bounce->is_dsn = true;
	dr_str groups = octets;
	while (groups.len > 0) {
		dr_header_field field;
		dr_str rest = dr_str_trim(groups);
		size_t end = dr_str_search(rest, DR_STR("\n\n"));
		size_t crlf = dr_str_search(rest, DR_STR("\r\n\r\n"));
		end = crlf < end ? crlf : end;
		groups = dr_str_sub(rest, end, rest.len);
		for (rest = dr_str_sub(rest, 0, end); dr_header_next(&rest, &field);) {
			read_status_field(r, field.name, dr_header_unfold(r->arena, field.value));
		}
	}
}

static int read_original(reader *r, dr_str octets, dr_error *err)
{
	if (r->bounce->original.header.len > 0) {
		return DR_OK;
	}
	dr_str text = dr_arena_copy(r->arena, dr_str_sub(octets, 0, QUOTED_MAX));
	return dr_mail_parse(r->arena, text, &r->bounce->original, err);
}

static int look(void *self, const dr_mime_part *part, dr_error *err)
{
	reader *r = self;
	if (dr_str_eq(part->type, DR_STR("message/delivery-status")) ||
	    dr_str_eq(part->type, DR_STR("message/global-delivery-status"))) {
		read_status(r, part->octets);
	} else if (dr_str_starts(part->type, DR_STR("message/rfc822")) ||
	           dr_str_eq(part->type, DR_STR("text/rfc822-headers")) ||
	           dr_str_eq(part->type, DR_STR("message/global"))) {
		return read_original(r, part->octets, err);
	} else if (r->text.len == 0) {
		r->text = part->octets;
	}
	return DR_OK;
}

/* What some servers put behind their text, in one and the same part. */
static int split_copy(reader *r, dr_error *err)
{
	for (size_t i = 0; i < DR_COUNT(COPIES); i++) {
		size_t at = dr_str_search(r->text, COPIES[i]);
		if (at < r->text.len) {
			dr_str rest = dr_str_sub(r->text, at, r->text.len);
			r->text.len = at;
			size_t line = dr_str_find(rest, 0, '\n');
			return read_original(r, dr_str_trim(dr_str_sub(rest, line, rest.len)), err);
		}
	}
	return DR_OK;
}

/* A bounce is written to the return-path of the mail that was refused. */
static dr_str sender_of(dr_arena *arena, dr_str text)
{
	dr_strs domains = dr_mail_domains(arena, dr_header_find(arena, text, "To"));
	return domains.len > 0 ? domains.items[0] : (dr_str){ NULL, 0 };
}

int dr_bounce_parse(dr_arena *arena, dr_str text, dr_bounce *ret_bounce, dr_error *err)
{
	dr_bounce bounce = { .is_dsn = false };
	reader r = { arena, &bounce, { NULL, 0 } };
	int code = DR_OK;
	if (dr_mail_is(text)) {
		bounce.sender = sender_of(arena, text);
		code = dr_mime_walk(arena, text, PARTS_MAX, look, &r, err);
		code = code == DR_ELIMIT ? DR_OK : code;
	} else {
		r.text = text;
	}
	if (code == DR_OK) {
		code = split_copy(&r, err);
	}
	set_first(&bounce.diagnostic, r.text);
	dr_reply_parse(arena, bounce.diagnostic, &bounce.reply);
	set_first(&bounce.reply.enhanced, bounce.status);
	if (code == DR_OK && dr_arena_failed(arena)) {
		code = dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for a bounce");
	}
	if (code == DR_OK) {
		*ret_bounce = bounce;
	}
	return code;
}
