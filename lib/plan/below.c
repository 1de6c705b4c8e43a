/* Names below the domain: which send, which the domain's policy reaches, and which stay weaker than
 * the domain when it is at its end. */
#include "plan/plan_priv.h"

enum { SEEN_DAYS = 90 };

static bool is_own_domain(const dr_planner *p, dr_str domain)
{
	return dr_str_eq_nocase(domain, p->facts->domain.name);
}

bool dr_planner_has_own(const dr_dmarc_below_fact *below)
{
	return below != NULL && below->own_status.state == DR_KNOWN && below->own;
}

bool dr_planner_is_shared(const dr_dmarc_below_fact *below)
{
	return below != NULL && dr_is_known(below->shared_status) && below->shared;
}

bool dr_planner_is_missing(const dr_dmarc_below_fact *below)
{
	return below != NULL && below->exists_status.state == DR_KNOWN && !below->exists;
}

/* A name that people plan by itself keeps its record. */
bool dr_planner_is_planned(const dr_planner *p, dr_str name)
{
	return p->request->config != NULL && dr_config_find(p->request->config, name) != NULL;
}

const dr_dmarc_below_fact *dr_planner_find_below(const dr_planner *p, dr_str name)
{
	return dr_gate_evidence_find_below(&p->facts->dmarc.below, name);
}

dr_str dr_planner_strictest(const dr_planner *p, const dr_plan_phase *phase, dr_str domain)
{
	const dr_dmarc_below_fact *below = dr_planner_find_below(p, domain);
	if (is_own_domain(p, domain) || dr_planner_is_shared(below)) {
		return phase->p.strictest;
	}
	if (dr_planner_has_own(below)) {
		return DR_STR("none");
	}
	return dr_planner_is_missing(below) ? phase->np.strictest : phase->sp.strictest;
}

dr_policy dr_planner_today(dr_planner *p, dr_str domain)
{
	const dr_dmarc_below_fact *below = dr_planner_find_below(p, domain);
	if (!is_own_domain(p, domain) && dr_planner_has_own(below)) {
		dr_dmarc own = dr_planner_parse(p, below->text);
		return dr_policy_effective(&own).strictest.p;
	}
	const dr_dmarc_policies *now = &p->facts->dmarc.effective.strictest;
	const dr_plan_phase inherited = { .p = { .strictest = now->p },
		                          .sp = { .strictest = now->sp },
		                          .np = { .strictest = now->np } };
	const dr_plan_phase *phase = p->plan->current != NULL ? p->plan->current : &inherited;
	return dr_policy_parse(dr_planner_strictest(p, phase, domain));
}

bool dr_planner_is_set_apart(const dr_planner *p, dr_str domain)
{
	for (size_t i = 0; i < p->apart.len; i++) {
		if (dr_str_eq_nocase(p->apart.items[i], domain)) {
			return true;
		}
	}
	return false;
}

bool dr_planner_touches(const dr_planner *p, const dr_plan_phase *phase, dr_str domain)
{
	const dr_dmarc_below_fact *below = dr_planner_find_below(p, domain);
	if (dr_planner_has_own(below) || dr_planner_is_set_apart(p, domain)) {
		return false;
	}
	if (is_own_domain(p, domain) || dr_planner_is_shared(below)) {
		return phase->moves_p;
	}
	return dr_planner_is_missing(below) ? phase->moves_np : phase->moves_sp;
}

/* ---- the list of names ---- */

static void count_mail(const dr_planner *p, dr_plan_name *name)
{
	const dr_traffic *traffic = p->request->traffic;
	for (size_t i = 0; i < traffic->senders.len; i++) {
		const dr_mail_streams *streams = &traffic->senders.items[i]->streams;
		for (size_t j = 0; j < streams->len; j++) {
			const dr_mail_stream *stream = &streams->items[j];
			if (dr_str_eq_nocase(stream->scope, name->name)) {
				dr_planner_count_stream(p, stream, p->plan->as_of - SEEN_DAYS + 1,
				                        &name->messages, &name->failing);
			}
		}
	}
}

static void add_name(dr_planner *p, dr_str domain)
{
	const dr_dmarc_below_fact *below = dr_planner_find_below(p, domain);
	dr_plan_name name = { .name = domain };
	if (below != NULL) {
		name.exists_known = below->exists_status.state == DR_KNOWN;
		name.exists = name.exists_known && below->exists;
		name.own_known = below->own_status.state == DR_KNOWN;
		name.own = dr_planner_has_own(below) ? below->text : (dr_str){ 0 };
	}
	if (p->request->traffic != NULL) {
		count_mail(p, &name);
	}
	if (name.messages > 0 || name.own.len > 0) {
		dr_list_add(p->arena, &p->plan->below, name);
	}
}

static bool was_seen(const dr_traffic *traffic, dr_str name)
{
	for (size_t i = 0; traffic != NULL && i < traffic->scopes.len; i++) {
		if (dr_str_eq_nocase(traffic->scopes.items[i], name)) {
			return true;
		}
	}
	return false;
}

/* What gates see of reports tells the same as reports, and may be all there is. */
static bool has_mail_below(const dr_planner *p)
{
	const dr_gate_evidence *now = &p->evidence[0];
	bool found = false;
	for (size_t i = 0; i < now->streams.len; i++) {
		found = found || !dr_str_eq(now->streams.items[i].scope, DR_STR("p"));
	}
	for (size_t i = 0; i < now->sources.len; i++) {
		found = found || !dr_str_eq(now->sources.items[i].scope, DR_STR("p"));
	}
	return found;
}

