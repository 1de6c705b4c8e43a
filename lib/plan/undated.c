/* Steps that no report dates: none may tell what the last one moved, as np where all reporters
 * write as RFC 7489 has it, which knows no np. What they saw first is then the step before, and the
 * present one counts from what somebody said, or from today. */
#include "plan/told.h"

bool dr_planner_can_tell(const dr_planner_sightings *list, const dr_planner_told *one,
                         const dr_planner_told *other)
{
	for (size_t i = 0; i < list->len; i++) {
		const dr_planner_told *seen = &list->items[i].told;
		if (seen->p == one->p && dr_planner_is_same_policy(seen, one) !=
		                                 dr_planner_is_same_policy(seen, other)) {
			return true;
		}
	}
	return false;
}

/* The last phase that the published record has reached; NULL: none. What cannot be decided yet is
 * told when the phases are made. */
static const dr_playbook_phase *find_present(dr_planner *p)
{
	const bool incomplete = p->plan->incomplete;
	const dr_playbook_phase *found = NULL;
	for (size_t i = 0; i < p->playbook->phases.len; i++) {
		const dr_playbook_phase *from = &p->playbook->phases.items[i];
		bool reached = from->reached != NULL && dr_planner_holds(p, from->when) &&
		               dr_planner_holds(p, from->reached);
		found = reached ? from : found;
	}
	p->plan->incomplete = incomplete;
	return found;
}

static bool is_about_names(const dr_playbook_phase *from)
{
	return from != NULL && from->raise_p.len == 0 &&
	       from->raise_sp.len + from->raise_np.len > 0;
}

static bool is_dated(dr_planner *p, dr_str before)
{
	const dr_planner_seen seen = dr_planner_read_sightings(p);
	const dr_planner_told now = dr_planner_told_now(p);
	const dr_dmarc record = dr_planner_parse(p, before);
	const dr_planner_told then = dr_planner_told_in(&record);
	return dr_planner_is_same_policy(&then, &now) ||
	       dr_planner_can_tell(&seen.list, &now, &then);
}

void dr_planner_doubt_clock(dr_planner *p)
{
	p->plan->published = dr_planner_published(p);
	if (p->plan->clock != DR_CLOCK_REPORTS || !is_about_names(find_present(p))) {
		return;
	}
	const dr_dmarc record = dr_planner_parse(p, p->plan->published);
	dr_str before = dr_planner_likely_before(p, &record);
	if (before.len > 0 && !is_dated(p, before)) {
		dr_planner_forget_reports(p);
	}
}
