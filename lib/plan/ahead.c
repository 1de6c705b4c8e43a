/* Names below the domain do not wait for p: when only p is held up, they rise ahead of it. */
#include "plan/plan_priv.h"

static const dr_plan_gate *find_open(const dr_planner *p, const dr_plan_phase *phase)
{
	for (size_t i = 0; i < phase->gates.len; i++) {
		if (dr_planner_is_in_the_way(p, &phase->gates.items[i])) {
			return &phase->gates.items[i];
		}
	}
	return NULL;
}

/* The phase in which p would rise and names with it, as it is today; false: there is none. What
 * is known of findings is put back: it is of the phase that is being made. */
static bool make_raising(dr_planner *p, const dr_playbook_phase *from, dr_str before,
                         dr_plan_phase *ret_phase)
{
	const dr_playbook_phases *phases = &p->playbook->phases;
	const dr_list findings = p->findings;
	bool found = false;
	for (size_t i = (size_t)(from - phases->items) + 1; i < phases->len && !found; i++) {
		if (phases->items[i].raise_p.len > 0 &&
		    !dr_planner_stands(p, &phases->items[i], before)) {
			*ret_phase = dr_planner_make_phase(p, &phases->items[i], before);
			found = ret_phase->state == DR_PHASE_UPCOMING;
		}
	}
	p->findings = findings;
	return found;
}

static bool is_told_before(const dr_plan_gates *gates, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		const dr_plan_gate *gate = &gates->items[i];
		if (!dr_planner_is_below(gate->scope) && gate->state == DR_GATE_OPEN &&
		    dr_str_eq(gate->source, gates->items[at].source)) {
			return true;
		}
	}
	return false;
}

/* "Payroll (PL004), 198.51.100.7 (PL006)"; empty: p is not held up. */
static dr_str what_holds_p(dr_planner *p, const dr_plan_phase *raising)
{
	enum { SHOWN = 3 };
	size_t count = 0;
	dr_buf text;
	dr_buf_init(&text, p->arena);
	for (size_t i = 0; i < raising->gates.len; i++) {
		const dr_plan_gate *gate = &raising->gates.items[i];
		if (dr_planner_is_below(gate->scope) || !dr_planner_is_in_the_way(p, gate) ||
		    is_told_before(&raising->gates, i)) {
			continue;
		}
		if (++count <= SHOWN) {
			dr_str what = gate->source.len > 0 ? gate->source : gate->title;
			dr_buf_addf(&text, "%s%.*s (%.*s)", count > 1 ? ", " : "", DR_FMT(what),
			            DR_FMT(gate->id));
		}
	}
	if (count > SHOWN) {
		dr_buf_addf(&text, " and %zu more", count - SHOWN);
	}
	return dr_buf_str(&text);
}

static dr_str say_ahead(dr_planner *p, dr_str holds_p)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text,
	            "Names below %.*s are ready and do not wait for p, which is held up by %.*s: a "
	            "change on top of those of the pace.",
	            DR_FMT(p->plan->domain), DR_FMT(holds_p));
	return dr_buf_str(&text);
}

static dr_str say_not_ready(dr_planner *p, const dr_plan_gate *open)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "names below the domain are not ready (%.*s)", DR_FMT(open->id));
	return dr_buf_str(&text);
}

dr_str dr_planner_stays_with_p(dr_planner *p, const dr_playbook_phase *from, dr_plan_phase *phase,
                               dr_str before)
{
	dr_plan_phase raising;
	if (phase->state != DR_PHASE_UPCOMING) {
		return (dr_str){ 0 };
	}
	const dr_plan_gate *open = find_open(p, phase);
	if (open != NULL) {
		return say_not_ready(p, open);
	}
	bool rises = make_raising(p, from, before, &raising);
	dr_str holds_p = rises ? what_holds_p(p, &raising) : (dr_str){ 0 };
	if (holds_p.len == 0) {
		return DR_STR("names below the domain rise with p");
	}
	phase->ahead = say_ahead(p, holds_p);
	return (dr_str){ 0 };
}
