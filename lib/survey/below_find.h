/*
 * Names below the domain that reports or people tell of: whether they exist at all, and whether
 * they have a DMARC record of their own. A name that does not exist is what np is for; one with a
 * record is beyond the domain's policy (RFC 9989 4.7, 4.10.1).
 */
#pragma once
#include "receiver/texts.h"
#include "survey/hints.h"
#include "survey/random_find.h"
#include "survey/report_find.h"

enum { DR_BELOW_MAX = 64 }; /* names that are asked for; the rest is not looked at */

typedef struct {
	dr_str name;
	const dr_answer *answer;     /* to a question for its addresses */
	const dr_texts *dmarc;       /* at _dmarc below it */
	bool shared;                 /* that is a CNAME to the domain's own record */
	dr_report_addresses reports; /* elsewhere, as if a record of its own named them; empty when
	                                it has one that is not shared */
} dr_below_name;

typedef DR_LIST(dr_below_name) dr_names_below;

/* `own`: at _dmarc of the domain; NULL: it was not asked for. `random`: what any name below has.
 * `elsewhere`: report addresses of the domain that others must agree to take. */
void dr_survey_below(const dr_asking *asking, const dr_hints *hints, const dr_texts *own,
                     const dr_random_found *random, const dr_mailuris *elsewhere,
                     dr_names_below *ret_found);
