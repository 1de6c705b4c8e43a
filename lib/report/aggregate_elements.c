#include "report/aggregate_priv.h"
#include <string.h>

enum { SIGNATURES_MAX = 100, ERRORS_MAX = 16, DAY_AND_AN_HOUR_S = 86400 + 3600 };

void dr_aggregate_note(dr_aggregate_reading *r, dr_report_issue_code code, dr_str subject)
{
	dr_report_issue_add(r->arena, &r->report.issues, code, subject, r->line);
}

static void note_element(dr_aggregate_reading *r, dr_report_issue_code code,
                         const dr_aggregate_element *element)
{
	dr_aggregate_note(r, code, dr_str_of(element->name));
}

static void *report_member(dr_aggregate_reading *r, const dr_aggregate_element *element)
{
	return (char *)&r->report + element->member;
}

/* A text of the report; the first one counts. */
static void end_report_text(dr_aggregate_reading *r, const dr_aggregate_element *element,
                            dr_str text)
{
	dr_str *member = report_member(r, element);
	if (member->ptr != NULL) {
		note_element(r, DR_REPORT_ELEMENT_TWICE, element);
		return;
	}
	*member = dr_report_line(r->arena, text);
}

static void end_policy_text(dr_aggregate_reading *r, const dr_aggregate_element *element,
                            dr_str text)
{
	dr_str *member = report_member(r, element);
	if (!r->in_first) {
		return;
	}
	if (member->ptr != NULL) {
		note_element(r, DR_REPORT_ELEMENT_TWICE, element);
		return;
	}
	*member = dr_report_token(r->arena, text);
}

static void end_policy_domain(dr_aggregate_reading *r, const dr_aggregate_element *element,
                              dr_str text)
{
	(void)element;
	if (r->in_first && r->report.policy.domain.ptr == NULL) {
		r->report.policy.domain = dr_report_domain(r->arena, text);
	}
}

static void end_error(dr_aggregate_reading *r, const dr_aggregate_element *element, dr_str text)
{
	(void)element;
	if (r->report.errors.len < ERRORS_MAX) {
		dr_list_add(r->arena, &r->report.errors, dr_report_line(r->arena, text));
	}
}

/* begin and end: `member` tells which. */
static void end_time(dr_aggregate_reading *r, const dr_aggregate_element *element, dr_str text)
{
	bool *has = element->member == offsetof(dr_aggregate, begin) ? &r->has_begin : &r->has_end;
	dr_report_issue_code issue = DR_REPORT_ISSUE_COUNT;
	if (*has) {
		note_element(r, DR_REPORT_ELEMENT_TWICE, element);
		return;
	}
	*has = dr_report_seconds(text, report_member(r, element), &issue);
	if (!*has) {
		dr_aggregate_note(r, DR_REPORT_NUMBER, dr_str_trim(text));
	} else if (issue != DR_REPORT_ISSUE_COUNT) {
		note_element(r, issue, element);
	}
}

/* Both times are known now, or one of them stands for both. */
static void end_range(dr_aggregate_reading *r, const dr_aggregate_element *element, dr_str text)
{
	(void)text;
	dr_aggregate *report = &r->report;
	if (!r->has_begin || !r->has_end) {
		dr_aggregate_note(r, DR_REPORT_ELEMENT_MISSING,
		                  r->has_begin ? DR_STR("end") : DR_STR("begin"));
		report->begin = r->has_begin ? report->begin : report->end;
		report->end = report->begin;
	}
	if (report->end < report->begin) {
		int64_t begin = report->begin;
		note_element(r, DR_REPORT_TIME_ORDER, element);
		report->begin = report->end;
		report->end = begin;
	}
	if (report->end - report->begin > DAY_AND_AN_HOUR_S) {
		note_element(r, DR_REPORT_TIME_LONG, element);
	}
}

static void begin_policy(dr_aggregate_reading *r)
{
	r->in_first = !r->has_policy;
	r->has_policy = true;
	if (!r->in_first) {
		dr_aggregate_note(r, DR_REPORT_ELEMENT_TWICE, DR_STR("policy_published"));
	}
}

