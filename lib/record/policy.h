/*
 * Policies of DMARC, and what a record's policy comes to at the receivers that are deployed
 * (RFC 9989 4.7, 4.10.1, A.6; RFC 7489 6.3, 6.6.4).
 *
 * Receivers of RFC 7489 sample on pct and know neither t nor np; those of RFC 9989 know t and np
 * and ignore pct. Real ones also know both, or neither of pct and t.
 */
#pragma once
#include "base/str.h"

/* Ordered by strength. */
typedef enum {
	DR_POLICY_UNSET, /* no valid value; as an effect: DMARC is not applied at all */
	DR_POLICY_NONE,
	DR_POLICY_QUARANTINE,
	DR_POLICY_REJECT,
} dr_policy;

/* "none", "quarantine", "reject"; "" for DR_POLICY_UNSET. Static storage. */
const char *dr_policy_name(dr_policy policy);
/* ASCII case is ignored (RFC 9989 4.8). DR_POLICY_UNSET for anything else. */
dr_policy dr_policy_parse(dr_str text);
/* One level lower; none and unset stay. */
dr_policy dr_policy_lowered(dr_policy policy);

/* The text a receiver was built by: how it finds a record, and which tags it knows. */
typedef enum { DR_RFC7489 = 1, DR_RFC9989 = 2 } dr_generation;

struct dr_dmarc; /* record/dmarc.h */

/* What the author domain is to the record that applies to it. */
typedef enum {
	DR_ROLE_OWN,         /* the record is its own */
	DR_ROLE_EXISTING,    /* the record is that of a domain above */
	DR_ROLE_NONEXISTENT, /* the same, and the author domain is NXDOMAIN (RFC 9989 3.2.13) */
} dr_policy_role;

/* Which policy applies, and why. */
typedef struct {
	dr_policy policy;    /* what is asked for; DR_POLICY_UNSET: receivers ignore the record */
	const char *tag;     /* that decided: "p", "sp", "np"; "p" when all falls to none */
	bool fallen;         /* to none, for want of a valid p, or for a bad sp or np */
	dr_policy effective; /* after t, or pct=0; pct of 1 to 99 does so only to a share */
} dr_policy_choice;

/* RFC 9989 4.10.1; RFC 7489 6.6.3 step 6, 6.6.4. A receiver of RFC 7489 does not know np. */
dr_policy_choice dr_policy_choose(const struct dr_dmarc *record, dr_generation generation,
                                  dr_policy_role role);

/* For the name the record is at, for existing and for non-existent names below it. */
typedef struct {
	dr_policy p, sp, np;
} dr_policies;

/* What a record comes to at the receivers that find records in one way. */
typedef struct {
	dr_policies exact;     /* by the letter of the RFC */
	dr_policies weakest;   /* the least that some deployed kind does with some message */
	dr_policies strictest; /* the most */
} dr_effects;

/* A record that receivers ignore (no version, or a bad policy and no usable rua) has
 * DR_POLICY_UNSET throughout. */
dr_effects dr_policy_effects(const struct dr_dmarc *record, dr_generation generation);

/* What a record comes to where both generations find it. */
typedef struct {
	dr_policies rfc9989;   /* t lowers; pct is ignored */
	dr_policies rfc7489;   /* pct of 0 lowers; with 1 to 99 that share of mail gets this */
	dr_policies weakest;   /* the least that some deployed kind does with some message */
	dr_policies strictest; /* the most */
} dr_effective;

dr_effective dr_policy_effective(const struct dr_dmarc *record);

dr_policies dr_policies_weaker(dr_policies a, dr_policies b);
dr_policies dr_policies_stricter(dr_policies a, dr_policies b);
