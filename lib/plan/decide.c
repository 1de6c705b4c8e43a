#include "plan/plan_priv.h"
#include "plan/told.h"

static dr_str said_target(const dr_planner *p)
{
	const dr_domain_config *own = p->request->own;
	return own != NULL ? own->target : (dr_str){ 0 };
}

/* Somebody decided where the rollout ends, wherever that is. */
static bool is_answered(const dr_planner *p)
{
	const dr_domain_config *own = p->request->own;
	return own != NULL && own->target.len > 0 && own->decided_by.len > 0 && own->reason.len > 0;
}

bool dr_planner_is_decided(const dr_planner *p)
{
	return is_answered(p) && dr_policy_parse(said_target(p)) == DR_POLICY_REJECT;
}

static dr_policy most_raised(const dr_playbook_phase *from)
{
	const dr_policy raised[] = { dr_policy_parse(from->raise_p),
		                     dr_policy_parse(from->raise_sp),
		                     dr_policy_parse(from->raise_np) };
	dr_policy most = DR_POLICY_UNSET;
	for (size_t i = 0; i < sizeof(raised) / sizeof(raised[0]); i++) {
		most = raised[i] > most ? raised[i] : most;
	}
	return most;
}

static dr_str say_target(dr_planner *p, dr_policy target)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "the target is %s", dr_policy_name(target));
	if (is_answered(p)) {
		dr_buf_addf(&text, " (%.*s: %.*s)", DR_FMT(p->request->own->decided_by),
		            DR_FMT(p->request->own->reason));
	}
	return dr_buf_str(&text);
}

dr_str dr_planner_beyond_target(dr_planner *p, const dr_playbook_phase *from)
{
	dr_policy target = dr_policy_parse(said_target(p));
	bool beyond = target != DR_POLICY_UNSET && most_raised(from) > target;
	return beyond ? say_target(p, target) : (dr_str){ 0 };
}

dr_str dr_planner_record_beyond_target(dr_planner *p, dr_str before, dr_str after)
{
	dr_policy target = dr_policy_parse(said_target(p));
	bool beyond = target != DR_POLICY_UNSET && dr_planner_exceeds(p, target, before, after);
	return beyond ? say_target(p, target) : (dr_str){ 0 };
}

static dr_str answer_of(dr_planner *p)
{
	const dr_domain_config *own = p->request->own;
	dr_buf text;
	dr_buf_init(&text, p->arena);
	if (is_answered(p)) {
		dr_buf_addf(&text, "%.*s (%.*s: %.*s)", DR_FMT(own->target),
		            DR_FMT(own->decided_by), DR_FMT(own->reason));
	}
	return dr_buf_str(&text);
}

bool dr_planner_is_older(const dr_planner *p, const dr_approval *a)
{
	const dr_plan *plan = p->plan;
	return p->went_back && plan->since_given && (a->on == DR_NO_DAY || a->on < plan->since);
}

/* The first day from today on which an approval of the step counts; DR_NO_DAY: there is none. */
static dr_day approved_on(const dr_planner *p, dr_str phase)
{
	const dr_domain_config *own = p->request->own;
	dr_day first = DR_NO_DAY;
	for (size_t i = 0; i < own->approve.len; i++) {
		const dr_approval *a = &own->approve.items[i];
		dr_day on = a->on == DR_NO_DAY || a->on < p->plan->as_of ? p->plan->as_of : a->on;
		bool meant = dr_str_eq(a->phase, phase) && !dr_planner_is_older(p, a);
		first = meant && (first == DR_NO_DAY || on < first) ? on : first;
	}
	return first;
}

void dr_planner_add_approval(dr_planner *p, dr_plan_phase *phase)
{
	const dr_domain_config *own = p->request->own;
	if (own == NULL || !own->wants_approval || phase->records.len == 0) {
		return;
	}
	dr_day on = approved_on(p, phase->id);
	bool approved = on == p->plan->as_of;
	dr_list_add(p->arena, &phase->gates,
	            (dr_plan_gate){
			    .id = DR_PLAYBOOK_APPROVAL,
			    .title = DR_STR("Somebody approved the step"),
			    .scope = DR_STR("p"),
			    .state = approved ? DR_GATE_MET : DR_GATE_OPEN,
			    .needed = DR_STR("a line under `approve` of the config"),
			    .opens = approved ? DR_NO_DAY : on,
			    .todo = DR_STR("Have the step approved: approve: [{phase: …, by: …}]"),
		    });
}

