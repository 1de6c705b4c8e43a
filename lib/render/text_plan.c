#include "render/render_priv.h"
#include "render/typed.h"

enum { WIDTH = 96, RECORD_INDENT = 5 };

typedef struct {
	const dr_plan *plan;
	dr_buf *out;
} writer;

static void add_text(writer *w, const char *text)
{
	dr_buf_add(w->out, dr_str_of(text));
}

/* A text from outside, wrapped; the line has `at` columns already. */
static void add_wrapped(writer *w, dr_str text, size_t at, size_t indent)
{
	dr_wrap_write(w->out, dr_neutral_text(w->out->arena, text), at, indent, WIDTH);
	dr_buf_add_char(w->out, '\n');
}

static void add_day(writer *w, dr_day day)
{
	dr_day_write_short(day, w->out);
	dr_buf_addf(w->out, " %d", dr_day_date(day).year);
}

/* The value as strings of at most 255 octets (RFC 1035 3.3.14), quoted for a master file. */
static void add_strings(writer *w, dr_str value)
{
	enum { STRING_MAX = 255 };
	for (size_t at = 0; at < value.len || at == 0; at += STRING_MAX) {
		dr_str part = dr_str_sub(value, at, STRING_MAX);
		dr_buf_add(w->out, at > 0 ? DR_STR(" \"") : DR_STR("\""));
		for (size_t i = 0; i < part.len; i++) {
			if (part.ptr[i] == '"') {
				dr_buf_add_char(w->out, '\\');
			}
			dr_shown_write(w->out, dr_str_sub(part, i, 1));
		}
		dr_buf_add_char(w->out, '"');
	}
}

/* Every record twice: as a zone line, and as fields for a web form. */
static void add_record(writer *w, const dr_plan_record *r)
{
	dr_buf_add_repeat(w->out, ' ', RECORD_INDENT);
	if (dr_str_eq(r->action, DR_STR("remove"))) {
		dr_buf_addf(w->out, "remove %.*s. %.*s\n", DR_FMT(r->name), DR_FMT(r->type));
		return;
	}
	dr_buf_addf(w->out, "%.*s. %d IN %.*s ", DR_FMT(r->name), (int)r->ttl, DR_FMT(r->type));
	add_strings(w, r->value);
	add_text(w, "\n");
	dr_buf_add_repeat(w->out, ' ', RECORD_INDENT);
	dr_buf_addf(w->out, "Name: %.*s   Type: %.*s   TTL: %d   Value: ", DR_FMT(r->host_field),
	            DR_FMT(r->type), (int)r->ttl);
	dr_shown_write(w->out, r->value);
	add_text(w, "\n");
	dr_buf_add_repeat(w->out, ' ', RECORD_INDENT);
	dr_buf_addf(w->out, "(if your panel does not add %.*s: %.*s)\n", DR_FMT(r->zone),
	            DR_FMT(r->name));
}

static void add_records(writer *w, const dr_plan_records *records)
{
	for (size_t i = 0; i < records->len; i++) {
		add_record(w, &records->items[i]);
	}
}

static size_t count_gates(const dr_plan_phase *phase, dr_gate_state state)
{
	size_t count = 0;
	for (size_t i = 0; i < phase->gates.len; i++) {
		count += phase->gates.items[i].state == state;
	}
	return count;
}

static bool is_same_everywhere(const dr_plan_effect *e)
{
	return dr_str_eq(e->weakest, e->strictest);
}

/* "p=quarantine", or "p=none to quarantine" where receivers differ; sp and np where they differ
 * from what is above them. */
static void add_policy(writer *w, const dr_plan_phase *phase)
{
	const struct {
		const char *tag;
		const dr_plan_effect *effect, *above;
	} parts[] = { { "p", &phase->p, NULL },
		      { "sp", &phase->sp, &phase->p },
		      { "np", &phase->np, &phase->sp } };
	for (size_t i = 0; i < DR_COUNT(parts); i++) {
		const dr_plan_effect *e = parts[i].effect, *above = parts[i].above;
		if (above != NULL && dr_str_eq(e->weakest, above->weakest) &&
		    dr_str_eq(e->strictest, above->strictest)) {
			continue;
		}
		dr_buf_addf(w->out, "%s%s=%.*s", i > 0 ? "  " : "", parts[i].tag,
		            DR_FMT(e->weakest));
		if (!is_same_everywhere(e)) {
			dr_buf_addf(w->out, " to %.*s", DR_FMT(e->strictest));
		}
	}
}

static void add_when(writer *w, const dr_plan_phase *phase)
{
	if (phase->not_before == DR_NO_DAY) {
		return;
	}
	bool current = phase->state == DR_PHASE_CURRENT;
	add_text(w, current ? "since " : "not before ");
	add_day(w, phase->not_before);
	if (phase->min_days > 0) {
		dr_buf_addf(w->out, ", %s%d days%s", current ? "" : "then ", (int)phase->min_days,
		            phase->month_end != DR_NO_DAY ? " and a month end" : " at least");
	}
}

