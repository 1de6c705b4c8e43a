/* The tables of replies: each reply that is known means what it means, whoever else uses its code
 * (rules/bounces/). */
#include "account/bounce.h"
#include "builtin.h"
#include "message/mime.h"
#include "unit.h"
#include <string.h>

static dr_arena *arena;
static dr_account_world world;

static void load(void)
{
	dr_errors errors = { NULL, 0 };
	dr_bounce_table *table = dr_bounce_table_new(arena);
	for (size_t i = 0; i < DR_BUILTIN_FILE_COUNT; i++) {
		if (dr_str_starts(dr_str_of(DR_BUILTIN_FILES[i].name), S("bounces/"))) {
			dr_bounce_table_load(table, &DR_BUILTIN_FILES[i], &errors);
		}
	}
	ck_assert_msg(errors.len == 0, "%s: %s", errors.len > 0 ? errors.items[0].source : "",
	              errors.len > 0 ? errors.items[0].text : "");
	world = (dr_account_world){ .glossary = dr_glossary_new(arena), .bounces = table };
}

static void set_up(void)
{
	arena = dr_arena_new(0);
	dr_mime_setup();
	load();
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static const char *fact(const dr_account *account, const char *about, const char *key)
{
	for (size_t i = 0; i < account->parts.len; i++) {
		const dr_account_part *part = &account->parts.items[i];
		for (size_t j = 0; j < part->facts.len; j++) {
			if (strcmp(part->about, about) == 0 &&
			    strcmp(part->facts.items[j].key, key) == 0) {
				return part->facts.items[j].value.ptr;
			}
		}
	}
	return "";
}

static dr_account explain(const char *text)
{
	dr_bounce bounce;
	dr_account account;
	ck_assert_int_eq(dr_bounce_parse(arena, dr_str_of(text), &bounce, NULL), DR_OK);
	dr_account_bounce(arena, &world, &bounce, &account);
	return account;
}

static const struct {
	const char *text, *check;
} REPLIES[] = {
	{ "421-4.7.26 This mail has been rate limited because it is unauthenticated. Gmail "
	  "requires "
	  "all senders to authenticate with either SPF or DKIM. gsmtp google.com",
	  "authentication" },
	{ "550-5.7.26 The MAIL FROM domain [a.example] has an SPF record with a hard fail policy "
	  "(-all) but it fails to pass SPF checks with the ip",
	  "spf" },
	{ "550-5.7.26 Unauthenticated email from a.example is not accepted due to domain's\n"
	  "550-5.7.26 DMARC policy. Please contact the administrator of a.example domain",
	  "dmarc" },
	{ "451-4.7.26 Unauthenticated email from a.example is not accepted due to domain's DMARC "
	  "policy, but temporary DNS failures prevent authentication.",
	  "dns" },
	{ "550-5.7.27 Gmail requires bulk senders to authenticate with SPF", "spf" },
	{ "550 5.7.27 support.google.com something new", "spf" },
	{ "550 5.7.27 sender address has null MX", "null-mx" },
	{ "550 5.7.27 something new", "null-mx" },
	{ "421-4.7.29 mail sent over a connection that is no TLS connection google.com", "tls" },
	{ "550 5.7.29 ARC validation failure", "arc" },
	{ "550-5.7.30 Gmail requires bulk senders to authenticate with DKIM", "dkim" },
	{ "550 5.7.40 the sending domain doesn't have a DMARC record, google.com", "no-record" },
	{ "504 5.7.40 Unrecognized authentication type gsmtp google.com", "login" },
	{ "421-4.7.32 From: header isn't aligned with either the authenticated SPF or DKIM",
	  "alignment" },
	{ "550-5.7.25 The IP address sending this message does not have a PTR record setup",
	  "ptr" },
	{ "550-5.7.1 does not meet IPv6 sending guidelines regarding PTR records", "ptr" },
	{ "550 5.7.24 SPF record of a.example contains one or more suspicious entries", "spf" },
	{ "550 5.7.28 unusual rate of unsolicited mail from your DKIM domain", "reputation" },
	{ "550 5.7.515 Access denied, sending domain a.example does not meet the required "
	  "authentication level. outlook.com Spf= Fail, Dkim= Pass",
	  "dmarc" },
	{ "550 5.7.509 Access denied, sending domain a.example does not pass DMARC verification "
	  "and "
	  "has a DMARC policy of reject.",
	  "dmarc" },
	{ "550 5.7.23 The message was rejected because of Sender Policy Framework violation",
	  "spf" },
	{ "450 4.7.26 Service does not accept messages sent over IPv6 unless they must pass either "
	  "SPF or DKIM validation",
	  "authentication" },
	{ "550 5.7.9 Yahoo requires all senders to authenticate with either SPF or DKIM.",
	  "authentication" },
	{ "554 5.7.9 Message not accepted for policy reasons. See yahoo.com", "dmarc" },
	{ "554 Message not allowed - [PH01] Email not accepted for policy reasons", "policy" },
	{ "421 4.7.0 [TSS04] Messages temporarily deferred due to unexpected volume",
	  "reputation" },
	{ "554 5.7.1 Your message was rejected due to a.example's DMARC policy. icloud.com",
	  "dmarc" },
	{ "554 5.7.5 Permanent Error Evaluating DMARC policy", "record" },
	{ "451 4.7.5 Temporary error evaluating DMARC", "dns" },
	{ "550 DMARC Sender Invalid - envelope rejected", "dmarc" },
	{ "550 SPF Sender Invalid - envelope rejected", "spf" },
	{ "550 DKIM Sender Invalid - envelope rejected", "dkim" },
	{ "550 Rejected by header based Anti-Spoofing policy", "policy" },
	{ "550 5.5.0 SPF: 192.0.2.1 is not allowed to send mail. LPN004_401", "spf" },
	{ "571 5.7.1 Message refused by DMARC policy. LPN007_517", "dmarc" },
	{ "550 AUP#I-1130", "ptr" },
	{ "550 AUP#I-1160", "dmarc" },
	{ "550 mail rejected: invalid SPF record, IB508", "spf" },
	{ "550 5.7.1 rejected by DMARC policy for a.example", "dmarc" },
	{ "550 5.7.1 a message from a.example was refused per DMARC policy for a.example",
	  "dmarc" },
	{ "553 strange words about DMARC and nobody knows", "dmarc" },
	{ "550 5.7.1 <x>: Client host rejected: cannot find your hostname", "ptr" },
	{ "550 5.7.23 x", "spf" },
	{ "556 5.1.10 x", "recipient" },
	{ "550 5.1.1 no such user", "" },
};

START_TEST(known_replies)
{
	for (size_t i = 0; i < DR_COUNT(REPLIES); i++) {
		dr_account account = explain(REPLIES[i].text);
		const char *check = fact(&account, "check", "check");
		ck_assert_msg(strcmp(check, REPLIES[i].check) == 0, "%s: %s", REPLIES[i].text,
		              check);
	}
}
END_TEST

#define DSN                                                                                \
	"From: MAILER-DAEMON@mx.a.example\r\nTo: <back@bounces.a.example>\r\n"             \
	"MIME-Version: 1.0\r\nContent-Type: multipart/report;\r\n"                         \
	" report-type=delivery-status; boundary=b\r\n\r\n"                                 \
	"--b\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n"                                \
	"--b\r\nContent-Type: message/delivery-status\r\n\r\n"                             \
	"Reporting-MTA: dns; mx.a.example\r\n\r\n"                                         \
	"Final-Recipient: rfc822; x@rcpt.example\r\nAction: failed\r\nStatus: 5.7.23\r\n"  \
	"Remote-MTA: dns; rcpt-example.mail.protection.outlook.com\r\n"                    \
	"Diagnostic-Code: smtp; 550 5.7.23 refused because of Sender Policy Framework\r\n" \
	" violation\r\n\r\n"                                                               \
	"--b\r\nContent-Type: message/rfc822\r\n\r\n"                                      \
	"From: Me <me@a.example>\r\nSubject: x\r\n\r\nbody\r\n--b--\r\n"

/* RFC 3464: the parts of a notification, and whose SPF it is about. */
START_TEST(a_notification)
{
	dr_account account = explain(DSN);
	ck_assert_str_eq(fact(&account, "refusal", "provider"), "Microsoft");
	ck_assert_str_eq(fact(&account, "refusal", "recipient_domain"), "rcpt.example");
	ck_assert_str_eq(fact(&account, "refusal", "code"), "550 5.7.23");
	ck_assert_str_eq(fact(&account, "check", "check"), "spf");
	ck_assert_str_eq(fact(&account, "check", "domain"), "bounces.a.example");
	ck_assert_str_eq(fact(&account, "check", "domain_from"), "header");
	ck_assert_str_eq(fact(&account, "original", "from"), "a.example");
	ck_assert_uint_eq(account.domains.len, 1);
}
END_TEST

/* Exim and others write no delivery-status part but quote the mail behind their text. */
START_TEST(an_old_bounce)
{
	dr_account account = explain(
		"From: Mail Delivery System <Mailer-Daemon@mx.a.example>\nTo: me@a.example\n"
		"X-Failed-Recipients: x@gmail.com\n\nA message could not be delivered:\n"
		"  x@gmail.com\n    host gmail-smtp-in.l.google.com [192.0.2.1]\n"
		"    SMTP error from remote mail server after end of data:\n"
		"    550-5.7.26 Unauthenticated email from shop.example is not accepted due\n"
		"    550 5.7.26 to domain's DMARC policy.\n\n"
		"------ This is a copy of the message, including all the headers. ------\n\n"
		"From: Shop <x@shop.example>\nSubject: y\n\nbody\n");
	ck_assert_str_eq(fact(&account, "refusal", "provider"), "Gmail");
	ck_assert_str_eq(fact(&account, "check", "check"), "dmarc");
	ck_assert_str_eq(fact(&account, "check", "domain"), "shop.example");
}
END_TEST

/* Nobody may send as a free mail service from elsewhere. */
START_TEST(free_mail)
{
	dr_account account = explain("554 5.7.1 rejected by DMARC policy for yahoo.com");
	ck_assert_str_eq(fact(&account, "check", "check"), "dmarc");
	account = explain("From: postmaster@mx.example\nContent-Type: multipart/report; "
	                  "report-type=delivery-status; boundary=b\n\n--b\n"
	                  "Content-Type: message/delivery-status\n\nStatus: 5.7.1\n"
	                  "Diagnostic-Code: smtp; 550 5.7.1 per DMARC policy for gmail.com\n\n"
	                  "--b\nContent-Type: text/rfc822-headers\n\nFrom: x@gmail.com\n\n--b--\n");
	ck_assert_uint_eq(account.todo.len, 2);
	ck_assert(dr_str_search(account.todo.items[1], S("Reply-To")) < account.todo.items[1].len);
}
END_TEST

UNIT_MAIN("account/bounce", set_up, tear_down, known_replies, a_notification, an_old_bounce,
          free_mail)
