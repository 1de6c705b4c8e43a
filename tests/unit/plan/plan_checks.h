/*
 * What holds of every plan. Each check ends the test at the first thing that does not hold, and
 * names the domain by its number.
 */
#pragma once
#include "plan_made.h"
#include "plan_policy.h"
#include <check.h>

#define HOLDS(d, condition, ...)                                                      \
	do {                                                                          \
		if (!(condition)) {                                                   \
			plan_fails((d), __FILE__, __LINE__, #condition, __VA_ARGS__); \
		}                                                                     \
	} while (0)
_Noreturn void plan_fails(const plan_domain *d, const char *file, int line, const char *condition,
                          const char *format, ...) __attribute__((format(printf, 5, 6)));

/* How often something came up: a check that never meets its case shows nothing. */
typedef struct {
	size_t ready, blocked, frozen, tails, late, ahead, kept;
} plan_tally;

typedef struct {
	const plan_books *books;
	const plan_domain *domain;
	const made_plan *made;
	plan_tally *tally;
} plan_check;

/* DNS says that nothing sends as it, and no person says otherwise. */
bool plan_is_parked(const plan_domain *d);
/* Nothing sends as it: DNS says so, or a person did. */
bool plan_is_silent(const plan_domain *d);
/* Mail of ours fails as a name below that sp reaches and that has no record of its own. */
bool plan_has_name_to_set_apart(const plan_domain *d);
/* Mail was seen as a name below that no DKIM carries. */
bool plan_has_name_without_dkim(const plan_domain *d);

/* What reaches the domain's mail: the policy of its own record, or of the one above. */
policy_effect plan_reaching(const plan_domain *d, size_t receiver, policy_role role);
/* Whether its own record says it: below a domain with a record above it, names go by that one. */
bool plan_counts(const plan_domain *d, policy_role role);

void check_records(const plan_check *c); /* plan_check_records.c */
void check_findings(const plan_check *c);
void check_order(const plan_check *c);  /* plan_check_order.c */
void check_scopes(const plan_check *c); /* plan_check_scopes.c */
void check_dates(const plan_check *c);  /* plan_check_dates.c */
void check_gates(const plan_check *c);  /* plan_check_gates.c */
void check_tail(const plan_check *c);   /* plan_check_tail.c */
void check_bytes(const plan_check *c);
void check_promise(const plan_check *c); /* plan_check_promise.c */
void check_past(const plan_check *c);    /* plan_check_clock.c */
void check_sources(const plan_check *c); /* plan_check_sources.c */
void check_written(const plan_check *c); /* plan_check_written.c */
void check_returns(const plan_check *c); /* plan_check_returns.c */
