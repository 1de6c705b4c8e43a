/* The parts of a build. */
#include "base/part.h"
#include "unit.h"
#include <string.h>

START_TEST(the_core_is_always_there)
{
	ck_assert(dr_str_starts(dr_str_of(dr_parts()), DR_STR("core")));
	ck_assert(dr_part_is_built("core"));
}
END_TEST

START_TEST(a_name_is_a_whole_word)
{
	ck_assert(!dr_part_is_built("cor"));
	ck_assert(!dr_part_is_built("core web"));
	ck_assert(!dr_part_is_built(""));
}
END_TEST

START_TEST(what_is_missing_is_named)
{
	dr_error err = { 0 };
	ck_assert_int_eq(dr_part_fail("web", &err), DR_EPART);
	ck_assert_ptr_nonnull(strstr(err.text, "'web'"));
}
END_TEST

UNIT_MAIN("base/part", NULL, NULL, the_core_is_always_there, a_name_is_a_whole_word,
          what_is_missing_is_named)
