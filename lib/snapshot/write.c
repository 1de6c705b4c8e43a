#include "answer/rdata.h"
#include "base/base64.h"
#include "doc/json_out.h"
#include "snapshot/snapshot_priv.h"
#include <stdlib.h>

typedef struct {
	dr_json *json;
	dr_arena *arena; /* of the output */
} writer;

typedef void (*write_text)(const void *value, dr_buf *out);

static void write_name(const void *value, dr_buf *out)
{
	dr_name_write(*(const dr_name *)value, out);
}

static void write_type(const void *value, dr_buf *out)
{
	dr_type_write(*(const uint16_t *)value, out);
}

static void write_address(const void *value, dr_buf *out)
{
	dr_ipaddr_write(*(const dr_ipaddr *)value, out);
}

static void write_day(const void *value, dr_buf *out)
{
	dr_day_write(*(const dr_day *)value, out);
}

static void write_body(const void *value, dr_buf *out)
{
	dr_base64_write(*(const dr_str *)value, out);
}

static void write_url(const void *value, dr_buf *out)
{
	dr_question_write(value, out);
}

static void add_text(const writer *w, const char *key, write_text write, const void *value)
{
	dr_buf text;
	dr_buf_init(&text, w->arena);
	write(value, &text);
	dr_json_key(w->json, key);
	dr_json_str(w->json, dr_buf_str(&text));
}

static void add_int(const writer *w, const char *key, int64_t value)
{
	dr_json_key(w->json, key);
	dr_json_int(w->json, value);
}

static void add_bool(const writer *w, const char *key, bool value)
{
	dr_json_key(w->json, key);
	dr_json_bool(w->json, value);
}

static void add_outcome(const writer *w, const dr_answer *answer)
{
	dr_json_key(w->json, "outcome");
	dr_json_text(w->json, dr_outcome_name(answer->outcome));
}

static void add_strs(const writer *w, const char *key, const dr_strs *list)
{
	dr_json_key(w->json, key);
	dr_json_array(w->json);
	for (size_t i = 0; i < list->len; i++) {
		dr_json_str(w->json, list->items[i]);
	}
	dr_json_end(w->json);
}

/* ---- DNS ---- */

static void add_chain(const writer *w, const dr_answer *answer)
{
	if (answer->hop_count == 0) {
		return;
	}
	dr_json_key(w->json, "chain");
	dr_json_array(w->json);
	for (size_t i = 0; i < answer->hop_count; i++) {
		dr_json_object(w->json);
		add_text(w, "name", write_name, &answer->hops[i].name);
		add_text(w, "target", write_name, &answer->hops[i].target);
		add_int(w, "ttl", answer->hops[i].ttl);
		dr_json_end(w->json);
	}
	dr_json_end(w->json);
}

static void add_records(const writer *w, const dr_answer *answer)
{
	if (answer->rr_count == 0) {
		return;
	}
	dr_json_key(w->json, "rrs");
	dr_json_array(w->json);
	for (size_t i = 0; i < answer->rr_count; i++) {
		dr_buf text;
		dr_buf_init(&text, w->arena);
		dr_rdata_write(answer->question.type, answer->rrs[i].rdata, &text);
		dr_json_str(w->json, dr_buf_str(&text));
	}
	dr_json_end(w->json);
}

static void add_flags(const writer *w, uint16_t flags)
{
	dr_str names[16];
	dr_strs list = { names, 0 };
	for (size_t i = 0; dr_question_flag_name(i) != NULL; i++) {
		if (flags & 1u << i) {
			names[list.len++] = dr_str_of(dr_question_flag_name(i));
		}
	}
	if (list.len > 0) {
		add_strs(w, "flags", &list);
	}
}

static void add_question(const writer *w, const dr_question *question)
{
	add_text(w, "name", write_name, &question->name);
	add_text(w, "type", write_type, &question->type);
	if (question->server.family != DR_IP_NONE) {
		add_text(w, "server", write_address, &question->server);
	}
	add_flags(w, question->flags);
}

/* How the answer came, as far as it is known. */
static void add_circumstances(const writer *w, const dr_answer *answer)
{
	if (answer->ttl_exact) {
		add_bool(w, "ttl_exact", true);
	}
	if (dr_name_is_set(answer->soa)) {
		add_text(w, "soa", write_name, &answer->soa);
		add_int(w, "negative_ttl", answer->negative_ttl);
	}
	if (answer->secure != DR_TRUST_UNKNOWN) {
		add_bool(w, "secure", answer->secure == DR_TRUST_YES);
	}
	if (answer->wire_size > 0) {
		add_int(w, "size", answer->wire_size);
	}
	if (answer->truncated) {
		add_bool(w, "truncated", true);
	}
}