static void begin_metadata(dr_aggregate_reading *r)
{
	r->has_metadata = true;
}

static void begin_record(dr_aggregate_reading *r)
{
	dr_arena_reset(r->row_arena);
	r->record = (dr_aggregate_record){ .messages = 0 };
	r->has_count = false;
	r->count = 0;
}

/* A word of a closed set; 0 is "unknown" in each of them. */
static uint8_t read_word(dr_aggregate_reading *r, const dr_aggregate_element *element, dr_str text)
{
	uint8_t value = 0;
	dr_report_issue_code issue = DR_REPORT_ISSUE_COUNT;
	if (!dr_report_word_find(element->words, text, &value, &issue)) {
		issue = dr_str_trim(text).len > 0 ? DR_REPORT_VALUE_UNKNOWN
		                                  : DR_REPORT_ELEMENT_MISSING;
	}
	if (issue == DR_REPORT_ELEMENT_MISSING) {
		note_element(r, issue, element);
	} else if (issue != DR_REPORT_ISSUE_COUNT) {
		dr_aggregate_note(r, issue, dr_str_trim(text));
	}
	return value;
}

static void end_address(dr_aggregate_reading *r, const dr_aggregate_element *element, dr_str text)
{
	(void)element;
	dr_ipaddr address;
	if (dr_ipaddr_parse(dr_str_trim(text), &address)) {
		r->record.source_ip = dr_ipaddr_unmap(address);
	}
}

static void end_count(dr_aggregate_reading *r, const dr_aggregate_element *element, dr_str text)
{
	(void)element;
	if (!r->has_count) {
		r->has_count = dr_str_to_u64(dr_str_trim(text), UINT32_MAX, &r->count);
		if (!r->has_count) {
			dr_aggregate_note(r, DR_REPORT_NUMBER, dr_str_trim(text));
			r->has_count = true;
		}
	}
}

static void end_disposition(dr_aggregate_reading *r, const dr_aggregate_element *element,
                            dr_str text)
{
	r->record.disposition = (dr_disposition)read_word(r, element, text);
}

static void end_evaluated(dr_aggregate_reading *r, const dr_aggregate_element *element, dr_str text)
{
	dr_evaluated value = (dr_evaluated)read_word(r, element, text);
	memcpy((char *)&r->record + element->member, &value, sizeof(value));
}

static void begin_reason(dr_aggregate_reading *r)
{
	r->reason.known = false;
	r->reason.comment = (dr_str){ NULL, 0 };
}

static void end_reason_type(dr_aggregate_reading *r, const dr_aggregate_element *element,
                            dr_str text)
{
	dr_report_issue_code issue = DR_REPORT_ISSUE_COUNT;
	if (dr_str_trim(text).len == 0) {
		return;
	}
	r->reason.known = dr_report_word_find(element->words, text, &r->reason.bit, &issue);
	if (!r->reason.known) {
		r->reason.bit = 5; /* other */
		r->reason.known = true;
		issue = DR_REPORT_VALUE_UNKNOWN;
	}
	if (issue != DR_REPORT_ISSUE_COUNT) {
		dr_aggregate_note(r, issue, dr_str_trim(text));
	}
}

static void end_comment(dr_aggregate_reading *r, const dr_aggregate_element *element, dr_str text)
{
	(void)element;
	r->reason.comment = dr_report_line(r->row_arena, text);
}

static void end_reason(dr_aggregate_reading *r, const dr_aggregate_element *element, dr_str text)
{
	(void)element;
	(void)text;
	if (r->reason.known) {
		r->record.overrides |= 1u << r->reason.bit;
	}
	dr_str comment = r->reason.comment;
	if (dr_str_search(comment, DR_STR("arc=pass")) < comment.len) {
		r->record.overrides |= DR_OVERRIDE_ARC_PASS;
	}
	if (r->record.comment.len == 0) {
		r->record.comment = comment;
	}
}

