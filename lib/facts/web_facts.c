#include "facts/make_priv.h"
#include "record/mtasts.h"
#include "survey/fetch_find.h"

/* What a response or a TLS failure comes to. */
static const char *result_of_http(const dr_http *http)
{
	static const struct {
		dr_str problem;
		const char *result;
	} TLS[] = {
		{ DR_STR_INIT(DR_TLS_NAME), "tls-name" },
		{ DR_STR_INIT(DR_TLS_EXPIRED), "tls-expired" },
		{ DR_STR_INIT(DR_TLS_NOT_YET), "tls-not-yet" },
		{ DR_STR_INIT(DR_TLS_CHAIN), "tls-chain" },
	};
	for (size_t i = 0; i < DR_COUNT(TLS); i++) {
		if (dr_str_eq(http->tls_problem, TLS[i].problem)) {
			return TLS[i].result;
		}
	}
	if (http->tls_problem.len > 0 || http->status == 0) {
		return "tls-handshake";
	}
	if (http->status >= 300 && http->status < 400) {
		return "redirect";
	}
	if (http->status != 200) {
		return "status";
	}
	return http->body_cut ? "too-big" : "ok";
}

static bool has_no_address(const dr_fetched *fetched)
{
	return dr_outcome_is_certain(fetched->ipv4->outcome) &&
	       dr_outcome_is_certain(fetched->ipv6->outcome) && fetched->ipv4->rr_count == 0 &&
	       fetched->ipv6->rr_count == 0;
}

/* NULL: it is not known. */
static const char *result_of(const dr_fetched *fetched)
{
	const dr_answer *answer = fetched->answer;
	const dr_http *http = answer->http;
	if (answer->question.kind == DR_ASK_HTTPS && answer->outcome == DR_ANSWER && http != NULL) {
		return result_of_http(http);
	}
	if (has_no_address(fetched)) {
		return "no-address";
	}
	if (answer->outcome == DR_REFUSED) {
		bool special = http != NULL && http->peer.family != DR_IP_NONE &&
		               dr_ipaddr_special(dr_ipaddr_unmap(http->peer)) != NULL;
		return special ? "private-address" : "no-connection";
	}
	return NULL;
}

/* The media type without what follows a semicolon. */
static dr_str media_type(dr_arena *arena, dr_str content_type)
{
	dr_str type = dr_str_trim(dr_str_sub(content_type, 0, dr_str_find(content_type, 0, ';')));
	dr_buf lower;
	dr_buf_init(&lower, arena);
	dr_buf_add(&lower, DR_STR(""));
	for (size_t i = 0; i < type.len; i++) {
		dr_buf_add_char(&lower, dr_to_lower(type.ptr[i]));
	}
	return dr_buf_str(&lower);
}

static void make_response(const dr_maker *m, const dr_http *http, dr_fetch_facts *fetch)
{
	dr_fact_absent(fetch, code);
	dr_fact_absent(fetch, content_type);
	dr_fact_absent(fetch, location);
	fetch->names_status = DR_STATUS_KNOWN;
	if (http == NULL) {
		return;
	}
	fetch->names = http->tls_names;
	if (http->status > 0) {
		dr_fact_set(fetch, code, http->status);
		dr_fact_set(fetch, content_type, media_type(m->arena, http->content_type));
	}
	if (http->redirects.len > 0) {
		dr_fact_set(fetch, location, http->redirects.items[0]);
	}
}

void dr_make_fetch(const dr_maker *m, const dr_fetched *fetched, dr_fetch_facts *ret_fetch)
{
	dr_fetch_facts fetch = { .url_status = DR_STATUS_ABSENT,
		                 .result_status = DR_STATUS_ABSENT };
	dr_fact_set(&fetch, redirects, (int64_t)fetched->redirects);
	make_response(m, NULL, &fetch);
	if (fetched->asked) {
		dr_buf url;
		dr_buf_init(&url, m->arena);
		dr_question_write(&fetched->question, &url);
		dr_fact_set(&fetch, url, dr_buf_str(&url));
		const char *result = result_of(fetched);
		dr_status status =
			result != NULL ? DR_STATUS_KNOWN : dr_status_of_answer(fetched->answer);
		dr_fact_with(&fetch, result, status, dr_str_of(result));
		if (result != NULL) {
			make_response(m, fetched->answer->http, &fetch);
		} else {
			fetch.code_status = fetch.content_type_status = status;
			fetch.location_status = fetch.names_status = status;
		}
	}
	*ret_fetch = fetch;
}

