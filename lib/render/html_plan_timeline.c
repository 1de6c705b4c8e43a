#include "render/html_plan_priv.h"

enum { LEFT = 130, WIDTH = 500, ROW = 28, BAR = 18, AFTER_DAYS = 28 };

typedef struct {
	dr_buf *out;
	const dr_plan *plan;
	dr_day from, to;
	int row;
} timeline;

static bool is_shown(const dr_plan_phase *phase)
{
	bool there = phase->state == DR_PHASE_CURRENT || dr_plan_is_step(phase);
	return there && dr_plan_first_day(phase) != DR_NO_DAY;
}

static int place(const timeline *t, dr_day day)
{
	int64_t span = t->to - t->from;
	return LEFT + (int)((int64_t)(day - t->from) * WIDTH / (span > 0 ? span : 1));
}

/* A phase lasts until the next one may begin, gates of time counted. */
static dr_day end_of(const timeline *t, size_t index)
{
	for (size_t i = index + 1; i < t->plan->phases.len; i++) {
		if (is_shown(&t->plan->phases.items[i])) {
			return dr_plan_first_day(&t->plan->phases.items[i]);
		}
	}
	return t->to;
}

static void read_span(timeline *t)
{
	t->from = t->to = t->plan->as_of;
	for (size_t i = 0; i < t->plan->phases.len; i++) {
		const dr_plan_phase *phase = &t->plan->phases.items[i];
		if (is_shown(phase)) {
			dr_day first = dr_plan_first_day(phase);
			t->from = first < t->from ? first : t->from;
			t->to = first > t->to ? first : t->to;
		}
	}
	t->to += AFTER_DAYS;
}

static void add_bar(timeline *t, const dr_plan_phase *phase, dr_day end)
{
	int y = t->row++ * ROW, x = place(t, dr_plan_first_day(phase));
	int width = place(t, end) - x;
	dr_buf_addf(t->out, "<text x=\"0\" y=\"%d\">", y + BAR - 4);
	dr_markup_write(t->out, phase->id);
	dr_buf_addf(t->out,
	            "</text>\n<rect class=\"%.*s\" x=\"%d\" y=\"%d\" width=\"%d\" "
	            "height=\"%d\" rx=\"3\"/>\n",
	            DR_FMT(phase->p.weakest), x, y, width > 2 ? width : 2, (int)BAR);
}

static void add_axis(timeline *t)
{
	int bottom = t->row * ROW, today = place(t, t->plan->as_of);
	dr_buf_addf(t->out,
	            "<line class=\"axis\" x1=\"%d\" y1=\"0\" x2=\"%d\" y2=\"%d\" "
	            "stroke-dasharray=\"4 3\"/>\n<text x=\"%d\" y=\"%d\">",
	            today, today, bottom, (int)LEFT, bottom + 14);
	dr_plan_write_day(t->out, t->from);
	dr_buf_addf(t->out, "</text>\n<text x=\"%d\" y=\"%d\" text-anchor=\"end\">", LEFT + WIDTH,
	            bottom + 14);
	dr_plan_write_day(t->out, t->to);
	dr_buf_add(t->out, DR_STR("</text>\n"));
}

static size_t count_shown(const dr_plan *plan)
{
	size_t count = 0;
	for (size_t i = 0; i < plan->phases.len; i++) {
		count += is_shown(&plan->phases.items[i]);
	}
	return count;
}

static void add_chart(timeline *t)
{
	dr_buf_addf(t->out,
	            "<svg role=\"img\" viewBox=\"0 -4 %d %d\" aria-label=\"The phases on a line "
	            "of time; the dashed line is today\">\n",
	            LEFT + WIDTH, (int)count_shown(t->plan) * ROW + 26);
	for (size_t i = 0; i < t->plan->phases.len; i++) {
		if (is_shown(&t->plan->phases.items[i])) {
			add_bar(t, &t->plan->phases.items[i], end_of(t, i));
		}
	}
	add_axis(t);
	dr_buf_add(t->out, DR_STR("</svg>\n"));
}

void dr_html_plan_earliest(dr_buf *out, const char *join, const dr_plan_phase *phase)
{
	dr_buf text;
	dr_buf_init(&text, out->arena);
	dr_plan_write_earliest(&text, phase);
	if (text.len > 0) {
		dr_buf_addf(out, "%s", join);
		dr_markup_write(out, dr_buf_str(&text));
	}
}

static void add_row(dr_buf *out, const dr_plan_phase *phase)
{
	dr_buf_add(out, DR_STR("<tr><th scope=\"row\">"));
	dr_markup_write(out, phase->title);
	dr_buf_addf(out, "</th><td>%s</td><td>", dr_phase_state_name(phase->state));
	if (phase->state != DR_PHASE_DONE) {
		dr_plan_write_policy(out, phase);
	}
	dr_buf_add(out, DR_STR("</td><td>"));
	if (dr_plan_lacks_day(phase)) {
		dr_buf_add(out, DR_STR("no day is free"));
	} else if (phase->not_before != DR_NO_DAY) {
		dr_plan_write_day(out, phase->not_before);
	}
	dr_html_plan_earliest(out, "<br>", phase);
	dr_buf_add(out, DR_STR("</td><td>"));
	if (phase->gates.len > 0) {
		dr_buf_addf(out, "%zu of %zu", dr_plan_count_passed(phase), phase->gates.len);
	}
	dr_buf_addf(out, "%s</td></tr>\n", phase->decision ? ", after a decision" : "");
}

void dr_html_plan_timeline(dr_buf *out, const dr_plan *plan)
{
	static const char *const COLUMNS[] = {
		"Phase", "State", "Policy", "From", "Gates met", NULL
	};
	timeline t = { .out = out, .plan = plan };
	dr_html_element(out, "h3", DR_STR("Timeline"));
	read_span(&t);
	add_chart(&t);
	dr_html_table(out,
	              "The phases. None may begin before its day; where a gate needs more time, "
	              "the later day is named, and the bar begins there",
	              COLUMNS);
	for (size_t i = 0; i < plan->phases.len; i++) {
		if (plan->phases.items[i].state != DR_PHASE_SKIPPED) {
			add_row(out, &plan->phases.items[i]);
		}
	}
	dr_html_table_end(out);
}
