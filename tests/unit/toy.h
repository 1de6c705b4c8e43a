/*
 * A toy world for the tests of the condition language: two records, an own list and scalars, and
 * facts whose states a test sets by their paths.
 */
#pragma once
#include "schema/schema.h"
#include "expr/expr.h"
#include <string.h>

typedef struct {
	dr_str kind;
	int64_t cost;
	dr_status cost_status;
	dr_str target;
	dr_status target_status;
	dr_strs hosts;
	dr_status hosts_status;
} toy_term;
typedef DR_LIST(toy_term) toy_terms;

typedef struct {
	dr_str p;
	dr_status p_status;
	dr_str np;
	dr_status np_status;
} toy_policy;

typedef struct {
	toy_policy rfc9989;
	toy_policy rfc7489;
} toy_effective;

typedef struct {
	bool present;
	dr_status present_status;
	dr_str p;
	dr_status p_status;
	dr_str sp;
	dr_status sp_status;
	dr_place sp_place;
	int64_t pct;
	dr_status pct_status;
	dr_str adkim;
	dr_status adkim_status;
	double share;
	dr_status share_status;
	int64_t ttl;
	dr_status ttl_status;
	dr_strs rua;
	dr_status rua_status;
	dr_strs tags;
	dr_status tags_status;
	toy_effective effective;
} toy_dmarc;

typedef struct {
	bool valid;
	dr_status valid_status;
	int64_t lookups;
	dr_status lookups_status;
	int64_t lookups_min;
	dr_status lookups_min_status;
	dr_str all;
	dr_status all_status;
	dr_str text;
	dr_status text_status;
	toy_terms terms;
	dr_status terms_status;
} toy_spf;

static const char *const TOY_POLICIES[] = { "none", "quarantine", "reject", NULL };
static const char *const TOY_MODES[] = { "r", "s", NULL };
static const char *const TOY_QUALIFIERS[] = { "+", "-", "~", "?", NULL };
static const char *const TOY_KINDS[] = { "all", "a", "mx", "include", "ip4", NULL };
static const char *const TOY_TAGS[] = { "v", "p", "sp", "np", "rua", "ruf", "pct", NULL };

/* clang-format off */
static const dr_field TOY_TERM_FIELDS[] = {
	DR_PLAIN(toy_term, kind, "mechanism", DR_CHOICES(TOY_KINDS)),
	DR_FACT(toy_term, cost, "look-ups"),
	DR_FACT(toy_term, target, "domain-spec", DR_MAY_BE_ABSENT),
	DR_FACT(toy_term, hosts, "names it leads to"),
};
static DR_SCHEMA(TOY_TERM, "spf term", toy_term, TOY_TERM_FIELDS, "one term");

static const dr_field TOY_POLICY_FIELDS[] = {
	DR_FACT(toy_policy, p, "policy", DR_CHOICES(TOY_POLICIES)),
	DR_FACT(toy_policy, np, "for names that do not exist", DR_MAY_BE_ABSENT,
	        DR_CHOICES(TOY_POLICIES)),
};
static DR_SCHEMA(TOY_POLICY, "policy", toy_policy, TOY_POLICY_FIELDS, "a policy");

static const dr_field TOY_EFFECTIVE_FIELDS[] = {
	DR_RECORD(toy_effective, rfc9989, toy_policy, TOY_POLICY, "new receivers"),
	DR_RECORD(toy_effective, rfc7489, toy_policy, TOY_POLICY, "old receivers"),
};
static DR_SCHEMA(TOY_EFFECTIVE, "effective", toy_effective, TOY_EFFECTIVE_FIELDS, "policies");

