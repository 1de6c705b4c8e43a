/* status */
#include "command.h"
#include "exit_status.h"
#include "planning.h"

/* Whether somebody must act on a plan before it can go on, or to keep what it reached. */
static int look(void *self, dr_run_result *result, const dr_plan *plan, dr_render_item *item)
{
	(void)self;
	(void)result;
	(void)item;
	return dr_plan_needs_a_person(plan) ? EXIT_FINDINGS : EXIT_CLEAN;
}

static int work(errand *on)
{
	dr_strs domains = { NULL, 0 };
	int status = planning_domains(on, &domains);
	dr_portfolio portfolio = { .arena = on->arena };
	planning_sweep over = { .domains = &domains, .look = look };
	over.portfolio = on->given->all ? &portfolio : NULL;
	return status == EXIT_CLEAN ? planning_run(on, DR_DOCUMENT_STATUS, &over) : status;
}

static int status(dr_arena *arena, const options *given)
{
	const errand_plan how = { DR_DOCUMENT_STATUS, "text", true, work };
	return errand_run(arena, given, &how);
}

const command CMD_STATUS = {
	.bit = COMMAND_STATUS,
	.name = "status",
	.usage = "DOMAIN…",
	.min = 0,
	.max = SIZE_MAX,
	.title = "where the rollout stands, and who must act",
	.about = "A weekly look in fifteen lines: the present phase and its age, what changed, "
		 "what is "
		 "next, what is in its way.",
	.examples = (const char *const[]){ "dmarcramp status example.com", "one domain",
	                                   "dmarcramp status --all --previous last-week.json",
	                                   "every domain of the config, compared with last week",
	                                   NULL },
	.exits = (const char *const[]){ "0", "nobody has to do anything", "1", "a person must act",
	                                "2", "the command line, a file or a playbook is wrong", "3",
	                                "an answer that the plan needs could not be had", "4",
	                                "internal error, or output that cannot be written", NULL },
	.run = status,
};
