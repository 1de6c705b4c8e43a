/* Two plans beside each other: of the same domain, and of the domain after the next step. */
#include "plan_checks.h"
#include "plan_policy.h"

static bool is_same_records(const dr_plan_records *a, const dr_plan_records *b)
{
	bool same = a->len == b->len;
	for (size_t i = 0; same && i < a->len; i++) {
		same = dr_str_eq(a->items[i].name, b->items[i].name) &&
		       dr_str_eq(a->items[i].value, b->items[i].value) &&
		       dr_str_eq(a->items[i].action, b->items[i].action);
	}
	return same;
}

/* `told`: DNS tells that the step just taken is the present phase, and so how long it lasts.
 * Without pct and t, say, it does not tell that a phase was there that took them away. */
static void check_same(const plan_check *c, const dr_plan_phase *rest, const dr_plan_phase *same,
                       bool told)
{
	const dr_plan_phase *first = plan_step(&c->made->plan, 0);
	HOLDS(c->domain, same != NULL && dr_str_eq(same->id, rest->id),
	      "after %.*s comes %.*s, not %.*s", DR_FMT(first->id),
	      DR_FMT(same != NULL ? same->id : DR_STR("nothing")), DR_FMT(rest->id));
	HOLDS(c->domain, is_same_records(&same->records, &rest->records),
	      "%.*s writes '%.*s', not '%.*s'", DR_FMT(rest->id), DR_FMT(same->text),
	      DR_FMT(rest->text));
	HOLDS(c->domain, !told || same->not_before == rest->not_before,
	      "after %.*s %.*s comes %d days later", DR_FMT(first->id), DR_FMT(rest->id),
	      same->not_before - rest->not_before);
}

/* A name that is not in DNS can be set apart only where sp and np say the same; and an np that
 * nobody can read cannot be mended by a phase that is not about p. A ramp to quarantine does not
 * know what to do with a reject that is sampled. */
static bool is_put_off(const plan_check *c, const dr_plan_phase *phase)
{
	dr_str published = c->made->plan.published, id = phase != NULL ? phase->id : DR_STR("");
	bool ramp = dr_str_starts(plan_step(&c->made->plan, 0)->id, DR_STR("quarantine-"));
	/* np alone may be left out while names below are behind, and come once a step has settled
	 * that. */
	if (dr_str_eq(id, DR_STR("names"))) {
		return true;
	}
	return (ramp && policy_asked(published, ROLE_P) == 2) ||
	       (dr_str_eq(id, DR_STR("apart")) &&
	        policy_asked(published, ROLE_SP) != policy_asked(published, ROLE_NP)) ||
	       ((dr_str_eq(id, DR_STR("names")) || dr_str_eq(id, DR_STR("apart"))) &&
	        !policy_is_read(published));
}

/* It has steps of names below while p is enforced: they come or not by how long p has to wait. */
static bool has_turns(const dr_plan *plan)
{
	bool beside = false;
	const dr_plan_phase *step;
	for (size_t i = 0; (step = plan_step(plan, i)) != NULL; i++) {
		bool names_only = !step->moves_p && (step->moves_sp || step->moves_np);
		beside = beside || (names_only && !dr_str_eq(step->p.weakest, DR_STR("none")));
	}
	return beside;
}

/* Since when the part is there that the step left where it was, names below or p at none, is not
 * told once somebody says the day of the step: reports tell that of names, and of p where they set
 * the clock; where nobody does, p=none is counted from today. */
static bool is_untold(const plan_check *c)
{
	const dr_plan_phase *step = plan_step(&c->made->plan, 0);
	dr_plan_clock clock = c->made->plan.clock;
	bool names = step->moves_sp || step->moves_np;
	bool counted = clock == DR_CLOCK_REPORTS || clock == DR_CLOCK_TODAY;
	if (!step->moves_p && names && counted && dr_str_eq(step->p.weakest, DR_STR("none"))) {
		return true;
	}
	return c->domain->reports.first == DR_NO_DAY && step->moves_p && !names;
}

/* What a step moved is as old as the step, what it left as old as it was. */
static bool is_dated(dr_day then, bool moved, dr_day step, dr_day before)
{
	return then == (moved ? step : before);
}

