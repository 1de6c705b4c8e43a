#include "run/examples_priv.h"

enum { STATUS_FOUND = 200 };

static dr_str text_of(const dr_node *map, const char *key)
{
	const dr_node *node = dr_node_find(map, key);
	return node != NULL && node->kind == DR_NODE_STRING ? node->text : (dr_str){ 0 };
}

static bool is_about(dr_arena *arena, const dr_node *fetch, const dr_question *question)
{
	dr_question listed;
	if (!dr_question_of_url(arena, text_of(fetch, "url"), &listed)) {
		return false;
	}
	listed.server = question->server; /* a URL is listed once, whoever serves it */
	return dr_question_eq(&listed, question);
}

static const dr_answer *answer_of(dr_arena *arena, const dr_node *fetch)
{
	dr_answer *answer = dr_arena_new_of(arena, dr_answer);
	dr_http *http = dr_arena_new_of(arena, dr_http);
	if (answer == NULL || http == NULL) {
		return NULL;
	}
	const dr_node *status = dr_node_find(fetch, "status");
	dr_str location = text_of(fetch, "location");
	http->tls_problem = text_of(fetch, "tls");
	http->tls_verified = http->tls_problem.len == 0;
	http->content_type = text_of(fetch, "type");
	http->body = text_of(fetch, "body");
	http->body = http->body.ptr != NULL ? http->body : DR_STR("");
	http->tls_not_after = DR_NO_DAY;
	if (http->tls_verified) {
		http->status = status != NULL ? (int)status->i : STATUS_FOUND;
	}
	if (location.len > 0) {
		dr_list_add(arena, &http->redirects, location);
	}
	*answer = (dr_answer){ .outcome = DR_ANSWER, .http = http };
	return answer;
}

const dr_answer *dr_example_fetch(dr_arena *arena, const dr_node *fetches,
                                  const dr_question *question)
{
	for (const dr_node *fetch = fetches != NULL ? fetches->first : NULL; fetch != NULL;
	     fetch = fetch->next) {
		if (is_about(arena, fetch, question)) {
			return answer_of(arena, fetch);
		}
	}
	return NULL;
}
