/* Gates whose state hangs on answers that were asked for and could not be had. */
#include "plan/plan_priv.h"

/* Whether a condition holds, were these findings there beside those that are. */
static bool holds_with(dr_planner *p, const dr_expr *condition, const dr_finding_fact *more,
                       size_t count)
{
	const dr_finding_fact *sure = p->findings.items;
	dr_finding_facts all = { 0 };
	for (size_t i = 0; i < p->findings.len; i++) {
		dr_list_add(p->arena, &all, sure[i]);
	}
	for (size_t i = 0; i < count; i++) {
		dr_list_add(p->arena, &all, more[i]);
	}
	const dr_list supposed = { all.items, all.len };
	const void *before = p->values.at[p->playbook->findings];
	p->values.at[p->playbook->findings] = &supposed;
	dr_verdict verdict = dr_expr_eval(condition, &p->values, p->arena).verdict;
	p->values.at[p->playbook->findings] = before;
	return verdict == DR_TRUE;
}

/* The checks that the gate waits for, and why they are not sure. */
typedef struct {
	dr_strs rules; /* one may have run for several things */
	dr_why_set why;
} doubt;

static doubt find_doubt(dr_planner *p, const dr_playbook_gate *from)
{
	doubt found = { { 0 }, 0 };
	dr_strs *rules = &found.rules;
	for (size_t i = 0; i < p->unread.len && i < p->unread_why.len; i++) {
		const dr_finding_fact *one = &p->unread.items[i];
		if (holds_with(p, from->met, one, 1)) {
			continue;
		}
		found.why |= p->unread_why.items[i];
		if (rules->len == 0 || !dr_str_eq(rules->items[rules->len - 1], one->rule)) {
			dr_list_add(p->arena, rules, one->rule);
		}
	}
	return found;
}

/* Nobody was asked for what a limit of ours left out, and nobody will be. */
static bool is_left_out(const doubt *d)
{
	return (d->why & (1u << DR_WHY_NETWORK)) == 0;
}

static void say_what_to_do(dr_planner *p, const doubt *d, const dr_plan_gate *gate, dr_buf *todo)
{
	if (is_left_out(d)) {
		dr_buf_addf(todo,
		            "Asking again changes nothing, so much is in use or asked for: look at "
		            "the rest yourself and accept %.*s in the config, with a date.",
		            DR_FMT(gate->id));
		return;
	}
	dr_buf_addf(todo,
	            "Ask again later; dmarcramp lint %.*s says which answers are missing. Where "
	            "they never come, look yourself and accept %.*s in the config, with a date.",
	            DR_FMT(p->plan->domain), DR_FMT(gate->id));
}

static void tell_doubt(dr_planner *p, const doubt *d, dr_plan_gate *gate)
{
	dr_buf seen, todo;
	dr_buf_init(&seen, p->arena);
	dr_buf_init(&todo, p->arena);
	dr_buf_addf(&seen, "not sure of %.*s", DR_FMT(d->rules.items[0]));
	if (d->rules.len > 1) {
		dr_buf_addf(&seen, " and %zu more", d->rules.len - 1);
	}
	dr_buf_addf(&seen, is_left_out(d) ? ": beyond a limit of what is looked at"
	                                  : ": answers could not be had");
	say_what_to_do(p, d, gate, &todo);
	gate->measured =
		(dr_measure){ .given = true, .value = -1, .of = -1, .text = dr_buf_str(&seen) };
	gate->todo = dr_buf_str(&todo);
}

bool dr_planner_may_be_there(dr_planner *p, const dr_playbook_gate *gate)
{
	return gate->when != NULL && p->unread.len > 0 &&
	       holds_with(p, gate->when, p->unread.items, p->unread.len);
}

void dr_planner_doubt_gate(dr_planner *p, const dr_playbook_gate *from, dr_plan_gate *gate)
{
	if (from->each == DR_EACH_ADDRESS) {
		const dr_target_fact *target = p->values.at[p->playbook->address];
		gate->unread = gate->state == DR_GATE_UNKNOWN &&
		               dr_str_eq(target->takes, DR_STR("no-answer"));
		return;
	}
	if (gate->state != DR_GATE_MET || p->unread.len == 0 ||
	    holds_with(p, from->met, p->unread.items, p->unread.len)) {
		return;
	}
	const doubt found = find_doubt(p, from);
	if (found.rules.len > 0) {
		gate->state = DR_GATE_UNKNOWN;
		gate->unread = true;
		gate->left_out = is_left_out(&found);
		tell_doubt(p, &found, gate);
	}
}
