/* Where a fetch may connect to, its URL, and what libcurl tells about certificates. */
#include "unit.h"
#include "web/web_priv.h"

static dr_arena *arena;

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static dr_ipaddr address_of(const char *text)
{
	dr_ipaddr address = { 0 };
	ck_assert(text[0] == '\0' || dr_ipaddr_parse(dr_str_of(text), &address));
	return address;
}

static dr_question question_of(const char *url, const char *address)
{
	dr_question question;
	ck_assert_msg(dr_question_of_url(arena, dr_str_of(url), &question), "%s", url);
	question.server = address_of(address);
	return question;
}

START_TEST(addresses_that_are_not_public_are_refused)
{
	static const struct {
		const char *address;
		bool refused;
	} CASES[] = {
		{ "93.184.215.14", false },
		{ "2606:4700::1111", false },
		{ "127.0.0.1", true },
		{ "10.1.2.3", true },
		{ "172.16.0.1", true },
		{ "192.168.0.1", true },
		{ "169.254.169.254", true },
		{ "100.64.0.1", true },
		{ "0.0.0.0", true },
		{ "224.0.0.1", true },
		{ "255.255.255.255", true },
		{ "192.0.2.1", true },
		{ "::1", true },
		{ "fe80::1", true },
		{ "fc00::1", true },
		{ "::ffff:127.0.0.1", true },
		{ "::ffff:10.0.0.1", true },
		{ "ff02::1", true },
		{ "2001:db8::1", true },
		{ "::", true },
	};
	dr_web_options options = { 0 };
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_question question = question_of("https://a.example/", CASES[i].address);
		options.allow_private = false;
		dr_web_target target = dr_web_target_of(arena, &options, &question);
		ck_assert_msg(target.refused == CASES[i].refused, "%s", CASES[i].address);
		ck_assert(dr_ipaddr_eq(target.address, question.server));
		options.allow_private = true;
		ck_assert(!dr_web_target_of(arena, &options, &question).refused);
	}
}
END_TEST

START_TEST(detours_go_where_the_user_says)
{
	dr_web_detour rows[] = {
		{ DR_STR_INIT("a.example"), 443, address_of("127.0.0.1"), 8443 },
		{ DR_STR_INIT(""), 8080, address_of("::1"), 0 },
	};
	dr_web_options options = { .detours = { rows, DR_COUNT(rows) } };
	static const struct {
		const char *url, *connect_to;
	} CASES[] = {
		{ "https://a.example/x", "::127.0.0.1:8443" },
		{ "https://A.Example:443/x", "::127.0.0.1:8443" },
		{ "https://b.example:8080/", "::[::1]:8080" },
		{ "https://b.example/", "::93.184.215.14:443" },
		{ "https://a.example:444/", "::93.184.215.14:444" },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_question question = question_of(CASES[i].url, "93.184.215.14");
		dr_web_target target = dr_web_target_of(arena, &options, &question);
		dr_buf text;
		dr_buf_init(&text, arena);
		dr_web_target_write(&target, &text);
		ck_assert_dr_str(dr_buf_str(&text), CASES[i].connect_to);
		ck_assert(!target.refused);
	}
}
END_TEST

START_TEST(urls_hold_what_urls_hold)
{
	static const struct {
		const char *url, *written; /* NULL: it is none */
	} CASES[] = {
		{ "https://a.example/b?c=d", "https://a.example/b?c=d" },
		{ "HTTPS://A.Example:443", "https://a.example/" },
		{ "https://a.example:8443?x#y", "https://a.example:8443/?x" },
		{ "https://a.example/b c", NULL },
		{ "https://a\\032b.example/", NULL },
		{ "https://a.example/\x01", NULL },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_question question = question_of(CASES[i].url, "");
		dr_buf text;
		dr_buf_init(&text, arena);
		bool written = dr_web_url_write(&question, &text);
		ck_assert_msg(written == (CASES[i].written != NULL), "%s", CASES[i].url);
		if (written) {
			ck_assert_dr_str(dr_buf_str(&text), CASES[i].written);
		}
	}
}
END_TEST

START_TEST(texts_that_are_no_url_are_refused)
{
	static const char *const TEXTS[] = { "",           "http://a/",        "https://",
		                             "https:///a", "https://u@a/",     "https://a:0/",
		                             "a.example",  "https://a:99999/", "https://a:b/" };
	dr_question question;
	for (size_t i = 0; i < DR_COUNT(TEXTS); i++) {
		ck_assert_msg(!dr_question_of_url(arena, dr_str_of(TEXTS[i]), &question), "%s",
		              TEXTS[i]);
	}
}
END_TEST

START_TEST(certificates_are_read_from_lines)
{
	dr_http http = { .tls_not_after = DR_NO_DAY };
	dr_web_read_certificate(arena, S("Subject:CN = a.example"), &http);
	dr_web_read_certificate(arena, S("Expire date:Jan 31 23:59:59 2027 GMT"), &http);
	dr_web_read_certificate(
		arena,
		S("X509v3 Subject Alternative Name:DNS:a.example, DNS:*.b.example, IP Address:::1"),
		&http);
	ck_assert_int_eq(http.tls_not_after, dr_day_of(2027, 1, 31));
	ck_assert_uint_eq(http.tls_names.len, 2);
	ck_assert_dr_str(http.tls_names.items[1], "*.b.example");
	dr_web_read_certificate(arena, S("Expire date:Foo 1 2027"), &http);
	ck_assert_int_eq(http.tls_not_after, DR_NO_DAY);
	dr_web_read_certificate(arena, S("Expire date:Feb  2 00:00:00 2031 GMT"), &http);
	ck_assert_int_eq(http.tls_not_after, dr_day_of(2031, 2, 2));
}
END_TEST

UNIT_MAIN("live HTTPS", set_up, tear_down, addresses_that_are_not_public_are_refused,
          detours_go_where_the_user_says, urls_hold_what_urls_hold,
          texts_that_are_no_url_are_refused, certificates_are_read_from_lines)
