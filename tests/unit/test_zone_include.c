/* Reading master files that include others. */
#include "base/limits.h"
#include "zone_unit.h"

static dr_arena *arena;

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

#define SOA "@ 60 SOA ns hm 1 2 3 4 300\n@ 60 NS ns.example.net.\n"

/* ---- $INCLUDE ---- */

static const struct {
	const char *name, *text;
} FILES[] = {
	{ "hosts", "h 60 A 192.0.2.1\n 60 TXT x\n$ORIGIN deeper\nd 60 A 192.0.2.2\n$TTL 99\n" },
	{ "circle", "c 60 A 192.0.2.1\n$INCLUDE circle\n" },
	{ "fork", "$INCLUDE fork\n$INCLUDE fork\n" },
	{ "broken", "b 60 A 1.2.3\n" },
};

static int read_file(void *self, const char *from, dr_str name, dr_source *ret_source,
                     dr_error *err)
{
	size_t *reads = self;
	(*reads)++;
	ck_assert_ptr_nonnull(from);
	for (size_t i = 0; i < DR_COUNT(FILES); i++) {
		if (dr_str_eq(name, dr_str_of(FILES[i].name))) {
			*ret_source = (dr_source){ FILES[i].name, dr_str_of(FILES[i].text) };
			return DR_OK;
		}
	}
	if (dr_str_eq(name, S("nul"))) {
		*ret_source = (dr_source){ "nul", S("\0") };
		return DR_OK;
	}
	return dr_fail(err, DR_EIO, DR_NOWHERE, "no file %.*s", DR_FMT(name));
}

START_TEST(includes_give_back_origin_and_owner)
{
	size_t reads = 0;
	const dr_zone_files files = { .read = read_file, .self = &reads };
	dr_zone *zone = read_zone_in(arena,
	                             "a 60 TXT x\n$INCLUDE hosts sub\n 60 MX 10 b\nc TXT y\n"
	                             "$INCLUDE \"hosts\"\n",
	                             &files);
	ck_assert_dr_str(issues_text(arena, zone), "");
	ck_assert_dr_str(answer_text(arena, zone, "h.sub.example.com", DR_TYPE_A),
	                 "answer 60 192.0.2.1");
	ck_assert_dr_str(answer_text(arena, zone, "d.deeper.sub.example.com", DR_TYPE_A),
	                 "answer 60 192.0.2.2");
	ck_assert_dr_str(answer_text(arena, zone, "a.example.com", DR_TYPE_MX),
	                 "answer 60 10 b.example.com.");
	ck_assert_dr_str(answer_text(arena, zone, "c.example.com", DR_TYPE_TXT), "answer 99 \"y\"");
	const dr_rr *rr = first_record(arena, zone, "h.example.com", DR_TYPE_TXT);
	ck_assert_str_eq(rr->at.file, "hosts");
	ck_assert_uint_eq(rr->at.line, 2);
	dr_zone_close(zone);
}
END_TEST

START_TEST(includes_that_go_wrong)
{
	static const struct {
		const char *text, *file;
		uint32_t line, column;
		const char *code;
		size_t reads;
	} CASES[] = {
		{ "$INCLUDE gone\n", "test.zone", 1, 10, "include", 1 },
		{ "$INCLUDE nul\n", "test.zone", 1, 10, "include", 1 },
		{ "$INCLUDE hosts a..b\n", "test.zone", 1, 16, "bad-name", 0 },
		{ "\n$INCLUDE circle\n", "circle", 2, 10, "include", DR_LIMIT_ZONE_INCLUDES },
		{ "$INCLUDE fork\n", "fork", 1, 10, "include", 4096 },
		{ "$INCLUDE broken\n", "broken", 1, 8, "bad-rdata", 1 },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		size_t reads = 0;
		const dr_zone_files files = { .read = read_file, .self = &reads };
		dr_zone *zone = read_zone_in(arena, CASES[i].text, &files);
		const dr_zone_issue *issue = &dr_zone_issues_of(zone)->items[0];
		ck_assert_uint_gt(dr_zone_issues_of(zone)->len, 0);
		ck_assert_str_eq(issue->code, CASES[i].code);
		ck_assert_str_eq(issue->at.file, CASES[i].file);
		ck_assert_uint_eq(issue->at.line, CASES[i].line);
		ck_assert_uint_eq(issue->at.column, CASES[i].column);
		ck_assert_uint_eq(reads, CASES[i].reads);
		dr_zone_close(zone);
	}
}
END_TEST

UNIT_MAIN("zone_include", set_up, tear_down, includes_give_back_origin_and_owner,
          includes_that_go_wrong)
