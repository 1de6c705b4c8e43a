/*
 * Includes that a record has no more, with their addresses written out instead: what the include
 * lets pass today, for nobody tells a domain when a service moves.
 */
#pragma once
#include "survey/services_find.h"
#include "survey/spf_senders.h"

enum { DR_FLATTENED_MAX = 8 /* includes that are asked for */ };

typedef struct {
	dr_name source;            /* whose record is not included */
	const dr_service *service; /* whose it is; NULL: nobody's that the catalogue knows */
	bool was_included;         /* the hints say so; else the service has the domain's mail */
	dr_spf_senders senders;    /* of the source today */
} dr_flattened;

typedef struct {
	dr_prefixset literals; /* that the domain itself writes as ip4 and ip6, to pass */
	DR_LIST(dr_flattened) items;
} dr_flattened_found;

/* Asks for what hints->included names and the tree does not hold any more, and for the include of
 * mail services that the domain uses without it; for nothing when there are no literals. */
void dr_survey_flattened(const dr_asking *asking, const dr_hints *hints, const dr_spf_tree *spf,
                         const dr_services_found *services, dr_flattened_found *ret_found);
