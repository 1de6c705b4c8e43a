/* Reading master files: records, places, every issue, recovery, directives. */
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

static void check_issues(const char *text, const char *want)
{
	dr_zone *zone = read_zone_in(arena, text, NULL);
	dr_str got = issues_text(arena, zone);
	ck_assert_msg(dr_str_eq(got, dr_str_of(want)), "%.300s\ngot  \"%.*s\"\nwant \"%s\"", text,
	              DR_FMT(got), want);
	dr_zone_close(zone);
}

static const struct {
	const char *text, *want;
} ISSUES[] = {
	{ "a 60 TXT \"ok\"\n", "" },
	{ "a 60 TXT v=DMARC1; p=none\n", "1:18 unescaped-semicolon a.example.com" },
	{ "a 60 TXT v=DMARC1;p=none\n", "1:18 unescaped-semicolon a.example.com" },
	{ "a 60 TXT v=DMARC1 ; just a comment\n", "" },
	{ "a 60 TXT \"v=DMARC1\" ; owner=me\n", "" },
	{ "a 60 TXT v=DMARC1\\; p=none\n", "1:10 escaped-semicolon a.example.com" },
	{ "a 60 TXT v=DMARC1\\;p=none\n", "" },
	{ "a 60 TXT \"v=DMARC1\\; p=none\"\n", "" },
	{ "a 60 TXT v=spf1 -all\n", "1:10 unquoted-words a.example.com" },
	{ "a 60 TXT \"x\n", "1:10 unterminated-quote a.example.com" },
	{ "a 60 TXT (\n \"x\n \"y\" )\n", "2:2 unterminated-quote a.example.com" },
	{ "a 60 TXT ( \"x\"\n", "1:10 unclosed-parenthesis a.example.com" },
	{ "a 60 TXT \"x\" )\n", "1:14 syntax a.example.com" },
	{ "a 60 TXT \"a\\300\"\n", "1:12 bad-escape a.example.com" },
	{ "a 60 TXT \"a\\1\"\n", "1:12 bad-escape a.example.com" },
	{ "a 60 TXT \\999\n", "1:10 bad-escape a.example.com" },
	{ "a 60 TXT\n", "1:6 bad-rdata a.example.com" },
	{ "a 60 A 192.0.2.256\n", "1:8 bad-rdata a.example.com" },
	{ "a 60 MX 10\n", "1:9 bad-rdata a.example.com" },
	{ "a 60 MX ten mail\n", "1:9 bad-rdata a.example.com" },
	{ "a 60 MX 10 b c\n", "1:14 bad-rdata a.example.com" },
	{ "a 60 MX ( 10\n  b c )\n", "2:5 bad-rdata a.example.com" },
	{ "a 60 CNAME b..c\n", "1:12 bad-rdata a.example.com" },
	{ "a 60 TYPE16 \\# 4 03616263 00\n", "1:16 bad-rdata a.example.com" },
	{ "a 60 TYPE16 \\# 2 0561\n", "1:13 bad-rdata a.example.com" },
	{ "a 60 FOO x\n", "1:6 unknown-type a.example.com" },
	{ "a 60 ANY x\n", "1:6 unknown-type a.example.com" },
	{ "a 60 \"TXT\" x\n", "1:7 unknown-type a.example.com" },
	{ "a 60\n", "1:3 syntax a.example.com" },
	{ "a 60x TXT x\n", "1:3 bad-ttl a.example.com" },
	{ "a 2147483648 TXT x\n", "1:3 bad-ttl a.example.com" },
	{ "a CH 60 TXT x\n", "1:3 bad-class a.example.com" },
	{ "a CLASS3 60 TXT x\n", "1:3 bad-class a.example.com" },
	{ "a TXT x\nb TXT x\n", "" },
	{ "a TXT x\nb TXT x\n" SOA, "1:1 no-ttl a.example.com" },
	{ "@ SOA ns hm 1 2 3 4 300\n NS ns.example.net.\na TXT x\n", "" },
	{ "a..b 60 TXT x\n", "1:1 bad-name" },
	{ "a\\ 60 TXT x y\n", "1:11 unquoted-words a\\032"
	                      "60.example.com" },
	{ " 60 TXT x\n", "1:2 no-owner" },
	{ "\xEF\xBB\xBF$TTL 60\na TXT x\n", "1:1 byte-order-mark" },
	{ "a..b 60 TXT x\n 60 TXT y\n", "1:1 bad-name; 2:2 no-owner" },
	{ "$TTL x\n", "1:6 bad-ttl" },
	{ "$TTL\n", "1:1 syntax" },
	{ "$ORIGIN a b\n", "1:1 syntax" },
	{ "$ORIGIN a..b\n", "1:9 bad-name" },
	{ "$FOO a\n", "1:1 syntax" },
	{ "$INCLUDE x\n", "1:10 include" },
	{ "$GENERATE 5-1 a$ 60 A 192.0.2.1\n", "1:11 generate" },
	{ "$GENERATE 1-2/0 a$ 60 A 192.0.2.1\n", "1:11 generate" },
	{ "$GENERATE 0-65536 a$ 60 A 192.0.2.1\n", "1:11 generate" },
	{ "$GENERATE 1-2 a${x} 60 A 192.0.2.1\n", "1:1 generate" },
	{ "$GENERATE 1-2 a${-2} 60 A 192.0.2.1\n", "1:1 generate" },
	{ "$GENERATE 1-9 a$ 60 A 192.0.2.300\n", "1:1 bad-rdata a1.example.com" },
	{ "$GENERATE 1-9 a$ A\n", "1:1 syntax" },
	{ "example.net. 60 TXT x\n", "1:1 out-of-zone example.net" },
	{ "a 60 CNAME b\nc 60 TXT x\na 60 TXT x\n", "1:1 cname-and-other a.example.com" },
	{ "a 60 CNAME b\na 60 CNAME c\n", "2:1 duplicate-cname a.example.com" },
	{ "a 60 CNAME b\na 60 CNAME b\n", "" },
	{ SOA "@ 60 SOA ns hm 2 2 3 4 300\n", "3:1 duplicate-soa example.com" },
	{ SOA "b 60 SOA ns hm 2 2 3 4 300\n", "3:1 soa-not-at-origin b.example.com" },
	{ "@ 60 SOA ns hm 1 2 3 4 300\n", "1:1 no-ns example.com" },
	{ SOA "sub 60 NS ns.sub\nns.sub 60 A 192.0.2.1\n", "" },
	{ SOA "sub 60 NS ns.sub\n_dmarc.sub 60 TXT x\n", "4:1 occluded _dmarc.sub.example.com" },
	{ SOA "sub 60 NS ns.sub\nsub 60 MX 10 x\n", "4:1 occluded sub.example.com" },
	{ SOA "d 60 DNAME x\nd 60 TXT x\na.d 60 A 192.0.2.1\n", "5:1 occluded a.d.example.com" },
	{ "_dmarc.example.com 60 TXT x\n", "1:1 doubled-origin _dmarc.example.com.example.com" },
	{ "@ 60 MX 10 mail.example.com\n", "1:1 doubled-origin example.com" },
	{ "@ 60 MX 10 mail.example.com.\n", "" },
	{ "m\xC3\xBCnchen 60 A 192.0.2.1\n_dmarc.m\xC3\xBCnchen 60 TXT x\n",
	  "1:1 u-label m\\195\\188nchen.example.com" },
	{ "_dmarc.m\xC3\xBCnchen 60 TXT x\n", "1:1 u-label _dmarc.m\\195\\188nchen.example.com" },
	{ "caf\xE9 60 A 192.0.2.1\n", "1:1 u-label caf\\233.example.com" },
	{ "xn--mnchen-3ya 60 A 192.0.2.1\n", "" },
};

