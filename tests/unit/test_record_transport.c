/* MTA-STS and TLS-RPT records, and MTA-STS policies. */
#include "base/error.h"
#include "issues.h"
#include "record/mtasts.h"
#include "record/tlsrpt.h"
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

static const struct {
	const char *text;
	bool valid;
	const char *issues;
} MTASTS[] = {
	{ "v=STSv1; id=20261121T120000;", true, "" },
	{ "v=STSv1;id=1", true, "" },
	{ "v=STSv1; id=1; 1x.y-z=2", true, "tag-unknown 1x.y-z 15+6" },
	{ "v=STSv1", false, "tag-missing id 0+7, version v=STSv1 0+7" },
	{ "v=STSv1 ; id=1", false, "version v=STSv1 0+7" },
	{ "v=STSv2; id=1", false, "version v=STSv2 0+7" },
	{ "v=STSv1; id = 1", false, "tag-syntax id = 1 9+6" },
	{ "v=STSv1; id=", false, "tag-empty id 9+3" },
	{ "v=STSv1; id=2026-11-21", false, "sts-id 2026-11-21 9+13" },
	{ "v=STSv1; id=123456789012345678901234567890123", false,
	  "sts-id 123456789012345678901234567890123 9+36" },
	{ "v=STSv1; id=1; id=2", false, "tag-duplicate id 15+4" },
	{ "v=STSv1; ID=1", false, "tag-case ID 9+2, tag-missing id 0+13" },
	{ "v=STSv1; -x=1; id=1", false, "tag-name -x 9+2" },
};

START_TEST(mtasts_records)
{
	for (size_t i = 0; i < DR_COUNT(MTASTS); i++) {
		dr_mtasts record;
		ck_assert_int_eq(dr_mtasts_parse(arena, dr_str_of(MTASTS[i].text), &record), 0);
		dr_str issues = issues_text(arena, &record.issues);
		ck_assert_msg(record.valid == MTASTS[i].valid &&
		                      dr_str_eq(issues, dr_str_of(MTASTS[i].issues)),
		              "%s: %d; %.*s", MTASTS[i].text, record.valid, DR_FMT(issues));
	}
}
END_TEST

static const struct {
	const char *text;
	bool valid;
	size_t uris;
	const char *issues;
} TLSRPT[] = {
	{ "v=TLSRPTv1; rua=mailto:a@x.example,https://x.example/r", true, 2, "" },
	{ "v=TLSRPTv1;rua=mailto:a@x.example;", true, 1, "" },
	{ "v=TLSRPTv1; rua=mailto:a@x.example!10m", false, 1, "uri-escape ! 34+1" },
	{ "v=TLSRPTv1; rua=tel:1", false, 1, "uri-scheme tel 16+3" },
	{ "v=TLSRPTv1;", false, 0, "tag-missing rua 0+11" },
	{ "v=TLSRPTv1", false, 0, "tag-missing rua 0+10, version v=TLSRPTv1 0+10" },
	{ "v=TLSRPTv1; rua=", false, 0, "tag-empty rua 12+4" },
	{ "v=TLSRPTv1; ruf=mailto:a@x.example", false, 0,
	  "tag-unknown ruf~rua 12+3, tag-missing rua 0+34" },
	{ "v=tlsrptv1; rua=mailto:a@x.example", false, 1, "version v=tlsrptv1 0+10" },
};

START_TEST(tlsrpt_records)
{
	for (size_t i = 0; i < DR_COUNT(TLSRPT); i++) {
		dr_tlsrpt record;
		ck_assert_int_eq(dr_tlsrpt_parse(arena, dr_str_of(TLSRPT[i].text), &record), 0);
		dr_str issues = issues_text(arena, &record.issues);
		ck_assert_msg(record.valid == TLSRPT[i].valid && record.rua.len == TLSRPT[i].uris &&
		                      dr_str_eq(issues, dr_str_of(TLSRPT[i].issues)),
		              "%s: %d; %.*s", TLSRPT[i].text, record.valid, DR_FMT(issues));
	}
}
END_TEST

#define HEAD "version: STSv1\r\nmode: enforce\r\nmax_age: 86400\r\n"

