#include "facts/make_priv.h"
#include "mark/evidence.h"
#include "mark/logo.h"

/* What a file that the user gave stands for. */
static void make_given(dr_fetch_facts *ret_fetch)
{
	dr_fetch_facts fetch = { 0 };
	dr_fact_set(&fetch, result, DR_STR("file"));
	fetch.redirects_status = fetch.names_status = DR_STATUS_KNOWN;
	dr_schema_mark(&DR_FETCH_FACTS_SCHEMA, &fetch, DR_STATUS_ABSENT);
	*ret_fetch = fetch;
}

/* The octets to look at, ptr NULL when there are none; how they were had is in `ret_fetch`. */
static dr_str file_of(const dr_maker *m, dr_str given, const dr_fetched *fetched,
                      dr_fetch_facts *ret_fetch)
{
	if (given.ptr != NULL) {
		make_given(ret_fetch);
		return given;
	}
	dr_make_fetch(m, fetched, ret_fetch);
	const dr_bimi_found *found = &m->survey->bimi;
	if (!fetched->asked && found->status.state == DR_UNKNOWN) {
		dr_fetch_facts unknown = { 0 };
		dr_schema_mark(&DR_FETCH_FACTS_SCHEMA, &unknown, found->status);
		*ret_fetch = unknown;
	}
	return dr_fetch_body(ret_fetch, fetched);
}

/* ---- the logo ---- */

static const struct {
	const char *name, *kind;
} PROBLEMS[] = {
#define DR_MARK(id, kind, name, doc) [DR_LOGO_##id] = { (name), (kind) },
#include "mark/problem.def"
#undef DR_MARK
};

static void make_problems(const dr_maker *m, const dr_logo *logo, dr_logo_facts *facts)
{
	facts->problems_status = DR_STATUS_KNOWN;
	for (size_t i = 0; i < logo->problems.len; i++) {
		const dr_logo_problem *problem = &logo->problems.items[i];
		dr_logo_problem_fact fact = {
			.code = dr_str_of(PROBLEMS[problem->code].name),
			.kind = dr_str_of(PROBLEMS[problem->code].kind),
			.subject = problem->subject,
			.line = problem->line,
			.count = problem->count,
		};
		dr_list_add(m->arena, &facts->problems, fact);
	}
}

/* False when the part that reads logos is left out. */
static bool make_logo(const dr_maker *m, dr_str file, dr_logo *logo, dr_logo_facts *facts)
{
	if (file.ptr != NULL && dr_logo_read(m->arena, file, logo, NULL) != DR_OK) {
		return false;
	}
	dr_fact_set(facts, present, file.ptr != NULL);
	dr_fact_set(facts, size, (int64_t)logo->svg.len);
	dr_fact_set(facts, gzip, logo->gzip);
	dr_fact_absent(facts, title);
	if (logo->title.len > 0) {
		dr_fact_set(facts, title, logo->title);
	}
	make_problems(m, logo, facts);
	return true;
}

/* ---- the mark certificate ---- */

static bool names_hold(const dr_strs *names, dr_str name)
{
	for (size_t i = 0; i < names->len; i++) {
		if (dr_str_eq_nocase(names->items[i], name)) {
			return true;
		}
	}
	return false;
}

static bool covers(const dr_maker *m, const dr_evidence *evidence, dr_name domain)
{
	dr_name selector = dr_name_join(m->arena, DR_STR("default._bimi"), domain);
	return dr_name_is_set(domain) &&
	       (names_hold(&evidence->names, dr_name_text(m->arena, domain)) ||
	        (dr_name_is_set(selector) &&
	         names_hold(&evidence->names, dr_name_text(m->arena, selector))));
}

static void make_covers(const dr_maker *m, const dr_evidence *evidence, dr_evidence_facts *facts)
{
	const dr_dmarc_walk *walk = &m->survey->dmarc.walk;
	bool above_known = walk->status.state == DR_KNOWN;
	bool own = covers(m, evidence, m->survey->domain) ||
	           covers(m, evidence, m->survey->bimi.found_at);
	bool above = above_known && covers(m, evidence, walk->organizational);
	dr_status status = own || above_known ? DR_STATUS_KNOWN : walk->status;
	dr_fact_with(facts, covers, status, own || above);
}

