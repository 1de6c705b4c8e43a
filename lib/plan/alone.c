/* p does not wait for names below the domain: when only they are in the way, a step raises p alone,
 * and sp and np stay as they are. */
#include "plan/plan_priv.h"
#include "record/policy.h"

bool dr_planner_is_below(dr_str scope)
{
	return dr_str_eq(scope, DR_STR("sp")) || dr_str_eq(scope, DR_STR("np"));
}

/* A name that gets a record of its own before is in nobody's way. */
bool dr_planner_is_in_the_way(const dr_planner *p, const dr_plan_gate *gate)
{
	bool held =
		gate->state == DR_GATE_OPEN || (gate->state == DR_GATE_UNKNOWN && gate->left_out);
	return held && !dr_planner_is_set_apart(p, gate->domain);
}

static const dr_plan_gate *find_below(const dr_planner *p, const dr_plan_phase *phase)
{
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		if (dr_planner_is_below(gate->scope) && dr_planner_is_in_the_way(p, gate)) {
			return gate;
		}
	}
	return NULL;
}

/* What nobody knows yet is not in the way, it takes time. */
static bool is_free_but_for_names(const dr_planner *p, const dr_plan_phase *phase)
{
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		if (!dr_planner_is_below(gate->scope) && dr_planner_is_in_the_way(p, gate)) {
			return false;
		}
	}
	return true;
}

/* An earlier step went alone, or whoever wrote the record wanted it so. */
bool dr_planner_are_names_behind(dr_planner *p, dr_str text)
{
	dr_dmarc record = dr_planner_parse(p, text);
	dr_policies now = dr_policy_effective(&record).weakest;
	return now.sp < now.p || now.np < now.p;
}

bool dr_planner_is_raised(const dr_planner *p, const dr_playbook_phase *from)
{
	const dr_dmarc_policies *now = &p->facts->dmarc.effective.weakest;
	return now->p_status.state == DR_KNOWN &&
	       dr_policy_parse(now->p) >= dr_policy_parse(from->raise_p);
}

/* The phase after this one that raises p; NULL: p is where it is to be. */
static const dr_playbook_phase *find_raising(dr_planner *p, const dr_playbook_phase *from)
{
	const dr_playbook_phases *phases = &p->playbook->phases;
	for (size_t i = (size_t)(from - phases->items) + 1; i < phases->len; i++) {
		const dr_playbook_phase *next = &phases->items[i];
		if (next->leaves_below != NULL && next->raise_p.len > 0 &&
		    !dr_planner_is_raised(p, next) && dr_planner_holds(p, next->when) &&
		    dr_planner_beyond_target(p, next).len == 0) {
			return next;
		}
	}
	return NULL;
}

bool dr_planner_stands(dr_planner *p, const dr_playbook_phase *from, dr_str before)
{
	dr_dmarc record = dr_planner_parse(p, before);
	return dr_policy_effective(&record).weakest.p >= dr_policy_parse(from->raise_p);
}

/* Whether p may go on without names: by this phase, or past it when it is about names only. */
static bool may_go_on(dr_planner *p, const dr_playbook_phase *from, const dr_plan_phase *phase,
                      dr_str before)
{
	if (dr_planner_are_names_behind(p, before)) {
		return true;
	}
	if (from->raise_p.len > 0) {
		return dr_planner_is_raised(p, from) || dr_planner_stands(p, from, before) ||
		       is_free_but_for_names(p, phase);
	}
	const dr_playbook_phase *raising = find_raising(p, from);
	if (raising == NULL) {
		return false;
	}
	dr_plan_phase next = dr_planner_make_phase(p, raising, before);
	return next.state == DR_PHASE_UPCOMING && is_free_but_for_names(p, &next);
}

static void add_gates(dr_planner *p, const dr_playbook_gates *from, bool below,
                      dr_playbook_gates *gates)
{
	for (size_t i = 0; i < from->len; i++) {
		if (dr_planner_is_below(from->items[i].scope) == below) {
			dr_list_add(p->arena, gates, from->items[i]);
		}
	}
}

static dr_playbook_phase without_names(dr_planner *p, const dr_playbook_phase *from)
{
	dr_playbook_phase alone = *from;
	alone.raise_sp = alone.raise_np = DR_STR("none");
	if (!dr_planner_is_raised(p, from)) {
		alone.gates = (dr_playbook_gates){ 0 };
		add_gates(p, &from->gates, false, &alone.gates);
	}
	return alone;
}

