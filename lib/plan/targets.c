/* Where the records of a phase have reports sent, and whether those take them, as far as DNS says
 * (RFC 9990 4). */
#include "plan/plan_priv.h"

static bool is_within(dr_str host, dr_str domain)
{
	size_t rest = host.len - domain.len;
	return dr_str_ends_nocase(host, domain) && (rest == 0 || host.ptr[rest - 1] == '.');
}

static bool is_same(const dr_address_fact *fact, const dr_mailuri *uri)
{
	return uri->mailto ? dr_str_eq_nocase(fact->address, uri->address)
	                   : dr_str_eq(fact->uri, uri->text);
}

static const dr_address_fact *find(const dr_address_facts *list, const dr_mailuri *uri)
{
	for (size_t i = 0; i < list->len; i++) {
		if (is_same(&list->items[i], uri)) {
			return &list->items[i];
		}
	}
	return NULL;
}

/* In the record that is published; one that is inherited is somebody else's. */
static const dr_address_fact *find_published(const dr_planner *p, const dr_mailuri *uri,
                                             bool failures)
{
	const dr_dmarc_facts *dmarc = &p->facts->dmarc;
	bool own = dr_is_known(dmarc->own_status) && dmarc->own;
	return own ? find(failures ? &dmarc->ruf : &dmarc->rua, uri) : NULL;
}

/* NULL: nobody has looked at it. */
static const dr_address_fact *find_own(const dr_planner *p, const dr_mailuri *uri, bool failures)
{
	const dr_dmarc_facts *dmarc = &p->facts->dmarc;
	const dr_address_fact *found = find_published(p, uri, failures);
	return found != NULL ? found : find(failures ? &dmarc->asked_ruf : &dmarc->asked_rua, uri);
}

/* As a record of a name below the domain would name it: what is in the domain's own organization is
 * in that of the name. */
static const dr_address_fact *find_below(const dr_planner *p, dr_str name, const dr_mailuri *uri,
                                         bool failures)
{
	const dr_dmarc_below_fact *below =
		dr_gate_evidence_find_below(&p->facts->dmarc.below, name);
	const dr_address_fact *found = below != NULL ? find(&below->reports, uri) : NULL;
	const dr_address_fact *own = find_own(p, uri, failures);
	bool inside = own != NULL && dr_is_known(own->external_status) && !own->external;
	return found == NULL && inside ? own : found;
}

static dr_str doubt(dr_status status)
{
	return status.why == DR_WHY_NOT_GIVEN ? DR_STR("not-asked") : DR_STR("no-answer");
}

/* What is certain goes before what is not known. */
static dr_str judge(const dr_address_fact *a)
{
	if (!a->valid) {
		return DR_STR("invalid");
	}
	if (dr_is_known(a->authorised_status) && !a->authorised) {
		return DR_STR("no-agreement");
	}
	if (a->diverted) {
		return DR_STR("diverted");
	}
	if (dr_is_known(a->accepts_status) && !dr_str_eq(a->accepts, DR_STR("yes"))) {
		return DR_STR("no-mail");
	}
	if (!dr_is_known(a->authorised_status)) {
		return doubt(a->authorised_status);
	}
	return dr_is_known(a->accepts_status) ? DR_STR("yes") : doubt(a->accepts_status);
}

/* The mailbox that the plan takes when nobody says one: it is the domain's own. */
static dr_str judge_unseen(const dr_planner *p, const dr_mailuri *uri)
{
	const dr_mx_facts *mx = &p->facts->mx;
	if (!uri->valid) {
		return DR_STR("invalid");
	}
	if (!dr_str_eq_nocase(uri->host, p->facts->domain.name)) {
		return DR_STR("not-asked");
	}
	if (!dr_is_known(mx->receives_status)) {
		return doubt(mx->receives_status);
	}
	return mx->receives ? DR_STR("yes") : DR_STR("no-mail");
}

/* Where the destination agrees, when it must; nothing when that cannot be said. */
static dr_str authorisation_of(dr_planner *p, dr_str name, const dr_mailuri *uri)
{
	const dr_dmarc_facts *dmarc = &p->facts->dmarc;
	dr_buf text;
	dr_buf_init(&text, p->arena);
	if (uri->host.len > 0 && dr_is_known(dmarc->organizational_status) &&
	    !is_within(uri->host, dmarc->organizational)) {
		dr_buf_addf(&text, "%.*s._report._dmarc.%.*s", DR_FMT(name), DR_FMT(uri->host));
	}
	return dr_buf_str(&text);
}

