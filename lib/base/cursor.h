/*
 * The one way to read text or octets in a parser: every read is checked against the end.
 *
 * There is a single position. Reading past the end yields nothing and sets `overrun`, which stays,
 * so a parser of a binary format can read ten fields and look once.
 */
#pragma once
#include "base/str.h"

typedef struct {
	dr_str text;
	size_t pos;
	bool overrun;
} dr_cursor;

static inline dr_cursor dr_cursor_of(dr_str text)
{
	return (dr_cursor){ .text = text };
}

static inline bool dr_cursor_at_end(const dr_cursor *c)
{
	return c->pos >= c->text.len;
}

static inline size_t dr_cursor_left(const dr_cursor *c)
{
	return c->text.len - c->pos;
}

dr_str dr_cursor_rest(const dr_cursor *c); /* what is left, unread */

/* The next octet, or one `ahead` of it; NUL past the end (look at dr_cursor_at_end for a real NUL).
 */
static inline char dr_cursor_peek_at(const dr_cursor *c, size_t ahead)
{
	return ahead < dr_cursor_left(c) ? c->text.ptr[c->pos + ahead] : '\0';
}

static inline char dr_cursor_peek(const dr_cursor *c)
{
	return dr_cursor_peek_at(c, 0);
}

/* Reads one; past the end: NUL and overrun. */
static inline char dr_cursor_next(dr_cursor *c)
{
	if (dr_cursor_at_end(c)) {
		c->overrun = true;
		return '\0';
	}
	return c->text.ptr[c->pos++];
}

void dr_cursor_skip(dr_cursor *c, size_t count);

/* Text read since position `from`. */
static inline dr_str dr_cursor_since(const dr_cursor *c, size_t from)
{
	return dr_str_sub(c->text, from, c->pos - from);
}

/* Reads it if it is next. */
static inline bool dr_cursor_take_char(dr_cursor *c, char want)
{
	if (dr_cursor_at_end(c) || c->text.ptr[c->pos] != want) {
		return false;
	}
	c->pos++;
	return true;
}

/* The longest run, may be empty. Inline, so that `in` is too. */
static inline dr_str dr_cursor_take_while(dr_cursor *c, bool (*in)(char))
{
	size_t from = c->pos, at = from;
	while (at < c->text.len && in(c->text.ptr[at])) {
		at++;
	}
	c->pos = at;
	return dr_cursor_since(c, from);
}

bool dr_cursor_take(dr_cursor *c, dr_str want);           /* reads a text if it is next */
bool dr_cursor_take_nocase(dr_cursor *c, dr_str want);    /* ASCII case ignored */
dr_str dr_cursor_take_until(dr_cursor *c, char stop);     /* up to `stop` or the end */
dr_str dr_cursor_take_octets(dr_cursor *c, size_t count); /* all or nothing */
/* Behind a backslash: `X` is that octet, `DDD` one of this number (RFC 1035 5.1). False when
 * nothing is left, or the number is beyond 255; the octet is then not set to anything of use. */
bool dr_cursor_take_escape(dr_cursor *c, char *ret_octet);

/* Big-endian numbers of wire formats; 0 and overrun when too little is left. */
uint8_t dr_cursor_u8(dr_cursor *c);
uint16_t dr_cursor_u16(dr_cursor *c);
uint32_t dr_cursor_u32(dr_cursor *c);

/* The span of what was read since position `from`. */
dr_span dr_cursor_span(const dr_cursor *c, size_t from);
