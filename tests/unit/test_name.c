/* Domains as people type them, IDNA, public suffixes. */
#include "name/name.h"
#include "name/suffixes.h"
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

static const char *const GOOD[][2] = {
	{ "example.com", "example.com" },
	{ "Example.COM.", "example.com" },
	{ "  example.com\t\n", "example.com" },
	{ "_dmarc.example.com", "_dmarc.example.com" },
	{ "localhost", "localhost" },
	{ "xn--bcher-kva.example", "xn--bcher-kva.example" },
	{ "b\xC3\xBC"
	  "cher.example",
	  "xn--bcher-kva.example" },
	{ "B\xC3\x9C"
	  "CHER.example",
	  "xn--bcher-kva.example" },
	{ "bu\xCC\x88"
	  "cher.example",
	  "xn--bcher-kva.example" },
	{ "stra\xC3\x9F"
	  "e.example",
	  "xn--strae-oqa.example" },
	{ "_dmarc.b\xC3\xBC"
	  "cher.example",
	  "_dmarc.xn--bcher-kva.example" },
	{ "\xE4\xBE\x8B\xE3\x80\x82\xE4\xBE\x8B", "xn--fsq.xn--fsq" },
	{ "\xE4\xBE\x8B\xE3\x80\x82", "xn--fsq" },
	{ "1.2.3.4.example", "1.2.3.4.example" },
};

START_TEST(typed_domains)
{
	for (size_t i = 0; i < DR_COUNT(GOOD); i++) {
		dr_name name = { 0 };
		dr_error err = { 0 };
		ck_assert_msg(dr_domain_load(arena, dr_str_of(GOOD[i][0]), &name, &err) == 0,
		              "%s: %s", GOOD[i][0], err.text);
		ck_assert_dr_str(dr_name_text(arena, name), GOOD[i][1]);
	}
}
END_TEST

#define A64 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define A50 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

/* What was typed, part of the message, and the span of what is wrong. */
static const struct {
	const char *text, *says;
	uint32_t off, len;
} BAD[] = {
	{ "", "is empty; write a name such as example.com", 0, 0 },
	{ " \t ", "is empty", 0, 0 },
	{ "..", "has an empty label", 0, 2 },
	{ " a..b", "has an empty label", 1, 4 },
	{ ".example.com", "has an empty label", 0, 12 },
	{ ".", "is the root of the DNS", 0, 1 },
	{ "\xEF\xBD\xA1", "is the root of the DNS", 0, 3 },
	{ A64 ".com", "has a label of over 63 octets", 0, 68 },
	{ A50 "." A50 "." A50 "." A50 "." A50 "." A50, "is longer than 255 octets", 0, 305 },
	{ "192.0.2.1", "is an IP address; write the domain", 0, 9 },
	{ "2001:db8::1", "is an IP address", 0, 11 },
	{ "[192.0.2.1]", "is an IP address", 0, 11 },
	{ "me@example.com", "is an e-mail address; write its domain, example.com", 0, 14 },
	{ "mailto:me@example.com", "write its domain, example.com", 0, 21 },
	{ "me@", "is an e-mail address without a domain", 0, 3 },
	{ "https://www.example.com/x?y", "is a URL, not a domain; write www.example.com", 0, 27 },
	{ "https://", "is a URL, not a domain; write a name", 0, 8 },
	{ "example.com/path", "'/' cannot stand in one", 11, 1 },
	{ "example.com:25", "':' cannot stand in one", 11, 1 },
	{ " two words", "' ' cannot stand in one", 4, 1 },
	{ "*.example.com", "'*' cannot stand in one", 0, 1 },
	{ "a\\046b", "'\\' cannot stand in one", 1, 1 },
	{ "a\x01.com", "holds a control character (octet 0x01)", 1, 1 },
	{ "x.\xFF.com", "is not UTF-8", 2, 1 },
	{ "a.\xE2\x80\xAE", "IDNA", 2, 3 },
};

START_TEST(typed_mistakes)
{
	for (size_t i = 0; i < DR_COUNT(BAD); i++) {
		dr_name name = { NULL, 9 };
		dr_error err = { 0 };
		ck_assert_int_eq(dr_domain_load(arena, dr_str_of(BAD[i].text), &name, &err),
		                 DR_EINVAL);
		ck_assert_msg(strstr(err.text, BAD[i].says) != NULL, "%s: %s", BAD[i].text,
		              err.text);
		ck_assert_msg(err.span.off == BAD[i].off && err.span.len == BAD[i].len,
		              "%s: span %u+%u", BAD[i].text, err.span.off, err.span.len);
		ck_assert_uint_eq(name.len, 9);
	}
}
END_TEST

START_TEST(typed_novels)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_add_repeat(&text, 'a', 1021);
	dr_name name;
	dr_error err = { 0 };
	ck_assert_int_eq(dr_domain_load(arena, dr_buf_str(&text), &name, &err), DR_EINVAL);
	ck_assert_ptr_nonnull(strstr(err.text, "is longer than 255 octets"));
}
END_TEST

