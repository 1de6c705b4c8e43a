/* SPF records. */
#include "record/spf.h"
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

static dr_spf parsed(const char *text)
{
	dr_spf record;
	ck_assert_int_eq(dr_spf_parse(arena, dr_str_of(text), NULL, &record), 0);
	return record;
}

/* A record; whether it is valid; its issues. */
static const struct {
	const char *text;
	bool valid;
	const char *issues;
} RECORDS[] = {
	{ "v=spf1", true, "" },
	{ "v=spf1  a  -all ", true, "" },
	{ "V=SPF1 A MX:example.com -ALL", true, "" },
	{ "v=spf1 a:example.com/24//64 mx/0 ~mx//128 ?ptr ptr:example.com. +all", true, "" },
	{ "v=spf1 ip4:192.0.2.0/24 ip4:192.0.2.1 ip6:2001:db8::/32 ip6:::1.1.1.1/128", true, "" },
	{ "v=spf1 include:_spf.example.com exists:%{ir}.%{v}._spf.%{d2} redirect=x.example", true,
	  "" },
	{ "v=spf1 exp=why.%{d} redirect=%{d} a:%{d}.example.com a:%%.example.com", true, "" },
	{ "v=spf1 a:foo:bar/baz.example.com a:example.xn--zckzah", true, "" },
	/* selection */
	{ "v=spf10 -all", false, "spf-version v=spf10 0+7" },
	{ "v=spf1;-all", false, "spf-version v=spf1;-all 0+11" },
	{ " v=spf1 -all", false, "leading-space  0+1" },
	{ "", false, "spf-version  0+0" },
	{ "\"v=spf1 -all\"", false,
	  "escaped \" 0+1, escaped \" 12+1, spf-version \"v=spf1 0+7, spf-character \" 12+1" },
	/* characters */
	{ "v=spf1\ta", false, "spf-version v=spf1 0+6, spf-character \t 6+1" },
	{ "v=spf1 a\t-all", false, "spf-character \t 8+1" },
	{ "v=spf1 a\xC2\xA0-all", false,
	  "lookalike \xC2\xA0 8+2, spf-glued-all a\xC2\xA0-all 10+4" },
	{ "v=spf1 a:ex\xC3\xA4mple.com", false, "non-ascii \xC3\xA4 11+2" },
	{ "v=spf1 -all;", false, "spf-character ; 11+1" },
	{ "v=spf1 , -all", false, "spf-character , 7+1" },
	/* names */
	{ "v=spf1 foo -all", false, "spf-unknown-mechanism foo 7+3" },
	{ "v=spf1 ipv4:192.0.2.1", false, "spf-unknown-mechanism ipv4~ip4 7+14" },
	{ "v=spf1 inlcude:x.example", false, "spf-unknown-mechanism inlcude~include 7+17" },
	{ "v=spf1 192.0.2.1/24", false, "spf-unknown-mechanism 192.0.2.1/24~ip4 7+12" },
	{ "v=spf1 -2001:db8::1", false, "spf-unknown-mechanism 2001:db8::1~ip6 7+12" },
	{ "v=spf1 mx.example.com", false, "spf-unknown-mechanism mx.example.com~mx 7+14" },
	{ "v=spf1 all.", false, "spf-unknown-mechanism all.~all 7+4" },
	{ "v=spf1 - all", false, "spf-unknown-mechanism - 7+1" },
	{ "v=spf1 redirect:x.example", false, "spf-modifier-as-mechanism redirect 7+18" },
	{ "v=spf1 include=x.example", true, "spf-mechanism-as-modifier include 7+17" },
	{ "v=spf1 redirct=x.example", true, "spf-unknown-modifier redirct~redirect 7+17" },
	{ "v=spf1 moo.cow-far_out=man:dog/cat", true, "spf-unknown-modifier moo.cow-far_out 7+27" },
	{ "v=spf1 foo=%abc", false, "spf-unknown-modifier foo 7+8, spf-macro % 11+1" },
	{ "v=spf1 1up=x", false, "spf-modifier-name 1up 7+5" },
	{ "v=spf1 =x", false, "spf-modifier-name  7+2" },
	{ "v=spf1 -redirect=x.example", false, "spf-modifier-name redirect 7+19" },
	/* arguments */
	{ "v=spf1 all:x", false, "spf-extra-argument :x 10+2" },
	{ "v=spf1 -all/8", false, "spf-extra-argument /8 11+2" },
	{ "v=spf1 include", false, "spf-no-argument include 7+7" },
	{ "v=spf1 include: exists: a: redirect= exp=", false,
	  "spf-empty-argument include 7+8, spf-empty-argument exists 16+7, "
	  "spf-empty-argument a 24+2, spf-empty-argument redirect 27+9, "
	  "spf-empty-argument exp 37+4" },
	{ "v=spf1 include/24 ptr/24", false,
	  "spf-extra-argument /24 14+3, spf-extra-argument /24 21+3" },
	{ "v=spf1 ip4 ip6: ip4/24", false,
	  "spf-no-argument ip4 7+3, spf-empty-argument ip6 11+4, spf-cidr ip4 16+6" },
	/* domain-specs */
	{ "v=spf1 a:museum a:museum.", false, "spf-domain museum 9+6, spf-domain museum. 18+7" },
	{ "v=spf1 a:abc.123 a:111.222.33.44", false,
	  "spf-top-label 123 13+3, spf-top-label 44 30+2" },
	{ "v=spf1 a:example.-com a:example.com- a:example.c_m", false,
	  "spf-top-label -com 17+4, spf-top-label com- 32+4, spf-top-label c_m 47+3" },
	{ "v=spf1 a:example.com:8080", false, "spf-top-label com:8080 17+8" },
	{ "v=spf1 a:example..com include:.example.com", true,
	  "spf-name example..com 9+12, spf-name .example.com 30+12" },
	{ "v=spf1 a:example.com..", false, "spf-top-label  9+13" },
	{ "v=spf1 a:%{d}com", false, "spf-domain %{d}com 9+7" },
	/* macros */
	{ "v=spf1 a:%{d a:%x.com a:100%", false,
	  "spf-macro % 9+1, spf-macro % 15+1, spf-macro % 27+1" },
	{ "v=spf1 exists:%{x}.example.com", false, "spf-macro-letter %{x} 14+4" },
	{ "v=spf1 exists:%{c}.x.example exists:%{R}.x.example", false,
	  "spf-macro-letter %{c} 14+4, spf-macro-letter %{R} 36+4" },
	{ "v=spf1 exists:%{d0}.example.com exists:%{d2rx}.example.com", false,
	  "spf-macro % 14+1, spf-macro % 39+1" },
	{ "v=spf1 ip4:%{i}", false, "spf-macro-address %{i} 11+4" },
	/* addresses */
	{ "v=spf1 ip4:192.0.2", false, "spf-ip4 192.0.2 11+7" },
	{ "v=spf1 ip4:192.0.2.01 ip4:192.0.2.1:25", false,
	  "spf-ip4 192.0.2.01 11+10, spf-ip4 192.0.2.1:25 26+12" },
	{ "v=spf1 ip4:2001:db8::1 ip6:192.0.2.1", false,
	  "spf-family 2001:db8::1 11+11, spf-family 192.0.2.1 27+9" },
	{ "v=spf1 ip6:[::1] ip6:x", false, "spf-ip6 [::1] 11+5, spf-ip6 x 21+1" },
	{ "v=spf1 ip4:192.0.2.0/33 ip6:::/129", false, "spf-cidr /33 20+3, spf-cidr /129 30+4" },
	{ "v=spf1 ip4:192.0.2.0/024 ip4:192.0.2.0/ ip4:192.0.2.0//24", false,
	  "spf-cidr /024 20+4, spf-cidr / 38+1, spf-cidr //24 53+4" },
	{ "v=spf1 ip4:192.0.2.1/24 ip6:2001:db8::1/64", true,
	  "spf-host-bits 192.0.2.1/24 11+12, spf-host-bits 2001:db8::1/64 28+14" },
	{ "v=spf1 a/33 mx//129 a/032 a/ mx:example.com//", false,
	  "spf-cidr /33 8+3, spf-cidr //129 14+5, spf-cidr /032 21+4, spf-cidr / 27+1, "
	  "spf-cidr // 43+2" },
	{ "v=spf1 a/24/64 mx:example.com/24/64", false,
	  "spf-dual-cidr /64 11+3, spf-dual-cidr /64 32+3" },
	/* the record */
	{ "v=spf1 redirect=a.example redirect=a.example", false,
	  "spf-duplicate-modifier redirect 26+18" },
	{ "v=spf1 exp=a.example exp=b.example", false, "spf-duplicate-modifier exp 21+13" },
	{ "v=spf1 include:x.example-all", true, "spf-glued-all include:x.example-all 24+4" },
	{ "v=spf1 ip4:192.0.2.1~all", false,
	  "spf-ip4 192.0.2.1~all 11+13, spf-glued-all ip4:192.0.2.1~all 20+4" },
	{ "v=spf1 -all a:", false, "spf-empty-argument a 12+2" },
};

