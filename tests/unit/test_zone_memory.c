/* What zones, snapshots and the run's table do when any one malloc fails: an error or a true
 * answer. */
#include "answer/answers.h"
#include "failing_malloc.h"
#include "snapshot/snapshot.h"
#include "unit.h"
#include "zone/zone.h"
#include <string.h>

static const char ZONE[] = "$TTL 60\n"
			   "@ SOA ns hm 1 2 3 4 5\n"
			   " NS ns ; dmarcramp: ignore=X\n"
			   "a TXT ( \"one\"\n  \"t\\119o\" )\n"
			   "*.w MX 10 a\n"
			   "c CNAME www.example.net.\n"
			   "bad A 1.2.3\n"
			   "$GENERATE 1-3 g$ NAPTR 1 2 \"u\" \"x\" \"y\" n$\n"
			   "x.example.com A 192.0.2.1\n"
			   "sub NS ns.sub\n"
			   "_dmarc.sub TXT x\n";

static dr_name name(const char *wire)
{
	return (dr_name){ (const uint8_t *)wire, (uint8_t)(strlen(wire) + 1) };
}

START_TEST(zones)
{
	dr_source source = { .name = "f", .text = dr_str_of(ZONE) };
	dr_zone_options options = { .fallback = name("\7example\3com") };
	bool failed = true;
	for (size_t n = 1; failed; n++) {
		dr_zone *zone = NULL;
		dr_error err = { 0 };
		fail_malloc_at(n);
		int code = dr_zone_parse(&source, &options, NULL, &zone, &err);
		failed = malloc_has_failed();
		fail_malloc_at(0);
		ck_assert_int_eq(code, failed ? DR_ENOMEM : DR_OK);
		ck_assert_int_eq(err.code, code);
		ck_assert_int_eq(zone == NULL, failed);
		if (zone != NULL) {
			ck_assert_uint_eq(dr_zone_record_count(zone), 11);
			ck_assert_uint_eq(dr_zone_issues_of(zone)->len, 3);
		}
		dr_zone_close(zone);
	}
}
END_TEST

START_TEST(snapshots)
{
	dr_source source = {
		.name = "f",
		.text = S(
			"{\"schema\":\"dmarcramp.snapshot/"
			"1\",\"as_of\":\"2026-11-21\",\"answers\":["
			"{\"name\":\"a.b\",\"type\":\"TXT\",\"outcome\":\"answer\",\"flags\":["
			"\"cd\"],"
			"\"chain\":[{\"name\":\"a.b\",\"target\":\"c.d\"}],"
			"\"rrs\":[\"\\\"x\\\" \\\"y\\\"\",\"z\"]}],"
			"\"fetches\":[{\"url\":\"https://a.b/\",\"outcome\":\"answer\","
			"\"body\":\"Zm9v\",\"tls\":{\"names\":[\"a.b\"]},\"redirects\":[\"x\"]}]}"),
	};
	bool failed = true;
	for (size_t n = 1; failed; n++) {
		dr_snapshot *snapshot = NULL;
		dr_error err = { 0 };
		fail_malloc_at(n);
		int code = dr_snapshot_load(&source, &snapshot, &err);
		failed = malloc_has_failed();
		fail_malloc_at(0);
		ck_assert_msg(code == (failed ? DR_ENOMEM : DR_OK), "%zu: %d %s", n, code,
		              err.text);
		ck_assert_int_eq(snapshot == NULL, failed);
		dr_snapshot_close(snapshot);
	}
}
END_TEST

START_TEST(questions)
{
	bool failed = true;
	for (size_t n = 1; failed; n++) {
		dr_arena *arena = dr_arena_new(0);
		dr_answers_config config = { .live = true, .max_questions = 2 };
		dr_answers *answers = dr_answers_new(arena, &config);
		fail_malloc_at(n);
		const dr_answer *first = dr_ask_dns(answers, name("\1a"), DR_TYPE_A);
		const dr_answer *second = dr_ask_dns(answers, name("\1b"), DR_TYPE_A);
		failed = malloc_has_failed();
		fail_malloc_at(0);
		bool budget = first->outcome == DR_BUDGET || second->outcome == DR_BUDGET;
		ck_assert_int_eq(budget, failed);
		size_t open = first->outcome == DR_OPEN ? 1 : 0;
		open += second->outcome == DR_OPEN ? 1 : 0;
		ck_assert_uint_eq(dr_answers_open(answers), open);
		dr_answers_done(answers);
		dr_arena_free(arena);
	}
}
END_TEST

UNIT_MAIN("zone_memory", NULL, NULL, zones, snapshots, questions)
