/* gate */
#include "command.h"
#include "exit_status.h"
#include "message.h"
#include "planning.h"

/* Looks whether the phase may begin today. */
static int look(void *self, dr_run_result *result, const dr_plan *plan, dr_render_item *item)
{
	const errand *on = self;
	dr_plan_move *move = dr_arena_new_of(result->arena, dr_plan_move);
	dr_error err = { 0 };
	if (move == NULL) {
		return EXIT_INTERNAL;
	}
	if (dr_plan_may_move(result->arena, plan, on->given->phase, move, &err) != DR_OK) {
		message_say("%s", err.text);
		return exit_of_error(err.code);
	}
	item->move = move;
	return move->allowed ? EXIT_CLEAN : move->unsure ? EXIT_UNSURE : EXIT_FINDINGS;
}

static int work(errand *on)
{
	planning_sweep over = {
		.domains = &on->given->arguments,
		.look = look,
		.self = on,
	};
	return planning_run(on, DR_DOCUMENT_GATE, &over);
}

static int gate(dr_arena *arena, const options *given)
{
	const errand_plan how = { DR_DOCUMENT_GATE, "text", true, work };
	return errand_run(arena, given, &how);
}

const command CMD_GATE = {
	.bit = COMMAND_GATE,
	.name = "gate",
	.usage = "DOMAIN",
	.min = 1,
	.max = 1,
	.title = "may the domain move to the next phase today",
	.about = "Makes the plan and looks at one phase of it: every gate, the day, the decision. "
		 "For scripts that publish records: nothing that is open or unknown lets a phase "
		 "begin, and a phase that has begun already is fine. It knows no other domains: "
		 "that at most five of them move in a week, plan --all and status --all see to.",
	.examples = (const char *const[]){ "dmarcramp gate example.com", "the next phase",
	                                   "dmarcramp gate example.com --phase quarantine",
	                                   "this phase, before a deployment", NULL },
	.exits = (const char *const[]){ "0", "the phase may begin, or has begun", "1",
	                                "a gate is open or unknown, or it is not the day yet", "2",
	                                "the command line, a file or a playbook is wrong", "3",
	                                "an answer that the plan needs could not be had", "4",
	                                "internal error, or output that cannot be written", NULL },
	.run = gate,
};
