#include "render/neutral.h"
#include "base/utf8.h"

/* Whether a CI system's runner would see a command of its log begin here. */
static bool begins_command(dr_str text, size_t at)
{
	dr_str rest = dr_str_sub(text, at, text.len);
	bool word_begins = at == 0 || text.ptr[at - 1] == ' ';
	if (word_begins && dr_str_starts(rest, DR_STR("::"))) {
		return rest.len > 2 && dr_is_alpha(rest.ptr[2]);
	}
	return dr_str_starts(rest, DR_STR("##[")) || dr_str_starts(rest, DR_STR("##vso["));
}

void dr_neutral_write(dr_buf *out, dr_str text)
{
	for (size_t at = 0, len; at < text.len; at += len) {
		uint32_t point;
		len = dr_utf8_read(dr_str_sub(text, at, text.len), &point);
		if (len == 0 || begins_command(text, at)) {
			dr_buf_addf(out, "\\x%02X", (unsigned)(uint8_t)text.ptr[at]);
			len = 1;
		} else if (!dr_utf8_is_hidden(point)) {
			dr_buf_add(out, dr_str_sub(text, at, len));
		} else {
			dr_buf_addf(out, point < 0x80 ? "\\x%02X" : "\\u{%04X}", (unsigned)point);
		}
	}
}

static bool is_plain(dr_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (!dr_is_printable(text.ptr[i]) || begins_command(text, i)) {
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

size_t dr_shown_width(char octet)
{
	return octet == '#' ? 4 : dr_escaped_width(octet);
}

void dr_shown_write(dr_buf *out, dr_str octets)
{
	for (size_t i = 0; i < octets.len; i++) {
		if (octets.ptr[i] == '#') {
			dr_buf_add(out, DR_STR("\\035"));
		} else {
			dr_escaped_write(out, dr_str_sub(octets, i, 1));
		}
	}
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
