/* TLS reports (RFC 8460 4.4). */
#include "report/read_priv.h"
#include "base/limits.h"
#include "doc/tree.h"
#include "report/text_priv.h"

enum { LIST_MAX = 1000 };

typedef struct {
	dr_arena *arena;
	const dr_source *source;
	dr_tls_report report;
} reading;

static uint32_t line_of(const reading *r, const dr_node *node)
{
	return dr_source_find(r->source, node->span.off).line;
}

static void note(reading *r, dr_report_issue_code code, const char *key, const dr_node *node)
{
	dr_report_issue_add(r->arena, &r->report.issues, code, dr_str_of(key), line_of(r, node));
}

static const dr_node *find(reading *r, const dr_node *map, const char *key, dr_node_kind kind,
                           bool required)
{
	const dr_node *found = dr_node_find(map, key);
	if (found == NULL || found->kind == DR_NODE_NULL) {
		if (required) {
			note(r, DR_REPORT_KEY_MISSING, key, map);
		}
		return NULL;
	}
	if (found->kind != kind) {
		note(r, DR_REPORT_KEY_TYPE, key, found);
		return NULL;
	}
	return found;
}

static dr_str text(reading *r, const dr_node *map, const char *key, bool required)
{
	const dr_node *found = find(r, map, key, DR_NODE_STRING, required);
	return found != NULL ? dr_report_line(r->arena, found->text) : (dr_str){ NULL, 0 };
}

/* A number, or a text with one. */
static uint64_t number(reading *r, const dr_node *map, const char *key)
{
	const dr_node *found = dr_node_find(map, key);
	uint64_t value = 0;
	if (found == NULL) {
		note(r, DR_REPORT_KEY_MISSING, key, map);
	} else if ((found->kind != DR_NODE_INT && found->kind != DR_NODE_STRING) ||
	           !dr_str_to_u64(found->text, INT64_MAX, &value)) {
		note(r, DR_REPORT_NUMBER, key, found);
	}
	return value;
}

/* A list of texts, or one text. */
static dr_strs texts(reading *r, const dr_node *map, const char *key)
{
	dr_strs list = { NULL, 0 };
	const dr_node *found = dr_node_find(map, key);
	if (found == NULL || found->kind == DR_NODE_NULL) {
		return list;
	}
	if (found->kind == DR_NODE_STRING) {
		dr_list_add(r->arena, &list, dr_report_line(r->arena, found->text));
		return list;
	}
	if (found->kind != DR_NODE_SEQ) {
		note(r, DR_REPORT_KEY_TYPE, key, found);
		return list;
	}
	for (const dr_node *one = found->first; one != NULL && list.len < LIST_MAX;
	     one = one->next) {
		if (one->kind == DR_NODE_STRING) {
			dr_list_add(r->arena, &list, dr_report_line(r->arena, one->text));
		}
	}
	return list;
}

static void read_time(reading *r, const dr_node *range, const char *key, int64_t *ret_seconds)
{
	const dr_node *found = find(r, range, key, DR_NODE_STRING, true);
	if (found != NULL && !dr_report_datetime(found->text, ret_seconds)) {
		note(r, DR_REPORT_NUMBER, key, found);
	}
}

static void read_failures(reading *r, const dr_node *policy, dr_tls_policy *into)
{
	const dr_node *list = find(r, policy, "failure-details", DR_NODE_SEQ, false);
	const dr_node *one = list != NULL ? list->first : NULL;
	for (; one != NULL && into->failures.len < LIST_MAX; one = one->next) {
		if (one->kind != DR_NODE_MAP) {
			note(r, DR_REPORT_KEY_TYPE, "failure-details", one);
			continue;
		}
		dr_tls_failure failure = {
			.result_type = text(r, one, "result-type", true),
			.sending_ip = text(r, one, "sending-mta-ip", false),
			.receiving_host = text(r, one, "receiving-mx-hostname", false),
			.receiving_ip = text(r, one, "receiving-ip", false),
			.reason = text(r, one, "failure-reason-code", false),
			.sessions = number(r, one, "failed-session-count"),
		};
		dr_list_add(r->arena, &into->failures, failure);
	}
}

static void read_policy(reading *r, const dr_node *node)
{
	dr_tls_policy policy = { .successful = 0 };
	const dr_node *about = find(r, node, "policy", DR_NODE_MAP, true);
	if (about != NULL) {
		const dr_node *domain = find(r, about, "policy-domain", DR_NODE_STRING, true);
		policy.type = text(r, about, "policy-type", true);
		policy.strings = texts(r, about, "policy-string");
		policy.hosts = texts(r, about, "mx-host");
		if (domain != NULL) {
			policy.domain = dr_report_domain(r->arena, domain->text);
		}
	}
	const dr_node *summary = find(r, node, "summary", DR_NODE_MAP, true);
	if (summary != NULL) {
		policy.successful = number(r, summary, "total-successful-session-count");
		policy.failed = number(r, summary, "total-failure-session-count");
	}
	read_failures(r, node, &policy);
	dr_list_add(r->arena, &r->report.policies, policy);
}

static void read_report(reading *r, const dr_node *root)
{
	r->report.org_name = text(r, root, "organization-name", true);
	r->report.contact = text(r, root, "contact-info", false);
	r->report.report_id = text(r, root, "report-id", true);
	const dr_node *range = find(r, root, "date-range", DR_NODE_MAP, true);
	if (range != NULL) {
		read_time(r, range, "start-datetime", &r->report.begin);
		read_time(r, range, "end-datetime", &r->report.end);
	}
	if (r->report.end < r->report.begin) {
		note(r, DR_REPORT_TIME_ORDER, "date-range", root);
		r->report.end = r->report.begin;
	}
	const dr_node *policies = find(r, root, "policies", DR_NODE_SEQ, true);
	const dr_node *one = policies != NULL ? policies->first : NULL;
	for (; one != NULL && r->report.policies.len < LIST_MAX; one = one->next) {
		if (one->kind == DR_NODE_MAP) {
			read_policy(r, one);
		} else {
			note(r, DR_REPORT_KEY_TYPE, "policies", one);
		}
	}
}

int dr_tlsrpt_json_read(dr_report_context *context, dr_flow *flow, bool *ret_found, dr_error *err)
{
	dr_str octets;
	*ret_found = false;
	int code = dr_flow_hold(flow, context->arena, DR_LIMIT_DOC_TEXT, &octets, err);
	if (code == DR_ELIMIT) {
		return dr_guard_refuse(&context->guard,
		                       "a JSON document of over %d octets; no limit changes that",
		                       DR_LIMIT_DOC_TEXT);
	}
	if (code != DR_OK) {
		return code;
	}
	dr_source source = { .name = "report", .text = octets };
	const dr_node *root = NULL;
	dr_error broken = { .code = DR_OK };
	code = dr_json_parse(context->arena, &source, &root, &broken);
	if (code == DR_ENOMEM) {
		return dr_fail(err, code, DR_NOWHERE, "%s", broken.text);
	}
	if (code != DR_OK) {
		return dr_guard_refuse(&context->guard, "the JSON is broken at line %u: %s",
		                       broken.line, broken.text);
	}
	if (root == NULL || root->kind != DR_NODE_MAP || dr_node_find(root, "policies") == NULL) {
		return DR_OK;
	}
	reading r = { .arena = context->arena, .source = &source };
	*ret_found = true;
	read_report(&r, root);
	if (dr_arena_failed(context->arena)) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for a report");
	}
	return context->sink->tls(context->sink->self, &r.report, err);
}
