/*
 * The BIMI assertion record of the default selector: the domain's own, else that of the
 * organizational domain (draft-brand-indicators-for-message-identification, "Assertion Record
 * Discovery").
 */
#pragma once
#include "receiver/dmarc_discover.h"
#include "survey/fetch_find.h"
#include "survey/hints.h"

typedef struct {
	const dr_texts *own;
	const dr_texts *above;  /* of the organizational domain, when that is another; NULL: it is
	                           not, or not known */
	dr_status status;       /* of which of them applies: DR_KNOWN, DR_ABSENT or unknown */
	const dr_texts *texts;  /* DR_KNOWN: the one with the record that applies */
	dr_name found_at;       /* its domain */
	dr_str selector;        /* another one that was named; empty: none */
	const dr_texts *chosen; /* its record, of the domain or of the organizational domain; NULL
	                           without a selector */
	dr_fetched logo, evidence; /* what the record's l and a lead to; not asked without them */
} dr_bimi_found;

void dr_survey_bimi(const dr_asking *asking, const dr_hints *hints, dr_name domain,
                    const dr_dmarc_walk *walk, dr_bimi_found *ret_found);
