/* What stands in the DNS of a generated domain: records, and CNAMEs to them. */
#include "plan_domain.h"
#include "plan_policy.h"
#include <string.h>

#define APEX    "example.com"
#define POLICY  "policy." APEX /* where the domain's _dmarc may lead */
#define OTHER   "other." APEX  /* another record */
#define NOWHERE "nothere." APEX
#define KEY     "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
enum { BIMI = 2, HOPS = 4 }; /* among the playbooks; of a chain of CNAMEs */

/* ---- what stands there ---- */

dr_str plan_domain_text(const plan_domain *d, dr_str name)
{
	for (size_t i = 0; i < d->texts.len; i++) {
		if (dr_str_eq_nocase(d->texts.items[i].name, name)) {
			return d->texts.items[i].value;
		}
	}
	return (dr_str){ 0 };
}

dr_str plan_domain_alias(const plan_domain *d, dr_str name)
{
	for (size_t i = 0; i < d->aliases.len; i++) {
		if (dr_str_eq_nocase(d->aliases.items[i].name, name)) {
			return d->aliases.items[i].value;
		}
	}
	return (dr_str){ 0 };
}

dr_str plan_domain_end(const plan_domain *d, dr_str name)
{
	dr_str end = name;
	for (int i = 0; i < HOPS; i++) {
		dr_str target = plan_domain_alias(d, end);
		end = target.len > 0 ? target : end;
	}
	return end;
}

dr_str plan_domain_found(const plan_domain *d, dr_str name)
{
	return plan_domain_text(d, plan_domain_end(d, name));
}

dr_str plan_domain_place(const plan_domain *d, dr_str domain)
{
	dr_buf name;
	dr_buf_init(&name, d->arena);
	dr_buf_addf(&name, "_dmarc.%.*s", DR_FMT(domain));
	return dr_buf_str(&name);
}

bool plan_domain_shares(const plan_domain *d, dr_str name)
{
	dr_str own = plan_domain_place(d, d->domain), there = plan_domain_place(d, name);
	return !dr_str_eq(name, d->domain) && plan_domain_alias(d, there).len > 0 &&
	       dr_str_eq(plan_domain_end(d, there), plan_domain_end(d, own));
}

dr_str plan_domain_own_record(const plan_domain *d, dr_str name)
{
	return plan_domain_shares(d, name) ? (dr_str){ 0 }
	                                   : plan_domain_found(d, plan_domain_place(d, name));
}

bool plan_domain_exists(const plan_domain *d, dr_str name)
{
	static const dr_str ADDRESSES[] = { DR_STR_INIT("shop." APEX), DR_STR_INIT("lab." APEX) };
	for (size_t i = 0; i < DR_COUNT(ADDRESSES); i++) {
		if (dr_str_eq(name, ADDRESSES[i])) {
			return true;
		}
	}
	dr_str below = plan_domain_place(d, name);
	return plan_domain_text(d, below).len > 0 || plan_domain_alias(d, below).len > 0;
}

dr_str plan_domain_published(const plan_domain *d)
{
	return plan_domain_found(d, plan_domain_place(d, d->domain));
}

/* ---- changing it ---- */

static void set_text(plan_domain *d, dns_texts *list, dr_str name, dr_str value)
{
	for (size_t i = 0; i < list->len; i++) {
		if (dr_str_eq_nocase(list->items[i].name, name)) {
			list->items[i].value = value;
			return;
		}
	}
	dr_list_add(d->arena, list, (dns_text){ name, value });
}

void plan_domain_set(plan_domain *d, dr_str name, dr_str value)
{
	if (plan_domain_alias(d, name).len > 0) {
		set_text(d, &d->aliases, name, (dr_str){ 0 });
	}
	set_text(d, &d->texts, name, value);
}

void plan_domain_lead(plan_domain *d, dr_str name, dr_str target)
{
	set_text(d, &d->aliases, name, target);
}

void plan_domain_put(plan_domain *d, const dr_plan_record *record)
{
	plan_domain_set(d, record->name, (dr_str){ 0 });
	if (dr_str_eq(record->type, DR_STR("CNAME"))) {
		plan_domain_lead(d, record->name, record->value);
	} else {
		plan_domain_set(d, record->name, record->value);
	}
}

