/* DMARC records, and what their policies come to. */
#include "record/dmarc.h"
#include "base/error.h"
#include "issues.h"
#include "unit.h"
#include <string.h>

static dr_arena *arena;

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static dr_dmarc parsed(const char *text)
{
	dr_dmarc record;
	ck_assert_int_eq(dr_dmarc_parse(arena, dr_str_of(text), &record), 0);
	return record;
}

/* A record, and its issues. */
static const char *const RECORDS[][2] = {
	{ "v=DMARC1; p=none", "" },
	{ "v=DMARC1; p=none;", "" },
	{ "v = DMARC1 ;p = Reject ; ", "" },
	{ "V=DMARC1; p=none", "tag-case V 0+1" },
	{ "v=DMARC1; P=none", "tag-case P 10+1" },
	{ "v=DMARC1; p=none; sp=none; np=reject; adkim=s; aspf=R; psd=n; t=y; fo=1:d:s; "
	  "rua=mailto:a@example.com; ruf=mailto:b@example.com",
	  "" },
	/* version */
	{ "p=none; v=DMARC1", "version v=DMARC1 8+8, tag-order p 0+6" },
	{ "v=dmarc1; p=none", "version v=dmarc1 0+8" },
	{ "v=DMARC1 p=none", "tag-merged p 9+6, version v=DMARC1 p=none 0+15, tag-missing p 0+15" },
	{ "v=DMARC1,p=none", "tag-merged p 9+6, version v=DMARC1,p=none 0+15, tag-missing p 0+15" },
	{ "v=DMARC1p=none", "tag-merged p 8+6, version v=DMARC1p=none 0+14, tag-missing p 0+14" },
	{ " v=DMARC1; p=none", "leading-space  0+1" },
	{ "p=none", "version p=none 0+6" },
	{ "", "version  0+0, tag-missing p 0+0" },
	{ "; v=DMARC1; p=none", "tag-syntax ; 0+1, version v=DMARC1 2+8" },
	/* grammar */
	{ "v=DMARC1;; p=none", "tag-syntax ; 9+1" },
	{ "v=DMARC1; p none", "tag-no-equals p none 10+6, tag-missing p 0+16" },
	{ "v=DMARC1; p:none; x y; p=none", "tag-no-equals p:none 10+6, tag-syntax x y 18+3" },
	{ "v=DMARC1; p=none; hello", "tag-trailing hello 18+5" },
	{ "v=DMARC1; p=none; p1=x", "tag-name p1 18+2" },
	{ "v=DMARC1; p=none; =x", "tag-name  18+0" },
	{ "v=DMARC1; p=none; rua=", "tag-empty rua 18+4" },
	{ "v=DMARC1; p=none; p=reject", "tag-duplicate p 18+8" },
	{ "v=DMARC1; p=none; x=1; x=2",
	  "tag-unknown x 18+1, tag-unknown x 23+1, tag-duplicate x 23+3" },
	{ "v=DMARC1; p=none; rau=mailto:a@example.com", "tag-unknown rau~rua 18+3" },
	{ "v=DMARC1; p=none; ps=none", "tag-unknown ps~sp 18+2" },
	{ "v=DMARC1; p=none; adkm=s", "tag-unknown adkm~adkim 18+4" },
	{ "v=DMARC1; p=none rua=mailto:a@example.com", "tag-merged rua 17+24, tag-value p 10+31" },
	{ "v=DMARC1; p=none rua =mailto:a@example.com", "tag-merged rua 17+25, tag-value p 10+32" },
	{ "v=DMARC1; p=nonerua=mailto:a@example.com", "tag-merged rua 16+24, tag-value p 10+30" },
	{ "v=DMARC1; p=none; rua=mailto:a@example.com?x&sp=1", "" },
	{ "v=DMARC1; p=none\\; sp=none", "escaped \\ 16+1, tag-value p~none 10+7" },
	{ "v=DMARC1; p=\"none\"", "escaped \" 12+1, escaped \" 17+1, tag-value p~none 10+8" },
	{ "v=DMARC1; p=\xE2\x80\x9Cnone\xE2\x80\x9D",
	  "lookalike \xE2\x80\x9C 12+3, lookalike \xE2\x80\x9D 19+3, tag-value p 10+12" },
	{ "v=DMARC1; p=n\xC3\xB6ne", "non-ascii \xC3\xB6 13+2, tag-value p 10+7" },
	/* order and history */
	{ "v=DMARC1; rua=mailto:a@example.com; p=none", "tag-order p 36+6" },
	{ "v=DMARC1; p=none; pct=50; rf=afrf; ri=3600",
	  "tag-obsolete pct 18+6, tag-obsolete rf 26+7, tag-obsolete ri 35+7" },
	{ "v=DMARC1; rua=mailto:a@example.com", "tag-missing p 0+34" },
	/* values */
	{ "v=DMARC1; p=qurantine", "tag-value p~quarantine 10+11" },
	{ "v=DMARC1; p=none; sp=no; np=x; adkim=strict; aspf=x; psd=x; t=1",
	  "tag-value sp 18+5, tag-value np 25+4, tag-value adkim 31+12, "
	  "tag-value aspf 45+6, tag-value psd 53+5, tag-value t 60+3" },
	{ "v=DMARC1; p=none; pct=101", "tag-obsolete pct 18+7, tag-value pct 18+7" },
	{ "v=DMARC1; p=none; pct=0100", "tag-obsolete pct 18+8, tag-value pct 18+8" },
	{ "v=DMARC1; p=none; ri=x", "tag-obsolete ri 18+4, tag-value ri 18+4" },
	{ "v=DMARC1; p=none; rf=iodef", "tag-obsolete rf 18+8, tag-value rf 18+8" },
	{ "v=DMARC1; p=none; fo=0:1", "fo-conflict 0:1 18+6" },
	{ "v=DMARC1; p=none; fo=d:d", "fo-conflict d:d 18+6" },
	{ "v=DMARC1; p=none; fo=x", "tag-value fo 18+4" },
	{ "v=DMARC1; p=none; fo=1,d", "tag-value fo 18+6" },
	{ "v=DMARC1; p=none; rua=a@example.com", "uri-no-scheme a@example.com 22+13" },
	{ "v=DMARC1; p=none; rua=mailto:a;b@example.com",
	  "tag-trailing b@example.com 31+13, uri-syntax mailto:a 22+8, uri-escape ; 30+1" },
	{ "v=DMARC1; p=none; rua=mailto:a@example.com;b@example.com",
	  "tag-trailing b@example.com 43+13" },
	{ "v=DMARC1; p=none; rua=mailto:a@example.com!10m", "uri-size 10m 42+4" },
};

