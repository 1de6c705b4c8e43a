/* Documents of `facts` and `rules list`. */
#include "render/render_priv.h"
#include "schema/walk.h"

static void write_value(dr_json *json, const dr_type *type, const void *value);

/* Known facts, and what is known of partial lists. */
static bool is_shown(dr_status status)
{
	return status.state == DR_KNOWN || status.state == DR_PARTIAL;
}

static void write_fields(dr_json *json, const dr_schema *schema, const void *record)
{
	dr_json_object(json);
	for (size_t i = 0; i < schema->field_count; i++) {
		const dr_field *field = &schema->fields[i];
		if (is_shown(dr_field_status(field, record))) {
			dr_json_key(json, field->name);
			write_value(json, field->type, (const char *)record + field->offset);
		}
	}
	dr_json_end(json);
}

static void write_list(dr_json *json, const dr_type *elem, const dr_list *list)
{
	dr_json_array(json);
	for (size_t i = 0; i < list->len; i++) {
		write_value(json, elem, (const char *)list->items + i * dr_type_size(elem));
	}
	dr_json_end(json);
}

static void write_double(dr_json *json, double value)
{
	dr_json_fixed(json, (int64_t)(value * 10000 + (value < 0 ? -0.5 : 0.5)), 4);
}

static void write_value(dr_json *json, const dr_type *type, const void *value)
{
	switch (type->kind) {
	case DR_T_BOOL: dr_json_bool(json, *(const bool *)value); break;
	case DR_T_INT: dr_json_int(json, *(const int64_t *)value); break;
	case DR_T_DOUBLE: write_double(json, *(const double *)value); break;
	case DR_T_STRING: dr_json_str(json, *(const dr_str *)value); break;
	case DR_T_LIST: write_list(json, type->elem, value); break;
	case DR_T_RECORD: write_fields(json, type->record, value); break;
	}
}

typedef struct {
	dr_visit visit;
	dr_json *json;
	dr_arena *arena;
	const dr_run_result *result;
} unknowns;

static bool write_unknown(dr_visit *self, dr_str path, const dr_field *field, dr_status status,
                          const void *value)
{
	(void)field;
	(void)value;
	unknowns *u = (unknowns *)self;
	if (status.state == DR_KNOWN || status.state == DR_ABSENT) {
		return true;
	}
	dr_json_key_str(u->json, path);
	dr_json_object(u->json);
	dr_json_key(u->json, "why");
	dr_json_text(u->json, dr_why_name(status.why));
	if (status.question > 0) {
		const dr_answer *answer =
			dr_answers_at(u->result->answers, (size_t)status.question - 1);
		dr_buf question;
		dr_buf_init(&question, u->arena);
		dr_question_write(&answer->question, &question);
		dr_json_key(u->json, "question");
		dr_json_str(u->json, dr_buf_str(&question));
	}
	dr_json_end(u->json);
	return true;
}

/* The variables of this run that are records. */
static bool has_record(const dr_variables *variables, const dr_run_result *result, size_t i)
{
	return result->values.at[i] != NULL && variables->items[i].type->kind == DR_T_RECORD;
}

static void write_facts(dr_arena *arena, dr_json *json, const dr_run_result *result)
{
	const dr_variables *variables = &dr_run_world()->variables;
	dr_json_key(json, "facts");
	dr_json_object(json);
	for (size_t i = 0; i < variables->count; i++) {
		if (has_record(variables, result, i)) {
			dr_json_key(json, variables->items[i].name);
			write_value(json, variables->items[i].type, result->values.at[i]);
		}
	}
	dr_json_end(json);
	dr_json_key(json, "unknown");
	dr_json_object(json);
	unknowns u = { { write_unknown }, json, arena, result };
	for (size_t i = 0; i < variables->count; i++) {
		if (has_record(variables, result, i)) {
			dr_schema_walk(arena, variables->items[i].type->record,
			               variables->items[i].name, result->values.at[i], &u.visit);
		}
	}
	dr_json_end(json);
}

static void facts_item(const dr_render_options *options, const dr_render_item *item, dr_buf *out)
{
	const dr_run_result *result = item->result;
	dr_buf day;
	dr_buf_init(&day, out->arena);
	dr_day_write(options->as_of, &day);
	dr_json *json = dr_json_open(out, true);
	if (json == NULL) {
		return;
	}
	dr_json_object(json);
	dr_json_put_text(json, "schema", "dmarcramp.facts/1");
	dr_json_put_str(json, "as_of", dr_buf_str(&day));
	dr_json_put_str(json, "domain", result->domain);
	write_facts(out->arena, json, result);
	dr_json_end(json);
	dr_json_close(json);
}

const dr_domain_writer DR_JSON_FACTS = { NULL, facts_item, NULL, NULL };

static void write_rule(dr_json *json, const dr_rule *rule)
{
	const struct {
		const char *key;
		dr_str value;
	} members[] = {
		{ "id", rule->id },
		{ "name", rule->name },
		{ "severity", dr_str_of(dr_severity_name(rule->severity)) },
		{ "record", rule->record },
		{ "title", rule->title },
	};
	dr_json_object(json);
	for (size_t i = 0; i < DR_COUNT(members); i++) {
		dr_json_put_str(json, members[i].key, members[i].value);
	}
	if (rule->optional) {
		dr_json_put_bool(json, "optional", true);
	}
	dr_json_end(json);
}

void dr_json_rules(const dr_render_options *options, const dr_rule *const *rules, size_t count,
                   dr_buf *out)
{
	(void)options;
	dr_json *json = dr_json_open(out, true);
	if (json == NULL) {
		return;
	}
	dr_json_object(json);
	dr_json_put_text(json, "schema", "dmarcramp.rules/1");
	dr_json_key(json, "rules");
	dr_json_array(json);
	for (size_t i = 0; i < count; i++) {
		write_rule(json, rules[i]);
	}
	dr_json_end(json);
	dr_json_end(json);
	dr_json_close(json);
}
