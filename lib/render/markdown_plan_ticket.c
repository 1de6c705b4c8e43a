/* A step as a change ticket in Markdown: what, why, evidence, exposure, way back, approvals. */
#include "render/markdown_plan_priv.h"

static void add(dr_buf *out, const char *text)
{
	dr_buf_add(out, dr_str_of(text));
}

static void add_effect(dr_buf *out, const char *tag, const dr_plan_effect *e)
{
	dr_buf_addf(out, "| %s | %.*s | %.*s | %.*s | %.*s |\n", tag, DR_FMT(e->rfc7489),
	            DR_FMT(e->rfc9989), DR_FMT(e->weakest), DR_FMT(e->strictest));
}

static void add_effects(dr_buf *out, const dr_plan_phase *phase)
{
	add(out, "\n### What receivers do with mail that fails\n\n"
	         "| | RFC 7489 | RFC 9989 | weakest | strictest |\n|---|---|---|---|---|\n");
	add_effect(out, "p", &phase->p);
	add_effect(out, "sp", &phase->sp);
	add_effect(out, "np", &phase->np);
}

static void add_gates(dr_buf *out, const dr_plan *plan, const dr_plan_phase *phase)
{
	if (phase->gates.len > 0) {
		dr_buf evidence;
		dr_buf_init(&evidence, out->arena);
		dr_plan_write_evidence(&evidence, plan);
		add(out, "\n### Evidence\n\n");
		dr_markdown_write(out, dr_buf_str(&evidence));
		add(out, "\n\n| gate | state | about | measured | needed |\n"
		         "|---|---|---|---|---|\n");
	}
	for (size_t i = 0; i < phase->gates.len; i++) {
		const dr_plan_gate *g = &phase->gates.items[i];
		dr_buf_addf(out, "| %.*s | %s | ", DR_FMT(g->id), dr_gate_state_name(g->state));
		dr_markdown_write(out, g->source.len > 0 ? g->source : g->title);
		add(out, " | ");
		dr_markdown_write(out, g->measured.text);
		add(out, " | ");
		dr_markdown_write(out, g->accepted_by.len > 0 ? g->accepted_by : g->needed);
		add(out, " |\n");
	}
}

static void add_cost(dr_buf *out, const dr_plan_phase *phase)
{
	const dr_plan_impact *impact = &phase->impact;
	add(out, "\n### Exposure\n\n");
	if (!impact->given) {
		add(out, "Not known: there are no aggregate reports.\n");
		return;
	}
	dr_buf text;
	dr_buf_init(&text, out->arena);
	dr_buf_addf(&text, "It would have touched ");
	dr_plan_write_touched(&text, impact);
	dr_markdown_write(out, dr_buf_str(&text));
	add(out, ".\n");
	for (size_t i = 0; i < impact->sources.len; i++) {
		dr_buf_addf(out, "- %llu ", (unsigned long long)impact->sources.items[i].affected);
		dr_markdown_write(out, impact->sources.items[i].source);
		add(out, "\n");
	}
	if (phase->exposure.given) {
		dr_buf_init(&text, out->arena);
		dr_plan_write_exposure(&text, &phase->exposure);
		add(out, "\nAt stake: ");
		dr_markdown_write(out, dr_buf_str(&text));
		add(out, ".\n");
	}
}

static void add_tasks(dr_buf *out, const dr_plan_phase *phase)
{
	if (phase->tasks.len > 0) {
		add(out, "\n### Before\n\n");
	}
	for (size_t i = 0; i < phase->tasks.len; i++) {
		const dr_plan_task *task = &phase->tasks.items[i];
		add(out, "- [ ] ");
		if (task->because.len > 0) {
			dr_buf_addf(out, "%.*s: ", DR_FMT(task->because));
		}
		dr_markdown_write(out, task->text);
		add(out, "\n");
	}
}

/* A line of the table at the head; nothing without a text. */
static void add_row(dr_buf *out, const char *label, dr_str text)
{
	if (text.len > 0) {
		dr_buf_addf(out, "| %s | ", label);
		dr_markdown_write(out, text);
		add(out, " |\n");
	}
}

/* When the step may begin, and why not sooner. */
static void add_days(dr_buf *out, const dr_plan *plan, const dr_plan_phase *phase)
{
	dr_buf start, day, target;
	dr_buf_init(&start, out->arena);
	dr_buf_init(&day, out->arena);
	dr_buf_init(&target, out->arena);
	dr_plan_write_start(&start, plan, phase);
	add_row(out, "may begin", dr_buf_str(&start));
	if (dr_plan_lacks_day(phase)) {
		add_row(out, "not before", DR_STR("no day is free"));
	} else if (phase->not_before != DR_NO_DAY) {
		dr_day_write(phase->not_before, &day);
		add_row(out, "not before", dr_buf_str(&day));
	}
	dr_strs waits = dr_plan_find_waits(out->arena, phase);
	for (size_t i = 0; i < waits.len; i++) {
		add_row(out, "waits for", waits.items[i]);
	}
	dr_plan_write_target(&target, plan);
	add_row(out, "target", dr_buf_str(&target));
}

