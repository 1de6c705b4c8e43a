/*
 * DKIM selectors. DNS cannot list them: they are named, belong to services that the domain shows,
 * are listed (by a zone, or before a change), or are common names, tried in this order and each
 * only where the one before leaves room.
 *
 * Before any: `_domainkey` itself (when it does not exist, nothing below it does, RFC 8020) and a
 * selector that nobody would make, which shows a wildcard. After them: what was found under the
 * same selector at other domains, and at the name that holds the domain twice.
 */
#pragma once
#include "survey/services_find.h"

enum {
	DR_DKIM_LISTED_MAX = 256,  /* listed ones; the rest is not looked at */
	DR_DKIM_COMMON_MAX = 64,   /* common names */
	DR_DKIM_GUESSES_MAX = 128, /* selectors that nobody named: common names and services' */
};

typedef enum {
	DR_TIER_NAMED,
	DR_TIER_SERVICE,
	DR_TIER_LISTED,
	DR_TIER_COMMON,
	DR_TIER_COUNT
} dr_dkim_tier;

typedef struct {
	dr_str selector;
	dr_dkim_tier tier;
	const dr_texts *texts; /* keys count, with or without v=DKIM1 */
	const dr_service
		*service;       /* that owns the CNAME's target, or uses this selector; or NULL */
	const dr_texts *shared; /* the same key at another domain; or NULL */
} dr_dkim_selector;

/* Where keys are when the domain's name was completed although it was complete. */
typedef struct {
	dr_name domain;        /* example.com.example.com; not set when that is no name */
	const dr_answer *base; /* TXT of _domainkey there; NULL without a domain */
	const dr_texts *texts; /* the first key that was found there; or NULL */
} dr_dkim_doubled;

typedef struct {
	const dr_texts *base;   /* TXT of _domainkey */
	const dr_answer *adsp;  /* TXT of _adsp._domainkey; NULL where it cannot exist */
	const dr_texts *random; /* of the selector that nobody would make */
	DR_LIST(dr_dkim_selector) selectors; /* all that were asked for */
	dr_dkim_doubled doubled;
} dr_dkim_search;

/* True when the random selector has a record: every selector then has one. */
bool dr_dkim_is_wildcard(const dr_dkim_search *search);

/* Adds to `services` those that CNAMEs of keys show. */
void dr_survey_dkim(const dr_asking *asking, const dr_hints *hints, dr_name domain,
                    bool sends_nothing, dr_services_found *services, dr_dkim_search *ret_search);
