/* Findings as text and JSON: places, carets, escapes, order, fingerprints. */
#include "render/excerpt.h"
#include "render_unit.h"

#include <string.h>

static dr_arena *arena;
static render_case rc;

static const dr_rule LOOKUPS = {
	.id = DR_STR_INIT("SPF023"),
	.name = DR_STR_INIT("too-many-lookups"),
	.record = DR_STR_INIT("spf"),
	.category = DR_STR_INIT("delivery"),
	.who = DR_STR_INIT("you"),
	.severity = DR_ERROR,
};
static const dr_rule NO_DMARC = {
	.id = DR_STR_INIT("DMARC001"),
	.name = DR_STR_INIT("no-dmarc"),
	.record = DR_STR_INIT("dmarc"),
	.category = DR_STR_INIT("spoofing"),
	.who = DR_STR_INIT("you"),
	.severity = DR_WARNING,
};
static const dr_rule NOTE = {
	.id = DR_STR_INIT("SPF008"),
	.name = DR_STR_INIT("upper-case"),
	.record = DR_STR_INIT("spf"),
	.category = DR_STR_INIT("hygiene"),
	.who = DR_STR_INIT("you"),
	.severity = DR_INFO,
};

static void set_up(void)
{
	arena = dr_arena_new(0);
	render_case_init(&rc, arena);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static const struct {
	const char *record;
	dr_span span;
	size_t at, width;
	const char *want;
} EXCERPTS[] = {
	{ "v=spf1 mx -all", { 7, 2 }, 2, 60, "\"v=spf1 mx -all\"\n          ^~\n" },
	{ "v=spf1", { 6, 0 }, 0, 60, "\"v=spf1\"\n       ^\n" },
	{ "v=spf1", { 9, 1 }, 0, 60, "\"v=spf1\"\n" },
	{ "v=spf1 a mx include:a.example include:bb.example include:ccc.example ip4:192.0.2.7 -all",
	  { 30, 18 },
	  0,
	  52,
	  "\"v=spf1 … include:bb.example include:ccc.example …\"\n"
	  "          ^~~~~~~~~~~~~~~~~~\n" },
	{ "v=DKIM1; k=rsa; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQC7vbqajDw4o6gJy8UtmIbkcpnk",
	  { 16, 66 },
	  0,
	  42,
	  "\"v=DKIM1; … p=MIGfMA0GCSqGSIb3DQEBAQUAA …\"\n"
	  "            ^~~~~~~~~~~~~~~~~~~~~~~~~~~\n" },
};

START_TEST(excerpts)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_excerpt_write(&out, dr_str_of(EXCERPTS[_i].record), EXCERPTS[_i].span, EXCERPTS[_i].at,
	                 EXCERPTS[_i].width);
	ck_assert_dr_str(dr_buf_str(&out), EXCERPTS[_i].want);
}
END_TEST

START_TEST(an_excerpt_fits_its_width_wherever_the_span_is)
{
	dr_str record = S("v=spf1 include:one.example \x1b[2J include:two.example ip4:192.0.2.0/24 "
	                  "include:three.example a:mail.example.com mx include:four.example ~all");
	for (uint32_t off = 0; off < record.len; off++) {
		dr_buf out;
		dr_buf_init(&out, arena);
		dr_excerpt_write(&out, record, (dr_span){ off, 5 }, 4, 70);
		for (dr_str rest = dr_buf_str(&out), line; dr_str_split(&rest, '\n', &line);) {
			size_t columns = 4;
			for (size_t i = 0; i < line.len; i++) {
				columns += ((unsigned char)line.ptr[i] & 0xC0) != 0x80 ? 1 : 0;
			}
			ck_assert_msg(columns <= 74, "%u: %.*s", off, DR_FMT(line));
			ck_assert(memchr(line.ptr, 0x1b, line.len) == NULL);
		}
	}
}
END_TEST

