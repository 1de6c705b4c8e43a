/* Names below the domain: which send, which the domain's policy reaches, which get a record of
 * their own before sp rises, and when that may go again. */
#include "plan/plan_priv.h"
#include "record/edit.h"

enum { SEEN_DAYS = 90 };

static bool is_own_domain(const dr_planner *p, dr_str domain)
{
	return dr_str_eq_nocase(domain, p->facts->domain.name);
}

static bool has_own_record(const dr_dmarc_below_fact *below)
{
	return below != NULL && below->own_status.state == DR_KNOWN && below->own;
}

static bool is_certainly_missing(const dr_dmarc_below_fact *below)
{
	return below != NULL && below->exists_status.state == DR_KNOWN && !below->exists;
}

static const dr_dmarc_below_fact *find(const dr_planner *p, dr_str name)
{
	return dr_gate_evidence_find_below(&p->facts->dmarc.below, name);
}

dr_str dr_planner_strictest(const dr_planner *p, const dr_plan_phase *phase, dr_str domain)
{
	const dr_dmarc_below_fact *below = find(p, domain);
	if (is_own_domain(p, domain)) {
		return phase->p.strictest;
	}
	if (has_own_record(below)) {
		return DR_STR("none");
	}
	return is_certainly_missing(below) ? phase->np.strictest : phase->sp.strictest;
}

