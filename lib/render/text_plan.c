#include "render/text_plan_priv.h"
#include "render/typed.h"

static void add_line(dr_plan_writer *w, const char *label, const dr_plan_phase *phase)
{
	dr_buf_addf(w->out, "  %-9s", label);
	size_t from = w->out->len;
	dr_plan_write_policy(w->out, phase);
	size_t used = w->out->len - from;
	dr_buf_add_repeat(w->out, ' ', used < 26 ? 26 - used : 2);
	dr_text_plan_when(w, phase);
	if (phase->decision) {
		dr_text_plan_add(w, ", after your decision");
	}
	dr_text_plan_add(w, "\n");
}

static void add_overview(dr_plan_writer *w)
{
	const dr_plan *plan = w->plan;
	dr_text_plan_add(w, "\n");
	if (plan->current != NULL) {
		add_line(w, "now", plan->current);
	}
	if (plan->next != NULL) {
		add_line(w, "next", plan->next);
	}
	for (size_t i = 0; i < plan->phases.len; i++) {
		const dr_plan_phase *phase = &plan->phases.items[i];
		if (dr_plan_is_step(phase) && phase != plan->next) {
			add_line(w, "then", phase);
		}
	}
	if (plan->next != NULL && plan->next->rollback.len > 0) {
		bool first = plan->next->rollback.items[0].value.len == 0;
		dr_buf_addf(w->out, "  way back %s; receivers follow within %d s (its TTL)\n",
		            first ? "remove the record" : "the previous record",
		            (int)plan->next->rollback.items[0].ttl);
	}
}

static void add_target(dr_plan_writer *w)
{
	const dr_plan *plan = w->plan;
	for (size_t i = 0; i < plan->notes.len; i++) {
		dr_text_plan_add(w, "  changed   ");
		dr_text_plan_wrapped(w, plan->notes.items[i], 12, 12);
	}
	if (plan->by == DR_NO_DAY) {
		return;
	}
	dr_text_plan_add(w, "  target    ");
	if (plan->late.len > 0) {
		dr_text_plan_wrapped(w, plan->late, 12, 12);
	} else {
		dr_text_plan_add(w, "possible by ");
		dr_plan_write_day(w->out, plan->by);
		dr_text_plan_add(w, "\n");
	}
}

static void add_next_record(dr_plan_writer *w)
{
	const dr_plan *plan = w->plan;
	if (plan->next == NULL || plan->next->records.len == 0) {
		return;
	}
	dr_buf_addf(w->out, "\nThe record of the next step (%.*s)", DR_FMT(plan->next->id));
	if (plan->cname.len > 0) {
		dr_buf_addf(w->out, ", where the CNAME _dmarc.%.*s leads", DR_FMT(plan->domain));
	}
	dr_text_plan_add(w, ":\n");
	dr_text_plan_records(w, &plan->next->records);
}

/* What reports say is in the way. */
static void add_open_gates(dr_plan_writer *w)
{
	enum { SHOWN = 5 };
	const dr_plan_phase *next = w->plan->next;
	size_t found = 0;
	for (size_t i = 0; next != NULL && i < next->gates.len; i++) {
		const dr_plan_gate *gate = &next->gates.items[i];
		if (gate->state != DR_GATE_OPEN || gate->source.len == 0) {
			continue;
		}
		if (found++ == 0) {
			dr_text_plan_add(w, "\n");
		}
		if (found <= SHOWN) {
			dr_text_plan_gate(w, gate);
		}
	}
	if (found > SHOWN) {
		dr_buf_addf(w->out, "     and %zu more: --full\n", found - SHOWN);
	}
}

static void add_alarms(dr_plan_writer *w)
{
	const dr_plan *plan = w->plan;
	for (size_t i = 0; i < plan->alarms.len; i++) {
		dr_text_plan_add(w, i == 0 ? "\nGo back: " : "         ");
		dr_text_plan_wrapped(w, plan->alarms.items[i].text, 9, 9);
	}
	if (plan->alarms.len > 0) {
		dr_buf_addf(w->out, "         dmarcramp plan --rollback %.*s has the record\n",
		            DR_FMT(plan->domain));
	}
}

static void add_screen(dr_plan_writer *w)
{
	enum { TASKS_SHOWN = 5 };
	const dr_plan *plan = w->plan;
	add_alarms(w);
	if (plan->next != NULL && plan->next->tasks.len > 0) {
		dr_text_plan_add(w, "\n");
		dr_text_plan_tasks(w, plan->next, TASKS_SHOWN);
	}
	add_overview(w);
	if (plan->next != NULL) {
		dr_text_plan_cost(w, plan->next, "  ");
	}
	add_target(w);
	add_next_record(w);
	add_open_gates(w);
	size_t unknown = plan->next != NULL ? dr_plan_count_gates(plan->next, DR_GATE_UNKNOWN) : 0;
	if (unknown > 0) {
		dr_buf_addf(w->out, "\n%zu %s unknown: aggregate reports tell; --full shows %s\n",
		            unknown, unknown == 1 ? "gate is" : "gates are",
		            unknown == 1 ? "it" : "them");
	}
	dr_text_plan_assumptions(w);
}

static void add_next(dr_plan_writer *w)
{
	if (w->plan->next == NULL) {
		return;
	}
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
			add_screen(w);
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

static void write_plan(const dr_render_options *options, const dr_render_item *item, dr_buf *out)
{
	const dr_plan *plan = item->plan;
	if (plan == NULL || is_table(options)) {
		return;
	}
	if (plan->incomplete) {
		dr_buf_addf(out,
		            "%.*s: no plan: %.*s could not be found out, and nothing is proposed "
		            "without it. Try again, or see dmarcramp lint %.*s\n",
		            DR_FMT(plan->domain), DR_FMT(plan->missing), DR_FMT(plan->domain));
		return;
	}
	dr_plan_writer w = { .plan = plan, .out = out };
	dr_text_plan_head(&w);
	dr_typed_write(out, item->result->request->domain);
	add_part(&w, options);
}

const dr_domain_writer DR_TEXT_PLAN = { .item = write_plan, .between = "\n", .tail = write_table };
