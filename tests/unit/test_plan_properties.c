/*
 * What holds of every plan, over many generated domains and sets of evidence.
 *
 * usage: test_plan_properties [--table | --show NUMBER]
 *   --table        prints how often each phase, gate and scope came, and how
 *   --show         prints one domain as a zone, and its plan as JSON
 *   PLAN_DOMAINS   in the environment: how many domains; of 20 000 nothing may be left out
 *   PLAN_FIRST     the number of the first; not 0: what comes seldom may be left out
 */
#include "plan_checks.h"
#include "plan_cover.h"
#include "shipped.h"
#include <stdio.h>

enum { DOMAINS = 600, BATCHES = 20, PLAYBOOKS = COVER_BOOKS, ENOUGH = 200, MANY = 1000 };
enum { ALL = 19000 }; /* domains; from there on every cell of the table is asked */

static const dr_playbook *playbooks[PLAYBOOKS];
static plan_books books;
static plan_cover *cover;
static bool wants_table;
static uint32_t shown; /* the number of a domain */

static uint32_t from_environment(const char *name, uint32_t otherwise)
{
	const char *said = getenv(name);
	return said != NULL ? (uint32_t)strtol(said, NULL, 10) : otherwise;
}

static const dr_source *read_file(const char *path)
{
	enum { FILE_MAX = 64 * 1024 };
	FILE *file = fopen(path, "rb");
	ck_assert_msg(file != NULL, "cannot read %s", path);
	char *text = dr_arena_alloc_octets(arena, FILE_MAX);
	dr_source *source = dr_arena_new_of(arena, dr_source);
	*source = (dr_source){ path, { text, fread(text, 1, FILE_MAX, file) } };
	fclose(file);
	return source;
}

static void set_up(void)
{
	static const char *const PATHS[PLAYBOOKS] = {
		"rules/playbooks/standard.yaml",    "rules/playbooks/fast.yaml",
		"rules/playbooks/bimi.yaml",        "rules/playbooks/parked.yaml",
		"examples/playbooks/pct-ramp.yaml", "examples/playbooks/testing-flag.yaml",
	};
	load_shipped();
	const dr_source *gates = read_file("rules/gates/standard.yaml");
	dr_errors errors = { 0 };
	for (size_t i = 0; i < PLAYBOOKS; i++) {
		size_t count = dr_playbook_load(arena, read_file(PATHS[i]), gates,
		                                &dr_run_world()->variables, &playbooks[i], &errors);
		ck_assert_msg(count == 0, "%s", PATHS[i]);
	}
	books = (plan_books){ catalog, rules, playbooks, PLAYBOOKS };
}

static void check_domain(uint32_t number, plan_tally *tally)
{
	dr_arena *own = dr_arena_new(0);
	plan_domain d = plan_domain_generate(own, number, PLAYBOOKS);
	made_plan made;
	plan_make(&books, &d, false, &made);
	const plan_check c = { &books, &d, &made, tally };
	plan_cover_add(cover, &books, &d, &made);
	check_records(&c);
	check_findings(&c);
	check_order(&c);
	check_scopes(&c);
	check_dates(&c);
	check_past(&c);
	check_sources(&c);
	check_gates(&c);
	check_bytes(&c);
	check_written(&c);
	check_returns(&c);
	check_tail(&c);
	check_promise(&c);
	plan_unmake(&made);
	dr_arena_free(own);
}

/* What never came up was not looked at. */
static void check_tally(const plan_tally *t)
{
	ck_assert_uint_gt(t->ready, 0);
	ck_assert_uint_gt(t->blocked, 0);
	ck_assert_uint_gt(t->frozen, 0);
	ck_assert_uint_gt(t->tails, 0);
	ck_assert_uint_gt(t->late, 0);
	ck_assert_uint_gt(t->kept, 0);
}

START_TEST(every_plan_is_sound)
{
	plan_tally tally = { 0 };
	uint32_t count = from_environment("PLAN_DOMAINS", DOMAINS) / BATCHES;
	uint32_t first = from_environment("PLAN_FIRST", 0) + (uint32_t)_i * count;
	for (uint32_t i = 0; i < count; i++) {
		check_domain(first + i, &tally);
	}
	if (count >= ENOUGH) {
		check_tally(&tally);
	}
	if (count >= MANY) {
		ck_assert_uint_gt(tally.ahead, 0);
	}
}
END_TEST

/* After all batches: the table of what they met. */
START_TEST(nothing_is_left_out)
{
	if (wants_table) {
		plan_cover_print(cover, &books);
	}
	if (cover->domains >= ALL && from_environment("PLAN_FIRST", 0) == 0) {
		plan_cover_check(cover, &books);
	}
}
END_TEST

/* One of them, as people see it. */
START_TEST(it_is_shown)
{
	dr_arena *own = dr_arena_new(0);
	plan_domain d = plan_domain_generate(own, shown, PLAYBOOKS);
	made_plan made;
	plan_make(&books, &d, false, &made);
	printf("%s\n%s", plan_domain_show(&d), plan_domain_zone(&d, own).ptr);
	printf("%s\n", plan_written(&made, "json").ptr);
	plan_unmake(&made);
	fflush(stdout);
	dr_arena_free(own);
}
END_TEST

int main(int argc, char **argv)
{
	wants_table = argc > 1 && strcmp(argv[1], "--table") == 0;
	bool shows = argc > 2 && strcmp(argv[1], "--show") == 0;
	shown = shows ? (uint32_t)strtol(argv[2], NULL, 10) : 0;
	cover = plan_cover_new();
	Suite *suite = suite_create("plan properties");
	TCase *tcase = tcase_create("plan properties");
	tcase_add_unchecked_fixture(tcase, set_up, drop_shipped);
	tcase_set_timeout(tcase, 120);
	if (shows) {
		tcase_add_test(tcase, it_is_shown);
	} else {
		tcase_add_loop_test(tcase, every_plan_is_sound, 0, BATCHES);
		tcase_add_test(tcase, nothing_is_left_out);
	}
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
