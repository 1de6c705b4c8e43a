/* What stands in the way, told as people would. */
#include "plan/plan_priv.h"
#include "record/policy.h"

dr_plan_obstacle *dr_planner_add_obstacle(dr_planner *p, dr_str what, dr_str todo, dr_str command,
                                          dr_str because)
{
	dr_plan_obstacles *list = &p->plan->obstacles;
	dr_plan_obstacle one = { .what = what, .todo = todo, .command = command };
	dr_list_add(p->arena, &one.because, because);
	dr_list_add(p->arena, list, one);
	return list->len > 0 ? &list->items[list->len - 1] : NULL;
}

dr_str dr_planner_command(dr_planner *p, const char *what, dr_str about)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "dmarcramp %s %.*s", what, DR_FMT(about));
	return dr_buf_str(&text);
}

/* The same with what the plan was asked for. */
static dr_str command_for_plan(dr_planner *p)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "dmarcramp plan --full%.*s %.*s", DR_FMT(p->plan->wishes),
	            DR_FMT(p->plan->domain));
	return dr_buf_str(&text);
}

static bool is_about_address(const dr_plan_gate *gate)
{
	return dr_str_eq(gate->each, DR_STR("address"));
}

static void add_domain_gate(dr_planner *p, const dr_plan_gate *gate)
{
	if (is_about_address(gate)) {
		dr_planner_add_obstacle(p, gate->measured.text, gate->todo, (dr_str){ 0 },
		                        gate->id);
		return;
	}
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "%.*s: not yet: ", DR_FMT(gate->title));
	dr_planner_add_measure(gate, &text);
	dr_planner_add_obstacle(p, dr_buf_str(&text), gate->todo, (dr_str){ 0 }, gate->id);
}

static dr_str todo_of_rule(const dr_plan_phase *phase, dr_str rule)
{
	for (size_t i = 0; i < phase->tasks.len; i++) {
		if (dr_str_eq(phase->tasks.items[i].because, rule)) {
			return phase->tasks.items[i].text;
		}
	}
	return (dr_str){ 0 };
}

static bool is_about_records(const dr_plan_gate *gate)
{
	return dr_str_eq(gate->id, DR_STR("PL007"));
}

bool dr_planner_waits_for_address(const dr_plan_phase *phase)
{
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		if (is_about_address(gate) && gate->state == DR_GATE_OPEN) {
			return true;
		}
	}
	return false;
}

bool dr_planner_is_blocker(const dr_plan_phase *phase, const dr_finding *finding)
{
	dr_str scope = dr_planner_scope_of(finding);
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		if (is_about_records(gate) && !is_about_address(gate) &&
		    gate->state == DR_GATE_OPEN && dr_str_eq(gate->scope, scope)) {
			return true;
		}
	}
	return false;
}

static void add_blockers(dr_planner *p, const dr_plan_phase *phase)
{
	const dr_plan_blockers *blockers = &p->plan->blockers;
	for (size_t i = 0; i < blockers->len; i++) {
		const dr_plan_blocker *b = &blockers->items[i];
		dr_planner_add_obstacle(p, b->message, todo_of_rule(phase, b->rule),
		                        dr_planner_command(p, "explain", b->rule), b->rule);
	}
}

/* Behind the last step nothing waits for what is not known. */
static bool is_waiting(const dr_planner *p, const dr_plan_gate *gate)
{
	return gate->state == DR_GATE_OPEN ||
	       (gate->state == DR_GATE_UNKNOWN && p->plan->next != NULL);
}

/* Of two gates about a sender the first one speaks, but for one that has only days to wait for. */
static bool tells_more(const dr_planner *p, const dr_plan_phase *phase, size_t one, size_t other)
{
	bool waits = dr_planner_is_mended(p, &phase->gates.items[one]);
	bool other_waits = dr_planner_is_mended(p, &phase->gates.items[other]);
	return waits == other_waits ? one < other : other_waits;
}

/* A gate of a sender that another gate tells of, or of records whose errors, those of
 * report addresses among them, are told one by one. */
