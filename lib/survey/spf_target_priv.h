/*
 * The targets of SPF terms: which name a term means, and what asking for its addresses gives.
 */
#pragma once
#include "survey/spf_tree.h"

/* The name that a term of `domain`'s record means: its own domain, %{d} expanded, or `domain` when
 * it is left out. Not set when that is no name. Terms that depend on the message have none. */
dr_name dr_spf_target_name(const dr_asking *asking, dr_name domain, const dr_spf_term *term);

/* Asks what a, mx, exists and exp ask for; other terms ask nothing. */
void dr_spf_target_ask(const dr_asking *asking, dr_spf_tree *tree, dr_name domain,
                       dr_spf_visit *visit);

/* Whom a term matches that asks nothing (ip4, ip6, all), or whose answers are the visit's outcome
 * (exists): sets `matches`. */
void dr_spf_match_at_once(const dr_asking *asking, dr_spf_visit *visit);
/* Whom a or mx matches: addresses of hosts, masked by the term's lengths, joined at the end. What
 * the tree has no room for is unknown. */
typedef struct {
	const dr_asking *asking;
	dr_spf_tree *tree;
	dr_spf_visit *visit;
	dr_prefixes prefixes;
} dr_spf_matcher;
void dr_spf_match_hosts(dr_spf_matcher *m, const dr_answer *addresses);
void dr_spf_match_end(dr_spf_matcher *m);

/* Unknowns that asking could end count more than those that only a message can. */
void dr_spf_note_unknown(dr_status *status, dr_status why);

/* Sets `unregistered` after an answer for the visit's target; a target that does not exist costs
 * one question more. */
void dr_spf_note_registration(const dr_asking *asking, const dr_answer *answer,
                              dr_spf_visit *visit);
