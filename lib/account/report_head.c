#include "account/report_priv.h"

static const char *const ROW_ELEMENTS[] = {
	"record",      "row",           "source_ip",    "count",        "policy_evaluated",
	"disposition", "dkim",          "spf",          "reason",       "identifiers",
	"header_from", "envelope_from", "envelope_to",  "auth_results", "domain",
	"selector",    "result",        "human_result", "scope",
};

static void tell_times(dr_account *account, const dr_account_world *world, int64_t begin,
                       int64_t end)
{
	dr_tell_element(account, world, "report", "begin",
	                dr_tell_time_here(account->arena, world, begin));
	dr_tell_element(account, world, "report", "end",
	                dr_tell_time_here(account->arena, world, end));
}

static void tell_metadata(dr_account *account, const dr_account_world *world,
                          const dr_aggregate *report)
{
	dr_account_begin(account, "report_metadata", DR_TONE_PLAIN, "report_metadata");
	const struct {
		const char *name;
		dr_str value;
	} ELEMENTS[] = {
		{ "org_name", report->org_name },   { "email", report->email },
		{ "report_id", report->report_id }, { "extra_contact_info", report->extra_contact },
		{ "generator", report->generator },
	};
	for (size_t i = 0; i < DR_COUNT(ELEMENTS); i++) {
		dr_tell_element(account, world, "report", ELEMENTS[i].name, ELEMENTS[i].value);
	}
	tell_times(account, world, report->begin, report->end);
	for (size_t i = 0; i < report->errors.len; i++) {
		dr_account_say(account, "error: %.*s",
		               DR_FMT(dr_account_quote(report->errors.items[i])));
	}
	dr_account_say(account, report->newer ? "The report is of the format of RFC 9990."
	                                      : "The report is of the format of RFC 7489.");
}

static void tell_policy(dr_account *account, const dr_account_world *world,
                        const dr_report_policy *policy)
{
	dr_account_begin(account, "policy_published", DR_TONE_PLAIN, "policy_published");
	dr_tell_element(account, world, "report", "domain", policy->domain);
	const struct {
		const char *name;
		dr_str value;
	} TAGS[] = { { "p", policy->p },         { "sp", policy->sp },     { "np", policy->np },
		     { "adkim", policy->adkim }, { "aspf", policy->aspf }, { "pct", policy->pct },
		     { "fo", policy->fo } };
	for (size_t i = 0; i < DR_COUNT(TAGS); i++) {
		dr_tell_element(account, world, "dmarc", TAGS[i].name, TAGS[i].value);
	}
	dr_tell_element(account, world, "report", "discovery_method", policy->discovery_method);
	dr_tell_element(account, world, "report", "testing", policy->testing);
}

static void tell_words(dr_account *account, const dr_account_world *world)
{
	dr_account_begin(account, "words", DR_TONE_PLAIN, "What the elements of a record are");
	for (size_t i = 0; i < DR_COUNT(ROW_ELEMENTS); i++) {
		const dr_term *term = dr_glossary_find(world->glossary, DR_STR("report"),
		                                       dr_str_of(ROW_ELEMENTS[i]));
		if (term != NULL) {
			dr_account_say(account, "%s: %.*s", ROW_ELEMENTS[i], DR_FMT(term->says));
		}
	}
}

static void tell_issues(dr_account *account, const dr_report_issues *issues)
{
	if (issues->len == 0) {
		return;
	}
	dr_account_begin(account, "issues", DR_TONE_POOR, "Where the reporter went its own way");
	for (size_t i = 0; i < issues->len; i++) {
		dr_account_say(account, "%.*s: %s",
		               DR_FMT(dr_account_quote(issues->items[i].subject)),
		               dr_report_issue_doc(issues->items[i].code));
	}
}

