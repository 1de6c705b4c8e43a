/* The document of `spf eval`. */
#include "render/render_priv.h"

static void put(dr_json *json, const char *key, dr_str value)
{
	dr_json_key(json, key);
	if (value.ptr != NULL) {
		dr_json_str(json, value);
	} else {
		dr_json_null(json);
	}
}

/* Empty texts are null. */
static void put_text(dr_json *json, const char *key, const char *value)
{
	dr_json_put_text(json, key, value[0] != '\0' ? value : NULL);
}

static dr_str term_text(const dr_spf_term *term)
{
	return term != NULL ? term->text : (dr_str){ 0 };
}

static void put_questions(dr_json *json, dr_arena *arena, const dr_spf_step *step)
{
	dr_json_key(json, "questions");
	dr_json_array(json);
	for (size_t i = 0; i < step->answers.len; i++) {
		const dr_answer *answer = step->answers.items[i];
		dr_buf question;
		dr_buf_init(&question, arena);
		dr_question_write(&answer->question, &question);
		dr_json_object(json);
		put(json, "question", dr_buf_str(&question));
		put_text(json, "outcome", dr_outcome_name(answer->outcome));
		dr_json_end(json);
	}
	dr_json_end(json);
}

static void put_check(dr_json *json, dr_arena *arena, const dr_spf_check *check);

static void put_step(dr_json *json, dr_arena *arena, const dr_spf_step *step)
{
	dr_json_object(json);
	put(json, "term", step->term->text);
	dr_json_put_bool(json, "matched", step->matched);
	put_text(json, "problem", dr_spf_problem_name(step->problem));
	if (step->target.len > 0) {
		put(json, "target", step->target);
	}
	if (step->answers.len > 0) {
		put_questions(json, arena, step);
	}
	if (step->below != NULL) {
		dr_json_key(json, "check");
		put_check(json, arena, step->below);
	}
	dr_json_end(json);
}

static dr_str record_text(dr_arena *arena, const dr_spf_check *check)
{
	dr_buf text;
	if (check->texts == NULL || check->texts->spf == NULL) {
		return (dr_str){ 0 };
	}
	dr_buf_init(&text, arena);
	dr_escaped_write(&text, check->texts->spf->text);
	return dr_buf_str(&text);
}

static void put_check(dr_json *json, dr_arena *arena, const dr_spf_check *check)
{
	dr_json_object(json);
	put(json, "domain", check->domain);
	put(json, "record", record_text(arena, check));
	put_text(json, "result", dr_spf_result_name(check->result));
	put_text(json, "problem", dr_spf_problem_name(check->problem));
	put(json, "mechanism", term_text(check->decided_by));
	dr_json_key(json, "terms");
	dr_json_array(json);
	for (size_t i = 0; i < check->steps.len; i++) {
		put_step(json, arena, &check->steps.items[i]);
	}
	dr_json_end(json);
	dr_json_end(json);
}

void dr_json_spf_eval(const dr_render_options *options, const dr_spf_evaluation *evaluation,
                      dr_buf *out)
{
	dr_json *json = dr_json_open(out, true);
	if (json == NULL) {
		return;
	}
	dr_json_object(json);
	put_text(json, "schema", "dmarcramp.spf-eval/1");
	put_text(json, "result", dr_spf_result_name(evaluation->result));
	put(json, "explanation", evaluation->explanation);
	dr_json_put_int(json, "lookups", evaluation->lookups);
	dr_json_put_int(json, "void_lookups", evaluation->void_lookups);
	put(json, "mechanism", term_text(evaluation->mechanism));
	put(json, "domain", evaluation->domain);
	put(json, "sender", evaluation->sender);
	put_text(json, "problem", dr_spf_problem_name(evaluation->problem));
	if (options->trace && evaluation->check != NULL) {
		dr_json_key(json, "trace");
		put_check(json, out->arena, evaluation->check);
	}
	dr_json_end(json);
	dr_json_close(json);
}