/* Names that were left behind rise in the same step as far as the next phase of their own would
 * take them, when they are as ready as this one asks. */
static bool takes_names_along(dr_planner *p, const dr_playbook_phase *from, dr_str before,
                              dr_playbook_phase *ret_alone)
{
	const dr_playbook_phase *following = dr_planner_find_following(p, from);
	if (following == NULL) {
		return false;
	}
	ret_alone->raise_sp = following->raise_sp;
	ret_alone->raise_np = following->raise_np;
	add_gates(p, &following->gates, true, &ret_alone->gates);
	dr_plan_phase phase = dr_planner_make_phase(p, ret_alone, before);
	return phase.state == DR_PHASE_UPCOMING && find_below(p, &phase) == NULL;
}

/* Where p stands, names that are behind it are left to phases of their own. */
static bool leaves_to_others(dr_planner *p, const dr_playbook_phase *from, dr_str before)
{
	bool stands = from->raise_p.len == 0 || dr_planner_stands(p, from, before);
	return stands && dr_planner_are_names_behind(p, before) &&
	       dr_planner_find_following(p, from) != NULL;
}

/* p is enforced and has a step that need not wait for this one, which is about names only. */
static bool is_passed(dr_planner *p, const dr_playbook_phase *from, dr_str before)
{
	dr_dmarc record = dr_planner_parse(p, before);
	return p->turn.first && from->raise_p.len == 0 &&
	       dr_policy_effective(&record).weakest.p > DR_POLICY_NONE;
}

/* Mail of names that the record leaves behind p would be refused at receivers that never filed it,
 * as none is asked for there, or pct or t hold quarantine back. */
static bool leaps(dr_planner *p, const dr_plan_phase *phase, dr_str before)
{
	dr_dmarc old = dr_planner_parse(p, before), new = dr_planner_parse(p, phase->text);
	dr_effective effect = dr_policy_effective(&old);
	dr_policies least = effect.weakest, most = effect.strictest;
	dr_policies is = dr_policy_effective(&new).weakest;
	bool sp = (least.sp < least.p || most.sp < most.p) && least.sp == DR_POLICY_NONE;
	bool np = (least.np < least.p || most.np < most.p) && least.np == DR_POLICY_NONE;
	return phase->moves_p &&
	       ((sp && is.sp == DR_POLICY_REJECT) || (np && is.np == DR_POLICY_REJECT));
}

bool dr_planner_goes_alone(dr_planner *p, const dr_playbook_phase *from, const dr_plan_phase *phase,
                           dr_str before, dr_playbook_phase *ret_alone)
{
	if (phase->state != DR_PHASE_UPCOMING || from->leaves_below == NULL ||
	    !dr_planner_holds(p, from->leaves_below)) {
		return false;
	}
	bool held = find_below(p, phase) != NULL && may_go_on(p, from, phase, before);
	bool turn = from == p->turn.alone, leap = leaps(p, phase, before);
	if (!held && !turn && !leap && !leaves_to_others(p, from, before) &&
	    !is_passed(p, from, before)) {
		return false;
	}
	*ret_alone = without_names(p, from);
	bool behind = dr_planner_are_names_behind(p, before);
	bool along = leap || (turn && p->turn.first && behind);
	if (along && !takes_names_along(p, from, before, ret_alone)) {
		*ret_alone = without_names(p, from);
	}
	return true;
}

/* The first phase with a gate of names that are not in DNS alone. */
static const dr_playbook_phase *find_asking_np(const dr_planner *p)
{
	for (size_t i = 0; i < p->playbook->phases.len; i++) {
		const dr_playbook_phase *phase = &p->playbook->phases.items[i];
		for (size_t k = 0; k < phase->gates.len; k++) {
			if (dr_str_eq(phase->gates.items[k].scope, DR_STR("np"))) {
				return phase;
			}
		}
	}
	return NULL;
}

