#include "message/dkim_canon.h"
#include "base/cursor.h"

static const dr_str CRLF = DR_STR_INIT("\r\n");

static bool is_wsp(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_black(char c)
{
	return !is_wsp(c);
}

static void put(dr_canon_sink sink, dr_str piece)
{
	if (piece.len > 0) {
		sink.take(sink.self, piece);
	}
}

/* One line without its end; false when the text is used up. */
static bool take_line(dr_cursor *c, dr_str *ret_line)
{
	if (dr_cursor_at_end(c)) {
		return false;
	}
	*ret_line = dr_cursor_take_until(c, '\n');
	if (dr_cursor_take_char(c, '\n') && dr_str_ends(*ret_line, DR_STR("\r"))) {
		ret_line->len--;
	}
	return true;
}

static dr_str trim_end(dr_str text)
{
	while (text.len > 0 && is_wsp(text.ptr[text.len - 1])) {
		text.len--;
	}
	return text;
}

/* Runs of white space become one space; `blank` says that one is owed from before. */
static void put_words(dr_canon_sink sink, dr_str text, bool *blank)
{
	dr_cursor c = dr_cursor_of(text);
	while (!dr_cursor_at_end(&c)) {
		*blank = dr_cursor_take_while(&c, is_wsp).len > 0 || *blank;
		dr_str word = dr_cursor_take_while(&c, is_black);
		if (word.len > 0) {
			put(sink, *blank ? DR_STR(" ") : DR_STR(""));
			put(sink, word);
			*blank = false;
		}
	}
}

static void put_lower(dr_canon_sink sink, dr_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		char c = dr_to_lower(text.ptr[i]);
		put(sink, (dr_str){ &c, 1 });
	}
}

/* RFC 6376 3.4.2. */
static void put_relaxed_value(dr_canon_sink sink, dr_str value)
{
	dr_cursor c = dr_cursor_of(value);
	bool blank = false, begun = false;
	for (dr_str line; take_line(&c, &line);) {
		dr_str rest = line;
		while (!begun && rest.len > 0 && is_wsp(rest.ptr[0])) {
			rest = dr_str_sub(rest, 1, rest.len);
		}
		begun = begun || rest.len > 0;
		put_words(sink, rest, &blank);
	}
}

static void put_simple(dr_canon_sink sink, dr_str text)
{
	dr_cursor c = dr_cursor_of(text);
	bool first = true;
	for (dr_str line; take_line(&c, &line); first = false) {
		put(sink, first ? DR_STR("") : CRLF);
		put(sink, line);
	}
}

/* The field up to its colon, and what follows. */
static dr_str split_name(dr_str field, dr_str *ret_value)
{
	size_t colon = dr_str_find(field, 0, ':');
	*ret_value = dr_str_sub(field, colon + 1, field.len);
	return dr_str_sub(field, 0, colon);
}

void dr_canon_field(dr_canon_sink sink, dr_str field, bool relaxed, bool last)
{
	if (relaxed) {
		dr_str value, name = split_name(field, &value);
		put_lower(sink, trim_end(name));
		put(sink, DR_STR(":"));
		put_relaxed_value(sink, value);
	} else {
		put_simple(sink, field);
	}
	put(sink, last ? DR_STR("") : CRLF);
}

/* The value of b, with the white space around it; len 0 when there is none. */
static dr_span find_own_value(dr_str field)
{
	dr_cursor c = dr_cursor_of(field);
	dr_cursor_take_until(&c, ':');
	while (!dr_cursor_at_end(&c)) {
		dr_cursor_skip(&c, 1);
		size_t from = c.pos;
		dr_str tag = dr_cursor_take_until(&c, ';');
		size_t equals = dr_str_find(tag, 0, '=');
		if (equals < tag.len &&
		    dr_str_eq(dr_str_trim(dr_str_sub(tag, 0, equals)), DR_STR("b"))) {
			return (dr_span){ (uint32_t)(from + equals + 1),
				          (uint32_t)(tag.len - equals - 1) };
		}
	}
	return (dr_span){ (uint32_t)field.len, 0 };
}

/* Two texts as one: a line may begin in the first and go on in the second. */
static void put_joined(dr_canon_sink sink, dr_str a, dr_str b, bool relaxed)
{
	if (!relaxed) {
		put_simple(sink, a);
		put_simple(sink, b);
		return;
	}
	dr_str value, name = split_name(a, &value);
	put_lower(sink, trim_end(name));
	put(sink, DR_STR(":"));
	put_relaxed_value(sink, value);
	/* What stands before the value of b ends with its equals sign, and what follows begins with
	 * a semicolon or is nothing: no white space is owed between the two. */
	put_relaxed_value(sink, b);
}

void dr_canon_own_field(dr_canon_sink sink, dr_str field, bool relaxed)
{
	dr_span b = find_own_value(field);
	dr_str before = dr_str_sub(field, 0, b.off);
	dr_str behind = dr_str_sub(field, (size_t)b.off + b.len, field.len);
	put_joined(sink, before, behind, relaxed);
}

void dr_canon_body(dr_canon_sink sink, dr_str body, bool relaxed)
{
	dr_cursor c = dr_cursor_of(body);
	size_t empty = 0;
	bool any = false;
	for (dr_str line; take_line(&c, &line);) {
		dr_str text = relaxed ? trim_end(line) : line;
		if (text.len == 0) {
			empty++;
			continue;
		}
		for (; empty > 0; empty--) {
			put(sink, CRLF);
		}
		bool blank = false;
		if (relaxed) {
			put_words(sink, text, &blank);
		} else {
			put(sink, text);
		}
		put(sink, CRLF);
		any = true;
	}
	if (!any && !relaxed) {
		put(sink, CRLF);
	}
}