static dr_str rendered(const char *format, const dr_render_options *options)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_render_item item = { .result = &rc.result };
	const dr_domain_writer *writer =
		dr_format_find(dr_str_of(format))->domains[DR_DOCUMENT_LINT];
	dr_summary summary = { 0 };
	dr_summary_add(&summary, &rc.result);
	if (writer->head != NULL) {
		writer->head(options, &out);
	}
	writer->item(options, &item, &out);
	if (writer->tail != NULL) {
		writer->tail(options, &summary, &out);
	}
	return dr_buf_str(&out);
}

static void expect_in(dr_str text, const char *part)
{
	ck_assert_msg(dr_str_search(text, dr_str_of(part)) < text.len, "no «%s» in «%.*s»", part,
	              DR_FMT(text));
}

static void expect_not_in(dr_str text, const char *part)
{
	ck_assert_msg(dr_str_search(text, dr_str_of(part)) == text.len, "«%s» in «%.*s»", part,
	              DR_FMT(text));
}

static void add_some(void)
{
	const dr_answer *spf =
		render_answer(arena, "example.com", S("v=spf1 include:a.example \x1b[2Jx\\ -all"),
	                      "zones/example.com.zone");
	dr_finding *finding =
		render_add(&rc, &LOOKUPS, S("SPF needs \x1b[31m12 look-ups\nerror  FAKE"), spf,
	                   (dr_span){ 7, 17 });
	finding->fix = S("drop some");
	finding->subject = S("include:a.example");
	render_add(&rc, &NO_DMARC, S("there is no DMARC record"), NULL, (dr_span){ 0, 0 });
	render_add(&rc, &NOTE, S("upper case"), spf, (dr_span){ 0, 6 });
}

START_TEST(text_shows_the_record_with_a_caret)
{
	add_some();
	rc.facts.dmarc.present_status = DR_STATUS_KNOWN;
	dr_render_options options = { .next = "dmarcramp plan" };
	dr_str text = rendered("text", &options);
	expect_in(text, "1 error  1 warning  1 note\n");
	expect_in(text, "  your mail   AT RISK      SPF needs \\x1B[31m12 look-ups error FAKE\n");
	expect_in(text, "\nerror    SPF023  SPF needs \\x1B[31m12 look-ups error FAKE\n"
	                "  example.com TXT \"v=spf1 include:a.example \\027[2Jx\\\\ -all\"\n"
	                "                          ^~~~~~~~~~~~~~~~~\n"
	                "  at zones/example.com.zone:3:16\n"
	                "  fix: drop some\n");
	expect_in(text,
	          "\nwarning  DMARC001  there is no DMARC record\n  _dmarc.example.com TXT\n");
	expect_in(text, "next: dmarcramp plan example.com\n");
	expect_not_in(text, "upper case");
	expect_not_in(text, "\x1b");
	expect_not_in(text, "\nerror  FAKE");
}
END_TEST

START_TEST(text_with_all_and_colours)
{
	add_some();
	dr_render_options options = { .all = true, .color = true };
	dr_str text = rendered("text", &options);
	expect_in(text, "info     SPF008  upper case\n");
	expect_in(text, "\n\x1b[31merror\x1b[0m    SPF023");
	expect_in(text, "\x1b[1mexample.com\x1b[0m");
	expect_in(text, "passed:\n");
}
END_TEST

START_TEST(only_ten_findings_are_shown_in_full)
{
	static dr_rule rules[14];
	for (size_t i = 0; i < 13; i++) {
		rules[i] = NO_DMARC;
		rules[i].id = dr_str_sub(S("ABCDEFGHIJKLMN"), i, 1);
		render_add(&rc, &rules[i],
		           S("a rather long message about something that does not fit on one line "
		             "of the screen, and that is why it ends with dots"),
		           NULL, (dr_span){ 0, 0 })
			->fix = S("do it");
	}
	dr_render_options options = { .all = false };
	dr_str text = rendered("text", &options);
	size_t full = 0;
	for (dr_str rest = text, line; dr_str_split(&rest, '\n', &line);) {
		full += dr_str_eq(line, S("  fix: do it")) ? 1 : 0;
	}
	ck_assert_uint_eq(full, 10);
	expect_in(text,
	          "warning  K  a rather long message about something that does not fit on one "
	          "line of the screen, and …\n");
}
END_TEST

