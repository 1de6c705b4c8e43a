#include "plan/plan_priv.h"

static void add_authorisation(dr_planner *p, dr_plan_phase *phase, dr_str host, dr_str owner)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "Ask %.*s to publish: %.*s. IN TXT \"v=DMARC1;\"", DR_FMT(host),
	            DR_FMT(owner));
	dr_list_add(p->arena, &phase->tasks,
	            (dr_plan_task){ .kind = DR_STR("people"), .text = dr_buf_str(&text) });
}

static bool is_within(dr_str host, dr_str domain)
{
	size_t rest = host.len - domain.len;
	return dr_str_ends_nocase(host, domain) && (rest == 0 || host.ptr[rest - 1] == '.');
}

/* The host of an address; that of a URI, too. */
static dr_str host_of(dr_str address)
{
	return dr_str_sub(address, dr_str_find(address, 0, '@') + 1, address.len);
}

/* The address that was asked for is not in DNS yet, so nobody has looked at it. */
static void add_asked_authorisation(dr_planner *p, dr_plan_phase *phase)
{
	dr_str address = p->ask.report_address, domain = p->facts->domain.name;
	dr_str host = host_of(address);
	if (is_within(host, p->facts->dmarc.organizational)) {
		return;
	}
	dr_buf owner;
	dr_buf_init(&owner, p->arena);
	dr_buf_addf(&owner, "%.*s._report._dmarc.%.*s", DR_FMT(domain), DR_FMT(host));
	add_authorisation(p, phase, host, dr_buf_str(&owner));
}

/* Addresses of the phase's record that another domain must agree to take (RFC 9990 4). */
static void add_authorisations(dr_planner *p, dr_plan_phase *phase)
{
	if (p->ask.rua.len > 0) {
		add_asked_authorisation(p, phase);
		return;
	}
	const dr_address_facts *rua = &p->facts->dmarc.rua;
	for (size_t i = 0; i < rua->len; i++) {
		const dr_address_fact *a = &rua->items[i];
		if (a->authorised_status.state == DR_KNOWN && !a->authorised) {
			add_authorisation(p, phase, a->host, a->authorisation);
		}
	}
}

void dr_planner_add_authorisations_of(dr_planner *p, dr_plan_phase *phase, dr_str name)
{
	const dr_address_facts *rua = &p->facts->dmarc.rua;
	for (size_t i = 0; i < rua->len; i++) {
		const dr_address_fact *a = &rua->items[i];
		if (a->external_status.state == DR_KNOWN && a->external) {
			dr_buf owner;
			dr_buf_init(&owner, p->arena);
			dr_buf_addf(&owner, "%.*s._report._dmarc.%.*s", DR_FMT(name),
			            DR_FMT(a->host));
			add_authorisation(p, phase, a->host, dr_buf_str(&owner));
		}
	}
}

/* Whether all reports go to people outside the organization, by what is asked or published. */
static bool is_read_elsewhere(const dr_planner *p)
{
	const dr_address_facts *rua = &p->facts->dmarc.rua;
	if (p->ask.rua.len > 0) {
		return !is_within(host_of(p->ask.rua), p->facts->dmarc.organizational);
	}
	for (size_t i = 0; i < rua->len; i++) {
		const dr_address_fact *a = &rua->items[i];
		if (a->external_status.state != DR_KNOWN || !a->external) {
			return false;
		}
	}
	return rua->len > 0;
}

void dr_planner_add_reader_task(dr_planner *p, dr_plan_phase *next)
{
	if (is_read_elsewhere(p)) {
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

void dr_planner_fill_tasks(dr_planner *p, const dr_playbook_phase *from, dr_plan_phase *phase)
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
	if (from->set.len > 0) {
		add_authorisations(p, phase);
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

static void add_findings(dr_planner *p, dr_plan_phase *next, dr_severity severity)
{
	const dr_findings *findings = &next->findings;
	for (size_t i = 0; i < findings->len; i++) {
		const dr_finding *f = findings->items[i];
		bool planned = severity < DR_ERROR && is_of_plan(f);
		if (!is_work(f) || f->severity != severity || planned) {
			continue;
		}
		dr_str text = f->fix.len > 0 ? f->fix : f->message;
		dr_list_add(p->arena, &next->tasks,
		            (dr_plan_task){ task_kind(f), text, f->rule->id });
		if (f->severity == DR_ERROR) {
			dr_list_add(p->arena, &p->plan->blockers,
			            (dr_plan_blocker){ f->rule->id, f->message });
		}
	}
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
	dr_buf_addf(&text,
	            " (%lld reported %s) is undecided, and too small to hold the step up: "
	            "dmarcramp report summary --undecided %.*s",
	            (long long)source->messages, source->messages == 1 ? "message" : "messages",
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
		if (dr_planner_reaches(p, next, source->domain) && !is_held_by(next, source)) {
			add_small_source(p, next, source);
			shown++;
		}
	}
}
