#include "run/inquiry.h"
#include "run/run_priv.h"

static bool is_stopped(const dr_inquiry *inquiry)
{
	return inquiry->stop != NULL && inquiry->stop(inquiry->self);
}

/* False: it was stopped. */
static bool drive(dr_run *run)
{
	int64_t now = dr_run_now(run->config);
	while (!dr_run_step(run, now)) {
		if (is_stopped(run->inquiry)) {
			return false;
		}
		dr_run_wait(run->config, dr_run_wait_ms(run, now));
		now = dr_run_now(run->config);
	}
	dr_run_finish_inquiry(run);
	return true;
}

static int run_in(const dr_run_config *config, const dr_inquiry *inquiry, dr_arena *arena,
                  dr_arena *scratch, dr_inquiry_result *ret_result)
{
	dr_run run;
	int code = dr_run_begin_inquiry(&run, config, inquiry, arena, scratch, dr_run_now(config));
	bool whole = code == DR_OK && drive(&run);
	if (code == DR_OK && whole && dr_arena_failed(arena)) {
		code = DR_ENOMEM;
	}
	if (code != DR_OK || !whole) {
		dr_run_drop(&run);
	}
	*ret_result = (dr_inquiry_result){
		.arena = arena,
		.answers = run.result.answers,
		.incomplete = run.result.incomplete,
		.stopped = !whole,
		.passes = run.result.passes,
	};
	return code;
}

int dr_inquiry_run(const dr_run_config *config, const dr_inquiry *inquiry,
                   dr_inquiry_result *ret_result)
{
	size_t limit = dr_run_arena_limit(config);
	dr_arena *arena = dr_arena_new(limit), *scratch = dr_arena_new(limit);
	dr_inquiry_result result = { .arena = arena };
	int code = DR_ENOMEM;
	if (arena != NULL && scratch != NULL) {
		code = run_in(config, inquiry, arena, scratch, &result);
	}
	dr_arena_free(scratch);
	if (code == DR_OK) {
		*ret_result = result;
	} else {
		dr_arena_free(arena);
	}
	return code;
}

void dr_inquiry_result_done(dr_inquiry_result *result)
{
	dr_answers_done(result->answers);
	dr_arena_free(result->arena);
	*result = (dr_inquiry_result){ 0 };
}
