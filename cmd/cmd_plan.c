/* plan */
#include "command.h"
#include "exit_status.h"
#include "message.h"
#include "planning.h"

/* Pages, tables and calendars show a plan as a whole: whoever asks for a way back must not get the
 * way on instead. */
static int check_formats(const errand *on)
{
	static const char *const WHOLE[] = { "html", "csv", "ics" };
	for (size_t i = 0; i < on->list.len; i++) {
		const char *name = on->list.items[i].format->name;
		for (size_t j = 0; j < DR_COUNT(WHOLE); j++) {
			if (strcmp(name, WHOLE[j]) == 0) {
				message_say("--format %s shows whole plans: --rollback, "
				            "--step-down and "
				            "--questions are text, markdown or json",
				            name);
				return EXIT_USAGE;
			}
		}
	}
	return EXIT_CLEAN;
}

static int check_parts(const errand *on)
{
	const options *given = on->given;
	int back = given->rollback + given->step_down + given->questions;
	if (given->emergency && !given->rollback) {
		message_say("--emergency is a way of --rollback: say both");
		return EXIT_USAGE;
	}
	if (back + given->next > 1) {
		message_say("one of --next, --rollback, --step-down and --questions");
		return EXIT_USAGE;
	}
	return back > 0 ? check_formats(on) : EXIT_CLEAN;
}

static int work(errand *on)
{
	dr_strs domains = { NULL, 0 };
	int status = check_parts(on);
	if (status != EXIT_CLEAN) {
		return status;
	}
	status = planning_domains(on, &domains);
	dr_portfolio portfolio = { .arena = on->arena };
	planning_sweep over = { .domains = &domains };
	if (on->given->all) {
		over.portfolio = &portfolio;
		outputs_set_portfolio(&on->list, &portfolio);
	}
	return status == EXIT_CLEAN ? planning_run(on, DR_DOCUMENT_PLAN, &over) : status;
}

static int plan(dr_arena *arena, const options *given)
{
	const errand_plan how = { DR_DOCUMENT_PLAN, "text", true, work };
	return errand_run(arena, given, &how);
}

const command CMD_PLAN = {
	.bit = COMMAND_PLAN,
	.name = "plan",
	.usage = "DOMAIN…",
	.min = 0,
	.max = SIZE_MAX,
	.title = "the way of DMARC from none through quarantine to reject",
	.about = "Starts from what is published and says which DMARC record comes next, when, what "
		 "must hold before, what each kind of receiver does with it, and the way back. It "
		 "never proposes a weaker policy, and nothing that is not known counts as good.",
	.examples =
		(const char *const[]){ "dmarcramp plan --rua dmarc@example.com example.com",
	                               "the next step, and where reports go",
	                               "dmarcramp plan --full --since 2026-11-03 example.com",
	                               "the whole runbook; the record is as old as that",
	                               "dmarcramp plan --all",
	                               "every domain of the config, in the order of their moves",
	                               "dmarcramp plan --format json --pace large example.com",
	                               "for a program, in the steps of a large company", NULL },
	.exits = (const char *const[]){ "0", "a plan was written, open gates included", "2",
	                                "the command line, a file or a playbook is wrong", "3",
	                                "an answer that the plan needs could not be had", "4",
	                                "internal error, or output that cannot be written", NULL },
	.run = plan,
};
