/* The lower bound of a share, against tables and the numbers that the gates rest on. */
#include "base/share.h"
#include "unit.h"
#include <math.h>

static void near(uint64_t good, uint64_t all, double want)
{
	double got = dr_share_bound(good, all);
	ck_assert_msg(fabs(got - want) < 0.00005, "%llu of %llu: %.6f, not %.6f",
	              (unsigned long long)good, (unsigned long long)all, got, want);
}

/* Without a failure the bound is 0.05 to the power of 1/n. */
START_TEST(without_failure_it_is_a_root)
{
	near(1, 1, 0.05);
	near(2, 2, 0.223607);
	near(149, 149, 0.980095);
	near(299, 299, 0.990031);
	ck_assert(dr_share_bound(149, 149) >= 0.98);
	ck_assert(dr_share_bound(148, 148) < 0.98);
	ck_assert(dr_share_bound(299, 299) >= 0.99);
	ck_assert(dr_share_bound(298, 298) < 0.99);
}
END_TEST

/* Exact binomial limits, as statistical tables have them. */
START_TEST(with_failures_it_is_clopper_and_pearsons)
{
	near(9, 10, 0.605842);
	near(5, 10, 0.222441);
	near(95, 100, 0.897748);
	near(0, 10, 0.0);
	near(0, 0, 0.0);
}
END_TEST

/* Both bounds meet where one takes over. */
START_TEST(many_failures_change_little)
{
	double exact = dr_share_bound(99000, 100000), wilson = dr_share_bound(98999, 100000);
	ck_assert(exact > wilson);
	ck_assert(exact - wilson < 0.0001);
	ck_assert(dr_share_bound(999000, 1000000) > 0.9989);
	ck_assert(dr_share_bound(990000, 1000000) < 0.99);
}
END_TEST

UNIT_MAIN("plan bound", NULL, NULL, without_failure_it_is_a_root,
          with_failures_it_is_clopper_and_pearsons, many_failures_change_little)
