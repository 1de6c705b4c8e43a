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
	dr_buf todo;
	dr_buf_init(&todo, p->arena);
	dr_buf_addf(&todo, "Have the step approved: approve: [{phase: %.*s, by: …}]",
	            DR_FMT(phase->id));
	dr_list_add(p->arena, &phase->gates,
	            (dr_plan_gate){
			    .id = DR_PLAYBOOK_APPROVAL,
			    .title = DR_STR("Somebody approved the step"),
			    .scope = DR_STR("p"),
			    .state = approved ? DR_GATE_MET : DR_GATE_OPEN,
			    .needed = DR_STR("a line under `approve` of the config"),
			    .opens = approved ? DR_NO_DAY : on,
			    .opens_checked = DR_NO_DAY,
			    .todo = dr_buf_str(&todo),
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

/* A tag that says more than the target, and is not meant in full. */
typedef struct {
	const char *tag; /* NULL: there is none */
	dr_policy weakest, said;
} half_meant;

static half_meant find_half_meant(dr_planner *p, const dr_dmarc *record, dr_policy target)
{
	const dr_planner_told said = dr_planner_told_in(record);
	const dr_policies weakest = dr_policy_effective(record).weakest;
	const half_meant tags[] = { { "p", weakest.p, (dr_policy)said.says[DR_TOLD_P] },
		                    { "sp", weakest.sp, (dr_policy)said.says[DR_TOLD_SP] },
		                    { "np", weakest.np, (dr_policy)said.says[DR_TOLD_NP] } };
	for (size_t i = 0; i < (dr_planner_speaks_below(p) ? DR_COUNT(tags) : 1); i++) {
		if (tags[i].said > target && tags[i].weakest < tags[i].said) {
			return tags[i];
		}
	}
	return (half_meant){ .tag = NULL };
}

/* Without pct and t, unless that does more than the tag is about: p rises, or more than the target
 * holds. */
static void say_choice(const dr_dmarc *record, const half_meant *half, dr_policy target,
                       dr_buf *todo)
{
	const dr_policies weakest = dr_policy_effective(record).weakest;
	bool of_p = half->tag[0] == 'p';
	bool alike = of_p ? half->weakest >= target : weakest.p >= record->p;
	dr_policy level = of_p && alike ? half->weakest : target;
	dr_buf_addf(todo, "publish %s=%s %s", half->tag, dr_policy_name(level),
	            alike  ? "without pct and t, which all receivers read alike"
	            : of_p ? "with the same pct and t, and the plan goes on"
	                   : "with the same pct and t, which is milder to names below for now, and "
	                     "the plan goes on");
	dr_buf_addf(todo,
	            "; or write target: %s, decided_by: and reason: into dmarcramp.yaml, and the "
	            "plan has the record for it",
	            dr_policy_name(half->said));
}

void dr_planner_add_half_meant(dr_planner *p, dr_str text)
{
	dr_dmarc record = dr_planner_parse(p, text);
	dr_policy target = dr_policy_parse(said_target(p));
	bool staged = target != DR_POLICY_UNSET && (record.t || record.pct < 100);
	half_meant half =
		staged ? find_half_meant(p, &record, target) : (half_meant){ .tag = NULL };
	if (half.tag == NULL) {
		return;
	}
	bool by_t = record.t;
	dr_buf what, todo;
	dr_buf_init(&what, p->arena);
	dr_buf_init(&todo, p->arena);
	dr_buf_addf(&what, "%s holds %s=%s back%s, and the target is %s", by_t ? "t=y" : "pct",
	            half.tag, dr_policy_name(half.said),
	            half.tag[0] == 'n' ? "" : " at some receivers only, others apply it in full",
	            dr_policy_name(target));
	say_choice(&record, &half, target, &todo);
	dr_str rule = by_t ? DR_STR("DMARC028") : DR_STR("DMARC030");
	dr_planner_add_obstacle(p, dr_buf_str(&what), dr_buf_str(&todo),
	                        dr_planner_command(p, "explain", rule), rule);
}
