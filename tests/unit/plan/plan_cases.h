/* What generated domains are about: each must come up, or its checks show nothing. */
#pragma once
#include "plan_made.h"

typedef enum {
	CASE_SHARES,         /* a name below is a CNAME to the domain's record */
	CASE_SHARES_HELD,    /* and its mail keeps the next step of p away */
	CASE_SHARES_APART,   /* and a step puts a record of its own in place of that CNAME */
	CASE_OTHER,          /* it is a CNAME to another record */
	CASE_NOWHERE,        /* or to none */
	CASE_LED,            /* the domain's own _dmarc is a CNAME, and its record changes there */
	CASE_SHARES_ABOVE,   /* or it leads to the record above, and is replaced */
	CASE_INHERITS,       /* no record of its own: the one above is enforced for it */
	CASE_INHERITS_RISES, /* and a step raises it beyond that */
	CASE_SNAPSHOT,       /* the age of the record is told by the earlier snapshot */
	CASE_CHANGED,        /* or by a snapshot of another record */
	CASE_AGREES,         /* the snapshot shows the record, and somebody said since when */
	CASE_DISPROVED,      /* it shows that this cannot be */
	CASE_SEEN_OTHERWISE, /* reports show that */
	CASE_SILENT,         /* a declared source is silent for too long: nobody knows */
	CASE_SILENT_CLOSED,  /* and somebody accepts it */
	CASE_PAUSES,         /* it is silent for long, and may be */
	CASE_ONE_ACCEPTED,   /* a line closes the gate of one source */
	CASE_TAKEN_APPROVED, /* the next step may be taken today, for somebody approved it */
	CASE_ALL_WAITS,      /* freezes, a target date that is too early, and a missing approval */
	CASES
} plan_case;

extern const char *const PLAN_CASES[CASES];

void plan_cases_add(size_t *cells, const plan_domain *d, const made_plan *made);
