#include "render/text_plan_priv.h"

enum { WIDTH = 96, RECORD_INDENT = 5 };

void dr_text_plan_add(dr_plan_writer *w, const char *text)
{
	dr_buf_add(w->out, dr_str_of(text));
}

void dr_text_plan_wrapped(dr_plan_writer *w, dr_str text, size_t at, size_t indent)
{
	dr_wrap_write(w->out, dr_neutral_text(w->out->arena, text), at, indent, WIDTH);
	dr_buf_add_char(w->out, '\n');
}

dr_plan_writer dr_text_plan_aside(const dr_plan_writer *w, dr_buf *text)
{
	dr_buf_init(text, w->out->arena);
	return (dr_plan_writer){ .plan = w->plan, .out = text };
}

static void add_record(dr_plan_writer *w, const dr_plan_record *r)
{
	dr_buf_add_repeat(w->out, ' ', RECORD_INDENT);
	dr_plan_write_zone_line(w->out, r);
	dr_text_plan_add(w, "\n");
	if (r->value.len == 0) {
		return;
	}
	dr_buf_add_repeat(w->out, ' ', RECORD_INDENT);
	dr_buf_addf(w->out, "Name: %.*s   Type: %.*s   TTL: %d   Value: ", DR_FMT(r->host_field),
	            DR_FMT(r->type), (int)r->ttl);
	dr_shown_write(w->out, r->value);
	dr_text_plan_add(w, "\n");
	if (r->zone.len == 0) {
		return;
	}
	dr_buf text;
	dr_buf_init(&text, w->out->arena);
	dr_buf_addf(&text, "(if your panel does not add %.*s: %.*s)", DR_FMT(r->zone),
	            DR_FMT(r->name));
	dr_buf_add_repeat(w->out, ' ', RECORD_INDENT);
	dr_text_plan_wrapped(w, dr_buf_str(&text), RECORD_INDENT, RECORD_INDENT);
}

void dr_text_plan_records(dr_plan_writer *w, const dr_plan_records *records)
{
	for (size_t i = 0; i < records->len; i++) {
		add_record(w, &records->items[i]);
	}
}

void dr_text_plan_elsewhere(dr_plan_writer *w, const dr_plan_phase *phase)
{
	if (phase->elsewhere.len > 0) {
		dr_buf_addf(w->out, "   before it, whoever runs the report mailboxes publishes:\n");
		dr_text_plan_records(w, &phase->elsewhere);
	}
}

void dr_text_plan_does(dr_plan_writer *w, const dr_plan_phase *phase)
{
	size_t count = phase->records.len;
	if (phase->beside && count > 0) {
		dr_buf_addf(w->out, "%zu %s below", count, count == 1 ? "record" : "records");
	} else {
		dr_plan_write_policy(w->out, phase);
	}
}

void dr_text_plan_when(dr_plan_writer *w, const dr_plan_phase *phase)
{
	bool current = phase->state == DR_PHASE_CURRENT;
	if (dr_plan_lacks_day(phase)) {
		dr_text_plan_add(w, "no day is free");
	}
	if (current && w->plan->inherited_from.len > 0) {
		dr_buf_addf(w->out, "by the record of %.*s%s", DR_FMT(w->plan->inherited_from),
		            phase->not_before != DR_NO_DAY ? ", " : "");
	}
	if (phase->not_before == DR_NO_DAY) {
		return;
	}
	dr_text_plan_add(w, !current               ? "not before "
	                    : w->plan->since_given ? "since "
	                                           : "counted from ");
	dr_plan_write_day(w->out, phase->not_before);
	if (phase->min_days > 0) {
		dr_buf_addf(w->out, ", %s%d days%s", current ? "" : "then ", (int)phase->min_days,
		            phase->month_end != DR_NO_DAY ? " and a month end" : " at least");
	}
}

static void add_present(dr_plan_writer *w)
{
	const dr_plan_phase *now = w->plan->current;
	if (now == NULL) {
		size_t begin = w->out->len;
		dr_plan_write_standing(w->out, w->plan);
		dr_text_plan_add(w, w->out->len > begin ? ", before the first step"
		                                        : "no rollout yet");
		return;
	}
	dr_buf_add(w->out, now->id);
	if (w->plan->inherited_from.len > 0) {
		dr_buf_addf(w->out, ", inherited from %.*s", DR_FMT(w->plan->inherited_from));
		return;
	}
	if (!w->plan->since_given) {
		return;
	}
	dr_text_plan_add(w, " since ");
	dr_plan_write_day(w->out, now->not_before);
	dr_text_plan_add(w, " (");
	dr_plan_write_age(w->out, now, w->plan->as_of);
	dr_text_plan_add(w, ")");
}

static void add_start(dr_plan_writer *w)
{
	if (dr_plan_may_begin(w->plan)) {
		dr_text_plan_add(w, ", which may begin today");
		return;
	}
	if (dr_plan_lacks_day(w->plan->next)) {
		dr_text_plan_add(w, ", for which no day is free");
		return;
	}
	dr_text_plan_add(w, ", not before ");
	dr_plan_write_day(w->out, w->plan->next->not_before);
}