START_TEST(every_issue_has_its_place)
{
	for (size_t i = 0; i < DR_COUNT(ISSUES); i++) {
		check_issues(ISSUES[i].text, ISSUES[i].want);
	}
}
END_TEST

START_TEST(after_an_error_the_rest_is_read)
{
	static const char TEXT[] = "a 60 TXT \"open\n"
				   "b 60 TXT ( \"open\n"
				   "   \"x\" )\n"
				   "c 60 TXT ( \"never closed\"\n"
				   "d 60 TXT \"d\"\n"
				   "\n"
				   "e 60 A 1.2.3\n"
				   "f 60 TXT ( \"f\"\n"
				   "  \"f\" ) ; last\n"
				   "g 60 TXT ( \"g\"\n"
				   "h 60 TXT \"h\"";
	dr_zone *zone = read_zone_in(arena, TEXT, NULL);
	ck_assert_dr_str(issues_text(arena, zone), "1:10 unterminated-quote a.example.com; "
	                                           "2:12 unterminated-quote b.example.com; "
	                                           "4:10 unclosed-parenthesis c.example.com; "
	                                           "7:8 bad-rdata e.example.com; "
	                                           "10:10 unclosed-parenthesis g.example.com");
	ck_assert_uint_eq(dr_zone_record_count(zone), 3);
	ck_assert_dr_str(answer_text(arena, zone, "d.example.com", DR_TYPE_TXT), "answer 60 \"d\"");
	ck_assert_dr_str(answer_text(arena, zone, "f.example.com", DR_TYPE_TXT),
	                 "answer 60 \"f\" \"f\"");
	ck_assert_dr_str(answer_text(arena, zone, "h.example.com", DR_TYPE_TXT), "answer 60 \"h\"");
	dr_zone_close(zone);
}
END_TEST

