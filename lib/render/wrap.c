#include "render/wrap.h"
#include "base/cursor.h"

size_t dr_wrap_columns(dr_str text)
{
	size_t columns = 0;
	for (size_t i = 0; i < text.len; i++) {
		columns += ((uint8_t)text.ptr[i] & 0xC0) != 0x80 ? 1 : 0;
	}
	return columns;
}

static bool is_no_space(char c)
{
	return !dr_is_space(c);
}

void dr_wrap_write(dr_buf *out, dr_str text, size_t at, size_t indent, size_t width)
{
	dr_cursor c = dr_cursor_of(text);
	bool first = true;
	for (;;) {
		dr_cursor_take_while(&c, dr_is_space);
		dr_str word = dr_cursor_take_while(&c, is_no_space);
		if (word.len == 0) {
			return;
		}
		size_t columns = dr_wrap_columns(word);
		if (!first && at + 1 + columns > width) {
			dr_buf_add_char(out, '\n');
			dr_buf_add_repeat(out, ' ', indent);
			at = indent;
		} else if (!first) {
			dr_buf_add_char(out, ' ');
			at++;
		}
		dr_buf_add(out, word);
		at += columns;
		first = false;
	}
}
