#include "plan/plan_priv.h"
#include "plan/history.h"
#include "record/policy.h"

bool dr_planner_holds(dr_planner *p, const dr_expr *condition)
{
	if (condition == NULL) {
		return true;
	}
	dr_outcome_of_expr outcome = dr_expr_eval(condition, &p->values, p->arena);
	if (outcome.verdict == DR_UNDECIDED && !p->plan->incomplete) {
		p->plan->incomplete = true;
		const dr_cause nothing = { DR_STR("an answer"), { 0 } };
		const dr_cause *cause = outcome.causes.len > 0 ? outcome.causes.items : &nothing;
		p->plan->missing = cause->path;
		p->plan->missing_status = cause->status;
	}
	return outcome.verdict == DR_TRUE;
}

dr_str dr_planner_text(dr_planner *p, const dr_template *template)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_template_write(template, &p->values, p->arena, &text);
	return dr_buf_str(&text);
}

dr_str dr_planner_scope_of(const dr_finding *finding)
{
	dr_str scope = finding->scope;
	bool said = dr_str_eq(scope, DR_STR("sp")) || dr_str_eq(scope, DR_STR("own"));
	return said ? scope : DR_STR("p");
}

/* Nobody answered, or so much is asked for that this was left out. */
static bool is_in_doubt(const dr_finding *f)
{
	const dr_why_set had_not = (1u << DR_WHY_NETWORK) | (1u << DR_WHY_BUDGET);
	return f->outcome != DR_HIT && (f->why & had_not) != 0;
}

/* The variable `findings`: what stands in the way when a phase has begun. */
static void fill_findings(dr_planner *p, const dr_findings *findings)
{
	dr_finding_facts facts = { 0 };
	p->unread = (dr_finding_facts){ 0 };
	p->unread_why.len = 0;
	p->unread_why.items = NULL;
	for (size_t i = 0; i < findings->len; i++) {
		const dr_finding *f = findings->items[i];
		const dr_finding_fact fact = { f->rule->id,
			                       dr_str_of(dr_severity_name(f->severity)),
			                       f->rule->record, f->rule->category,
			                       dr_planner_scope_of(f) };
		if (f->outcome == DR_HIT && !f->superseded && !f->waived) {
			dr_list_add(p->arena, &facts, fact);
		} else if (is_in_doubt(f)) {
			dr_list_add(p->arena, &p->unread, fact);
			dr_list_add(p->arena, &p->unread_why, f->why);
		}
	}
	p->findings = (dr_list){ facts.items, facts.len };
}

/* An error of a record that no step touches, or what may be one: what is signed with a key that is
 * gone. Of the mail itself gates speak. */
static bool is_of_records(const dr_finding *f)
{
	bool touched = dr_str_eq(f->rule->record, DR_STR("dmarc"));
	return (f->outcome == DR_HIT || is_in_doubt(f)) && f->severity == DR_ERROR && !touched;
}

/* The list may be that of the judgement, which stays as it is. */
static void add_reported(dr_planner *p, dr_findings *findings)
{
	const dr_findings *reported = &p->request->reported;
	dr_findings all = { NULL, 0 };
	for (size_t i = 0; i < findings->len && reported->len > 0; i++) {
		dr_list_add(p->arena, &all, findings->items[i]);
	}
	for (size_t i = 0; i < reported->len; i++) {
		if (is_of_records(reported->items[i])) {
			dr_list_add(p->arena, &all, reported->items[i]);
		}
	}
	*findings = reported->len > 0 ? all : *findings;
}

/* What would be found when the phase has begun, also where a step before it publishes the record.
 */
static void look_ahead(dr_planner *p, dr_plan_phase *phase)
{
	const dr_plan_request *r = p->request;
	bool another = phase->records.len > 0 || !dr_str_eq(phase->text, p->plan->published);
	phase->findings = r->judgement->findings;
	if (r->judge_after != NULL && another && p->code == DR_OK) {
		p->code = r->judge_after(r->self, p->arena, phase->text, &phase->findings, p->err);
	}
	add_reported(p, &phase->findings);
	fill_findings(p, &phase->findings);
}

static void skip(dr_plan_phase *phase, dr_str why)
{
	phase->state = DR_PHASE_SKIPPED;
	phase->skipped_because = why;
}

static dr_str why_left_out(const dr_playbook_phase *from)
{
	return from->skipped.len > 0
	               ? from->skipped
	               : DR_STR("the playbook has it for other records or other mail");
}

/* A phase that was made already. */
static void leave_out(dr_plan_phase *phase, dr_str why)
{
	skip(phase, why);
	phase->records = phase->wanted = phase->rollback = (dr_plan_records){ 0 };
}

/* The domain inherits a policy that only new receivers know of, and its own record would tell it to
 * all of them: that is the step that raises p so far. */
