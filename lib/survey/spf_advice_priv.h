/*
 * An advice in the making, and when each measure applies to a term.
 */
#pragma once
#include "survey/spf_advice.h"

typedef struct {
	dr_arena *arena;
	dr_spf_tree *tree;
	const dr_catalog *catalog;
	const dr_spf_node *node;
	/* Of each term of its record, as far as the proposals have come. */
	dr_spf_senders *matches;
	bool *gone;
	dr_str *instead; /* what is written in its place; ptr NULL: itself */
	dr_spf_senders senders;
	int64_t lookups;
	bool spent; /* the tree has no room for more sets: there is no further proposal */
} dr_spf_adviser;

typedef struct {
	bool (*fits)(const dr_spf_adviser *a, size_t term);
	bool passes; /* only for terms with plus: dropping another one lets more senders pass */
} dr_spf_measure_rule;

/* DR_SPF_MOVE has none: what is moved is chosen, not found. */
extern const dr_spf_measure_rule DR_SPF_MEASURES[DR_SPF_MEASURE_COUNT];

/* The service that an include belongs to; NULL: nobody knows. */
const dr_service *dr_spf_service_of(const dr_spf_adviser *a, size_t term);
/* Whether a term is there, costs something and can be changed by itself. */
bool dr_spf_is_candidate(const dr_spf_adviser *a, size_t term);
/* Whether a set is not known because the tree has no room for it. */
bool dr_spf_is_spent(const dr_spf_senders *senders);
