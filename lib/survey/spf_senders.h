/*
 * Whom an SPF record lets pass: sets of addresses, the first match wins (RFC 7208 4.6.2).
 *
 * There are two answers. What the record means: the senders of a node (survey/spf_tree.h), as if
 * there were no limits and nothing broken. And what receivers do with it: they give permerror to
 * everybody who is not matched before an eleventh DNS term, a third void look-up, or a record that
 * is broken (RFC 7208 4.6.4, 5.2).
 */
#pragma once
#include "survey/spf_tree.h"

/* The addresses that pass at a node whose visits are complete, when the i-th of them matches
 * `matches[i]`; NULL: what it does match. Sets are in `arena`; what they hold is counted in the
 * tree, and unknown once it holds too much. */
void dr_spf_fold(dr_arena *arena, dr_spf_tree *tree, const dr_spf_node *node,
                 const dr_spf_senders *matches, dr_spf_senders *ret_senders);

/* Sets `alone` of the visits of the domain's own record. */
void dr_spf_find_alone(dr_arena *arena, dr_spf_tree *tree);

typedef struct {
	dr_spf_senders senders; /* that pass at a receiver which keeps to every limit */
	bool valid;             /* false: the domain's own record is none, or a permanent error */
	/* The terms of the domain's own record in which evaluation ends with a permanent error for
	 * a client of the family that nothing matched before; NULL when it does not. */
	const dr_spf_term *stop_ipv4, *stop_ipv6;
} dr_spf_reach;

/* Evaluates the tree once more, as receivers do. Of messages that match a term with another
 * qualifier than plus inside an include, it is the most careful: they are taken to have cost as
 * much as if nothing had matched. */
void dr_spf_find_reach(dr_arena *arena, dr_spf_tree *tree, dr_spf_reach *ret_reach);

bool dr_spf_senders_are_empty(const dr_spf_senders *senders);
/* The addresses of `a` that are not among `b`. */
void dr_spf_senders_minus(dr_arena *arena, const dr_spf_senders *a, const dr_spf_senders *b,
                          dr_prefixset *ret_set);