START_TEST(issues_with_their_places)
{
	for (size_t i = 0; i < DR_COUNT(RECORDS); i++) {
		dr_spf record = parsed(RECORDS[i].text);
		dr_str got = issues_text(arena, &record.issues);
		ck_assert_msg(dr_str_eq(got, dr_str_of(RECORDS[i].issues)) &&
		                      record.valid == RECORDS[i].valid,
		              "%s (%s)\n got: %.*s\nwant: %s", RECORDS[i].text,
		              record.valid ? "valid" : "not valid", DR_FMT(got), RECORDS[i].issues);
	}
}
END_TEST

START_TEST(terms_are_read)
{
	dr_spf record = parsed("v=spf1 a mx:x.example/20//60 -include:%{d}.y.example "
	                       "ip4:192.0.2.0/24 exists:%{i}.%{D}.z foo=bar ~all exp=e.example "
	                       "redirect=r.example ?all");
	ck_assert_uint_eq(record.terms.len, 10);
	const dr_spf_term *t = record.terms.items;
	ck_assert(t[0].kind == DR_SPF_A && t[0].qualifier == '+' && !t[0].qualifier_given);
	ck_assert(t[0].counts && t[0].v4_length == 32 && t[0].v6_length == 128);
	ck_assert_uint_eq(t[0].domain.len, 0);
	ck_assert(t[1].kind == DR_SPF_MX && t[1].v4_length == 20 && t[1].v6_length == 60);
	ck_assert_dr_str(t[1].domain, "x.example");
	ck_assert_uint_eq(t[1].domain_span.off, 12);
	ck_assert(t[2].kind == DR_SPF_INCLUDE && t[2].qualifier == '-' && !t[2].message);
	ck_assert_uint_eq(t[2].letters, DR_MACRO_BIT('d'));
	ck_assert_dr_str(t[2].text, "-include:%{d}.y.example");
	ck_assert(t[3].kind == DR_SPF_IP4 && t[3].prefix.length == 24 && !t[3].counts);
	ck_assert(t[4].kind == DR_SPF_EXISTS && t[4].message && t[4].counts);
	ck_assert_uint_eq(t[4].letters, DR_MACRO_BIT('d') | DR_MACRO_BIT('i'));
	ck_assert(t[5].kind == DR_SPF_OTHER && t[5].qualifier == '\0' && !t[5].counts);
	ck_assert(record.all == &t[6] && t[6].qualifier == '~' && !t[6].counts);
	ck_assert(record.exp == &t[7] && !t[7].counts);
	ck_assert(record.redirect == &t[8] && t[8].counts && t[8].qualifier == '\0');
	ck_assert_dr_str(record.redirect->domain, "r.example");
	ck_assert_str_eq(dr_spf_kind_name(t[8].kind), "redirect");
}
END_TEST

