#include "base/buf.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void dr_buf_init(dr_buf *buf, dr_arena *arena)
{
	*buf = (dr_buf){ .arena = arena };
}

dr_str dr_buf_str(const dr_buf *buf)
{
	return (dr_str){ buf->ptr, buf->len };
}

/* Room for `more` octets and a NUL. */
static bool reserve(dr_buf *buf, size_t more)
{
	if (more < buf->cap - buf->len) {
		return true;
	}
	if (more > SIZE_MAX / 4 || buf->len > SIZE_MAX / 4) {
		return false;
	}
	size_t cap = buf->cap > 0 ? buf->cap * 2 : 128;
	while (cap <= buf->len + more) {
		cap *= 2;
	}
	char *grown = dr_arena_alloc_uncleared(buf->arena, cap);
	if (grown == NULL) {
		return false;
	}
	if (buf->len > 0) {
		memcpy(grown, buf->ptr, buf->len);
	}
	buf->ptr = grown;
	buf->cap = cap;
	return true;
}

void dr_buf_reserve(dr_buf *buf, size_t more)
{
	reserve(buf, more);
}

void dr_buf_add(dr_buf *buf, dr_str s)
{
	if (!reserve(buf, s.len)) {
		return;
	}
	if (s.len > 0) {
		memcpy(buf->ptr + buf->len, s.ptr, s.len);
	}
	buf->len += s.len;
	buf->ptr[buf->len] = '\0';
}

void dr_buf_add_char(dr_buf *buf, char c)
{
	dr_buf_add(buf, (dr_str){ &c, 1 });
}

void dr_buf_add_repeat(dr_buf *buf, char c, size_t count)
{
	if (reserve(buf, count)) {
		memset(buf->ptr + buf->len, c, count);
		buf->len += count;
		buf->ptr[buf->len] = '\0';
	}
}

void dr_buf_cut(dr_buf *buf, size_t len)
{
	if (len < buf->len) {
		buf->len = len;
		buf->ptr[len] = '\0';
	}
}

void dr_buf_add_int(dr_buf *buf, int64_t n)
{
	char digits[20];
	size_t at = sizeof(digits);
	uint64_t rest = n < 0 ? -(uint64_t)n : (uint64_t)n;
	do {
		digits[--at] = (char)('0' + rest % 10);
		rest /= 10;
	} while (rest > 0);
	if (n < 0) {
		digits[--at] = '-';
	}
	dr_buf_add(buf, (dr_str){ digits + at, sizeof(digits) - at });
}

/* Mostly the text fits into the room that is there, and is made once. */
void dr_buf_addf(dr_buf *buf, const char *format, ...)
{
	va_list args, again;
	size_t room = buf->cap - buf->len;
	va_start(args, format);
	va_copy(again, args);
	int len = vsnprintf(room > 0 ? buf->ptr + buf->len : NULL, room, format, args);
	va_end(args);
	bool fits = len >= 0 && (size_t)len < room;
	if (!fits && len >= 0 && reserve(buf, (size_t)len)) {
		vsnprintf(buf->ptr + buf->len, (size_t)len + 1, format, again);
		fits = true;
	}
	va_end(again);
	if (fits) {
		buf->len += (size_t)len;
	} else if (room > 0) {
		buf->ptr[buf->len] = '\0';
	}
}
