#include "record/mailuri.h"
#include "base/buf.h"
#include "base/cursor.h"
#include "base/name_wire.h"
#include "record/text_priv.h"

/* More than any record has; the rest of a longer list is not read. */
enum { MAX_URIS = 64 };

typedef struct {
	dr_arena *arena;
	dr_str record;
	unsigned flags;
	dr_issues *issues;
} reader;

static void report(reader *r, dr_issue_code code, dr_str subject, dr_str where)
{
	dr_issue_add(r->arena, r->issues, code, subject, dr_span_in(r->record, where));
}

/* Cuts the part up to the first `stop` off `rest`; false when there is none. */
static bool cut(dr_str *rest, char stop, dr_str *ret_front)
{
	size_t at = dr_str_find(*rest, 0, stop);
	if (at == rest->len) {
		return false;
	}
	*ret_front = dr_str_sub(*rest, 0, at);
	*rest = dr_str_sub(*rest, at + 1, rest->len);
	return true;
}

/* A character of RFC 3986; `%` is looked at by the decoder. */
static bool is_uri_char(char c)
{
	static const dr_str OTHERS = DR_STR_INIT("-._~:/?#[]@!$&'()*+,;=%");
	return dr_is_alnum(c) || dr_str_find(OTHERS, 0, c) < OTHERS.len;
}

static bool is_scheme_char(char c)
{
	return dr_is_alnum(c) || c == '+' || c == '-' || c == '.';
}

/* 2^10 for k, 2^20 for m, … (RFC 7489 6.2); 0 for other letters. */
static uint64_t unit_of(char c)
{
	static const dr_str UNITS = DR_STR_INIT("kmgt");
	size_t at = dr_str_find(UNITS, 0, dr_to_lower(c));
	return at < UNITS.len ? UINT64_C(1) << (10 * (at + 1)) : 0;
}

static bool read_size(dr_str suffix, uint64_t *ret_size)
{
	uint64_t unit = suffix.len > 0 ? unit_of(suffix.ptr[suffix.len - 1]) : 0;
	dr_str digits = dr_str_sub(suffix, 0, suffix.len - (unit > 0));
	uint64_t value;
	if (!dr_str_to_u64(digits, UINT64_MAX, &value)) {
		return false;
	}
	unit = unit > 0 ? unit : 1;
	*ret_size = value > UINT64_MAX / unit ? UINT64_MAX : value * unit;
	return true;
}

/* Takes the size suffix off. False for an exclamation mark that begins none: it must be encoded. */
static bool take_size(reader *r, dr_mailuri *u)
{
	dr_str front, rest = u->text;
	u->uri = u->text;
	if (!cut(&rest, '!', &front)) {
		return true;
	}
	if ((r->flags & DR_URI_SIZE) == 0 || !read_size(rest, &u->size)) {
		report(r, DR_ISSUE_URI_ESCAPE, DR_STR("!"), dr_str_sub(u->text, front.len, 1));
		return false;
	}
	u->sized = true;
	u->uri = front;
	report(r, DR_ISSUE_URI_SIZE, rest, dr_str_sub(u->text, front.len, u->text.len));
	return true;
}

/* Undoes percent-encoding; false when a `%` is not followed by two hex digits. */
static bool decode(dr_arena *arena, dr_str text, dr_str *ret_text)
{
	if (dr_str_find(text, 0, '%') == text.len) {
		*ret_text = text;
		return true;
	}
	dr_buf buf;
	dr_buf_init(&buf, arena);
	dr_cursor c = dr_cursor_of(text);
	while (!dr_cursor_at_end(&c)) {
		char octet = dr_cursor_next(&c);
		if (octet == '%') {
			int high = dr_hex_value(dr_cursor_next(&c));
			int low = dr_hex_value(dr_cursor_next(&c));
			if (high < 0 || low < 0) {
				return false;
			}
			octet = (char)(high << 4 | low);
		}
		dr_buf_add_char(&buf, octet);
	}
	*ret_text = dr_buf_str(&buf);
	return true;
}