/* Character-strings with | between, and the issues of the joined text. */
static const char *const JOINED[][2] = {
	{ "v=spf1 ip4:192.0.2.0/24| include:x.example", "" },
	{ "v=spf1 ip4:192.0.2.0/24 |include:x.example", "" },
	{ "v=spf1 ip4:192.0.2.0/24|include:x.example",
	  "spf-cidr /24include:x.example 20+20, string-join include:x.example 7+33" },
	{ "v=spf1 include:x.exam|ple -all", "" },
	{ "v=spf1 include:x.example|-all",
	  "spf-glued-all include:x.example-all 24+4, string-join -all 7+21" },
	{ "v=spf1 a|redirect=x.example",
	  "spf-unknown-modifier aredirect~redirect 7+19, string-join redirect=x.example 7+19" },
};

START_TEST(joined_strings)
{
	for (size_t i = 0; i < DR_COUNT(JOINED); i++) {
		dr_str written = dr_str_of(JOINED[i][0]);
		size_t bar = dr_str_find(written, 0, '|');
		uint32_t starts[] = { 0, (uint32_t)bar };
		dr_strings strings = { starts, 2 };
		dr_buf text;
		dr_buf_init(&text, arena);
		dr_buf_add(&text, dr_str_sub(written, 0, bar));
		dr_buf_add(&text, dr_str_sub(written, bar + 1, written.len));
		dr_spf record;
		dr_spf_parse(arena, dr_buf_str(&text), &strings, &record);
		dr_str got = issues_text(arena, &record.issues);
		ck_assert_msg(dr_str_eq(got, dr_str_of(JOINED[i][1])), "%s: %.*s", JOINED[i][0],
		              DR_FMT(got));
	}
}
END_TEST

