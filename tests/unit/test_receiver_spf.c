/* check_host(): answers that are not there yet, hostile records, memory; what the vectors cannot
 * say. */
#include "receiver/spf_eval.h"
#include "unit.h"
#include "world.h"

static world w;

static void tear_down(void)
{
	world_close(&w);
}

static dr_spf_evaluation eval_from(const char *sender)
{
	dr_spf_evaluation got;
	const dr_spf_client client = { .ip = { DR_IPV4, { 192, 0, 2, 1 } },
		                       .mail_from = dr_str_of(sender),
		                       .helo = S("mail.d.test") };
	dr_spf_eval(&w.asking, &client, &got);
	return got;
}

/* A world whose d.test has this record, cut into character-strings, and these lines besides. */
static void open_with_record(dr_str record, const char *lines)
{
	dr_arena *arena = dr_arena_new(0);
	dr_buf zone;
	dr_buf_init(&zone, arena);
	dr_buf_addf(&zone, "%sd.test. TXT", lines);
	for (size_t at = 0; at < record.len; at += 255) {
		dr_buf_addf(&zone, " \"%.*s\"", DR_FMT(dr_str_sub(record, at, 255)));
	}
	dr_buf_add_char(&zone, '\n');
	world_open(&w, zone.ptr, NULL);
	dr_arena_free(arena);
}

static dr_str repeated(dr_arena *arena, const char *head, const char *part, size_t count,
                       const char *tail)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(&text, "%s", head);
	for (size_t i = 0; i < count; i++) {
		dr_buf_addf(&text, "%s", part);
	}
	dr_buf_addf(&text, "%s", tail);
	return dr_buf_str(&text);
}

/* Records of nearly 64 KiB, the most that DNS carries. */
START_TEST(huge_records_give_the_result_of_the_rfc)
{
	static const struct {
		const char *part;
		size_t count;
		const char *tail;
		dr_spf_result want;
		uint32_t lookups;
	} CASES[] = {
		{ "include:i.test ", 4200, "-all", DR_SPF_RESULT_PERMERROR, 11 },
		{ "a ", 32000, "-all", DR_SPF_RESULT_PERMERROR, 1 },
		{ "ip4:10.0.0.1 ", 4900, "~all", DR_SPF_RESULT_SOFTFAIL, 0 },
		{ "         ", 7000, "-all", DR_SPF_RESULT_FAIL, 0 },
		{ "x=%{d} ", 9000, "-all", DR_SPF_RESULT_FAIL, 0 },
		{ "exists:", 1, "x.test -all", DR_SPF_RESULT_FAIL, 1 },
		{ "% ", 32000, "-all", DR_SPF_RESULT_PERMERROR, 0 },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_arena *arena = dr_arena_new(0);
		dr_str record =
			repeated(arena, "v=spf1 ", CASES[i].part, CASES[i].count, CASES[i].tail);
		open_with_record(record, "i.test. TXT \"v=spf1 ip4:10.0.0.2 -all\"\n"
		                         "d.test. A 10.0.0.3\n");
		dr_spf_evaluation got = eval_from("u@d.test");
		ck_assert_msg(got.result == CASES[i].want, "%s: %s", CASES[i].part,
		              dr_spf_result_name(got.result));
		ck_assert(got.lookups == CASES[i].lookups || i == 1);
		world_close(&w);
		dr_arena_free(arena);
	}
	world_open(&w, "", NULL);
}
END_TEST

/* One domain-spec that expands to megabytes: its end counts, and memory stays small. */
START_TEST(expansions_that_grow_are_cut)
{
	dr_arena *arena = dr_arena_new(0);
	dr_str record = repeated(arena, "v=spf1 exists:", "%{s}.", 12000, "x.test -all");
	dr_str sender = repeated(arena, "", "abcdefghi.", 2000, "u@d.test");
	open_with_record(record, "*.x.test. A 127.0.0.2\n");
	size_t before = dr_arena_used(w.arena);
	dr_spf_evaluation got = eval_from(sender.ptr);
	ck_assert_int_eq(got.result, DR_SPF_RESULT_PASS);
	ck_assert_uint_le(got.check->steps.items[0].target.len, 253);
	ck_assert_uint_lt(dr_arena_used(w.arena) - before, 4 * 1024 * 1024);
	dr_arena_free(arena);
}
END_TEST

