/*
 * Which DMARC record applies to a domain, and what its organizational domain is: by the tree walk
 * (RFC 9989 4.10) and by the public suffix list (RFC 7489 3.2, 6.6.3), side by side.
 *
 * Everything is computed from one walk that starts at the domain itself, so that `psd=y` at its
 * parent is seen as well (RFC 9989 4.10.1 words it as a walk from the parent). A public suffix that
 * an offline run does not hold counts as a name without a record.
 */
#pragma once
#include "receiver/texts.h"

enum { DR_DMARC_WALK_MAX = 8 }; /* queries (RFC 9989 4.10) */

/* The domains that a walk asks for, from `start` upwards, were no psd tag to end it. They borrow
 * from `start`. Returns their number. */
size_t dr_dmarc_walk_names(dr_name start, dr_name ret_names[DR_DMARC_WALK_MAX]);

/* One domain of a walk. */
typedef struct {
	dr_name domain;
	const dr_texts *texts;  /* at _dmarc below it */
	const dr_dmarc *record; /* when there is exactly one */
} dr_dmarc_step;

dr_dmarc_step dr_dmarc_step_at(const dr_asking *asking, dr_name domain);
/* True when the answer of the step was not had, and so what follows is not known. A public suffix
 * that was not given is not missing. */
bool dr_dmarc_step_is_missing(const dr_asking *asking, const dr_dmarc_step *step);

typedef struct {
	dr_dmarc_step steps[DR_DMARC_WALK_MAX]; /* up to the one that ended the walk */
	size_t count;
	dr_status status;       /* DR_KNOWN, or unknown because of the first missing answer */
	dr_name organizational; /* when known (RFC 9989 4.10.2) */
} dr_dmarc_walk;

/* Asks for all names of the walk at once. */
void dr_dmarc_walk_from(const dr_asking *asking, dr_name start, dr_dmarc_walk *ret_walk);

/* A record that applies. DR_KNOWN: `step` has it; DR_ABSENT: no DMARC; or unknown. */
typedef struct {
	dr_status status;
	dr_dmarc_step step;
} dr_dmarc_found;

/* What a receiver finds for mail with the domain in From. */
typedef struct {
	dr_dmarc_walk walk;
	dr_name organizational_rfc7489; /* needs no answer */
	dr_dmarc_found rfc9989;
	dr_dmarc_found rfc7489;
	/* The record that rules names below the domain that have none of their own: that of the
	 * organizational domain, or (RFC 9989) else of the public suffix domain. */
	dr_dmarc_found below_rfc9989;
	dr_dmarc_found below_rfc7489;
} dr_dmarc_discovery;

void dr_dmarc_discover(const dr_asking *asking, dr_name domain, dr_dmarc_discovery *ret_discovery);
