#include "render/render_priv.h"

const dr_format DR_FORMATS[] = {
	{ .name = "text",
	  .doc = "for people: the verdict, what is wrong, how to fix it",
	  .domains = { [DR_DOCUMENT_LINT] = &DR_TEXT_LINT,
	               [DR_DOCUMENT_FACTS] = &DR_TEXT_FACTS,
	               [DR_DOCUMENT_PLAN] = &DR_TEXT_PLAN,
	               [DR_DOCUMENT_GATE] = &DR_TEXT_GATE,
	               [DR_DOCUMENT_STATUS] = &DR_TEXT_STATUS },
	  .rules = dr_text_rules,
	  .explain_rule = dr_text_explain_rule,
	  .explain_service = dr_text_explain_service,
	  .explain_term = dr_text_explain_term,
	  .account = dr_text_account,
	  .spf_eval = dr_text_spf_eval,
	  .spf_tree = dr_text_spf_tree,
	  .diff = &DR_TEXT_DIFF,
	  .simulate = dr_text_simulate,
	  .live = dr_text_live,
	  .ingest = &DR_TEXT_INGEST,
	  .traffic = dr_text_traffic,
	  .what_if = dr_text_what_if },
	{ .name = "json",
	  .doc = "for programs: everything, with a schema that stays",
	  .domains = { [DR_DOCUMENT_LINT] = &DR_JSON_LINT,
	               [DR_DOCUMENT_SCAN] = &DR_JSON_SCAN,
	               [DR_DOCUMENT_FACTS] = &DR_JSON_FACTS,
	               [DR_DOCUMENT_PLAN] = &DR_JSON_PLAN,
	               [DR_DOCUMENT_GATE] = &DR_JSON_GATE,
	               [DR_DOCUMENT_STATUS] = &DR_JSON_STATUS },
	  .rules = dr_json_rules,
	  .explain_rule = dr_json_explain_rule,
	  .explain_service = dr_json_explain_service,
	  .explain_term = dr_json_explain_term,
	  .account = dr_json_account,
	  .spf_eval = dr_json_spf_eval,
	  .spf_tree = dr_json_spf_tree,
	  .diff = &DR_JSON_DIFF,
	  .simulate = dr_json_simulate,
	  .live = dr_json_live,
	  .traffic = dr_json_traffic,
	  .what_if = dr_json_what_if,
	  .snapshot = true },
	{ .name = "ndjson",
	  .doc = "for programs: one JSON object a line",
	  .domains = { [DR_DOCUMENT_LINT] = &DR_JSON_SCAN, [DR_DOCUMENT_SCAN] = &DR_JSON_SCAN },
	  .ingest = &DR_NDJSON_INGEST,
	  .records = &DR_NDJSON_RECORDS },
	{ .name = "github",
	  .doc = "annotations of GitHub Actions",
	  .domains = { [DR_DOCUMENT_LINT] = &DR_GITHUB_LINT } },
	{ .name = "sarif",
	  .doc = "SARIF 2.1.0, for code scanning",
	  .domains = { [DR_DOCUMENT_LINT] = &DR_SARIF_LINT } },
	{ .name = "junit",
	  .doc = "JUnit XML: each rule is a test",
	  .domains = { [DR_DOCUMENT_LINT] = &DR_JUNIT_LINT } },
	{ .name = "gitlab",
	  .doc = "GitLab's Code Quality report",
	  .domains = { [DR_DOCUMENT_LINT] = &DR_GITLAB_LINT } },
	{ .name = "markdown",
	  .doc = "for job summaries and pull requests",
	  .domains = { [DR_DOCUMENT_LINT] = &DR_MARKDOWN_LINT,
	               [DR_DOCUMENT_PLAN] = &DR_MARKDOWN_PLAN } },
	{ .name = "csv",
	  .doc = "for spreadsheets: one line for each finding, record or planned domain",
	  .domains = { [DR_DOCUMENT_LINT] = &DR_CSV_LINT, [DR_DOCUMENT_PLAN] = &DR_CSV_PLAN },
	  .records = &DR_CSV_RECORDS },
	{ .name = "html",
	  .doc = "one page for people: needs nothing else, prints well",
	  .domains = { [DR_DOCUMENT_PLAN] = &DR_HTML_PLAN } },
	{ .name = "ics",
	  .doc = "iCalendar: the days of a plan",
	  .domains = { [DR_DOCUMENT_PLAN] = &DR_ICS_PLAN } },
};

const size_t DR_FORMAT_COUNT = DR_COUNT(DR_FORMATS);

const dr_format *dr_format_find(dr_str name)
{
	for (size_t i = 0; i < DR_FORMAT_COUNT; i++) {
		if (dr_str_eq(dr_str_of(DR_FORMATS[i].name), name)) {
			return &DR_FORMATS[i];
		}
	}
	return NULL;
}

