/* Explanations (RFC 7208 6.2). */
#include "receiver/spf_eval_priv.h"

static bool is_printable(dr_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (!dr_is_printable(text.ptr[i])) {
			return false;
		}
	}
	return true;
}

/* Expands the text that was found. Nothing when it has a syntax error or would not be ASCII. */
static void expand(dr_spf_evaluator *e, dr_spf_step *step, dr_str text)
{
	uint32_t letters = dr_spf_macro_letters(text);
	if (!is_printable(text) || dr_spf_needs_ascii(e, letters)) {
		return;
	}
	if ((letters & DR_MACRO_BIT('p')) != 0) {
		dr_spf_validate(e, step);
	}
	dr_buf out;
	dr_buf_init(&out, e->asking->arena);
	dr_buf_add(&out, DR_STR(""));
	bool good = step->problem == DR_SPF_PROBLEM_NONE &&
	            dr_spf_macro_expand(text, &e->values, true, &out);
	if (good && is_printable(dr_buf_str(&out))) {
		e->out->explanation = dr_buf_str(&out);
	}
}

void dr_spf_explain(dr_spf_evaluator *e, const dr_spf_check *check)
{
	dr_spf_step step = { .term = check->texts->spf->exp };
	dr_spf_domain target;
	e->explaining = true;
	e->values.domain = check->domain;
	if (step.term == NULL || !dr_spf_expand_target(e, &step, &target) ||
	    !dr_name_is_set(target.name)) {
		return;
	}
	const dr_answer *answer = dr_spf_ask(e, &step, target.name, DR_TYPE_TXT);
	if (dr_spf_is_ours(answer)) {
		dr_spf_stop(e, &step, answer);
	} else if (answer->outcome == DR_ANSWER && answer->rr_count == 1) {
		expand(e, &step, answer->rrs[0].text);
	}
}
