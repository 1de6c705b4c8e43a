/*
 * The BIMI assertion record of the default selector: the domain's own, else that of the
 * organizational domain (draft-brand-indicators-for-message-identification, "Assertion Record
 * Discovery").
 */
#pragma once
#include "receiver/dmarc_discover.h"
#include "survey/fetch_find.h"

typedef struct {
	const dr_texts *own;
	const dr_texts *above; /* of the organizational domain, when that is another; NULL: it is
	                          not, or not known */
	dr_status status;      /* of which of them applies: DR_KNOWN, DR_ABSENT or unknown */
	const dr_texts *texts; /* DR_KNOWN: the one with the record that applies */
	dr_name found_at;      /* its domain */
	dr_fetched logo, evidence; /* what the record's l and a lead to; not asked without them */
} dr_bimi_found;

void dr_survey_bimi(const dr_asking *asking, dr_name domain, const dr_dmarc_walk *walk,
                    dr_bimi_found *ret_found);