bool dr_planner_asks_of_moved(dr_planner *p, const dr_playbook_phase *from,
                              const dr_plan_phase *lone, dr_playbook_phase *alone)
{
	dr_dmarc record = dr_planner_parse(p, lone->text);
	if (lone->moves_sp && dr_policy_effective(&record).weakest.sp == DR_POLICY_REJECT) {
		return false;
	}
	const dr_playbook_phase *of_np = lone->moves_sp ? NULL : find_asking_np(p);
	const dr_playbook_phase *asks = of_np != NULL ? of_np : dr_planner_find_following(p, from);
	if (asks != NULL) {
		add_gates(p, &asks->gates, true, &alone->gates);
	}
	return asks != NULL;
}

/* lint warns of the record that the step writes: it says by which rule. */
static dr_str weaker_rule(const dr_plan_phase *phase)
{
	const dr_str rule = DR_STR("DMARC019");
	for (size_t i = 0; i < phase->findings.len; i++) {
		const dr_finding *f = phase->findings.items[i];
		if (f->outcome == DR_HIT && dr_str_eq(f->rule->id, rule)) {
			return rule;
		}
	}
	return (dr_str){ 0 };
}

static void add_task(dr_planner *p, dr_plan_phase *phase, dr_str kind, dr_str text)
{
	dr_list_add(p->arena, &phase->tasks, (dr_plan_task){ kind, text, weaker_rule(phase) });
}

/* What rises as far as p is is not what follows. */
static const char *say_following(dr_planner *p, const dr_plan_phase *phase)
{
	dr_dmarc record = dr_planner_parse(p, phase->text);
	dr_policies then = dr_policy_effective(&record).weakest;
	dr_policy np = dr_policy_choose(&record, DR_RFC9989, DR_ROLE_NONEXISTENT).policy;
	return phase->moves_sp && then.sp < then.p ? "sp rises to where p is today"
	       : phase->moves_np && np < then.p    ? "np rises to where p is today"
	       : phase->moves_np                   ? "np rises with p"
	                                           : "sp and np stay as they are";
}

/* The step itself waits for what it moves. */
static void add_turn_task(dr_planner *p, dr_plan_phase *phase)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "%s: names below %.*s follow in a step of their own%s.",
	            say_following(p, phase), DR_FMT(p->plan->domain),
	            find_below(p, phase) == NULL ? ", and p does not wait for them" : "");
	add_task(p, phase, DR_STR("dns"), dr_buf_str(&text));
}

/* As phases have them: what nobody knows a person may have accepted. */
static dr_plan_gates judge_below(dr_planner *p, const dr_playbook_phase *from)
{
	dr_plan_gates gates = { NULL, 0 };
	for (size_t i = 0; i < from->gates.len; i++) {
		if (dr_planner_is_below(from->gates.items[i].scope)) {
			dr_planner_judge_gate(p, from, &from->gates.items[i], &gates);
		}
	}
	for (size_t i = 0; i < gates.len; i++) {
		if (gates.items[i].state == DR_GATE_UNKNOWN) {
			dr_planner_accept_gate(p, &gates.items[i]);
		}
	}
	return gates;
}

static bool waits_for(const dr_planner *p, const dr_plan_phase *phase, dr_str source)
{
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		if (dr_planner_is_below(gate->scope) && dr_str_eq(gate->source, source) &&
		    dr_planner_is_in_the_way(p, gate)) {
			return true;
		}
	}
	return false;
}

void dr_planner_add_left_task(dr_planner *p, const dr_playbook_phase *from, dr_plan_phase *phase)
{
	const dr_plan_gates gates = judge_below(p, from);
	if (from == p->turn.alone || phase->moves_sp || phase->moves_np) {
		add_turn_task(p, phase);
	}
	for (size_t i = 0; i < gates.len; i++) {
		const dr_plan_gate *gate = &gates.items[i];
		if (!dr_planner_is_in_the_way(p, gate) || waits_for(p, phase, gate->source)) {
			continue;
		}
		dr_buf text;
		dr_buf_init(&text, p->arena);
		dr_buf_addf(
			&text,
			"%.*s (%.*s, %.*s): %s; until then names below %.*s stay as they are, and "
			"the record says so%s.",
			DR_FMT(gate->source.len > 0 ? gate->source : gate->title), DR_FMT(gate->id),
			DR_FMT(gate->measured.text),
			gate->left_out ? "look yourself and accept it in the config, with a date"
				       : "settle it",
			DR_FMT(p->plan->domain),
			weaker_rule(phase).len > 0 ? " with an sp that is weaker than p" : "");
		add_task(p, phase, DR_STR("sender"), dr_buf_str(&text));
	}
}