bool dr_fetch_is(const dr_fetch_facts *fetch, const char *result)
{
	return fetch->result_status.state == DR_KNOWN &&
	       dr_str_eq(fetch->result, dr_str_of(result));
}

dr_str dr_fetch_body(const dr_fetch_facts *fetch, const dr_fetched *fetched)
{
	return dr_fetch_is(fetch, "ok") ? fetched->answer->http->body : (dr_str){ 0 };
}

/* ---- the policy ---- */

static bool matches_any(const dr_mtasts_policy *policy, dr_name host)
{
	for (size_t i = 0; i < policy->mx.len; i++) {
		if (dr_mtasts_mx_matches(&policy->mx.items[i], host)) {
			return true;
		}
	}
	return false;
}

/* The hosts that mail goes to: of the MX records, or the domain itself (RFC 5321 5.1). */
static size_t mail_hosts(const dr_maker *m, dr_name *ret_hosts, size_t max)
{
	const dr_mail_found *mail = &m->survey->mail;
	size_t count = 0;
	for (size_t i = 0; i < mail->hosts.len && count < max; i++) {
		if (mail->hosts.items[i].name.len > 1) {
			ret_hosts[count++] = mail->hosts.items[i].name;
		}
	}
	if (mail->hosts.len == 0 && m->facts->mx.receives) {
		ret_hosts[count++] = m->survey->domain;
	}
	return count;
}

enum { HOSTS_MAX = 64 };

static void compare_hosts(const dr_maker *m, const dr_mtasts_policy *policy, dr_policy_facts *facts)
{
	dr_name hosts[HOSTS_MAX];
	size_t count = mail_hosts(m, hosts, HOSTS_MAX);
	dr_status status = m->facts->mx.receives_status;
	facts->uncovered_status = status;
	for (size_t i = 0; i < count; i++) {
		if (!matches_any(policy, hosts[i])) {
			dr_list_add(m->arena, &facts->uncovered, dr_name_text(m->arena, hosts[i]));
		}
	}
	facts->mx_status = DR_STATUS_KNOWN;
	for (size_t i = 0; i < policy->mx.len; i++) {
		const dr_mtasts_mx *mx = &policy->mx.items[i];
		dr_policy_mx_fact fact = { .pattern = mx->pattern, .valid = mx->valid };
		bool used = false;
		for (size_t k = 0; k < count; k++) {
			used = used || dr_mtasts_mx_matches(mx, hosts[k]);
		}
		dr_fact_with(&fact, used, status, used);
		dr_list_add(m->arena, &facts->mx, fact);
	}
}

static void make_text(const dr_maker *m, const dr_mtasts_policy *policy, dr_policy_facts *facts)
{
	dr_fact_set(facts, valid, policy->valid);
	dr_fact_set(facts, version, policy->version);
	dr_fact_set(facts, lf_only, policy->lf_only);
	dr_fact_set(facts, issues, dr_issues_of(m, &policy->issues, NULL));
	dr_fact_absent(facts, mode);
	dr_fact_absent(facts, max_age);
	if (policy->mode != DR_MTASTS_UNSET) {
		dr_fact_set(facts, mode, dr_str_of(dr_mtasts_mode_name(policy->mode)));
	}
	if (policy->has_max_age) {
		dr_fact_set(facts, max_age, policy->max_age);
	}
	compare_hosts(m, policy, facts);
}

void dr_make_policy(const dr_maker *m)
{
	dr_policy_facts facts = { 0 };
	const dr_fetched *fetched = &m->survey->transport.policy;
	dr_make_fetch(m, fetched, &facts.fetch);
	dr_status record = dr_texts_status(m->survey->transport.mtasts);
	if (!fetched->asked && record.state == DR_UNKNOWN) {
		dr_schema_mark(&DR_POLICY_FACTS_SCHEMA, &m->facts->mtasts.policy, record);
		return;
	}
	dr_str body = dr_fetch_body(&facts.fetch, fetched);
	dr_status status = facts.fetch.result_status;
	bool known = status.state != DR_UNKNOWN;
	dr_mtasts_policy policy = { 0 };
	if (known &&
	    (body.ptr == NULL || dr_mtasts_policy_parse(m->arena, body, &policy) == DR_OK)) {
		dr_fact_set(&facts, present, body.ptr != NULL);
		dr_fact_set(&facts, size, (int64_t)body.len);
		make_text(m, &policy, &facts);
	}
	dr_schema_mark(&DR_POLICY_FACTS_SCHEMA, &facts, status);
	m->facts->mtasts.policy = facts;
}
