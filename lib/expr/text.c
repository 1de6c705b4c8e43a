#include "base/utf8.h"
#include "expr/expr_priv.h"

size_t expr_code_points(dr_str s)
{
	size_t count = 0;
	for (size_t i = 0; i < s.len; i++) {
		count += ((unsigned char)s.ptr[i] & 0xC0U) != 0x80U;
	}
	return count;
}

static dr_str replace_octets(dr_arena *arena, dr_str s)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	while (s.len > 0) {
		size_t length = dr_utf8_length(s);
		if (length > 0) {
			dr_buf_add(&out, dr_str_sub(s, 0, length));
		} else {
			dr_buf_add(&out, DR_STR("\xEF\xBF\xBD"));
			length = 1;
		}
		s = dr_str_sub(s, length, s.len);
	}
	return dr_buf_str(&out);
}

dr_str expr_clean(dr_arena *arena, dr_str s)
{
	if (dr_str_is_ascii(s)) {
		return s;
	}
	for (dr_str rest = s; rest.len > 0;) {
		size_t length = dr_utf8_length(rest);
		if (length == 0) {
			return replace_octets(arena, s);
		}
		rest = dr_str_sub(rest, length, rest.len);
	}
	return s;
}
