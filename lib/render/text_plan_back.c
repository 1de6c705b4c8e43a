#include "render/text_plan_priv.h"

void dr_text_plan_return(dr_plan_writer *w, const char *name, const dr_plan_return *back)
{
	dr_buf_addf(w->out, "\n%s: ", name);
	if (!back->possible) {
		dr_text_plan_wrapped(w, back->why, 12, 5);
		return;
	}
	dr_text_plan_wrapped(w, back->why, 12, 5);
	dr_text_plan_records(w, &back->records);
	dr_buf_addf(w->out, "   Publish this; nobody else does. Receivers follow within %d s.\n",
	            (int)(back->records.len > 0 ? back->records.items[0].ttl : 0));
	dr_text_plan_list(w, "not undone", &back->cannot_undo);
}

void dr_text_plan_questions(dr_plan_writer *w)
{
	dr_text_plan_add(w, "\nAsk every department. For each: which service or server sends, with "
	                    "which address in\nFrom, how often, and who looks after it?\n\n");
	for (size_t i = 0; i < w->plan->questions.len; i++) {
		dr_buf_addf(w->out, "  [ ] ");
		dr_text_plan_wrapped(w, w->plan->questions.items[i], 6, 6);
	}
}
