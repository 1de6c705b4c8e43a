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

dr_cursor dr_cursor_of(dr_str text);
bool dr_cursor_at_end(const dr_cursor *c);
size_t dr_cursor_left(const dr_cursor *c);
dr_str dr_cursor_rest(const dr_cursor *c); /* what is left, unread */

/* The next octet, or one `ahead` of it; NUL past the end (look at dr_cursor_at_end for a real NUL).
 */
char dr_cursor_peek(const dr_cursor *c);
char dr_cursor_peek_at(const dr_cursor *c, size_t ahead);
char dr_cursor_next(dr_cursor *c); /* reads one; past the end: NUL and overrun */
void dr_cursor_skip(dr_cursor *c, size_t count);

bool dr_cursor_take_char(dr_cursor *c, char want);           /* reads it if it is next */
bool dr_cursor_take(dr_cursor *c, dr_str want);              /* the same for a text */
bool dr_cursor_take_nocase(dr_cursor *c, dr_str want);       /* ASCII case ignored */
dr_str dr_cursor_take_while(dr_cursor *c, bool (*in)(char)); /* the longest run, may be empty */
dr_str dr_cursor_take_until(dr_cursor *c, char stop);        /* up to `stop` or the end */
dr_str dr_cursor_take_octets(dr_cursor *c, size_t count);    /* all or nothing */

/* Big-endian numbers of wire formats; 0 and overrun when too little is left. */
uint8_t dr_cursor_u8(dr_cursor *c);
uint16_t dr_cursor_u16(dr_cursor *c);
uint32_t dr_cursor_u32(dr_cursor *c);

/* Text read since position `from`, and its span. */
dr_str dr_cursor_since(const dr_cursor *c, size_t from);
dr_span dr_cursor_span(const dr_cursor *c, size_t from);