void dr_tell_aggregate(dr_account *account, const dr_account_world *world,
                       const dr_aggregate *report, const dr_account *rows, size_t left_out)
{
	tell_metadata(account, world, report);
	tell_policy(account, world, &report->policy);
	for (size_t i = 0; i < rows->parts.len; i++) {
		dr_list_add(account->arena, &account->parts, rows->parts.items[i]);
	}
	if (left_out > 0) {
		dr_account_begin(account, "left_out", DR_TONE_POOR, "%zu more records are not told",
		                 left_out);
		dr_account_advise(account,
		                  "dmarcramp report ingest FILE, then dmarcramp report summary "
		                  "%.*s",
		                  DR_FMT(report->policy.domain));
	}
	tell_words(account, world);
	tell_issues(account, &report->issues);
	dr_account_add_domain(account, dr_arena_copy(account->arena, report->policy.domain));
}

void dr_tell_failure(dr_account *account, const dr_account_world *world, const dr_failure *report)
{
	dr_buf ip;
	dr_buf_init(&ip, account->arena);
	dr_ipaddr_write(report->source_ip, &ip);
	const struct {
		const char *name;
		dr_str value;
	} FIELDS[] = {
		{ "Auth-Failure", report->auth_failure },
		{ "Identity-Alignment", report->identity_alignment },
		{ "Delivery-Result", report->delivery_result },
		{ "Reported-Domain", report->reported_domain },
		{ "Original-Mail-From", report->mail_from },
		{ "Source-IP", dr_buf_str(&ip) },
		{ "SPF-DNS", report->spf_dns },
	};
	dr_account_begin(account, "feedback", DR_TONE_BAD, "One mail from %.*s failed",
	                 DR_FMT(report->from_domain.len > 0 ? report->from_domain
	                                                    : report->reported_domain));
	for (size_t i = 0; i < DR_COUNT(FIELDS); i++) {
		dr_tell_element(account, world, "failure", FIELDS[i].name, FIELDS[i].value);
	}
	if (report->arrival_date.len > 0) {
		dr_account_say(account, "It arrived %.*s.",
		               DR_FMT(dr_account_quote(report->arrival_date)));
	}
	if (report->authentication_results.len > 0) {
		dr_authres authres;
		dr_authres_parse(account->arena,
		                 dr_arena_copy(account->arena, report->authentication_results),
		                 &authres);
		dr_tell_authres(account, world, &authres, report->from_domain);
	}
	tell_issues(account, &report->issues);
}

static void tell_tls_policy(dr_account *account, const dr_account_world *world,
                            const dr_tls_policy *policy)
{
	dr_account_begin(account, "policy", policy->failed > 0 ? DR_TONE_BAD : DR_TONE_GOOD,
	                 "%.*s: %llu sessions were good, %llu failed", DR_FMT(policy->domain),
	                 (unsigned long long)policy->successful,
	                 (unsigned long long)policy->failed);
	dr_account_fact_add(account, "domain", dr_arena_copy(account->arena, policy->domain));
	dr_account_fact_number(account, "successful", policy->successful);
	dr_account_fact_number(account, "failed", policy->failed);
	dr_tell_element(account, world, "tls-rpt", "policy-type", policy->type);
	dr_tell_word(account, world, "tls-rpt", policy->type);
	for (size_t i = 0; i < policy->failures.len; i++) {
		const dr_tls_failure *one = &policy->failures.items[i];
		dr_account_say(account,
		               "%llu times %.*s at %.*s:", (unsigned long long)one->sessions,
		               DR_FMT(dr_account_quote(one->result_type)),
		               DR_FMT(dr_account_quote(one->receiving_host)));
		dr_tell_word(account, world, "tls-rpt", one->result_type);
	}
}

void dr_tell_tls(dr_account *account, const dr_account_world *world, const dr_tls_report *report)
{
	dr_account_begin(account, "report", DR_TONE_PLAIN, "Report of %.*s",
	                 DR_FMT(dr_account_quote(report->org_name)));
	dr_account_fact_add(account, "report_id", dr_arena_copy(account->arena, report->report_id));
	dr_account_say(account, "From %.*s to %.*s.",
	               DR_FMT(dr_tell_time_here(account->arena, world, report->begin)),
	               DR_FMT(dr_tell_time_here(account->arena, world, report->end)));
	for (size_t i = 0; i < report->policies.len; i++) {
		tell_tls_policy(account, world, &report->policies.items[i]);
	}
	tell_issues(account, &report->issues);
}