dr_policy dr_planner_today(dr_planner *p, dr_str domain)
{
	const dr_dmarc_below_fact *below = find(p, domain);
	if (!is_own_domain(p, domain) && has_own_record(below)) {
		dr_dmarc own = dr_planner_parse(p, below->text);
		return dr_policy_effective(&own).strictest.p;
	}
	return dr_policy_parse(dr_planner_strictest(p, p->plan->current, domain));
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
	const dr_dmarc_below_fact *below = find(p, domain);
	if (is_own_domain(p, domain)) {
		return phase->moves_p;
	}
	if (has_own_record(below) || dr_planner_is_set_apart(p, domain)) {
		return false;
	}
	return is_certainly_missing(below) ? phase->moves_np : phase->moves_sp;
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
	const dr_dmarc_below_fact *below = find(p, domain);
	dr_plan_name name = { .name = domain };
	if (below != NULL) {
		name.exists_known = below->exists_status.state == DR_KNOWN;
		name.exists = name.exists_known && below->exists;
		name.own_known = below->own_status.state == DR_KNOWN;
		name.own = has_own_record(below) ? below->text : (dr_str){ 0 };
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

/* ---- records of their own ---- */

void dr_planner_start_below(dr_planner *p)
{
	const dr_dmarc_below_facts *below = &p->facts->dmarc.below;
	p->apart = p->homeless = (dr_strs){ 0 };
	p->ask.own_below = false;
	for (size_t i = 0; i < below->len; i++) {
		p->ask.own_below = p->ask.own_below || has_own_record(&below->items[i]);
	}
}

static dr_plan_record record_of(dr_planner *p, dr_str name, dr_str value, dr_str why)
{
	dr_buf owner;
	dr_buf_init(&owner, p->arena);
	dr_buf_addf(&owner, "_dmarc.%.*s", DR_FMT(name));
	return dr_planner_record_at(p, dr_buf_str(&owner), value, why);
}

/* The domain's record as one of a name below it that is treated as before. Receivers that know np
 * and those that do not must agree about the name. The empty slice: they do not. */
static dr_str record_apart(dr_planner *p, const dr_dmarc_below_fact *below, dr_str text)
{
	dr_dmarc record = dr_planner_parse(p, text);
	dr_policy sp = record.sp != DR_POLICY_UNSET ? record.sp : record.p;
	sp = dr_planner_is_void(&record) ? DR_POLICY_NONE : sp;
	dr_policy np = record.np != DR_POLICY_UNSET ? record.np : sp;
	bool exists = below->exists_status.state == DR_KNOWN && below->exists;
	bool unreadable = dr_dmarc_find(&record, DR_DMARC_NP) != NULL &&
	                  !dr_dmarc_is_valid(&record, DR_DMARC_NP);
	if (sp == DR_POLICY_UNSET || unreadable || (!exists && np != sp)) {
		return (dr_str){ 0 };
	}
	const dr_tag_edit edits[] = { { DR_STR("p"), dr_str_of(dr_policy_name(sp)) },
		                      { DR_STR("sp"), { 0 } },
		                      { DR_STR("np"), { 0 } },
		                      { DR_STR("psd"), { 0 } } };
	return dr_dmarc_edit(p->arena, text, edits, DR_COUNT(edits));
}

static bool is_listed(const dr_plan_records *records, dr_str name)
{
	for (size_t i = 0; i < records->len; i++) {
		if (dr_str_eq_nocase(records->items[i].name, name)) {
			return true;
		}
	}
	return false;
}

void dr_planner_lower_own(dr_planner *p, dr_str name, dr_str why, dr_plan_records *records)
{
	const dr_dmarc_below_fact *below = find(p, name);
	dr_dmarc own = dr_planner_parse(p, below->text);
	dr_policy p_now = dr_policy_effective(&own).strictest.p;
	if (p_now <= DR_POLICY_NONE) {
		return;
	}
	dr_str lower = dr_str_of(dr_policy_name(dr_policy_lowered(p_now)));
	const dr_tag_edit edit = { DR_STR("p"), lower };
	dr_plan_record record =
		record_of(p, name, dr_dmarc_edit(p->arena, below->text, &edit, 1), why);
	if (!is_listed(records, record.name)) {
		dr_list_add(p->arena, records, record);
	}
}

/* What stands at a name below the domain before and after a phase; an empty text: nothing. */
static void add_change(dr_planner *p, dr_plan_phase *phase, dr_str name, dr_str before,
                       dr_str after)
{
	dr_plan_record record = record_of(p, name, after, phase->title);
	if (is_listed(&phase->records, record.name)) {
		return;
	}
	dr_list_add(p->arena, &phase->records, record);
	dr_list_add(p->arena, &phase->rollback,
	            record_of(p, name, before, DR_STR("as it was before this step")));
	if (after.len > 0) {
		dr_list_add(p->arena, &phase->wanted, record);
	}
}

static void set_apart(dr_planner *p, const dr_playbook_phase *from, dr_plan_phase *phase)
{
	dr_plan_gates gates = { NULL, 0 };
	dr_planner_judge_gate(p, from, from->apart, &gates);
	for (size_t i = 0; i < gates.len; i++) {
		const dr_plan_gate *gate = &gates.items[i];
		const dr_dmarc_below_fact *below = find(p, gate->domain);
		bool free = below != NULL && below->own_status.state == DR_KNOWN && !below->own;
		if (gate->state != DR_GATE_OPEN || !free) {
			continue;
		}
		dr_str text = record_apart(p, below, phase->text);
		if (text.len > 0) {
			add_change(p, phase, below->name, (dr_str){ 0 }, text);
			dr_list_add(p->arena, &p->apart, below->name);
			p->ask.own_below = true;
		} else if (is_certainly_missing(below)) {
			dr_list_add(p->arena, &p->homeless, below->name);
		}
	}
}

void dr_planner_add_homeless_tasks(dr_planner *p, dr_plan_phase *next)
{
	for (size_t i = 0; i < p->homeless.len; i++) {
		dr_str name = p->homeless.items[i];
		dr_buf text;
		dr_buf_init(&text, p->arena);
		dr_buf_addf(&text,
		            "%.*s fails and is not in DNS. It gets no record of its own: np and sp "
		            "differ, and one record cannot keep both for it. Give it an address in "
		            "DNS, or have its mail leave as %.*s.",
		            DR_FMT(name), DR_FMT(p->plan->domain));
		dr_list_add(p->arena, &next->tasks,
		            (dr_plan_task){ .kind = DR_STR("sender"), .text = dr_buf_str(&text) });
	}
}

static bool is_same_mode(const dr_dmarc *a, const dr_dmarc *b)
{
	const dr_tag *rua = dr_dmarc_find(a, DR_DMARC_RUA), *other = dr_dmarc_find(b, DR_DMARC_RUA);
	bool same_rua = rua == NULL || other == NULL ? rua == other
	                                             : dr_str_eq_nocase(rua->value, other->value);
	return a->adkim == b->adkim && a->aspf == b->aspf && same_rua;
}

/* Without its own record the name would be treated as it is with it, whether it then still exists
 * or not. */
static bool says_the_same(const dr_dmarc *own, const dr_dmarc *domain)
{
	const dr_effective of_own = dr_policy_effective(own), of = dr_policy_effective(domain);
	const dr_policies *const one[] = { &of_own.rfc9989, &of_own.rfc7489, &of_own.weakest,
		                           &of_own.strictest };
	const dr_policies *const all[] = { &of.rfc9989, &of.rfc7489, &of.weakest, &of.strictest };
	for (size_t i = 0; i < DR_COUNT(one); i++) {
		if (one[i]->p != all[i]->sp || one[i]->p != all[i]->np) {
			return false;
		}
	}
	return is_same_mode(own, domain);
}

/* A name that people plan by itself keeps its record. */
static bool is_planned(const dr_planner *p, dr_str name)
{
	return p->request->config != NULL && dr_config_find(p->request->config, name) != NULL;
}

static void take_back(dr_planner *p, dr_plan_phase *phase)
{
	const dr_dmarc_below_facts *list = &p->facts->dmarc.below;
	dr_dmarc domain = dr_planner_parse(p, phase->text);
	for (size_t i = 0; i < list->len; i++) {
		const dr_dmarc_below_fact *below = &list->items[i];
		if (is_planned(p, below->name) || !has_own_record(below)) {
			continue;
		}
		dr_dmarc own = dr_planner_parse(p, below->text);
		if (says_the_same(&own, &domain)) {
			add_change(p, phase, below->name, below->text, (dr_str){ 0 });
		}
	}
}

void dr_planner_fill_beside(dr_planner *p, const dr_playbook_phase *from, dr_plan_phase *phase)
{
	if (from->apart != NULL) {
		set_apart(p, from, phase);
	}
	if (from->rejoin) {
		take_back(p, phase);
	}
}

/* ---- behind the last step ---- */

/* What a name below does with mail that fails, by the record that it has or gets. */
static dr_policy own_policy(dr_planner *p, const dr_dmarc_below_fact *below)
{
	if (has_own_record(below)) {
		dr_dmarc own = dr_planner_parse(p, below->text);
		return dr_policy_effective(&own).weakest.p;
	}
	dr_dmarc domain = dr_planner_parse(p, p->plan->published);
	return dr_policy_effective(&domain).weakest.sp;
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

dr_planner_names dr_planner_find_weaker(dr_planner *p, dr_str text)
{
	dr_planner_names found = { NULL, 0 };
	dr_dmarc last = dr_planner_parse(p, text);
	dr_policy wanted = dr_policy_effective(&last).weakest.sp;
	const dr_dmarc_below_facts *list = &p->facts->dmarc.below;
	for (size_t i = 0; i < list->len; i++) {
		const dr_dmarc_below_fact *below = &list->items[i];
		bool own = has_own_record(below) || dr_planner_is_set_apart(p, below->name);
		if (!own || is_planned(p, below->name)) {
			continue;
		}
		dr_policy is = own_policy(p, below);
		if (is < wanted) {
			dr_planner_name one = { below->name,
				                say_weaker(p, below->name, is, wanted) };
			dr_list_add(p->arena, &found, one);
		}
	}
	return found;
}

static void add_task(dr_planner *p, dr_plan_phase *phase, const dr_planner_name *name)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "%.*s: repair its mail, then raise it: dmarcramp plan %.*s",
	            DR_FMT(name->text), DR_FMT(name->name));
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
	dr_planner_names found = dr_planner_find_weaker(p, last->text);
	for (size_t i = 0; i < found.len; i++) {
		add_task(p, last, &found.items[i]);
	}
}
