#include "answer/rdata_priv.h"

enum { MAX_STRING = 255 };

/* ---- words ---- */

static int word_quoted(dr_cursor *c, dr_rdata_word *ret_word, dr_error *err)
{
	size_t start = c->pos;
	dr_cursor_skip(c, 1);
	while (!dr_cursor_at_end(c) && dr_cursor_peek(c) != '"') {
		dr_cursor_skip(c, dr_cursor_peek(c) == '\\' && dr_cursor_left(c) > 1 ? 2 : 1);
	}
	dr_span span = { (uint32_t)start, (uint32_t)(c->pos - start) };
	if (!dr_cursor_take_char(c, '"')) {
		return dr_fail(err, DR_ESYNTAX, span, "the quotation mark is not closed");
	}
	dr_str text = dr_str_sub(c->text, start + 1, c->pos - start - 2);
	*ret_word = (dr_rdata_word){ text, { span.off, span.len + 1 }, true };
	return DR_OK;
}

static bool is_special(char c)
{
	return c == ';' || c == '(' || c == ')';
}

int dr_rdata_word_next(dr_cursor *c, dr_rdata_word *ret_word, dr_error *err)
{
	dr_cursor_take_while(c, dr_is_space);
	if (dr_cursor_peek(c) == '"') {
		return word_quoted(c, ret_word, err);
	}
	size_t start = c->pos;
	while (!dr_cursor_at_end(c) && !dr_is_space(dr_cursor_peek(c)) &&
	       dr_cursor_peek(c) != '"') {
		if (is_special(dr_cursor_peek(c))) {
			return dr_fail(err, DR_ESYNTAX, ((dr_span){ (uint32_t)c->pos, 1 }),
			               "'%c' stands outside quotation marks", dr_cursor_peek(c));
		}
		dr_cursor_skip(c, dr_cursor_peek(c) == '\\' && dr_cursor_left(c) > 1 ? 2 : 1);
	}
	dr_str text = dr_cursor_since(c, start);
	*ret_word = (dr_rdata_word){
		.text = { text.len > 0 ? text.ptr : NULL, text.len },
		.span = dr_cursor_span(c, start),
	};
	return DR_OK;
}

/* ---- writing ---- */

void dr_rdata_write_octet(char c, dr_buf *out)
{
	if (dr_is_printable(c)) {
		dr_buf_add_char(out, c);
	} else {
		dr_buf_addf(out, "\\%03u", (unsigned)(uint8_t)c);
	}
}

static void write_string(dr_str octets, dr_buf *out)
{
	dr_buf_add_char(out, '"');
	for (size_t i = 1; i < octets.len; i++) {
		if (octets.ptr[i] == '"' || octets.ptr[i] == '\\') {
			dr_buf_add_char(out, '\\');
		}
		dr_rdata_write_octet(octets.ptr[i], out);
	}
	dr_buf_add_char(out, '"');
}

static void write_name(dr_str octets, dr_buf *out)
{
	dr_name name = { (const uint8_t *)octets.ptr, (uint8_t)octets.len };
	dr_name_write(name, out);
	if (name.len > 1) {
		dr_buf_add_char(out, '.');
	}
}

static void write_number(dr_str octets, dr_buf *out)
{
	uint32_t value = 0;
	for (size_t i = 0; i < octets.len; i++) {
		value = value << 8 | (uint8_t)octets.ptr[i];
	}
	dr_buf_addf(out, "%u", value);
}

static void write_address(dr_str octets, dr_buf *out)
{
	dr_rr rr = { .rdata = octets };
	dr_ipaddr address;
	if (dr_rr_read_address(&rr, &address)) {
		dr_ipaddr_write(address, out);
	}
}

/* ---- reading ---- */

typedef struct {
	dr_name origin;
	dr_buf *out;
	dr_error *err;
} reader;

static int fail_at(const reader *r, const dr_rdata_word *word, const char *expected)
{
	return dr_fail(r->err, DR_ESYNTAX, word->span, "expected %s, found '%.*s'", expected,
	               DR_FMT(word->text));
}

static void add_number(dr_buf *out, uint64_t value, size_t octets)
{
	for (size_t i = octets; i > 0; i--) {
		dr_buf_add_char(out, (char)(value >> (8 * (i - 1)) & 0xFF));
	}
}

static int parse_number(const reader *r, const dr_rdata_word *word, size_t octets)
{
	uint64_t value;
	if (!dr_str_to_u64(word->text, ((uint64_t)1 << (8 * octets)) - 1, &value)) {
		return fail_at(r, word,
		               octets == 1   ? "a number up to 255"
		               : octets == 2 ? "a number up to 65535"
		                             : "a number up to 4294967295");
	}
	add_number(r->out, value, octets);
	return DR_OK;
}

