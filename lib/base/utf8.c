#include "base/utf8.h"

/* The well-formed sequences of two octets and more (RFC 3629 section 4), by their first octet; only
 * the second octet has a range that depends on the first. */
static const struct {
	unsigned char first, last, second_min, second_max, length;
} FORMS[] = {
	{ 0xC2, 0xDF, 0x80, 0xBF, 2 }, { 0xE0, 0xE0, 0xA0, 0xBF, 3 }, { 0xE1, 0xEC, 0x80, 0xBF, 3 },
	{ 0xED, 0xED, 0x80, 0x9F, 3 }, { 0xEE, 0xEF, 0x80, 0xBF, 3 }, { 0xF0, 0xF0, 0x90, 0xBF, 4 },
	{ 0xF1, 0xF3, 0x80, 0xBF, 4 }, { 0xF4, 0xF4, 0x80, 0x8F, 4 },
};

static bool in_range(char c, unsigned char min, unsigned char max)
{
	return (unsigned char)c >= min && (unsigned char)c <= max;
}

static size_t length_of_form(dr_str text, size_t form)
{
	if (text.len < FORMS[form].length ||
	    !in_range(text.ptr[1], FORMS[form].second_min, FORMS[form].second_max)) {
		return 0;
	}
	for (size_t i = 2; i < FORMS[form].length; i++) {
		if (!in_range(text.ptr[i], 0x80, 0xBF)) {
			return 0;
		}
	}
	return FORMS[form].length;
}

size_t dr_utf8_length(dr_str text)
{
	if (text.len == 0) {
		return 0;
	}
	if ((unsigned char)text.ptr[0] < 0x80) {
		return 1;
	}
	for (size_t form = 0; form < DR_COUNT(FORMS); form++) {
		if (in_range(text.ptr[0], FORMS[form].first, FORMS[form].last)) {
			return length_of_form(text, form);
		}
	}
	return 0;
}

void dr_utf8_add(dr_buf *out, uint32_t code_point)
{
	if (code_point < 0x80) {
		dr_buf_add_char(out, (char)code_point);
	} else if (code_point < 0x800) {
		dr_buf_add_char(out, (char)(0xC0U | code_point >> 6));
		dr_buf_add_char(out, (char)(0x80U | (code_point & 0x3FU)));
	} else if (code_point < 0x10000) {
		dr_buf_add_char(out, (char)(0xE0U | code_point >> 12));
		dr_buf_add_char(out, (char)(0x80U | (code_point >> 6 & 0x3FU)));
		dr_buf_add_char(out, (char)(0x80U | (code_point & 0x3FU)));
	} else {
		dr_buf_add_char(out, (char)(0xF0U | code_point >> 18));
		dr_buf_add_char(out, (char)(0x80U | (code_point >> 12 & 0x3FU)));
		dr_buf_add_char(out, (char)(0x80U | (code_point >> 6 & 0x3FU)));
		dr_buf_add_char(out, (char)(0x80U | (code_point & 0x3FU)));
	}
}

size_t dr_utf8_read(dr_str text, uint32_t *ret_point)
{
	size_t len = dr_utf8_length(text);
	if (len == 0) {
		return 0;
	}
	uint8_t first = (uint8_t)text.ptr[0];
	uint32_t point = len == 1 ? first : first & (0xFFu >> (len + 1));
	for (size_t i = 1; i < len; i++) {
		point = point << 6 | ((uint8_t)text.ptr[i] & 0x3Fu);
	}
	*ret_point = point;
	return len;
}

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

bool dr_utf8_is_hidden(uint32_t point)
{
	for (size_t i = 0; i < DR_COUNT(HIDDEN); i++) {
		if (point >= HIDDEN[i].from && point <= HIDDEN[i].to) {
			return true;
		}
	}
	return false;
}
