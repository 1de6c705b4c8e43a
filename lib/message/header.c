#include "message/header.h"
#include "base/cursor.h"

/* RFC 5322 3.6.8: ftext. */
static bool is_name(char c)
{
	return c > ' ' && c < '\x7f' && c != ':';
}

static bool is_fold(char c)
{
	return c == ' ' || c == '\t';
}

/* One line without its end. */
static dr_str take_line(dr_cursor *c)
{
	dr_str line = dr_cursor_take_until(c, '\n');
	dr_cursor_take_char(c, '\n');
	if (dr_str_ends(line, DR_STR("\r"))) {
		line.len--;
	}
	return line;
}

static bool read_name(dr_cursor *c, dr_str *ret_name)
{
	dr_cursor at = *c;
	*ret_name = dr_cursor_take_while(&at, is_name);
	dr_cursor_take_while(&at, is_fold);
	if (ret_name->len == 0 || !dr_cursor_take_char(&at, ':')) {
		return false;
	}
	*c = at;
	return true;
}

bool dr_header_begins(dr_str text)
{
	dr_cursor c = dr_cursor_of(text);
	dr_str name;
	return read_name(&c, &name);
}

bool dr_header_next(dr_str *rest, dr_header_field *ret_field)
{
	dr_cursor c = dr_cursor_of(*rest);
	while (!dr_cursor_at_end(&c)) {
		if (!read_name(&c, &ret_field->name)) {
			if (take_line(&c).len == 0) {
				break;
			}
			continue;
		}
		size_t from = c.pos, to;
		do {
			dr_str line = take_line(&c);
			to = (size_t)(line.ptr - c.text.ptr) + line.len;
		} while (is_fold(dr_cursor_peek(&c)));
		ret_field->value = dr_str_sub(c.text, from, to - from);
		*rest = dr_cursor_rest(&c);
		return true;
	}
	*rest = (dr_str){ NULL, 0 };
	return false;
}

dr_str dr_header_unfold(dr_arena *arena, dr_str value)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	for (dr_cursor c = dr_cursor_of(dr_str_trim(value)); !dr_cursor_at_end(&c);) {
		bool blank = dr_cursor_take_while(&c, dr_is_space).len > 0;
		if (blank) {
			dr_buf_add_char(&out, ' ');
		} else {
			dr_buf_add_char(&out, dr_cursor_next(&c));
		}
	}
	return dr_buf_str(&out);
}

dr_str dr_header_find(dr_arena *arena, dr_str header, const char *name)
{
	dr_header_field field;
	for (dr_str rest = header; dr_header_next(&rest, &field);) {
		if (dr_str_eq_nocase(field.name, dr_str_of(name))) {
			dr_str value = dr_header_unfold(arena, field.value);
			return value.ptr != NULL ? value : DR_STR("");
		}
	}
	return (dr_str){ NULL, 0 };
}

static bool is_domain(char c)
{
	return dr_is_alnum(c) || c == '-' || c == '.' || c == '_' || (uint8_t)c >= 0x80;
}

/* RFC 5322 3.2.3 atext, with dots and octets beyond ASCII. */
static bool is_local(char c)
{
	dr_str specials = DR_STR("!#$%&'*+-/=?^_`{|}~.");
	return dr_is_alnum(c) || (uint8_t)c >= 0x80 || dr_str_find(specials, 0, c) < specials.len;
}

dr_str dr_header_domain(dr_str value)
{
	dr_str found = { NULL, 0 };
	dr_cursor c = dr_cursor_of(value);
	while (!dr_cursor_at_end(&c)) {
		dr_cursor_take_until(&c, '@');
		dr_cursor_take_char(&c, '@');
		dr_str domain = dr_cursor_take_while(&c, is_domain);
		found = domain.len > 0 ? domain : found;
	}
	while (dr_str_ends(found, DR_STR("."))) {
		found.len--;
	}
	return found;
}

/* What stands before an address without being of it, although it could be. */
static size_t property_length(dr_str text)
{
	static const dr_str PROPERTIES[] = {
		DR_STR_INIT("smtp.mailfrom="), DR_STR_INIT("smtp.rcptto="),
		DR_STR_INIT("smtp.auth="),     DR_STR_INIT("header.from="),
		DR_STR_INIT("header.sender="), DR_STR_INIT("header.i="),
		DR_STR_INIT("envelope-from="), DR_STR_INIT("i="),
	};
	for (size_t i = 0; i < DR_COUNT(PROPERTIES); i++) {
		if (dr_str_starts_nocase(text, PROPERTIES[i])) {
			return PROPERTIES[i].len;
		}
	}
	return 0;
}

