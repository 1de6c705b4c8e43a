/* The document of `simulate`. */
#include "render/render_priv.h"

typedef struct {
	dr_arena *arena;
	dr_json *json;
} page;

static void put(const page *p, const char *key, dr_str value)
{
	dr_json_key(p->json, key);
	dr_json_str(p->json, value);
}

static void put_name(const page *p, const char *key, dr_name name)
{
	if (dr_name_is_set(name)) {
		put(p, key, dr_name_text(p->arena, name));
	}
}

static void write_record(const page *p, const dr_message_view *view)
{
	const dr_dmarc_step *step = &view->found.step;
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_escaped_write(&text, step->record->text);
	put(p, "record", dr_buf_str(&text));
	put_name(p, "policy_domain", step->domain);
}

static void write_policy(const page *p, const dr_policy_choice *policy)
{
	put(p, "policy", dr_str_of(dr_policy_name(policy->policy)));
	put(p, "policy_tag", dr_str_of(policy->tag));
	put(p, "effective_policy", dr_str_of(dr_policy_name(policy->effective)));
}

static void write_way(const page *p, const char *key, const dr_dmarc_way *way)
{
	dr_json_key(p->json, key);
	dr_json_object(p->json);
	if (way->mode != 0) {
		dr_json_key(p->json, "aligned");
		dr_json_bool(p->json, way->aligned);
		put(p, "mode", way->mode == 's' ? DR_STR("strict") : DR_STR("relaxed"));
	}
	if (way->identifier != NULL) {
		put_name(p, "domain", way->identifier->domain);
	}
	dr_auth_result result = way->identifier != NULL ? way->identifier->result : DR_AUTH_NONE;
	put(p, "result", dr_str_of(dr_auth_result_name(result)));
	dr_json_end(p->json);
}

static void write_queries(const page *p, const dr_dmarc_queries *queries)
{
	dr_json_key(p->json, "queries");
	dr_json_array(p->json);
	for (size_t i = 0; i < queries->len; i++) {
		dr_name name = queries->items[i]->answer->question.name;
		dr_json_str(p->json, dr_name_text(p->arena, name));
	}
	dr_json_end(p->json);
}

static void write_view(const page *p, const char *key, const dr_message_view *view)
{
	const dr_dmarc_verdict *verdict = &view->verdict;
	bool applies =
		verdict->result != DR_DMARC_RESULT_NONE && view->found.status.state == DR_KNOWN;
	dr_json_key(p->json, key);
	dr_json_object(p->json);
	put(p, "result", dr_str_of(dr_dmarc_result_name(verdict->result)));
	if (applies) {
		write_record(p, view);
	}
	put_name(p, "organizational_domain", view->organizational);
	if (applies && verdict->policy.policy != DR_POLICY_UNSET) {
		write_policy(p, &verdict->policy);
	}
	write_way(p, "spf", &verdict->spf);
	write_way(p, "dkim", &verdict->dkim);
	write_queries(p, &view->queries);
	dr_json_end(p->json);
}

void dr_json_simulate(const dr_render_options *options, const dr_message *message,
                      const dr_message_views *views, dr_buf *out)
{
	(void)options;
	(void)message;
	const page p = { out->arena, dr_json_open(out, true) };
	if (p.json == NULL) {
		return;
	}
	dr_json_object(p.json);
	dr_json_key(p.json, "schema");
	dr_json_text(p.json, "dmarcramp.simulate/1");
	write_view(&p, "rfc9989", &views->rfc9989);
	write_view(&p, "rfc7489", &views->rfc7489);
	dr_json_end(p.json);
	dr_json_close(p.json);
}
