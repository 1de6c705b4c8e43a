#include "render/neutral.h"
#include "base/cursor.h"
#include "base/utf8.h"

typedef struct {
	uint32_t from, to;
} range;

/* Unicode code points that a reader does not see, or that change how others are shown. */
static const range HIDDEN[] = {
	{ 0x0000, 0x001F },   /* C0 controls */
	{ 0x007F, 0x009F },   /* DEL, C1 controls */
	{ 0x00AD, 0x00AD },   /* soft hyphen */
	{ 0x034F, 0x034F },   /* combining grapheme joiner */
	{ 0x061C, 0x061C },   /* Arabic letter mark */
	{ 0x115F, 0x1160 },   /* Hangul fillers */
	{ 0x17B4, 0x17B5 },   /* Khmer inherent vowels */
	{ 0x180B, 0x180F },   /* Mongolian separators */
	{ 0x200B, 0x200F },   /* zero width, direction marks */
	{ 0x2028, 0x202E },   /* line and paragraph separator, bidirectional embeddings */
	{ 0x2060, 0x206F },   /* word joiner, bidirectional isolates, deprecated marks */
	{ 0x3164, 0x3164 },   /* Hangul filler */
	{ 0xE000, 0xF8FF },   /* private use */
	{ 0xFE00, 0xFE0F },   /* variation selectors */
	{ 0xFEFF, 0xFEFF },   /* byte order mark */
	{ 0xFFA0, 0xFFA0 },   /* half-width Hangul filler */
	{ 0xFFF0, 0xFFFB },   /* interlinear annotations */
	{ 0xFFFE, 0xFFFF },   /* no characters */
	{ 0xE0000, 0xE0FFF }, /* tags, variation selectors */
	{ 0xF0000, UINT32_MAX },
};

static bool is_hidden(uint32_t point)
{
	for (size_t i = 0; i < DR_COUNT(HIDDEN); i++) {
		if (point >= HIDDEN[i].from && point <= HIDDEN[i].to) {
			return true;
		}
	}
	return false;
}

/* The code point at the cursor, read; false when the next octet begins none, which is not read. */
static bool take_point(dr_cursor *c, uint32_t *ret_point)
{
	size_t len = dr_utf8_length(dr_cursor_rest(c));
	if (len == 0) {
		return false;
	}
	uint8_t first = (uint8_t)dr_cursor_next(c);
	uint32_t point = len == 1 ? first : first & (0xFFu >> (len + 1));
	for (size_t n = 1; n < len; n++) {
		point = point << 6 | ((uint8_t)dr_cursor_next(c) & 0x3Fu);
	}
	*ret_point = point;
	return true;
}

void dr_neutral_write(dr_buf *out, dr_str text)
{
	dr_cursor c = dr_cursor_of(text);
	while (!dr_cursor_at_end(&c)) {
		size_t from = c.pos;
		uint32_t point;
		if (!take_point(&c, &point)) {
			dr_buf_addf(out, "\\x%02X", (unsigned)(uint8_t)dr_cursor_next(&c));
		} else if (!is_hidden(point)) {
			dr_buf_add(out, dr_cursor_since(&c, from));
		} else {
			dr_buf_addf(out, point < 0x80 ? "\\x%02X" : "\\u{%04X}", (unsigned)point);
		}
	}
}

static bool is_plain(dr_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (!dr_is_printable(text.ptr[i])) {
			return false;
		}
	}
	return true;
}

dr_str dr_neutral_text(dr_arena *arena, dr_str text)
{
	if (is_plain(text)) {
		return text;
	}
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_neutral_write(&out, text);
	return dr_buf_str(&out);
}

size_t dr_escaped_width(char octet)
{
	if (octet == '\\') {
		return 2;
	}
	return dr_is_printable(octet) ? 1 : 4;
}

void dr_escaped_write(dr_buf *out, dr_str octets)
{
	for (size_t i = 0; i < octets.len; i++) {
		char c = octets.ptr[i];
		switch (dr_escaped_width(c)) {
		case 1: dr_buf_add_char(out, c); break;
		case 2: dr_buf_add(out, DR_STR("\\\\")); break;
		default: dr_buf_addf(out, "\\%03u", (unsigned)(uint8_t)c); break;
		}
	}
}