static bool is_told(const dr_planner *p, const dr_plan_phase *phase, size_t at)
{
	const dr_plan_gate *gate = &phase->gates.items[at];
	if (gate->sender.len == 0) {
		bool named = p->plan->blockers.len > 0 || dr_planner_waits_for_address(phase);
		return named && is_about_records(gate) && !is_about_address(gate) && !gate->unread;
	}
	for (size_t i = 0; i < phase->gates.len; i++) {
		if (i != at && is_waiting(p, &phase->gates.items[i]) &&
		    dr_str_eq(phase->gates.items[i].source, gate->source) &&
		    tells_more(p, phase, i, at)) {
			return true;
		}
	}
	return false;
}

/* Without reports all that only they can tell is one thing. */
static bool is_for_reports(const dr_planner *p, const dr_plan_gate *gate)
{
	return p->evidence_count == 0 && p->plan->next != NULL && gate->state == DR_GATE_UNKNOWN &&
	       !is_about_records(gate);
}

static void add_missing_reports(dr_planner *p, const dr_plan_phase *phase)
{
	dr_plan_obstacle *one = NULL;
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		if (!is_for_reports(p, gate)) {
			continue;
		}
		if (one != NULL) {
			dr_list_add(p->arena, &one->because, gate->id);
			continue;
		}
		one = dr_planner_add_obstacle(
			p, DR_STR("no aggregate reports: nothing is known about your mail"),
			DR_STR("collect them"), DR_STR("dmarcramp report ingest DIR"), gate->id);
	}
}

static void add_gates(dr_planner *p, const dr_plan_phase *phase)
{
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		if (!is_waiting(p, gate) || is_told(p, phase, i) || is_for_reports(p, gate)) {
			continue;
		}
		if (gate->sender.len > 0) {
			dr_planner_add_sender_obstacle(p, gate);
		} else {
			add_domain_gate(p, gate);
		}
	}
}

/* What the line of the config says for a step: the strongest policy that it raises to, or lets
 * go. */
static const char *target_of(const dr_planner *p, const dr_plan_phase *phase)
{
	const dr_playbook_phase *from = dr_planner_find_phase(p->playbook, phase->id);
	const bool raises = from->raise_p.len + from->raise_sp.len + from->raise_np.len > 0;
	const dr_str raised[] = { from->raise_p, from->raise_sp, from->raise_np };
	const dr_str freed[] = { phase->p.strictest, phase->sp.strictest, phase->np.strictest };
	dr_policy most = DR_POLICY_NONE;
	for (size_t i = 0; i < DR_COUNT(raised); i++) {
		dr_policy one = dr_policy_parse(raises ? raised[i] : freed[i]);
		most = one > most ? one : most;
	}
	return dr_policy_name(most);
}

static void add_decision(dr_planner *p, const dr_plan_phase *phase)
{
	dr_buf what, todo;
	dr_buf_init(&what, p->arena);
	dr_buf_init(&todo, p->arena);
	dr_buf_addf(&what, "%.*s is for a person to decide", DR_FMT(phase->id));
	dr_buf_addf(&todo, "write target: %s, decided_by: and reason: into dmarcramp.yaml",
	            target_of(p, phase));
	dr_planner_add_obstacle(p, dr_buf_str(&what), dr_buf_str(&todo), command_for_plan(p),
	                        phase->id);
}

/* Freezes and changes are people's own: nothing else makes room. */
static void add_no_day(dr_planner *p, const dr_plan_phase *phase)
{
	dr_buf what;
	dr_buf_init(&what, p->arena);
	dr_buf_addf(&what, "%.*s has no day", DR_FMT(phase->id));
	for (size_t i = 0; i < phase->delays.len; i++) {
		dr_buf_addf(&what, "%s%.*s", i == 0 ? ": " : "; ", DR_FMT(phase->delays.items[i]));
	}
	dr_plan_obstacle *one = dr_planner_add_obstacle(
		p, dr_buf_str(&what),
		DR_STR("leave days for steps between freezes: and changes: of dmarcramp.yaml"),
		(dr_str){ 0 }, phase->id);
	if (one != NULL) {
		one->to_do = true;
	}
}

