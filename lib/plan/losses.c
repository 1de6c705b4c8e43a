/* Mail of ours that fails, and that no gate of the next step tells of: what today's policy costs,
 * for a record for a name below, or one that names a mailbox, waits for none of it; and that of
 * names that get a record of their own. */
#include "plan/plan_priv.h"

enum { LARGE = 300 };              /* direct messages from which on a share counts */
static const double PASSES = 0.98; /* as gates ask it before quarantine */

static bool fails(const dr_stream_fact *stream)
{
	return stream->broke ||
	       (stream->messages >= LARGE ? stream->bound < PASSES : stream->failing_14 > 0);
}

static dr_plan_gate gate_of(dr_planner *p, const dr_stream_fact *stream)
{
	dr_buf source;
	dr_buf_init(&source, p->arena);
	dr_buf_add(&source, stream->name);
	if (!dr_str_eq_nocase(stream->domain, p->plan->domain)) {
		dr_buf_addf(&source, " as %.*s", DR_FMT(stream->domain));
	}
	return (dr_plan_gate){
		.id = dr_planner_is_below(stream->scope) ? DR_STR("PL008") : DR_STR("PL004"),
		.each = DR_STR("stream"),
		.owner = stream->owner,
		.source = dr_buf_str(&source),
		.sender = stream->name,
		.domain = stream->domain,
		.state = DR_GATE_OPEN,
		.opens = DR_NO_DAY,
		.opens_checked = DR_NO_DAY,
	};
}

/* Who sends it still has something to repair. */
static bool is_broken(const dr_planner *p, const dr_stream_fact *stream, const dr_plan_gate *gate)
{
	const dr_traffic *traffic = p->request->traffic;
	for (size_t i = 0; i < traffic->senders.len; i++) {
		const dr_sender *sender = traffic->senders.items[i];
		if (dr_gate_evidence_is_ours(sender) && dr_str_eq(sender->name, stream->name) &&
		    dr_planner_has_problem(p, gate, sender)) {
			return true;
		}
	}
	return false;
}

/* An obstacle names it. */
static bool is_told_by_gate(const dr_plan_phase *phase, const dr_stream_fact *stream)
{
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		if (gate->state == DR_GATE_OPEN && dr_str_eq(gate->sender, stream->name) &&
		    dr_str_eq_nocase(gate->domain, stream->domain)) {
			return true;
		}
	}
	return false;
}

/* A step ahead of p names what holds p up, one that sets names apart what fails as them. */
static bool is_told_by_task(const dr_plan_phase *phase, const dr_plan_obstacle *one)
{
	const dr_str for_p = DR_STR("For p: ");
	for (size_t i = 0; i < phase->tasks.len; i++) {
		dr_str text = phase->tasks.items[i].text;
		text = dr_str_starts(text, for_p) ? dr_str_sub(text, for_p.len, text.len) : text;
		if (dr_str_starts(text, one->what)) {
			return true;
		}
	}
	return false;
}

static void add_task(dr_planner *p, dr_plan_phase *phase, const dr_plan_obstacle *one,
                     const char *more)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "%.*s: %.*s%s", DR_FMT(one->what), DR_FMT(one->todo), more);
	dr_list_add(p->arena, &phase->tasks,
	            (dr_plan_task){ .kind = DR_STR("sender"), .text = dr_buf_str(&text) });
}

static dr_plan_obstacles describe(dr_planner *p, const dr_plan_gate *gate)
{
	const dr_plan_obstacles before = p->plan->obstacles;
	p->plan->obstacles = (dr_plan_obstacles){ NULL, 0 };
	dr_planner_add_sender_obstacle(p, gate);
	const dr_plan_obstacles found = p->plan->obstacles;
	p->plan->obstacles = before;
	return found;
}

/* The next step does not wait for it, and so it is a task; behind the last one it is what must be
 * settled to stay there. */
static void tell(dr_planner *p, const dr_plan_gate *gate)
{
	const dr_plan_obstacles found = describe(p, gate);
	dr_plan_phase *next = dr_planner_writable(p, p->plan->next);
	for (size_t i = 0; i < found.len; i++) {
		if (next == NULL) {
			dr_list_add(p->arena, &p->plan->obstacles, found.items[i]);
			continue;
		}
		dr_list_add(p->arena, &p->plan->losses, found.items[i].what);
		if (!is_told_by_task(next, &found.items[i])) {
			add_task(p, next, &found.items[i], "");
		}
	}
}

void dr_planner_tell_of_apart(dr_planner *p, dr_plan_phase *phase)
{
	const dr_playbook_phase *from = dr_planner_find_phase(p->playbook, phase->id);
	dr_plan_gates gates = { NULL, 0 };
	if (phase->state == DR_PHASE_UPCOMING && from->apart != NULL) {
		dr_planner_judge_gate(p, from, from->apart, &gates);
	}
	for (size_t i = 0; i < gates.len; i++) {
		const dr_plan_gate *gate = &gates.items[i];
		if (gate->state != DR_GATE_OPEN || !dr_planner_is_set_apart(p, gate->domain)) {
			continue;
		}
		const dr_plan_obstacles found = describe(p, gate);
		for (size_t j = 0; j < found.len; j++) {
			add_task(p, phase, &found.items[j], "; the step does not wait for it");
			if (phase == p->plan->next) {
				dr_list_add(p->arena, &p->plan->apart, found.items[j].what);
			}
		}
	}
}

void dr_planner_find_losses(dr_planner *p)
{
	const dr_plan_phase *phase = p->plan->next != NULL ? p->plan->next : p->plan->current;
	if (p->evidence_count == 0 || p->request->traffic == NULL || phase == NULL) {
		return;
	}
	const dr_stream_facts *streams = &p->evidence[0].streams;
	for (size_t i = 0; i < streams->len; i++) {
		const dr_stream_fact *stream = &streams->items[i];
		const dr_plan_gate gate = gate_of(p, stream);
		bool lost = fails(stream) && is_broken(p, stream, &gate) &&
		            dr_planner_today(p, stream->domain) > DR_POLICY_NONE;
		if (lost && !is_told_by_gate(phase, stream)) {
			tell(p, &gate);
		}
	}
}