static const struct {
	const char *text, *name;
	uint16_t type;
	const char *want;
} FORMS[] = {
	{ "a IN 300 TXT x\n", "a.example.com", DR_TYPE_TXT, "answer 300 \"x\"" },
	{ "a 300 IN TXT x\n", "a.example.com", DR_TYPE_TXT, "answer 300 \"x\"" },
	{ "a 1h30m in txt x\r\n", "a.example.com", DR_TYPE_TXT, "answer 5400 \"x\"" },
	{ "$TTL 1w2d\na TXT x\n", "a.example.com", DR_TYPE_TXT, "answer 777600 \"x\"" },
	{ "a 9 A 192.0.2.1\n TXT x\n", "a.example.com", DR_TYPE_TXT, "answer 9 \"x\"" },
	{ "@ SOA ns hm 1 2 3 4 77\na TXT x\n", "a.example.com", DR_TYPE_TXT, "answer 77 \"x\"" },
	{ "a TXT x\n", "a.example.com", DR_TYPE_TXT, "answer 3600 \"x\"" },
	{ "a 0 TXT \"AAA\"\"BBB\"\n", "a.example.com", DR_TYPE_TXT, "answer 0 \"AAA\" \"BBB\"" },
	{ "a 0 TXT a\"b\"c\n", "a.example.com", DR_TYPE_TXT, "answer 0 \"a\" \"b\" \"c\"" },
	{ "a 0 TXT \"\"\n", "a.example.com", DR_TYPE_TXT, "answer 0 \"\"" },
	{ "a 0 TXT \"\\\"\\\\\\065\\;\"\n", "a.example.com", DR_TYPE_TXT,
	  "answer 0 \"\\\"\\\\A;\"" },
	{ "a 0 TXT \"\xC3\xA4\t\"\n", "a.example.com", DR_TYPE_TXT,
	  "answer 0 \"\\195\\164\\009\"" },
	{ "a 0 TYPE16 \\# 4 03616263\n", "a.example.com", DR_TYPE_TXT, "answer 0 \"abc\"" },
	{ "a 0 TYPE1 192.0.2.1\n", "a.example.com", DR_TYPE_A, "answer 0 192.0.2.1" },
	{ "a 0 TYPE65280 \\# ( 2 ab\n cd )\n", "a.example.com", 65280, "answer 0 \\# 2 abcd" },
	{ "a 0 AAAA 2001:DB8::1\n", "a.example.com", DR_TYPE_AAAA, "answer 0 2001:db8::1" },
	{ "a 0 MX ( 10 ; first\n mail ) ; last\n", "a.example.com", DR_TYPE_MX,
	  "answer 0 10 mail.example.com." },
	{ "a 0 MX 0 .\n", "a.example.com", DR_TYPE_MX, "answer 0 0 ." },
	{ "a 0 SRV 1 2 3 @\n", "a.example.com", DR_TYPE_SRV, "answer 0 1 2 3 example.com." },
	{ "a 0 CAA 0 issue \"ca.example\"\n", "a.example.com", DR_TYPE_CAA,
	  "answer 0 0 issue \"ca.example\"" },
	{ "a 0 PTR B.Example.ORG.\n", "a.example.com", DR_TYPE_PTR, "answer 0 b.example.org." },
	{ "$ORIGIN sub\na 0 TXT x\n$ORIGIN b\na 0 TXT y\n", "a.b.sub.example.com", DR_TYPE_TXT,
	  "answer 0 \"y\"" },
	{ "\"a\" 0 TXT x\n", "a.example.com", DR_TYPE_TXT, "answer 0 \"x\"" },
	{ "a\\.b 0 TXT x\n", "a\\.b.example.com", DR_TYPE_TXT, "answer 0 \"x\"" },
	{ "\\097 0 TXT x\n", "a.example.com", DR_TYPE_TXT, "answer 0 \"x\"" },
	{ "(a 0\nTXT\nx)\n", "a.example.com", DR_TYPE_TXT, "answer 0 \"x\"" },
	{ "txt 0 txt txt\n", "txt.example.com", DR_TYPE_TXT, "answer 0 \"txt\"" },
	{ "$GENERATE 0-4/2 s${10,3,d} 60 TXT $\n", "s014.example.com", DR_TYPE_TXT,
	  "answer 60 \"4\"" },
	{ "$GENERATE 254-255 s${0,4,X} 60 A 192.0.2.$\n", "s00fe.example.com", DR_TYPE_A,
	  "answer 60 192.0.2.254" },
	{ "$GENERATE 8-8 ${0,0,o} 60 TXT \"\\\"a $ $$ \\$\\\"\"\n", "10.example.com", DR_TYPE_TXT,
	  "answer 60 \"a 8 $ $\"" },
	{ "$GENERATE 26-26 ${0,5,n} 60 PTR h$\n", "a.1.0.example.com", DR_TYPE_PTR,
	  "answer 60 h26.example.com." },
};