static void end_row_domain(dr_aggregate_reading *r, const dr_aggregate_element *element,
                           dr_str text)
{
	dr_str *member = (dr_str *)(void *)((char *)&r->record + element->member);
	if (member->len == 0) {
		*member = dr_report_domain(r->row_arena, text);
	}
}

static void begin_dkim(dr_aggregate_reading *r)
{
	r->signature = (dr_report_dkim){ .result = DR_REPORTED_UNKNOWN };
}

static void end_dkim_domain(dr_aggregate_reading *r, const dr_aggregate_element *element,
                            dr_str text)
{
	(void)element;
	r->signature.domain = dr_report_domain(r->row_arena, text);
}

static void end_selector(dr_aggregate_reading *r, const dr_aggregate_element *element, dr_str text)
{
	(void)element;
	r->signature.selector = dr_report_token(r->row_arena, text);
}

static void end_dkim_result(dr_aggregate_reading *r, const dr_aggregate_element *element,
                            dr_str text)
{
	r->signature.result = (dr_reported)read_word(r, element, text);
}

/* Without domain and with the result none it is a reporter's way to say that there was none. */
static void end_dkim(dr_aggregate_reading *r, const dr_aggregate_element *element, dr_str text)
{
	(void)text;
	if (r->signature.domain.len == 0 && r->signature.result <= DR_REPORTED_NONE) {
		return;
	}
	if (r->record.signatures.len >= SIGNATURES_MAX) {
		note_element(r, DR_REPORT_TOO_MANY, element);
		return;
	}
	dr_list_add(r->row_arena, &r->record.signatures, r->signature);
}

static void begin_spf(dr_aggregate_reading *r)
{
	memset(&r->spf, 0, sizeof(r->spf));
}

static void end_spf_domain(dr_aggregate_reading *r, const dr_aggregate_element *element,
                           dr_str text)
{
	(void)element;
	r->spf.domain = dr_report_domain(r->row_arena, text);
}

static void end_spf_scope(dr_aggregate_reading *r, const dr_aggregate_element *element, dr_str text)
{
	if (dr_str_trim(text).len > 0) {
		r->spf.scope = (dr_spf_scope)read_word(r, element, text);
	}
}

static void end_spf_result(dr_aggregate_reading *r, const dr_aggregate_element *element,
                           dr_str text)
{
	r->spf.result = (dr_reported)read_word(r, element, text);
}

/* Of several results that of MAIL FROM counts: only it can align (RFC 9989 5.1). */
static void end_spf(dr_aggregate_reading *r, const dr_aggregate_element *element, dr_str text)
{
	(void)element;
	(void)text;
	bool first = r->record.spf_result == DR_REPORTED_UNKNOWN && r->record.spf_domain.len == 0;
	bool better = r->record.spf_scope == DR_SCOPE_HELO && r->spf.scope != DR_SCOPE_HELO;
	if (first || better) {
		r->record.spf_domain = r->spf.domain;
		r->record.spf_scope = r->spf.scope;
		r->record.spf_result = r->spf.result;
	}
}

static bool row_counts(dr_aggregate_reading *r)
{
	if (!r->has_count) {
		dr_aggregate_note(r, DR_REPORT_ELEMENT_MISSING, DR_STR("count"));
		return false;
	}
	if (r->count == 0) {
		dr_aggregate_note(r, DR_REPORT_COUNT_ZERO, DR_STR("count"));
		return false;
	}
	if (r->record.source_ip.family == DR_IP_NONE) {
		dr_aggregate_note(r, DR_REPORT_NO_ADDRESS, DR_STR("source_ip"));
	}
	return true;
}