static const dr_field TOY_DMARC_FIELDS[] = {
	DR_FACT(toy_dmarc, present, "a record is there"),
	DR_FACT(toy_dmarc, p, "policy", DR_CHOICES(TOY_POLICIES)),
	DR_FACT(toy_dmarc, sp, "for subdomains", DR_MAY_BE_ABSENT, DR_CHOICES(TOY_POLICIES),
	        DR_PLACE(toy_dmarc, sp_place)),
	DR_FACT(toy_dmarc, pct, "sampling", DR_DEFAULT_INT(100)),
	DR_FACT(toy_dmarc, adkim, "mode", DR_DEFAULT_STR("r"), DR_CHOICES(TOY_MODES)),
	DR_FACT(toy_dmarc, share, "aligned share"),
	DR_FACT(toy_dmarc, ttl, "seconds", DR_MAY_BE_ABSENT),
	DR_FACT(toy_dmarc, rua, "report addresses"),
	DR_FACT(toy_dmarc, tags, "tags", DR_CHOICES(TOY_TAGS)),
	DR_RECORD(toy_dmarc, effective, toy_effective, TOY_EFFECTIVE, "what receivers do"),
};
static DR_SCHEMA(TOY_DMARC, "dmarc", toy_dmarc, TOY_DMARC_FIELDS, "DMARC");

static const dr_field TOY_SPF_FIELDS[] = {
	DR_FACT(toy_spf, valid, "no syntax error"),
	DR_FACT(toy_spf, lookups, "look-ups"),
	DR_FACT(toy_spf, lookups_min, "certain look-ups"),
	DR_FACT(toy_spf, all, "qualifier", DR_MAY_BE_ABSENT, DR_CHOICES(TOY_QUALIFIERS)),
	DR_FACT(toy_spf, text, "the record"),
	DR_LISTED(toy_spf, terms, toy_term, TOY_TERM, "terms in order"),
};
static DR_SCHEMA(TOY_SPF, "spf", toy_spf, TOY_SPF_FIELDS, "SPF");

static const dr_variable TOY_VARIABLE_ITEMS[] = {
	{ "dmarc", &TOY_DMARC.type, "the DMARC record" },
	{ "spf", &TOY_SPF.type, "the SPF record" },
	{ "gone", &TOY_SPF.type, "a record of which nothing is known" },
	{ "names", &DR_STRINGS, "names" },
	{ "domain", &DR_STRING, "the domain" },
	{ "n", &DR_INT, "a number" },
	{ "ratio", &DR_DOUBLE, "a number with a fraction" },
	{ "flag", &DR_BOOL, "true or false" },
	{ "none", &DR_STRINGS, "an empty list" },
};
static const dr_variables TOY_VARIABLES = { TOY_VARIABLE_ITEMS, DR_COUNT(TOY_VARIABLE_ITEMS) };
/* clang-format on */

/* The whole world; everything that it points to is in it. */
typedef struct {
	toy_dmarc dmarc;
	toy_spf spf;
	dr_strs names;
	dr_str domain;
	int64_t n;
	double ratio;
	bool flag;
	dr_strs none;
	toy_term terms[3];
	dr_str name_items[3], rua_items[2], tag_items[4], host_items[3];
	dr_values values;
} toy;

static inline void toy_fill_dmarc(toy *t)
{
	t->rua_items[0] = DR_STR("mailto:a@example.com");
	t->rua_items[1] = DR_STR("mailto:b@example.net!10m");
	t->tag_items[0] = DR_STR("v");
	t->tag_items[1] = DR_STR("p");
	t->tag_items[2] = DR_STR("sp");
	t->tag_items[3] = DR_STR("rua");
	t->dmarc = (toy_dmarc){
		.present = true,
		.present_status = DR_STATUS_KNOWN,
		.p = DR_STR("reject"),
		.p_status = DR_STATUS_KNOWN,
		.sp = DR_STR("none"),
		.sp_status = DR_STATUS_KNOWN,
		.sp_place = { .rr = 2, .span = { 17, 7 } },
		.pct_status = DR_STATUS_ABSENT,
		.adkim_status = DR_STATUS_ABSENT,
		.share = 0.973,
		.share_status = DR_STATUS_KNOWN,
		.ttl = 3600,
		.ttl_status = DR_STATUS_KNOWN,
		.rua = { t->rua_items, 2 },
		.rua_status = DR_STATUS_KNOWN,
		.tags = { t->tag_items, 4 },
		.tags_status = DR_STATUS_KNOWN,
		.effective.rfc9989.p = DR_STR("reject"),
		.effective.rfc9989.p_status = DR_STATUS_KNOWN,
		.effective.rfc9989.np_status = DR_STATUS_ABSENT,
		.effective.rfc7489.p = DR_STR("quarantine"),
		.effective.rfc7489.p_status = DR_STATUS_KNOWN,
		.effective.rfc7489.np_status = DR_STATUS_ABSENT,
	};
}

