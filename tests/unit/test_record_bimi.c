/* BIMI assertion records. */
#include "record/bimi.h"
#include "base/error.h"
#include "issues.h"
#include "unit.h"

static dr_arena *arena;

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static dr_bimi parsed(const char *text)
{
	dr_bimi record;
	ck_assert_int_eq(dr_bimi_parse(arena, dr_str_of(text), &record), 0);
	return record;
}

#define L "l=https://x.example/l.svg"

/* A record; v valid, d declined, p personal; its issues. */
static const char *const RECORDS[][3] = {
	{ "v=BIMI1; " L, "v", "" },
	{ "v=BIMI1; " L "; a=https://x.example/c.pem;", "v", "" },
	{ "v=BIMI1; l=https://x.example/l.SVGZ?x; a=; lps=; avp=brand", "v", "" },
	{ "v=BIMI1; " L "; lps=a-b,c1; avp=personal", "vp", "" },
	{ "v=BIMI1; l=; a=;", "vd", "" },
	{ "v=BIMI1; l=", "vd", "" },
	{ "v=bimi1; " L, "", "version v=bimi1 0+7" },
	{ "v=BIMI1; L=https://x.example/l.svg", "", "tag-case L 9+1, tag-missing l 0+34" },
	{ "v=BIMI1; a=https://x.example/c.pem", "", "tag-missing l 0+34" },
	{ "v=BIMI1; l=; a=https://x.example/c.pem", "", "tag-empty l 9+2" },
	{ "v=BIMI1; l=http://x.example/l.svg", "", "uri-scheme http 11+4" },
	{ "v=BIMI1; l=x.example/l.svg", "", "uri-syntax x.example/l.svg 11+15" },
	{ "v=BIMI1; l=https://x.example/l.png", "", "uri-suffix l 9+25" },
	{ "v=BIMI1; " L "; a=https://x.example/c.crt", "", "uri-suffix a 36+25" },
	{ "v=BIMI1; " L ",https://x.example/m.svg", "", "uri-escape l 34+1" },
	{ "v=BIMI1; " L "; lps=a_b; avp=Brand", "v", "tag-value lps 36+7, tag-value avp 45+9" },
	{ "v=BIMI1; " L "; lps=a,,b", "v", "tag-value lps 36+8" },
	{ "v=BIMI1; " L "; s=x", "v", "tag-unknown s 36+1" },
	{ "v=BIMI1; " L "; " L, "", "tag-duplicate l 36+25" },
};

START_TEST(records_are_read)
{
	for (size_t i = 0; i < DR_COUNT(RECORDS); i++) {
		dr_bimi record = parsed(RECORDS[i][0]);
		dr_buf flags;
		dr_buf_init(&flags, arena);
		dr_buf_addf(&flags, "%s%s%s", record.valid ? "v" : "", record.declined ? "d" : "",
		            record.personal ? "p" : "");
		dr_str issues = issues_text(arena, &record.issues);
		ck_assert_msg(dr_str_eq(dr_buf_str(&flags), dr_str_of(RECORDS[i][1])) &&
		                      dr_str_eq(issues, dr_str_of(RECORDS[i][2])),
		              "%s: %.*s; %.*s", RECORDS[i][0], DR_FMT(dr_buf_str(&flags)),
		              DR_FMT(issues));
	}
}
END_TEST

START_TEST(values_are_kept)
{
	dr_bimi record = parsed("v=BIMI1; " L "; lps= a , b ; a=https://y.example/c.pem");
	ck_assert_dr_str(record.l.uri, "https://x.example/l.svg");
	ck_assert_dr_str(record.a.host, "y.example");
	ck_assert_uint_eq(record.lps.len, 2);
	ck_assert_dr_str(record.lps.items[1], "b");
	ck_assert_ptr_nonnull(dr_bimi_find(&record, DR_BIMI_A));
	ck_assert_ptr_null(dr_bimi_find(&record, DR_BIMI_AVP));
}
END_TEST

START_TEST(without_memory)
{
	for (size_t n = 1; n < 20; n++) {
		dr_arena_reset(arena);
		dr_arena_fail_at(arena, n);
		dr_bimi record;
		int code = dr_bimi_parse(arena, S("v=BIMI1; " L "; lps=a,b; x=y; a=z"), &record);
		dr_arena_fail_at(arena, 0);
		ck_assert(code == DR_ENOMEM || (code == 0 && n > 3));
	}
}
END_TEST

UNIT_MAIN("record_bimi", set_up, tear_down, records_are_read, values_are_kept, without_memory)
