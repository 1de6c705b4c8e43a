/* Of what use records of names below the domain are: they make room for a step that would do more
 * to such a name than is done today. */
#include "plan/plan_priv.h"

static bool moves(dr_planner *p, const dr_plan_phase *phase, dr_str name)
{
	const dr_dmarc_below_fact *below = dr_planner_find_below(p, name);
	bool step = phase->state == DR_PHASE_UPCOMING && phase->records.len > 0;
	return step && (dr_planner_is_shared(below)    ? phase->moves_p
	                : dr_planner_is_missing(below) ? phase->moves_np
	                                               : phase->moves_sp);
}

static bool makes_room(dr_planner *p, size_t at, dr_str name)
{
	const dr_plan_phases *phases = &p->plan->phases;
	for (size_t i = at + 1; i < phases->len; i++) {
		if (moves(p, &phases->items[i], name)) {
			return true;
		}
	}
	return false;
}

bool dr_planner_sets_apart_for_nothing(dr_planner *p)
{
	const dr_plan_phases *phases = &p->plan->phases;
	for (size_t i = 0; i < phases->len; i++) {
		const dr_plan_phase *phase = &phases->items[i];
		bool apart = phase->state == DR_PHASE_UPCOMING &&
		             dr_planner_find_phase(p->playbook, phase->id)->apart != NULL;
		for (size_t j = 0; apart && j < p->apart.len; j++) {
			if (!makes_room(p, i, p->apart.items[j])) {
				dr_list_add(p->arena, &p->unmoved, p->apart.items[j]);
			}
		}
	}
	return p->unmoved.len > 0;
}
