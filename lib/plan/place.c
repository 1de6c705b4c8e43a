/* Where the records of a plan stand: names, and what web forms want to be told of them. */
#include "plan/plan_priv.h"

static dr_str own_name(dr_planner *p, dr_str domain)
{
	dr_buf name;
	dr_buf_init(&name, p->arena);
	dr_buf_addf(&name, "_dmarc.%.*s", DR_FMT(domain));
	return dr_buf_str(&name);
}

static bool is_at_or_below(dr_str name, dr_str zone)
{
	bool ends = zone.len > 0 && dr_str_ends_nocase(name, zone);
	return ends && (name.len == zone.len || name.ptr[name.len - zone.len - 1] == '.');
}

/* The file says where the zone begins, unless it delegates the domain. */
static dr_str zone_of_file(const dr_facts *facts)
{
	const dr_zone_facts *file = facts->zone;
	if (file == NULL || !file->complete) {
		return (dr_str){ 0 };
	}
	for (size_t i = 0; i < file->elsewhere.len; i++) {
		if (dr_str_eq_nocase(file->elsewhere.items[i], facts->domain.name)) {
			return (dr_str){ 0 };
		}
	}
	return file->origin;
}

/* The zone that a web form adds. Where nothing tells it, it is the registered domain: of a zone
 * further down a form then makes a name where nothing stands; the other way round, typing _dmarc
 * would replace the record of the name above. */
static dr_str zone_of(const dr_facts *facts)
{
	const dr_servers_facts *servers = facts->servers;
	const dr_dmarc_facts *dmarc = &facts->dmarc;
	dr_str none = { 0 };
	const dr_str zones[] = {
		servers != NULL && dr_is_known(servers->zone_status) ? servers->zone : none,
		zone_of_file(facts),
		dr_is_known(dmarc->organizational_rfc7489_status) ? dmarc->organizational_rfc7489
								  : none,
	};
	for (size_t i = 0; i < DR_COUNT(zones); i++) {
		if (is_at_or_below(facts->domain.name, zones[i])) {
			return zones[i];
		}
	}
	return facts->domain.name;
}

/* `name` without the zone that a web form adds; NULL when it is not within the zone. */
static dr_str within_zone(dr_str name, dr_str zone)
{
	bool within = is_at_or_below(name, zone) && name.len > zone.len;
	return within ? dr_str_sub(name, 0, name.len - zone.len - 1) : (dr_str){ 0 };
}

static dr_plan_record record_of_type(dr_planner *p, const char *type, dr_str name, dr_str value,
                                     dr_str why)
{
	dr_str zone = zone_of(p->facts), field = within_zone(name, zone);
	bool ours = field.len > 0;
	return (dr_plan_record){
		.action = value.len > 0 ? DR_STR("set") : DR_STR("remove"),
		.name = name,
		.type = dr_str_of(type),
		.ttl = dr_planner_new_ttl(p),
		.value = value,
		.host_field = ours ? field : name,
		.zone = ours ? zone : (dr_str){ 0 },
		.why = why,
	};
}

dr_plan_record dr_planner_record_at(dr_planner *p, dr_str name, dr_str value, dr_str why)
{
	return record_of_type(p, "TXT", name, value, why);
}

dr_plan_record dr_planner_cname_at(dr_planner *p, dr_str name, dr_str target, dr_str why)
{
	return record_of_type(p, "CNAME", name, target, why);
}

dr_plan_record dr_planner_record_before(dr_planner *p, dr_str before, dr_str why)
{
	bool led = p->shared_with.len > 0 && dr_str_eq(before, p->plan->published);
	return led ? dr_planner_cname_at(p, own_name(p, p->facts->domain.name),
	                                 p->facts->dmarc.alias.target, why)
	           : dr_planner_record(p, before, why);
}

dr_plan_record dr_planner_record(dr_planner *p, dr_str value, dr_str why)
{
	dr_str name = p->plan->cname.len > 0 ? p->plan->cname : own_name(p, p->facts->domain.name);
	return dr_planner_record_at(p, name, value, why);
}

static void add_dns_task(dr_planner *p, dr_plan_phase *phase, dr_str text)
{
	dr_list_add(p->arena, &phase->tasks, (dr_plan_task){ .kind = DR_STR("dns"), .text = text });
}

static bool is_in_from(const dr_planner *p, dr_str domain)
{
	const dr_traffic *traffic = p->request->traffic;
	for (size_t i = 0; traffic != NULL && i < traffic->scopes.len; i++) {
		if (dr_str_eq_nocase(traffic->scopes.items[i], domain)) {
			return true;
		}
	}
	return false;
}

/* A domain whose record stands where a CNAME leads: one above, one that people plan, or one below
 * that sends; empty: none is known. */
