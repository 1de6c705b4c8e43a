#include "run/profile_examples.h"
#include "run/examples.h"

/* Adds the rules of a list that did the other thing. */
static void compare(const dr_profile *profile, const dr_judgement *judgement, const dr_strs *names,
                    bool wanted, dr_buf *what)
{
	for (size_t i = 0; i < names->len; i++) {
		const dr_rule *rule = dr_ruleset_find(profile->rules, names->items[i]);
		if (dr_judgement_has_hit(judgement, rule) != wanted) {
			dr_buf_addf(what, "%s%.*s %s", what->len > 0 ? ", " : "",
			            DR_FMT(names->items[i]), wanted ? "misses" : "hits");
		}
	}
}

static int judge(const dr_profile *profile, const dr_values *values, dr_arena *arena,
                 dr_judgement *ret_judgement)
{
	dr_arena *scratch = dr_arena_new(0);
	if (scratch == NULL) {
		return DR_ENOMEM;
	}
	int code = DR_OK;
	for (dr_stage stage = DR_STAGE_FACTS; stage < DR_STAGE_COUNT && code == DR_OK; stage++) {
		code = dr_ruleset_run(profile->rules, stage, values, &profile->settings, arena,
		                      scratch, ret_judgement);
	}
	dr_judgement_finish(arena, ret_judgement);
	dr_arena_free(scratch);
	return code;
}

int dr_profile_example_run(dr_run_config *config, const dr_profile *profile,
                           const dr_profile_example *example, dr_arena *arena,
                           dr_example_result *ret_result, dr_error *err)
{
	dr_values values = { 0 };
	dr_judgement judgement = { 0 };
	const dr_example world = { .domain = DR_STR("example.com"),
		                   .zone = example->zone,
		                   .mail = example->mail };
	int code = dr_run_example_facts(config, arena, NULL, &world, &values, err);
	if (code == DR_OK) {
		code = judge(profile, &values, arena, &judgement);
	}
	dr_buf what;
	dr_buf_init(&what, arena);
	if (code == DR_OK) {
		compare(profile, &judgement, &example->hits, true, &what);
		compare(profile, &judgement, &example->misses, false, &what);
	}
	if (code == DR_OK && dr_arena_failed(arena)) {
		code = dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for the example");
	}
	if (code == DR_OK) {
		*ret_result = (dr_example_result){ .ok = what.len == 0, .what = dr_buf_str(&what) };
	}
	return code;
}
