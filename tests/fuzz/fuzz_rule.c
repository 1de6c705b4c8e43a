/*
 * Rule files of strangers: what loads is run over a toy world in which everything is known, and one
 * in which nothing is.
 */
#include "../unit/toy_world.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds) {
		abort();
	}
}

static void run(const dr_ruleset *rules, dr_arena *arena, const dr_values *values)
{
	dr_arena *scratch = dr_arena_new(0);
	dr_judgement judgement = { 0 };
	size_t rule_count = dr_ruleset_count(rules);
	for (dr_stage stage = DR_STAGE_FACTS; stage < DR_STAGE_COUNT; stage++) {
		int status = dr_ruleset_run(rules, stage, values, NULL, arena, scratch, &judgement);
		require(status == DR_OK);
	}
	dr_judgement_finish(arena, &judgement);
	require(judgement.passed_count + judgement.not_judged_count <= rule_count);
	dr_arena_free(scratch);
}

static int make_facts(void *self, dr_arena *arena, const dr_rule *rule, const dr_example *example,
                      dr_values *ret_values, dr_error *err)
{
	(void)arena;
	(void)rule;
	*ret_values = *(const dr_values *)self;
	return example->zone.ptr != NULL ? dr_fail(err, DR_EINVAL, example->at, "toys have no zone")
	                                 : DR_OK;
}

static void run_examples(const dr_rule *rule, dr_arena *arena, dr_values *values)
{
	for (size_t i = 0; i < rule->examples.len; i++) {
		dr_example_result result = { 0 };
		dr_error err = { 0 };
		int status = dr_example_run(rule, rule->examples.items[i], make_facts, values,
		                            arena, &result, &err);
		require(status == err.code);
		require(status != DR_OK || result.ok == (result.what.len == 0));
	}
}

static void use(const dr_ruleset *rules, dr_arena *arena)
{
	toy_record known = toy_known(arena), unknown = { 0 };
	toy_plan plan = { 3, DR_STATUS_KNOWN };
	dr_strs findings = known.tags;
	dr_schema_mark(&TOY_RECORD, &unknown, DR_STATUS_NOT_GIVEN);
	dr_values values = { .at = { &known, &unknown, &plan, &findings } };
	run(rules, arena, &values);
	run(rules, arena, &(dr_values){ .at = { &unknown, &unknown } });
	for (size_t i = 0; i < dr_ruleset_count(rules); i++) {
		run_examples(dr_ruleset_at(rules, i), arena, &values);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dr_arena *arena = dr_arena_new(0);
	const dr_source source = { "fuzz", { (const char *)data, size } };
	dr_ruleset *rules = dr_ruleset_new(arena, &TOY_WORLD);
	dr_errors errors = { 0 };
	size_t count = dr_ruleset_load(rules, &source, true, &errors);
	count += dr_ruleset_finish(rules, &errors);
	dr_examples_check(rules, &errors);
	require((count > 0) <= (errors.len > 0));
	for (size_t i = 0; i < errors.len; i++) {
		dr_buf out;
		dr_buf_init(&out, arena);
		dr_error_write(&errors.items[i], &source, &out);
	}
	if (count == 0) {
		use(rules, arena);
	}
	dr_arena_free(arena);
	return 0;
}