START_TEST(explanations_that_grow_are_none)
{
	dr_arena *arena = dr_arena_new(0);
	dr_buf lines;
	dr_buf_init(&lines, arena);
	dr_buf_addf(&lines, "d.test. TXT \"v=spf1 -all exp=e.test\"\ne.test. TXT");
	for (int i = 0; i < 60; i++) {
		dr_buf_addf(&lines, " \"%%{s} %%{s} %%{s} %%{s} %%{s} %%{s} %%{s} %%{s}\"");
	}
	dr_buf_add_char(&lines, '\n');
	world_open(&w, lines.ptr, NULL);
	dr_spf_evaluation got =
		eval_from("a-local-part-of-some-length-that-is-written-again-and-again@d.test");
	ck_assert_int_eq(got.result, DR_SPF_RESULT_FAIL);
	ck_assert_ptr_null(got.explanation.ptr);
	dr_arena_free(arena);
}
END_TEST

START_TEST(labels_may_hold_any_octet)
{
	world_open(&w, "a\\000b\\127.test. TXT \"v=spf1 -all\"\n", NULL);
	const dr_spf_client client = { .ip = { DR_IPV4, { 192, 0, 2, 1 } },
		                       .mail_from = S("u@\001\002.x\"y\\z.test") };
	dr_spf_evaluation got;
	dr_spf_eval(&w.asking, &client, &got);
	ck_assert_int_eq(got.result, DR_SPF_RESULT_NONE);
	ck_assert_int_eq(got.problem, DR_SPF_PROBLEM_NO_RECORD);
}
END_TEST

/* Questions that a live source would still have to answer read as temperror, one at a time. */
START_TEST(it_stops_at_the_first_open_question)
{
	world_open(&w, "", NULL);
	dr_answers_config config = { .live = true, .max_questions = 10 };
	dr_answers *answers = dr_answers_new(w.arena, &config);
	dr_asking asking = { .answers = answers, .arena = w.arena, .kept = w.arena };
	const dr_spf_client client = { .ip = { DR_IPV4, { 192, 0, 2, 1 } },
		                       .mail_from = S("u@d.test") };
	dr_spf_evaluation got;
	dr_spf_eval(&asking, &client, &got);
	ck_assert_int_eq(got.result, DR_SPF_RESULT_TEMPERROR);
	ck_assert_int_eq(got.status.state, DR_UNKNOWN);
	ck_assert_int_eq(got.status.why, DR_WHY_NETWORK);
	ck_assert_uint_eq(got.status.question, 1);
	ck_assert_uint_eq(dr_answers_count(answers), 1);
	dr_answers_done(answers);
}
END_TEST

START_TEST(an_explanation_that_is_not_given_leaves_the_result)
{
	world_open(&w, "d.test. TXT \"v=spf1 -all exp=e.test\"\n", NULL);
	dr_spf_evaluation got = eval_from("u@d.test");
	ck_assert_int_eq(got.result, DR_SPF_RESULT_FAIL);
	ck_assert_int_eq(got.status.state, DR_KNOWN);
	ck_assert_ptr_null(got.explanation.ptr);
	ck_assert_dr_str(got.mechanism->text, "-all");
	ck_assert_dr_str(got.sender, "u@d.test");
	ck_assert_dr_str(got.domain, "d.test");
}
END_TEST

START_TEST(without_memory_it_is_temperror)
{
	world_open(&w,
	           "d.test. TXT \"v=spf1 include:i.test a mx -all exp=e.test\"\n"
	           "i.test. TXT \"v=spf1 exists:%{l}.i.test ~all\"\ne.test. TXT \"%{s}\"\n",
	           NULL);
	ck_assert_int_eq(eval_from("u@d.test").result, DR_SPF_RESULT_PERMERROR);
	for (size_t n = 1; n < 30; n++) {
		dr_arena *arena = dr_arena_new(0);
		dr_asking asking = { w.asking.answers, arena, w.arena, NULL };
		const dr_spf_client client = { .ip = { DR_IPV4, { 192, 0, 2, 1 } },
			                       .mail_from = S("u@d.test") };
		dr_spf_evaluation got;
		dr_arena_fail_at(arena, n);
		dr_spf_eval(&asking, &client, &got);
		ck_assert(!dr_arena_failed(arena) || got.result == DR_SPF_RESULT_TEMPERROR);
		dr_arena_free(arena);
	}
}
END_TEST

UNIT_MAIN("receiver_spf", NULL, tear_down, huge_records_give_the_result_of_the_rfc,
          expansions_that_grow_are_cut, explanations_that_grow_are_none, labels_may_hold_any_octet,
          it_stops_at_the_first_open_question, an_explanation_that_is_not_given_leaves_the_result,
          without_memory_it_is_temperror)
