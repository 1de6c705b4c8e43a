/* Documents of `explain`: one object for each rule, service or word. */
#include "render/render_priv.h"

/* A member that may say nothing is left out then. */
static void put_if(dr_json *json, const char *key, dr_str value)
{
	if (value.len > 0) {
		dr_json_put_str(json, key, value);
	}
}

static void write_selectors(dr_json *json, const dr_service *service)
{
	dr_json_key(json, "selectors");
	dr_json_array(json);
	for (size_t i = 0; i < service->dkim.len; i++) {
		const dr_service_selector *selector = &service->dkim.items[i];
		dr_json_object(json);
		dr_json_put_str(json, "selector", selector->selector);
		put_if(json, "target", selector->target);
		dr_json_end(json);
	}
	dr_json_end(json);
}

static void write_recognised(dr_json *json, const dr_service *service)
{
	dr_json_key(json, "recognised");
	dr_json_object(json);
	dr_json_put_strs(json, "mx", &service->mx);
	dr_json_put_strs(json, "includes", &service->includes);
	write_selectors(json, service);
	dr_json_put_strs(json, "dkim_targets", &service->dkim_targets);
	dr_json_put_strs(json, "hosts", &service->hosts);
	dr_json_put_strs(json, "host_targets", &service->host_targets);
	dr_json_put_strs(json, "rdns", &service->rdns);
	dr_json_put_strs(json, "tokens", &service->tokens);
	dr_json_end(json);
}

static void write_records(dr_json *json, const dr_service *service)
{
	dr_json_key(json, "records");
	dr_json_array(json);
	for (size_t i = 0; i < service->records.len; i++) {
		const dr_service_record *record = &service->records.items[i];
		dr_json_object(json);
		dr_json_put_str(json, "name", record->name);
		dr_json_put_str(json, "type", record->type);
		dr_json_put_str(json, "value", record->value);
		dr_json_end(json);
	}
	dr_json_end(json);
}

static void write_service(dr_json *json, const dr_service *service)
{
	dr_json_object(json);
	dr_json_put_str(json, "schema", DR_STR("dmarcramp.service/1"));
	dr_json_put_str(json, "id", service->id);
	dr_json_put_str(json, "name", service->name);
	dr_json_put_str(json, "kind", service->kind);
	dr_json_put_strs(json, "used_in", &service->used_in);
	write_recognised(json, service);
	dr_json_put_str(json, "spf_counts", service->spf_counts);
	put_if(json, "include", service->include);
	dr_json_put_str(json, "author_dkim", service->author_dkim);
	dr_json_put_bool(json, "can_align", service->can_align);
	dr_json_put_strs(json, "default_signing", &service->default_signing);
	dr_json_put_strs(json, "default_return_path", &service->default_return_path);
	put_if(json, "before_setup", service->before_setup);
	put_if(json, "retired", service->retired);
	write_records(json, service);
	dr_json_put_str(json, "setup", service->setup);
	put_if(json, "note", service->note);
	dr_json_put_strs(json, "sources", &service->see);
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
	dr_json_put_str(json, "schema", DR_STR("dmarcramp.rule/1"));
	dr_json_put_str(json, "rule", rule->id);
	dr_json_put_str(json, "name", rule->name);
	dr_json_put_str(json, "severity", dr_str_of(dr_severity_name(rule->severity)));
	dr_json_put_str(json, "category", rule->category);
	dr_json_put_str(json, "who", rule->who);
	dr_json_put_str(json, "title", rule->title);
	put_words(json, arena, rule, "message");
	put_words(json, arena, rule, "fix");
	put_if(json, "why", rule->why);
	dr_json_put_strs(json, "supersedes", &rule->supersedes);
	dr_json_put_strs(json, "references", &rule->see);
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
	dr_json_put_str(json, "schema", DR_STR("dmarcramp.term/1"));
	dr_json_put_str(json, "id", term->id);
	dr_json_put_str(json, "name", term->name);
	dr_json_put_str(json, "kind", term->kind);
	dr_json_put_str(json, "says", term->says);
	put_if(json, "values", term->values);
	put_if(json, "changed", term->changed);
	put_if(json, "example", term->example);
	dr_json_put_strs(json, "references", &term->see);
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
