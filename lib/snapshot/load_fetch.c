#include "base/base64.h"
#include "base/limits.h"
#include "snapshot/snapshot_priv.h"

static bool read_day(snapshot_reader *r, const dr_node *map, const char *key, dr_str text,
                     dr_day *ret_day)
{
	return text.len == 0 || dr_day_parse(text, ret_day) ||
	       dr_snapshot_refuse(r, map, key, DR_ESYNTAX,
	                          "expected a day such as 2026-11-21, found '%.*s'", DR_FMT(text));
}

static bool read_tls(snapshot_reader *r, const dr_node *node, dr_http *http)
{
	tls_form form = { 0 };
	http->tls_not_after = DR_NO_DAY;
	if (node == NULL) {
		return true;
	}
	if (!dr_snapshot_bind(r, &SNAPSHOT_TLS, node, &form)) {
		return false;
	}
	http->tls_verified = form.verified;
	http->tls_problem = form.problem;
	http->tls_names = form.names;
	return read_day(r, node, "not_after", form.not_after, &http->tls_not_after);
}

static bool read_http(snapshot_reader *r, const dr_node *node, const fetch_form *form,
                      dr_http *http)
{
	size_t at = 0;
	if (form->status < 0 || form->status > 999) {
		return dr_snapshot_refuse(r, node, "status", DR_EINVAL,
		                          "expected a status of HTTP, found %lld",
		                          (long long)form->status);
	}
	if (dr_base64_decode(r->arena, form->body, &http->body, &at) != DR_BASE64_OK) {
		return dr_snapshot_refuse(r, node, "body", DR_ESYNTAX, "the body is not base64");
	}
	if (http->body.len > DR_LIMIT_BODY) {
		return dr_snapshot_refuse(r, node, "body", DR_ELIMIT,
		                          "the body has more than %d octets", DR_LIMIT_BODY);
	}
	if (form->peer.len > 0 && !dr_ipaddr_parse(form->peer, &http->peer)) {
		return dr_snapshot_refuse(r, node, "peer", DR_EINVAL, "'%.*s' is no address",
		                          DR_FMT(form->peer));
	}
	http->status = (int)form->status;
	http->content_type = form->content_type;
	http->body_cut = form->body_cut;
	http->redirects = form->redirects;
	return read_tls(r, form->tls, http);
}

bool dr_snapshot_read_fetch(snapshot_reader *r, const dr_node *node, dr_answer *ret_answer)
{
	fetch_form form = { 0 };
	dr_answer answer = { 0 };
	dr_http *http = dr_arena_new_of(r->arena, dr_http);
	if (http == NULL || !dr_snapshot_bind(r, &SNAPSHOT_FETCH, node, &form)) {
		return false;
	}
	if (!dr_question_of_url(r->arena, form.url, &answer.question)) {
		return dr_snapshot_refuse(r, node, "url", DR_ESYNTAX,
		                          "expected https://host/path, found '%.*s'",
		                          DR_FMT(form.url));
	}
	if (!dr_snapshot_read_outcome(r, node, form.outcome, &answer.outcome) ||
	    !read_http(r, node, &form, http)) {
		return false;
	}
	answer.http = http;
	*ret_answer = answer;
	return true;
}
