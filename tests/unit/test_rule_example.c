/* rule: examples of rules, run and compared with what they expect. */
#include "toy_world.h"
#include "unit.h"
#include <stdio.h>

static dr_arena *arena;
static dr_ruleset *rules;

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static int make_facts(void *self, dr_arena *a, const dr_rule *rule, const dr_example *example,
                      dr_values *ret_values, dr_error *err)
{
	uint64_t size = 0;
	toy_record *made = dr_arena_new_of(a, toy_record);
	(void)rule;
	*made = toy_known(a);
	if (example->record.ptr != NULL && !dr_str_to_u64(example->record, 99, &size)) {
		return dr_fail(err, DR_EINVAL, example->at, "no size");
	}
	made->size = (int64_t)size;
	if (example->timeouts.len > 0) {
		made->size_status = toy_unknown(DR_WHY_NETWORK);
	}
	ret_values->at[AT_RECORD] = example->domain.len > 0 ? made : self;
	return DR_OK;
}

START_TEST(examples_are_compared)
{
	static const struct {
		const char *example, *want;
	} CASES[] = {
		{ "{expect: hit, record: '7'}", "" },
		{ "{expect: miss, record: '4'}", "" },
		{ "{expect: undecided, timeout: size}", "" },
		{ "{expect: not-judged, domain: ''}", "" },
		{ "{expect: hit, record: '7', message: [is, '7']}", "" },
		{ "{expect: hit, record: '7', message: '8'}", "the message lacks '8': size is 7" },
		{ "{expect: hit, record: '4'}", "expected hit, got miss" },
		{ "{expect: miss, record: '7'}", "expected miss, got hit: size is 7" },
		{ "{expect: miss, timeout: size}",
		  "expected miss, got undecided: A title (record.size: network)" },
		{ "{expect: hit, domain: ''}",
		  "expected hit, got not-judged: record is not given" },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		char keys[256];
		dr_error err = { 0 };
		dr_example_result result = { 0 };
		snprintf(keys, sizeof(keys),
		         "  when: record.size > 5\n  message: 'size is {record.size}'\n"
		         "  examples: [%s]\n",
		         CASES[i].example);
		rules = load_rule(arena, keys);
		const dr_rule *rule = dr_ruleset_at(rules, 0);
		ck_assert_int_eq(dr_example_run(rule, rule->examples.items[0], make_facts, NULL,
		                                arena, &result, &err),
		                 DR_OK);
		ck_assert_dr_str(result.what, CASES[i].want);
		ck_assert_int_eq(result.ok, CASES[i].want[0] == '\0');
	}
}
END_TEST

START_TEST(an_example_that_cannot_be_made_is_an_error)
{
	dr_error err = { 0 };
	dr_example_result result = { .ok = true };
	rules = load_rule(
		arena,
		"  when: record.size > 5\n  message: m\n  examples: [{expect: hit, record: x}]\n");
	const dr_rule *rule = dr_ruleset_at(rules, 0);
	ck_assert_int_eq(dr_example_run(rule, rule->examples.items[0], make_facts, NULL, arena,
	                                &result, &err),
	                 DR_EINVAL);
	ck_assert_str_eq(err.text, "no size");
	ck_assert(result.ok);
}
END_TEST

UNIT_MAIN("rule_example", set_up, tear_down, examples_are_compared,
          an_example_that_cannot_be_made_is_an_error)