static void end_record(dr_aggregate_reading *r, const dr_aggregate_element *element, dr_str text)
{
	(void)element;
	(void)text;
	r->code = dr_guard_check(r->guard, DR_REPORT_LIMIT_RECORDS, ++r->rows, "the report has");
	if (r->code != DR_OK || !row_counts(r)) {
		return;
	}
	r->record.messages = (uint32_t)r->count;
	r->report.records++;
	r->report.messages += r->count;
	if (dr_arena_failed(r->row_arena)) {
		r->code = dr_fail(r->err, DR_ENOMEM, DR_NOWHERE, "no memory for a row of a report");
		return;
	}
	dr_error err = { .code = DR_OK };
	r->code = r->sink->record(r->sink->self, &r->report, &r->record, &err);
	if (r->code == DR_ELIMIT) {
		dr_guard_refuse(r->guard, "%s", err.text);
	} else if (r->code != DR_OK) {
		dr_error_set(r->err, r->code, DR_NOWHERE, "%s", err.text);
	}
}

#define NAMED(text)   .name = (text), .name_len = sizeof(text) - 1
#define WITHIN(array) .children = (array), .child_count = DR_COUNT(array)
#define REPORT(m)     .member = offsetof(dr_aggregate, m)
#define ROW(m)        .member = offsetof(dr_aggregate_record, m)

static const dr_aggregate_element DATE_RANGE[] = {
	{ NAMED("begin"), .end = end_time, REPORT(begin) },
	{ NAMED("end"), .end = end_time, REPORT(end) },
};

static const dr_aggregate_element METADATA[] = {
	{ NAMED("org_name"), .end = end_report_text, REPORT(org_name) },
	{ NAMED("email"), .end = end_report_text, REPORT(email) },
	{ NAMED("extra_contact_info"), .end = end_report_text, REPORT(extra_contact) },
	{ NAMED("report_id"), .end = end_report_text, REPORT(report_id) },
	{ NAMED("date_range"), WITHIN(DATE_RANGE), .end = end_range },
	{ NAMED("error"), .end = end_error },
	{ NAMED("generator"), .end = end_report_text, REPORT(generator), .newer = true },
};

static const dr_aggregate_element POLICY[] = {
	{ NAMED("domain"), .end = end_policy_domain },
	{ NAMED("adkim"), .end = end_policy_text, REPORT(policy.adkim) },
	{ NAMED("aspf"), .end = end_policy_text, REPORT(policy.aspf) },
	{ NAMED("p"), .end = end_policy_text, REPORT(policy.p) },
	{ NAMED("sp"), .end = end_policy_text, REPORT(policy.sp) },
	{ NAMED("np"), .end = end_policy_text, REPORT(policy.np), .newer = true },
	{ NAMED("pct"), .end = end_policy_text, REPORT(policy.pct) },
	{ NAMED("fo"), .end = end_policy_text, REPORT(policy.fo) },
	{ NAMED("discovery_method"), .end = end_policy_text, REPORT(policy.discovery_method),
	  .newer = true },
	{ NAMED("testing"), .end = end_policy_text, REPORT(policy.testing), .newer = true },
};

static const dr_aggregate_element REASON[] = {
	{ NAMED("type"), .end = end_reason_type, .words = &DR_OVERRIDE_WORDS },
	{ NAMED("comment"), .end = end_comment },
};

static const dr_aggregate_element EVALUATED[] = {
	{ NAMED("disposition"), .end = end_disposition, .words = &DR_DISPOSITION_WORDS },
	{ NAMED("dkim"), .end = end_evaluated, ROW(dkim), .words = &DR_EVALUATED_WORDS },
	{ NAMED("spf"), .end = end_evaluated, ROW(spf), .words = &DR_EVALUATED_WORDS },
	{ NAMED("reason"), WITHIN(REASON), .begin = begin_reason, .end = end_reason },
};

static const dr_aggregate_element ROW_CHILDREN[] = {
	{ NAMED("source_ip"), .end = end_address },
	{ NAMED("count"), .end = end_count },
	{ NAMED("policy_evaluated"), WITHIN(EVALUATED) },
};

static const dr_aggregate_element IDENTIFIERS[] = {
	{ NAMED("header_from"), .end = end_row_domain, ROW(header_from) },
	{ NAMED("envelope_from"), .end = end_row_domain, ROW(envelope_from) },
	{ NAMED("envelope_to"), .end = end_row_domain, ROW(envelope_to) },
};

