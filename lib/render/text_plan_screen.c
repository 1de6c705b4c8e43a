/* The first screen of a plan: what is in the way, what comes when, and the way back. */
#include "render/text_plan_priv.h"

enum { WIDTH = 96, POLICY_AT = 12, WHEN_AT = 38, TODO_AT = 8 };

static void pad(dr_plan_writer *w, size_t from, size_t width)
{
	size_t used = w->out->len - from;
	dr_buf_add_repeat(w->out, ' ', used < width ? width - used : 2);
}

/* A text below the column of days. */
static void add_beside(dr_plan_writer *w, dr_str text)
{
	dr_buf_add_repeat(w->out, ' ', WHEN_AT);
	dr_text_plan_wrapped(w, text, WHEN_AT, WHEN_AT);
}

/* ---- what is in the way ---- */

static void add_todo(dr_plan_writer *w, const dr_plan_obstacle *one)
{
	if (one->todo.len == 0 && one->command.len == 0) {
		return;
	}
	dr_text_plan_add(w, "      → ");
	if (TODO_AT + one->todo.len + 2 + one->command.len <= WIDTH) {
		dr_neutral_write(w->out, one->todo);
		size_t used = TODO_AT + one->todo.len + one->command.len;
		dr_buf_add_repeat(w->out, ' ', one->command.len > 0 ? WIDTH - used : 0);
		dr_buf_addf(w->out, "%.*s\n", DR_FMT(one->command));
		return;
	}
	dr_text_plan_wrapped(w, one->todo, TODO_AT, TODO_AT);
	if (one->command.len > 0) {
		dr_buf_add_repeat(w->out, ' ', TODO_AT);
		dr_buf_addf(w->out, "%.*s\n", DR_FMT(one->command));
	}
}

static size_t add_obstacles(dr_plan_writer *w, size_t most)
{
	const dr_plan_obstacles *list = &w->plan->obstacles;
	size_t shown = list->len < most ? list->len : most;
	for (size_t i = 0; i < shown; i++) {
		dr_buf_addf(w->out, "  %2zu  ", i + 1);
		dr_text_plan_wrapped(w, list->items[i].what, 6, 6);
		add_todo(w, &list->items[i]);
	}
	if (shown < list->len) {
		dr_buf_addf(w->out, "      and %zu more: --full\n", list->len - shown);
	}
	return shown;
}

/* Whether something in the way asks for the task already. */
static bool is_told(const dr_plan *plan, const dr_plan_task *task)
{
	for (size_t i = 0; i < plan->obstacles.len; i++) {
		const dr_strs *because = &plan->obstacles.items[i].because;
		for (size_t j = 0; j < because->len; j++) {
			if (dr_str_eq(because->items[j], task->because)) {
				return true;
			}
		}
	}
	return false;
}

static void add_tasks(dr_plan_writer *w, const dr_plan_phase *phase, size_t number)
{
	enum { SHOWN = 5 };
	size_t shown = 0, left = 0;
	for (size_t i = 0; i < phase->tasks.len; i++) {
		if (is_told(w->plan, &phase->tasks.items[i])) {
			continue;
		}
		if (shown == SHOWN) {
			left++;
			continue;
		}
		dr_text_plan_task(w, number + ++shown, &phase->tasks.items[i]);
	}
	if (left > 0) {
		dr_buf_addf(w->out, "      and %zu more: --full\n", left);
	}
}

static void add_work(dr_plan_writer *w)
{
	enum { SHOWN = 6 };
	const dr_plan *plan = w->plan;
	const dr_plan_phase *phase = plan->next != NULL ? plan->next : plan->current;
	if (plan->obstacles.len == 0 && (phase == NULL || phase->tasks.len == 0)) {
		return;
	}
	dr_text_plan_add(w, "\n");
	size_t number = add_obstacles(w, SHOWN);
	if (phase != NULL) {
		add_tasks(w, phase, number);
	}
}

/* ---- what comes when ---- */