static void make_time(const dr_maker *m, const dr_evidence *evidence, dr_evidence_facts *facts)
{
	dr_day today = m->input->as_of;
	bool judged = today != 0 && today != DR_NO_DAY && evidence->certificates > 0;
	dr_status status =
		judged || evidence->certificates == 0 ? DR_STATUS_KNOWN : DR_STATUS_NOT_GIVEN;
	dr_fact_with(facts, days_left, status, judged ? evidence->not_after - today : 0);
	dr_fact_with(facts, begun, status, judged && evidence->not_before <= today);
}

static void make_certificate(const dr_maker *m, const dr_evidence *evidence,
                             dr_evidence_facts *facts)
{
	dr_fact_set(facts, readable, evidence->certificates > 0);
	dr_fact_set(facts, subject, evidence->subject);
	dr_fact_set(facts, issuer, evidence->issuer);
	dr_fact_absent(facts, mark_type);
	if (evidence->mark_type.len > 0) {
		dr_fact_set(facts, mark_type, evidence->mark_type);
	}
	dr_fact_set(facts, names, evidence->names);
	dr_fact_set(facts, timestamps, evidence->timestamps);
	dr_fact_set(facts, extensions, evidence->extensions);
	dr_fact_set(facts, fields, evidence->fields);
	dr_fact_set(facts, marks, evidence->marks);
	dr_status chain = evidence->chain_judged || evidence->certificates == 0
	                          ? DR_STATUS_KNOWN
	                          : DR_STATUS_NOT_GIVEN;
	dr_fact_with(facts, chain_problem, chain, evidence->chain_problem);
	make_time(m, evidence, facts);
	make_covers(m, evidence, facts);
}

static bool make_evidence(const dr_maker *m, dr_str file, dr_evidence *evidence,
                          dr_evidence_facts *facts)
{
	const dr_evidence_input input = {
		.file = file,
		.roots = m->input->mark_roots,
		.as_of = m->input->as_of,
	};
	if (file.ptr != NULL && dr_evidence_read(m->arena, &input, evidence, NULL) != DR_OK) {
		return false;
	}
	dr_fact_set(facts, present, file.ptr != NULL);
	make_certificate(m, evidence, facts);
	return true;
}

/* The logo of the certificate and the one that is served must be the same octets. */
static void compare_logos(const dr_logo *logo, const dr_evidence *evidence,
                          const dr_logo_facts *served, dr_evidence_facts *facts)
{
	if (served->present_status.state == DR_UNKNOWN) {
		facts->logo_matches_status = served->present_status;
	} else if (logo->svg.ptr == NULL || evidence->logo.ptr == NULL) {
		dr_fact_absent(facts, logo_matches);
	} else {
		dr_fact_set(facts, logo_matches, dr_str_eq(logo->svg, evidence->logo));
	}
}

void dr_make_mark(const dr_maker *m)
{
	dr_bimi_facts *bimi = &m->facts->bimi;
	const dr_bimi_found *found = &m->survey->bimi;
	dr_logo logo = { 0 };
	dr_evidence evidence = { 0 };
	dr_logo_facts *l = &bimi->logo;
	dr_evidence_facts *e = &bimi->evidence;
	dr_str logo_file = file_of(m, m->input->logo, &found->logo, &l->fetch);
	dr_str evidence_file = file_of(m, m->input->certificate, &found->evidence, &e->fetch);
	if (l->fetch.result_status.state == DR_UNKNOWN) {
		dr_schema_mark(&DR_LOGO_FACTS_SCHEMA, l, l->fetch.result_status);
	} else if (!make_logo(m, logo_file, &logo, l)) {
		dr_schema_mark(&DR_LOGO_FACTS_SCHEMA, l, DR_STATUS_NOT_GIVEN);
	}
	if (e->fetch.result_status.state == DR_UNKNOWN) {
		dr_schema_mark(&DR_EVIDENCE_FACTS_SCHEMA, e, e->fetch.result_status);
	} else if (make_evidence(m, evidence_file, &evidence, e)) {
		compare_logos(&logo, &evidence, l, e);
	} else {
		dr_schema_mark(&DR_EVIDENCE_FACTS_SCHEMA, e, DR_STATUS_NOT_GIVEN);
	}
}
