/*
 * Author domains below the domain that reports tell of: whether they exist at all. One that does
 * not is what np is for (RFC 9989 4.7).
 */
#pragma once
#include "receiver/asking.h"
#include "survey/hints.h"

enum { DR_REPORTED_MAX = 32 }; /* names that are asked for; the rest is not looked at */

typedef struct {
	dr_str name;
	const dr_answer *answer; /* to a question for its addresses */
} dr_reported_name;

typedef DR_LIST(dr_reported_name) dr_reported_found;

void dr_survey_reported(const dr_asking *asking, const dr_hints *hints,
                        dr_reported_found *ret_found);
