/* Since when the present record is there: what an earlier snapshot shows, and what people said. */
#include "plan/plan_facts.h"
#include "plan_checks.h"

/* What rule EV030 tells: it was not as somebody said, or the policy went back. */
static void check_told(const plan_check *c)
{
	const dr_plan *plan = &c->made->plan;
	const dr_plan_facts *facts = dr_plan_facts_make(c->made->arena, plan);
	HOLDS(c->domain, (facts->drift.len > 0) == (plan->regressed || plan->disproved.len > 0),
	      "%.*s", DR_FMT(facts->drift));
}

void check_past(const plan_check *c)
{
	const plan_domain *d = c->domain;
	const dr_plan *plan = &c->made->plan;
	bool other = plan_past_is_other(d), reports = d->reports.first != DR_NO_DAY;
	bool said = d->since != DR_NO_DAY, agrees = false;
	if (d->past != DR_NO_DAY && plan->published.len > 0) {
		agrees = dr_str_eq(d->past_record, plan->published);
	}
	check_told(c);
	HOLDS(d, !other || !plan->since_given || plan->since >= d->past,
	      "since is %d, a snapshot of %d shows another policy", plan->since, d->past);
	HOLDS(d, !agrees || said || reports || (plan->since_given && plan->since == d->past),
	      "since is %d, the snapshot is of %d", plan->since, d->past);
	bool younger = !plan->since_given || plan->since > d->since;
	HOLDS(d, plan->disproved.len == 0 || (said && younger), "%.*s", DR_FMT(plan->disproved));
	HOLDS(d, !other || !said || d->since >= d->past || plan->disproved.len > 0,
	      "%d is believed, the snapshot is of %d", d->since, d->past);
	HOLDS(d,
	      plan->disproved.len == 0 || reports ||
	              (d->past != DR_NO_DAY && !agrees && d->since < d->past),
	      "%.*s", DR_FMT(plan->disproved));
}
