/* Character-strings in the texts of other formats. */
#include "base/cursor.h"
#include "zone/intake_priv.h"

typedef struct {
	dr_arena *arena;
	dr_cursor c;
	unsigned how;
	text_parts parts;
	dr_buf string;
	size_t offset; /* of the string's first octet */
	bool open, quoted;
} splitter;

static void begin(splitter *s, bool quoted)
{
	s->open = true;
	s->quoted = quoted;
	s->offset = s->c.pos;
	dr_buf_init(&s->string, s->arena);
}

static void end(splitter *s)
{
	if (s->open) {
		const text_part part = { dr_buf_str(&s->string), s->offset };
		dr_list_add(s->arena, &s->parts, part);
	}
	s->open = s->quoted = false;
}

static bool is_octal(dr_str digits)
{
	for (size_t i = 0; i < digits.len; i++) {
		if (digits.ptr[i] < '0' || digits.ptr[i] > '7') {
			return false;
		}
	}
	return digits.len == 3 && digits.ptr[0] <= '3';
}

/* What stands behind a backslash; false when that is no number of three digits. */
static bool take_number(dr_cursor *c, bool octal, char *ret_octet)
{
	dr_str digits = dr_str_sub(dr_cursor_rest(c), 0, 3);
	uint64_t value;
	if (octal && is_octal(digits)) {
		value = 0;
		for (size_t i = 0; i < digits.len; i++) {
			value = value * 8 + (uint64_t)(digits.ptr[i] - '0');
		}
	} else if (octal || digits.len < 3 || !dr_str_to_u64(digits, UINT8_MAX, &value)) {
		return false;
	}
	dr_cursor_take_octets(c, 3);
	*ret_octet = (char)value;
	return true;
}

static void take_escape(splitter *s)
{
	char octet;
	if (dr_cursor_at_end(&s->c)) {
		dr_buf_add_char(&s->string, '\\');
	} else if (take_number(&s->c, (s->how & TEXT_OCTAL) != 0, &octet)) {
		dr_buf_add_char(&s->string, octet);
	} else {
		dr_buf_add_char(&s->string, dr_cursor_next(&s->c));
	}
}

static void take_quote(splitter *s)
{
	if (s->quoted) {
		end(s);
	} else {
		end(s);
		begin(s, true);
	}
}

static void take_octet(splitter *s)
{
	char octet = dr_cursor_next(&s->c);
	if (octet == '"') {
		take_quote(s);
		return;
	}
	bool blank = !s->quoted && dr_is_space(octet);
	if (blank && (!s->open || (s->how & TEXT_WORDS) != 0)) {
		end(s);
		return;
	}
	if (!s->open) {
		s->c.pos--;
		begin(s, false);
		s->c.pos++;
	}
	if (octet == '\\') {
		take_escape(s);
	} else {
		dr_buf_add_char(&s->string, octet);
	}
}

text_parts dr_zone_split_text(dr_arena *arena, dr_str text, unsigned how)
{
	splitter s = { .arena = arena, .c = dr_cursor_of(text), .how = how };
	bool quoted = dr_str_starts(dr_str_trim(text), DR_STR("\""));
	if (!quoted && (how & (TEXT_WORDS | TEXT_WRAPPED)) == 0) {
		dr_list_add(arena, &s.parts, ((text_part){ .octets = text }));
		return s.parts;
	}
	if (!quoted && (how & TEXT_WRAPPED) != 0) {
		begin(&s, true);
	}
	while (!dr_cursor_at_end(&s.c)) {
		take_octet(&s);
	}
	end(&s);
	return s.parts;
}

dr_str dr_zone_octal_name(dr_arena *arena, dr_str name)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_cursor c = dr_cursor_of(name);
	while (!dr_cursor_at_end(&c)) {
		char octet = dr_cursor_next(&c);
		if (octet == '\\' && take_number(&c, true, &octet)) {
			dr_buf_addf(&out, "\\%03u", (unsigned)(unsigned char)octet);
		} else {
			dr_buf_add_char(&out, octet);
		}
	}
	return dr_buf_str(&out);
}