/* `more` follows what is said of the phase's days. */
static void add_line(dr_plan_writer *w, const char *label, const dr_plan_phase *phase, dr_str more)
{
	dr_buf text;
	dr_plan_writer aside = dr_text_plan_aside(w, &text);
	dr_text_plan_when(&aside, phase);
	dr_buf_add(&text, more);
	dr_buf_addf(w->out, "  %-10s", label);
	size_t from = w->out->len;
	dr_text_plan_does(w, phase);
	if (w->out->len - from + 2 > WHEN_AT - POLICY_AT && text.len > 0) {
		dr_text_plan_add(w, "\n");
		dr_buf_add_repeat(w->out, ' ', WHEN_AT);
	} else {
		pad(w, from, WHEN_AT - POLICY_AT);
	}
	dr_text_plan_wrapped(w, dr_buf_str(&text), WHEN_AT, WHEN_AT);
}

static void add_now(dr_plan_writer *w)
{
	const dr_plan_phase *next = w->plan->next;
	dr_buf gates;
	dr_buf_init(&gates, w->out->arena);
	if (next != NULL && next->gates.len > 0) {
		dr_buf_addf(&gates, "; %zu of %zu gates met", dr_plan_count_passed(next),
		            next->gates.len);
	}
	add_line(w, "now", w->plan->current, dr_buf_str(&gates));
}

/* "at least 12 of 1234 reported messages (7 reporters): 8 Payroll, 4 198.51.100.7" */
static void add_touched(dr_plan_writer *w, const dr_plan_impact *impact)
{
	enum { SHOWN = 3 };
	if (!impact->given) {
		return;
	}
	dr_buf text;
	dr_buf_init(&text, w->out->arena);
	dr_buf_addf(&text, "would touch at least %llu of %llu reported messages (%llu reporters)",
	            (unsigned long long)impact->affected, (unsigned long long)impact->messages,
	            (unsigned long long)impact->reporters);
	for (size_t i = 0; i < impact->sources.len && i < SHOWN; i++) {
		dr_buf_addf(&text, "%s%llu %.*s", i == 0 ? ": " : ", ",
		            (unsigned long long)impact->sources.items[i].affected,
		            DR_FMT(impact->sources.items[i].source));
	}
	dr_buf_addf(&text, "%s", impact->sources.len > SHOWN ? " …" : "");
	add_beside(w, dr_buf_str(&text));
}

static void add_coming(dr_plan_writer *w, const char *label, const dr_plan_phase *phase)
{
	const dr_plan_decision *decision = dr_plan_find_decision(w->plan, phase);
	add_line(w, label, phase, phase->decision ? DR_STR(", after your decision") : DR_STR(""));
	dr_strs waits = dr_plan_find_waits(w->out->arena, phase);
	for (size_t i = 0; i < waits.len; i++) {
		add_beside(w, waits.items[i]);
	}
	if (phase->decision && decision != NULL && decision->cost.len > 0) {
		add_beside(w, decision->cost);
	}
}

/* Why names below the domain go first. */
static void add_ahead(dr_plan_writer *w, const dr_plan_phase *phase)
{
	if (phase->ahead.len > 0) {
		add_beside(w, phase->ahead);
	}
}

/* "1 h" */
static void add_hours(dr_buf *text, int64_t seconds)
{
	enum { HOUR = 3600 };
	if (seconds % HOUR == 0) {
		dr_buf_addf(text, "%d h", (int)(seconds / HOUR));
	} else {
		dr_buf_addf(text, "%d s", (int)seconds);
	}
}

static void add_way_back(dr_plan_writer *w, const dr_plan_phase *next)
{
	const dr_plan_record *before = &next->rollback.items[0];
	dr_buf text;
	dr_buf_init(&text, w->out->arena);
	bool alias = dr_str_eq(before->type, DR_STR("CNAME"));
	dr_buf_addf(&text, "%s within ",
	            before->value.len == 0 ? "remove the record: gone"
	            : alias                ? "the CNAME again"
	                                   : "the previous record");
	add_hours(&text, before->ttl);
	dr_buf_addf(&text, " (its TTL)");
	if (w->plan->step_down.possible && w->plan->kept > before->ttl) {
		dr_buf_addf(&text, "; today within ");
		add_hours(&text, w->plan->kept);
		dr_buf_addf(&text, ", for receivers may keep the present record for so long");
	}
	if (next->exposure.given) {
		dr_buf_addf(&text,
		            "; lost until noticed, should the main stream (%.*s) break on day one: "
		            "about %llu messages in %d hours",
		            DR_FMT(next->exposure.stream),
		            (unsigned long long)next->exposure.messages, (int)next->exposure.hours);
	}
	dr_buf_addf(w->out, "  %-10s%-26s", "way back", "at any step");
	dr_text_plan_wrapped(w, dr_buf_str(&text), WHEN_AT, WHEN_AT);
}