static bool is_told_by_np(dr_planner *p, const dr_playbook_phase *from, const dr_plan_phase *phase)
{
	dr_dmarc record = dr_planner_parse(p, phase->text);
	return dr_planner_inherits(p) && !dr_planner_inherits_evenly(p) &&
	       dr_policy_parse(from->raise_p) < record.p;
}

/* What the record becomes, and whether that is a step of its own. */
static void edit_record(dr_planner *p, const dr_playbook_phase *from, dr_str before,
                        dr_plan_phase *phase)
{
	phase->text = dr_planner_let_go(p, from, before);
	if (!dr_planner_changes(p, from, before, phase->text)) {
		skip(phase, DR_STR("it would change nothing"));
		phase->there = true;
	} else if (before.len == 0 && is_told_by_np(p, from, phase)) {
		skip(phase, DR_STR("p would rise with it at receivers that do not know np"));
	} else if (before.len > 0 && dr_planner_raises_p(p, from, before, phase->text)) {
		skip(phase, DR_STR("p would rise with it, and that is another phase"));
	} else if (before.len > 0 && dr_planner_raises_names(p, from, before, phase->text)) {
		skip(phase,
		     DR_STR("names below the domain would rise with it beyond what it is about"));
	} else if (before.len > 0 &&
	           dr_planner_record_beyond_target(p, before, phase->text).len > 0) {
		skip(phase, dr_planner_record_beyond_target(p, before, phase->text));
	} else if (dr_planner_weakens(p, before, phase->text)) {
		skip(phase, DR_STR("some receivers would do less than they do now"));
	}
}

static bool edits(const dr_playbook_phase *from)
{
	return from->raise_p.len + from->raise_sp.len + from->raise_np.len > 0 ||
	       from->set.len + from->replace.len + from->remove.len > 0;
}

static void judge_phase(dr_planner *p, const dr_playbook_phase *from, dr_str before,
                        dr_plan_phase *phase)
{
	if (phase->state != DR_PHASE_SKIPPED) {
		dr_planner_fill_records(p, phase, before);
		dr_planner_find_targets(p, phase, before);
		look_ahead(p, phase);
		dr_planner_fill_gates(p, from, phase);
	}
}

static dr_plan_phase start_phase(const dr_playbook_phase *from, dr_str before)
{
	return (dr_plan_phase){
		.id = from->id,
		.title = from->title,
		.why = from->why,
		.state = DR_PHASE_UPCOMING,
		.text = before,
		.triggers = from->triggers,
		.cannot_undo = from->cannot_undo,
		.not_before = DR_NO_DAY,
		.earliest = DR_NO_DAY,
		.month_end = DR_NO_DAY,
		.beside = from->apart != NULL || from->rejoin,
	};
}

static const dr_str NO_ROOM = DR_STR_INIT("the policy for names below the domain does not rise");

dr_plan_phase dr_planner_make_phase(dr_planner *p, const dr_playbook_phase *from, dr_str before)
{
	dr_plan_phase phase = start_phase(from, before);
	dr_str beyond = dr_planner_beyond_target(p, from);
	if (!dr_planner_holds(p, from->when)) {
		skip(&phase, why_left_out(from));
	} else if (beyond.len > 0) {
		skip(&phase, beyond);
	} else if (dr_planner_holds(p, from->reached)) {
		phase.state = DR_PHASE_DONE;
		phase.text = p->plan->published;
	} else if (phase.beside) {
		dr_planner_fill_beside(p, from, &phase);
		if (phase.records.len == 0) {
			bool room = from->apart != NULL && p->unmoved.len > 0;
			skip(&phase, room ? NO_ROOM : from->skipped);
		}
	} else if (edits(from)) {
		edit_record(p, from, before, &phase);
	}
	judge_phase(p, from, before, &phase);
	return phase;
}

/* The phase with sp and np as they are: left out when it is about nothing else, done when that is
 * what stands in DNS. */
static dr_plan_phase make_alone(dr_planner *p, const dr_playbook_phase *alone, dr_str before)
{
	dr_plan_phase phase = dr_planner_make_phase(p, alone, before);
	phase.alone = true;
	if (alone->raise_p.len == 0) {
		leave_out(&phase,
		          p->turn.first ? DR_STR("names below the domain rise with p, or follow it")
		                        : DR_STR("names below the domain are not ready, and p does "
		                                 "not wait"));
		phase.there = false;
	} else if (phase.there && dr_planner_is_raised(p, alone)) {
		phase.there = false;
		phase.state = DR_PHASE_DONE;
		phase.text = p->plan->published;
		phase.skipped_because = (dr_str){ 0 };
		judge_phase(p, alone, before, &phase);
	}
	return phase;
}

