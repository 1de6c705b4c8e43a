/*
 * Where something stands: in which answer, in which record of it, at which octets; or where in a
 * file that did not become an answer.
 */
#pragma once
#include "base/str.h"

struct dr_answer; /* answer/answer.h; opaque to everything that only carries places */

/* A place in a file, both from 1; columns are octets. */
typedef struct {
	const char *file; /* as the user gave it; NULL: not from a file */
	uint32_t line, column;
	const char *address; /* of the resource in a plan of infrastructure; NULL: none */
} dr_file_place;

typedef struct {
	const struct dr_answer *answer; /* NULL: a parser saw text only; the caller fills it in */
	uint32_t rr;                    /* index of the record in the answer */
	dr_span span;                   /* octets of the joined character-strings */
	const dr_file_place *file;      /* of what never became an answer; NULL: no such thing */
} dr_place;
