/* The variable `ask` of playbooks: what the person asked for. */
#include "plan/plan_priv.h"

static dr_status given(dr_str value)
{
	return value.len > 0 ? DR_STATUS_KNOWN : DR_STATUS_ABSENT;
}

/* "mailto:a@example.com,mailto:b@example.net". */
static dr_str join_uris(dr_planner *p, const dr_strs *uris)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	for (size_t i = 0; i < uris->len; i++) {
		dr_buf_addf(&text, "%s%.*s", i > 0 ? "," : "", DR_FMT(uris->items[i]));
	}
	return dr_buf_str(&text);
}

static dr_str join_mailboxes(dr_planner *p, dr_str uris)
{
	dr_mailuris list = { NULL, 0 };
	dr_issues ignored = { NULL, 0 };
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_mailuri_parse_list(p->arena, uris, uris, DR_URI_MAILTO | DR_URI_SIZE, &list, &ignored);
	for (size_t i = 0; i < list.len; i++) {
		const dr_mailuri *uri = &list.items[i];
		dr_buf_addf(&text, "%s%.*s", text.len > 0 ? " and " : "",
		            DR_FMT(uri->mailto && uri->valid ? uri->address : uri->text));
	}
	return dr_buf_str(&text);
}

/* What somebody asked for, what is published, or a mailbox of the domain that is still to be made.
 */
static dr_str report_address(dr_planner *p, const dr_dmarc *published)
{
	const dr_tag *rua = dr_dmarc_find(published, DR_DMARC_RUA);
	if (p->ask.rua.len > 0) {
		return join_mailboxes(p, p->ask.rua);
	}
	if (rua != NULL && published->usable_rua) {
		return join_mailboxes(p, rua->value);
	}
	dr_buf address;
	dr_buf_init(&address, p->arena);
	dr_buf_addf(&address, "dmarc-reports@%.*s", DR_FMT(p->facts->domain.name));
	return dr_buf_str(&address);
}

/* What people ask for beside what is published. */
static void fill_addresses(dr_planner *p)
{
	const dr_plan_request *r = p->request;
	dr_dmarc published = dr_planner_parse(p, dr_planner_published(p));
	p->ask.rua = join_uris(p, &r->rua);
	p->ask.ruf = join_uris(p, &r->ruf);
	p->ask.rua_status = given(p->ask.rua);
	p->ask.ruf_status = given(p->ask.ruf);
	p->ask.named = dr_planner_names_all(p, &published.rua, &r->rua) &&
	               dr_planner_names_all(p, &published.ruf, &r->ruf);
	p->ask.report_address = report_address(p, &published);
}

static bool is_known_true(bool value, dr_status status)
{
	return status.state == DR_KNOWN && value;
}

static dr_str target_of(const dr_domain_config *own)
{
	return own != NULL && own->target.len > 0 ? own->target : DR_STR("reject");
}

static bool is_ours(const dr_source_decision *decision)
{
	return decision->is == DR_IS_OURS;
}

/* Whether an earlier decision names the same owner. */
static bool is_named_before(const dr_source_decisions *all, size_t at)
{
	for (size_t i = 0; i < at; i++) {
		if (is_ours(&all->items[i]) &&
		    dr_str_eq(all->items[i].owner, all->items[at].owner)) {
			return true;
		}
	}
	return false;
}

/* "HR (payroll, time sheets)", "whoever runs the shop". */
static void add_owner(const dr_source_decisions *all, size_t at, dr_buf *text)
{
	dr_str owner = all->items[at].owner;
	if (owner.len == 0) {
		dr_buf_addf(text, "whoever runs ");
		dr_buf_add(text, dr_gate_evidence_name_of(&all->items[at]));
		return;
	}
	dr_buf_addf(text, "%.*s (", DR_FMT(owner));
	for (size_t i = at; i < all->len; i++) {
		if (is_ours(&all->items[i]) && dr_str_eq(all->items[i].owner, owner)) {
			dr_buf_addf(text, "%s", i > at ? ", " : "");
			dr_buf_add(text, dr_gate_evidence_name_of(&all->items[i]));
		}
	}
	dr_buf_add_char(text, ')');
}

static dr_str owners_of(dr_planner *p)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	const dr_domain_config *own = p->request->own;
	for (size_t i = 0; own != NULL && i < own->sources.len; i++) {
		const dr_source_decision *one = &own->sources.items[i];
		if (is_ours(one) && (one->owner.len == 0 || !is_named_before(&own->sources, i))) {
			dr_buf_addf(&text, "%s", text.len > 0 ? "; " : "");
			add_owner(&own->sources, i, &text);
		}
	}
	return text.len > 0 ? dr_buf_str(&text) : DR_STR("the owner of every source");
}

bool dr_planner_inherits(dr_planner *p)
{
	const dr_dmarc_policies *now = &p->facts->dmarc.effective.strictest;
	return dr_planner_published(p).len == 0 && dr_is_known(now->p_status) &&
	       dr_policy_parse(now->p) > DR_POLICY_NONE;
}

/* Somebody said what mail it sends, or that a source is theirs. */
static bool is_said_to_send(const dr_plan_request *r)
{
	bool any = r->mail.len > 0 && !dr_str_eq(r->mail, DR_STR("none"));
	for (size_t i = 0; r->mail.len == 0 && r->own != NULL && i < r->own->sources.len; i++) {
		any = any || is_ours(&r->own->sources.items[i]);
	}
	return any;
}

/* SPF lets nobody send and no mail is received: inferred, where nobody says otherwise. */
static bool is_parked(const dr_planner *p)
{
	const dr_facts *f = p->facts;
	return is_known_true(f->spf.sends_nothing, f->spf.sends_nothing_status) &&
	       f->mx.receives_status.state == DR_KNOWN && !f->mx.receives &&
	       !is_said_to_send(p->request);
}

void dr_planner_fill_ask(dr_planner *p)
{
	const dr_plan_request *r = p->request;
	const dr_facts *f = p->facts;
	p->ask = (dr_ask_facts){
		.pace = r->pace,
		.mail = r->mail,
		.mail_status = given(r->mail),
		.target = target_of(r->own),
		.owners = owners_of(p),
		.decided = dr_planner_is_decided(p),
		.verified = dr_gate_evidence_all_verified(r->own, r->as_of),
		.since_given = p->plan->since_given,
		.inherits = dr_planner_inherits(p) && dr_planner_inherits_evenly(p),
		.parked = is_parked(p),
	};
	p->ask.sends = !p->ask.parked && !dr_str_eq(r->mail, DR_STR("none"));
	fill_addresses(p);
	p->ask.receives = f->mx.receives_status.state != DR_KNOWN || f->mx.receives;
	p->ask.no_mailbox =
		dr_str_eq(r->mail, DR_STR("none")) && r->rua.len == 0 && !p->ask.receives;
}
