/*
 * A growing text in an arena: what renderers and writers write to.
 *
 * Appending never fails visibly; when memory is spent the arena's flag says so and the text is cut.
 */
#pragma once
#include "base/arena.h"

typedef struct {
	dr_arena *arena;
	char *ptr;  /* always NUL terminated once something was written */
	size_t len; /* octets without the NUL */
	size_t cap;
} dr_buf;

void dr_buf_init(dr_buf *buf, dr_arena *arena);
dr_str dr_buf_str(const dr_buf *buf); /* borrows; ends with the next append */
/* Makes room for `more` octets at once, where about that many will be appended bit by bit. */
void dr_buf_reserve(dr_buf *buf, size_t more);
void dr_buf_add(dr_buf *buf, dr_str s);
void dr_buf_add_char(dr_buf *buf, char c);
void dr_buf_add_repeat(dr_buf *buf, char c, size_t count);
void dr_buf_add_int(dr_buf *buf, int64_t n); /* decimal */
/* Drops what stands at `len` and behind it; nothing when the text is shorter. */
void dr_buf_cut(dr_buf *buf, size_t len);
void dr_buf_addf(dr_buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));
