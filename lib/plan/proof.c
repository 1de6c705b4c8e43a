/* Checks of messages that are a proof today, and none any more on the day of a step that rests on
 * them: a stay is shorter for them, or a gate is met. */
#include "plan/plan_priv.h"

enum { LAG = 2 }; /* days after which a day counts as reported */

static const dr_stream_fact *find_stream(const dr_planner *p, const dr_plan_gate *gate)
{
	const dr_stream_facts *streams = &p->evidence[0].streams;
	for (size_t i = 0; p->evidence_count > 0 && i < streams->len; i++) {
		const dr_stream_fact *one = &streams->items[i];
		if (dr_str_eq(one->name, gate->sender) &&
		    dr_str_eq_nocase(one->domain, gate->domain)) {
			return one;
		}
	}
	return NULL;
}

/* Without the check. */
static bool is_met(dr_planner *p, const dr_playbook_gate *from, const dr_stream_fact *stream)
{
	dr_stream_fact one = *stream;
	one.verified = false;
	p->values.at[p->playbook->stream] = &one;
	bool met = from->met != NULL &&
	           dr_expr_eval(from->met, &p->values, p->arena).verdict == DR_TRUE;
	p->values.at[p->playbook->stream] = NULL;
	return met;
}

/* Its mail of days to come will do without the check. */
static bool is_met_by(dr_planner *p, const dr_playbook_gate *from, const dr_stream_fact *stream,
                      dr_day on)
{
	const dr_stream_aheads ahead =
		dr_gate_evidence_look_ahead(p->arena, &p->evidence[0], stream);
	bool met = is_met(p, from, stream);
	for (size_t i = 0; i < ahead.len && from->looks_ahead && !met; i++) {
		met = ahead.items[i].until + LAG <= on && is_met(p, from, &ahead.items[i].fact);
	}
	return met;
}

static const dr_playbook_gate *find_gate(const dr_playbook_phase *from, const dr_plan_gate *gate)
{
	for (size_t i = 0; i < from->gates.len; i++) {
		const dr_playbook_gate *one = &from->gates.items[i];
		if (one->each == DR_EACH_STREAM && dr_str_eq(one->id, gate->id)) {
			return one;
		}
	}
	return NULL;
}

static bool is_met_by_check(dr_planner *p, const dr_plan_phase *step, dr_str name)
{
	const dr_playbook_phase *from = dr_planner_find_phase(p->playbook, step->id);
	p->values.at[p->playbook->aim] = &from->aim;
	dr_planner_look_at(p, 0);
	for (size_t i = 0; i < step->gates.len; i++) {
		const dr_plan_gate *gate = &step->gates.items[i];
		const dr_playbook_gate *asks = find_gate(from, gate);
		const dr_stream_fact *stream = find_stream(p, gate);
		if (gate->state == DR_GATE_MET && dr_str_eq(gate->sender, name) && asks != NULL &&
		    stream != NULL && !is_met_by(p, asks, stream, step->earliest)) {
			return true;
		}
	}
	return false;
}

/* The day on which a phase may end while no source counts as checked. */
static dr_day end_unchecked(dr_planner *p, const dr_plan_phase *phase, dr_day start)
{
	const bool verified = p->ask.verified, incomplete = p->plan->incomplete;
	p->ask.verified = false;
	dr_day end = dr_planner_end_of_stay(p, phase, start);
	p->ask.verified = verified;
	p->plan->incomplete = incomplete;
	return end;
}

static const dr_plan_phase *find_enforcing_after(const dr_plan *plan, const dr_plan_phase *phase)
{
	const dr_plan_phase *end = plan->phases.items + plan->phases.len;
	while (++phase < end) {
		if (phase->state == DR_PHASE_UPCOMING && phase->enforces_more) {
			return phase;
		}
	}
	return NULL;
}

/* The first step that comes earlier because every source was checked, and the stay before it is
 * shorter for that; NULL: none does. */
static const dr_plan_phase *find_hastened(dr_planner *p)
{
	const dr_plan *plan = p->plan;
	for (size_t i = 0; i < plan->phases.len && p->ask.verified; i++) {
		const dr_plan_phase *phase = &plan->phases.items[i];
		bool present = phase->state == DR_PHASE_CURRENT;
		dr_day start = present                             ? phase->not_before
		               : phase->state == DR_PHASE_UPCOMING ? phase->earliest
		                                                   : DR_NO_DAY;
		const dr_plan_phase *step = find_enforcing_after(plan, phase);
		if (start != DR_NO_DAY && step != NULL && step->earliest != DR_NO_DAY &&
		    step->earliest < end_unchecked(p, phase, start)) {
			return step;
		}
	}
	return NULL;
}

/* The step whose day rests on the check of a source; NULL: none does, or it lasts until then. */
static const dr_plan_phase *find_resting(dr_planner *p, const dr_source_decision *d)
{
	const dr_plan_phase *step = find_hastened(p), *next = p->plan->next;
	if (step != NULL && d->is == DR_IS_OURS &&
	    !dr_gate_evidence_is_verified(d, step->earliest)) {
		return step;
	}
	bool ends = next != NULL && next->earliest != DR_NO_DAY &&
	            !dr_gate_evidence_is_verified(d, next->earliest);
	return ends && is_met_by_check(p, next, dr_gate_evidence_name_of(d)) ? next : NULL;
}

dr_str dr_planner_ends_before_step(dr_planner *p, const dr_source_decision *d)
{
	if (d->verified == DR_NO_DAY || !dr_gate_evidence_is_verified(d, p->plan->as_of)) {
		return (dr_str){ 0 };
	}
	const dr_plan_phase *step = find_resting(p, d);
	if (step == NULL) {
		return (dr_str){ 0 };
	}
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "it is of ");
	dr_day_write(d->verified, &text);
	dr_buf_addf(&text,
	            ", and a checked message is a proof for 30 days: check one again before ");
	dr_day_write(step->earliest, &text);
	dr_buf_addf(&text, ", for %.*s rests on it", DR_FMT(step->id));
	return dr_buf_str(&text);
}
