/* The policies of the domain that reports saw. */
#include "plan/told.h"

static bool counts(const dr_planner *p, const dr_seen_policy *seen, const dr_planner_told *told)
{
	return told->p != DR_POLICY_UNSET && dr_planner_is_believed(p, seen) &&
	       dr_str_eq_nocase(seen->domain, p->facts->domain.name);
}

dr_planner_sightings dr_planner_read_sightings(dr_planner *p)
{
	const dr_traffic *traffic = p->request->traffic;
	dr_planner_sightings list = { NULL, 0 };
	for (size_t i = 0; traffic != NULL && i < traffic->policies.len; i++) {
		const dr_seen_policy *seen = &traffic->policies.items[i];
		dr_day last = seen->last < p->plan->as_of ? seen->last : p->plan->as_of;
		dr_planner_sighting one = { dr_planner_read_told(seen->text), seen->first, last };
		if (seen->first <= last && counts(p, seen, &one.told)) {
			dr_list_add(p->arena, &list, one);
		}
	}
	return list;
}
