/* The day on which somebody wants the target: an honest answer counts what only time can bring. */
#include "plan/plan_priv.h"

static bool is_step(const dr_plan_phase *phase)
{
	return phase->state == DR_PHASE_UPCOMING && phase->records.len > 0;
}

static bool has_step(const dr_plan *plan)
{
	bool found = false;
	for (size_t i = 0; i < plan->phases.len && !found; i++) {
		found = is_step(&plan->phases.items[i]);
	}
	return found;
}

/* "quarantine may begin on 2027-01-04 (nothing is changed during year end)". */
static void add_step(dr_buf *text, const dr_plan_phase *phase)
{
	dr_buf_addf(text, "%.*s ", DR_FMT(phase->id));
	if (phase->earliest == DR_NO_DAY) {
		dr_buf_addf(text, "has no day");
	} else {
		dr_buf_addf(text, "may begin on ");
		dr_day_write(phase->earliest, text);
	}
	if (phase->waits_for.len > 0) {
		dr_buf_addf(text, ", with %.*s", DR_FMT(phase->waits_for));
	}
	bool moved = phase->earliest != phase->not_before;
	for (size_t i = 0; i < phase->delays.len && !moved; i++) {
		dr_buf_addf(text, " (%.*s)", DR_FMT(phase->delays.items[i]));
	}
}

static dr_str say_late(dr_planner *p)
{
	const dr_plan_phases *phases = &p->plan->phases;
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "not possible by ");
	dr_day_write(p->plan->by, &text);
	dr_buf_addf(&text, ", because");
	const char *join = " ";
	bool gates = false;
	for (size_t i = 0; i < phases->len; i++) {
		const dr_plan_phase *phase = &phases->items[i];
		if (!is_step(phase)) {
			continue;
		}
		dr_buf_addf(&text, "%s", join);
		add_step(&text, phase);
		if (phase->earliest == DR_NO_DAY) {
			break;
		}
		join = ", ";
		gates = gates || phase->waits_for.len > 0;
	}
	if (gates) {
		dr_buf_addf(&text, "; sooner only where a person closes the gate: accept: or "
		                   "verified: of the config");
	}
	return dr_buf_str(&text);
}

void dr_planner_judge_target(dr_planner *p)
{
	dr_plan *plan = p->plan;
	if (plan->by != DR_NO_DAY && has_step(plan) &&
	    (plan->end == DR_NO_DAY || plan->end > plan->by)) {
		plan->late = say_late(p);
	}
}