void plan_domain_publish(plan_domain *d, dr_str value)
{
	plan_domain_set(d, plan_domain_end(d, plan_domain_place(d, d->domain)), value);
}

static dns_texts copy_texts(dr_arena *arena, const dns_texts *list)
{
	dns_texts copy = { NULL, 0 };
	for (size_t i = 0; i < list->len; i++) {
		dr_list_add(arena, &copy, list->items[i]);
	}
	return copy;
}

void plan_domain_copy_dns(plan_domain *d)
{
	d->texts = copy_texts(d->arena, &d->texts);
	d->aliases = copy_texts(d->arena, &d->aliases);
}

/* ---- as a zone ---- */

static void add_records(const plan_domain *d, dr_buf *text)
{
	for (size_t i = 0; i < d->aliases.len; i++) {
		const dns_text *a = &d->aliases.items[i];
		if (a->value.len > 0) {
			dr_buf_addf(text, "%.*s. %d CNAME %.*s.\n", DR_FMT(a->name), d->ttl,
			            DR_FMT(a->value));
		}
	}
	for (size_t i = 0; i < d->texts.len; i++) {
		const dns_text *t = &d->texts.items[i];
		if (t->value.len > 0) {
			dr_buf_addf(text, "%.*s. %d TXT \"%.*s\"\n", DR_FMT(t->name), d->ttl,
			            DR_FMT(t->value));
		}
	}
}

dr_str plan_domain_zone(const plan_domain *d, dr_arena *arena)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(&text, "$ORIGIN " APEX ".\n$TTL 3600\n@ SOA ns host 1 7200 3600 1209600 3600\n"
	                   "@ NS ns\nns A 192.0.2.53\nshop A 192.0.2.5\nlab A 192.0.2.6\n"
	                   "mail A 192.0.2.1\nmail MX 10 mail\n");
	dr_buf_addf(&text, "%.*s. TXT \"v=spf1 %s-all\"\n", DR_FMT(d->domain),
	            d->sends ? "ip4:192.0.2.0/24 " : "");
	if (d->sends) {
		dr_buf_addf(&text, "%.*s. MX 10 mail\n", DR_FMT(d->domain));
	}
	if (d->keys) {
		dr_buf_addf(&text, "s1._domainkey.%.*s. TXT \"v=DKIM1; k=ed25519; p=" KEY "\"\n",
		            DR_FMT(d->domain));
	}
	if (d->logo) {
		dr_buf_addf(&text, "default._bimi.%.*s. TXT \"v=BIMI1; l=%s; a=\"\n",
		            DR_FMT(d->domain), d->declines ? "" : "https://" APEX "/logo.svg");
	}
	add_records(d, &text);
	return dr_buf_str(&text);
}

/* ---- making it up ---- */

static dr_str random_record(plan_domain *d)
{
	dr_buf text;
	dr_buf_init(&text, d->arena);
	dr_buf_addf(
		&text, "v=DMARC1%s%s%s%s%s%s%s",
		RANDOM_OF(d, "; p=none", "; p=none", "; p=quarantine", "; p=quarantine",
	                  "; p=reject", ""),
		RANDOM_OF(d, "", "", "", "; sp=none", "; sp=quarantine", "; sp=reject", "; sp=x"),
		RANDOM_OF(d, "", "", "", "", "; np=none", "; np=quarantine", "; np=reject",
	                  "; np=x"),
		RANDOM_OF(d, "", "", "", "; pct=0", "; pct=5", "; pct=10", "; pct=50", "; pct=100"),
		RANDOM_OF(d, "", "", "", "; t=y", "; t=n"),
		RANDOM_OF(d, "", "", "; adkim=s", "; rf=afrf; ri=86400"),
		RANDOM_OF(d, "", "; rua=mailto:d@mail." APEX, "; rua=mailto:d@mail." APEX));
	return dr_buf_str(&text);
}