static void add_head(writer *w)
{
	const dr_plan *plan = w->plan;
	dr_buf_addf(w->out, "%.*s: ", DR_FMT(plan->domain));
	if (plan->current == NULL) {
		add_text(w, "no rollout yet");
	} else {
		dr_buf_addf(w->out, "%.*s", DR_FMT(plan->current->id));
		if (plan->since_given) {
			dr_buf_addf(w->out, ", day %d of %d",
			            (int)(plan->as_of - plan->current->not_before),
			            (int)plan->current->min_days);
		}
	}
	if (plan->next == NULL) {
		add_text(w, ". The plan is at its end.\n");
		return;
	}
	dr_buf_addf(w->out, ". Next: %.*s, not before ", DR_FMT(plan->next->id));
	add_day(w, plan->next->not_before);
	if (plan->next->gates.len > 0) {
		dr_buf_addf(w->out, ", %zu of %zu gates met", count_gates(plan->next, DR_GATE_MET),
		            plan->next->gates.len);
	}
	add_text(w, ".\n");
}

static void add_task(writer *w, size_t number, const dr_plan_task *task)
{
	dr_buf_addf(w->out, "  %2zu  ", number);
	size_t at = 6;
	if (task->because.len > 0) {
		dr_buf_addf(w->out, "%-9.*s", DR_FMT(task->because));
		at += 9;
	}
	add_wrapped(w, task->text, at, at);
}

static void add_tasks(writer *w, const dr_plan_phase *phase, size_t most)
{
	size_t shown = phase->tasks.len < most ? phase->tasks.len : most;
	for (size_t i = 0; i < shown; i++) {
		add_task(w, i + 1, &phase->tasks.items[i]);
	}
	if (shown < phase->tasks.len) {
		dr_buf_addf(w->out, "      and %zu more: --full\n", phase->tasks.len - shown);
	}
}

static void add_gate(writer *w, const dr_plan_gate *gate)
{
	dr_buf_addf(w->out, "     %-8s %.*s  ", dr_gate_state_name(gate->state), DR_FMT(gate->id));
	add_wrapped(w, gate->title, 21, 21);
	if (gate->state == DR_GATE_MET) {
		return;
	}
	dr_buf_add_repeat(w->out, ' ', 21);
	dr_buf_addf(w->out, "needs ");
	add_wrapped(w, gate->needed, 27, 21);
	dr_buf_add_repeat(w->out, ' ', 21);
	add_wrapped(w, gate->todo, 21, 21);
}

static void add_line(writer *w, const char *label, const dr_plan_phase *phase)
{
	dr_buf_addf(w->out, "  %-9s", label);
	size_t from = w->out->len;
	add_policy(w, phase);
	size_t used = w->out->len - from;
	dr_buf_add_repeat(w->out, ' ', used < 26 ? 26 - used : 2);
	add_when(w, phase);
	if (phase->decision) {
		add_text(w, ", after your decision");
	}
	add_text(w, "\n");
}

static bool is_ahead(const dr_plan *plan, const dr_plan_phase *phase)
{
	return phase->state == DR_PHASE_UPCOMING && phase != plan->next && phase->records.len > 0;
}

static void add_overview(writer *w)
{
	const dr_plan *plan = w->plan;
	add_text(w, "\n");
	if (plan->current != NULL) {
		add_line(w, "now", plan->current);
	}
	if (plan->next != NULL) {
		add_line(w, "next", plan->next);
	}
	for (size_t i = 0; i < plan->phases.len; i++) {
		if (is_ahead(plan, &plan->phases.items[i])) {
			add_line(w, "then", &plan->phases.items[i]);
		}
	}
	if (plan->next != NULL && plan->next->rollback.len > 0) {
		bool first = plan->next->rollback.items[0].value.len == 0;
		dr_buf_addf(w->out, "  way back %s; receivers follow within %d s (its TTL)\n",
		            first ? "remove the record" : "the previous record",
		            (int)plan->next->rollback.items[0].ttl);
	}
}

static void add_next_record(writer *w)
{
	const dr_plan *plan = w->plan;
	if (plan->next == NULL || plan->next->records.len == 0) {
		return;
	}
	dr_buf_addf(w->out, "\nThe record of the next step (%.*s):\n", DR_FMT(plan->next->id));
	add_records(w, &plan->next->records);
}

static void add_assumptions(writer *w)
{
	for (size_t i = 0; i < w->plan->assumptions.len; i++) {
		add_text(w, i == 0 ? "\nAssumed: " : "         ");
		add_wrapped(w, w->plan->assumptions.items[i], 9, 9);
	}
}

