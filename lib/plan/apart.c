/* Records of names below the domain: which get one of their own before sp rises, and when it may go
 * again. */
#include "plan/plan_priv.h"
#include "record/edit.h"

void dr_planner_start_below(dr_planner *p)
{
	const dr_dmarc_below_facts *below = &p->facts->dmarc.below;
	p->apart = p->homeless = (dr_strs){ 0 };
	p->ask.own_below = p->apart_phase != NULL;
	for (size_t i = 0; i < below->len; i++) {
		p->ask.own_below = p->ask.own_below || dr_planner_has_own(&below->items[i]);
	}
}

static dr_str place_of(dr_planner *p, dr_str name)
{
	dr_buf place;
	dr_buf_init(&place, p->arena);
	dr_buf_addf(&place, "_dmarc.%.*s", DR_FMT(name));
	return dr_buf_str(&place);
}

static dr_plan_record record_of(dr_planner *p, dr_str name, dr_str value, dr_str why)
{
	return dr_planner_record_at(p, place_of(p, name), value, why);
}

static bool is_alias(const dr_dmarc_below_fact *below)
{
	return dr_is_known(below->alias.present_status) && below->alias.present;
}

/* The domain's record as one of a name below it that is treated as before. Receivers that know np
 * and those that do not must agree about the name. The empty slice: they do not. */
static dr_str record_apart(dr_planner *p, const dr_dmarc_below_fact *below, dr_str text)
{
	dr_dmarc record = dr_planner_parse(p, text);
	bool shared = dr_planner_is_shared(below);
	dr_policy sp = record.sp != DR_POLICY_UNSET && !shared ? record.sp : record.p;
	sp = dr_planner_is_void(&record) ? DR_POLICY_NONE : sp;
	dr_policy np = record.np != DR_POLICY_UNSET ? record.np : sp;
	bool exists = shared || (dr_is_known(below->exists_status) && below->exists);
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

bool dr_planner_is_apart(dr_planner *p, const dr_dmarc_below_fact *below)
{
	return dr_str_eq(below->text, record_apart(p, below, p->plan->published));
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

/* Its own record, or the domain's as one of its own, with another p. */
static dr_str own_with(dr_planner *p, const dr_dmarc_below_fact *below, dr_policy policy)
{
	bool own = dr_planner_has_own(below);
	const dr_tag_edit edits[] = { { DR_STR("p"), dr_str_of(dr_policy_name(policy)) },
		                      { DR_STR("sp"), { 0 } },
		                      { DR_STR("np"), { 0 } },
		                      { DR_STR("pct"), { 0 } },
		                      { DR_STR("t"), { 0 } },
		                      { DR_STR("psd"), { 0 } } };
	dr_str text = dr_planner_readable(p, own ? below->text : p->plan->published);
	return dr_dmarc_edit(p->arena, text, edits, own ? 1 : DR_COUNT(edits));
}

dr_plan_record dr_planner_own_before(dr_planner *p, const dr_dmarc_below_fact *below,
                                     dr_policy policy, dr_str why)
{
	dr_str text = policy != DR_POLICY_UNSET ? own_with(p, below, policy) : (dr_str){ 0 };
	return record_of(p, below->name, text, why);
}

bool dr_planner_lower_own(dr_planner *p, dr_str name, bool at_once, dr_str why,
                          dr_plan_records *records)
{
	const dr_dmarc_below_fact *below = dr_planner_find_below(p, name);
	dr_policy now = dr_planner_today(p, name);
	if (below == NULL || below->own_status.state != DR_KNOWN || now <= DR_POLICY_NONE) {
		return false;
	}
	bool own = dr_planner_has_own(below);
	bool alias = is_alias(below);
	if (alias && !own) {
		return false; /* no record stands beside a CNAME */
	}
	dr_str text = own_with(p, below, at_once ? DR_POLICY_NONE : dr_policy_lowered(now));
	dr_plan_record record = alias ? dr_planner_record_at(p, below->alias.target, text, why)
	                              : record_of(p, name, text, why);
	if (!is_listed(records, record.name)) {
		dr_list_add(p->arena, records, record);
	}
	return true;
}

/* What stands at a name below the domain before and after a phase; an empty text: nothing of its
 * own. Before it may be a CNAME: that goes, and comes again on the way back. */
static void add_change(dr_planner *p, dr_plan_phase *phase, const dr_dmarc_below_fact *below,
                       dr_str before, dr_str after)
{
	dr_str place = place_of(p, below->name), was = DR_STR("as it was before this step");
	bool alias = is_alias(below);
	dr_plan_record record = alias && after.len == 0
	                                ? dr_planner_cname_at(p, place, (dr_str){ 0 }, phase->title)
	                                : dr_planner_record_at(p, place, after, phase->title);
	if (is_listed(&phase->records, record.name)) {
		return;
	}
	dr_list_add(p->arena, &phase->records, record);
	dr_planner_add_alias_task(p, phase, below);
	dr_list_add(p->arena, &phase->rollback,
	            alias ? dr_planner_cname_at(p, place, below->alias.target, was)
	                  : dr_planner_record_at(p, place, before, was));
	if (after.len > 0) {
		dr_list_add(p->arena, &phase->wanted, record);
	}
}

/* A record of its own would be of no use to it. */
static bool stays(const dr_planner *p, dr_str name)
{
	for (size_t i = 0; i < p->unmoved.len; i++) {
		if (dr_str_eq_nocase(p->unmoved.items[i], name)) {
			return true;
		}
	}
	return false;
}

static void set_apart(dr_planner *p, const dr_playbook_phase *from, dr_plan_phase *phase)
{
	dr_plan_gates gates = { NULL, 0 };
	dr_planner_judge_gate(p, from, from->apart, &gates);
	for (size_t i = 0; i < gates.len; i++) {
		const dr_plan_gate *gate = &gates.items[i];
		const dr_dmarc_below_fact *below = dr_planner_find_below(p, gate->domain);
		bool free = below != NULL && below->own_status.state == DR_KNOWN && !below->own;
		if (gate->state != DR_GATE_OPEN || !free || stays(p, gate->domain)) {
			continue;
		}
		dr_str text = record_apart(p, below, phase->text);
		if (text.len > 0) {
			add_change(p, phase, below, (dr_str){ 0 }, text);
			dr_list_add(p->arena, &p->apart, below->name);
			p->ask.own_below = true;
		} else if (dr_planner_is_missing(below)) {
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
 * or not. A record with psd=n or psd=y says where an organization begins, which no other record
 * says for it. */
static bool says_the_same(const dr_dmarc *own, const dr_dmarc *domain)
{
	if (own->psd != 'u') {
		return false;
	}
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

static void take_back(dr_planner *p, dr_plan_phase *phase)
{
	const dr_dmarc_below_facts *list = &p->facts->dmarc.below;
	dr_dmarc domain = dr_planner_parse(p, phase->text);
	for (size_t i = 0; i < list->len; i++) {
		const dr_dmarc_below_fact *below = &list->items[i];
		bool kept = dr_planner_is_planned(p, below->name) || phase->text.len == 0;
		if (kept || !dr_planner_has_own(below)) {
			continue;
		}
		dr_dmarc own = dr_planner_parse(p, below->text);
		if (says_the_same(&own, &domain)) {
			add_change(p, phase, below, below->text, (dr_str){ 0 });
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