static bool is_quote(dr_str value, size_t at)
{
	return value.ptr[at] == '"' && (at == 0 || value.ptr[at - 1] != '\\');
}

/* Where a quoted string begins whose last quotation mark is at `end` - 1. */
static size_t quoted_begins(dr_str value, size_t from, size_t end)
{
	size_t begin = end - 1;
	while (begin > from && !is_quote(value, begin - 1)) {
		begin--;
	}
	return begin > from ? begin - 1 : begin;
}

/* Where the local part before an @ begins, quoted ones and blanks before the @ (RFC 5322 4.4)
 * included; not before `from`. `at` when there is none. */
static size_t local_begins(dr_str value, size_t from, size_t at)
{
	size_t end = at;
	while (end > from && is_fold(value.ptr[end - 1])) {
		end--;
	}
	bool quoted = end > from && value.ptr[end - 1] == '"';
	size_t begin = quoted ? quoted_begins(value, from, end) : end;
	while (begin > from && is_local(value.ptr[begin - 1])) {
		begin--;
	}
	begin += property_length(dr_str_sub(value, begin, end - begin));
	return begin < end ? begin : at;
}

void dr_header_mask_write(dr_str value, dr_buf *out)
{
	size_t from = 0;
	for (;;) {
		size_t at = dr_str_find(value, from, '@');
		if (at >= value.len) {
			break;
		}
		size_t begin = local_begins(value, from, at);
		dr_buf_add(out, dr_str_sub(value, from, begin - from));
		dr_buf_add(out, begin < at ? DR_STR("*@") : DR_STR("@"));
		from = at + 1;
	}
	dr_buf_add(out, dr_str_sub(value, from, value.len));
}

static bool take_number(dr_cursor *c, uint64_t max, int *ret_number)
{
	uint64_t number;
	dr_cursor_take_while(c, dr_is_space);
	if (!dr_str_to_u64(dr_cursor_take_while(c, dr_is_digit), max, &number)) {
		return false;
	}
	*ret_number = (int)number;
	return true;
}

static int take_month(dr_cursor *c)
{
	const dr_str months = DR_STR("janfebmaraprmayjunjulaugsepoctnovdec");
	dr_cursor_take_while(c, dr_is_space);
	for (size_t i = 0; i < 12; i++) {
		if (dr_cursor_take_nocase(c, dr_str_sub(months, 3 * i, 3))) {
			return (int)i + 1;
		}
	}
	return 0;
}

/* Minutes since midnight UTC, which may be those of another day; 0 when there is no time. */
static int take_minutes(dr_cursor *c)
{
	int hour, minute, second, zone = 0;
	if (!take_number(c, 24, &hour) || !dr_cursor_take_char(c, ':') ||
	    !take_number(c, 59, &minute)) {
		return 0;
	}
	if (dr_cursor_take_char(c, ':')) {
		take_number(c, 60, &second);
	}
	dr_cursor_take_while(c, dr_is_space);
	bool west = dr_cursor_peek(c) == '-';
	if ((dr_cursor_take_char(c, '-') || dr_cursor_take_char(c, '+')) &&
	    take_number(c, 2359, &zone)) {
		zone = (zone / 100 * 60 + zone % 100) * (west ? -1 : 1);
	}
	return hour * 60 + minute - zone;
}

dr_day dr_header_day(dr_str value)
{
	enum { DAY_MINUTES = 24 * 60 };
	dr_cursor c = dr_cursor_of(dr_str_trim(value));
	int day, year;
	dr_cursor_take_while(&c, dr_is_alpha);
	dr_cursor_take_char(&c, ',');
	if (!take_number(&c, 31, &day) || day == 0) {
		return DR_NO_DAY;
	}
	int month = take_month(&c);
	if (month == 0 || !take_number(&c, 2199, &year) || year < 1990) {
		return DR_NO_DAY;
	}
	int minutes = take_minutes(&c);
	int shift = minutes < 0 ? -1 : minutes >= DAY_MINUTES ? 1 : 0;
	return dr_day_of(year, month, day) + shift;
}
