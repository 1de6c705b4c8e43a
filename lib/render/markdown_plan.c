/* Plans as Markdown: change tickets, the ways back, the questionnaire. */
#include "render/markdown_plan_priv.h"
#include "render/render_priv.h"

static void add(dr_buf *out, const char *text)
{
	dr_buf_add(out, dr_str_of(text));
}

/* Going back, as a ticket of its own. */
static void add_return(dr_buf *out, const dr_plan *plan, const char *title,
                       const dr_plan_return *back)
{
	add(out, "## ");
	dr_markdown_write(out, plan->domain);
	dr_buf_addf(out, ": %s\n\n", title);
	dr_markdown_write(out, back->why);
	add(out, "\n");
	if (!back->possible) {
		return;
	}
	add(out, "\n### Change\n");
	dr_markdown_plan_place(out, plan);
	dr_markdown_plan_records(out, &back->records);
	dr_buf_addf(out,
	            "\nReceivers follow within %d s, as long as they keep the present record.\n",
	            (int)plan->kept);
	dr_markdown_plan_list(out, "### What that does not undo", &back->cannot_undo);
	add(out, "\n### People\n\n- [ ] approved by … on …\n");
	dr_markdown_plan_check(out, plan, (dr_str){ 0 });
}

static void add_questions(dr_buf *out, const dr_plan *plan)
{
	add(out, "## ");
	dr_markdown_write(out, plan->domain);
	add(out,
	    ": who sends?\n\nAsk every department. For each: which service or server sends, with "
	    "which address in From, how often, and who looks after it?\n\n");
	for (size_t i = 0; i < plan->questions.len; i++) {
		add(out, "- [ ] ");
		dr_markdown_write(out, plan->questions.items[i]);
		add(out, "\n");
	}
}

/* Before anything else: mail is lost now. */
static void add_alarms(dr_buf *out, const dr_plan *plan)
{
	dr_strs texts = { NULL, 0 };
	for (size_t i = 0; i < plan->alarms.len; i++) {
		dr_list_add(out->arena, &texts, plan->alarms.items[i].text);
	}
	if (texts.len > 0) {
		add_return(out, plan, "go back now", &plan->rollback);
		dr_markdown_plan_list(out, "### What broke", &texts);
		add(out, plan->next != NULL ? "\n" : "");
	}
}

static void add_end(dr_buf *out, const dr_plan *plan)
{
	add(out, "## ");
	dr_markdown_write(out, plan->domain);
	add(out, ": the plan is at its end\n\nNo step is ahead: there is nothing to publish.\n");
	dr_strs open = { NULL, 0 };
	for (size_t i = 0; i < plan->obstacles.len; i++) {
		dr_list_add(out->arena, &open, plan->obstacles.items[i].what);
	}
	dr_markdown_plan_list(out, "### To decide", &open);
}

static void add_next(dr_buf *out, const dr_plan *plan)
{
	if (plan->next != NULL) {
		dr_markdown_plan_ticket(out, plan, plan->next);
	} else if (plan->alarms.len == 0) {
		add_end(out, plan);
	}
}

static void add_every_step(dr_buf *out, const dr_plan *plan)
{
	if (plan->next == NULL) {
		add_next(out, plan);
		return;
	}
	for (size_t i = 0; i < plan->phases.len; i++) {
		if (plan->phases.items[i].state == DR_PHASE_UPCOMING) {
			dr_markdown_plan_ticket(out, plan, &plan->phases.items[i]);
			add(out, "\n");
		}
	}
}

static void add_incomplete(dr_buf *out, const dr_render_item *item)
{
	dr_buf missing;
	dr_buf_init(&missing, out->arena);
	dr_plan_write_missing(&missing, item->result, item->plan);
	add(out, "## ");
	dr_markdown_write(out, item->plan->domain);
	add(out, ": no plan\n\n");
	dr_markdown_write(out, dr_buf_str(&missing));
	add(out, " could not be found out, and nothing is proposed without it.\n");
}

static void write_plan(const dr_render_options *options, const dr_render_item *item, dr_buf *out)
{
	const dr_plan *plan = item->plan;
	if (plan == NULL) {
		return;
	}
	if (plan->incomplete) {
		add_incomplete(out, item);
		return;
	}
	if (options->part == DR_PLAN_SCREEN || options->part == DR_PLAN_NEXT) {
		add_alarms(out, plan);
	}
	switch (options->part) {
	case DR_PLAN_SCREEN: add_every_step(out, plan); break;
	case DR_PLAN_NEXT: add_next(out, plan); break;
	case DR_PLAN_QUESTIONS: add_questions(out, plan); break;
	case DR_PLAN_ROLLBACK: add_return(out, plan, "way back", &plan->rollback); break;
	case DR_PLAN_EMERGENCY: add_return(out, plan, "emergency", &plan->emergency); break;
	case DR_PLAN_STEP_DOWN: add_return(out, plan, "step down", &plan->step_down); break;
	}
}

/* A ticket, a way back or the questionnaires stand by themselves. */
static void write_tail(const dr_render_options *options, const dr_summary *summary, dr_buf *out)
{
	(void)summary;
	if (options->portfolio != NULL && options->part == DR_PLAN_SCREEN) {
		dr_markdown_plan_table(out, options->portfolio);
	}
}

const dr_domain_writer DR_MARKDOWN_PLAN = { .item = write_plan,
	                                    .between = "\n",
	                                    .tail = write_tail };
