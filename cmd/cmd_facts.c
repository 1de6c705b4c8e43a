/* facts */
#include "command.h"
#include "exit_status.h"
#include "sweep.h"

typedef struct {
	const errand *on;
	bool taken;
	int status;
} gathering;

static bool next_domain(void *self, dr_arena *arena, sweep_request *ret_request)
{
	gathering *g = self;
	bool first = !g->taken;
	ret_request->request =
		errand_request(g->on, arena, g->on->given->arguments.items[0], DR_PROBE_COMMON);
	g->taken = true;
	return first;
}

static void look(void *self, const dr_run_result *result)
{
	gathering *g = self;
	g->status = result->incomplete ? EXIT_UNSURE : exit_of_error(result->error.code);
}

static int work(errand *on)
{
	gathering g = { .on = on };
	sweep_options how = {
		.on = on,
		.list = &on->list,
		.kind = DR_DOCUMENT_FACTS,
		.jobs = 1,
		.next = next_domain,
		.look = look,
		.self = &g,
	};
	sweep_result result;
	int status = errand_check_domains(on->arena, &on->given->arguments);
	if (status == EXIT_CLEAN) {
		status = sweep_run(&how, &result);
	}
	return exit_worse(status, g.status);
}

static int facts(dr_arena *arena, const options *given)
{
	const errand_plan plan = { DR_DOCUMENT_FACTS, "json", false, work };
	return errand_run(arena, given, &plan);
}

const command CMD_FACTS = {
	.bit = COMMAND_FACTS,
	.name = "facts",
	.usage = "DOMAIN",
	.min = 1,
	.max = 1,
	.title = "everything that rules can see of a domain",
	.about =
		"Shows what was found out about a domain, under the names that rules use: known "
		"facts "
		"with their values, and those that could not be had with the reason. Facts that do "
		"not exist are left out.",
	.examples = (const char *const[]){ "dmarcramp facts example.com --format text",
	                                   "one fact a line", "dmarcramp facts example.com",
	                                   "as JSON, for writing rules", NULL },
	.exits = (const char *const[]){ "0", "everything was answered", "2",
	                                "the command line or a file is wrong", "3",
	                                "an answer is missing", "4",
	                                "internal error, or output that cannot be written", NULL },
	.run = facts,
};
