/*
 * What unit test programs share: an arena for the test that runs, and main().
 */
#pragma once
#include "base/arena.h"

#include <check.h>
#include <stdlib.h>

#define S(literal) DR_STR(literal)

/* Compares a slice with a C string and shows both when they differ. */
#define ck_assert_dr_str(got, want)                                                           \
	do {                                                                                  \
		dr_str got_ = (got);                                                          \
		const char *want_ = (want);                                                   \
		ck_assert_msg(dr_str_eq(got_, dr_str_of(want_)), "got \"%.*s\", want \"%s\"", \
		              DR_FMT(got_), want_);                                           \
	} while (0)

/* Runs the tests of a list that NULL ends; `set_up` and `tear_down` may be NULL. The exit status
 * of the program. */
static inline int unit_run(const char *name, const TTest *const *tests, void (*set_up)(void),
                           void (*tear_down)(void))
{
	Suite *suite = suite_create(name);
	TCase *tcase = tcase_create(name);
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_set_timeout(tcase, 60);
	for (size_t i = 0; tests[i] != NULL; i++) {
		tcase_add_test(tcase, tests[i]);
	}
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

#define UNIT_MAIN(name, set_up, tear_down, ...)                                                \
	int main(void)                                                                         \
	{                                                                                      \
		return unit_run((name), (const TTest *const[]){ __VA_ARGS__, NULL }, (set_up), \
		                (tear_down));                                                  \
	}
