/* Rows of aggregate reports: what stands in <record>. */
#include "report/aggregate_priv.h"
#include <string.h>

enum { SIGNATURES_MAX = 100, OTHER_BIT = 5 };

void dr_aggregate_record_begin(dr_aggregate_reading *r)
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
		dr_aggregate_note_element(r, issue, element);
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
		r->reason.bit = OTHER_BIT;
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
		dr_aggregate_note_element(r, DR_REPORT_TOO_MANY, element);
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

void dr_aggregate_record_end(dr_aggregate_reading *r, const dr_aggregate_element *element,
                             dr_str text)
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

#define ROW(m) .member = offsetof(dr_aggregate_record, m)

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

const dr_aggregate_element DR_AGGREGATE_RECORD[DR_AGGREGATE_RECORD_CHILDREN] = {
	{ NAMED("row"), WITHIN(ROW_CHILDREN) },
	{ NAMED("identifiers"), WITHIN(IDENTIFIERS) },
	{ NAMED("auth_results"), WITHIN(AUTH_RESULTS) },
	{ NAMED("identities"), WITHIN(IDENTIFIERS), .renamed = true },
};
