#include "run/run_priv.h"

static int drive(dr_run *run)
{
	int64_t now = dr_run_now(run->config);
	while (!dr_run_step(run, now)) {
		dr_run_wait(run->config, dr_run_wait_ms(run, now));
		now = dr_run_now(run->config);
	}
	return dr_run_finish(run);
}

int dr_run_one(const dr_run_config *config, const dr_request *request, dr_run_result *ret_result)
{
	size_t limit = dr_run_arena_limit(config);
	dr_arena *arena = dr_arena_new(limit), *scratch = dr_arena_new(limit);
	dr_run run = { 0 };
	int code = DR_ENOMEM;
	if (arena != NULL && scratch != NULL) {
		code = dr_run_begin(&run, config, request, arena, scratch, dr_run_now(config));
	}
	if (code == DR_OK) {
		code = drive(&run);
	}
	if (code == DR_OK) {
		*ret_result = run.result;
	} else {
		dr_run_drop(&run);
		dr_arena_free(arena);
	}
	dr_arena_free(scratch);
	return code;
}

void dr_run_result_done(dr_run_result *result)
{
	dr_answers_done(result->answers);
	dr_arena_free(result->arena);
	*result = (dr_run_result){ 0 };
}
