/* `facts` and `rules list` on the screen: one line for each. */
#include "render/text_priv.h"
#include "schema/walk.h"

typedef struct {
	dr_visit visit;
	dr_buf *out;
	const dr_run_result *result;
} page;

static void write_scalar(dr_buf *out, const dr_type *type, const void *value)
{
	switch (type->kind) {
	case DR_T_BOOL: dr_buf_addf(out, "%s", *(const bool *)value ? "true" : "false"); break;
	case DR_T_INT: dr_buf_add_int(out, *(const int64_t *)value); break;
	case DR_T_DOUBLE: dr_buf_addf(out, "%.4f", *(const double *)value); break;
	case DR_T_STRING:
		dr_buf_add_char(out, '"');
		dr_neutral_write(out, *(const dr_str *)value);
		dr_buf_add_char(out, '"');
		break;
	case DR_T_LIST: dr_buf_addf(out, "%zu", ((const dr_list *)value)->len); break;
	case DR_T_RECORD: break;
	}
}

static void write_strings(dr_buf *out, const dr_strs *strings)
{
	for (size_t i = 0; i < strings->len; i++) {
		dr_buf_add(out, i > 0 ? DR_STR(", ") : DR_STR(""));
		write_scalar(out, &DR_STRING, &strings->items[i]);
	}
}

static void write_unknown(page *p, dr_status status)
{
	dr_buf_addf(p->out, "unknown (%s", dr_why_name(status.why));
	if (status.question > 0) {
		dr_buf_add(p->out, DR_STR(": "));
		dr_buf question;
		dr_buf_init(&question, p->out->arena);
		dr_question_write(
			&dr_answers_at(p->result->answers, (size_t)status.question - 1)->question,
			&question);
		dr_neutral_write(p->out, dr_buf_str(&question));
	}
	dr_buf_add_char(p->out, ')');
}

static bool write_fact(dr_visit *self, dr_str path, const dr_field *field, dr_status status,
                       const void *value)
{
	page *p = (page *)self;
	bool strings = field->type->kind == DR_T_LIST && field->type->elem->kind == DR_T_STRING;
	if (status.state == DR_ABSENT || field->type->kind == DR_T_RECORD) {
		return true;
	}
	dr_buf_addf(p->out, "%.*s = ", DR_FMT(path));
	if (status.state == DR_UNKNOWN) {
		write_unknown(p, status);
	} else if (strings) {
		write_strings(p->out, value);
	} else {
		write_scalar(p->out, field->type, value);
	}
	if (status.state == DR_PARTIAL) {
		dr_buf_add(p->out, DR_STR(" and "));
		write_unknown(p, status);
	}
	dr_buf_add_char(p->out, '\n');
	return !strings && status.state != DR_UNKNOWN;
}

static void facts_item(const dr_render_options *options, const dr_render_item *item, dr_buf *out)
{
	(void)options;
	const dr_variables *variables = &dr_run_world()->variables;
	page p = { .visit = { .fact = write_fact }, .out = out, .result = item->result };
	for (size_t i = 0; i < variables->count; i++) {
		const void *value = item->result->values.at[i];
		if (value != NULL && variables->items[i].type->kind == DR_T_RECORD) {
			dr_schema_walk(out->arena, variables->items[i].type->record,
			               variables->items[i].name, value, &p.visit);
		}
	}
}

const dr_domain_writer DR_TEXT_FACTS = { NULL, facts_item, NULL, NULL };

void dr_text_rules(const dr_render_options *options, const dr_rule *const *rules, size_t count,
                   dr_buf *out)
{
	for (size_t i = 0; i < count; i++) {
		const dr_rule *rule = rules[i];
		dr_str severity = dr_str_of(dr_severity_name(rule->severity));
		dr_buf_addf(out, "%-9.*s", DR_FMT(rule->id));
		dr_text_paint(options, out, dr_text_severity_paint(rule->severity), severity);
		dr_buf_add_repeat(out, ' ', 9 - severity.len);
		dr_neutral_write(out, rule->title);
		dr_buf_add(out, rule->optional ? DR_STR(" (profiles only)\n") : DR_STR("\n"));
	}
}