START_TEST(records_in_every_legal_form)
{
	for (size_t i = 0; i < DR_COUNT(FORMS); i++) {
		dr_zone *zone = read_zone_in(arena, FORMS[i].text, NULL);
		dr_str got = answer_text(arena, zone, FORMS[i].name, FORMS[i].type);
		ck_assert_msg(dr_str_eq(got, dr_str_of(FORMS[i].want)), "%s\ngot \"%.*s\"",
		              FORMS[i].text, DR_FMT(got));
		dr_zone_close(zone);
	}
}
END_TEST

START_TEST(strings_know_their_places)
{
	static const char TEXT[] = "; a comment first\n"
				   "a 60 IN TXT ( \"one\" ; comment\n"
				   "\ttwo\n"
				   "  \"th\\114ee\"\"four\" )\n";
	static const struct {
		uint32_t offset, line, column;
	} CASES[] = {
		{ 0, 2, 16 }, { 2, 2, 18 }, { 3, 3, 2 }, { 6, 4, 4 }, { 11, 4, 14 }, { 14, 4, 17 },
	};
	dr_zone *zone = read_zone_in(arena, TEXT, NULL);
	const dr_rr *rr = first_record(arena, zone, "a.example.com", DR_TYPE_TXT);
	ck_assert_dr_str(rr->text, "onetwothreefour");
	ck_assert_uint_eq(rr->at.line, 2);
	ck_assert_uint_eq(rr->at.column, 1);
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_file_place at = dr_rr_find_octet(rr, CASES[i].offset);
		ck_assert_uint_eq(at.line, CASES[i].line);
		ck_assert_uint_eq(at.column, CASES[i].column);
		ck_assert_str_eq(at.file, "test.zone");
	}
	dr_zone_close(zone);
}
END_TEST

