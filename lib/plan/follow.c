/* Names below the domain that p left behind follow it: at once when they are ready while p has a
 * way to go, else when p is at its end. */
#include "plan/plan_priv.h"
#include "record/policy.h"

const dr_playbook_phase *dr_planner_find_following(const dr_planner *p,
                                                   const dr_playbook_phase *from)
{
	const dr_playbook_phases *phases = &p->playbook->phases;
	for (size_t i = (size_t)(from - phases->items) + 1; i < phases->len; i++) {
		if (phases->items[i].catches_up) {
			return &phases->items[i];
		}
	}
	return NULL;
}

/* The same step, for those that are not ready when this one comes. */
static bool has_second(const dr_planner *p, const dr_playbook_phase *from)
{
	const dr_playbook_phase *later = dr_planner_find_following(p, from);
	return later != NULL && dr_str_eq(later->raise_sp, from->raise_sp);
}

/* A phase after this one raises p above the record before. */
static bool goes_on(dr_planner *p, const dr_playbook_phase *from, dr_str before)
{
	const dr_playbook_phases *phases = &p->playbook->phases;
	for (size_t i = (size_t)(from - phases->items) + 1; i < phases->len; i++) {
		const dr_playbook_phase *next = &phases->items[i];
		if (next->raise_p.len > 0 && !dr_planner_stands(p, next, before) &&
		    dr_planner_holds(p, next->when) && dr_planner_beyond_target(p, next).len == 0) {
			return true;
		}
	}
	return false;
}

/* Before the second comes something that is about no policy, as a logo is. */
static bool has_more_to_do(dr_planner *p, const dr_playbook_phase *from)
{
	const dr_playbook_phase *later = dr_planner_find_following(p, from);
	for (const dr_playbook_phase *next = from + 1; next < later; next++) {
		bool raises = next->raise_p.len + next->raise_sp.len + next->raise_np.len > 0;
		if (!raises && dr_planner_holds(p, next->when) &&
		    !dr_planner_holds(p, next->reached)) {
			return true;
		}
	}
	return false;
}

static bool is_held_up(const dr_planner *p, const dr_plan_phase *phase)
{
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		if (dr_planner_is_below(gate->scope) && dr_planner_is_in_the_way(p, gate)) {
			return true;
		}
	}
	return false;
}

dr_str dr_planner_does_not_follow(dr_planner *p, const dr_playbook_phase *from,
                                  const dr_plan_phase *phase, dr_str before)
{
	if (!dr_planner_are_names_behind(p, before)) {
		return from->skipped;
	}
	if (!has_second(p, from)) {
		return (dr_str){ 0 };
	}
	if (!goes_on(p, from, before) && !has_more_to_do(p, from)) {
		return DR_STR("p is at its end, and names below follow it then");
	}
	if (p->turn.first) {
		return DR_STR("names below the domain rise with p, or follow it");
	}
	return is_held_up(p, phase)
	               ? DR_STR("names below the domain are not ready, and nothing waits for them")
	               : (dr_str){ 0 };
}
