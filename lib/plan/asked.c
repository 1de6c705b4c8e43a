/* What a step asks: no more than what it does something to can answer. */
#include "plan/plan_priv.h"

static bool raises(dr_str policy)
{
	return dr_policy_parse(policy) > DR_POLICY_NONE;
}

static bool names(const dr_playbook_phase *phase, const dr_playbook_gate *gate)
{
	for (size_t i = 0; i < phase->gates.len; i++) {
		if (dr_str_eq(phase->gates.items[i].id, gate->id)) {
			return true;
		}
	}
	return false;
}

/* Names below do not wait for p: where it stands already, and only they move, the step does not ask
 * of mail of the domain itself what steps of names alone do not ask. */
bool dr_planner_asks(const dr_planner *p, const dr_playbook_phase *from, const dr_plan_phase *phase,
                     const dr_playbook_gate *gate)
{
	const dr_playbook_phase *following = dr_planner_find_following(p, from);
	bool known = following != NULL && following->raise_sp.len > 0;
	bool names_alone = !phase->moves_p && (phase->moves_sp || phase->moves_np);
	bool mail = gate->each == DR_EACH_STREAM || gate->each == DR_EACH_SOURCE;
	if (from->raise_p.len == 0 || from->catches_up || !known || !names_alone || !mail) {
		return true;
	}
	return dr_planner_is_below(gate->scope) || names(following, gate);
}

/* A step that raises nothing for names below moves those alone that follow p, or that pct and t
 * held back: it asks of these. */
bool dr_planner_asks_of(const dr_planner *p, const dr_playbook_phase *from,
                        const dr_plan_phase *phase, const dr_plan_gate *gate)
{
	bool of_names = raises(from->raise_sp) || raises(from->raise_np);
	bool below = dr_planner_is_below(gate->scope);
	if (of_names || !below || phase->records.len == 0 || phase->beside) {
		return true;
	}
	return gate->domain.len > 0 ? dr_planner_touches(p, phase, gate->domain) ||
	                                      dr_planner_is_set_apart(p, gate->domain)
	       : dr_str_eq(gate->scope, DR_STR("np")) ? phase->moves_np
	                                              : phase->moves_sp;
}