START_TEST(issues_with_their_places)
{
	for (size_t i = 0; i < DR_COUNT(RECORDS); i++) {
		dr_dmarc record = parsed(RECORDS[i][0]);
		dr_str got = issues_text(arena, &record.issues);
		ck_assert_msg(dr_str_eq(got, dr_str_of(RECORDS[i][1])), "%s\n got: %.*s\nwant: %s",
		              RECORDS[i][0], DR_FMT(got), RECORDS[i][1]);
	}
}
END_TEST

START_TEST(values_and_defaults)
{
	dr_dmarc record = parsed("v=DMARC1; p=reject; rua=mailto:a@example.com,https://x.example");
	ck_assert(record.version && record.usable_rua);
	ck_assert_int_eq(record.p, DR_POLICY_REJECT);
	ck_assert_int_eq(record.sp, DR_POLICY_UNSET);
	ck_assert_int_eq(record.np, DR_POLICY_UNSET);
	ck_assert(record.adkim == 'r' && record.aspf == 'r' && record.psd == 'u' && !record.t);
	ck_assert(record.pct == 100 && record.fo == DR_FO_ALL && record.ri == 86400);
	ck_assert_uint_eq(record.rua.len, 2);
	ck_assert_uint_eq(record.ruf.len, 0);
	ck_assert(dr_dmarc_is_valid(&record, DR_DMARC_RUA));
	ck_assert(!dr_dmarc_is_valid(&record, DR_DMARC_RUF));
	ck_assert_ptr_null(dr_dmarc_find(&record, DR_DMARC_SP));
	ck_assert_dr_str(dr_dmarc_find(&record, DR_DMARC_P)->value, "reject");

	record = parsed("v=DMARC1; p=none; sp=quarantine; np=reject; adkim=S; aspf=s; psd=y; t=Y; "
	                "pct=25; ri=7; fo=1:s");
	ck_assert(record.sp == DR_POLICY_QUARANTINE && record.np == DR_POLICY_REJECT);
	ck_assert(record.adkim == 's' && record.aspf == 's' && record.psd == 'y' && record.t);
	ck_assert(record.pct == 25 && record.ri == 7 && record.fo == (DR_FO_ANY | DR_FO_SPF));
	ck_assert(!record.usable_rua);

	record = parsed("v=DMARC1; p=none; p=reject; pct=x; adkim=q");
	ck_assert(record.p == DR_POLICY_NONE && record.pct == 100 && record.adkim == 'r');
	ck_assert(!dr_dmarc_is_valid(&record, DR_DMARC_PCT));
}
END_TEST