static void add_head(dr_buf *out, const dr_plan *plan, const dr_plan_phase *phase)
{
	add(out, "## ");
	dr_markdown_write(out, plan->domain);
	add(out, ": ");
	dr_markdown_write(out, phase->title);
	add(out, "\n\n");
	dr_markdown_write(out, phase->why);
	if (phase->ahead.len > 0) {
		add(out, "\n\n");
		dr_markdown_write(out, phase->ahead);
	}
	add(out, "\n\n| | |\n|---|---|\n");
	dr_buf as_of;
	dr_buf_init(&as_of, out->arena);
	dr_day_write(plan->as_of, &as_of);
	add_row(out, "domain", plan->domain);
	add_row(out, "as of", dr_buf_str(&as_of));
	add_row(out, "step", phase->id);
	add_days(out, plan, phase);
	for (size_t i = 0; phase == plan->next && i < plan->notes.len; i++) {
		add_row(out, "changed", plan->notes.items[i]);
	}
	add_row(out, "owner", plan->owner.len > 0 ? plan->owner : DR_STR("…"));
	add_row(out, "DNS at", plan->provider);
	const dr_plan_decision *decision = dr_plan_find_decision(plan, phase);
	bool made = decision != NULL && decision->answer.len > 0;
	add_row(out, "decision",
	        made              ? decision->answer
	        : phase->decision ? DR_STR("still open")
	                          : DR_STR("none is needed"));
}

/* What to do before the step may begin; of those behind it the steps before come first. */
static void add_obstacles(dr_buf *out, const dr_plan *plan, const dr_plan_phase *phase)
{
	const dr_plan_obstacles *list = &plan->obstacles;
	size_t count = phase == plan->next ? list->len : 0;
	if (count > 0) {
		add(out, "\n### In the way\n\n");
	}
	for (size_t i = 0; i < count; i++) {
		add(out, "- [ ] ");
		dr_markdown_write(out, list->items[i].what);
		if (list->items[i].todo.len > 0) {
			add(out, "<br>To do: ");
			dr_markdown_write(out, list->items[i].todo);
		}
		if (list->items[i].command.len > 0) {
			add(out, " ");
			dr_markdown_code(out, list->items[i].command);
		}
		add(out, "\n");
	}
}

static void add_decision(dr_buf *out, const dr_plan_decision *decision)
{
	if (decision == NULL) {
		return;
	}
	add(out, "\n### Decision\n\n");
	dr_markdown_write(out, decision->question);
	add(out, "\n");
	dr_markdown_plan_list(out, "For:", &decision->in_favour);
	dr_markdown_plan_list(out, "Against:", &decision->against);
	if (decision->answer.len > 0) {
		add(out, "\nDecided: ");
		dr_markdown_write(out, decision->answer);
		add(out, "\n");
	}
}

static void add_people(dr_buf *out, const dr_plan *plan, const dr_plan_phase *phase)
{
	add(out, "\n### People\n\n- [ ] whose mail the step touches is known, and nobody needs it\n"
	         "- [ ] approved by … on …\n- [ ] owners of sources told 7 days before\n");
	dr_markdown_plan_check(out, plan, phase->id);
	add(out, "- [ ] watches for 72 hours: …\n");
}

static void add_change(dr_buf *out, const dr_plan *plan, const dr_plan_phase *phase)
{
	add(out, "\n### Change\n");
	dr_markdown_plan_place(out, plan);
	dr_markdown_plan_records(out, &phase->records);
	if (phase->elsewhere.len > 0) {
		add(out, "\nBefore it, whoever runs the report mailboxes publishes:\n");
		dr_markdown_plan_records(out, &phase->elsewhere);
	}
}

static void add_way_back(dr_buf *out, const dr_plan_phase *phase)
{
	dr_markdown_plan_list(out, "### Go back when", &phase->triggers);
	add(out, "\n### Way back\n");
	dr_markdown_plan_records(out, &phase->rollback);
	dr_markdown_plan_list(out, "### What that does not undo", &phase->cannot_undo);
}

void dr_markdown_plan_ticket(dr_buf *out, const dr_plan *plan, const dr_plan_phase *phase)
{
	bool changes = phase->records.len > 0;
	add_head(out, plan, phase);
	add_obstacles(out, plan, phase);
	add_decision(out, dr_plan_find_decision(plan, phase));
	if (changes) {
		add_change(out, plan, phase);
	}
	add_effects(out, phase);
	add_gates(out, plan, phase);
	if (changes) {
		add_cost(out, phase);
	}
	add_tasks(out, phase);
	if (changes) {
		add_way_back(out, phase);
		dr_markdown_plan_helpdesk(out, plan, phase);
		add_people(out, plan, phase);
		dr_markdown_plan_list(out, "### Assumed", &plan->assumptions);
	}
}
