/* A step as a change ticket in Markdown: what, why, evidence, exposure, way back, approvals. */
#include "render/markup.h"
#include "render/plan_view.h"
#include "render/render_priv.h"

static void add(dr_buf *out, const char *text)
{
	dr_buf_add(out, dr_str_of(text));
}

static void add_records(dr_buf *out, const dr_plan_records *records)
{
	for (size_t i = 0; i < records->len; i++) {
		const dr_plan_record *r = &records->items[i];
		dr_buf line;
		dr_buf_init(&line, out->arena);
		dr_plan_write_zone_line(&line, r);
		add(out, "\n");
		dr_markdown_code(out, dr_buf_str(&line));
		add(out, "\n\n| Name | Type | TTL | Value |\n|---|---|---|---|\n| ");
		dr_markdown_code(out, r->host_field);
		dr_buf_addf(out, " | %.*s | %d | ", DR_FMT(r->type), (int)r->ttl);
		dr_markdown_code(out, r->value.len > 0 ? r->value : DR_STR("(remove)"));
		add(out, " |\n");
		if (r->zone.len > 0) {
			add(out, "\nIf the panel does not add ");
			dr_markdown_code(out, r->zone);
			add(out, ", the name is ");
			dr_markdown_code(out, r->name);
			add(out, ".\n");
		}
	}
}

static void add_list(dr_buf *out, const char *title, const dr_strs *texts)
{
	if (texts->len > 0) {
		dr_buf_addf(out, "\n### %s\n\n", title);
	}
	for (size_t i = 0; i < texts->len; i++) {
		add(out, "- ");
		dr_markdown_write(out, texts->items[i]);
		add(out, "\n");
	}
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
	add(out, "\n\n| | |\n|---|---|\n| domain | ");
	dr_markdown_write(out, plan->domain);
	dr_buf_addf(out, " |\n| step | %.*s |\n| not before | ", DR_FMT(phase->id));
	if (dr_plan_lacks_day(phase)) {
		add(out, "no day is free");
	} else if (phase->not_before != DR_NO_DAY) {
		dr_day_write(phase->not_before, out);
	}
	add(out, " |\n| owner | ");
	dr_markdown_write(out, plan->owner.len > 0 ? plan->owner : DR_STR("…"));
	dr_buf_addf(out, " |\n| after a decision | %s |\n",
	            phase->decision ? "yes, still open" : "no");
}

/* The record of a CNAME is somebody else's, or stands elsewhere. */
static void add_place(dr_buf *out, const dr_plan *plan)
{
	if (plan->cname.len > 0) {
		dr_buf_addf(out, "\n`_dmarc.%.*s` is a CNAME: the record stands at ",
		            DR_FMT(plan->domain));
		dr_markdown_code(out, plan->cname);
		add(out, ", and whoever runs that name changes it.\n");
	}
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

/* Of a record that is a CNAME the servers of the domain know nothing. */
static void add_check(dr_buf *out, const dr_plan *plan, dr_str phase)
{
	if (plan->cname.len > 0) {
		return;
	}
	dr_buf command;
	dr_buf_init(&command, out->arena);
	dr_buf_addf(&command, "dmarcramp live %.*s%s%.*s", DR_FMT(plan->domain),
	            phase.len > 0 ? " --phase " : "", DR_FMT(phase));
	add(out, "- [ ] published, and seen at every name server: ");
	dr_markdown_code(out, dr_buf_str(&command));
	add(out, "\n");
}

static void add_people(dr_buf *out, const dr_plan *plan, const dr_plan_phase *phase)
{
	add(out, "\n### People\n\n- [ ] whose mail the step touches is known, and nobody needs it\n"
	         "- [ ] approved by … on …\n- [ ] owners of sources told 7 days before\n");
	if (phase->records.len > 0) {
		add_check(out, plan, phase->id);
	}
	add(out, "- [ ] watches for 72 hours: …\n");
}

static void add_ticket(dr_buf *out, const dr_plan *plan, const dr_plan_phase *phase)
{
	add_head(out, plan, phase);
	add(out, "\n### Change\n");
	add_place(out, plan);
	add_records(out, &phase->records);
	if (phase->elsewhere.len > 0) {
		add(out, "\nBefore it, whoever runs the report mailboxes publishes:\n");
		add_records(out, &phase->elsewhere);
	}
	add_effects(out, phase);
	add_gates(out, phase);
	add_cost(out, phase);
	add_tasks(out, phase);
	add_list(out, "Waits for", &phase->delays);
	add_list(out, "Go back when", &phase->triggers);
	add(out, "\n### Way back\n");
	add_records(out, &phase->rollback);
	add_list(out, "What that does not undo", &phase->cannot_undo);
	add_helpdesk(out, plan, phase);
	add_people(out, plan, phase);
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
	add_place(out, plan);
	add_records(out, &back->records);
	dr_buf_addf(out,
	            "\nReceivers follow within %d s, as long as they keep the present record.\n",
	            (int)plan->kept);
	add_list(out, "What that does not undo", &back->cannot_undo);
	add(out, "\n### People\n\n- [ ] approved by … on …\n");
	add_check(out, plan, (dr_str){ 0 });
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
		add_list(out, "What broke", &texts);
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
	add_list(out, "To decide", &open);
}

static void add_next(dr_buf *out, const dr_plan *plan)
{
	if (plan->next != NULL) {
		add_ticket(out, plan, plan->next);
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
			add_ticket(out, plan, &plan->phases.items[i]);
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

const dr_domain_writer DR_MARKDOWN_PLAN = { .item = write_plan, .between = "\n" };
