#include "plan/plan_priv.h"

/* An address elsewhere that another domain must agree to take (RFC 9990 4). */
static void add_authorisation(dr_planner *p, dr_plan_phase *phase, const dr_target_fact *target)
{
	bool refused = dr_str_eq(target->takes, DR_STR("no-agreement"));
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text,
	            refused ? "Ask %.*s to publish: %.*s. IN TXT \"v=DMARC1\""
	                    : "See that %.*s takes the reports; if not, ask it to publish: "
	                      "%.*s. IN TXT \"v=DMARC1\"",
	            DR_FMT(target->host), DR_FMT(target->authorisation));
	dr_list_add(p->arena, &phase->tasks,
	            (dr_plan_task){ DR_STR("people"), dr_buf_str(&text), DR_STR("PL007") });
	if (refused) {
		dr_str why = DR_STR("whoever runs the mailbox agrees to take the reports");
		dr_plan_record record =
			dr_planner_record_at(p, target->authorisation, DR_STR("v=DMARC1"), why);
		dr_list_add(p->arena, &phase->elsewhere, record);
	}
}

static void add_authorisations(dr_planner *p, dr_str before, dr_plan_phase *phase)
{
	dr_planner_find_targets(p, phase, before);
	for (size_t i = 0; i < p->targets.len; i++) {
		const dr_target_fact *target = &p->targets.items[i];
		if (target->authorisation.len > 0 && !dr_str_eq(target->takes, DR_STR("yes")) &&
		    !dr_str_eq(target->takes, DR_STR("diverted"))) {
			add_authorisation(p, phase, target);
		}
	}
}

/* A mailbox inside the organization, or in another domain of the config: that is nobody else's. */
static bool is_of_ours(const dr_planner *p, const dr_target_fact *target)
{
	const dr_config *config = p->request->config;
	bool ours = target->authorisation.len == 0;
	for (size_t i = 0; config != NULL && i < config->domains.len && !ours; i++) {
		ours = dr_name_text_is_within(target->host, config->domains.items[i].domain);
	}
	return ours;
}

/* Whether all reports of a phase go to other people, where a mailbox of the domain's own could be.
 */
static bool is_read_elsewhere(dr_planner *p, const dr_plan_phase *phase)
{
	size_t count = 0;
	if (!p->ask.receives) {
		return false;
	}
	dr_planner_find_targets(p, phase, (dr_str){ 0 });
	for (size_t i = 0; i < p->targets.len; i++) {
		const dr_target_fact *target = &p->targets.items[i];
		bool aggregate = dr_str_eq(target->list, DR_STR("rua"));
		if (aggregate && is_of_ours(p, target)) {
			return false;
		}
		count += aggregate;
	}
	return count > 0;
}

void dr_planner_add_reader_task(dr_planner *p, dr_plan_phase *next)
{
	if (is_read_elsewhere(p, next)) {
		dr_plan_task task = {
			.kind = DR_STR("dns"),
			.text = DR_STR("Reports go to somebody else only, and you cannot read your "
			               "own evidence: add a mailbox of yours to rua as a second "
			               "address."),
			.because = DR_STR("DMARC080"),
		};
		dr_list_add(p->arena, &next->tasks, task);
	}
}

/* Whoever wrote it may have meant something. */
static void add_left_out(dr_planner *p, dr_str before, dr_plan_phase *phase)
{
	dr_str parts = dr_planner_left_out(p, before, phase->text);
	if (parts.len == 0) {
		return;
	}
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(
		&text,
		"The new record leaves out what cannot be read or stands there twice: %.*s. Was "
		"something meant by it?",
		DR_FMT(parts));
	dr_list_add(p->arena, &phase->tasks,
	            (dr_plan_task){ .kind = DR_STR("dns"), .text = dr_buf_str(&text) });
}

void dr_planner_fill_tasks(dr_planner *p, const dr_playbook_phase *from, dr_str before,
                           dr_plan_phase *phase)
{
	dr_planner_add_place_task(p, phase);
	for (size_t i = 0; i < from->tasks.len; i++) {
		const dr_playbook_task *task = &from->tasks.items[i];
		if (dr_planner_holds(p, task->when)) {
			dr_list_add(p->arena, &phase->tasks,
			            (dr_plan_task){ .kind = task->kind,
			                            .text = dr_planner_text(p, task->text) });
		}
	}
	if (phase->records.len > 0 && !phase->beside) {
		add_left_out(p, before, phase);
	}
	if (phase->state == DR_PHASE_UPCOMING && (from->set.len > 0 || phase->beside)) {
		add_authorisations(p, before, phase);
	}
}

static dr_str task_kind(const dr_finding *finding)
{
	if (dr_str_eq(finding->rule->who, DR_STR("service"))) {
		return DR_STR("sender");
	}
	return dr_str_eq(finding->rule->category, DR_STR("hygiene")) ? DR_STR("verify")
	                                                             : DR_STR("dns");
}