static void add_screen(writer *w)
{
	enum { TASKS_SHOWN = 5 };
	const dr_plan *plan = w->plan;
	if (plan->next != NULL && plan->next->tasks.len > 0) {
		add_text(w, "\n");
		add_tasks(w, plan->next, TASKS_SHOWN);
	}
	add_overview(w);
	add_next_record(w);
	size_t unknown = plan->next != NULL ? count_gates(plan->next, DR_GATE_UNKNOWN) : 0;
	if (unknown > 0) {
		dr_buf_addf(w->out, "\n%zu %s unknown without aggregate reports: --full shows %s\n",
		            unknown, unknown == 1 ? "gate is" : "gates are",
		            unknown == 1 ? "it" : "them");
	}
	add_assumptions(w);
}

static void add_list(writer *w, const char *label, const dr_strs *texts)
{
	for (size_t i = 0; i < texts->len; i++) {
		dr_buf_addf(w->out, "   %-14s", i == 0 ? label : "");
		add_wrapped(w, texts->items[i], 17, 17);
	}
}

static void add_effect(writer *w, const char *tag, const dr_plan_effect *e)
{
	dr_buf_addf(
		w->out,
		"     %-3s RFC 7489: %-11.*s RFC 9989: %-11.*s weakest: %-11.*s strictest: %.*s\n",
		tag, DR_FMT(e->rfc7489), DR_FMT(e->rfc9989), DR_FMT(e->weakest),
		DR_FMT(e->strictest));
}

static void add_title(writer *w, size_t number, const dr_plan_phase *phase)
{
	dr_buf_addf(w->out, "\n%zu. %.*s: %.*s (%s", number, DR_FMT(phase->id),
	            DR_FMT(phase->title), dr_phase_state_name(phase->state));
	if (phase->not_before != DR_NO_DAY) {
		add_text(w, ", ");
		add_when(w, phase);
	}
	add_text(w, phase->decision ? ", after your decision)\n" : ")\n");
}

static void add_step(writer *w, const dr_plan_phase *phase)
{
	if (phase->gates.len > 0) {
		add_text(w, "   gates:\n");
	}
	for (size_t i = 0; i < phase->gates.len; i++) {
		add_gate(w, &phase->gates.items[i]);
	}
	if (phase->tasks.len > 0) {
		add_text(w, "   tasks:\n");
		add_tasks(w, phase, phase->tasks.len);
	}
	add_list(w, "go back when", &phase->triggers);
	if (phase->rollback.len > 0) {
		add_text(w, "   way back:\n");
		add_records(w, &phase->rollback);
	}
	add_list(w, "not undone", &phase->cannot_undo);
}

static void add_phase(writer *w, size_t number, const dr_plan_phase *phase)
{
	add_title(w, number, phase);
	if (phase->state == DR_PHASE_DONE) {
		return;
	}
	dr_buf_add_repeat(w->out, ' ', 3);
	add_wrapped(w, phase->why, 3, 3);
	add_records(w, &phase->records);
	add_text(w, "   what receivers do with mail that fails:\n");
	add_effect(w, "p", &phase->p);
	add_effect(w, "sp", &phase->sp);
	add_effect(w, "np", &phase->np);
	if (phase->state == DR_PHASE_UPCOMING) {
		add_step(w, phase);
	}
}

static void add_runbook(writer *w)
{
	const dr_plan *plan = w->plan;
	size_t number = 0;
	for (size_t i = 0; i < plan->phases.len; i++) {
		if (plan->phases.items[i].state != DR_PHASE_SKIPPED) {
			add_phase(w, ++number, &plan->phases.items[i]);
		}
	}
	for (size_t i = 0; i < plan->decisions.len; i++) {
		const dr_plan_decision *d = &plan->decisions.items[i];
		dr_buf_addf(w->out, "\nTo decide before %.*s: ", DR_FMT(d->id));
		add_wrapped(w, d->question, 19, 3);
		add_list(w, "for", &d->in_favour);
		add_list(w, "against", &d->against);
	}
	add_assumptions(w);
}

static void write_plan(const dr_render_options *options, const dr_render_item *item, dr_buf *out)
{
	const dr_plan *plan = item->plan;
	if (plan == NULL) {
		return;
	}
	if (plan->incomplete) {
		dr_buf_addf(out,
		            "%.*s: no plan: %.*s could not be found out, and nothing is proposed "
		            "without it. Try again, or see dmarcramp lint %.*s\n",
		            DR_FMT(plan->domain), DR_FMT(plan->missing), DR_FMT(plan->domain));
		return;
	}
	writer w = { .plan = plan, .out = out };
	add_head(&w);
	dr_typed_write(out, item->result->request->domain);
	if (options->full) {
		add_runbook(&w);
	} else {
		add_screen(&w);
	}
}

const dr_domain_writer DR_TEXT_PLAN = { .item = write_plan, .between = "\n" };
