/* What people say under `accept:`, `approve:`, `verified:`, `target:` and `since:`: gates that they
 * close for a time, and what of it comes to nothing. */
#include "plan/plan_priv.h"
#include "record/policy.h"

/* The source by what people call it, who answers for it, or by what it is known. */
static bool is_called(const dr_source_decision *d, dr_str text)
{
	const dr_str names[] = { d->name, d->owner, d->service, d->dkim, d->spf, d->rdns };
	for (size_t i = 0; i < DR_COUNT(names); i++) {
		if (names[i].len > 0 && dr_str_eq_nocase(names[i], text)) {
			return true;
		}
	}
	return false;
}

static bool is_about(const dr_domain_config *own, const dr_acceptance *a, const dr_plan_gate *gate)
{
	if (!dr_str_eq(a->gate, gate->id)) {
		return false;
	}
	if (a->source.len == 0 || dr_str_eq_nocase(a->source, gate->source) ||
	    dr_str_eq_nocase(a->source, gate->sender)) {
		return true;
	}
	for (size_t i = 0; i < own->sources.len; i++) {
		const dr_source_decision *d = &own->sources.items[i];
		if (dr_str_eq(dr_gate_evidence_name_of(d), gate->sender) &&
		    is_called(d, a->source)) {
			return true;
		}
	}
	return false;
}

/* The first line that closes the gate on that day; NULL: there is none. */
static const dr_acceptance *find_line(const dr_planner *p, const dr_plan_gate *gate, dr_day day)
{
	const dr_domain_config *own = p->request->own;
	for (size_t i = 0; own != NULL && i < own->accept.len; i++) {
		const dr_acceptance *a = &own->accept.items[i];
		if (is_about(own, a, gate) && a->until != DR_NO_DAY && a->until >= day) {
			return a;
		}
	}
	return NULL;
}

bool dr_planner_is_accepted_on(const dr_planner *p, const dr_plan_gate *gate, dr_day day)
{
	return find_line(p, gate, day) != NULL;
}

void dr_planner_accept_gate(dr_planner *p, dr_plan_gate *gate)
{
	const dr_acceptance *a = find_line(p, gate, p->plan->as_of);
	if (a == NULL) {
		return;
	}
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "%.*s until ", DR_FMT(a->by));
	dr_day_write(a->until, &text);
	dr_buf_addf(&text, ": %.*s", DR_FMT(a->reason));
	gate->accepted_by = dr_buf_str(&text);
	gate->state = DR_GATE_ACCEPTED;
}

/* ---- what comes to nothing ---- */

static void add_remark(dr_planner *p, const char *key, dr_str what, dr_str why)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "%s %.*s: %.*s", key, DR_FMT(what), DR_FMT(why));
	dr_list_add(p->arena, &p->plan->remarks, dr_buf_str(&text));
}

/* A gate of a phase, or somebody who was reported, has the name. */
static bool is_seen(const dr_planner *p, dr_str source)
{
	const dr_traffic *traffic = p->request->traffic;
	for (size_t i = 0; i < p->plan->phases.len; i++) {
		const dr_plan_gates *gates = &p->plan->phases.items[i].gates;
		for (size_t j = 0; j < gates->len; j++) {
			if (dr_str_eq_nocase(gates->items[j].source, source) ||
			    dr_str_eq_nocase(gates->items[j].sender, source)) {
				return true;
			}
		}
	}
	for (size_t i = 0; traffic != NULL && i < traffic->senders.len; i++) {
		if (dr_str_eq_nocase(traffic->senders.items[i]->name, source)) {
			return true;
		}
	}
	return false;
}

/* Without reports a source that only they can tell of may be right. */
static bool is_nobody(const dr_planner *p, const dr_acceptance *a)
{
	const dr_domain_config *own = p->request->own;
	for (size_t i = 0; i < own->sources.len; i++) {
		if (is_called(&own->sources.items[i], a->source)) {
			return false;
		}
	}
	return a->source.len > 0 && p->request->traffic != NULL && !is_seen(p, a->source);
}

/* The first gate of a phase that the acceptance is about and that still waits. NULL: there is
 * none, or it is accepted, this way or by another line. */
static const dr_plan_gate *find_waiting(const dr_planner *p, const dr_acceptance *a,
                                        const dr_plan_phase *phase)
{
	const dr_plan_gate *found = NULL;
	for (size_t i = 0; phase != NULL && i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		if (!is_about(p->request->own, a, gate)) {
			continue;
		}
		if (gate->state == DR_GATE_ACCEPTED) {
			return NULL;
		}
		found = found == NULL && gate->state != DR_GATE_MET ? gate : found;
	}
	return found;
}

/* It closes a gate of the next step today, and on the day of the step nothing does any more. */
static bool ends_too_early(const dr_planner *p, const dr_acceptance *a)
{
	const dr_plan_phase *next = p->plan->next;
	dr_day day = next != NULL ? next->earliest : DR_NO_DAY;
	for (size_t i = 0; day != DR_NO_DAY && i < next->gates.len; i++) {
		const dr_plan_gate *gate = &next->gates.items[i];
		if (gate->state == DR_GATE_ACCEPTED && find_line(p, gate, p->plan->as_of) == a &&
		    find_line(p, gate, day) == NULL) {
			return true;
		}
	}
	return false;
}

/* "it ended on 2026-11-10, and the gate is still unknown". */
static dr_str say_day(dr_planner *p, const char *before, dr_day day, const char *behind)
{
	dr_buf why;
	dr_buf_init(&why, p->arena);
	dr_buf_addf(&why, "%s ", before);
	dr_day_write(day, &why);
	dr_buf_addf(&why, "%s", behind);
	return dr_buf_str(&why);
}

