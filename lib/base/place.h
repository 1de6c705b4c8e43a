/*
 * Where something stands: in which answer, in which record of it, at which octets.
 */
#pragma once
#include "base/str.h"

struct dr_answer; /* answer/answer.h; opaque to everything that only carries places */

typedef struct {
	const struct dr_answer *answer; /* NULL: a parser saw text only; the caller fills it in */
	uint32_t rr;                    /* index of the record in the answer */
	dr_span span;                   /* octets of the joined character-strings */
} dr_place;
