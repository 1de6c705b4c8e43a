/* Records that were made to do harm: the work ends, memory stays inside a run's limit, and the
 * facts still say what a receiver would (RFC 7208 4.6.4, 11.1). */
#include "facts_text.h"
#include "unit.h"
#include "world.h"

enum { RECORD_OCTETS = 55000 };

static world lines_world, bomb;

/* Appends `part` as character-strings of one record, again and again. */
static void add_record(dr_buf *out, const char *owner, const char *part)
{
	size_t len = dr_str_of(part).len;
	dr_buf_addf(out, "%s TXT ( \"v=spf1\"", owner);
	for (size_t at = 0; at + len < RECORD_OCTETS; at += len) {
		dr_buf_addf(out, " \"%s\"", part);
	}
	dr_buf_addf(out, " )\n");
}

static void check(const char *lines, const char *path, const char *want)
{
	dr_run_result result = { 0 };
	world_open(&bomb, lines, NULL);
	const dr_run_config config = { .first = &bomb.base };
	const dr_request request = { .domain = S("d.test"), .probe = DR_PROBE_NAMED };
	ck_assert_int_eq(dr_run_one(&config, &request, &result), DR_OK);
	ck_assert_msg(result.error.code == DR_OK, "%s", result.error.text);
	dr_str got = fact_text(bomb.arena, &result, path);
	ck_assert_msg(dr_str_eq(got, dr_str_of(want)), "%s %.*s, want %s", path, DR_FMT(got), want);
	dr_run_result_done(&result);
	world_close(&bomb);
}

START_TEST(thousands_of_hosts_in_one_record)
{
	dr_buf lines;
	world_open(&lines_world, "", NULL);
	dr_buf_init(&lines, lines_world.arena);
	add_record(&lines, "d.test.", " a:h.d.test");
	dr_buf_addf(&lines, "h.d.test. A 192.0.2.1\n");
	check(lines.ptr, "spf.stop_ipv4", "= a:h.d.test");
	check(lines.ptr, "spf.senders_ipv4", "= 1");
	world_close(&lines_world);
}
END_TEST

START_TEST(every_record_leads_to_ten_new_ones)
{
	static const char LINES[] =
		"d.test. TXT \"v=spf1 include:x.b.test -all\"\n"
		"*.b.test. TXT \"v=spf1 include:0.%{d} include:1.%{d} include:2.%{d} "
		"include:3.%{d} "
		"include:4.%{d} include:5.%{d} include:6.%{d} include:7.%{d} include:8.%{d} "
		"include:9.%{d}\"\n";
	check(LINES, "spf.lookups", "? budget");
	check(LINES, "spf.stop_ipv4", "= include:x.b.test");
}
END_TEST

START_TEST(chains_circles_and_names_that_grow)
{
	static const struct {
		const char *lines, *path, *want;
	} CASES[] = {
		{ "d.test. TXT \"v=spf1 redirect=x.b.test\"\n*.b.test. TXT \"v=spf1 "
		  "redirect=y.%{d}\"\n",
		  "spf.stop_ipv4", "= redirect=x.b.test" },
		{ "d.test. TXT \"v=spf1 include:e.test -all\"\n"
		  "e.test. TXT \"v=spf1 include:d.test -all\"\n",
		  "spf.stop_ipv4", "= include:e.test" },
		{ "d.test. TXT \"v=spf1 include:%{d}.%{d}.b.test -all\"\n"
		  "*.b.test. TXT \"v=spf1 include:%{d}.%{d} -all\"\n",
		  "spf.present", "= true" },
		{ "d.test. TXT \"v=spf1 mx -all\"\n$GENERATE 1-600 d.test. MX 1 h$.test.\n",
		  "spf.stop_ipv4", "= mx" },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		check(CASES[i].lines, CASES[i].path, CASES[i].want);
	}
}
END_TEST

UNIT_MAIN("survey spf bombs", NULL, NULL, thousands_of_hosts_in_one_record,
          every_record_leads_to_ten_new_ones, chains_circles_and_names_that_grow)
