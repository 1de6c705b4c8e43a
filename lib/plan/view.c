#include "plan/plan.h"

const char *dr_phase_state_name(dr_phase_state state)
{
	static const char *const NAMES[] = { [DR_PHASE_DONE] = "done",
		                             [DR_PHASE_CURRENT] = "current",
		                             [DR_PHASE_UPCOMING] = "upcoming",
		                             [DR_PHASE_SKIPPED] = "skipped" };
	return NAMES[state];
}

const char *dr_gate_state_name(dr_gate_state state)
{
	static const char *const NAMES[] = { [DR_GATE_MET] = "met",
		                             [DR_GATE_OPEN] = "open",
		                             [DR_GATE_UNKNOWN] = "unknown",
		                             [DR_GATE_ACCEPTED] = "accepted" };
	return NAMES[state];
}

const char *dr_plan_clock_name(dr_plan_clock clock)
{
	static const char *const NAMES[] = { [DR_CLOCK_REPORTS] = "reports",
		                             [DR_CLOCK_SAID] = "said",
		                             [DR_CLOCK_SNAPSHOT] = "snapshot",
		                             [DR_CLOCK_CHANGED] = "snapshot",
		                             [DR_CLOCK_TODAY] = "today" };
	return NAMES[clock];
}

const dr_plan_phase *dr_plan_find(const dr_plan *plan, dr_str id)
{
	for (size_t i = 0; i < plan->phases.len; i++) {
		if (dr_str_eq(plan->phases.items[i].id, id)) {
			return &plan->phases.items[i];
		}
	}
	return NULL;
}

bool dr_plan_lacks_day(const dr_plan_phase *phase)
{
	return phase->state == DR_PHASE_UPCOMING && phase->not_before == DR_NO_DAY;
}

int dr_plan_no_such_phase(dr_arena *arena, const dr_plan *plan, dr_str id, dr_error *err)
{
	dr_buf known;
	dr_buf_init(&known, arena);
	for (size_t i = 0; i < plan->phases.len; i++) {
		dr_buf_addf(&known, "%s%.*s", i > 0 ? ", " : "", DR_FMT(plan->phases.items[i].id));
	}
	return dr_fail(err, DR_ENAME, DR_NOWHERE,
	               "no phase '%.*s' in the plan of %.*s; there is %.*s", DR_FMT(id),
	               DR_FMT(plan->domain), DR_FMT(dr_buf_str(&known)));
}

static void add_line(dr_arena *arena, dr_strs *lines, dr_buf *text)
{
	dr_list_add(arena, lines, dr_buf_str(text));
	dr_buf_init(text, arena);
}

static void add_reason(dr_arena *arena, dr_plan_move *move, dr_buf *text)
{
	add_line(arena, &move->reasons, text);
}

/* How many of them are for want of an answer. */
static size_t add_gate_reasons(dr_arena *arena, dr_plan_move *move, dr_buf *text)
{
	size_t unread = 0;
	for (size_t i = 0; i < move->phase->gates.len; i++) {
		const dr_plan_gate *gate = &move->phase->gates.items[i];
		if (gate->state != DR_GATE_OPEN && gate->state != DR_GATE_UNKNOWN) {
			continue;
		}
		dr_buf_addf(text, "%.*s is %s: %.*s", DR_FMT(gate->id),
		            dr_gate_state_name(gate->state), DR_FMT(gate->title));
		if (gate->source.len > 0) {
			dr_buf_addf(text, " (%.*s)", DR_FMT(gate->source));
		}
		if (gate->unread) {
			dr_buf_addf(text, ": %.*s", DR_FMT(gate->measured.text));
			unread++;
		}
		add_reason(arena, move, text);
	}
	return unread;
}

/* Behind the last step nothing waits for what is not known. */
static void add_open(dr_arena *arena, const dr_plan *plan, dr_plan_move *move)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	for (size_t i = 0; i < plan->alarms.len; i++) {
		dr_buf_addf(&text, "go back: %.*s", DR_FMT(plan->alarms.items[i].text));
		add_line(arena, &move->open, &text);
	}
	for (size_t i = 0; i < plan->obstacles.len; i++) {
		dr_buf_addf(&text, "to settle: %.*s", DR_FMT(plan->obstacles.items[i].what));
		add_line(arena, &move->open, &text);
	}
}