START_TEST(tags_count_by_generation)
{
	ck_assert_uint_eq(dr_dmarc_counts(DR_DMARC_P), DR_RFC7489 | DR_RFC9989);
	ck_assert_uint_eq(dr_dmarc_counts(DR_DMARC_PCT), DR_RFC7489);
	ck_assert_uint_eq(dr_dmarc_counts(DR_DMARC_NP), DR_RFC9989);
	ck_assert_str_eq(dr_dmarc_tag_name(DR_DMARC_ADKIM), "adkim");
}
END_TEST

START_TEST(endless_lists_end)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_add(&text, S("v=DMARC1; p=none"));
	for (int i = 0; i < 1000; i++) {
		dr_buf_add(&text, S(";x=y"));
	}
	dr_dmarc record;
	ck_assert_int_eq(dr_dmarc_parse(arena, dr_buf_str(&text), &record), 0);
	ck_assert_uint_eq(record.list.tags.len, 128);
	ck_assert_uint_le(record.issues.len, 200);
	ck_assert(!record.list.syntax);
}
END_TEST

/* Effects of p, sp, np: n q r, or - for "DMARC is not applied". */
static const struct {
	const char *text, *rfc9989, *rfc7489, *weakest, *strictest;
} EFFECTS[] = {
	{ "v=DMARC1; p=none", "nnn", "nnn", "nnn", "nnn" },
	{ "v=DMARC1; p=reject", "rrr", "rrr", "rrr", "rrr" },
	{ "v=DMARC1; p=reject; sp=none", "rnn", "rnn", "rnn", "rnn" },
	{ "v=DMARC1; p=none; np=reject", "nnr", "nnn", "nnn", "nnr" },
	{ "v=DMARC1; p=reject; sp=quarantine; np=none", "rqn", "rqq", "rqn", "rqq" },
	/* pct: standards table of both generations */
	{ "v=DMARC1; p=quarantine; pct=50", "qqq", "qqq", "nnn", "qqq" },
	{ "v=DMARC1; p=reject; pct=50", "rrr", "rrr", "qqq", "rrr" },
	{ "v=DMARC1; p=quarantine; pct=0", "qqq", "nnn", "nnn", "qqq" },
	{ "v=DMARC1; p=reject; pct=0", "rrr", "qqq", "nnn", "rrr" },
	{ "v=DMARC1; p=reject; pct=x", "rrr", "rrr", "rrr", "rrr" },
	/* t */
	{ "v=DMARC1; p=quarantine; t=y", "nnn", "qqq", "nnn", "qqq" },
	{ "v=DMARC1; p=reject; t=y", "qqq", "rrr", "qqq", "rrr" },
	{ "v=DMARC1; p=quarantine; t=y; pct=0", "nnn", "nnn", "nnn", "qqq" },
	{ "v=DMARC1; p=reject; t=y; pct=0", "qqq", "qqq", "nnn", "rrr" },
	{ "v=DMARC1; p=none; sp=reject; t=y", "nqq", "nrr", "nqq", "nrr" },
	/* bad policies, with and without a usable rua */
	{ "v=DMARC1; rua=mailto:a@example.com", "nnn", "nnn", "nnn", "nnn" },
	{ "v=DMARC1; p=x; rua=mailto:a@example.com", "nnn", "nnn", "nnn", "nnn" },
	{ "v=DMARC1; p=x", "---", "---", "---", "---" },
	{ "v=DMARC1; p=reject; sp=x", "---", "---", "---", "---" },
	{ "v=DMARC1; p=reject; np=x", "---", "rrr", "---", "rrr" },
	{ "v=DMARC1; p=reject; np=; rua=mailto:a@example.com", "nnn", "rrr", "nnn", "rrr" },
	{ "v=DMARC1; p=x; rua=a@example.com", "---", "---", "---", "---" },
	{ "v=dmarc1; p=reject", "---", "---", "---", "---" },
};

