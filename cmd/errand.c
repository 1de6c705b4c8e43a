#include "errand.h"
#include "exit_status.h"
#include "message.h"
#include "name/name.h"

static int open_sources(errand *on, const errand_plan *plan)
{
	int status = EXIT_CLEAN;
	if (plan->judges) {
		status = rulebook_load(on->arena, &on->given->rules, RULES_ALONE, &on->book);
	}
	if (status == EXIT_CLEAN) {
		status = sources_open(on->arena, on->given, on->book.rules, &on->from);
	}
	return status;
}

int errand_run(dr_arena *arena, const options *given, const errand_plan *plan)
{
	errand on = { .arena = arena, .given = given };
	bool listed;
	int status = outputs_open(arena, given, plan->kind, plan->format, &on.list, &listed);
	if (status != EXIT_CLEAN || listed) {
		return status;
	}
	status = open_sources(&on, plan);
	if (status == EXIT_CLEAN) {
		outputs_set_day(&on.list, on.from.as_of);
		status = plan->work(&on);
		sources_close(&on.from);
	}
	bool good = status == EXIT_CLEAN || status == EXIT_FINDINGS || status == EXIT_UNSURE;
	return exit_worse(outputs_close(&on.list, good && system_signal() == 0), status);
}

int errand_check_domains(dr_arena *arena, const dr_strs *domains)
{
	int status = EXIT_CLEAN;
	for (size_t i = 0; i < domains->len; i++) {
		dr_name name;
		dr_error err = { 0 };
		if (dr_domain_load(arena, domains->items[i], &name, &err) != DR_OK) {
			message_say("%s", err.text);
			status = exit_worse(status, exit_of_error(err.code));
		}
	}
	return status;
}