static bool is_there(const dr_planner *p, const dr_target_fact *target)
{
	for (size_t i = 0; i < p->targets.len; i++) {
		const dr_target_fact *one = &p->targets.items[i];
		if (dr_str_eq_nocase(one->name, target->name) &&
		    dr_str_eq_nocase(one->mailbox, target->mailbox)) {
			return true;
		}
	}
	return false;
}

/* A phase before this one begins to name it, and is judged for it. */
static bool is_named_before(const dr_dmarc *before, const dr_target_fact *target,
                            const dr_mailuri *uri, bool failures)
{
	const dr_mailuris *list = failures ? &before->ruf : &before->rua;
	for (size_t i = 0; i < list->len && !target->published; i++) {
		if (dr_str_eq_nocase(list->items[i].uri, uri->uri)) {
			return true;
		}
	}
	return false;
}

static void add_target(dr_planner *p, dr_str name, const dr_dmarc *before, const dr_mailuri *uri,
                       bool failures)
{
	bool own = dr_str_eq_nocase(name, p->facts->domain.name);
	const dr_address_fact *found =
		own ? find_own(p, uri, failures) : find_below(p, name, uri, failures);
	dr_target_fact target = {
		.name = name,
		.list = failures ? DR_STR("ruf") : DR_STR("rua"),
		.mailbox = uri->address.len > 0 ? uri->address : uri->text,
		.host = found != NULL ? found->host : uri->host,
		.takes = found != NULL ? judge(found) : judge_unseen(p, uri),
		.authorisation =
			found != NULL ? found->authorisation : authorisation_of(p, name, uri),
		.published = own && find_published(p, uri, failures) != NULL,
	};
	bool told = own && is_named_before(before, &target, uri, failures);
	if (!told && !is_there(p, &target)) {
		dr_list_add(p->arena, &p->targets, target);
	}
}

static void add_targets(dr_planner *p, const dr_plan_record *record, const dr_dmarc *before)
{
	static const dr_str PREFIX = DR_STR_INIT("_dmarc.");
	dr_dmarc dmarc = dr_planner_parse(p, record->value);
	bool below = dr_str_starts_nocase(record->name, PREFIX) &&
	             !dr_str_eq_nocase(record->name, p->plan->cname);
	dr_str name = below ? dr_str_sub(record->name, PREFIX.len, record->name.len)
	                    : p->facts->domain.name;
	for (size_t i = 0; i < dmarc.rua.len; i++) {
		add_target(p, name, before, &dmarc.rua.items[i], false);
	}
	for (size_t i = 0; i < dmarc.ruf.len; i++) {
		add_target(p, name, before, &dmarc.ruf.items[i], true);
	}
}

void dr_planner_find_targets(dr_planner *p, const dr_plan_phase *phase, dr_str before)
{
	dr_dmarc old = dr_planner_parse(p, before);
	const dr_plan_records *records = phase->beside ? &phase->records : &phase->wanted;
	p->targets = (dr_target_facts){ NULL, 0 };
	for (size_t i = 0; i < records->len; i++) {
		add_targets(p, &records->items[i], &old);
	}
}

static bool is_listed(dr_planner *p, const dr_mailuris *list, dr_str asked)
{
	dr_issues ignored = { NULL, 0 };
	dr_mailuri wanted = dr_mailuri_parse(p->arena, asked, asked, DR_URI_MAILTO, &ignored);
	for (size_t i = 0; i < list->len; i++) {
		const dr_mailuri *uri = &list->items[i];
		bool same = wanted.mailto ? dr_str_eq_nocase(uri->address, wanted.address)
		                          : dr_str_eq(uri->uri, wanted.uri);
		if (uri->valid && same) {
			return true;
		}
	}
	return false;
}

bool dr_planner_names_all(dr_planner *p, const dr_mailuris *list, const dr_strs *asked)
{
	for (size_t i = 0; i < asked->len; i++) {
		if (!is_listed(p, list, asked->items[i])) {
			return false;
		}
	}
	return true;
}
