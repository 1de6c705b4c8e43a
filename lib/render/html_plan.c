/* Plans as one page of HTML: the verdict, the line of time, every step, who sends. */
#include "render/html_plan_priv.h"
#include "render/render_priv.h"

static void add(dr_buf *out, const char *text)
{
	dr_buf_add(out, dr_str_of(text));
}

static void add_alarms(dr_buf *out, const dr_plan *plan)
{
	if (plan->alarms.len == 0) {
		return;
	}
	dr_strs texts = { NULL, 0 };
	for (size_t i = 0; i < plan->alarms.len; i++) {
		dr_list_add(out->arena, &texts, plan->alarms.items[i].text);
	}
	add(out, "<div class=\"alarm\">\n");
	dr_html_element(out, "h3", DR_STR("Go back now"));
	dr_html_list(out, "What broke", &texts);
	dr_html_plan_records(out, &plan->rollback.records);
	add(out, "</div>\n");
}

static void add_present(dr_buf *out, const dr_plan *plan)
{
	add(out, "<p>");
	dr_buf standing;
	dr_buf_init(&standing, out->arena);
	dr_plan_write_standing(&standing, plan);
	if (standing.len > 0) {
		add(out, "Now: ");
		dr_markup_write(out, dr_buf_str(&standing));
		add(out, ", before the first step. ");
	} else if (plan->current == NULL) {
		add(out, "No rollout yet. ");
	} else {
		add(out, "Now: ");
		dr_markup_write(out, plan->current->title);
		if (plan->inherited_from.len > 0) {
			add(out, ", inherited from ");
			dr_markup_write(out, plan->inherited_from);
		}
		if (plan->since_given) {
			add(out, ", ");
			dr_plan_write_age(out, plan->current, plan->as_of);
			add(out, ". ");
		} else {
			add(out, ". ");
		}
	}
	if (plan->next == NULL) {
		add(out, "The plan is at its end.</p>\n");
		return;
	}
	add(out, "Next: <strong>");
	dr_markup_write(out, plan->next->title);
	if (dr_plan_may_begin(plan)) {
		add(out, "</strong>, which may begin today");
	} else if (dr_plan_lacks_day(plan->next)) {
		add(out, "</strong>, for which no day is free");
	} else {
		add(out, "</strong>, not before ");
		dr_plan_write_day(out, plan->next->not_before);
	}
	dr_html_plan_earliest(out, "; ", plan->next);
	dr_buf_addf(out, ". %zu of %zu gates are met.</p>\n", dr_plan_count_passed(plan->next),
	            plan->next->gates.len);
}

static void add_target(dr_buf *out, const dr_plan *plan)
{
	dr_buf target;
	dr_buf_init(&target, out->arena);
	dr_plan_write_target(&target, plan);
	if (target.len > 0) {
		add(out, "<p>Target: ");
		dr_markup_write(out, dr_buf_str(&target));
		add(out, ".</p>\n");
	}
}

static void add_obstacles(dr_buf *out, const dr_plan *plan)
{
	const dr_plan_obstacles *list = &plan->obstacles;
	if (list->len > 0) {
		add(out, plan->next != NULL ? "<h3>What stands in the way</h3>\n<ol>\n"
		                            : "<h3>What is left to settle</h3>\n<ol>\n");
	}
	for (size_t i = 0; i < list->len; i++) {
		add(out, "<li>");
		dr_markup_write(out, list->items[i].what);
		if (list->items[i].todo.len > 0) {
			add(out, "<br>To do: ");
			dr_markup_write(out, list->items[i].todo);
		}
		if (list->items[i].command.len > 0) {
			add(out, " <code>");
			dr_markup_write(out, list->items[i].command);
			add(out, "</code>");
		}
		add(out, "</li>\n");
	}
	if (list->len > 0) {
		add(out, "</ol>\n");
	}
}

static void add_decision(dr_buf *out, const dr_plan_decision *decision)
{
	add(out, "<section>\n");
	dr_html_element(out, "h3", DR_STR("To decide"));
	dr_html_element(out, "p", decision->question);
	dr_html_list(out, "For", &decision->in_favour);
	dr_html_list(out, "Against", &decision->against);
	if (decision->answer.len > 0) {
		dr_html_element(out, "h4", DR_STR("Decided"));
		dr_html_element(out, "p", decision->answer);
	}
	add(out, "</section>\n");
}

static void add_steps(dr_buf *out, const dr_plan *plan, dr_plan_part part)
{
	for (size_t i = 0; i < plan->phases.len; i++) {
		const dr_plan_phase *phase = &plan->phases.items[i];
		if (phase == plan->next ||
		    (phase->state == DR_PHASE_UPCOMING && part != DR_PLAN_NEXT)) {
			dr_html_plan_phase(out, plan, phase);
		}
	}
	for (size_t i = 0; i < plan->decisions.len; i++) {
		add_decision(out, &plan->decisions.items[i]);
	}
}

static void write_plan(const dr_render_options *options, const dr_render_item *item, dr_buf *out)
{
	const dr_plan *plan = item->plan;
	if (plan == NULL) {
		return;
	}
	add(out, "<section class=\"domain\">\n");
	dr_html_element(out, "h2", plan->domain);
	if (plan->incomplete) {
		add(out, "<p>No plan: ");
		dr_buf missing;
		dr_buf_init(&missing, out->arena);
		dr_plan_write_missing(&missing, item->result, plan);
		dr_markup_write(out, dr_buf_str(&missing));
		add(out, " could not be found out.</p>\n</section>\n");
		return;
	}
	add_present(out, plan);
	add_target(out, plan);
	add_alarms(out, plan);
	dr_html_list(out, "What changed", &plan->notes);
	dr_html_list(out, "What the config says about it that comes to nothing", &plan->remarks);
	add_obstacles(out, plan);
	dr_html_plan_verdict(out, plan, item->result);
	dr_html_plan_timeline(out, plan);
	add_steps(out, plan, options->part);
	dr_html_plan_senders(out, plan);
	dr_html_list(out, "What this plan assumes", &plan->assumptions);
	add(out, "</section>\n");
}

static void write_head(const dr_render_options *options, dr_buf *out)
{
	dr_buf title;
	dr_buf_init(&title, out->arena);
	dr_buf_add(&title, DR_STR("DMARC rollout"));
	if (options->as_of != DR_NO_DAY) {
		dr_buf_add(&title, DR_STR(", as of "));
		dr_plan_write_day(&title, options->as_of);
	}
	dr_html_begin(out, dr_buf_str(&title));
}

static void write_tail(const dr_render_options *options, const dr_summary *summary, dr_buf *out)
{
	(void)summary;
	if (options->portfolio != NULL) {
		dr_html_plan_table(out, options->portfolio);
	}
	dr_html_end(out);
}

const dr_domain_writer DR_HTML_PLAN = { .head = write_head,
	                                .item = write_plan,
	                                .tail = write_tail };
