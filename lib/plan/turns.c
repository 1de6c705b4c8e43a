/* Which goes first where names below the domain follow in steps of their own, and p has a step
 * ahead: neither waits for the other. While p is held up, names move. Else they go ahead of p, or
 * rise with it, as long as p does not come a day later for it. */
#include "plan/plan_priv.h"

/* Whether time alone opens a gate, once the step before is so old. */
static bool settles(const dr_playbook_phase *from, const dr_plan_gate *gate)
{
	for (size_t i = 0; i < from->gates.len; i++) {
		if (dr_str_eq(from->gates.items[i].id, gate->id)) {
			return from->gates.items[i].settles > 0;
		}
	}
	return false;
}

/* Something is in its way that time does not end. An approval is given to whatever comes. */
static bool is_held_up(const dr_planner *p, const dr_playbook_phase *from,
                       const dr_plan_phase *phase)
{
	bool held = phase->decision;
	for (size_t i = 0; i < phase->gates.len && !held; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		held = !dr_planner_is_below(gate->scope) && dr_planner_is_in_the_way(p, gate) &&
		       !settles(from, gate) && !dr_str_eq(gate->id, DR_PLAYBOOK_APPROVAL);
	}
	return held;
}

static bool is_step(const dr_plan_phase *phase)
{
	return phase->state == DR_PHASE_UPCOMING && phase->records.len > 0;
}

bool dr_planner_is_on_top(dr_planner *p, const dr_plan_phase *phase)
{
	bool enforced = !dr_str_eq(phase->p.weakest, dr_str_of(dr_policy_name(DR_POLICY_NONE)));
	bool names_only = !phase->moves_p && (phase->moves_sp || phase->moves_np);
	return dr_planner_find_phase(p->playbook, phase->id)->catches_up || phase->ahead.len > 0 ||
	       (enforced && names_only);
}

/* Names moved lately, or move before it, in a step that is not one of the pace. */
static bool comes_after_names(dr_planner *p, const dr_plan_phase *raising)
{
	const dr_plan *plan = p->plan;
	const dr_dmarc_policies *now = &p->facts->dmarc.effective.weakest;
	bool enforced = dr_is_known(now->p_status) && dr_policy_parse(now->p) > DR_POLICY_NONE;
	bool lately =
		plan->p_since != DR_NO_DAY && (!plan->since_given || plan->p_since < plan->since);
	bool after = enforced && lately && (raising->moves_sp || raising->moves_np);
	for (const dr_plan_phase *phase = plan->phases.items; phase < raising; phase++) {
		after = after || (is_step(phase) && dr_planner_is_on_top(p, phase));
	}
	return after;
}

/* The next step that raises p after names moved, and can do so without them; NULL: there is none.
 */
static const dr_plan_phase *find_contested(dr_planner *p)
{
	const dr_plan_phases *phases = &p->plan->phases;
	for (size_t i = 0; i < phases->len; i++) {
		const dr_plan_phase *phase = &phases->items[i];
		const dr_playbook_phase *from = dr_planner_find_phase(p->playbook, phase->id);
		if (is_step(phase) && phase->moves_p && from->raise_p.len > 0 &&
		    comes_after_names(p, phase)) {
			bool may = from->leaves_below != NULL &&
			           dr_planner_holds(p, from->leaves_below);
			return may ? phase : NULL;
		}
	}
	return NULL;
}

/* The record that stands before a step of p, without the steps of names that are on top. */
static dr_str text_before(dr_planner *p, const dr_plan_phase *step)
{
	dr_str text = p->plan->published;
	for (const dr_plan_phase *phase = p->plan->phases.items; phase < step; phase++) {
		text = is_step(phase) && !dr_planner_is_on_top(p, phase) ? phase->text : text;
	}
	return text;
}

/* The day of p's step when it goes alone or not, and names before it or not. DR_NO_DAY: it has
 * none, or there is no memory. */
static dr_day try_turn(dr_planner *p, dr_str step, dr_plan_turn turn)
{
	p->turn = turn;
	dr_planner_plan_phases(p);
	dr_planner_fill_dates(p);
	const dr_plan_phase *found = dr_plan_find(p->plan, step);
	return found != NULL ? found->earliest : DR_NO_DAY;
}

void dr_planner_take_turns(dr_planner *p)
{
	dr_planner_plan_phases(p);
	const dr_plan_phase *step = find_contested(p);
	const dr_playbook_phase *from =
		step != NULL ? dr_planner_find_phase(p->playbook, step->id) : NULL;
	if (from == NULL || is_held_up(p, from, step)) {
		return;
	}
	const bool behind = dr_planner_are_names_behind(p, text_before(p, step));
	const dr_plan_turn turns[] = {
		{ NULL, false }, { from, false }, { behind ? from : NULL, true }, { from, true }
	};
	dr_day first = try_turn(p, from->id, turns[DR_COUNT(turns) - 1]);
	for (size_t i = 0; i < DR_COUNT(turns); i++) {
		dr_day day = try_turn(p, from->id, turns[i]);
		if (first == DR_NO_DAY || (day != DR_NO_DAY && day <= first)) {
			return;
		}
	}
}
