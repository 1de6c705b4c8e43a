#include "render/text_plan_priv.h"
#include "render/typed.h"

static void add_next(dr_plan_writer *w)
{
	dr_text_plan_urgent(w);
	if (w->plan->next == NULL) {
		return;
	}
	dr_text_plan_target(w);
	dr_text_plan_phase(w, 1, w->plan->next);
	dr_text_plan_assumptions(w);
}

static void add_part(dr_plan_writer *w, const dr_render_options *options)
{
	switch (options->part) {
	case DR_PLAN_SCREEN:
		if (options->full) {
			dr_text_plan_book(w);
		} else {
			dr_text_plan_screen(w);
		}
		break;
	case DR_PLAN_NEXT: add_next(w); break;
	case DR_PLAN_QUESTIONS: dr_text_plan_questions(w); break;
	case DR_PLAN_ROLLBACK: dr_text_plan_return(w, "Way back", &w->plan->rollback); break;
	case DR_PLAN_EMERGENCY: dr_text_plan_return(w, "Emergency", &w->plan->emergency); break;
	case DR_PLAN_STEP_DOWN: dr_text_plan_return(w, "Step down", &w->plan->step_down); break;
	}
}

/* Whole books and parts of plans stand by themselves. */
static bool is_table(const dr_render_options *options)
{
	return options->portfolio != NULL && options->part == DR_PLAN_SCREEN && !options->full;
}

static void write_table(const dr_render_options *options, const dr_summary *summary, dr_buf *out)
{
	(void)summary;
	if (is_table(options)) {
		dr_text_plan_table(options->portfolio, out);
	}
}

static void add_incomplete(dr_plan_writer *w, const dr_run_result *result)
{
	dr_buf text;
	dr_buf_init(&text, w->out->arena);
	dr_buf_addf(&text, "%.*s: no plan: ", DR_FMT(w->plan->domain));
	dr_plan_write_missing(&text, result, w->plan);
	dr_buf_addf(&text,
	            " could not be found out, and nothing is proposed without it. Try again, or "
	            "see dmarcramp lint %.*s",
	            DR_FMT(w->plan->domain));
	dr_text_plan_wrapped(w, dr_buf_str(&text), 0, 4);
}

static void write_plan(const dr_render_options *options, const dr_render_item *item, dr_buf *out)
{
	const dr_plan *plan = item->plan;
	if (plan == NULL || is_table(options)) {
		return;
	}
	dr_plan_writer w = { .plan = plan, .out = out };
	if (plan->incomplete) {
		add_incomplete(&w, item->result);
		return;
	}
	dr_text_plan_head(&w);
	dr_typed_write(out, item->result->request->domain);
	add_part(&w, options);
}

const dr_domain_writer DR_TEXT_PLAN = { .item = write_plan, .between = "\n", .tail = write_table };
