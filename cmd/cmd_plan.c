/* plan */
#include "command.h"
#include "exit_status.h"
#include "message.h"
#include "playbooks.h"
#include "run/after.h"
#include "sweep.h"

typedef struct {
	const errand *on;
	const dr_playbook *playbook;
	dr_day as_of;
	bool taken;
	int status;
} planning;

static bool next_domain(void *self, dr_arena *arena, sweep_request *ret_request)
{
	planning *p = self;
	bool first = !p->taken;
	ret_request->request =
		errand_request(p->on, arena, p->on->given->arguments.items[0], DR_PROBE_COMMON);
	p->taken = true;
	return first;
}

typedef struct {
	const dr_run_config *config;
	const dr_run_result *now;
} looking_ahead;

static int judge_after(void *self, dr_arena *arena, dr_str record, dr_findings *ret_findings,
                       dr_error *err)
{
	const looking_ahead *from = self;
	dr_buf owner;
	dr_buf_init(&owner, arena);
	dr_buf_addf(&owner, "_dmarc.%.*s", DR_FMT(from->now->domain));
	const dr_run_change change = { dr_buf_str(&owner), record };
	return dr_run_after(from->config, from->now, &change, arena, ret_findings, err);
}

/* What is said goes before what the config knows, and that before what is usual. */

static dr_day since_of(const options *given, const dr_domain_config *own)
{
	return given->since == DR_NO_DAY && own != NULL ? own->since : given->since;
}

static dr_str pace_of(const options *given, const dr_domain_config *own)
{
	if (given->pace.len > 0) {
		return given->pace;
	}
	return own != NULL && own->pace.len > 0 ? own->pace : DR_STR("small");
}

static dr_str rua_of(const options *given, const dr_domain_config *own)
{
	bool known = given->rua.len == 0 && own != NULL && own->report_addresses.len > 0;
	return known ? own->report_addresses.items[0] : given->rua;
}

/* Makes the plan of a result, in the result's arena. */
static int prepare(void *self, dr_run_result *result, dr_render_item *item)
{
	planning *p = self;
	if (result->error.code != DR_OK) {
		p->status = exit_of_error(result->error.code);
		return EXIT_CLEAN;
	}
	looking_ahead ahead = { &p->on->from.config, result };
	const dr_domain_config *own = settings_of(&p->on->settings, result->arena, result->domain);
	const dr_plan_request request = {
		.playbook = p->playbook,
		.facts = result->facts,
		.values = &result->values,
		.judgement = &result->judgement,
		.as_of = p->as_of,
		.since = since_of(p->on->given, own),
		.pace = pace_of(p->on->given, own),
		.mail = result->request->mail,
		.rua = rua_of(p->on->given, own),
		.ruf = p->on->given->ruf,
		.stop_at = p->on->given->stop_at,
		.judge_after = judge_after,
		.self = &ahead,
	};
	dr_plan *plan = dr_arena_new_of(result->arena, dr_plan);
	dr_error err = { 0 };
	if (plan == NULL || dr_plan_run(result->arena, &request, plan, &err) != DR_OK) {
		message_say("%s", plan != NULL ? err.text : "no memory for the plan");
		return plan != NULL ? exit_of_error(err.code) : EXIT_INTERNAL;
	}
	item->plan = plan;
	p->status = plan->incomplete ? EXIT_UNSURE : EXIT_CLEAN;
	return EXIT_CLEAN;
}

static int work(errand *on)
{
	planning p = { .on = on, .as_of = on->from.as_of };
	int status = errand_check_domains(on->arena, &on->given->arguments);
	if (status == EXIT_CLEAN) {
		status = playbook_open(on->arena, on->given->playbook, &p.playbook);
	}
	if (status != EXIT_CLEAN) {
		return status;
	}
	sweep_options how = {
		.on = on,
		.list = &on->list,
		.kind = DR_DOCUMENT_PLAN,
		.jobs = 1,
		.next = next_domain,
		.prepare = prepare,
		.self = &p,
	};
	sweep_result result;
	status = sweep_run(&how, &result);
	return exit_worse(status, p.status);
}

static int plan(dr_arena *arena, const options *given)
{
	const errand_plan how = { DR_DOCUMENT_PLAN, "text", true, work };
	return errand_run(arena, given, &how);
}

const command CMD_PLAN = {
	.bit = COMMAND_PLAN,
	.name = "plan",
	.usage = "DOMAIN",
	.min = 1,
	.max = 1,
	.title = "the way of DMARC from none through quarantine to reject",
	.about = "Starts from what is published and says which DMARC record comes next, when, what "
		 "must hold before, what each kind of receiver does with it, and the way back. It "
		 "never proposes a weaker policy, and nothing that is not known counts as good.",
	.examples = (const char *const[]){ "dmarcramp plan --rua dmarc@example.com example.com",
	                                   "the next step, and where reports go",
	                                   "dmarcramp plan --full --since 2026-11-03 example.com",
	                                   "the whole runbook; the record is as old as that",
	                                   "dmarcramp plan --format json --pace large example.com",
	                                   "for a program, in the steps of a large company", NULL },
	.exits = (const char *const[]){ "0", "a plan was written, open gates included", "2",
	                                "the command line, a file or a playbook is wrong", "3",
	                                "an answer that the plan needs could not be had", "4",
	                                "internal error, or output that cannot be written", NULL },
	.run = plan,
};