bool dr_planner_is_undecided(dr_planner *p, const dr_playbook_phase *from)
{
	return from->decision != NULL && !dr_planner_is_decided(p) &&
	       dr_planner_holds(p, from->decision);
}

void dr_planner_decide(dr_planner *p, const dr_playbook_phase *from, dr_plan_phase *phase)
{
	if (phase->state != DR_PHASE_UPCOMING) {
		return;
	}
	dr_planner_add_approval(p, phase);
	phase->decision = dr_planner_is_undecided(p, from);
	if (from->decision == NULL || !dr_planner_holds(p, from->decision) ||
	    from->question.len == 0) {
		return;
	}
	dr_plan_decision decision = { .id = phase->id,
		                      .question = from->question,
		                      .in_favour = from->in_favour,
		                      .against = from->against,
		                      .answer = answer_of(p) };
	dr_planner_fill_columns(p, &decision);
	dr_list_add(p->arena, &p->plan->decisions, decision);
}

/* The tag that says more than the target, and is not meant in full; NULL: none. */
static const char *find_held_back(dr_planner *p, const dr_dmarc *record, dr_policy target,
                                  dr_policy *ret_weakest, dr_policy *ret_strictest)
{
	const dr_effective means = dr_policy_effective(record);
	const dr_policies *weakest = &means.weakest, *strictest = &means.strictest;
	const struct {
		const char *tag;
		dr_policy weakest, strictest;
	} TAGS[] = { { "p", weakest->p, strictest->p },
		     { "sp", weakest->sp, strictest->sp },
		     { "np", weakest->np, strictest->np } };
	for (size_t i = 0; i < (dr_planner_speaks_below(p) ? DR_COUNT(TAGS) : 1); i++) {
		if (TAGS[i].strictest > target && TAGS[i].weakest < TAGS[i].strictest) {
			*ret_weakest = TAGS[i].weakest;
			*ret_strictest = TAGS[i].strictest;
			return TAGS[i].tag;
		}
	}
	return NULL;
}

void dr_planner_add_half_meant(dr_planner *p, dr_str text)
{
	dr_dmarc record = dr_planner_parse(p, text);
	dr_policy target = dr_policy_parse(said_target(p));
	dr_policy weakest = DR_POLICY_UNSET, strictest = DR_POLICY_UNSET;
	bool half = target != DR_POLICY_UNSET && (record.t || record.pct < 100);
	const char *tag = half ? find_held_back(p, &record, target, &weakest, &strictest) : NULL;
	if (tag == NULL) {
		return;
	}
	const char *strict = dr_policy_name(strictest);
	bool by_t = record.t, alike = weakest >= target && tag[0] == 'p';
	dr_buf what, todo;
	dr_buf_init(&what, p->arena);
	dr_buf_init(&todo, p->arena);
	dr_buf_addf(&what,
	            "%s holds %s=%s back at some receivers only, others apply it in full, and the "
	            "target is %s",
	            by_t ? "t=y" : "pct", tag, strict, dr_policy_name(target));
	dr_buf_addf(&todo,
	            alike ? "publish %s=%s without pct and t, which all receivers read alike"
	                  : "publish %s=%s with the same pct and t, and the plan goes on",
	            tag, dr_policy_name(alike ? weakest : target));
	dr_buf_addf(&todo,
	            "; or write target: %s, decided_by: and reason: into dmarcramp.yaml, and the "
	            "plan has the record for it",
	            strict);
	dr_str rule = by_t ? DR_STR("DMARC028") : DR_STR("DMARC030");
	dr_planner_add_obstacle(p, dr_buf_str(&what), dr_buf_str(&todo),
	                        dr_planner_command(p, "explain", rule), rule);
}