/* Findings that have to do with which mail passes and where reports go. */
static bool is_work(const dr_finding *finding)
{
	static const dr_str RECORDS[] = { DR_STR_INIT("spf"),   DR_STR_INIT("dkim"),
		                          DR_STR_INIT("dmarc"), DR_STR_INIT("services"),
		                          DR_STR_INIT("zone"),  DR_STR_INIT("mx") };
	bool concerns = false;
	for (size_t i = 0; i < DR_COUNT(RECORDS); i++) {
		concerns |= dr_str_eq(finding->rule->record, RECORDS[i]);
	}
	return concerns && finding->outcome == DR_HIT && !finding->superseded && !finding->waived;
}

/* What policy is published is what the plan itself is about. */
static bool is_of_plan(const dr_finding *finding)
{
	return dr_str_eq(finding->rule->record, DR_STR("dmarc")) &&
	       dr_str_eq(finding->rule->category, DR_STR("spoofing"));
}

/* A gate of its own says what to do about the address; and where no mailbox is, nobody asks for
 * reports, which the plan assumes in words. */
static bool is_told(const dr_planner *p, const dr_plan_phase *next, const dr_finding *finding)
{
	dr_str rule = finding->rule->id;
	if (p->ask.no_mailbox && dr_str_eq(rule, DR_STR("DMARC051"))) {
		return true;
	}
	return dr_planner_waits_for_address(next) &&
	       (dr_str_eq(rule, DR_STR("DMARC046")) || dr_str_eq(rule, DR_STR("DMARC049")));
}

static bool are_among(const dr_findings *findings, const dr_finding *finding)
{
	for (size_t i = 0; i < findings->len; i++) {
		const dr_finding *one = findings->items[i];
		if (one->rule == finding->rule && one->outcome == DR_HIT) {
			return true;
		}
	}
	return false;
}

static bool hits_today(const dr_planner *p, const dr_finding *finding)
{
	return are_among(&p->request->judgement->findings, finding) ||
	       are_among(&p->request->reported, finding);
}

/* What the step itself would bring about is not so today. */
static dr_plan_blocker blocker_of(dr_planner *p, const dr_finding *finding)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "%s%.*s",
	            hits_today(p, finding) ? "" : "after this step: ", DR_FMT(finding->message));
	return (dr_plan_blocker){ finding->rule->id, dr_buf_str(&text) };
}

static void add_findings(dr_planner *p, dr_plan_phase *next, dr_severity severity)
{
	const dr_findings *findings = &next->findings;
	for (size_t i = 0; i < findings->len; i++) {
		const dr_finding *f = findings->items[i];
		bool planned = severity < DR_ERROR && is_of_plan(f);
		if (!is_work(f) || f->severity != severity || planned || is_told(p, next, f)) {
			continue;
		}
		dr_str text = f->fix.len > 0 ? f->fix : f->message;
		dr_list_add(p->arena, &next->tasks,
		            (dr_plan_task){ task_kind(f), text, f->rule->id });
		if (f->severity == DR_ERROR && dr_planner_is_blocker(next, f)) {
			dr_list_add(p->arena, &p->plan->blockers, blocker_of(p, f));
		}
	}
}

void dr_planner_add_errors(dr_planner *p, dr_plan_phase *last)
{
	add_findings(p, last, DR_ERROR);
}

void dr_planner_add_findings(dr_planner *p, dr_plan_phase *next)
{
	add_findings(p, next, DR_ERROR);
	add_findings(p, next, DR_WARNING);
}

static bool is_held_by(const dr_plan_phase *phase, const dr_source_fact *source)
{
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *gate = &phase->gates.items[i];
		if (gate->state != DR_GATE_MET && dr_str_eq(gate->sender, source->name) &&
		    dr_str_eq(gate->domain, source->domain)) {
			return true;
		}
	}
	return false;
}

static void add_small_source(dr_planner *p, dr_plan_phase *next, const dr_source_fact *source)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "Ours or not? %.*s", DR_FMT(source->name));
	if (!dr_str_eq(source->domain, p->plan->domain)) {
		dr_buf_addf(&text, " as %.*s", DR_FMT(source->domain));
	}
	dr_buf_addf(
		&text,
		" (%lld reported %s on %lld %s) is undecided, and the step does not wait for it: "
		"dmarcramp report summary --undecided %.*s",
		(long long)source->messages, source->messages == 1 ? "message" : "messages",
		(long long)source->days, source->days == 1 ? "day" : "days",
		DR_FMT(p->plan->domain));
	dr_list_add(p->arena, &next->tasks,
	            (dr_plan_task){ .kind = DR_STR("decide"), .text = dr_buf_str(&text) });
}

void dr_planner_add_small_sources(dr_planner *p, dr_plan_phase *next)
{
	enum { SHOWN = 5 };
	size_t shown = 0;
	if (p->evidence_count == 0 || !next->enforces_more) {
		return;
	}
	const dr_source_facts *sources = &p->evidence[0].sources;
	for (size_t i = 0; i < sources->len && shown < SHOWN; i++) {
		const dr_source_fact *source = &sources->items[i];
		if (dr_planner_touches(p, next, source->domain) && !is_held_by(next, source)) {
			add_small_source(p, next, source);
			shown++;
		}
	}
}