static void add_overview(dr_plan_writer *w)
{
	const dr_plan *plan = w->plan;
	dr_text_plan_add(w, "\n");
	if (plan->current != NULL) {
		add_now(w);
	}
	if (plan->next != NULL) {
		add_coming(w, "next", plan->next);
		add_ahead(w, plan->next);
		add_touched(w, &plan->next->impact);
	}
	for (size_t i = 0; i < plan->phases.len; i++) {
		const dr_plan_phase *phase = &plan->phases.items[i];
		if (dr_plan_is_step(phase) && phase != plan->next) {
			add_coming(w, "then", phase);
			add_ahead(w, phase);
		}
	}
	if (plan->next != NULL && plan->next->rollback.len > 0) {
		add_way_back(w, plan->next);
	}
}

static void add_next_record(dr_plan_writer *w)
{
	const dr_plan *plan = w->plan;
	if (plan->next == NULL || plan->next->records.len == 0) {
		return;
	}
	dr_buf text;
	dr_buf_init(&text, w->out->arena);
	dr_buf_addf(&text, "The record of the next step (%.*s)", DR_FMT(plan->next->id));
	if (plan->cname.len > 0 && !plan->next->beside) {
		dr_buf_addf(&text, ", where the CNAME _dmarc.%.*s leads", DR_FMT(plan->domain));
	}
	dr_buf_addf(&text, ":");
	dr_text_plan_add(w, "\n");
	dr_text_plan_wrapped(w, dr_buf_str(&text), 0, 2);
	dr_text_plan_records(w, &plan->next->records);
	dr_text_plan_elsewhere(w, plan->next);
}

static void add_alarms(dr_plan_writer *w)
{
	const dr_plan *plan = w->plan;
	for (size_t i = 0; i < plan->alarms.len; i++) {
		dr_text_plan_add(w, i == 0 ? "\nGo back: " : "         ");
		dr_text_plan_wrapped(w, plan->alarms.items[i].text, 9, 9);
	}
	if (plan->alarms.len > 0) {
		dr_buf text;
		dr_buf_init(&text, w->out->arena);
		dr_buf_addf(&text,
		            "dmarcramp plan --rollback%.*s %.*s has the record; --step-down is one "
		            "policy lower",
		            DR_FMT(plan->wishes), DR_FMT(plan->domain));
		dr_text_plan_add(w, "         ");
		dr_text_plan_wrapped(w, dr_buf_str(&text), 9, 9);
	}
}

/* To a person, never by itself; what is lost may be any of what is in the way, or of the tasks. */
static void offer_step_down(dr_plan_writer *w)
{
	if (w->plan->losing && w->plan->alarms.len == 0) {
		dr_buf text;
		dr_buf_init(&text, w->out->arena);
		dr_buf_addf(&text,
		            "Or step down until what is lost passes again: dmarcramp plan "
		            "--step-down%.*s %.*s",
		            DR_FMT(w->plan->wishes), DR_FMT(w->plan->domain));
		dr_text_plan_add(w, "\n");
		dr_text_plan_wrapped(w, dr_buf_str(&text), 0, 4);
	}
}

void dr_text_plan_urgent(dr_plan_writer *w)
{
	add_alarms(w);
	if (w->plan->obstacles.len > 0) {
		dr_text_plan_add(w, w->plan->next != NULL ? "\nIn the way:\n" : "\nTo settle:\n");
		add_obstacles(w, w->plan->obstacles.len);
	}
	offer_step_down(w);
}

void dr_text_plan_screen(dr_plan_writer *w)
{
	add_alarms(w);
	add_work(w);
	offer_step_down(w);
	add_overview(w);
	dr_text_plan_target(w);
	add_next_record(w);
	dr_text_plan_assumptions(w);
}