static const char *const SIMPLE[] = {
	"v=DMARC1; p=none; rua=mailto:d@mail." APEX,
	"v=DMARC1; p=none; np=reject; rua=mailto:d@mail." APEX,
	"v=DMARC1; p=none; sp=quarantine; np=reject; rua=mailto:d@mail." APEX,
	"v=DMARC1; p=quarantine; rua=mailto:d@mail." APEX,
	"v=DMARC1; p=reject; rua=mailto:d@mail." APEX,
	"v=DMARC1; p=reject",
};

static dr_str simple_record(plan_domain *d)
{
	return dr_str_of(random_of(d, SIMPLE, DR_COUNT(SIMPLE)));
}

static dr_str any_record(plan_domain *d)
{
	dr_str simple = simple_record(d);
	return one_in(d, 2) ? simple : random_record(d);
}

/* A record above another domain can be read, or says nothing of np. */
static dr_str record_above(plan_domain *d)
{
	dr_str above = random_record(d);
	bool read = policy_tag(above, "np").len == 0 || policy_is_read(above);
	return read ? above : simple_record(d);
}

/* To the record of the domain, by its own name or where that leads; to another one; to none. */
static void lead_below(plan_domain *d, dr_str name)
{
	dr_str own = plan_domain_place(d, d->domain);
	const char *target = RANDOM_OF(d, "own", "own", "end", OTHER, NOWHERE, "_dmarc.lab." APEX);
	bool end = strcmp(target, "end") == 0, shared = end || strcmp(target, "own") == 0;
	dr_str to = end ? plan_domain_end(d, own) : shared ? own : dr_str_of(target);
	if (!dr_str_eq(to, name)) {
		plan_domain_lead(d, name, to);
	}
	if (dr_str_eq(to, DR_STR(OTHER))) {
		plan_domain_set(d, to, any_record(d));
	}
}

static void generate_below(plan_domain *d)
{
	static const dr_str NAMES[] = { DR_STR_INIT("_dmarc.shop." APEX),
		                        DR_STR_INIT("_dmarc.lab." APEX),
		                        DR_STR_INIT("_dmarc.web01." APEX),
		                        DR_STR_INIT("_dmarc.a.news." APEX) };
	dr_str lab = NAMES[1];
	bool apex = dr_str_eq(d->domain, DR_STR(APEX));
	if (apex && one_in(d, 4)) {
		plan_domain_set(d, lab, any_record(d));
	}
	for (size_t i = 0; i < DR_COUNT(NAMES); i++) {
		bool below = dr_str_ends(NAMES[i], d->domain);
		if (below && one_in(d, 8) && plan_domain_text(d, NAMES[i]).len == 0) {
			lead_below(d, NAMES[i]);
		}
	}
}

/* The domain's own _dmarc leads to a record that is its own, or that of the domain above. */
static void lead_own(plan_domain *d)
{
	dr_str own = plan_domain_place(d, d->domain);
	bool apex = dr_str_eq(d->domain, DR_STR(APEX));
	if (one_in(d, apex ? 16 : 6)) {
		plan_domain_lead(d, own,
		                 apex ? DR_STR(POLICY)
		                      : dr_str_of(RANDOM_OF(d, POLICY, "_dmarc." APEX)));
	}
	if (!apex && one_in(d, 16)) {
		plan_domain_lead(d, DR_STR("_dmarc." APEX), DR_STR(POLICY));
	}
}

void plan_dns_generate(plan_domain *d)
{
	d->domain = one_in(d, 8) ? DR_STR("news." APEX) : DR_STR(APEX);
	bool apex = dr_str_eq(d->domain, DR_STR(APEX));
	d->sends = !one_in(d, 6);
	d->logo = one_in(d, d->playbook == BIMI ? 2 : 8);
	d->declines = d->logo && one_in(d, 4);
	d->keys = d->sends && !one_in(d, 8);
	lead_own(d);
	if (!one_in(d, 6)) {
		plan_domain_publish(d, any_record(d));
	}
	if (!apex && !one_in(d, 3)) {
		plan_domain_set(d, plan_domain_end(d, DR_STR("_dmarc." APEX)), record_above(d));
	}
	generate_below(d);
}

dr_str plan_dns_record(plan_domain *d)
{
	return any_record(d);
}