/* What p's step drops held names below back, too: they rise with it, whatever it says of them. */
static bool moves_names_unasked(const dr_playbook_phase *alone, const dr_plan_phase *lone)
{
	return lone->state == DR_PHASE_UPCOMING && (lone->moves_sp || lone->moves_np) &&
	       dr_policy_parse(alone->raise_sp) <= DR_POLICY_NONE;
}

/* p does not wait for names below the domain, nor they for p. */
static dr_plan_phase make_for_scopes(dr_planner *p, const dr_playbook_phase *from, dr_str before)
{
	dr_plan_phase phase = dr_planner_make_phase(p, from, before);
	dr_playbook_phase alone;
	if (from->while_p_waits != NULL && dr_planner_holds(p, from->while_p_waits)) {
		dr_str why = dr_planner_stays_with_p(p, from, &phase, before);
		if (why.len > 0) {
			phase = start_phase(from, before);
			skip(&phase, why);
		}
	} else if (from->catches_up) {
		dr_str why = dr_planner_does_not_follow(p, from, &phase, before);
		if (why.len > 0) {
			phase = start_phase(from, before);
			skip(&phase, why);
		}
	} else if (dr_planner_goes_alone(p, from, &phase, before, &alone)) {
		phase = make_alone(p, &alone, before);
		if (moves_names_unasked(&alone, &phase)) {
			phase = dr_planner_asks_of_moved(p, from, &phase, &alone)
			                ? make_alone(p, &alone, before)
			                : dr_planner_make_phase(p, from, before);
		}
	}
	return phase;
}

static void plan_phase(dr_planner *p, const dr_playbook_phase *from, dr_str *text)
{
	dr_plan_phase phase = make_for_scopes(p, from, *text);
	if (phase.state != DR_PHASE_SKIPPED) {
		dr_planner_fill_tasks(p, from, *text, &phase);
		if (phase.alone) {
			dr_planner_add_left_task(p, from, &phase);
		}
		dr_planner_decide(p, from, &phase);
		dr_planner_fill_impact(p, &phase);
		*text = phase.state == DR_PHASE_DONE ? *text : phase.text;
	}
	dr_list_add(p->arena, &p->plan->phases, phase);
}

/* The last phase that is reached is the present one; earlier ones that are not reached were passed
 * by, and nothing of them is left to do. */
static void find_present(dr_plan *plan)
{
	dr_plan_phase *present = NULL;
	for (size_t i = 0; i < plan->phases.len; i++) {
		if (plan->phases.items[i].state == DR_PHASE_DONE) {
			present = &plan->phases.items[i];
		}
	}
	for (size_t i = 0; i < plan->phases.len; i++) {
		dr_plan_phase *phase = &plan->phases.items[i];
		if (phase == present) {
			phase->state = DR_PHASE_CURRENT;
			plan->current = phase;
		} else if (phase->state == DR_PHASE_UPCOMING && plan->next == NULL) {
			plan->next = phase;
		}
	}
}

dr_plan_phase *dr_planner_writable(dr_planner *p, const dr_plan_phase *phase)
{
	dr_plan_phases *phases = &p->plan->phases;
	return phase != NULL ? &phases->items[phase - phases->items] : NULL;
}

const dr_playbook_phase *dr_planner_find_phase(const dr_playbook *playbook, dr_str id)
{
	for (size_t i = 0; i < playbook->phases.len; i++) {
		if (dr_str_eq(playbook->phases.items[i].id, id)) {
			return &playbook->phases.items[i];
		}
	}
	return NULL;
}

static void plan_phases(dr_planner *p)
{
	const dr_dmarc_facts *dmarc = &p->facts->dmarc;
	dr_str text = dr_planner_published(p);
	p->plan->published = text;
	if (text.len == 0 && dr_is_known(dmarc->present_status) && dmarc->present) {
		p->plan->inherited_from = dmarc->found_at;
	}
	p->plan->phases = (dr_plan_phases){ 0 };
	p->plan->decisions = (dr_plan_decisions){ 0 };
	p->plan->current = p->plan->next = NULL;
	dr_planner_start_below(p);
	for (size_t i = 0; i < p->playbook->phases.len; i++) {
		const dr_playbook_phase *from = &p->playbook->phases.items[i];
		if (from == p->apart_before) {
			plan_phase(p, p->apart_phase, &text);
		}
		if (from != p->apart_phase) {
			plan_phase(p, from, &text);
		}
		if (dr_str_eq(from->id, p->request->stop_at)) {
			break;
		}
	}
}

void dr_planner_plan_phases(dr_planner *p)
{
	p->apart_phase = p->apart_before = NULL;
	p->unmoved = (dr_strs){ 0 };
	plan_phases(p);
	if (dr_planner_sets_apart_for_nothing(p)) {
		plan_phases(p);
	}
	if (dr_planner_sets_apart_too_early(p)) {
		plan_phases(p);
	}
	find_present(p->plan);
}

