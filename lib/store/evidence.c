#include "store/evidence.h"
#include "base/name_wire.h"
#include "report/words.h"

enum { DAY_S = 86400 };

void dr_evidence_close(dr_evidence *evidence)
{
	if (evidence != NULL) {
		evidence->close(evidence);
	}
}

bool dr_evidence_matches(const dr_evidence_query *query, dr_str domain, dr_day day)
{
	return dr_name_text_is_within(domain, query->domain) &&
	       (query->since == DR_NO_DAY || day >= query->since) &&
	       (query->until == DR_NO_DAY || day <= query->until);
}

dr_day dr_evidence_day(int64_t begin, int64_t end)
{
	return (dr_day)((begin + (end - begin) / 2) / DAY_S);
}

static int compare_numbers(uint64_t a, uint64_t b)
{
	return a < b ? -1 : a > b;
}

static int compare_signatures(const dr_report_dkims *a, const dr_report_dkims *b)
{
	for (size_t i = 0; i < a->len && i < b->len; i++) {
		const dr_report_dkim *x = &a->items[i], *y = &b->items[i];
		int order = dr_str_cmp(x->domain, y->domain);
		order = order != 0 ? order : dr_str_cmp(x->selector, y->selector);
		order = order != 0 ? order : compare_numbers(x->result, y->result);
		if (order != 0) {
			return order;
		}
	}
	return compare_numbers(a->len, b->len);
}

/* What is left when source and scope are the same, as one number. */
static uint64_t outcome_number(const dr_evidence_row *row)
{
	uint64_t number = (uint64_t)row->spf_scope << 8 | (uint64_t)row->spf_result;
	number = number << 4 | (uint64_t)row->disposition;
	number = number << 4 | (uint64_t)row->dkim << 2 | (uint64_t)row->spf;
	number = number << 8 | row->overrides;
	return number << 2 | (row->newer ? 2u : 0u) | (row->vouched ? 1u : 0u);
}

int dr_evidence_row_cmp(const dr_evidence_row *a, const dr_evidence_row *b)
{
	if (a->day != b->day) {
		return a->day < b->day ? -1 : 1;
	}
	int order = dr_str_cmp(a->domain, b->domain);
	order = order != 0 ? order : dr_ipaddr_cmp(a->ip, b->ip);
	order = order != 0 ? order : dr_str_cmp(a->header_from, b->header_from);
	order = order != 0 ? order : dr_str_cmp(a->spf_domain, b->spf_domain);
	order = order != 0 ? order : compare_signatures(&a->signatures, &b->signatures);
	return order != 0 ? order : compare_numbers(outcome_number(a), outcome_number(b));
}

static int compare_texts(const dr_str *const *a, const dr_str *const *b, size_t count)
{
	int order = 0;
	for (size_t i = 0; i < count && order == 0; i++) {
		order = dr_str_cmp(*a[i], *b[i]);
	}
	return order;
}

int dr_evidence_oddity_cmp(const dr_evidence_oddity *a, const dr_evidence_oddity *b)
{
	const dr_str *left[] = { &a->domain, &a->reporter, &a->kind };
	const dr_str *right[] = { &b->domain, &b->reporter, &b->kind };
	return a->day != b->day ? (a->day < b->day ? -1 : 1)
	                        : compare_texts(left, right, DR_COUNT(left));
}

int dr_evidence_tls_cmp(const dr_evidence_tls *a, const dr_evidence_tls *b)
{
	const dr_str *left[] = { &a->domain, &a->reporter, &a->type, &a->result, &a->host };
	const dr_str *right[] = { &b->domain, &b->reporter, &b->type, &b->result, &b->host };
	return a->day != b->day ? (a->day < b->day ? -1 : 1)
	                        : compare_texts(left, right, DR_COUNT(left));
}

void dr_evidence_policy_write(const dr_report_policy *policy, dr_buf *out)
{
	const struct {
		const char *tag;
		dr_str value;
	} tags[] = {
		{ "p", policy->p },
		{ "sp", policy->sp },
		{ "np", policy->np },
		{ "adkim", policy->adkim },
		{ "aspf", policy->aspf },
		{ "pct", policy->pct },
		{ "fo", policy->fo },
		{ "t", policy->testing },
		{ "discovery", policy->discovery_method },
	};
	for (size_t i = 0; i < DR_COUNT(tags); i++) {
		if (tags[i].value.len > 0) {
			dr_buf_addf(out, "%s%s=%.*s", out->len > 0 ? " " : "", tags[i].tag,
			            DR_FMT(tags[i].value));
		}
	}
}

static dr_str shown(dr_str text)
{
	return text.len > 0 ? text : DR_STR("-");
}

void dr_evidence_signatures_write(const dr_report_dkims *signatures, dr_buf *out)
{
	for (size_t i = 0; i < signatures->len; i++) {
		const dr_report_dkim *one = &signatures->items[i];
		dr_buf_add(out, i > 0 ? DR_STR("; ") : DR_STR(""));
		dr_buf_add(out, dr_report_word_of(&DR_REPORTED_WORDS, one->result));
		dr_buf_add_char(out, ' ');
		dr_buf_add(out, shown(one->domain));
		dr_buf_add_char(out, ' ');
		dr_buf_add(out, shown(one->selector));
	}
}

static dr_str hidden(dr_str text)
{
	return dr_str_eq(text, DR_STR("-")) ? DR_STR("") : text;
}

static dr_report_dkim parse_signature(dr_str text)
{
	dr_report_dkim one = { .result = DR_REPORTED_UNKNOWN };
	dr_str rest = dr_str_trim(text), word, domain = { NULL, 0 }, selector = { NULL, 0 };
	uint8_t value = DR_REPORTED_UNKNOWN;
	dr_report_issue_code issue;
	if (dr_str_split(&rest, ' ', &word) &&
	    dr_report_word_find(&DR_REPORTED_WORDS, word, &value, &issue) &&
	    issue == DR_REPORT_ISSUE_COUNT) {
		one.result = (dr_reported)value;
	}
	dr_str_split(&rest, ' ', &domain);
	dr_str_split(&rest, ' ', &selector);
	one.domain = hidden(domain);
	one.selector = hidden(selector);
	return one;
}

dr_report_dkims dr_evidence_signatures_parse(dr_arena *arena, dr_str text)
{
	dr_report_dkims list = { NULL, 0 };
	dr_str rest = text.len > 0 ? text : (dr_str){ NULL, 0 };
	for (dr_str part; dr_str_split(&rest, ';', &part);) {
		dr_list_add(arena, &list, parse_signature(part));
	}
	return list;
}
