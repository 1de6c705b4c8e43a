/* The variable `ask` of playbooks: what the person asked for. */
#include "plan/plan_priv.h"

static dr_str with_scheme(dr_planner *p, dr_str address)
{
	if (dr_str_find(address, 0, ':') < address.len) {
		return address;
	}
	dr_buf uri;
	dr_buf_init(&uri, p->arena);
	dr_buf_addf(&uri, "mailto:%.*s", DR_FMT(address));
	return dr_buf_str(&uri);
}

static dr_str report_address(dr_planner *p)
{
	dr_str mailto = DR_STR("mailto:"), rua = p->ask.rua;
	if (rua.len > 0) {
		return dr_str_starts_nocase(rua, mailto) ? dr_str_sub(rua, mailto.len, rua.len)
		                                         : rua;
	}
	dr_buf address;
	dr_buf_init(&address, p->arena);
	dr_buf_addf(&address, "dmarc-reports@%.*s", DR_FMT(p->facts->domain.name));
	return dr_buf_str(&address);
}

static dr_status given(dr_str value)
{
	return value.len > 0 ? DR_STATUS_KNOWN : DR_STATUS_ABSENT;
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

void dr_planner_fill_ask(dr_planner *p)
{
	const dr_plan_request *r = p->request;
	const dr_facts *f = p->facts;
	p->ask = (dr_ask_facts){
		.pace = r->pace,
		.mail = r->mail,
		.mail_status = given(r->mail),
		.rua = r->rua.len > 0 ? with_scheme(p, r->rua) : (dr_str){ 0 },
		.rua_status = given(r->rua),
		.ruf = r->ruf.len > 0 ? with_scheme(p, r->ruf) : (dr_str){ 0 },
		.ruf_status = given(r->ruf),
		.target = target_of(r->own),
		.owners = owners_of(p),
		.verified = dr_gate_evidence_all_verified(r->own, r->as_of),
		.since_given = p->plan->since_given,
		.parked = is_known_true(f->spf.sends_nothing, f->spf.sends_nothing_status) &&
		          f->mx.receives_status.state == DR_KNOWN && !f->mx.receives,
	};
	p->ask.sends = !p->ask.parked && !dr_str_eq(r->mail, DR_STR("none"));
	p->ask.report_address = report_address(p);
	p->ask.no_mailbox = dr_str_eq(r->mail, DR_STR("none")) && r->rua.len == 0 &&
	                    f->mx.receives_status.state == DR_KNOWN && !f->mx.receives;
}