static dr_str domain_of_record(const dr_planner *p, dr_str target)
{
	static const dr_str PREFIX = DR_STR_INIT("_dmarc.");
	const dr_dmarc_step_facts *walk = &p->facts->dmarc.walk;
	for (size_t i = 0; i < walk->len; i++) {
		if (dr_is_known(walk->items[i].shared_status) && walk->items[i].shared) {
			return walk->items[i].domain;
		}
	}
	if (!dr_str_starts_nocase(target, PREFIX)) {
		return (dr_str){ 0 };
	}
	dr_str domain = dr_str_sub(target, PREFIX.len, target.len);
	bool above = is_at_or_below(p->facts->domain.name, domain);
	bool known = above || dr_planner_is_planned(p, domain) || is_in_from(p, domain);
	return known ? domain : (dr_str){ 0 };
}

/* A record of another domain is that domain's to change, with its own gates: the plan takes this
 * one out of it. */
void dr_planner_find_place(dr_planner *p)
{
	const dr_alias_facts *alias = &p->facts->dmarc.alias;
	bool there = dr_is_known(alias->present_status) && alias->present &&
	             dr_is_known(alias->target_status);
	p->shared_with = there ? domain_of_record(p, alias->target) : (dr_str){ 0 };
	p->plan->cname = there && p->shared_with.len == 0 ? alias->target : (dr_str){ 0 };
}

/* "_dmarc.shop.example.com is a CNAME to _dmarc.example.com, the record of example.com". */
static void say_shared(const dr_planner *p, dr_buf *text)
{
	dr_buf_addf(text, "_dmarc.%.*s is a CNAME to %.*s, the record of %.*s",
	            DR_FMT(p->facts->domain.name), DR_FMT(p->facts->dmarc.alias.target),
	            DR_FMT(p->shared_with));
}

static void add_shared_task(dr_planner *p, dr_plan_phase *phase)
{
	bool above = is_at_or_below(p->facts->domain.name, p->shared_with);
	dr_buf text;
	dr_buf_init(&text, p->arena);
	say_shared(p, &text);
	dr_buf_addf(&text,
	            ", whose mail would move with it: replace the CNAME by the record of this "
	            "step, for nothing may stand beside a CNAME. Or leave it: then %.*s follows "
	            "the plan of %.*s, which %s.",
	            DR_FMT(p->facts->domain.name), DR_FMT(p->shared_with),
	            above ? "waits for its mail, too" : "does not look at its mail");
	add_dns_task(p, phase, dr_buf_str(&text));
}

static void note_return(dr_planner *p, dr_plan_return *back)
{
	if (!back->possible || back->records.len == 0) {
		return;
	}
	bool removed = back->records.items[0].value.len == 0;
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "%.*s. ", DR_FMT(back->why));
	say_shared(p, &text);
	dr_buf_addf(&text, removed ? ": it is the CNAME that goes"
	                           : ": this takes the place of the CNAME");
	back->why = dr_buf_str(&text);
}

void dr_planner_note_returns(dr_planner *p)
{
	if (p->shared_with.len > 0) {
		note_return(p, &p->plan->rollback);
		note_return(p, &p->plan->emergency);
		note_return(p, &p->plan->step_down);
	}
}

void dr_planner_add_place_task(dr_planner *p, dr_plan_phase *phase)
{
	const dr_alias_facts *alias = &p->facts->dmarc.alias;
	if (phase->records.len == 0 || phase->beside) {
		return;
	}
	if (p->shared_with.len > 0) {
		add_shared_task(p, phase);
		return;
	}
	if (p->plan->cname.len == 0) {
		return;
	}
	bool known = dr_is_known(alias->service_status) && alias->service.len > 0;
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text,
	            "_dmarc.%.*s is a CNAME to %.*s%s%.*s%s: have the record changed there, by "
	            "whoever runs that name. Nothing may stand beside a CNAME at "
	            "_dmarc.%.*s itself.",
	            DR_FMT(p->facts->domain.name), DR_FMT(p->plan->cname), known ? " (" : "",
	            DR_FMT(known ? alias->service : (dr_str){ 0 }), known ? ")" : "",
	            DR_FMT(p->facts->domain.name));
	add_dns_task(p, phase, dr_buf_str(&text));
}

void dr_planner_add_alias_task(dr_planner *p, dr_plan_phase *phase,
                               const dr_dmarc_below_fact *below)
{
	const dr_alias_facts *alias = &below->alias;
	if (!dr_is_known(alias->present_status) || !alias->present) {
		return;
	}
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "_dmarc.%.*s is a CNAME to %.*s", DR_FMT(below->name),
	            DR_FMT(alias->target));
	if (dr_planner_has_own(below)) {
		dr_buf_addf(&text, ": remove the CNAME, and leave the record there alone.");
	} else if (dr_planner_is_shared(below)) {
		dr_buf_addf(
			&text,
			", the record of %.*s itself, and would rise with it: replace the CNAME "
			"by the record of this step, for nothing may stand beside a CNAME. The "
			"way back is the CNAME again.",
			DR_FMT(p->plan->domain));
	} else {
		dr_buf_addf(&text, ", where no DMARC record is: replace the CNAME by the record of "
		                   "this step, for nothing may stand beside a CNAME.");
	}
	add_dns_task(p, phase, dr_buf_str(&text));
}
