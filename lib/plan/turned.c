/* What a reporter told before it went over to today's policy: it saw that change. Who tells a
 * policy wrongly goes on to. */
#include "plan/told.h"

static bool is_told_as(const dr_planner *p, size_t policy, const dr_planner_told *t,
                       const dr_planner_told *of, const dr_planner_told *not_of)
{
	const dr_seen_policy *seen = &p->request->traffic->policies.items[policy];
	return dr_str_eq_nocase(seen->domain, p->facts->domain.name) &&
	       dr_planner_is_believed(p, seen) && t->p != DR_POLICY_UNSET &&
	       dr_planner_is_same_policy(t, of) && !dr_planner_is_same_policy(t, not_of);
}

/* The last day on which it told the one, told apart from the other; DR_NO_DAY: none. */
static dr_day last_told(const dr_planner *p, size_t number, const dr_planner_told *of,
                        const dr_planner_told *not_of)
{
	const dr_reporter *reporter = &p->request->traffic->reporters.items[number];
	dr_day last = DR_NO_DAY;
	for (size_t i = 0; i < reporter->told.len; i++) {
		const dr_policy_days *told = &reporter->told.items[i];
		bool meant = is_told_as(p, told->policy, &p->told[number][i], of, not_of);
		for (size_t k = 0; meant && k < told->days.len; k++) {
			dr_day day = told->days.items[k];
			last = day <= p->plan->as_of && day > last ? day : last;
		}
	}
	return last;
}

dr_day dr_planner_left_on(const dr_planner *p, const dr_planner_told *other,
                          const dr_planner_told *now)
{
	const dr_traffic *traffic = p->request->traffic;
	dr_day left = DR_NO_DAY;
	for (size_t i = 0; p->told != NULL && i < traffic->reporters.len; i++) {
		dr_day was = last_told(p, i, other, now);
		dr_day is = was > left ? last_told(p, i, now, other) : DR_NO_DAY;
		left = is > was ? was : left;
	}
	return left;
}