/* "Next: quarantine, not before 1 Dec 2026, blocked by 2 things." */
static void add_ahead(dr_plan_writer *w)
{
	const dr_plan *plan = w->plan;
	size_t count = plan->obstacles.len;
	const char *things = count == 1 ? "thing" : "things";
	if (plan->next == NULL) {
		dr_text_plan_add(w, "The plan is at its end");
	} else {
		dr_buf_addf(w->out, "Next: %.*s", DR_FMT(plan->next->id));
		add_start(w);
	}
	if (count > 0) {
		dr_buf_addf(w->out,
		            plan->next == NULL ? ", with %zu %s to settle" : ", blocked by %zu %s",
		            count, things);
	}
	dr_text_plan_add(w, ".");
}

/* Two sentences on one line, or on one each. */
void dr_text_plan_head(dr_plan_writer *w)
{
	enum { INDENT = 4 };
	dr_buf text, ahead;
	dr_plan_writer aside = dr_text_plan_aside(w, &text);
	dr_buf_addf(&text, "%.*s: ", DR_FMT(w->plan->domain));
	add_present(&aside);
	dr_text_plan_add(&aside, ".");
	aside = dr_text_plan_aside(w, &ahead);
	add_ahead(&aside);
	if (text.len + 1 + ahead.len <= WIDTH) {
		dr_buf_addf(&text, " %.*s", DR_FMT(dr_buf_str(&ahead)));
		dr_text_plan_wrapped(w, dr_buf_str(&text), 0, INDENT);
		return;
	}
	dr_text_plan_wrapped(w, dr_buf_str(&text), 0, INDENT);
	dr_buf_add_repeat(w->out, ' ', INDENT);
	dr_text_plan_wrapped(w, dr_buf_str(&ahead), INDENT, INDENT);
}

void dr_text_plan_task(dr_plan_writer *w, size_t number, const dr_plan_task *task)
{
	dr_buf_addf(w->out, "  %2zu  ", number);
	size_t at = 6;
	if (task->because.len > 0) {
		dr_buf_addf(w->out, "%-9.*s", DR_FMT(task->because));
		at += 9;
	}
	dr_text_plan_wrapped(w, task->text, at, at);
}

void dr_text_plan_tasks(dr_plan_writer *w, const dr_plan_phase *phase)
{
	for (size_t i = 0; i < phase->tasks.len; i++) {
		dr_text_plan_task(w, i + 1, &phase->tasks.items[i]);
	}
}

static dr_str gate_title(dr_plan_writer *w, const dr_plan_gate *gate)
{
	dr_buf text;
	dr_buf_init(&text, w->out->arena);
	dr_buf_add(&text, gate->title);
	if (gate->source.len > 0) {
		dr_buf_addf(&text, ": %.*s", DR_FMT(gate->source));
	}
	return dr_buf_str(&text);
}

/* A line of a gate, when there is something to say. */
static void add_column(dr_plan_writer *w, const char *label, dr_str text)
{
	if (text.len > 0) {
		dr_buf_add_repeat(w->out, ' ', 21);
		dr_text_plan_add(w, label);
		dr_text_plan_wrapped(w, text, 33, 21);
	}
}

void dr_text_plan_gate(dr_plan_writer *w, const dr_plan_gate *gate)
{
	dr_buf_addf(w->out, "     %-8s %.*s  ", dr_gate_state_name(gate->state), DR_FMT(gate->id));
	dr_text_plan_wrapped(w, gate_title(w, gate), 21, 21);
	add_column(w, "", gate->measured.text);
	add_column(w, "accepted by ", gate->accepted_by);
	if (gate->state == DR_GATE_MET || gate->state == DR_GATE_ACCEPTED) {
		return;
	}
	dr_buf_add_repeat(w->out, ' ', 21);
	dr_buf_addf(w->out, "needs ");
	dr_text_plan_wrapped(w, gate->needed, 27, 21);
	dr_buf_add_repeat(w->out, ' ', 21);
	dr_text_plan_wrapped(w, gate->todo, 21, 21);
}

void dr_text_plan_list(dr_plan_writer *w, const char *label, const dr_strs *texts)
{
	for (size_t i = 0; i < texts->len; i++) {
		dr_buf_addf(w->out, "   %-14s", i == 0 ? label : "");
		dr_text_plan_wrapped(w, texts->items[i], 17, 17);
	}
}

static void add_told(dr_plan_writer *w, const char *label, dr_str text)
{
	enum { TOLD_AT = 12 };
	dr_buf_addf(w->out, "  %-10s", label);
	dr_text_plan_wrapped(w, text, TOLD_AT, TOLD_AT);
}

void dr_text_plan_target(dr_plan_writer *w)
{
	const dr_plan *plan = w->plan;
	dr_buf target;
	dr_buf_init(&target, w->out->arena);
	for (size_t i = 0; i < plan->notes.len; i++) {
		add_told(w, "changed", plan->notes.items[i]);
	}
	for (size_t i = 0; i < plan->remarks.len; i++) {
		add_told(w, "config", plan->remarks.items[i]);
	}
	dr_plan_write_target(&target, plan);
	if (target.len > 0) {
		add_told(w, "target", dr_buf_str(&target));
	}
}

void dr_text_plan_assumptions(dr_plan_writer *w)
{
	for (size_t i = 0; i < w->plan->assumptions.len; i++) {
		dr_text_plan_add(w, i == 0 ? "\nAssumed: " : "         ");
		dr_text_plan_wrapped(w, w->plan->assumptions.items[i], 9, 9);
	}
}