static void assert_policies(const char *text, const char *which, dr_policies got, const char *want)
{
	static const char LETTERS[] = "-nqr";
	char letters[4] = { LETTERS[got.p], LETTERS[got.sp], LETTERS[got.np] };
	ck_assert_msg(strcmp(letters, want) == 0, "%s %s: %s, want %s", text, which, letters, want);
}

START_TEST(effective_policies)
{
	for (size_t i = 0; i < DR_COUNT(EFFECTS); i++) {
		dr_dmarc record = parsed(EFFECTS[i].text);
		dr_effective got = dr_policy_effective(&record);
		assert_policies(EFFECTS[i].text, "rfc9989", got.rfc9989, EFFECTS[i].rfc9989);
		assert_policies(EFFECTS[i].text, "rfc7489", got.rfc7489, EFFECTS[i].rfc7489);
		assert_policies(EFFECTS[i].text, "weakest", got.weakest, EFFECTS[i].weakest);
		assert_policies(EFFECTS[i].text, "strictest", got.strictest, EFFECTS[i].strictest);
	}
}
END_TEST

START_TEST(policies_have_names)
{
	for (dr_policy policy = DR_POLICY_NONE; policy <= DR_POLICY_REJECT; policy++) {
		ck_assert_int_eq(dr_policy_parse(dr_str_of(dr_policy_name(policy))), policy);
	}
	ck_assert_str_eq(dr_policy_name(DR_POLICY_UNSET), "");
	ck_assert_int_eq(dr_policy_parse(S("")), DR_POLICY_UNSET);
	ck_assert_int_eq(dr_policy_lowered(DR_POLICY_NONE), DR_POLICY_NONE);
	ck_assert_int_eq(dr_policy_lowered(DR_POLICY_UNSET), DR_POLICY_UNSET);
}
END_TEST

START_TEST(without_memory)
{
	for (size_t n = 1; n < 40; n++) {
		dr_arena_reset(arena);
		dr_arena_fail_at(arena, n);
		dr_dmarc record;
		int code = dr_dmarc_parse(
			arena, S("v=DMARC1; p=x; y=1; rua=mailto:%41@example.com!5k,b;; z"),
			&record);
		dr_arena_fail_at(arena, 0);
		ck_assert(code == DR_ENOMEM || (code == 0 && n > 5));
	}
}
END_TEST

UNIT_MAIN("record_dmarc", set_up, tear_down, issues_with_their_places, values_and_defaults,
          tags_count_by_generation, endless_lists_end, effective_policies, policies_have_names,
          without_memory)