static void add_answer(const writer *w, const dr_answer *answer)
{
	dr_json_object(w->json);
	add_question(w, &answer->question);
	add_outcome(w, answer);
	add_chain(w, answer);
	if (answer->rr_count > 0) {
		add_int(w, "ttl", answer->ttl);
	}
	add_circumstances(w, answer);
	add_records(w, answer);
	dr_json_end(w->json);
}

/* ---- HTTPS ---- */

static void add_tls(const writer *w, const dr_http *http)
{
	dr_json_key(w->json, "tls");
	dr_json_object(w->json);
	add_bool(w, "verified", http->tls_verified);
	if (http->tls_problem.len > 0) {
		dr_json_key(w->json, "problem");
		dr_json_str(w->json, http->tls_problem);
	}
	add_strs(w, "names", &http->tls_names);
	if (http->tls_not_after != DR_NO_DAY) {
		add_text(w, "not_after", write_day, &http->tls_not_after);
	}
	dr_json_end(w->json);
}

static void add_http(const writer *w, const dr_http *http)
{
	if (http->status != 0) {
		add_int(w, "status", http->status);
		dr_json_key(w->json, "content_type");
		dr_json_str(w->json, http->content_type);
		add_text(w, "body", write_body, &http->body);
	}
	if (http->body_cut) {
		add_bool(w, "body_cut", true);
	}
	if (http->peer.family != DR_IP_NONE) {
		add_text(w, "peer", write_address, &http->peer);
	}
	add_tls(w, http);
	add_strs(w, "redirects", &http->redirects);
}

static void add_fetch(const writer *w, const dr_answer *answer)
{
	dr_json_object(w->json);
	add_text(w, "url", write_url, &answer->question);
	add_outcome(w, answer);
	if (answer->http != NULL) {
		add_http(w, answer->http);
	}
	dr_json_end(w->json);
}

/* ---- the document ---- */

static int compare(const void *a, const void *b)
{
	const dr_answer *x = *(const dr_answer *const *)a, *y = *(const dr_answer *const *)b;
	return dr_question_cmp(&x->question, &y->question);
}

static void add_all(const writer *w, const char *key, dr_ask_kind kind,
                    const dr_answer *const *answers, size_t count)
{
	dr_json_key(w->json, key);
	dr_json_array(w->json);
	for (size_t i = 0; i < count; i++) {
		if (answers[i]->question.kind == kind) {
			(kind == DR_ASK_DNS ? add_answer : add_fetch)(w, answers[i]);
		}
	}
	dr_json_end(w->json);
}

/* Those that say something, in the order of their questions. */
static const dr_answer **select_answers(dr_arena *arena, const dr_answer *const *answers,
                                        size_t *count)
{
	const dr_answer **chosen = dr_arena_alloc_array(arena, *count, sizeof(*chosen));
	size_t kept = 0;
	for (size_t i = 0; chosen != NULL && i < *count; i++) {
		if (answers[i]->outcome != DR_OPEN && answers[i]->outcome != DR_NOT_GIVEN) {
			chosen[kept++] = answers[i];
		}
	}
	if (kept > 1) {
		qsort(chosen, kept, sizeof(*chosen), compare);
	}
	*count = kept;
	return chosen;
}

int dr_snapshot_write(const dr_answer *const *answers, size_t count, dr_day as_of, dr_buf *out)
{
	writer w = { .arena = out->arena };
	const dr_answer **chosen = select_answers(out->arena, answers, &count);
	w.json = chosen != NULL ? dr_json_open(out, true) : NULL;
	if (w.json == NULL) {
		return DR_ENOMEM;
	}
	dr_json_object(w.json);
	dr_json_key(w.json, "schema");
	dr_json_text(w.json, SNAPSHOT_SCHEMA_NAME);
	dr_json_key(w.json, "default");
	dr_json_text(w.json, "unknown");
	if (as_of != DR_NO_DAY) {
		add_text(&w, "as_of", write_day, &as_of);
	}
	add_all(&w, "answers", DR_ASK_DNS, chosen, count);
	add_all(&w, "fetches", DR_ASK_HTTPS, chosen, count);
	dr_json_end(w.json);
	return dr_arena_failed(out->arena) ? (dr_json_close(w.json), DR_ENOMEM)
	                                   : dr_json_close(w.json);
}
