/*
 * Ways back below ten DNS terms: what can be left out of an SPF record, or written otherwise, the
 * safest first, with the count after each.
 *
 * Each proposal is on top of those before it. What it takes away from the senders is named, never
 * silent; the addresses that stay are the same ones.
 */
#pragma once
#include "catalog/catalog.h"
#include "survey/spf_senders.h"

enum { DR_SPF_LOOKUPS_NEAR = 9 }; /* from so many look-ups on there is advice */

/* In the order of proposing. */
typedef enum {
	DR_SPF_DROP_USELESS,   /* includes of services whose return-path is their own domain */
	DR_SPF_DROP_UNLIKELY,  /* of services whose return-path is a subdomain of the customer's */
	DR_SPF_DROP_DUPLICATE, /* terms that stand in the record already */
	DR_SPF_DROP_DEAD,      /* terms whose target finds nothing */
	DR_SPF_DROP_COVERED,   /* terms whose addresses all pass without them */
	DR_SPF_WRITE_ADDRESS,  /* a and mx of own hosts, as ip4 and ip6 */
	DR_SPF_DROP_PTR,       /* whom it lets pass nobody knows */
	DR_SPF_MOVE,           /* an include, to a subdomain of its own */
	DR_SPF_MEASURE_COUNT
} dr_spf_measure;

/* "drop-useless", …: the choices of the fact `measure`. Static storage. */
const char *dr_spf_measure_name(dr_spf_measure measure);

typedef struct {
	dr_spf_measure measure;
	DR_LIST(const dr_spf_visit *) terms; /* of the record, in order; at least one */
	dr_str instead;     /* what is written in the place of the first of them; empty: nothing */
	int64_t saves;      /* look-ups */
	int64_t lookups;    /* that are left */
	dr_prefixset loses; /* addresses that pass no more */
	dr_str record;      /* the text that the record has then */
} dr_spf_proposal;

typedef DR_LIST(dr_spf_proposal) dr_spf_proposals;

typedef struct {
	const dr_spf_node *node; /* whose record is changed: the domain's own, or where its redirect
	                            leads within the same organization; NULL: there is no record */
	dr_spf_proposals proposals; /* empty below DR_SPF_LOOKUPS_NEAR, and when nothing helps */
} dr_spf_advice;

/* `catalog` NULL: no service is known. Everything is in `arena` and borrows from the tree. */
void dr_spf_advise(dr_arena *arena, dr_spf_tree *tree, const dr_catalog *catalog,
                   dr_spf_advice *ret_advice);
