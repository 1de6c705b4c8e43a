/* Mails: who they say they are from, and who signed them. */
#include "message/mail.h"
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

static const char MAIL[] = "From daemon Sat Nov 21 10:00:00 2026\n"
			   "Return-Path: <bounce+a@Bounces.example.com>\r\n"
			   "Received: from a by b; Sat, 21 Nov 2026 23:30:00 -0200\r\n"
			   "Received: from c by a; Sat, 21 Nov 2026 10:00:00 +0000\r\n"
			   "Authentication-Results: mx.example.net; dkim=pass\r\n"
			   "DKIM-Signature: v=1; a=rsa-sha256; d=Example.COM.; s=S1; h=From:\r\n"
			   "\tTo; bh=AAAA; b=AA\r\n AA\r\n"
			   "from: \"x@evil.example\" (y@evil.example) <a@Example.com>\r\n"
			   "\r\n"
			   "From: b@body.example\r\n";

START_TEST(a_mail_is_read)
{
	dr_mail mail;
	ck_assert_int_eq(dr_mail_parse(arena, dr_str_of(MAIL), &mail, NULL), DR_OK);
	ck_assert_dr_str(mail.body, "From: b@body.example\r\n");
	ck_assert_uint_eq(mail.from_fields, 1);
	ck_assert_uint_eq(mail.authors.len, 1);
	ck_assert_dr_str(mail.authors.items[0], "example.com");
	ck_assert_dr_str(mail.return_path, "bounces.example.com");
	ck_assert_int_eq(mail.day, dr_day_of(2026, 11, 22));
	ck_assert_uint_eq(mail.authres.len, 1);
	ck_assert_uint_eq(mail.signatures.len, 1);
	ck_assert_dr_str(mail.signatures.items[0].domain, "example.com");
	ck_assert_dr_str(mail.signatures.items[0].selector, "s1");
	ck_assert_uint_eq(mail.signatures.items[0].signed_fields.len, 2);
	ck_assert_dr_str(mail.signatures.items[0].signed_fields.items[1], "To");
}
END_TEST

START_TEST(several_authors_and_no_return)
{
	dr_mail mail;
	dr_str text = S("From: a@x.example, b@y.example, c@X.example\nFrom: d@z.example\n"
	                "Return-Path: <>\n");
	ck_assert_int_eq(dr_mail_parse(arena, text, &mail, NULL), DR_OK);
	ck_assert_uint_eq(mail.from_fields, 2);
	ck_assert_uint_eq(mail.authors.len, 3);
	ck_assert_dr_str(mail.authors.items[2], "z.example");
	ck_assert(mail.returns_nowhere);
	ck_assert_uint_eq(mail.return_path.len, 0);
	ck_assert_int_eq(mail.day, DR_NO_DAY);
	ck_assert_uint_eq(mail.body.len, 0);
}
END_TEST

static const struct {
	const char *field, *selector;
} BIMI_SELECTORS[] = {
	{ "v=BIMI1; s=brand;", "brand" },
	{ "v=BIMI1;\r\n\ts = brand.2026", "brand.2026" },
	{ "v=BIMI1;", "" },
	{ "v=BIMI1; s=", "" },
	{ "v=BIMI1; selector=x", "" },
	{ "", "" },
};

START_TEST(the_bimi_selector)
{
	for (size_t i = 0; i < DR_COUNT(BIMI_SELECTORS); i++) {
		dr_mail mail;
		dr_buf text;
		dr_buf_init(&text, arena);
		dr_buf_addf(&text, "From: a@x.example\r\nBIMI-Selector: %s\r\n\r\n",
		            BIMI_SELECTORS[i].field);
		ck_assert_int_eq(dr_mail_parse(arena, dr_buf_str(&text), &mail, NULL), DR_OK);
		ck_assert_dr_str(mail.bimi_selector, BIMI_SELECTORS[i].selector);
	}
}
END_TEST

START_TEST(what_is_a_mail)
{
	static const struct {
		const char *text;
		bool is;
	} CASES[] = {
		{ "From: a@b.example\n\nbody", true },
		{ "From x Sat Nov 21\nReceived: y\n", true },
		{ "X-Other: 1\nDate: today\n", true },
		{ "X-Other: 1\n\nDate: today\n", false },
		{ "Authentication-Results: mx; none\n", false },
		{ "550 5.7.26 refused", false },
		{ "", false },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		ck_assert_msg(dr_mail_is(dr_str_of(CASES[i].text)) == CASES[i].is, "%s",
		              CASES[i].text);
	}
}
END_TEST

/* RFC 5322 3.4: only what is an address counts, however the field is dressed up. */
START_TEST(domains_of_addresses)
{
	static const struct {
		const char *value, *domain;
		size_t count;
	} CASES[] = {
		{ "a@b.example", "b.example", 1 },
		{ "<a@b.example.>", "b.example", 1 },
		{ "\"a@evil.example\\\" b@evil.example\" <a@b.example>", "b.example", 1 },
		{ "(a@evil.example (b@c.example)) a@b.example", "b.example", 1 },
		{ "a@ (c) b.example", "b.example", 1 },
		{ "undisclosed", "", 0 },
		{ "a@", "", 0 },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_strs found = dr_mail_domains(arena, dr_str_of(CASES[i].value));
		ck_assert_msg(found.len == CASES[i].count, "%s", CASES[i].value);
		if (found.len > 0) {
			ck_assert_dr_str(found.items[0], CASES[i].domain);
		}
	}
}
END_TEST

UNIT_MAIN("message/mail", set_up, tear_down, a_mail_is_read, several_authors_and_no_return,
          the_bimi_selector, what_is_a_mail, domains_of_addresses)