static bool is_host(dr_str host)
{
	dr_name_room room;
	dr_name name;
	for (size_t i = 0; i < host.len; i++) {
		char c = host.ptr[i];
		if (!dr_is_alnum(c) && c != '-' && c != '.' && c != '_') {
			return false;
		}
	}
	return dr_name_parse(&room, host, &name) == DR_NAME_OK && name.len > 1;
}

/* A mailbox with a domain; fills in `address` and `host`. */
static bool read_mailbox(reader *r, dr_str text, dr_mailuri *u)
{
	dr_str mailbox = dr_str_sub(text, 0, dr_str_find(text, 0, '?'));
	if (!decode(r->arena, mailbox, &mailbox)) {
		return false;
	}
	dr_str local, host = mailbox;
	if (!cut(&host, '@', &local) || local.len == 0 || local.ptr[0] == '/' || !is_host(host)) {
		return false;
	}
	for (size_t i = 0; i < local.len; i++) {
		if (!dr_is_printable(local.ptr[i]) || local.ptr[i] == ' ') {
			return false;
		}
	}
	u->address = mailbox;
	u->host = host;
	return true;
}

/* "//host[:port][/path]"; user information has no place in a record. */
static bool read_authority(dr_str text, dr_mailuri *u)
{
	dr_cursor c = dr_cursor_of(text);
	if (!dr_cursor_take(&c, DR_STR("//"))) {
		return false;
	}
	size_t from = c.pos;
	while (!dr_cursor_at_end(&c) && dr_cursor_peek(&c) != '/' && dr_cursor_peek(&c) != '?' &&
	       dr_cursor_peek(&c) != '#') {
		dr_cursor_next(&c);
	}
	dr_str host = dr_cursor_since(&c, from), port = host;
	uint64_t number;
	if (cut(&port, ':', &host) && !dr_str_to_u64(port, UINT16_MAX, &number)) {
		return false;
	}
	u->host = is_host(host) ? host : (dr_str){ 0 };
	u->path = dr_cursor_rest(&c);
	return u->host.len > 0;
}

static bool has_only_uri_chars(dr_str uri)
{
	dr_cursor c = dr_cursor_of(uri);
	dr_cursor_take_while(&c, is_uri_char);
	return dr_cursor_at_end(&c);
}

/* The scheme, as far as it looks like one; the colon is taken off too. */
static dr_str take_scheme(dr_str *rest)
{
	dr_cursor c = dr_cursor_of(*rest);
	dr_str scheme = dr_cursor_take_while(&c, is_scheme_char);
	if (scheme.len == 0 || !dr_is_alpha(scheme.ptr[0]) || !dr_cursor_take_char(&c, ':')) {
		return (dr_str){ 0 };
	}
	*rest = dr_cursor_rest(&c);
	return scheme;
}

/* Without a scheme: an address where only mailto: is missing, or nothing at all. */
static void read_bare(reader *r, dr_mailuri *u)
{
	dr_issue_code code =
		read_mailbox(r, u->uri, u) ? DR_ISSUE_URI_NO_SCHEME : DR_ISSUE_URI_SYNTAX;
	report(r, code, u->text, u->text);
}

static void read_by_scheme(reader *r, dr_str rest, dr_mailuri *u)
{
	u->mailto = dr_str_eq_nocase(u->scheme, DR_STR("mailto"));
	bool https = dr_str_eq_nocase(u->scheme, DR_STR("https"));
	u->supported = (u->mailto && (r->flags & DR_URI_MAILTO) != 0) ||
	               (https && (r->flags & DR_URI_HTTPS) != 0);
	dr_str decoded;
	bool good = has_only_uri_chars(u->uri) && decode(r->arena, rest, &decoded);
	if (u->mailto) {
		good = read_mailbox(r, rest, u) && good;
	} else if (https || dr_str_starts(rest, DR_STR("//"))) {
		good = read_authority(rest, u) && good;
	}
	if (!good) {
		report(r, DR_ISSUE_URI_SYNTAX, u->text, u->text);
	} else if (!u->supported) {
		report(r, DR_ISSUE_URI_SCHEME, u->scheme, u->scheme);
	}
	u->valid = good;
}

