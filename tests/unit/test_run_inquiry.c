/* Inquiries: one algorithm over answers, with the passes and limits of a run. */
#include "run/inquiry.h"
#include "source_shuffle.h"
#include "unit.h"
#include "world.h"

static world w;

static void tear_down(void)
{
	world_close(&w);
}

static int64_t tick(void *self)
{
	return ++*(int64_t *)self;
}

/* Follows a chain of names, each named by the text before it. */
typedef struct {
	dr_str last;
	dr_outcome outcome;
	bool stops;
} follower;

static void follow(void *self, const dr_asking *asking)
{
	follower *f = self;
	dr_str name = S("a.test");
	const dr_answer *answer;
	do {
		answer = dr_ask_dns(asking->answers, dr_name_of(asking->arena, name), DR_TYPE_TXT);
		f->last = dr_arena_copy(asking->arena, name);
		f->outcome = answer->outcome;
		name = answer->outcome == DR_ANSWER ? answer->rrs[0].text : name;
	} while (answer->outcome == DR_ANSWER);
}

static bool stops(void *self)
{
	return ((follower *)self)->stops;
}

static const char CHAIN[] = "a.test. TXT b.test\nb.test. TXT c.test\nc.test. TXT d.test\n";

static int run(follower *f, size_t max_questions, bool live, dr_inquiry_result *ret_result)
{
	int64_t now = 0;
	dr_clock clock = { .monotonic_ms = tick, .self = &now };
	dr_source_of_answers *source = live ? source_shuffle_open(&w.base, 5) : NULL;
	dr_run_config config = { .first = live ? NULL : &w.base,
		                 .live = source,
		                 .clock = &clock,
		                 .max_questions = max_questions };
	dr_inquiry inquiry = { .ask = follow, .stop = stops, .self = f };
	int code = dr_inquiry_run(&config, &inquiry, ret_result);
	dr_source_close(source);
	return code;
}

START_TEST(an_inquiry_runs_until_nothing_is_open)
{
	world_open(&w, CHAIN, NULL);
	for (int live = 0; live < 2; live++) {
		follower f = { .outcome = DR_OPEN };
		dr_inquiry_result result = { 0 };
		ck_assert_int_eq(run(&f, 0, live == 1, &result), DR_OK);
		ck_assert_dr_str(f.last, "d.test");
		ck_assert_int_eq(f.outcome, DR_NO_NAME);
		ck_assert(!result.incomplete && !result.stopped);
		ck_assert_uint_eq(dr_answers_count(result.answers), 4);
		ck_assert_uint_ge(result.passes, live == 1 ? 5 : 1);
		dr_inquiry_result_done(&result);
	}
}
END_TEST

START_TEST(an_inquiry_says_what_is_missing)
{
	world_open(&w, CHAIN, "c.test");
	follower f = { .outcome = DR_OPEN };
	dr_inquiry_result result = { 0 };
	ck_assert_int_eq(run(&f, 0, true, &result), DR_OK);
	ck_assert_dr_str(f.last, "c.test");
	ck_assert_int_eq(f.outcome, DR_TIMEOUT);
	ck_assert(result.incomplete);
	dr_inquiry_result_done(&result);
	ck_assert_int_eq(run(&f, 2, true, &result), DR_OK);
	ck_assert_int_eq(f.outcome, DR_BUDGET);
	ck_assert(result.incomplete);
	dr_inquiry_result_done(&result);
}
END_TEST

START_TEST(an_inquiry_can_be_stopped)
{
	world_open(&w, CHAIN, NULL);
	follower f = { .stops = true };
	dr_inquiry_result result = { 0 };
	ck_assert_int_eq(run(&f, 0, true, &result), DR_OK);
	ck_assert(result.stopped);
	dr_inquiry_result_done(&result);
}
END_TEST

UNIT_MAIN("run inquiry", NULL, tear_down, an_inquiry_runs_until_nothing_is_open,
          an_inquiry_says_what_is_missing, an_inquiry_can_be_stopped)
