#include "plan/plan_facts.h"

/* clang-format off */
static const dr_field PLAN_FIELDS[] = {
	DR_FACT(dr_plan_facts, phase, "the present phase", DR_MAY_BE_ABSENT),
	DR_FACT(dr_plan_facts, next, "the next step", DR_MAY_BE_ABSENT),
	DR_FACT(dr_plan_facts, days, "age of the present phase", DR_MAY_BE_ABSENT),
	DR_PLAIN(dr_plan_facts, least, "days that it lasts at least"),
	DR_FACT(dr_plan_facts, overdue, "days since the next step was due; negative: until it is",
		DR_MAY_BE_ABSENT),
	DR_FACT(dr_plan_facts, ends_in, "days until the last phase may begin", DR_MAY_BE_ABSENT),
	DR_PLAIN(dr_plan_facts, waiting, "gates of the next step that are open or unknown"),
	DR_PLAIN(dr_plan_facts, undecided, "the next step waits for a decision of a person"),
	DR_PLAIN(dr_plan_facts, ahead,
		 "gates of the step that brought p where it is that are open or unknown all the same"),
	DR_PLAIN(dr_plan_facts, bars, "what else speaks against that step; empty: nothing"),
	DR_PLAIN(dr_plan_facts, names_wait,
		 "sp is to rise in a step that may not begin today"),
	DR_PLAIN(dr_plan_facts, drift, "how DNS does not fit the config; empty: it does"),
};
DR_SCHEMA(DR_PLAN_FACTS_SCHEMA, "plan", dr_plan_facts, PLAN_FIELDS, "the plan of the rollout");
/* clang-format on */

static dr_status known_if(bool known)
{
	return known ? DR_STATUS_KNOWN : DR_STATUS_ABSENT;
}

static int64_t count_waiting(const dr_plan_phase *phase)
{
	int64_t count = 0;
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		count += gate->state == DR_GATE_OPEN || gate->state == DR_GATE_UNKNOWN;
	}
	return count;
}

/* The step that raises sp waits for its day, for gates, or for a step before it. */
static bool do_names_wait(dr_arena *arena, const dr_plan *plan)
{
	for (size_t i = 0; i < plan->phases.len; i++) {
		const dr_plan_phase *phase = &plan->phases.items[i];
		if (phase->state == DR_PHASE_UPCOMING && phase->moves_sp) {
			dr_plan_move move = { .allowed = true };
			dr_error err = { 0 };
			dr_plan_may_move(arena, plan, phase->id, &move, &err);
			return !move.allowed;
		}
	}
	return false;
}

/* What the past says against the config: a stronger policy earlier, or a clock that what was seen
 * disproves. */
static dr_str drift_of(dr_arena *arena, const dr_plan *plan)
{
	if (plan->regressed) {
		return plan->notes.items[0];
	}
	dr_buf text;
	dr_buf_init(&text, arena);
	if (plan->disproved.len > 0) {
		dr_buf_addf(&text, "since: ");
		dr_day_write(plan->said_since, &text);
		dr_buf_addf(&text, ", but %.*s", DR_FMT(plan->disproved));
	}
	return dr_buf_str(&text);
}

const dr_plan_facts *dr_plan_facts_make(dr_arena *arena, const dr_plan *plan)
{
	dr_plan_facts *facts = plan->incomplete ? NULL : dr_arena_new_of(arena, dr_plan_facts);
	if (facts == NULL) {
		return NULL;
	}
	const dr_plan_phase *now = plan->current, *next = plan->next;
	bool steps = next != NULL && next->records.len > 0;
	bool timed = now != NULL && plan->since_given;
	bool dated = steps && timed && plan->due != DR_NO_DAY;
	*facts = (dr_plan_facts){
		.phase = now != NULL ? now->id : (dr_str){ 0 },
		.phase_status = known_if(now != NULL),
		.next = steps ? next->id : (dr_str){ 0 },
		.next_status = known_if(steps),
		.days = timed ? plan->as_of - now->not_before : 0,
		.days_status = known_if(timed),
		.least = now != NULL ? now->min_days : 0,
		.overdue = dated ? plan->as_of - plan->due : 0,
		.overdue_status = known_if(dated),
		.ends_in = plan->end != DR_NO_DAY ? plan->end - plan->as_of : 0,
		.ends_in_status = known_if(plan->end != DR_NO_DAY),
		.waiting = steps ? count_waiting(next) : 0,
		.undecided = steps && next->decision,
		.ahead = (int64_t)plan->taken.waiting,
		.bars = plan->taken.bars,
		.names_wait = do_names_wait(arena, plan),
		.drift = drift_of(arena, plan),
	};
	return facts;
}
