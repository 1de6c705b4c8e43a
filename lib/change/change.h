/*
 * What differs between two runs of one domain, for mail: who gains or loses authorisation, and
 * which policy weakens.
 *
 * Both sides are whole surveys and facts; where one of them lacks an answer, nothing is claimed.
 */
#pragma once
#include "facts/facts.h"

/* One side. */
typedef struct {
	const dr_survey *survey; /* NULL: its memory was spent */
	const dr_facts *facts;
} dr_change_side;

/* Why addresses changed sides. */
typedef enum {
	DR_CAUSE_ADDED,   /* a term that was not there before */
	DR_CAUSE_REMOVED, /* a term that is there no more */
	DR_CAUSE_CHANGED, /* a term of both records: what it leads to, or what stands before it */
	DR_CAUSE_STOP,    /* evaluation ends in this term with a permanent error */
	DR_CAUSE_COUNT
} dr_cause_kind;

/* "added", "removed", "changed", "stop". Static storage. */
const char *dr_cause_name(dr_cause_kind kind);

typedef struct {
	dr_cause_kind kind;
	dr_str term;            /* of the domain's own record, before or after */
	dr_prefixset addresses; /* of those that changed sides, the ones that it is about */
} dr_spf_cause;

/* Addresses that pass on one side only. */
typedef struct {
	dr_prefixset addresses;
	DR_LIST(dr_spf_cause) causes;
} dr_spf_shift;

/* One of p, sp, np: the weakest policy over all receivers; empty: no DMARC. */
typedef struct {
	const char *tag;
	dr_str before, after;
	bool weaker;
} dr_policy_change;

enum { DR_POLICY_CHANGES = 3 };

typedef struct {
	dr_status spf_status;      /* DR_KNOWN: every address was told */
	dr_spf_shift gained, lost; /* as receivers evaluate it, limits included */
	dr_status dmarc_status;    /* DR_KNOWN, or why the policies cannot be compared */
	dr_policy_change policies[DR_POLICY_CHANGES];
	bool weakened;      /* one of them is weaker */
	bool strengthened;  /* one of them is stricter */
	bool skips_a_phase; /* p goes from none, or nothing, to reject */
} dr_change;

/* In `arena`; borrows from both sides. */
void dr_change_find(dr_arena *arena, const dr_change_side *before, const dr_change_side *after,
                    dr_change *ret_change);