static void add_alarm_reasons(dr_arena *arena, const dr_plan *plan, dr_plan_move *move,
                              dr_buf *text)
{
	for (size_t i = 0; i < plan->alarms.len; i++) {
		dr_buf_addf(text, "go back first: %.*s", DR_FMT(plan->alarms.items[i].text));
		add_reason(arena, move, text);
	}
}

static void add_reasons(dr_arena *arena, const dr_plan *plan, dr_plan_move *move)
{
	const dr_plan_phase *phase = move->phase;
	dr_buf text;
	dr_buf_init(&text, arena);
	if (phase->state == DR_PHASE_SKIPPED) {
		dr_buf_addf(&text, "%.*s is not part of this plan: %.*s", DR_FMT(phase->id),
		            DR_FMT(phase->skipped_because));
		add_reason(arena, move, &text);
		return;
	}
	add_alarm_reasons(arena, plan, move, &text);
	if (phase != plan->next && plan->next != NULL) {
		dr_buf_addf(&text, "%.*s comes first", DR_FMT(plan->next->id));
		add_reason(arena, move, &text);
	}
	if (dr_plan_lacks_day(phase)) {
		dr_buf_addf(&text, "no day is free for it");
		for (size_t i = 0; i < phase->delays.len; i++) {
			dr_buf_addf(&text, "%s%.*s", i == 0 ? ": " : "; ",
			            DR_FMT(phase->delays.items[i]));
		}
		add_reason(arena, move, &text);
	} else if (phase->not_before > plan->as_of) {
		dr_buf_addf(&text, "not before ");
		dr_day_write(phase->not_before, &text);
		add_reason(arena, move, &text);
	}
	if (phase->decision) {
		dr_buf_addf(&text, "a person decides whether %.*s comes", DR_FMT(phase->id));
		add_reason(arena, move, &text);
	}
	size_t unread = add_gate_reasons(arena, move, &text);
	move->unsure = unread > 0 && unread == move->reasons.len;
}

int dr_plan_may_move(dr_arena *arena, const dr_plan *plan, dr_str id, dr_plan_move *ret_move,
                     dr_error *err)
{
	const dr_plan_phase *next = plan->next != NULL ? plan->next : plan->current;
	dr_plan_move move = { .phase = id.len > 0 ? dr_plan_find(plan, id) : next };
	if (move.phase == NULL) {
		return dr_plan_no_such_phase(arena, plan, id, err);
	}
	move.reached = move.phase->state == DR_PHASE_DONE || move.phase->state == DR_PHASE_CURRENT;
	if (!move.reached) {
		add_reasons(arena, plan, &move);
	} else if (move.phase == plan->current && plan->next == NULL) {
		add_open(arena, plan, &move);
	}
	move.allowed = move.reasons.len == 0;
	if (dr_arena_failed(arena)) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory to look at a phase");
	}
	*ret_move = move;
	return DR_OK;
}

bool dr_plan_is_ready(const dr_plan *plan)
{
	const dr_plan_phase *next = plan->next;
	if (next == NULL || dr_plan_lacks_day(next) || next->decision || plan->alarms.len > 0 ||
	    plan->obstacles.len > 0) {
		return false;
	}
	for (size_t i = 0; i < next->gates.len; i++) {
		dr_gate_state state = next->gates.items[i].state;
		if (state == DR_GATE_OPEN || state == DR_GATE_UNKNOWN) {
			return false;
		}
	}
	return true;
}

bool dr_plan_is_undated(const dr_plan *plan)
{
	return dr_plan_is_ready(plan) && plan->current != NULL && !plan->since_given &&
	       plan->next->not_before > plan->as_of;
}

/* Who looks once a week, always on a Friday, is told of a step that may begin on Monday. */
enum { LOOK_DAYS = 6 };

bool dr_plan_needs_a_person(const dr_plan *plan)
{
	if (plan->alarms.len > 0 || plan->regressed || plan->unheard || plan->blockers.len > 0 ||
	    plan->losses.len > 0) {
		return true;
	}
	for (size_t i = 0; i < plan->obstacles.len; i++) {
		if (plan->obstacles.items[i].to_do) {
			return true;
		}
	}
	if (dr_plan_is_undated(plan)) {
		return true;
	}
	bool step = plan->next != NULL && (plan->next->records.len > 0 || plan->next->decision);
	if (!step) {
		return plan->obstacles.len > 0;
	}
	bool only_waits =
		dr_plan_is_ready(plan) && plan->next->not_before > plan->as_of + LOOK_DAYS;
	return plan->due != DR_NO_DAY && plan->due <= plan->as_of && !only_waits;
}
