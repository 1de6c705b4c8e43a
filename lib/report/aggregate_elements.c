#include "report/aggregate_priv.h"
#include <string.h>

enum { ERRORS_MAX = 16, DAY_AND_AN_HOUR_S = 86400 + 3600 };

void dr_aggregate_note(dr_aggregate_reading *r, dr_report_issue_code code, dr_str subject)
{
	dr_report_issue_add(r->arena, &r->report.issues, code, subject, r->line);
}

void dr_aggregate_note_element(dr_aggregate_reading *r, dr_report_issue_code code,
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
		dr_aggregate_note_element(r, DR_REPORT_ELEMENT_TWICE, element);
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
		dr_aggregate_note_element(r, DR_REPORT_ELEMENT_TWICE, element);
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
	if (*has || r->has_range) {
		dr_aggregate_note_element(r, DR_REPORT_ELEMENT_TWICE, element);
		return;
	}
	*has = dr_report_seconds(text, report_member(r, element), &issue);
	if (!*has) {
		dr_aggregate_note(r, DR_REPORT_NUMBER, dr_str_trim(text));
	} else if (issue != DR_REPORT_ISSUE_COUNT) {
		dr_aggregate_note_element(r, issue, element);
	}
}

/* Both times are known now, or one of them stands for both. */
static void settle_range(dr_aggregate_reading *r)
{
	dr_aggregate *report = &r->report;
	if (!r->has_begin || !r->has_end) {
		dr_aggregate_note(r, DR_REPORT_ELEMENT_MISSING,
		                  r->has_begin ? DR_STR("end") : DR_STR("begin"));
		report->begin = r->has_begin ? report->begin : report->end;
		report->end = report->begin;
	}
	if (report->end < report->begin) {
		int64_t begin = report->begin;
		dr_aggregate_note(r, DR_REPORT_TIME_ORDER, DR_STR("date_range"));
		report->begin = report->end;
		report->end = begin;
	}
	if (report->end - report->begin > DAY_AND_AN_HOUR_S) {
		dr_aggregate_note(r, DR_REPORT_TIME_LONG, DR_STR("date_range"));
	}
	r->has_range = true;
}

static void end_range(dr_aggregate_reading *r, const dr_aggregate_element *element, dr_str text)
{
	(void)text;
	if (r->has_range) {
		dr_aggregate_note_element(r, DR_REPORT_ELEMENT_TWICE, element);
	} else {
		settle_range(r);
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

#define REPORT(m) .member = offsetof(dr_aggregate, m)

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

static const dr_aggregate_element FEEDBACK[] = {
	{ NAMED("record"), .children = DR_AGGREGATE_RECORD,
	  .child_count = DR_AGGREGATE_RECORD_CHILDREN, .begin = dr_aggregate_record_begin,
	  .end = dr_aggregate_record_end },
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
	if (!r->has_range) {
		dr_aggregate_note(r, DR_REPORT_ELEMENT_MISSING, DR_STR("date_range"));
		settle_range(r);
	}
}
