/*
 * Keys and SPF records of other names of the organization that mail of the domain passes by: a
 * service signs as a name below it, or has its return-path there, and alignment is relaxed.
 */
#pragma once
#include "receiver/texts.h"
#include "survey/hints.h"
#include "survey/spf_senders.h"

enum { DR_USED_KEYS_MAX = 256, DR_USED_SPF_MAX = 64 }; /* the rest is not looked at, and listed */

typedef struct {
	dr_str domain, selector;
	const dr_texts *texts; /* NULL: it was not looked at */
} dr_used_key;

typedef struct {
	dr_str domain;
	bool asked; /* false: it was not looked at */
	dr_spf_reach reach;
} dr_used_spf;

typedef struct {
	DR_LIST(dr_used_key) keys;
	DR_LIST(dr_used_spf) spf;
} dr_used_found;

/* Asks for what `hints` names, up to the bounds above. What is found is in the arena of `asking`,
 * names are those of `hints`; an answer that could not be had stands as such in its texts or its
 * reach. */
void dr_survey_used(const dr_asking *asking, const dr_hints *hints, dr_used_found *ret_found);
