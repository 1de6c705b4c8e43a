#include "playbook/playbook.h"
#include "run/world.h"
#include "unit.h"
#include <stdio.h>
#include <string.h>

static dr_arena *arena;

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static dr_source read_file(const char *path)
{
	static char text[64 * 1024];
	FILE *file = fopen(path, "rb");
	ck_assert_ptr_nonnull(file);
	size_t len = fread(text, 1, sizeof(text), file);
	fclose(file);
	ck_assert_uint_lt(len, sizeof(text));
	return (dr_source){ path, dr_arena_copy(arena, (dr_str){ text, len }) };
}

static size_t load(const dr_source *source, const dr_playbook **ret, dr_errors *errors)
{
	static dr_source gates;
	gates = read_file("rules/gates/standard.yaml");
	return dr_playbook_load(arena, source, &gates, &dr_run_world()->variables, ret, errors);
}

static void assert_no_errors(size_t count, const dr_errors *errors, const dr_source *source)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	for (size_t i = 0; i < errors->len; i++) {
		dr_error_write(&errors->items[i], source, &out);
	}
	ck_assert_msg(count == 0, "%s", out.ptr);
}

START_TEST(the_standard_playbook_loads)
{
	dr_source source = read_file("rules/playbooks/standard.yaml");
	const dr_playbook *playbook = NULL;
	dr_errors errors = { 0 };
	assert_no_errors(load(&source, &playbook, &errors), &errors, &source);
	ck_assert_dr_str(playbook->name, "standard");
	ck_assert_uint_eq(playbook->weekdays, 0x0F);
	ck_assert_int_eq(playbook->ttl, 3600);
}
END_TEST

static const char *const FILES[] = {
	"rules/playbooks/standard.yaml",    "rules/playbooks/fast.yaml",
	"rules/playbooks/parked.yaml",      "rules/playbooks/bimi.yaml",
	"examples/playbooks/pct-ramp.yaml", "examples/playbooks/testing-flag.yaml",
};

START_TEST(every_phase_shows_when_it_comes_and_when_not)
{
	dr_source source = read_file(FILES[_i]);
	const dr_playbook *playbook = NULL;
	dr_errors errors = { 0 };
	assert_no_errors(load(&source, &playbook, &errors), &errors, &source);
	assert_no_errors(dr_playbook_check_examples(arena, playbook, &errors), &errors, &source);
}
END_TEST

#define BOOK(more)                                                         \
	"name: mine\ntitle: t\nweekdays: [mon]\nphases:\n"                 \
	"  - {id: first, title: t, why: w, when: 'true', reached: 'false'" \
	"," more "}\n"

/* Examples of a phase, and what is said to be missing. */
static const struct {
	const char *text, *missing;
} LACKS[] = {
	{ BOOK("examples: []"), "5:5: first has no example in which it is upcoming\n"
	                        "5:5: first has no example in which it is not upcoming\n" },
	{ BOOK("examples: [{state: current}, {state: upcoming}]"), "" },
	{ BOOK("raise: {p: none}, examples: [{state: skipped}, {state: upcoming}]"),
	  "5:5: first has no example in which it is upcoming, with what it writes or removes\n" },
	{ BOOK("raise: {p: none}, examples: [{state: done}, {state: upcoming, writes: x}]"), "" },
	{ BOOK("rejoin: true, examples: [{state: done}, {state: upcoming}]"),
	  "5:5: first has no example in which it is upcoming, with what it writes or removes\n" },
	{ BOOK("rejoin: true, examples: [{state: upcoming, removes: x}]"),
	  "5:5: first has no example in which it is not upcoming\n" },
};

START_TEST(a_phase_without_examples_is_told_with_its_place)
{
	dr_source source = { "mine.yaml", dr_str_of(LACKS[_i].text) };
	const dr_playbook *playbook = NULL;
	dr_errors errors = { 0 };
	assert_no_errors(load(&source, &playbook, &errors), &errors, &source);
	size_t count = dr_playbook_check_examples(arena, playbook, &errors);
	dr_buf said;
	dr_buf_init(&said, arena);
	for (size_t i = 0; i < errors.len; i++) {
		dr_position at = dr_source_find(&source, errors.items[i].span.off);
		dr_buf_addf(&said, "%u:%u: %s\n", at.line, at.column, errors.items[i].text);
	}
	ck_assert_uint_eq(count, errors.len);
	ck_assert_dr_str(dr_buf_str(&said), LACKS[_i].missing);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("plan playbook");
	TCase *tcase = tcase_create("plan playbook");
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, the_standard_playbook_loads);
	tcase_add_loop_test(tcase, every_phase_shows_when_it_comes_and_when_not, 0,
	                    (int)DR_COUNT(FILES));
	tcase_add_loop_test(tcase, a_phase_without_examples_is_told_with_its_place, 0,
	                    (int)DR_COUNT(LACKS));
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