START_TEST(long_strings_are_split)
{
	char text[1024] = "a 60 TXT \"", fill[301];
	memset(fill, 'x', 300);
	fill[300] = '\0';
	strcat(text, fill);
	strcat(text, "\"\nb 60 TXT \"\\065");
	strcat(text, fill);
	strcat(text, "\"\n");
	dr_zone *zone = read_zone_in(arena, text, NULL);
	ck_assert_dr_str(issues_text(arena, zone),
	                 "1:11 long-string a.example.com; 2:11 long-string b.example.com");
	const dr_rr *rr = first_record(arena, zone, "a.example.com", DR_TYPE_TXT);
	ck_assert_uint_eq(rr->chunk_count, 2);
	ck_assert_uint_eq(rr->text.len, 300);
	ck_assert_uint_eq(rr->chunks[0].octets.len, 255);
	ck_assert_uint_eq(rr->chunks[1].at.column, 11 + 255);
	rr = first_record(arena, zone, "b.example.com", DR_TYPE_TXT);
	ck_assert_uint_eq(rr->chunk_count, 2);
	ck_assert_uint_eq(rr->text.len, 301);
	ck_assert_int_eq(rr->text.ptr[0], 'A');
	ck_assert_uint_eq(rr->chunks[1].at.column, 11 + 258);
	dr_zone_close(zone);
}
END_TEST

START_TEST(a_record_has_a_size)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_add(&text, S("a 60 TXT ("));
	for (int i = 0; i < 300; i++) {
		dr_buf_add(&text, S(" \""));
		dr_buf_add_repeat(&text, 'x', 250);
		dr_buf_add(&text, S("\"\n"));
	}
	dr_buf_add(&text, S(")\nb 60 TXT ("));
	dr_buf_add_repeat(&text, '\n', 10);
	for (int i = 0; i < 80000; i++) {
		dr_buf_add(&text, S(" x"));
	}
	dr_buf_add(&text, S(")\n"));
	check_issues(text.ptr, "1:13 bad-rdata a.example.com; 312:139996 syntax b.example.com");
}
END_TEST

START_TEST(the_origin_comes_from_where_it_stands)
{
	static const struct {
		const char *text, *given, *fallback, *want;
	} CASES[] = {
		{ "a 60 TXT x\n", "example.org", "example.com", "example.org" },
		{ "a 60 TXT x\n", NULL, "example.com", "example.com" },
		{ "$ORIGIN example.net.\na 60 TXT x\n", NULL, "example.com", "example.net" },
		{ "$ORIGIN example.net.\na 60 TXT x\n", NULL, NULL, "example.net" },
		{ "$ORIGIN .\nexample.net 60 SOA a b 1 2 3 4 5\n", NULL, NULL, "example.net" },
		{ "$ORIGIN .\nexample.com 60 TXT x\n", NULL, "example.com", "example.com" },
		{ "x.org. 60 SOA a. b. 1 2 3 4 5\n", NULL, NULL, "x.org" },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_source source = { .name = "f", .text = dr_str_of(CASES[i].text) };
		dr_zone_options options = { 0 };
		if (CASES[i].given != NULL) {
			options.origin = dr_name_of(arena, dr_str_of(CASES[i].given));
		}
		if (CASES[i].fallback != NULL) {
			options.fallback = dr_name_of(arena, dr_str_of(CASES[i].fallback));
		}
		dr_zone *zone = NULL;
		ck_assert_int_eq(dr_zone_parse(&source, &options, NULL, &zone, NULL), DR_OK);
		ck_assert_dr_str(dr_name_text(arena, dr_zone_origin(zone)), CASES[i].want);
		dr_zone_close(zone);
	}
}
END_TEST

