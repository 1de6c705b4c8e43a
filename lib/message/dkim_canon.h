/*
 * Canonical forms of header fields and bodies (RFC 6376 3.4). Line ends may be CRLF or LF; they
 * count as CRLF.
 *
 * Text goes out in pieces to a sink, so that a body of any size needs no memory.
 */
#pragma once
#include "base/str.h"

typedef struct {
	void (*take)(void *self, dr_str piece);
	void *self;
} dr_canon_sink;

/* A whole field without the end of its last line; `last` leaves the final CRLF out, as for the
 * signature's own field (RFC 6376 3.7). */
void dr_canon_field(dr_canon_sink sink, dr_str field, bool relaxed, bool last);
/* A signature's own field: the same without the value of its tag b. */
void dr_canon_own_field(dr_canon_sink sink, dr_str field, bool relaxed);
/* A body: without empty lines at its end. */
void dr_canon_body(dr_canon_sink sink, dr_str body, bool relaxed);
