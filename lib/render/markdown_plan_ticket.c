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

static void add_gates(dr_buf *out, const dr_plan_phase *phase)
{
	if (phase->gates.len > 0) {
		add(out, "\n### Evidence\n\n| gate | state | about | measured | needed |\n"
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
	dr_buf_addf(
		out,
		"It would have touched at least %llu of %llu reported messages (%llu reporters, "
		"28 days).\n",
		(unsigned long long)impact->affected, (unsigned long long)impact->messages,
		(unsigned long long)impact->reporters);
	for (size_t i = 0; i < impact->sources.len; i++) {
		dr_buf_addf(out, "- %llu ", (unsigned long long)impact->sources.items[i].affected);
		dr_markdown_write(out, impact->sources.items[i].source);
		add(out, "\n");
	}
	if (phase->exposure.given) {
		dr_buf_addf(out,
		            "\nIf the main stream breaks on day one, about %llu messages are lost "
		            "in the "
		            "%d hours before a rollback works.\n",
		            (unsigned long long)phase->exposure.messages,
		            (int)phase->exposure.hours);
	}
}

static void add_tasks(dr_buf *out, const dr_plan_phase *phase)
{
	if (phase->tasks.len > 0) {
		add(out, "\n### Before\n\n");
	}
	for (size_t i = 0; i < phase->tasks.len; i++) {
		add(out, "- [ ] ");
		dr_markdown_write(out, phase->tasks.items[i].text);
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
	dr_buf day, target;
	dr_buf_init(&day, out->arena);
	dr_buf_init(&target, out->arena);
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
	add_row(out, "domain", plan->domain);
	add_row(out, "step", phase->id);
	add_days(out, plan, phase);
	add_row(out, "owner", plan->owner.len > 0 ? plan->owner : DR_STR("…"));
	add_row(out, "after a decision",
	        phase->decision ? DR_STR("yes, still open") : DR_STR("no"));
}

/* A page for those whom people call. */
static void add_helpdesk(dr_buf *out, const dr_plan *plan, const dr_plan_phase *phase)
{
	if (!phase->enforces_more) {
		return;
	}
	bool refuses = dr_str_eq(phase->p.strictest, DR_STR("reject"));
	add(out, "\n### For the helpdesk\n\n");
	add(out,
	    refuses ? "- From that day mail in our name that fails DMARC is refused: the sender "
	              "has a bounce, the recipient sees nothing.\n"
	            : "- From that day mail in our name that fails DMARC is filed as spam: the "
	              "recipient finds it there.\n");
	add(out,
	    "- Ask whoever misses a message for its sender, day, recipient, and the bounce or the "
	    "header lines of the message; ");
	dr_markdown_code(out, DR_STR("dmarcramp explain FILE"));
	add(out, " says what they mean.\n"
	         "- Two people who miss mail of the same sender are reason to call ");
	dr_markdown_write(out, plan->owner.len > 0 ? plan->owner : DR_STR("…"));
	dr_buf_addf(out, ": the way back takes effect within %d s.\n",
	            (int)(phase->rollback.len > 0 ? phase->rollback.items[0].ttl : 0));
}

static void add_people(dr_buf *out, const dr_plan *plan, const dr_plan_phase *phase)
{
	add(out, "\n### People\n\n- [ ] whose mail the step touches is known, and nobody needs it\n"
	         "- [ ] approved by … on …\n- [ ] owners of sources told 7 days before\n");
	if (phase->records.len > 0) {
		dr_markdown_plan_check(out, plan, phase->id);
	}
	add(out, "- [ ] watches for 72 hours: …\n");
}

void dr_markdown_plan_ticket(dr_buf *out, const dr_plan *plan, const dr_plan_phase *phase)
{
	add_head(out, plan, phase);
	add(out, "\n### Change\n");
	dr_markdown_plan_place(out, plan);
	dr_markdown_plan_records(out, &phase->records);
	if (phase->elsewhere.len > 0) {
		add(out, "\nBefore it, whoever runs the report mailboxes publishes:\n");
		dr_markdown_plan_records(out, &phase->elsewhere);
	}
	add_effects(out, phase);
	add_gates(out, phase);
	add_cost(out, phase);
	add_tasks(out, phase);
	dr_markdown_plan_list(out, "Go back when", &phase->triggers);
	add(out, "\n### Way back\n");
	dr_markdown_plan_records(out, &phase->rollback);
	dr_markdown_plan_list(out, "What that does not undo", &phase->cannot_undo);
	add_helpdesk(out, plan, phase);
	add_people(out, plan, phase);
}