dr_mailuri dr_mailuri_parse(dr_arena *arena, dr_str record, dr_str text, unsigned flags,
                            dr_issues *issues)
{
	reader r = { arena, record, flags, issues };
	dr_mailuri u = { .text = text, .span = dr_span_in(record, text) };
	if (!take_size(&r, &u)) {
		return u;
	}
	dr_str rest = u.uri;
	u.scheme = take_scheme(&rest);
	if (u.scheme.len == 0) {
		read_bare(&r, &u);
	} else {
		read_by_scheme(&r, rest, &u);
	}
	return u;
}

static bool is_listed(const dr_mailuris *uris, const dr_mailuri *u)
{
	for (size_t i = 0; i < uris->len; i++) {
		if (dr_str_eq_nocase(uris->items[i].uri, u->uri)) {
			return true;
		}
	}
	return false;
}

/* "mailto:a,b@example.com": a comma inside the address that must be encoded. The whole of it, or
 * only `item`. */
static dr_str join_at_comma(dr_str item, dr_str rest)
{
	dr_str next = dr_str_sub(rest, 0, dr_str_find(rest, 0, ','));
	bool open = dr_str_starts_nocase(item, DR_STR("mailto:")) &&
	            dr_str_find(item, 0, '@') == item.len;
	bool closes = dr_str_find(next, 0, ':') == next.len && dr_str_find(next, 0, '@') > 0 &&
	              dr_str_find(next, 0, '@') < next.len;
	if (!open || !closes) {
		return item;
	}
	return (dr_str){ item.ptr, item.len + 1 + next.len };
}

/* Reads the item at the start of `rest` and gives what follows its comma; ptr NULL at the end. */
static dr_str read_item(reader *r, dr_str rest, dr_mailuris *uris)
{
	dr_str item = rest, after = { 0 };
	if (dr_str_split(&rest, ',', &item)) {
		after = rest;
	}
	dr_str whole = after.ptr != NULL ? join_at_comma(item, after) : item;
	if (whole.len > item.len) {
		report(r, DR_ISSUE_URI_ESCAPE, DR_STR(","), dr_str_sub(whole, item.len, 1));
		dr_list_add(r->arena, uris,
		            (dr_mailuri){ .text = whole,
		                          .uri = whole,
		                          .span = dr_span_in(r->record, whole) });
		dr_str next;
		dr_str_split(&after, ',', &next);
		return after;
	}
	dr_str text = dr_str_trim(item);
	if (text.len == 0) {
		report(r, DR_ISSUE_URI_SYNTAX, text, item);
		return after;
	}
	dr_mailuri u = dr_mailuri_parse(r->arena, r->record, text, r->flags, r->issues);
	if (is_listed(uris, &u)) {
		report(r, DR_ISSUE_URI_DUPLICATE, u.uri, u.text);
	}
	dr_list_add(r->arena, uris, u);
	return after;
}

void dr_mailuri_parse_list(dr_arena *arena, dr_str record, dr_str text, unsigned flags,
                           dr_mailuris *ret_uris, dr_issues *issues)
{
	reader r = { arena, record, flags, issues };
	dr_mailuris uris = { 0 };
	dr_str rest = text;
	while (rest.ptr != NULL && text.len > 0 && uris.len < MAX_URIS) {
		rest = read_item(&r, rest, &uris);
	}
	*ret_uris = uris;
}

bool dr_mailuri_any_valid(const dr_mailuris *uris)
{
	for (size_t i = 0; i < uris->len; i++) {
		if (uris->items[i].valid) {
			return true;
		}
	}
	return false;
}