/* Each plan that is made from the same snapshot moves the step on, until somebody says the day. */
static void add_change_without_day(dr_planner *p, const dr_plan_phase *phase)
{
	dr_day then = DR_NO_DAY;
	const char *changed = dr_planner_waits_without_end(p, phase, &then);
	if (changed == NULL) {
		return;
	}
	dr_buf what, todo;
	dr_buf_init(&what, p->arena);
	dr_buf_init(&todo, p->arena);
	dr_buf_addf(&what, "%s changed after the snapshot of ", changed);
	dr_day_write(then, &what);
	dr_buf_addf(&what, ", and nobody said when: every plan waits 7 days from its own day");
	dr_buf_addf(&todo,
	            "write the day under changes: of dmarcramp.yaml (on: DATE, what: %s), or give "
	            "a newer snapshot as --previous",
	            changed);
	dr_plan_obstacle *one = dr_planner_add_obstacle(p, dr_buf_str(&what), dr_buf_str(&todo),
	                                                (dr_str){ 0 }, phase->id);
	if (one != NULL) {
		one->to_do = true;
	}
}

/* Names below that the end of the plan leaves weaker than the domain. */
static void add_weaker_names(dr_planner *p, const dr_plan_phase *last)
{
	dr_planner_names found = dr_planner_find_weaker(p, last);
	for (size_t i = 0; i < found.len; i++) {
		dr_planner_add_obstacle(p, found.items[i].text, found.items[i].todo,
		                        dr_planner_command(p, "plan", found.items[i].name),
		                        DR_STR("PL008"));
	}
}

static bool holds_p_up(const dr_plan_gate *gate)
{
	return gate->state == DR_GATE_OPEN && dr_str_eq(gate->scope, DR_STR("p"));
}

/* The phase that a step goes ahead of. */
static const dr_plan_phase *find_held(const dr_plan *plan, const dr_plan_phase *ahead)
{
	const dr_plan_phase *end = plan->phases.items + plan->phases.len;
	for (const dr_plan_phase *phase = ahead + 1; phase < end; phase++) {
		for (size_t i = 0; i < phase->gates.len; i++) {
			if (phase->state == DR_PHASE_UPCOMING &&
			    holds_p_up(&phase->gates.items[i])) {
				return phase;
			}
		}
	}
	return NULL;
}

static dr_plan_task task_of(dr_planner *p, const dr_plan_obstacle *one)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "For p: %.*s: %.*s", DR_FMT(one->what), DR_FMT(one->todo));
	return (dr_plan_task){ .kind = DR_STR("sender"), .text = dr_buf_str(&text) };
}

/* A step ahead of p needs none of it, but p does: it is told among the tasks. */
static void add_tasks_of_p(dr_planner *p, dr_plan_phase *ahead)
{
	const dr_plan_phase *held = find_held(p->plan, ahead);
	const dr_plan_obstacles own = p->plan->obstacles;
	p->plan->obstacles = (dr_plan_obstacles){ 0 };
	for (size_t i = 0; held != NULL && i < held->gates.len; i++) {
		const dr_plan_gate *gate = &held->gates.items[i];
		if (!holds_p_up(gate) || is_told(p, held, i)) {
			continue;
		}
		if (gate->sender.len > 0) {
			dr_planner_add_sender_obstacle(p, gate);
		} else {
			add_domain_gate(p, gate);
		}
	}
	for (size_t i = 0; i < p->plan->obstacles.len; i++) {
		dr_list_add(p->arena, &ahead->tasks, task_of(p, &p->plan->obstacles.items[i]));
	}
	p->plan->obstacles = own;
}

void dr_planner_find_obstacles(dr_planner *p)
{
	const dr_plan *plan = p->plan;
	const dr_plan_phase *phase = plan->next != NULL ? plan->next : plan->current;
	if (phase == NULL) {
		return;
	}
	add_blockers(p, phase);
	add_gates(p, phase);
	add_missing_reports(p, phase);
	if (phase->decision) {
		add_decision(p, phase);
	}
	if (dr_plan_lacks_day(phase)) {
		add_no_day(p, phase);
	}
	add_change_without_day(p, phase);
	if (phase->ahead.len > 0) {
		add_tasks_of_p(p, dr_planner_writable(p, phase));
	}
	if (plan->next == NULL || plan->next->records.len == 0) {
		dr_planner_add_half_meant(p, plan->published);
	}
	if (plan->next == NULL) {
		add_weaker_names(p, phase);
	}
}
