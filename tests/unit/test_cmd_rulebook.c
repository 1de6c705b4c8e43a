/* The built-in rules without their examples are the same rules. */
#include "builtin.h"
#include "doc/tree.h"
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

/* Of each file: what it holds, without the keys that no start needs. */
static void check_tree(const dr_node *got, const dr_node *want)
{
	static const char *const LEFT_OUT[] = { "examples", "used_in", "records", "note", NULL };
	const dr_node *a = got->first;
	for (const dr_node *b = want->first; b != NULL; b = b->next) {
		if (a == NULL || a->key_span.off != b->key_span.off || a->span.off != b->span.off) {
			ck_assert_msg(dr_choices_hold(LEFT_OUT, b->key), "%.*s is not there",
			              DR_FMT(b->key));
			continue;
		}
		ck_assert(dr_str_eq(a->key, b->key) && dr_str_eq(a->text, b->text));
		ck_assert_int_eq(a->kind, b->kind);
		check_tree(a, b);
		a = a->next;
	}
	ck_assert_ptr_null(a);
}

START_TEST(trees_are_what_the_texts_say)
{
	size_t trees = 0;
	for (size_t i = 0; i < DR_BUILTIN_FILE_COUNT; i++) {
		const dr_source *text = &DR_BUILTIN_FILES[i], *tree = &DR_BUILTIN_TREES[i];
		const dr_node *want = NULL, *got = NULL;
		dr_error err = { 0 };
		ck_assert_str_eq(text->name, tree->name);
		ck_assert_uint_eq(text->packed.len, 0);
		ck_assert(dr_str_eq(text->text, tree->text));
		ck_assert_int_eq(dr_yaml_parse(arena, text, &want, &err), DR_OK);
		ck_assert_int_eq(dr_yaml_parse(arena, tree, &got, &err), DR_OK);
		check_tree(got, want);
		trees += tree->packed.len > 0;
	}
	ck_assert_uint_gt(trees, 100);
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

UNIT_MAIN("cmd_rulebook", set_up, tear_down, trees_are_what_the_texts_say,
          rules_are_the_same_without_examples)
