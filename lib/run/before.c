#include "run/run_priv.h"

/* A run over the earlier snapshot alone. It judges nothing and asks nobody; it shares the arena, so
 * that its facts live as long as those of the run they stand beside. */
dr_change_side dr_run_before(const dr_run *run)
{
	const dr_run_config *now = run->config;
	if (run->request->since != NULL) {
		return *run->request->since;
	}
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
		return (dr_change_side){ 0 };
	}
	dr_run_fill_facts(&then);
	dr_answers_done(then.result.answers);
	return (dr_change_side){ then.result.survey, then.result.facts };
}

dr_strs dr_run_included_before(const dr_run *run)
{
	const dr_survey *survey = run->before.survey;
	const dr_spf_node *root = survey != NULL ? survey->spf.root : NULL;
	dr_strs list = { 0 };
	for (size_t i = 0; root != NULL && i < root->visit_count; i++) {
		const dr_spf_visit *visit = &root->visits[i];
		if (visit->term->kind == DR_SPF_INCLUDE && dr_name_is_set(visit->target)) {
			dr_str name = dr_name_text(run->result.arena, visit->target);
			dr_list_add(run->result.arena, &list, name);
		}
	}
	return list;
}

const dr_change_facts *dr_run_change(dr_run *run)
{
	dr_run_result *result = &run->result;
	const dr_change_side *before = run->request->since;
	const dr_change_side after = { result->survey, result->facts };
	dr_change *change = before != NULL ? dr_arena_new_of(result->arena, dr_change) : NULL;
	if (change == NULL) {
		return NULL;
	}
	dr_change_find(result->arena, before, &after, change);
	result->change = change;
	return dr_change_facts_make(result->arena, change, before, &after);
}
