/* SMTP replies: their words on one line, their codes, and the domain they are about. */
#include "message/reply.h"
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

/* RFC 5321 4.2.1: continuation lines repeat the code. */
START_TEST(lines_are_joined)
{
	dr_reply reply;
	dr_reply_parse(arena,
	               S("550-5.7.26 Mail from A.example\r\n550-5.7.26  is not\n"
	                 "550-accepted 550 5.7.26 here. abc - gsmtp"),
	               &reply);
	ck_assert_uint_eq(reply.basic, 550);
	ck_assert_dr_str(reply.enhanced, "5.7.26");
	ck_assert_dr_str(reply.text, "mail from a.example is not accepted here. abc - gsmtp");
	ck_assert_uint_eq(reply.domains.len, 1);
	ck_assert_dr_str(reply.domains.items[0], "a.example");
}
END_TEST

START_TEST(codes_as_they_are_written)
{
	static const struct {
		const char *text;
		unsigned basic;
		const char *enhanced;
		bool is;
	} CASES[] = {
		{ "550 no", 550, "", true },
		{ "421-4.7.0 [TSS04] later", 421, "4.7.0", true },
		{ "Remote server said: 554 #5.7.1 no", 554, "5.7.1", true },
		{ "Der Server antwortete: 550 5.7.1: nein", 550, "5.7.1", true },
		{ "(5.7.509) refused", 0, "5.7.509", true },
		{ "250 2.0.0 OK", 0, "", false },
		{ "version 15.7.1 of 550 things", 550, "", false },
		{ "mx.example.net; spf=fail", 0, "", false },
		{ "", 0, "", false },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_reply reply;
		dr_reply_parse(arena, dr_str_of(CASES[i].text), &reply);
		ck_assert_msg(reply.basic == CASES[i].basic, "%s", CASES[i].text);
		ck_assert_dr_str(reply.enhanced, CASES[i].enhanced);
		ck_assert_msg(dr_reply_is(dr_str_of(CASES[i].text)) == CASES[i].is, "%s",
		              CASES[i].text);
	}
}
END_TEST

START_TEST(the_domain_that_is_meant)
{
	static const struct {
		const char *text, *domain;
	} CASES[] = {
		{ "550 5.7.1 mx.big.example: rejected per DMARC policy for a.example",
		  "a.example" },
		{ "550 Unauthenticated email from a.example is not accepted. Contact the "
		  "administrator of a.example domain. See https://big.example/dmarc",
		  "a.example" },
		{ "550 5.7.509 Access denied, sending domain A.EXAMPLE does not pass DMARC",
		  "a.example" },
		{ "550 <x@rcpt.example>: sender <me@a.example> refused", "a.example" },
		{ "550 refused, see http://www.big.example/why", "" },
		{ "550 192.0.2.1 is not allowed", "" },
	};
	dr_str host = S("big.example");
	const dr_strs hosts = { &host, 1 };
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_reply reply;
		dr_reply_parse(arena, dr_str_of(CASES[i].text), &reply);
		ck_assert_dr_str(dr_reply_subject(&reply, &hosts, S("rcpt.example")),
		                 CASES[i].domain);
	}
}
END_TEST

UNIT_MAIN("message/reply", set_up, tear_down, lines_are_joined, codes_as_they_are_written,
          the_domain_that_is_meant)
