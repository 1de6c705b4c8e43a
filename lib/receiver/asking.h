/*
 * What receiver/ and survey/ work with: the run's answers, and where results go.
 *
 * Code here is plain and sequential and runs again and again, until nothing it asks is open any
 * more. An answer that is not there yet reads like one that never came.
 */
#pragma once
#include "answer/answers.h"
#include "name/suffixes.h"

typedef struct {
	dr_answers *answers;
	dr_arena *arena;             /* results; emptied before each pass */
	dr_arena *kept;              /* parsed records; lives as long as the answers */
	const dr_suffixes *suffixes; /* NULL: the built-in public suffix list */
} dr_asking;

/* Asks for `prefix` ("_dmarc") in front of `name`. A name that would be too long does not exist:
 * DR_NO_NAME. Never NULL. */
const dr_answer *dr_ask_below(const dr_asking *asking, dr_str prefix, dr_name name, uint16_t type);

/* The name that has the PTR records of an address (RFC 1035 3.5, RFC 3596 2.5). */
dr_name dr_reverse_name(dr_arena *arena, dr_ipaddr address);

/* DR_STATUS_KNOWN when the answer is certain; else unknown because of it. */
dr_status dr_answer_fact(const dr_answer *answer);

/* Of a certain answer: whether the name of the question exists. A CNAME to nowhere does
 * (RFC 9989 3.2.13: any record of any type). */
bool dr_answer_name_exists(const dr_answer *answer);
