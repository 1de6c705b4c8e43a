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

static bool is_apart(dr_planner *p, const dr_plan_phase *phase)
{
	return phase->state == DR_PHASE_UPCOMING &&
	       dr_planner_find_phase(p->playbook, phase->id)->apart != NULL;
}

bool dr_planner_sets_apart_for_nothing(dr_planner *p)
{
	const dr_plan_phases *phases = &p->plan->phases;
	for (size_t i = 0; i < phases->len; i++) {
		for (size_t j = 0; is_apart(p, &phases->items[i]) && j < p->apart.len; j++) {
			if (!makes_room(p, i, p->apart.items[j])) {
				dr_list_add(p->arena, &p->unmoved, p->apart.items[j]);
			}
		}
	}
	return p->unmoved.len > 0;
}

/* ---- when they come ---- */

/* A name that gets a record of its own would hold the phase up, and it cannot go without names. */
static bool is_held_up(dr_planner *p, const dr_plan_phase *phase)
{
	bool goes_alone = dr_planner_find_phase(p->playbook, phase->id)->leaves_below != NULL;
	for (size_t i = 0; i < phase->gates.len && !goes_alone; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		if (gate->state == DR_GATE_OPEN && dr_planner_is_set_apart(p, gate->domain)) {
			return true;
		}
	}
	return false;
}

static bool needs_room(dr_planner *p, const dr_plan_phase *phase)
{
	bool step = phase->state == DR_PHASE_UPCOMING && phase->records.len > 0;
	bool needs = step && (phase->moves_sp || phase->moves_np || is_held_up(p, phase));
	for (size_t i = 0; step && i < p->apart.len; i++) {
		needs = needs || moves(p, phase, p->apart.items[i]);
	}
	return needs;
}

/* The step that a phase makes room for, when others come before it; NULL: it is the next one, or
 * there is none. */
static const dr_plan_phase *find_later(dr_planner *p, const dr_plan_phase *apart)
{
	const dr_plan_phase *end = p->plan->phases.items + p->plan->phases.len;
	bool others = false;
	for (const dr_plan_phase *phase = apart + 1; phase < end; phase++) {
		if (needs_room(p, phase)) {
			return others ? phase : NULL;
		}
		others = others || (phase->state == DR_PHASE_UPCOMING && phase->records.len > 0);
	}
	return NULL;
}

bool dr_planner_sets_apart_too_early(dr_planner *p)
{
	const dr_plan_phases *phases = &p->plan->phases;
	for (size_t i = 0; i < phases->len; i++) {
		const dr_plan_phase *phase = &phases->items[i];
		const dr_plan_phase *later = is_apart(p, phase) ? find_later(p, phase) : NULL;
		if (later != NULL) {
			p->apart_phase = dr_planner_find_phase(p->playbook, phase->id);
			p->apart_before = dr_planner_find_phase(p->playbook, later->id);
			return true;
		}
	}
	return false;
}
