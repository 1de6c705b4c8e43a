/* `spf eval` on the screen. */
#include "render/text_priv.h"

enum { TRACE_DEPTH_MAX = 12 }; /* ten includes deep at most (RFC 7208 4.6.4) */

static const struct {
	dr_paint paint;
	const char *meaning; /* RFC 7208 2.6 */
} RESULTS[DR_SPF_RESULT_COUNT] = {
	[DR_SPF_RESULT_NONE] = { DR_PAINT_POOR, "the domain says nothing about who may send" },
	[DR_SPF_RESULT_NEUTRAL] = { DR_PAINT_POOR, "the domain does not say whether it may send" },
	[DR_SPF_RESULT_PASS] = { DR_PAINT_GOOD, "the client may send for the domain" },
	[DR_SPF_RESULT_FAIL] = { DR_PAINT_BAD, "the client may not send for the domain" },
	[DR_SPF_RESULT_SOFTFAIL] = { DR_PAINT_POOR, "the client probably may not send" },
	[DR_SPF_RESULT_TEMPERROR] = { DR_PAINT_BAD, "receivers try again later" },
	[DR_SPF_RESULT_PERMERROR] = { DR_PAINT_BAD, "the record cannot be evaluated" },
};

/* Where the lines of a tree stand. */
typedef struct {
	const dr_render_options *options;
	dr_buf *out;
	bool more[TRACE_DEPTH_MAX]; /* further terms follow at this depth */
	size_t depth;
} tree;

static void write_result(const dr_render_options *options, dr_buf *out, dr_spf_result result)
{
	dr_text_paint(options, out, RESULTS[result].paint, dr_str_of(dr_spf_result_name(result)));
}

static void write_branch(const tree *t, bool last)
{
	for (size_t i = 0; i < t->depth; i++) {
		dr_buf_add(t->out, t->more[i] ? DR_STR("│  ") : DR_STR("   "));
	}
	dr_buf_add(t->out, last ? DR_STR("└─ ") : DR_STR("├─ "));
}

static void write_questions(const tree *t, const dr_spf_step *step)
{
	for (size_t i = 0; i < step->answers.len; i++) {
		const dr_answer *answer = step->answers.items[i];
		dr_buf question;
		dr_buf_init(&question, t->out->arena);
		dr_question_write(&answer->question, &question);
		dr_buf_add(t->out, i == 0 ? DR_STR("  (") : DR_STR(", "));
		dr_neutral_write(t->out, dr_buf_str(&question));
		dr_buf_addf(t->out, ": %s", dr_outcome_name(answer->outcome));
	}
	dr_buf_add(t->out, step->answers.len > 0 ? DR_STR(")") : DR_STR(""));
}

static void write_check(tree *t, const dr_spf_check *check);

static void write_step(tree *t, const dr_spf_step *step, bool last)
{
	write_branch(t, last);
	dr_neutral_write(t->out, step->term->text);
	if (step->problem != DR_SPF_PROBLEM_NONE) {
		dr_buf_addf(t->out, "  error: %s", dr_spf_problem_text(step->problem));
	} else if (step->term->kind != DR_SPF_REDIRECT) {
		dr_buf_add(t->out, step->matched ? DR_STR("  match") : DR_STR("  no match"));
	}
	write_questions(t, step);
	dr_buf_add_char(t->out, '\n');
	if (step->below != NULL && t->depth + 1 < TRACE_DEPTH_MAX) {
		t->more[t->depth++] = !last;
		write_check(t, step->below);
		t->depth--;
	}
}

static void write_check(tree *t, const dr_spf_check *check)
{
	bool nothing = check->texts == NULL || check->texts->spf == NULL;
	for (size_t i = 0; i < t->depth; i++) {
		dr_buf_add(t->out, t->more[i] ? DR_STR("│  ") : DR_STR("   "));
	}
	dr_neutral_write(t->out, check->domain);
	dr_buf_add(t->out, DR_STR(": "));
	write_result(t->options, t->out, check->result);
	dr_buf_add(t->out, DR_STR("  "));
	if (nothing) {
		dr_buf_add(t->out, dr_str_of(dr_spf_problem_text(check->problem)));
	} else {
		dr_shown_write(t->out, check->texts->spf->text);
	}
	dr_buf_add_char(t->out, '\n');
	for (size_t i = 0; i < check->steps.len; i++) {
		write_step(t, &check->steps.items[i], i + 1 == check->steps.len);
	}
}

static void write_reason(const dr_spf_evaluation *evaluation, dr_buf *out)
{
	if (evaluation->problem != DR_SPF_PROBLEM_NONE) {
		dr_buf_addf(out, ": %s", dr_spf_problem_text(evaluation->problem));
	} else if (evaluation->mechanism != NULL) {
		dr_buf_add(out, DR_STR(", decided by "));
		dr_neutral_write(out, evaluation->mechanism->text);
	} else {
		dr_buf_add(out, DR_STR(": no term matched"));
	}
}

void dr_text_spf_eval(const dr_render_options *options, const dr_spf_evaluation *evaluation,
                      dr_buf *out)
{
	write_result(options, out, evaluation->result);
	dr_buf_add(out, DR_STR("  "));
	dr_neutral_write(out, evaluation->sender);
	write_reason(evaluation, out);
	dr_buf_addf(out, "\n  %s\n", RESULTS[evaluation->result].meaning);
	dr_buf_addf(out, "  %u of %d look-ups, %u of %d that found nothing\n", evaluation->lookups,
	            DR_SPF_LOOKUPS_MAX, evaluation->void_lookups, DR_SPF_VOID_LOOKUPS_MAX);
	if (evaluation->explanation.ptr != NULL) {
		dr_buf_add(out, DR_STR("  the domain explains: "));
		dr_neutral_write(out, evaluation->explanation);
		dr_buf_add_char(out, '\n');
	}
	if (options->trace && evaluation->check != NULL) {
		tree t = { .options = options, .out = out };
		dr_buf_add_char(out, '\n');
		write_check(&t, evaluation->check);
	}
}