bool dr_format_has(const dr_format *format, dr_document document)
{
	if (document == DR_DOCUMENT_RULES) {
		return format->rules != NULL;
	}
	if (document == DR_DOCUMENT_EXPLAIN) {
		return format->explain_rule != NULL;
	}
	if (document == DR_DOCUMENT_LIVE) {
		return format->live != NULL;
	}
	if (document == DR_DOCUMENT_SPF_EVAL) {
		return format->spf_eval != NULL;
	}
	if (document == DR_DOCUMENT_DIFF) {
		return format->diff != NULL;
	}
	if (document == DR_DOCUMENT_SPF_TREE) {
		return format->spf_tree != NULL;
	}
	if (document == DR_DOCUMENT_SIMULATE) {
		return format->simulate != NULL;
	}
	if (document == DR_DOCUMENT_INGEST) {
		return format->ingest != NULL;
	}
	if (document == DR_DOCUMENT_TRAFFIC) {
		return format->traffic != NULL;
	}
	if (document == DR_DOCUMENT_WHAT_IF) {
		return format->what_if != NULL;
	}
	if (document == DR_DOCUMENT_RECORDS) {
		return format->records != NULL;
	}
	if (document == DR_DOCUMENT_SNAPSHOT) {
		return format->snapshot;
	}
	return format->domains[document] != NULL;
}

void dr_summary_add(dr_summary *summary, const dr_run_result *result)
{
	summary->domains++;
	summary->incomplete += result->incomplete ? 1 : 0;
	for (size_t i = 0; i < result->judgement.findings.len; i++) {
		const dr_finding *finding = result->judgement.findings.items[i];
		if (finding->waived) {
			summary->waived++;
		} else if (finding->outcome == DR_UNDECIDED_FINDING) {
			summary->undecided++;
		} else {
			summary->hits[finding->severity]++;
		}
	}
}

const char *const DR_MISSING_KEYS[DR_MISSING_COUNT] = {
	[DR_MISSING_REPORTS] = "reports",   [DR_MISSING_HISTORY] = "history",
	[DR_MISSING_PLAN] = "plan",         [DR_MISSING_AUTHORITATIVE] = "authoritative",
	[DR_MISSING_FETCHING] = "fetching", [DR_MISSING_CHANGE] = "change",
	[DR_MISSING_ZONE] = "zone",         [DR_MISSING_ANSWERS] = "answers",
};

const char *const DR_MISSING_TEXTS[DR_MISSING_COUNT] = {
	[DR_MISSING_REPORTS] = "reports",
	[DR_MISSING_HISTORY] = "an earlier snapshot",
	[DR_MISSING_AUTHORITATIVE] = "the zone's own name servers",
	[DR_MISSING_FETCHING] = "HTTPS",
	[DR_MISSING_PLAN] = "a plan",
	[DR_MISSING_CHANGE] = "a change (dmarcramp diff)",
	[DR_MISSING_ZONE] = "a zone file (--zone)",
	[DR_MISSING_ANSWERS] = "answers that were not given",
};

/* Facts that stand for a kind of input; every other one comes from answers. */
static const struct {
	dr_str variable;
	dr_missing missing;
} MISSING_VARIABLES[] = {
	{ DR_STR_INIT("traffic"), DR_MISSING_REPORTS },
	{ DR_STR_INIT("before"), DR_MISSING_HISTORY },
	{ DR_STR_INIT("servers"), DR_MISSING_AUTHORITATIVE },
	{ DR_STR_INIT("mtasts.policy"), DR_MISSING_FETCHING },
	{ DR_STR_INIT("tlsrpt.endpoint"), DR_MISSING_FETCHING },
	{ DR_STR_INIT("bimi.logo"), DR_MISSING_FETCHING },
	{ DR_STR_INIT("bimi.evidence"), DR_MISSING_FETCHING },
	{ DR_STR_INIT("plan"), DR_MISSING_PLAN },
	{ DR_STR_INIT("change"), DR_MISSING_CHANGE },
	{ DR_STR_INIT("zone"), DR_MISSING_ZONE },
};

static bool is_in(dr_str path, dr_str group)
{
	return dr_str_starts(path, group) && (path.len == group.len || path.ptr[group.len] == '.');
}

static dr_missing missing_of(dr_str path)
{
	for (size_t i = 0; i < DR_COUNT(MISSING_VARIABLES); i++) {
		if (is_in(path, MISSING_VARIABLES[i].variable)) {
			return MISSING_VARIABLES[i].missing;
		}
	}
	return DR_MISSING_ANSWERS;
}

void dr_missing_count(const dr_judgement *judgement, size_t ret_counts[DR_MISSING_COUNT])
{
	for (size_t i = 0; i < DR_MISSING_COUNT; i++) {
		ret_counts[i] = 0;
	}
	for (size_t i = 0; i < judgement->not_judged_count; i++) {
		ret_counts[missing_of(judgement->not_judged_for[i])]++;
	}
}
