#include "render/text_plan_priv.h"

/* What comes after the record is published. */
static void add_after(dr_plan_writer *w)
{
	dr_buf text;
	dr_buf_init(&text, w->out->arena);
	dr_buf_addf(
		&text,
		"Publish this; nobody else does. Receivers follow within %d s: they may keep the "
		"present record for so long. dmarcramp live %.*s shows how far it is.",
		(int)w->plan->kept, DR_FMT(w->plan->domain));
	dr_text_plan_add(w, "   ");
	dr_text_plan_wrapped(w, dr_buf_str(&text), 3, 3);
}

void dr_text_plan_return(dr_plan_writer *w, const char *name, const dr_plan_return *back)
{
	dr_buf_addf(w->out, "\n%s: ", name);
	if (!back->possible) {
		dr_text_plan_wrapped(w, back->why, 12, 5);
		return;
	}
	dr_text_plan_wrapped(w, back->why, 12, 5);
	dr_text_plan_records(w, &back->records);
	add_after(w);
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