static inline void toy_fill_spf(toy *t)
{
	t->host_items[0] = DR_STR("a.example.com");
	t->host_items[1] = DR_STR("b.example.com");
	t->host_items[2] = DR_STR("c.example.net");
	t->terms[0] = (toy_term){ .kind = DR_STR("include"),
		                  .cost = 3,
		                  .cost_status = DR_STATUS_KNOWN,
		                  .target = DR_STR("_spf.example.net"),
		                  .target_status = DR_STATUS_KNOWN,
		                  .hosts = { t->host_items, 2 },
		                  .hosts_status = DR_STATUS_KNOWN };
	t->terms[1] = (toy_term){ .kind = DR_STR("mx"),
		                  .cost = 1,
		                  .cost_status = DR_STATUS_KNOWN,
		                  .target_status = DR_STATUS_ABSENT,
		                  .hosts = { t->host_items + 2, 1 },
		                  .hosts_status = DR_STATUS_KNOWN };
	t->terms[2] = (toy_term){ .kind = DR_STR("all"),
		                  .cost_status = DR_STATUS_KNOWN,
		                  .target_status = DR_STATUS_ABSENT,
		                  .hosts_status = DR_STATUS_ABSENT };
	t->spf = (toy_spf){ .valid = true,
		            .valid_status = DR_STATUS_KNOWN,
		            .lookups = 7,
		            .lookups_status = DR_STATUS_KNOWN,
		            .lookups_min = 5,
		            .lookups_min_status = DR_STATUS_KNOWN,
		            .all = DR_STR("~"),
		            .all_status = DR_STATUS_KNOWN,
		            .text = DR_STR("v=spf1 caf\xC3\xA9 \xFF ~all"),
		            .text_status = DR_STATUS_KNOWN,
		            .terms = { t->terms, 3 },
		            .terms_status = DR_STATUS_KNOWN };
}

/* Everything known, as the functions above say; `gone` is not given. */
static inline void toy_fill(toy *t)
{
	memset(t, 0, sizeof(*t));
	toy_fill_dmarc(t);
	toy_fill_spf(t);
	t->name_items[0] = DR_STR("example.com");
	t->name_items[1] = DR_STR("www.example.com");
	t->name_items[2] = DR_STR("example.net");
	t->names = (dr_strs){ t->name_items, 3 };
	t->domain = DR_STR("example.com");
	t->n = 3;
	t->ratio = 0.5;
	t->flag = true;
	t->values = (dr_values){ { &t->dmarc, &t->spf, NULL, &t->names, &t->domain, &t->n,
		                   &t->ratio, &t->flag, &t->none } };
}

/* The fact's record and row; false when the path names none. `path` is "spf.terms[1].cost". */
static inline bool toy_find(toy *t, dr_str path, void **ret_record, const dr_field **ret_field)
{
	dr_str word;
	if (!dr_str_split(&path, '.', &word)) {
		return false;
	}
	bool dmarc = dr_str_eq(word, DR_STR("dmarc"));
	const dr_schema *schema = dmarc ? &TOY_DMARC : &TOY_SPF;
	char *record = dmarc ? (char *)&t->dmarc : (char *)&t->spf;
	while (dr_str_split(&path, '.', &word)) {
		size_t bracket = dr_str_find(word, 0, '[');
		const dr_field *field = dr_schema_find(schema, dr_str_sub(word, 0, bracket));
		if (field == NULL) {
			return false;
		}
		if (path.ptr == NULL) {
			*ret_record = record;
			*ret_field = field;
			return true;
		}
		record += field->offset;
		if (field->type->kind == DR_T_LIST) {
			size_t index = (size_t)(word.ptr[bracket + 1] - '0');
			record = (char *)((dr_list *)record)->items + index * field->size;
			schema = field->type->elem->record;
		} else {
			schema = field->type->record;
		}
	}
	return false;
}

static inline bool toy_set_status(toy *t, dr_str path, dr_status status)
{
	void *record;
	const dr_field *field;
	if (!toy_find(t, path, &record, &field) || field->status < 0) {
		return false;
	}
	memcpy((char *)record + field->status, &status, sizeof(status));
	return true;
}
