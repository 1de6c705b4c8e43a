#include "base/cursor.h"

dr_str dr_cursor_rest(const dr_cursor *c)
{
	return dr_str_sub(c->text, c->pos, c->text.len);
}

void dr_cursor_skip(dr_cursor *c, size_t count)
{
	dr_cursor_take_octets(c, count);
}

bool dr_cursor_take(dr_cursor *c, dr_str want)
{
	if (!dr_str_starts(dr_cursor_rest(c), want)) {
		return false;
	}
	c->pos += want.len;
	return true;
}

bool dr_cursor_take_nocase(dr_cursor *c, dr_str want)
{
	if (!dr_str_starts_nocase(dr_cursor_rest(c), want)) {
		return false;
	}
	c->pos += want.len;
	return true;
}

dr_str dr_cursor_take_until(dr_cursor *c, char stop)
{
	size_t from = c->pos;
	c->pos = dr_str_find(c->text, from, stop);
	return dr_cursor_since(c, from);
}

dr_str dr_cursor_take_octets(dr_cursor *c, size_t count)
{
	if (count > dr_cursor_left(c)) {
		c->overrun = true;
		c->pos = c->text.len;
		return (dr_str){ 0 };
	}
	c->pos += count;
	return dr_cursor_since(c, c->pos - count);
}

static uint32_t read_number(dr_cursor *c, size_t octets)
{
	dr_str s = dr_cursor_take_octets(c, octets);
	uint32_t value = 0;
	for (size_t i = 0; i < s.len; i++) {
		value = value << 8 | (uint8_t)s.ptr[i];
	}
	return value;
}

uint8_t dr_cursor_u8(dr_cursor *c)
{
	return (uint8_t)read_number(c, 1);
}

uint16_t dr_cursor_u16(dr_cursor *c)
{
	return (uint16_t)read_number(c, 2);
}

uint32_t dr_cursor_u32(dr_cursor *c)
{
	return read_number(c, 4);
}

dr_span dr_cursor_span(const dr_cursor *c, size_t from)
{
	return (dr_span){ (uint32_t)from, (uint32_t)(c->pos - from) };
}

bool dr_cursor_take_escape(dr_cursor *c, char *ret_octet)
{
	if (!dr_is_digit(dr_cursor_peek(c))) {
		*ret_octet = dr_cursor_next(c);
		return !c->overrun;
	}
	uint64_t value;
	if (!dr_str_to_u64(dr_cursor_take_octets(c, 3), UINT8_MAX, &value)) {
		return false;
	}
	*ret_octet = (char)value;
	return true;
}