/* Labels that IDNA refuses, and the words for it. */
static const char *const BAD_LABELS[][2] = {
	{ "xn--\xC3\xBC", "begins with xn-- but is no A-label" },
	{ "a\xEF\xBC\xA0"
	  "b",
	  "IDNA does not allow" }, /* U+FF20, a wide @ */
	{ "a\xE2\x80\xA4"
	  "b",
	  "IDNA does not allow" }, /* U+2024, a leader that maps to a dot */
	{ "\xCC\x88"
	  "a",
	  "begins with a combining character" },
	{ "a\xD7\x90", "writing directions" },
	{ "\xC3", "is not UTF-8" },
};

START_TEST(labels_that_idna_refuses)
{
	for (size_t i = 0; i < DR_COUNT(BAD_LABELS); i++) {
		dr_str label;
		dr_error err = { 0 };
		int code = dr_label_to_ascii(arena, dr_str_of(BAD_LABELS[i][0]), &label, &err);
		ck_assert_msg(code == DR_EINVAL, "%s is refused", BAD_LABELS[i][0]);
		ck_assert_msg(strstr(err.text, BAD_LABELS[i][1]) != NULL, "%s", err.text);
	}
}
END_TEST

static dr_name name(const char *text)
{
	return dr_name_of(arena, dr_str_of(text));
}

static const char *const ORGANIZATIONAL[][2] = {
	{ "example.com", "example.com" },
	{ "a.b.example.com", "example.com" },
	{ "com", "com" },
	{ "www.example.co.uk", "example.co.uk" },
	{ "co.uk", "co.uk" },
	{ "a.b.nosuchtld", "b.nosuchtld" },
	{ "nosuchtld", "nosuchtld" },
	{ "foo.bar.ck", "foo.bar.ck" },
	{ "x.foo.bar.ck", "foo.bar.ck" },
	{ "x.www.ck", "www.ck" },
	{ "a.b.github.io", "b.github.io" },
	{ "_dmarc.example.com", "example.com" },
	{ "a\\.com.example.com", "example.com" },
	{ "a.b\\.com", "a.b\\.com" },
	{ "x.a.xn--fiqs8s", "a.xn--fiqs8s" },
	{ ".", "." },
};

START_TEST(organizational_domains)
{
	for (size_t i = 0; i < DR_COUNT(ORGANIZATIONAL); i++) {
		dr_name got = dr_suffixes_organizational(NULL, name(ORGANIZATIONAL[i][0]));
		ck_assert_dr_str(dr_name_text(arena, got), ORGANIZATIONAL[i][1]);
	}
	ck_assert(dr_suffixes_is_public(NULL, name("co.uk")));
	ck_assert(dr_suffixes_is_public(NULL, DR_NAME_ROOT));
	ck_assert(!dr_suffixes_is_public(NULL, name("example.co.uk")));
	ck_assert(!dr_suffixes_is_public(NULL, (dr_name){ 0 }));
}
END_TEST

START_TEST(a_list_of_ones_own)
{
	dr_suffixes *list = NULL;
	dr_error err = { 0 };
	ck_assert_int_eq(dr_suffixes_load(S("// test\nexample\nsub.example\n"), &list, &err), 0);
	dr_name got = dr_suffixes_organizational(list, name("a.b.sub.example"));
	ck_assert_dr_str(dr_name_text(arena, got), "b.sub.example");
	ck_assert(!dr_suffixes_is_public(list, name("co.uk")));
	dr_suffixes_close(list);
	dr_suffixes_close(NULL);
}
END_TEST

START_TEST(a_list_without_rules)
{
	dr_suffixes *list = NULL;
	dr_error err = { 0 };
	ck_assert_int_eq(dr_suffixes_load(S(""), &list, &err), DR_EINVAL);
	ck_assert_ptr_nonnull(strstr(err.text, "publicsuffix.org"));
	ck_assert_int_eq(dr_suffixes_load(S("// nothing\n\n"), &list, NULL), DR_EINVAL);
	ck_assert_ptr_null(list);
}
END_TEST

START_TEST(without_memory)
{
	for (size_t n = 1; n < 20; n++) {
		dr_arena_reset(arena);
		dr_arena_fail_at(arena, n);
		dr_name got = { NULL, 9 };
		int code = dr_domain_load(arena,
		                          S("b\xC3\xBC"
		                            "cher.example"),
		                          &got, NULL);
		dr_arena_fail_at(arena, 0);
		ck_assert(code == DR_ENOMEM || (code == DR_OK && n > 3));
		ck_assert((code == DR_OK) == (got.len != 9));
	}
}
END_TEST

UNIT_MAIN("name", set_up, tear_down, typed_domains, typed_mistakes, typed_novels,
          labels_that_idna_refuses, organizational_domains, a_list_of_ones_own,
          a_list_without_rules, without_memory)