static const struct {
	const char *text;
	bool valid;
	size_t mx;
	const char *issues;
} POLICIES[] = {
	{ HEAD "mx: mx.x.example\r\nmx: *.x.example\r\n", true, 2, "" },
	{ "mx:mx.x.example\nmax_age:0\nmode:testing\nversion:STSv1", true, 1, "" },
	{ "version: STSv1\nmode: none\nmax_age: 86400\n", true, 0, "" },
	{ HEAD "mx: x.example\r\nfuture: 1\r\n", true, 1, "tag-unknown future 62+9" },
	{ HEAD, false, 0, "tag-missing mx 0+47" },
	{ "", false, 0,
	  "tag-missing version 0+0, tag-missing mode 0+0, tag-missing max_age 0+0, "
	  "tag-missing mx 0+0" },
	{ "version: STSv2\nmode: none\nmax_age: 1", false, 0, "version version 0+14" },
	{ "version: STSv1\nmode: Enforce\nmax_age: 1\nmx: x.example", false, 1,
	  "tag-value mode 15+13" },
	{ "version: STSv1\nmode: none\nmax_age: 31557601\n", false, 0, "tag-value max_age 26+17" },
	{ "version: STSv1\nmode: none\nmax_age: 00000000001\n", false, 0,
	  "tag-value max_age 26+20" },
	{ HEAD "mx: mx.*.example\r\nmx: *\r\nmx: \r\n", false, 3,
	  "tag-value mx 47+16, tag-value mx 65+5, tag-value mx 72+3" },
	{ HEAD "mode: none\r\nmx: x.example\r\n", true, 1, "tag-duplicate mode 47+10" },
	{ HEAD "mx x.example\r\n", false, 0, "tag-syntax mx x.example 47+12, tag-missing mx 0+61" },
	{ HEAD "max_ags: 1\r\nmx: x.example\r\n", true, 1, "tag-unknown max_ags~max_age 47+10" },
	{ HEAD "mx: x.example\xE2\x80\x8B\r\n", false, 1,
	  "lookalike \xE2\x80\x8B 60+3, tag-value mx 47+16" },
};

START_TEST(mtasts_policies)
{
	for (size_t i = 0; i < DR_COUNT(POLICIES); i++) {
		dr_mtasts_policy policy;
		ck_assert_int_eq(
			dr_mtasts_policy_parse(arena, dr_str_of(POLICIES[i].text), &policy), 0);
		dr_str issues = issues_text(arena, &policy.issues);
		ck_assert_msg(policy.valid == POLICIES[i].valid &&
		                      policy.mx.len == POLICIES[i].mx &&
		                      dr_str_eq(issues, dr_str_of(POLICIES[i].issues)),
		              "%s: %d, %zu; %.*s", POLICIES[i].text, policy.valid, policy.mx.len,
		              DR_FMT(issues));
	}
}
END_TEST

START_TEST(values_of_policies)
{
	dr_mtasts_policy policy;
	dr_mtasts_policy_parse(arena, S(HEAD "mx: a.example\n"), &policy);
	ck_assert(policy.mode == DR_MTASTS_ENFORCE && policy.max_age == 86400 && policy.lf_only);
	ck_assert_str_eq(dr_mtasts_mode_name(policy.mode), "enforce");
	ck_assert_uint_eq(policy.mx.items[0].span.off, 51);
	dr_mtasts_policy_parse(arena, S(HEAD), &policy);
	ck_assert(!policy.lf_only);
}
END_TEST

/* Pattern, host, whether it matches. */
static const struct {
	const char *pattern, *host;
	bool want;
} MATCHES[] = {
	{ "mx.x.example", "MX.x.example.", true },  { "mx.x.example", "my.x.example", false },
	{ "*.x.example", "mx.x.example", true },    { "*.x.example", "x.example", false },
	{ "*.x.example", "a.mx.x.example", false }, { "*", "example", false },
};

START_TEST(patterns_match_hosts)
{
	for (size_t i = 0; i < DR_COUNT(MATCHES); i++) {
		dr_mtasts_policy policy;
		dr_buf body;
		dr_buf_init(&body, arena);
		dr_buf_addf(&body, HEAD "mx: %s", MATCHES[i].pattern);
		dr_mtasts_policy_parse(arena, dr_buf_str(&body), &policy);
		dr_name host = dr_name_of(arena, dr_str_of(MATCHES[i].host));
		ck_assert_msg(dr_mtasts_mx_matches(&policy.mx.items[0], host) == MATCHES[i].want,
		              "%s %s", MATCHES[i].pattern, MATCHES[i].host);
	}
}
END_TEST

START_TEST(without_memory)
{
	for (size_t n = 1; n < 12; n++) {
		dr_mtasts mtasts;
		dr_tlsrpt tlsrpt;
		dr_mtasts_policy policy;
		dr_arena_reset(arena);
		dr_arena_fail_at(arena, n);
		int code = dr_mtasts_parse(arena, S("v=STSv1; id=-; x=y;;"), &mtasts);
		ck_assert(code == DR_ENOMEM || n > 2);
		dr_arena_fail_at(arena, n);
		code = dr_tlsrpt_parse(arena, S("v=TLSRPTv1; rua=x,mailto:%41@b.c; x=y;;"),
		                       &tlsrpt);
		ck_assert(code == DR_ENOMEM || n > 4);
		dr_arena_fail_at(arena, n);
		code = dr_mtasts_policy_parse(arena, S("x\ny\nmx:a\nmx:b"), &policy);
		ck_assert(code == DR_ENOMEM || n > 3);
		dr_arena_fail_at(arena, 0);
	}
}
END_TEST

UNIT_MAIN("record_transport", set_up, tear_down, mtasts_records, tlsrpt_records, mtasts_policies,
          values_of_policies, patterns_match_hosts, without_memory)
