/*
 * Header fields of a message (RFC 5322 2.2) as text, and parts of their values that are needed
 * without a full parser.
 */
#pragma once
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"

typedef struct {
	dr_str name;
	dr_str value; /* folded as it came, without the line's end */
} dr_header_field;

/* The next field of a header; `rest` becomes what follows. False at the end of the header (an empty
 * line, or no more text). Lines that are no fields are skipped. */
bool dr_header_next(dr_str *rest, dr_header_field *ret_field);
/* The first field of that name, unfolded and trimmed, in `arena`; the empty slice with ptr NULL
 * when there is none. */
dr_str dr_header_find(dr_arena *arena, dr_str header, const char *name);
/* A value on one line: folding becomes one space (RFC 5322 2.2.3). */
dr_str dr_header_unfold(dr_arena *arena, dr_str value);
/* The domain of the (last) address in a value such as `"A" <a@example.com>`; empty when there is
 * none. Borrows. */
dr_str dr_header_domain(dr_str value);
/* The value with the local part of every address as `*`: `A <*@example.com>`. */
void dr_header_mask_write(dr_str value, dr_buf *out);
/* Whether a text begins like a message: with a header field. */
bool dr_header_begins(dr_str text);
/* The UTC day of a date-time such as `Fri, 28 Sep 2018 16:48:42 +0800` (RFC 5322 3.3); DR_NO_DAY
 * when it is none. */
dr_day dr_header_day(dr_str value);
