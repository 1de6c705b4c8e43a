/*
 * SMTP replies as people paste them and as bounces quote them: what they say on one line, their
 * codes, and whose they are.
 */
#pragma once
#include "base/list.h"

typedef struct {
	dr_str text;     /* lower case, one space between words, continuation lines joined, codes
	                    only where they come first */
	unsigned basic;  /* 550; 0: not said */
	dr_str enhanced; /* "5.7.26"; empty: not said */
	dr_strs domains; /* names in it, in order, each once: lower case */
} dr_reply;

/* Reads a text that holds a reply; what stands around the reply stays in it. At most 16 KiB are
 * looked at. In `arena`. */
void dr_reply_parse(dr_arena *arena, dr_str text, dr_reply *ret_reply);
/* Whether a text looks like a reply: it begins with a code, or says "5.7.1". */
bool dr_reply_is(dr_str text);
/* The domain that a reply is about: one that stands behind "from", "for", "policy of" and the like,
 * else the first one that is no link; names of `hosts` and below, and `recipient`, are passed over.
 * The empty slice when there is none. */
dr_str dr_reply_subject(const dr_reply *reply, const dr_strs *hosts, dr_str recipient);