static void add_assumptions(dr_planner *p)
{
	for (size_t i = 0; i < p->playbook->assumptions.len; i++) {
		const dr_assumption *a = &p->playbook->assumptions.items[i];
		if (dr_planner_holds(p, a->when)) {
			dr_list_add(p->arena, &p->plan->assumptions, dr_planner_text(p, a->text));
		}
	}
}

/* An answer that is missing never changes a record: no phase is proposed then. */
static void withdraw(dr_plan *plan)
{
	plan->phases = (dr_plan_phases){ 0 };
	plan->decisions = (dr_plan_decisions){ 0 };
	plan->alarms = (dr_plan_alarms){ 0 };
	plan->obstacles = (dr_plan_obstacles){ 0 };
	plan->losses = plan->apart = (dr_strs){ 0 };
	plan->current = plan->next = NULL;
	plan->due = plan->end = DR_NO_DAY;
	plan->late = (dr_str){ 0 };
	plan->rollback = plan->emergency = plan->step_down = (dr_plan_return){ 0 };
}

static void make(dr_planner *p)
{
	dr_plan *plan = p->plan;
	dr_planner_history history;
	p->history = &history;
	plan->calendar = dr_planner_calendar(p);
	dr_planner_find_place(p);
	dr_planner_read_history(p);
	dr_planner_read_clock(p);
	dr_planner_fill_ask(p);
	fill_findings(p, &p->request->judgement->findings);
	p->values.at[p->playbook->ask] = &p->ask;
	p->values.at[p->playbook->findings] = &p->findings;
	dr_planner_doubt_clock(p);
	p->ask.since_given = plan->since_given;
	dr_planner_read_evidence(p);
	plan->silent = !p->ask.sends;
	plan->senders = dr_planner_count_senders(p);
	add_assumptions(p);
	dr_planner_list_names(p);
	dr_planner_judge_taken(p);
	dr_planner_take_turns(p);
	dr_planner_find_alarms(p);
	dr_planner_find_silence(p);
	dr_planner_fill_dates(p);
	dr_planner_judge_target(p);
	dr_planner_fill_returns(p);
	dr_planner_note_returns(p);
	dr_plan_phase *next = dr_planner_writable(p, plan->next);
	if (next != NULL) {
		dr_planner_add_reader_task(p, next);
		dr_planner_add_homeless_tasks(p, next);
		dr_planner_add_weaker_tasks(p, next);
		dr_planner_add_findings(p, next);
		dr_planner_add_small_sources(p, next);
	} else if (plan->current != NULL) {
		dr_planner_add_errors(p, dr_planner_writable(p, plan->current));
	}
	dr_planner_find_obstacles(p);
	for (size_t i = 0; i < plan->phases.len; i++) {
		dr_planner_tell_of_apart(p, &plan->phases.items[i]);
	}
	dr_planner_fill_todos(p);
	dr_planner_find_losses(p);
	dr_planner_find_remarks(p);
	if (plan->incomplete) {
		withdraw(plan);
	}
}

int dr_plan_run(dr_arena *arena, const dr_plan_request *request, dr_plan *ret_plan, dr_error *err)
{
	if (request->stop_at.len > 0 &&
	    dr_planner_find_phase(request->playbook, request->stop_at) == NULL) {
		return dr_fail(err, DR_ENAME, DR_NOWHERE, "no phase '%.*s' in the playbook %.*s",
		               DR_FMT(request->stop_at), DR_FMT(request->playbook->name));
	}
	dr_plan plan = {
		.domain = request->facts->domain.name,
		.playbook = request->playbook->name,
		.pace = request->pace,
		.mail = request->mail,
		.as_of = request->as_of,
		.questions = request->playbook->questions,
		.since = DR_NO_DAY,
		.p_since = DR_NO_DAY,
		.names_since = DR_NO_DAY,
		.said_since = request->since,
		.due = DR_NO_DAY,
		.end = DR_NO_DAY,
		.by = request->by,
		.traffic = request->traffic,
		.wishes = request->wishes,
		.files = request->files,
		.owner = request->own != NULL ? request->own->owner : (dr_str){ 0 },
		.provider = request->own != NULL ? request->own->provider : (dr_str){ 0 },
	};
	dr_planner p = { .arena = arena,
		         .request = request,
		         .playbook = request->playbook,
		         .facts = request->facts,
		         .values = *request->values,
		         .plan = &plan,
		         .err = err };
	make(&p);
	/* Whatever else failed then did so for want of it. */
	if (dr_arena_failed(arena)) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory to make a plan");
	}
	if (p.code != DR_OK) {
		return p.code;
	}
	*ret_plan = plan;
	return DR_OK;
}
