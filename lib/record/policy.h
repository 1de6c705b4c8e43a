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

/* For the name the record is at, for existing and for non-existent names below it. */
typedef struct {
	dr_policy p, sp, np;
} dr_policies;

typedef struct {
	dr_policies rfc9989;   /* t lowers; pct is ignored */
	dr_policies rfc7489;   /* pct of 0 lowers; with 1 to 99 that share of mail gets this */
	dr_policies weakest;   /* the least that some deployed kind does with some message */
	dr_policies strictest; /* the most */
} dr_effective;

struct dr_dmarc; /* record/dmarc.h */

/* What the record comes to. A record that receivers ignore (no version, or a bad policy and no
 * usable rua) has DR_POLICY_UNSET throughout. */
dr_effective dr_policy_effective(const struct dr_dmarc *record);