static uint64_t seconds_of(char unit)
{
	static const struct {
		char unit;
		uint32_t seconds;
	} UNITS[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 }, { 'w', 604800 } };
	for (size_t i = 0; i < DR_COUNT(UNITS); i++) {
		if (UNITS[i].unit == dr_to_lower(unit)) {
			return UNITS[i].seconds;
		}
	}
	return 0;
}

bool dr_rdata_parse_seconds(dr_str text, uint32_t *ret_seconds)
{
	dr_cursor c = dr_cursor_of(text);
	uint64_t sum = 0;
	do {
		uint64_t value;
		dr_str digits = dr_cursor_take_while(&c, dr_is_digit);
		bool plain = dr_cursor_at_end(&c) && digits.len == text.len;
		uint64_t unit = plain ? 1 : seconds_of(dr_cursor_next(&c));
		if (!dr_str_to_u64(digits, UINT32_MAX, &value) || unit == 0) {
			return false;
		}
		sum += value * unit;
	} while (!dr_cursor_at_end(&c) && sum <= UINT32_MAX);
	if (sum > UINT32_MAX) {
		return false;
	}
	*ret_seconds = (uint32_t)sum;
	return true;
}

static int parse_time(const reader *r, const dr_rdata_word *word, size_t octets)
{
	uint32_t seconds;
	if (!dr_rdata_parse_seconds(word->text, &seconds)) {
		return fail_at(r, word, "a time in seconds, or with units as in 1h30m");
	}
	add_number(r->out, seconds, octets);
	return DR_OK;
}

static int parse_address(const reader *r, const dr_rdata_word *word, size_t octets)
{
	dr_ipaddr address;
	bool ok = octets == 4 ? dr_ipaddr_parse_v4(word->text, &address)
	                      : dr_ipaddr_parse_v6(word->text, &address);
	if (!ok) {
		return fail_at(r, word, octets == 4 ? "an IPv4 address" : "an IPv6 address");
	}
	dr_buf_add(r->out, (dr_str){ (const char *)address.octets, octets });
	return DR_OK;
}

static int parse_string(const reader *r, const dr_rdata_word *word, size_t octets)
{
	(void)octets;
	char room[MAX_STRING];
	size_t len = 0;
	for (dr_cursor c = dr_cursor_of(word->text); !dr_cursor_at_end(&c); len++) {
		char octet = dr_cursor_next(&c);
		if (octet == '\\' && !dr_cursor_take_escape(&c, &octet)) {
			return dr_fail(r->err, DR_ESYNTAX, word->span,
			               "a backslash needs a character or three digits up to 255");
		}
		if (len == MAX_STRING) {
			return dr_fail(r->err, DR_ESYNTAX, word->span,
			               "a string is longer than 255 octets; split it in two");
		}
		room[len] = octet;
	}
	dr_buf_add_char(r->out, (char)len);
	dr_buf_add(r->out, (dr_str){ room, len });
	return DR_OK;
}

static int parse_name(const reader *r, const dr_rdata_word *word, size_t octets)
{
	(void)octets;
	dr_name_room room;
	dr_name name = r->origin;
	bool at_origin = !word->quoted && dr_str_eq(word->text, DR_STR("@"));
	dr_name_status status = at_origin ? DR_NAME_OK : dr_name_parse(&room, word->text, &name);
	bool relative = !at_origin && !dr_name_text_is_absolute(word->text);
	size_t own = (size_t)name.len - (relative ? 1 : 0);
	if (status == DR_NAME_OK && relative && own + r->origin.len > DR_NAME_MAX) {
		status = DR_NAME_LONG;
	}
	if (status != DR_NAME_OK) {
		return dr_fail(r->err, DR_ESYNTAX, word->span, "the name '%.*s' %s",
		               DR_FMT(word->text), dr_name_status_text(status));
	}
	dr_buf_add(r->out, (dr_str){ (const char *)name.wire, own });
	if (relative) {
		dr_buf_add(r->out, (dr_str){ (const char *)r->origin.wire, r->origin.len });
	}
	return DR_OK;
}

/* ---- both, by field ---- */

static const struct {
	void (*write)(dr_str octets, dr_buf *out);
	int (*parse)(const reader *r, const dr_rdata_word *word, size_t octets);
	uint8_t octets;   /* 0: as many as it takes */
	const char *what; /* for "expected …, found nothing" */
} FORMS[] = {
	[DR_FIELD_U8] = { write_number, parse_number, 1, "a number" },
	[DR_FIELD_U16] = { write_number, parse_number, 2, "a number" },
	[DR_FIELD_U32] = { write_number, parse_number, 4, "a number" },
	[DR_FIELD_TIME] = { write_number, parse_time, 4, "a time" },
	[DR_FIELD_IPV4] = { write_address, parse_address, 4, "an IPv4 address" },
	[DR_FIELD_IPV6] = { write_address, parse_address, 16, "an IPv6 address" },
	[DR_FIELD_NAME] = { write_name, parse_name, 0, "a name" },
	[DR_FIELD_STRING] = { write_string, parse_string, 0, "a string" },
	[DR_FIELD_STRINGS] = { write_string, parse_string, 0, "a string" },
};

