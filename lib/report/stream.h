/*
 * A stream of octets that is pulled: where a report comes from. The library opens no file.
 */
#pragma once
#include "base/error.h"

typedef struct {
	/* Up to `cap` octets into `room`; *ret_len 0 at the end. 0, or a negative DR_E* with a
	 * text. */
	int (*read)(void *self, char *room, size_t cap, size_t *ret_len, dr_error *err);
	void *self;
} dr_stream;

/* A stream over octets in memory, which must outlive it. Caller storage. */
typedef struct {
	dr_str rest;
} dr_octet_stream;

dr_stream dr_stream_of(dr_octet_stream *room, dr_str octets);
