/* Steps that no report dates: none may tell what the last one moved, as np where all reporters
 * write as RFC 7489 has it, which knows no np, or pct where all write as RFC 9990 has it. What they
 * saw first is then the step before, and the present one counts from what somebody said, or from
 * today. */
#include "plan/history.h"

bool dr_planner_can_tell(const dr_planner *p, const dr_planner_told *one,
                         const dr_planner_told *other)
{
	const dr_planner_sights *list = &p->history->sights;
	bool can = false;
	for (size_t i = 0; i < list->len && !can; i++) {
		const dr_planner_told told = dr_planner_as_told(p, &list->items[i]);
		can = told.says[DR_TOLD_P] == one->says[DR_TOLD_P] &&
		      dr_planner_is_same_policy(&told, one) !=
		              dr_planner_is_same_policy(&told, other);
	}
	return can;
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

/* The playbook took the last step for names below alone, or for more of the mail: a tag that its
 * ladder does not have dates nothing. */
static bool is_step_untold(dr_planner *p, const dr_dmarc *record)
{
	const dr_playbook_phase *from = find_present(p);
	bool names = from != NULL && from->raise_p.len == 0 &&
	             from->raise_sp.len + from->raise_np.len > 0;
	return names || (from != NULL && dr_planner_stage_before(p, record).len > 0);
}

/* A line of the config that was written for the step before may stand there still. */
static bool is_old(const dr_planner *p, dr_day first)
{
	const dr_domain_config *own = p->request->own;
	return own != NULL && own->since == p->request->since && own->since <= first;
}

void dr_planner_doubt_clock(dr_planner *p)
{
	const dr_plan_clock clock = p->plan->clock;
	p->plan->published = dr_planner_published(p);
	const dr_dmarc record = dr_planner_parse(p, p->plan->published);
	if ((clock != DR_CLOCK_REPORTS && clock != DR_CLOCK_SAID) || !is_step_untold(p, &record)) {
		return;
	}
	const dr_str text = dr_planner_likely_before(p, &record);
	const dr_dmarc before = dr_planner_parse(p, text);
	const dr_planner_told then = dr_planner_told_in(&before), *now = &p->history->now;
	const dr_day first = p->history->first;
	if (text.len == 0 || first == DR_NO_DAY || dr_planner_is_same_policy(&then, now) ||
	    dr_planner_can_tell(p, now, &then)) {
		return;
	}
	if (clock == DR_CLOCK_REPORTS) {
		dr_planner_forget_reports(p, &then);
	}
	p->since_is_old = p->plan->clock == DR_CLOCK_SAID && is_old(p, first);
}
