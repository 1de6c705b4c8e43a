/* The built-in rules without their examples are the same rules. */
#include "builtin.h"
#include "exit_status.h"
#include "rulebook.h"
#include "unit.h"

static dr_arena *arena;

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

START_TEST(examples_are_cut_out_and_lines_stay)
{
	dr_source file = { "f.yaml", S("- id: A\n"
		                       "  examples:\n"
		                       "    - {expect: hit}\n"
		                       "\n"
		                       "    - expect: miss\n"
		                       "      zone: |\n"
		                       "        x TXT \"a\"\n"
		                       "  see: [b]\n"
		                       "- id: B\n"
		                       "  examples:\n"
		                       "    - {expect: hit}\n"
		                       "# a comment\n"
		                       "- id: C\n") };
	dr_source cut = rulebook_without_examples(arena, &file);
	ck_assert_str_eq(cut.name, "f.yaml");
	ck_assert_dr_str(cut.text, "- id: A\n\n\n\n\n\n\n  see: [b]\n- id: B\n\n\n# a comment\n"
	                           "- id: C\n\n");
}
END_TEST

START_TEST(rules_are_the_same_without_examples)
{
	const dr_strs none = { NULL, 0 };
	rulebook whole, alone;
	ck_assert_int_eq(rulebook_load(arena, &none, RULES_WITH_EXAMPLES, &whole), EXIT_CLEAN);
	ck_assert_int_eq(rulebook_load(arena, &none, RULES_ALONE, &alone), EXIT_CLEAN);
	ck_assert_uint_gt(dr_ruleset_count(whole.rules), 80);
	ck_assert_uint_eq(dr_ruleset_count(whole.rules), dr_ruleset_count(alone.rules));
	for (size_t i = 0; i < dr_ruleset_count(whole.rules); i++) {
		const dr_rule *a = dr_ruleset_at(whole.rules, i);
		const dr_rule *b = dr_ruleset_at(alone.rules, i);
		ck_assert(dr_str_eq(a->id, b->id));
		ck_assert(dr_str_eq(a->why, b->why));
		ck_assert_uint_eq(a->see.len, b->see.len);
		ck_assert_uint_eq(a->when.len, b->when.len);
		ck_assert_uint_gt(a->examples.len, 0);
		ck_assert_uint_eq(b->examples.len, 0);
		ck_assert_uint_eq(dr_source_find(a->source, a->at.off).line,
		                  dr_source_find(b->source, b->at.off).line);
	}
}
END_TEST

UNIT_MAIN("cmd_rulebook", set_up, tear_down, examples_are_cut_out_and_lines_stay,
          rules_are_the_same_without_examples)
