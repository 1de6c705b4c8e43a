/*
 * A stream with a look ahead: what a format is recognised by, and read through.
 */
#pragma once
#include "base/arena.h"
#include "report/stream.h"

typedef struct {
	dr_stream from;
	char *room;
	size_t cap, at, end;
	bool over;
} dr_flow;

/* DR_ENOMEM. The room is in `arena`. */
int dr_flow_init(dr_flow *flow, dr_arena *arena, dr_stream from, dr_error *err);
/* What is read and not taken yet, at least `want` octets of it unless the stream ends before (at
 * most half the room). Valid until the next call. */
int dr_flow_peek(dr_flow *flow, size_t want, dr_str *ret_octets, dr_error *err);
void dr_flow_take(dr_flow *flow, size_t count);
/* Some octets, taken; empty at the end. */
int dr_flow_next(dr_flow *flow, dr_str *ret_octets, dr_error *err);
/* The whole rest in `arena`, or DR_ELIMIT when it is over `limit` octets (err is not set then). */
int dr_flow_hold(dr_flow *flow, dr_arena *arena, uint64_t limit, dr_str *ret_octets, dr_error *err);
