#include "render/text_plan_priv.h"

static bool is_behind_cname(const dr_plan *plan, const dr_plan_return *back)
{
	bool behind = false;
	for (size_t i = 0; i < back->records.len && plan->cname.len > 0; i++) {
		behind = behind || dr_str_eq(back->records.items[i].name, plan->cname);
	}
	return behind;
}

/* Who publishes the record, and what comes after. */
static void add_after(dr_plan_writer *w, const dr_plan_return *back)
{
	const dr_plan *plan = w->plan;
	bool behind = is_behind_cname(plan, back);
	dr_buf text;
	dr_buf_init(&text, w->out->arena);
	if (behind) {
		dr_buf_addf(&text,
		            "_dmarc.%.*s is a CNAME to %.*s: have the record changed there, by "
		            "whoever runs that name.",
		            DR_FMT(plan->domain), DR_FMT(plan->cname));
	} else {
		dr_buf_addf(&text, "Publish this; nobody else does.");
	}
	dr_buf_addf(&text,
	            " Receivers follow within %d s: they may keep the present record for so long.",
	            (int)plan->kept);
	if (!behind) {
		dr_buf_addf(&text, " dmarcramp live %.*s shows how far it is.",
		            DR_FMT(plan->domain));
	}
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
	add_after(w, back);
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