void dr_planner_list_names(dr_planner *p)
{
	const dr_traffic *traffic = p->request->traffic;
	const dr_dmarc_below_facts *below = &p->facts->dmarc.below;
	for (size_t i = 0; traffic != NULL && i < traffic->scopes.len; i++) {
		if (!is_own_domain(p, traffic->scopes.items[i])) {
			add_name(p, traffic->scopes.items[i]);
		}
	}
	for (size_t i = 0; i < below->len; i++) {
		if (!was_seen(traffic, below->items[i].name)) {
			add_name(p, below->items[i].name);
		}
	}
	p->ask.below = p->plan->below.len > 0 || has_mail_below(p);
}

/* ---- behind the last step ---- */

/* What a name below does with mail that fails, by the record that it has or gets. */
static dr_policy own_policy(dr_planner *p, const dr_dmarc_below_fact *below)
{
	if (dr_planner_has_own(below)) {
		dr_dmarc own = dr_planner_parse(p, below->text);
		return dr_policy_effective(&own).weakest.p;
	}
	dr_dmarc domain = dr_planner_parse(p, p->plan->published);
	dr_policies now = dr_policy_effective(&domain).weakest;
	return dr_planner_is_shared(below) ? now.p : now.sp;
}

static dr_str say_weaker(dr_planner *p, dr_str name, dr_policy is, dr_policy wanted)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "%.*s stays at p=%s by its own record, weaker than the %s of %.*s",
	            DR_FMT(name), dr_policy_name(is > DR_POLICY_NONE ? is : DR_POLICY_NONE),
	            dr_policy_name(wanted), DR_FMT(p->plan->domain));
	return dr_buf_str(&text);
}

/* What the phase asks of streams of names below, of all of them: also of those that have a record
 * of their own, and are in nobody's way. */
static dr_plan_gates judge_streams(dr_planner *p, const dr_plan_phase *phase)
{
	dr_plan_gates gates = { NULL, 0 };
	const dr_playbook_phase *from = dr_planner_find_phase(p->playbook, phase->id);
	for (size_t i = 0; i < from->gates.len; i++) {
		dr_playbook_gate gate = from->gates.items[i];
		gate.where = NULL;
		gate.opens_in = NULL;
		gate.looks_ahead = false;
		if (gate.each == DR_EACH_STREAM && dr_planner_is_below(gate.scope)) {
			dr_planner_judge_gate(p, from, &gate, &gates);
		}
	}
	return gates;
}

static dr_str todo_of_weaker(const dr_plan_gates *judged, dr_str name)
{
	bool met = false, unknown = false;
	for (size_t i = 0; i < judged->len; i++) {
		const dr_plan_gate *gate = &judged->items[i];
		bool meant = dr_str_eq_nocase(gate->domain, name);
		if (meant && gate->state == DR_GATE_OPEN) {
			return DR_STR("repair its mail, then raise it");
		}
		met = met || (meant && gate->state == DR_GATE_MET);
		unknown = unknown || (meant && gate->state == DR_GATE_UNKNOWN);
	}
	return met && !unknown ? DR_STR("raise it, for its mail passes")
	                       : DR_STR("raise it when its mail passes");
}

dr_planner_names dr_planner_find_weaker(dr_planner *p, const dr_plan_phase *phase)
{
	dr_planner_names found = { NULL, 0 };
	dr_dmarc last = dr_planner_parse(p, phase->text);
	dr_policy wanted = dr_policy_effective(&last).weakest.sp;
	const dr_dmarc_below_facts *list = &p->facts->dmarc.below;
	for (size_t i = 0; i < list->len; i++) {
		const dr_dmarc_below_fact *below = &list->items[i];
		bool own = dr_planner_has_own(below) || dr_planner_is_set_apart(p, below->name);
		if (!own || dr_planner_is_planned(p, below->name)) {
			continue;
		}
		dr_policy is = own_policy(p, below);
		if (is < wanted) {
			dr_planner_name one = { .name = below->name,
				                .text = say_weaker(p, below->name, is, wanted) };
			dr_list_add(p->arena, &found, one);
		}
	}
	dr_plan_gates judged = found.len > 0 ? judge_streams(p, phase) : (dr_plan_gates){ 0 };
	for (size_t i = 0; i < found.len; i++) {
		found.items[i].todo = todo_of_weaker(&judged, found.items[i].name);
	}
	return found;
}

static void add_task(dr_planner *p, dr_plan_phase *phase, const dr_planner_name *name)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "%.*s: %.*s: dmarcramp plan %.*s", DR_FMT(name->text),
	            DR_FMT(name->todo), DR_FMT(name->name));
	dr_list_add(p->arena, &phase->tasks,
	            (dr_plan_task){ .kind = DR_STR("dns"), .text = dr_buf_str(&text) });
}

void dr_planner_add_weaker_tasks(dr_planner *p, dr_plan_phase *next)
{
	dr_plan_phase *last = next;
	for (size_t i = 0; i < p->plan->phases.len; i++) {
		dr_plan_phase *phase = &p->plan->phases.items[i];
		last = phase->state == DR_PHASE_UPCOMING ? phase : last;
	}
	dr_planner_names found = dr_planner_find_weaker(p, last);
	for (size_t i = 0; i < found.len; i++) {
		add_task(p, last, &found.items[i]);
	}
}