static bool rdata_fits(const dr_rdata_layout *layout, dr_str rdata)
{
	dr_rdata_walk walk = dr_rdata_walk_of(layout, rdata);
	while (dr_rdata_walk_next(&walk)) {
	}
	return walk.complete;
}

bool dr_rdata_write_fields(const dr_rdata_layout *layout, dr_str rdata, dr_buf *out)
{
	if (!rdata_fits(layout, rdata)) {
		return false;
	}
	dr_rdata_walk walk = dr_rdata_walk_of(layout, rdata);
	for (const char *blank = ""; dr_rdata_walk_next(&walk); blank = " ") {
		dr_buf_add(out, dr_str_of(blank));
		FORMS[walk.field].write(walk.octets, out);
	}
	return true;
}

int dr_rdata_parse_fields(const dr_rdata_layout *layout, dr_str text, dr_name origin, dr_buf *out,
                          dr_error *err)
{
	reader r = { origin, out, err };
	dr_cursor c = dr_cursor_of(text);
	dr_rdata_word word;
	int code = dr_rdata_word_next(&c, &word, err);
	for (size_t at = 0; code == DR_OK && layout->fields[at] != DR_FIELD_END;) {
		dr_rdata_field field = (dr_rdata_field)layout->fields[at];
		if (word.text.ptr == NULL) {
			return dr_fail(err, DR_ESYNTAX, word.span, "expected %s, found nothing",
			               FORMS[field].what);
		}
		code = FORMS[field].parse(&r, &word, FORMS[field].octets);
		if (code == DR_OK) {
			code = dr_rdata_word_next(&c, &word, err);
			at = dr_rdata_field_after(layout, at, word.text.ptr != NULL);
		}
	}
	if (code == DR_OK && word.text.ptr != NULL) {
		return dr_fail(err, DR_ESYNTAX, word.span, "'%.*s' is one field too many",
		               DR_FMT(word.text));
	}
	return code;
}

/* ---- RFC 3597 ---- */

bool dr_rdata_is_unknown(dr_str text)
{
	dr_cursor c = dr_cursor_of(dr_str_trim(text));
	return dr_cursor_take(&c, DR_STR("\\#")) &&
	       (dr_cursor_at_end(&c) || dr_is_space(dr_cursor_peek(&c)));
}

void dr_rdata_write_unknown(dr_str rdata, dr_buf *out)
{
	dr_buf_addf(out, "\\# %zu", rdata.len);
	for (size_t i = 0; i < rdata.len; i++) {
		dr_buf_addf(out, i == 0 ? " %02x" : "%02x", (unsigned)(uint8_t)rdata.ptr[i]);
	}
}

static int parse_hex(const reader *r, const dr_rdata_word *word)
{
	dr_str hex = word->text;
	if (hex.len % 2 != 0) {
		return fail_at(r, word, "pairs of hex digits");
	}
	for (size_t i = 0; i < hex.len; i += 2) {
		int high = dr_hex_value(hex.ptr[i]), low = dr_hex_value(hex.ptr[i + 1]);
		if (high < 0 || low < 0) {
			return fail_at(r, word, "pairs of hex digits");
		}
		dr_buf_add_char(r->out, (char)(high << 4 | low));
	}
	return DR_OK;
}

int dr_rdata_parse_unknown(dr_str text, dr_buf *out, dr_error *err)
{
	reader r = { .out = out, .err = err };
	dr_cursor c = dr_cursor_of(text);
	dr_rdata_word word, count;
	uint64_t octets;
	int code = dr_rdata_word_next(&c, &word, err);
	code = code == DR_OK ? dr_rdata_word_next(&c, &count, err) : code;
	if (code == DR_OK && !dr_str_to_u64(count.text, UINT16_MAX, &octets)) {
		return fail_at(&r, &count, "the number of octets, up to 65535");
	}
	size_t before = out->len;
	while (code == DR_OK && (code = dr_rdata_word_next(&c, &word, err)) == DR_OK &&
	       word.text.ptr != NULL) {
		code = parse_hex(&r, &word);
	}
	if (code == DR_OK && dr_arena_failed(out->arena)) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory");
	}
	if (code == DR_OK && out->len - before != octets) {
		return dr_fail(err, DR_ESYNTAX, count.span, "%.*s octets are announced, %zu follow",
		               DR_FMT(count.text), out->len - before);
	}
	return code;
}
