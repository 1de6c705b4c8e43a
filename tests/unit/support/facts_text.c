#include "facts_text.h"
#include "schema/walk.h"

typedef struct {
	dr_visit visit;
	const dr_run_result *result;
	dr_buf out;
	dr_str only; /* one path; empty: all, with their paths */
} writer;

static void write_value(const dr_field *field, const void *value, dr_buf *out)
{
	if (field->type->kind == DR_T_BOOL) {
		dr_buf_addf(out, "%s", *(const bool *)value ? "true" : "false");
	} else if (field->type->kind == DR_T_INT) {
		dr_buf_addf(out, "%lld", (long long)*(const int64_t *)value);
	} else if (field->type->kind == DR_T_STRING) {
		dr_buf_add(out, *(const dr_str *)value);
	} else if (dr_type_eq(field->type, &DR_STRINGS)) {
		const dr_strs *list = value;
		for (size_t i = 0; i < list->len; i++) {
			dr_buf_addf(out, "%s%.*s", i > 0 ? " " : "", DR_FMT(list->items[i]));
		}
	} else if (field->type->kind == DR_T_LIST) {
		dr_buf_addf(out, "%zu items", ((const dr_list *)value)->len);
	}
}

static void write_missing(const writer *w, dr_status status, dr_buf *out)
{
	dr_buf_addf(out, "? %s", dr_why_name((dr_why)status.why));
	if (status.question > 0) {
		const dr_answer *answer = dr_answers_at(w->result->answers, status.question - 1u);
		dr_buf_add_char(out, ' ');
		dr_question_write(&answer->question, out);
	}
}

/* Where it stands, too: a place is part of what a person sees. */
static void write_place(const dr_field *field, const void *value, dr_buf *out)
{
	if (field->placed) {
		const dr_place *place =
			(const dr_place *)(const void *)((const char *)value - field->offset +
		                                         field->place);
		if (place->answer != NULL) {
			dr_buf_addf(out, " @");
			dr_question_write(&place->answer->question, out);
			dr_buf_addf(out, " %u %u+%u", place->rr, place->span.off, place->span.len);
		}
	}
}

static bool write_fact(dr_visit *self, dr_str path, const dr_field *field, dr_status status,
                       const void *value)
{
	writer *w = (writer *)self;
	if (w->only.len > 0 && !dr_str_eq(w->only, path)) {
		return dr_str_starts(w->only, path);
	}
	if (w->only.len == 0) {
		dr_buf_addf(&w->out, "%.*s ", DR_FMT(path));
	}
	if (status.state == DR_ABSENT) {
		dr_buf_addf(&w->out, "absent");
	} else if (status.state == DR_UNKNOWN) {
		write_missing(w, status, &w->out);
	} else {
		dr_buf_addf(&w->out, "= ");
		write_value(field, value, &w->out);
		if (status.state == DR_PARTIAL) {
			dr_buf_add_char(&w->out, ' ');
			write_missing(w, status, &w->out);
		}
		if (w->only.len == 0) {
			write_place(field, value, &w->out);
		}
	}
	dr_buf_addf(&w->out, "%s", w->only.len == 0 ? "\n" : "");
	return true;
}

static dr_str write_all(dr_arena *arena, const dr_run_result *result, dr_str only)
{
	const dr_variables *variables = &dr_run_world()->variables;
	writer w = { .visit = { write_fact }, .result = result, .only = only };
	dr_buf_init(&w.out, arena);
	for (size_t i = 0; i < variables->count; i++) {
		const dr_variable *v = &variables->items[i];
		if (result->values.at[i] != NULL) {
			dr_schema_walk(arena, v->type->record, v->name, result->values.at[i],
			               &w.visit);
		}
	}
	return dr_buf_str(&w.out);
}

dr_str facts_text(dr_arena *arena, const dr_run_result *result)
{
	return write_all(arena, result, (dr_str){ 0 });
}

dr_str fact_text(dr_arena *arena, const dr_run_result *result, const char *path)
{
	return write_all(arena, result, dr_str_of(path));
}
