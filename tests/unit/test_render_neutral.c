/* Text from the world made harmless, and lines wrapped. */
#include "render/neutral.h"
#include "render/wrap.h"
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
	dr_str text;
	const char *want;
} NASTY[] = {
	{ DR_STR_INIT("v=spf1 -all"), "v=spf1 -all" },
	{ DR_STR_INIT("\x1b[31mred\x1b[0m"), "\\x1B[31mred\\x1B[0m" },
	{ DR_STR_INIT("a\nerror  SPF001  fake"), "a\\x0Aerror  SPF001  fake" },
	{ DR_STR_INIT("a\r\tb"), "a\\x0D\\x09b" },
	{ DR_STR_INIT("\0"), "\\x00" },
	{ DR_STR_INIT("\x7f"), "\\x7F" },
	{ DR_STR_INIT("\x9b"
	              "31m"),
	  "\\x9B31m" },
	{ DR_STR_INIT("\xc2\x9b"
	              "31m"),
	  "\\u{009B}31m" },
	{ DR_STR_INIT("m\xc3\xbcller"), "m\xc3\xbcller" },
	{ DR_STR_INIT("\xe2\x80\xae"
	              "evil"),
	  "\\u{202E}evil" },
	{ DR_STR_INIT("a\xe2\x81\xa6z"), "a\\u{2066}z" },
	{ DR_STR_INIT("\xe2\x80\x8b"), "\\u{200B}" },
	{ DR_STR_INIT("\xe2\x80\xa8"), "\\u{2028}" },
	{ DR_STR_INIT("\xef\xbb\xbf"), "\\u{FEFF}" },
	{ DR_STR_INIT("\xf3\xa0\x81\xa1"), "\\u{E0061}" },
	{ DR_STR_INIT("\xe2\x82\xac"), "\xe2\x82\xac" },
	{ DR_STR_INIT("\xf0\x9f\x98\x80"), "\xf0\x9f\x98\x80" },
	/* not UTF-8: cut short, too long a form, a surrogate, beyond Unicode */
	{ DR_STR_INIT("\xe2\x82"), "\\xE2\\x82" },
	{ DR_STR_INIT("\xc0\x9b"), "\\xC0\\x9B" },
	{ DR_STR_INIT("\xe0\x80\x9b"), "\\xE0\\x80\\x9B" },
	{ DR_STR_INIT("\xed\xa0\x80"), "\\xED\\xA0\\x80" },
	{ DR_STR_INIT("\xf4\x90\x80\x80"), "\\xF4\\x90\\x80\\x80" },
	{ DR_STR_INIT("\xff"), "\\xFF" },
};

START_TEST(neutral)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_neutral_write(&out, NASTY[_i].text);
	ck_assert_dr_str(dr_buf_str(&out), NASTY[_i].want);
	ck_assert_dr_str(dr_neutral_text(arena, NASTY[_i].text), NASTY[_i].want);
}
END_TEST

static const struct {
	dr_str octets;
	const char *want;
} ESCAPED[] = {
	{ DR_STR_INIT("v=DMARC1; p=none"), "v=DMARC1; p=none" },
	{ DR_STR_INIT("a\\b\"c"), "a\\\\b\"c" },
	{ DR_STR_INIT("\x00\x1b\x7f\xff"), "\\000\\027\\127\\255" },
	{ DR_STR_INIT("\xe2\x80\xae"), "\\226\\128\\174" },
};

START_TEST(escaped)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_escaped_write(&out, ESCAPED[_i].octets);
	ck_assert_dr_str(dr_buf_str(&out), ESCAPED[_i].want);
	size_t width = 0;
	for (size_t i = 0; i < ESCAPED[_i].octets.len; i++) {
		width += dr_escaped_width(ESCAPED[_i].octets.ptr[i]);
	}
	ck_assert_uint_eq(width, out.len);
}
END_TEST

static const struct {
	const char *text;
	size_t at, indent, width;
	const char *want;
} WRAPS[] = {
	{ "", 0, 0, 10, "" },
	{ "one two three", 0, 0, 80, "one two three" },
	{ "one two three", 0, 2, 7, "one two\n  three" },
	{ "one  two\n\nthree ", 0, 2, 8, "one two\n  three" },
	{ "one two", 6, 6, 10, "one\n      two" },
	{ "averyverylongword b", 0, 1, 5, "averyverylongword\n b" },
	{ "\xc3\xa4\xc3\xb6\xc3\xbc x", 0, 0, 5, "\xc3\xa4\xc3\xb6\xc3\xbc x" },
};

START_TEST(wrapped)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_wrap_write(&out, dr_str_of(WRAPS[_i].text), WRAPS[_i].at, WRAPS[_i].indent,
	              WRAPS[_i].width);
	ck_assert_dr_str(dr_buf_str(&out), WRAPS[_i].want);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("render_neutral");
	TCase *tcase = tcase_create("all");
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_loop_test(tcase, neutral, 0, (int)DR_COUNT(NASTY));
	tcase_add_loop_test(tcase, escaped, 0, (int)DR_COUNT(ESCAPED));
	tcase_add_loop_test(tcase, wrapped, 0, (int)DR_COUNT(WRAPS));
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