START_TEST(long_strings)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_add(&text, S("v=spf1 a:"));
	dr_buf_add_repeat(&text, 'x', 60);
	dr_buf_add(&text, S(".example "));
	dr_buf_add_repeat(&text, ' ', 300);
	uint32_t starts[] = { 0, 20 };
	dr_strings strings = { starts, 2 };
	dr_spf record;
	dr_spf_parse(arena, dr_buf_str(&text), &strings, &record);
	ck_assert_uint_eq(record.issues.len, 1);
	ck_assert_int_eq(record.issues.items[0].code, DR_ISSUE_LONG_STRING);
	ck_assert_uint_eq(record.issues.items[0].place.span.off, 20);
	ck_assert_uint_eq(record.issues.items[0].place.span.len, text.len - 20);
}
END_TEST

START_TEST(endless_records_are_read)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_add(&text, S("v=spf1"));
	dr_buf_add_repeat(&text, ' ', 1);
	for (int i = 0; i < 32000; i++) {
		dr_buf_add(&text, S("a "));
	}
	dr_spf record;
	ck_assert_int_eq(dr_spf_parse(arena, dr_buf_str(&text), NULL, &record), 0);
	ck_assert_uint_eq(record.terms.len, 32000);
	ck_assert(record.valid);
}
END_TEST

START_TEST(without_memory)
{
	for (size_t n = 1; n < 20; n++) {
		dr_arena_reset(arena);
		dr_arena_fail_at(arena, n);
		dr_spf record;
		int code = dr_spf_parse(arena, S("v=spf1 a b c d e f g exp=x exp=y all"), NULL,
		                        &record);
		dr_arena_fail_at(arena, 0);
		ck_assert(code == DR_ENOMEM || (code == 0 && n > 4));
	}
}
END_TEST

UNIT_MAIN("record_spf", set_up, tear_down, issues_with_their_places, terms_are_read, joined_strings,
          long_strings, endless_records_are_read, without_memory)