static dr_str what_of(dr_planner *p, const dr_acceptance *a)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_add(&text, a->gate);
	if (a->source.len > 0) {
		dr_buf_addf(&text, " (%.*s)", DR_FMT(a->source));
	}
	return dr_buf_str(&text);
}

static void judge_acceptance(dr_planner *p, const dr_acceptance *a)
{
	const dr_plan_gate *gate = find_waiting(p, a, p->plan->next);
	dr_str what = what_of(p, a);
	if (!dr_playbook_has_gate(p->playbook, a->gate)) {
		add_remark(p, "accept", what, DR_STR("the playbook has no such gate"));
	} else if (is_nobody(p, a)) {
		add_remark(p, "accept", what,
		           DR_STR("nobody is called so, in reports or under `sources`"));
	} else if (gate != NULL && gate->state == DR_GATE_OPEN) {
		add_remark(
			p, "accept", what,
			DR_STR("the gate is open, and only one that is unknown can be accepted"));
	} else if (gate != NULL) {
		add_remark(p, "accept", what,
		           say_day(p, "it ended on", a->until, ", and the gate is still unknown"));
	} else if (ends_too_early(p, a)) {
		add_remark(p, "accept", what,
		           say_day(p, "it ends on", a->until, ", before the step may be taken"));
	}
}

/* The strongest p that the playbook leads to. */
static dr_policy end_of(const dr_playbook *playbook)
{
	dr_policy end = DR_POLICY_NONE;
	for (size_t i = 0; i < playbook->phases.len; i++) {
		dr_policy p = dr_policy_parse(playbook->phases.items[i].raise_p);
		end = p > end ? p : end;
	}
	return end;
}

static void judge_target(dr_planner *p)
{
	dr_policy target = dr_policy_parse(p->request->own->target), end = end_of(p->playbook);
	if (target > end && target > dr_planner_parse(p, p->plan->published).p) {
		dr_buf why;
		dr_buf_init(&why, p->arena);
		dr_buf_addf(&why, "the playbook ends at p=%s", dr_policy_name(end));
		add_remark(p, "target", p->request->own->target, dr_buf_str(&why));
	}
}

static bool is_ahead(const dr_planner *p, dr_str id)
{
	const dr_plan_phase *phase = dr_plan_find(p->plan, id);
	return phase != NULL && phase->state == DR_PHASE_UPCOMING;
}

static void judge_approval(dr_planner *p, const dr_approval *a)
{
	if (dr_planner_find_phase(p->playbook, a->phase) == NULL) {
		add_remark(p, "approve", a->phase, DR_STR("the playbook has no such phase"));
	} else if (a->on != DR_NO_DAY && a->on > p->plan->as_of) {
		add_remark(p, "approve", a->phase, say_day(p, "it counts from", a->on, " on"));
	} else if (dr_planner_is_older(p, a) && is_ahead(p, a->phase)) {
		add_remark(p, "approve", a->phase,
		           say_day(p, "it is not younger than the way back of", p->plan->since,
		                   ", and that step wants its own line"));
	}
}

static void judge_since(dr_planner *p)
{
	dr_str why = !p->plan->regressed ? p->plan->disproved : (dr_str){ 0 };
	if (why.len == 0 && p->since_is_old) {
		why = DR_STR("no report tells the last step from the one before; see that this day "
		             "is of the last one, or the next step comes too early");
	}
	if (why.len > 0) {
		dr_buf day;
		dr_buf_init(&day, p->arena);
		dr_day_write(p->plan->said_since, &day);
		add_remark(p, "since", dr_buf_str(&day), why);
	}
}

/* The next step has a gate of the source that a checked message may still meet. */
static bool is_waited_for(const dr_planner *p, dr_str name)
{
	const dr_plan_phase *next = p->plan->next;
	for (size_t i = 0; next != NULL && i < next->gates.len; i++) {
		const dr_plan_gate *gate = &next->gates.items[i];
		if (gate->state == DR_GATE_UNKNOWN && dr_str_eq(gate->sender, name)) {
			return true;
		}
	}
	return false;
}

static void judge_verified(dr_planner *p, const dr_source_decision *d)
{
	dr_str name = dr_gate_evidence_name_of(d);
	dr_day today = p->plan->as_of;
	dr_str ends = dr_planner_ends_before_step(p, d);
	if (ends.len > 0) {
		add_remark(p, "verified", name, ends);
	}
	if (d->verified == DR_NO_DAY || dr_gate_evidence_is_verified(d, today) ||
	    !is_waited_for(p, name)) {
		return;
	}
	add_remark(p, "verified", name,
	           d->verified > today ? say_day(p, "it counts from", d->verified, " on")
	                               : say_day(p, "it is of", d->verified,
	                                         ", and a checked message is a proof for 30 days"));
}

void dr_planner_find_remarks(dr_planner *p)
{
	const dr_domain_config *own = p->request->own;
	judge_since(p);
	for (size_t i = 0; own != NULL && i < own->accept.len; i++) {
		judge_acceptance(p, &own->accept.items[i]);
	}
	for (size_t i = 0; own != NULL && i < own->approve.len; i++) {
		judge_approval(p, &own->approve.items[i]);
	}
	for (size_t i = 0; own != NULL && i < own->sources.len; i++) {
		judge_verified(p, &own->sources.items[i]);
	}
	if (own != NULL) {
		judge_target(p);
	}
}