/* Here reports go along with the day of the step, forget what they saw before the present policy,
 * and tell no pct and no t: the day that they tell of the part that the step left, or gave free,
 * need not be the plan's. Nor need that of a part that is older than they are. */
static bool is_moved_along(const plan_check *c, const dr_plan *then)
{
	const dr_plan *plan = &c->made->plan;
	const dr_plan_phase *step = plan_step(plan, 0);
	const mail_reports *r = &c->domain->reports;
	bool names = step->moves_sp || step->moves_np;
	bool young = r->first != DR_NO_DAY && plan->since_given && plan->since < r->first;
	bool partly = plan->clock == DR_CLOCK_TODAY && plan->p_since != DR_NO_DAY;
	bool freed = names && policy_anywhere(plan->published, ROLE_SP).least <
	                              policy_asked(plan->published, ROLE_SP);
	return (plan->clock == DR_CLOCK_REPORTS || young || partly || freed) &&
	       (!is_dated(then->p_since, step->moves_p, then->as_of, plan->p_since) ||
	        !is_dated(then->names_since, names, then->as_of, plan->names_since));
}

/* Records of names below, wherever they come. */
static const dr_plan_phase *plan_apart(const dr_plan *plan)
{
	const dr_plan_phase *apart = dr_plan_find(plan, DR_STR("apart"));
	return apart != NULL && apart->state == DR_PHASE_UPCOMING ? apart : NULL;
}

static void check_rest(const plan_check *c, const dr_plan *then)
{
	const dr_plan_phase *rest;
	bool told = then->current != NULL &&
	            dr_str_eq(then->current->id, plan_step(&c->made->plan, 0)->id);
	size_t i = 0;
	c->tally->tails += told;
	bool turns = has_turns(then) || has_turns(&c->made->plan);
	if (is_put_off(c, plan_step(then, 0)) || is_put_off(c, plan_apart(then)) ||
	    (turns && (!told || is_untold(c)))) {
		return;
	}
	told = told && !is_untold(c) && !is_moved_along(c, then);
	for (; (rest = plan_step(&c->made->plan, i + 1)) != NULL; i++) {
		check_same(c, rest, plan_step(then, i), told);
	}
	const dr_plan_phase *more = plan_step(then, i);
	HOLDS(c->domain, more == NULL, "%.*s is new", DR_FMT(more->id));
}

/* What was said of the record before it was written is what is said once it is there. */
static void check_foreseen(const plan_check *c, const dr_plan_phase *step, const made_plan *then)
{
	size_t foreseen = 0, found = 0;
	for (size_t i = 0; i < step->findings.len; i++) {
		const dr_finding *f = step->findings.items[i];
		foreseen += f->outcome == DR_HIT && f->severity > DR_INFO;
	}
	for (size_t i = 0; i < then->result.judgement.findings.len; i++) {
		const dr_finding *f = then->result.judgement.findings.items[i];
		found += f->outcome == DR_HIT && f->severity > DR_INFO;
	}
	HOLDS(c->domain, foreseen == found, "%.*s: %zu errors and warnings foreseen, %zu found",
	      DR_FMT(step->id), foreseen, found);
}

void check_tail(const plan_check *c)
{
	const dr_plan_phase *step = plan_step(&c->made->plan, 0);
	if (step == NULL) {
		return;
	}
	dr_arena *arena = dr_arena_new(0);
	plan_domain after = plan_domain_after(arena, c->domain, &c->made->plan, step);
	made_plan then;
	plan_make(c->books, &after, false, &then);
	check_rest(c, &then.plan);
	check_foreseen(c, step, &then);
	plan_unmake(&then);
	dr_arena_free(arena);
}

void check_bytes(const plan_check *c)
{
	dr_arena *arena = dr_arena_new(0);
	plan_domain twin = plan_domain_generate(arena, c->domain->number, c->books->count);
	made_plan again;
	plan_make(c->books, &twin, true, &again);
	dr_str one = plan_written(c->made, "json"), other = plan_written(&again, "json");
	HOLDS(c->domain, dr_str_eq(one, other), "%.*s", DR_FMT(other));
	plan_unmake(&again);
	dr_arena_free(arena);
}
