/*
 * What rules can see of a change: the variable `change`.
 */
#pragma once
#include "change/change.h"

/* Addresses that pass SPF on one side only. */
typedef struct {
	int64_t ipv4; /* that are certain; unknown while there is none and an answer is missing */
	dr_status ipv4_status;
	int64_t ipv6; /* networks of 64 bits, the same */
	dr_status ipv6_status;
	dr_strs prefixes; /* the first of them */
	dr_strs terms;    /* of the domain's own record that are the cause */
} dr_shift_facts;

extern const dr_schema DR_SHIFT_FACTS_SCHEMA;

typedef struct {
	dr_str tag;    /* p sp np */
	dr_str before; /* none quarantine reject; empty: no DMARC. At the weakest receiver */
	dr_str after;
	bool weaker;
} dr_policy_change_fact;

typedef DR_LIST(dr_policy_change_fact) dr_policy_change_facts;
extern const dr_schema DR_POLICY_CHANGE_FACT_SCHEMA;

/* A DKIM key that could be used before. */
typedef struct {
	dr_str selector;
	dr_str owner;
	dr_str what; /* gone, revoked, replaced */
} dr_key_change_fact;

typedef DR_LIST(dr_key_change_fact) dr_key_change_facts;
extern const dr_schema DR_KEY_CHANGE_FACT_SCHEMA;

typedef struct {
	dr_shift_facts lost, gained;
	dr_policy_change_facts policies; /* tags whose policy differs */
	dr_status policies_status;
	bool weaker; /* one of them */
	dr_status weaker_status;
	bool stricter;
	dr_status stricter_status;
	bool skips_a_phase; /* p goes from nothing or none to reject */
	dr_status skips_a_phase_status;
	dr_key_change_facts keys; /* that mail in transit may be signed with */
	dr_status keys_status;
	dr_strs reporters; /* domains whose reports may come here no more (RFC 9990 4) */
	dr_status reporters_status;
	dr_strs unlisted; /* new mail hosts that an enforced MTA-STS policy of before does not list
	                   */
	dr_status unlisted_status;
} dr_change_facts;

extern const dr_schema DR_CHANGE_FACTS_SCHEMA;

/* In `arena`; borrows from both sides. NULL: no memory. */
const dr_change_facts *dr_change_facts_make(dr_arena *arena, const dr_change *change,
                                            const dr_change_side *before,
                                            const dr_change_side *after);