START_TEST(texts_that_are_no_zones)
{
	static const struct {
		dr_str text;
		uint32_t line, column;
		const char *want;
	} CASES[] = {
		{ DR_STR_INIT("a 60 TXT x\nb\0c"), 2, 2, "binary" },
		{ DR_STR_INIT("\xFF\xFE"
		              "a\0"),
		  1, 4, "UTF-16" },
		{ DR_STR_INIT("a 60 TXT x\n"), 1, 1, "$ORIGIN" },
		{ DR_STR_INIT(""), 1, 1, "$ORIGIN" },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_source source = { .name = "f.zone", .text = CASES[i].text };
		dr_zone_options options = { 0 };
		dr_zone *zone = NULL;
		dr_error err = { 0 };
		ck_assert_int_eq(dr_zone_parse(&source, &options, NULL, &zone, &err), DR_EINVAL);
		ck_assert_ptr_null(zone);
		ck_assert_ptr_nonnull(strstr(err.text, CASES[i].want));
		ck_assert_str_eq(err.source, "f.zone");
		ck_assert_uint_eq(err.line, CASES[i].line);
		ck_assert_uint_eq(err.column, CASES[i].column);
	}
}
END_TEST

START_TEST(comments_that_mean_something)
{
	static const char TEXT[] = "; dmarcramp: alone\n"
				   "a 60 TXT \"x\" ; dmarcramp: ignore=SPF003 reason=y \n"
				   "b 60 TXT ( ; expect:SPF001\n"
				   "  \"x\" ) ; expect: SPF002\n"
				   "c 60 TXT \"; dmarcramp: no\" ;dmarcramp ignored\n"
				   "d 60 TXT \"open ; expect: no\n"
				   "d 60 A 1.2.3 ; expect: ZN014\n";
	static const struct {
		const char *keyword, *text, *owner;
		uint32_t line, column;
	} WANT[] = {
		{ "dmarcramp", "alone", NULL, 1, 1 },
		{ "dmarcramp", "ignore=SPF003 reason=y", "a.example.com", 2, 14 },
		{ "expect", "SPF001", "b.example.com", 3, 12 },
		{ "expect", "SPF002", "b.example.com", 4, 9 },
		{ "expect", "ZN014", "d.example.com", 7, 14 },
	};
	dr_zone *zone = read_zone_in(arena, TEXT, NULL);
	const dr_zone_comments *comments = dr_zone_comments_of(zone);
	ck_assert_uint_eq(comments->len, DR_COUNT(WANT));
	for (size_t i = 0; i < comments->len; i++) {
		const dr_zone_comment *got = &comments->items[i];
		ck_assert_str_eq(got->keyword, WANT[i].keyword);
		ck_assert_dr_str(got->text, WANT[i].text);
		ck_assert_uint_eq(got->at.line, WANT[i].line);
		ck_assert_uint_eq(got->at.column, WANT[i].column);
		ck_assert_int_eq(dr_name_is_set(got->owner), WANT[i].owner != NULL);
		if (WANT[i].owner != NULL) {
			ck_assert_dr_str(dr_name_text(arena, got->owner), WANT[i].owner);
		}
	}
	dr_zone_close(zone);
}
END_TEST

START_TEST(subjects_are_harmless)
{
	dr_zone *zone = read_zone_in(arena, "a 60 A \x1b[31m1.2.3\n", NULL);
	const dr_zone_issue *issue = &dr_zone_issues_of(zone)->items[0];
	ck_assert_ptr_null(strchr(issue->text, '\x1b'));
	ck_assert_ptr_nonnull(strstr(issue->text, "'.[31m1.2.3'"));
	dr_zone_close(zone);
}
END_TEST

START_TEST(issues_have_a_limit)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	for (int i = 0; i < 10050; i++) {
		dr_buf_add(&text, S("a 60 A x\n"));
	}
	dr_zone *zone = read_zone_in(arena, text.ptr, NULL);
	ck_assert_uint_eq(dr_zone_issues_of(zone)->len, 10000);
	dr_zone_close(zone);
}
END_TEST

UNIT_MAIN("zone_read", set_up, tear_down, every_issue_has_its_place,
          after_an_error_the_rest_is_read, records_in_every_legal_form, strings_know_their_places,
          long_strings_are_split, a_record_has_a_size, the_origin_comes_from_where_it_stands,
          texts_that_are_no_zones, comments_that_mean_something, subjects_are_harmless,
          issues_have_a_limit)
