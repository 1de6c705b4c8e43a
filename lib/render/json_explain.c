/* Documents of `explain`: one object for each rule, service or word. */
#include "render/render_priv.h"

static void put(dr_json *json, const char *key, dr_str value)
{
	dr_json_key(json, key);
	dr_json_str(json, value);
}

static void put_list(dr_json *json, const char *key, const dr_strs *list)
{
	dr_json_key(json, key);
	dr_json_array(json);
	for (size_t i = 0; i < list->len; i++) {
		dr_json_str(json, list->items[i]);
	}
	dr_json_end(json);
}

/* A member that may say nothing is left out then. */
static void put_if(dr_json *json, const char *key, dr_str value)
{
	if (value.len > 0) {
		put(json, key, value);
	}
}

static void write_selectors(dr_json *json, const dr_service *service)
{
	dr_json_key(json, "selectors");
	dr_json_array(json);
	for (size_t i = 0; i < service->dkim.len; i++) {
		const dr_service_selector *selector = &service->dkim.items[i];
		dr_json_object(json);
		put(json, "selector", selector->selector);
		put_if(json, "target", selector->target);
		dr_json_end(json);
	}
	dr_json_end(json);
}

static void write_recognised(dr_json *json, const dr_service *service)
{
	dr_json_key(json, "recognised");
	dr_json_object(json);
	put_list(json, "mx", &service->mx);
	put_list(json, "includes", &service->includes);
	write_selectors(json, service);
	put_list(json, "dkim_targets", &service->dkim_targets);
	put_list(json, "hosts", &service->hosts);
	put_list(json, "host_targets", &service->host_targets);
	put_list(json, "rdns", &service->rdns);
	put_list(json, "tokens", &service->tokens);
	dr_json_end(json);
}

static void write_records(dr_json *json, const dr_service *service)
{
	dr_json_key(json, "records");
	dr_json_array(json);
	for (size_t i = 0; i < service->records.len; i++) {
		const dr_service_record *record = &service->records.items[i];
		dr_json_object(json);
		put(json, "name", record->name);
		put(json, "type", record->type);
		put(json, "value", record->value);
		dr_json_end(json);
	}
	dr_json_end(json);
}

static void write_service(dr_json *json, const dr_service *service)
{
	dr_json_object(json);
	put(json, "schema", DR_STR("dmarcramp.service/1"));
	put(json, "id", service->id);
	put(json, "name", service->name);
	put(json, "kind", service->kind);
	put_list(json, "used_in", &service->used_in);
	write_recognised(json, service);
	put(json, "spf_counts", service->spf_counts);
	put_if(json, "include", service->include);
	put(json, "author_dkim", service->author_dkim);
	dr_json_key(json, "can_align");
	dr_json_bool(json, service->can_align);
	put_list(json, "default_signing", &service->default_signing);
	put_list(json, "default_return_path", &service->default_return_path);
	put_if(json, "retired", service->retired);
	write_records(json, service);
	put(json, "setup", service->setup);
	put_if(json, "note", service->note);
	put_list(json, "sources", &service->see);
	dr_json_end(json);
}

void dr_json_explain_service(const dr_render_options *options, const dr_service *service,
                             dr_buf *out)
{
	(void)options;
	dr_json *json = dr_json_open(out, true);
	if (json != NULL) {
		write_service(json, service);
		dr_json_close(json);
	}
}

static void put_words(dr_json *json, dr_arena *arena, const dr_rule *rule, const char *key)
{
	dr_buf words;
	dr_buf_init(&words, arena);
	dr_rule_words(rule, key, &words);
	put_if(json, key, dr_buf_str(&words));
}

static void write_rule(dr_json *json, dr_arena *arena, const dr_rule *rule)
{
	dr_json_object(json);
	put(json, "schema", DR_STR("dmarcramp.rule/1"));
	put(json, "rule", rule->id);
	put(json, "name", rule->name);
	put(json, "severity", dr_str_of(dr_severity_name(rule->severity)));
	put(json, "category", rule->category);
	put(json, "who", rule->who);
	put(json, "title", rule->title);
	put_words(json, arena, rule, "message");
	put_words(json, arena, rule, "fix");
	put_if(json, "why", rule->why);
	put_list(json, "supersedes", &rule->supersedes);
	put_list(json, "references", &rule->see);
	dr_json_end(json);
}

void dr_json_explain_rule(const dr_render_options *options, const dr_rule *rule, dr_buf *out)
{
	(void)options;
	dr_json *json = dr_json_open(out, true);
	if (json != NULL) {
		write_rule(json, out->arena, rule);
		dr_json_close(json);
	}
}

static void write_term(dr_json *json, const dr_term *term)
{
	dr_json_object(json);
	put(json, "schema", DR_STR("dmarcramp.term/1"));
	put(json, "id", term->id);
	put(json, "name", term->name);
	put(json, "kind", term->kind);
	put(json, "says", term->says);
	put_if(json, "values", term->values);
	put_if(json, "changed", term->changed);
	put_if(json, "example", term->example);
	put_list(json, "references", &term->see);
	dr_json_end(json);
}

void dr_json_explain_term(const dr_render_options *options, const dr_term *term, dr_buf *out)
{
	(void)options;
	dr_json *json = dr_json_open(out, true);
	if (json != NULL) {
		write_term(json, term);
		dr_json_close(json);
	}
}
