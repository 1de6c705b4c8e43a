#include "run/run_priv.h"

/* A run over the earlier snapshot alone. It judges nothing and asks nobody; it shares the arena, so
 * that its facts live as long as those of the run they stand beside. */
const dr_facts *dr_run_before(const dr_run *run)
{
	const dr_run_config *now = run->config;
	const dr_run_config config = {
		.catalog = now->catalog,
		.suffixes = now->suffixes,
		.domains = now->domains,
		.snapshot = now->previous,
		.max_questions = now->max_questions,
		.max_fetches = now->max_fetches,
	};
	dr_run then;
	dr_arena *arena = run->result.arena;
	if (now->previous == NULL ||
	    dr_run_begin(&then, &config, run->request, arena, run->scratch, 0) != DR_OK) {
		return NULL;
	}
	dr_run_fill_facts(&then);
	dr_answers_done(then.result.answers);
	return then.result.facts;
}
