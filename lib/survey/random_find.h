/*
 * A name below the domain that nobody would make on purpose: what it answers comes from a wildcard,
 * or from a server that denies nothing. The label follows from the domain by a keyed hash with a
 * fixed key, so that two runs ask the same.
 */
#pragma once
#include "receiver/asking.h"

typedef struct {
	dr_str label;
	const dr_answer *txt;   /* of the name itself */
	const dr_answer *mx;    /* NULL where the name does not exist */
	const dr_answer *dmarc; /* TXT of _dmarc below it; NULL where the name does not exist */
} dr_random_found;

/* 17 letters and digits, in `arena`. */
dr_str dr_random_label(dr_arena *arena, dr_name domain);
void dr_survey_random(const dr_asking *asking, dr_name domain, dr_random_found *ret_found);
/* The answer follows a CNAME that any name below the domain has: a wildcard's. */
bool dr_random_gives_alias(const dr_random_found *random, const dr_answer *answer);