static const dr_aggregate_element DKIM[] = {
	{ NAMED("domain"), .end = end_dkim_domain },
	{ NAMED("selector"), .end = end_selector },
	{ NAMED("result"), .end = end_dkim_result, .words = &DR_REPORTED_WORDS },
	{ NAMED("human_result") },
};

static const dr_aggregate_element SPF[] = {
	{ NAMED("domain"), .end = end_spf_domain },
	{ NAMED("scope"), .end = end_spf_scope, .words = &DR_SCOPE_WORDS },
	{ NAMED("result"), .end = end_spf_result, .words = &DR_REPORTED_WORDS },
	{ NAMED("human_result"), .newer = true },
};

static const dr_aggregate_element AUTH_RESULTS[] = {
	{ NAMED("dkim"), WITHIN(DKIM), .begin = begin_dkim, .end = end_dkim },
	{ NAMED("spf"), WITHIN(SPF), .begin = begin_spf, .end = end_spf },
};

static const dr_aggregate_element RECORD[] = {
	{ NAMED("row"), WITHIN(ROW_CHILDREN) },
	{ NAMED("identifiers"), WITHIN(IDENTIFIERS) },
	{ NAMED("auth_results"), WITHIN(AUTH_RESULTS) },
	{ NAMED("identities"), WITHIN(IDENTIFIERS), .renamed = true },
};

static const dr_aggregate_element FEEDBACK[] = {
	{ NAMED("record"), WITHIN(RECORD), .begin = begin_record, .end = end_record },
	{ NAMED("version") },
	{ NAMED("report_metadata"), WITHIN(METADATA), .begin = begin_metadata },
	{ NAMED("policy_published"), WITHIN(POLICY), .begin = begin_policy },
	{ NAMED("extension"), .newer = true },
	{ NAMED("schema"), .transparent = true, .renamed = true },
};

static const dr_aggregate_element TOP[] = { { NAMED("feedback"), WITHIN(FEEDBACK) } };

const dr_aggregate_element DR_AGGREGATE_ROOT = { NAMED(""), WITHIN(TOP) };

static bool is_named(const dr_aggregate_element *element, dr_str name)
{
	return element->name_len == name.len && memcmp(element->name, name.ptr, name.len) == 0;
}

const dr_aggregate_element *dr_aggregate_child(const dr_aggregate_element *parent, dr_str name)
{
	for (size_t i = 0; i < parent->child_count; i++) {
		if (is_named(&parent->children[i], name)) {
			return &parent->children[i];
		}
	}
	for (size_t i = 0; i < parent->child_count; i++) {
		if (dr_str_eq_nocase(dr_str_of(parent->children[i].name), name)) {
			return &parent->children[i];
		}
	}
	return NULL;
}

void dr_aggregate_finish(dr_aggregate_reading *r)
{
	static const struct {
		const char *name;
		size_t member;
	} REQUIRED[] = {
		{ "org_name", offsetof(dr_aggregate, org_name) },
		{ "report_id", offsetof(dr_aggregate, report_id) },
		{ "p", offsetof(dr_aggregate, policy.p) },
	};
	for (size_t i = 0; i < DR_COUNT(REQUIRED); i++) {
		const dr_str *text = (const dr_str *)(const void *)((const char *)&r->report +
		                                                    REQUIRED[i].member);
		if (text->len == 0) {
			dr_aggregate_note(r, DR_REPORT_ELEMENT_MISSING,
			                  dr_str_of(REQUIRED[i].name));
		}
	}
	if (r->report.records == 0) {
		dr_aggregate_note(r, DR_REPORT_NO_RECORDS, DR_STR("record"));
	}
	if (!r->has_begin && !r->has_end) {
		dr_aggregate_note(r, DR_REPORT_ELEMENT_MISSING, DR_STR("date_range"));
	}
}