START_TEST(json_has_the_contracts_keys)
{
	add_some();
	dr_render_options options = { .as_of = dr_day_of(2026, 11, 21), .all = true };
	dr_str text = rendered("json", &options);
	expect_in(text, "{\n  \"schema\": \"dmarcramp.lint/1\",\n  \"as_of\": \"2026-11-21\",\n"
	                "  \"domains\": [\n    {\n      \"domain\": \"example.com\",\n"
	                "      \"status\": \"complete\",\n");
	expect_in(text, "\"delivery\": \"at-risk\"");
	expect_in(text, "\"rule\": \"SPF023\"");
	expect_in(text, "\"owner\": \"_dmarc.example.com\"");
	expect_in(text, "\"record\": \"v=spf1 include:a.example \\\\027[2Jx\\\\\\\\ -all\"");
	expect_in(text, "\"span\": {\n            \"start\": 7,\n            \"end\": 24\n");
	expect_in(text, "\"file\": \"zones/example.com.zone\",\n            \"line\": 3,\n"
	                "            \"column\": 16\n");
	expect_in(text, "\"passed\": []");
	expect_in(text,
	          "\n  ],\n  \"summary\": {\"domains\":1,\"error\":1,\"warning\":1,\"info\":1,"
	          "\"undecided\":0,\"waived\":0}\n}\n");
	expect_not_in(text, "\x1b");
	/* by owner: _dmarc.example.com comes before example.com */
	ck_assert_uint_lt(dr_str_search(text, S("DMARC001")), dr_str_search(text, S("SPF008")));
}
END_TEST

/* printf 'SPF023\0example.com\0TXT\0include:a.example' | sha256sum */
START_TEST(a_fingerprint_is_of_rule_owner_type_and_subject)
{
	add_some();
	dr_render_options options = { .as_of = 0 };
	expect_in(rendered("json", &options), "\"fingerprint\": \"0066e7e2c396b785\"");
}
END_TEST

START_TEST(a_request_that_is_no_domain)
{
	dr_error_set(&rc.result.error, DR_EINVAL, DR_NOWHERE, "has an empty label");
	rc.request.domain = S("a..\x1b.example");
	dr_render_options options = { .as_of = 0 };
	ck_assert_dr_str(rendered("text", &options), "has an empty label\n");
	dr_render_item item = { .result = &rc.result, .id = S("17"), .id_is_number = true };
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_format_find(S("json"))->domains[DR_DOCUMENT_SCAN]->item(&options, &item, &out);
	ck_assert_dr_str(dr_buf_str(&out),
	                 "{\"id\":17,\"domain\":\"a..\\u001B.example\",\"status\":\"incomplete\","
	                 "\"error\":\"has an empty label\"}\n");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("render_lint");
	TCase *tcase = tcase_create("all");
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_loop_test(tcase, excerpts, 0, (int)DR_COUNT(EXCERPTS));
	tcase_add_test(tcase, an_excerpt_fits_its_width_wherever_the_span_is);
	tcase_add_test(tcase, text_shows_the_record_with_a_caret);
	tcase_add_test(tcase, text_with_all_and_colours);
	tcase_add_test(tcase, only_ten_findings_are_shown_in_full);
	tcase_add_test(tcase, json_has_the_contracts_keys);
	tcase_add_test(tcase, a_fingerprint_is_of_rule_owner_type_and_subject);
	tcase_add_test(tcase, a_request_that_is_no_domain);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
