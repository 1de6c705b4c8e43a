#include "answer/rdata.h"
#include <check.h>
#include <stdlib.h>

static dr_arena *arena;

static void setup(void)
{
	arena = dr_arena_new(0);
	ck_assert_ptr_nonnull(arena);
}

static void teardown(void)
{
	dr_arena_free(arena);
}

static dr_str unhex(const char *hex)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	for (size_t i = 0; hex[i] != '\0'; i++) {
		if (hex[i] != ' ') {
			int high = dr_hex_value(hex[i++]);
			dr_buf_add_char(&out, (char)(high << 4 | dr_hex_value(hex[i])));
		}
	}
	return dr_buf_str(&out);
}

static const char *written(uint16_t type, dr_str rdata)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_rdata_write(type, rdata, &out);
	return out.ptr;
}

/* text in, wire form, our text out (NULL: the same). */
static const struct {
	uint16_t type;
	const char *text, *wire, *again;
} GOOD[] = {
	{ DR_TYPE_A, "192.0.2.1", "c0000201", NULL },
	{ DR_TYPE_A, "  192.0.2.1\t", "c0000201", "192.0.2.1" },
	{ DR_TYPE_A, "\\# 4 C0000201", "c0000201", "192.0.2.1" },
	{ DR_TYPE_A, "\\#  4 C000 0201", "c0000201", "192.0.2.1" },
	{ DR_TYPE_AAAA, "2001:DB8::1", "20010db8 00000000 00000000 00000001", "2001:db8::1" },
	{ DR_TYPE_NS, "ns1.Example.com.", "03 6e7331 07 6578616d706c65 03 636f6d 00",
	  "ns1.example.com." },
	{ DR_TYPE_CNAME, "a\\.b.c", "03 612e62 01 63 00", "a\\.b.c." },
	{ DR_TYPE_CNAME, "a\\\\.c", "02 615c 01 63 00", "a\\\\.c." },
	{ DR_TYPE_PTR, ".", "00", NULL },
	{ DR_TYPE_MX, "10 mail.example.", "000a 04 6d61696c 07 6578616d706c65 00", NULL },
	{ DR_TYPE_MX, "0 .", "0000 00", NULL },
	{ DR_TYPE_SOA, "n. h. 2026112101 1h 15M 1W2d 300",
	  "01 6e 00 01 68 00 78c40465 00000e10 00000384 000bdd80 0000012c",
	  "n. h. 2026112101 3600 900 777600 300" },
	{ DR_TYPE_TXT, "\"v=spf1 -all\"", "0b 763d73706631202d616c6c", NULL },
	{ DR_TYPE_TXT, "v=spf1 -all", "06 763d73706631 04 2d616c6c", "\"v=spf1\" \"-all\"" },
	{ DR_TYPE_TXT, "\"a\"\"b\"", "01 61 01 62", "\"a\" \"b\"" },
	{ DR_TYPE_TXT, "\"\"", "00", NULL },
	{ DR_TYPE_TXT, "\"a;b(c)\" \"\"", "06 613b62286329 00", NULL },
	{ DR_TYPE_TXT, "a\\;b", "03 613b62", "\"a;b\"" },
	{ DR_TYPE_TXT, "\"\\000\\009\\255\\\"\\\\\\x\"", "06 0009ff225c78",
	  "\"\\000\\009\\255\\\"\\\\x\"" },
	{ DR_TYPE_TXT, "\"caf\xc3\xa9\"", "05 636166c3a9", "\"caf\\195\\169\"" },
	{ DR_TYPE_SPF, "\"v=spf1\"", "06 763d73706631", NULL },
	{ DR_TYPE_SRV, "1 2 3 h.", "0001 0002 0003 01 68 00", NULL },
	{ 35, "1 2 \"u\" \"E2U+sip\" \"!x!\" .", "0001 0002 01 75 07 4532552b736970 03 217821 00",
	  NULL },
	{ DR_TYPE_DS, "1 8 2 abcd", "0001 08 02 abcd", NULL },
	{ DR_TYPE_TLSA, "3 1 1 0102", "03 01 01 0102", NULL },
	{ DR_TYPE_CAA, "0 issue \"ca.example\"", "00 05 6973737565 63612e6578616d706c65", NULL },
	{ DR_TYPE_CAA, "0 issue \"caf\\233\"", "00 05 6973737565 636166e9", NULL },
	{ 11 /* WKS */, "\\# 6 c00002010640", "c00002010640", NULL },
	{ 65280, "\\# 3 010203", "010203", NULL },
	{ 65280, "\\# 0", "", NULL },
};

START_TEST(reads_and_writes)
{
	dr_rr rr = { 0 };
	dr_error err = { 0 };
	dr_str text = dr_str_of(GOOD[_i].text);
	ck_assert_msg(dr_rdata_parse(arena, GOOD[_i].type, text, &rr, &err) == DR_OK, "%s: %s",
	              GOOD[_i].text, err.text);
	dr_str wire = unhex(GOOD[_i].wire);
	ck_assert_msg(dr_str_eq(rr.rdata, wire), "%s", GOOD[_i].text);
	ck_assert_str_eq(written(GOOD[_i].type, rr.rdata),
	                 GOOD[_i].again != NULL ? GOOD[_i].again : GOOD[_i].text);
}
END_TEST

static const struct {
	uint16_t type;
	const char *text, *complaint;
	uint32_t off;
} BAD[] = {
	{ DR_TYPE_A, "", "expected an IPv4 address, found nothing", 0 },
	{ DR_TYPE_A, "192.0.2", "expected an IPv4 address, found '192.0.2'", 0 },
	{ DR_TYPE_A, "192.0.2.1 192.0.2.2", "'192.0.2.2' is one field too many", 10 },
	{ DR_TYPE_A, "\\# 3 010203", "the octets do not have the form of their type", 0 },
	{ DR_TYPE_A, "\\# 4 010203", "4 octets are announced, 3 follow", 3 },
	{ DR_TYPE_A, "\\# 4 0102030", "expected pairs of hex digits, found '0102030'", 5 },
	{ DR_TYPE_A, "\\# 2 0g", "expected pairs of hex digits, found '0g'", 5 },
	{ DR_TYPE_A, "\\#", "expected the number of octets, up to 65535, found ''", 2 },
	{ DR_TYPE_AAAA, "::1::", "expected an IPv6 address, found '::1::'", 0 },
	{ DR_TYPE_MX, "mail.example.com.",
	  "expected a number up to 65535, found 'mail.example.com.'", 0 },
	{ DR_TYPE_MX, "65536 a.", "expected a number up to 65535, found '65536'", 0 },
	{ DR_TYPE_MX, "10", "expected a name, found nothing", 2 },
	{ DR_TYPE_MX, "10 a..b", "the name 'a..b' has an empty label", 3 },
	{ DR_TYPE_SOA, "n. h. 1 1x 1 1 1",
	  "expected a time in seconds, or with units as in 1h30m, found '1x'", 8 },
	{ DR_TYPE_SOA, "n. h. 1 7102w 1 1 1",
	  "expected a time in seconds, or with units as in 1h30m, found '7102w'", 8 },
	{ DR_TYPE_TXT, "", "expected a string, found nothing", 0 },
	{ DR_TYPE_TXT, "\"v=spf1", "the quotation mark is not closed", 0 },
	{ DR_TYPE_TXT, "\"v=spf1\\\"", "the quotation mark is not closed", 0 },
	{ DR_TYPE_TXT, "v=DMARC1; p=none", "';' stands outside quotation marks", 8 },
	{ DR_TYPE_TXT, "\"\\256\"", "a backslash needs a character or three digits up to 255", 0 },
	{ DR_TYPE_TXT, "\"\\12\"", "a backslash needs a character or three digits up to 255", 0 },
	{ DR_TYPE_TXT, "a\\", "a backslash needs a character or three digits up to 255", 0 },
	{ DR_TYPE_CAA, "0 issue \"ca", "the quotation mark is not closed", 8 },
	{ DR_TYPE_DS, "1 8", "the data does not have the form of its type", 0 },
	{ 65280, "hello", "the data does not have the form of its type", 0 },
};

START_TEST(refuses)
{
	dr_rr rr = { .ttl = 7 };
	dr_error err = { 0 };
	dr_str text = dr_str_of(BAD[_i].text);
	ck_assert_int_eq(dr_rdata_parse(arena, BAD[_i].type, text, &rr, &err), DR_ESYNTAX);
	ck_assert_str_eq(err.text, BAD[_i].complaint);
	ck_assert_uint_eq(err.span.off, BAD[_i].off);
	ck_assert_uint_eq(rr.ttl, 7);
	ck_assert_uint_eq(rr.rdata.len, 0);
}
END_TEST

START_TEST(refuses_strings_over_255)
{
	char text[300];
	for (size_t i = 0; i < sizeof(text); i++) {
		text[i] = 'a';
	}
	dr_rr rr = { 0 };
	dr_error err = { 0 };
	ck_assert_int_eq(dr_rdata_parse(arena, DR_TYPE_TXT, (dr_str){ text, 255 }, &rr, NULL),
	                 DR_OK);
	ck_assert_uint_eq(rr.text.len, 255);
	ck_assert_int_eq(dr_rdata_parse(arena, DR_TYPE_TXT, (dr_str){ text, 256 }, &rr, &err),
	                 DR_ESYNTAX);
	ck_assert_str_eq(err.text, "a string is longer than 255 octets; split it in two");
}
END_TEST

/* Names without a final dot are below the origin. */
static const struct {
	const char *text, *origin, *expect;
} BELOW[] = {
	{ "10 mail", "example.com", "10 mail.example.com." },
	{ "10 mail.", "example.com", "10 mail." },
	{ "10 @", "example.com", "10 example.com." },
	{ "10 a\\.", "example.com", "10 a\\..example.com." },
	{ "10 a\\\\.", "example.com", "10 a\\\\." },
	{ "10 mail", ".", "10 mail." },
};

START_TEST(completes_names)
{
	dr_rr rr = { 0 };
	dr_name origin = dr_name_of(arena, dr_str_of(BELOW[_i].origin));
	ck_assert_int_eq(dr_rdata_parse_below(arena, DR_TYPE_MX, dr_str_of(BELOW[_i].text), origin,
	                                      &rr, NULL),
	                 DR_OK);
	ck_assert_str_eq(written(DR_TYPE_MX, rr.rdata), BELOW[_i].expect);
}
END_TEST

START_TEST(refuses_names_that_grow_too_long)
{
	const char *label = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(&text, "%s.%s.%s.b", label, label, label);
	dr_name origin = dr_name_of(arena, dr_str_of(label));
	dr_rr rr = { 0 };
	dr_error err = { 0 };
	ck_assert_int_eq(
		dr_rdata_parse_below(arena, DR_TYPE_NS, dr_buf_str(&text), origin, &rr, &err),
		DR_ESYNTAX);
}
END_TEST

/* Rdata that is not of its type is shown as octets, and not taken. */
static const struct {
	uint16_t type;
	const char *wire, *text;
} MALFORMED[] = {
	{ DR_TYPE_A, "010203", "\\# 3 010203" },
	{ DR_TYPE_A, "0102030405", "\\# 5 0102030405" },
	{ DR_TYPE_TXT, "", "\\# 0" },
	{ DR_TYPE_TXT, "0361", "\\# 2 0361" },
	{ DR_TYPE_MX, "00", "\\# 1 00" },
	{ DR_TYPE_MX, "000a c000", "\\# 4 000ac000" },
	{ DR_TYPE_MX, "000a 0161", "\\# 4 000a0161" },
	{ DR_TYPE_NS, "0000", "\\# 2 0000" },
	{ DR_TYPE_NS, "40", "\\# 1 40" },
};

START_TEST(shows_malformed_rdata_as_octets)
{
	dr_str wire = unhex(MALFORMED[_i].wire);
	dr_rr rr = { 0 };
	ck_assert(!dr_rr_set_rdata(arena, MALFORMED[_i].type, wire, &rr));
	ck_assert_str_eq(written(MALFORMED[_i].type, wire), MALFORMED[_i].text);
}
END_TEST

START_TEST(takes_rdata_with_names_in_lower_case)
{
	dr_rr rr = { .ttl = 60 };
	ck_assert(dr_rr_set_rdata(arena, DR_TYPE_MX, unhex("000a 04 4d61496c 00"), &rr));
	uint16_t preference = 0;
	dr_name exchange = { 0 };
	ck_assert(dr_rr_read_mx(&rr, &preference, &exchange));
	ck_assert_uint_eq(preference, 10);
	ck_assert(dr_str_eq(dr_name_text(arena, exchange), DR_STR("mail")));
	ck_assert_uint_eq(rr.ttl, 60);
}
END_TEST

START_TEST(reads_strings_of_txt)
{
	dr_rr rr = { .rdata = unhex("01 61 00 02 6263") };
	ck_assert(dr_rr_read_txt(arena, &rr));
	ck_assert_uint_eq(rr.chunk_count, 3);
	ck_assert(dr_str_eq(rr.chunks[0].octets, DR_STR("a")));
	ck_assert_uint_eq(rr.chunks[1].octets.len, 0);
	ck_assert(dr_str_eq(rr.chunks[2].octets, DR_STR("bc")));
	ck_assert(dr_str_eq(rr.text, DR_STR("abc")));
}
END_TEST

START_TEST(reads_fields)
{
	dr_rr a = { .rdata = unhex("c0000201") }, soa = { .ttl = 900 };
	dr_ipaddr address;
	ck_assert(dr_rr_read_address(&a, &address));
	ck_assert_uint_eq(address.family, DR_IPV4);
	ck_assert_uint_eq(address.octets[3], 1);
	a.rdata.len = 3;
	ck_assert(!dr_rr_read_address(&a, &address));

	ck_assert_int_eq(
		dr_rdata_parse(arena, DR_TYPE_SOA, DR_STR("n. h. 1 2 3 4 300"), &soa, NULL), DR_OK);
	uint32_t minimum = 0;
	soa.ttl = 900;
	ck_assert(dr_rr_read_soa_minimum(&soa, &minimum));
	ck_assert_uint_eq(minimum, 300);
	soa.ttl = 60;
	ck_assert(dr_rr_read_soa_minimum(&soa, &minimum));
	ck_assert_uint_eq(minimum, 60);
	soa.rdata.len--;
	ck_assert(!dr_rr_read_soa_minimum(&soa, &minimum));
	ck_assert_uint_eq(minimum, 60);
}
END_TEST

START_TEST(joins_strings_to_rdata)
{
	dr_str strings[] = { DR_STR("ab"), DR_STR(""), DR_STR("c") };
	ck_assert(dr_str_eq(dr_rdata_txt(arena, strings, 3), unhex("02 6162 00 01 63")));
	char octets[256] = { 0 };
	strings[1] = (dr_str){ octets, 256 };
	ck_assert_uint_eq(dr_rdata_txt(arena, strings, 3).len, 0);
}
END_TEST

START_TEST(survives_failing_allocations)
{
	for (size_t n = 1; n < 40; n++) {
		dr_arena *small = dr_arena_new(0);
		dr_arena_fail_at(small, n);
		dr_rr rr = { 0 };
		dr_error err = { 0 };
		uint16_t type = GOOD[_i].type;
		int code = dr_rdata_parse(small, type, dr_str_of(GOOD[_i].text), &rr, &err);
		ck_assert(code == DR_ENOMEM || !dr_arena_failed(small));
		ck_assert(code == DR_ENOMEM || code == DR_OK);
		dr_arena_free(small);
	}
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("rdata");
	TCase *tcase = tcase_create("rdata");
	tcase_add_checked_fixture(tcase, setup, teardown);
	tcase_add_loop_test(tcase, reads_and_writes, 0, (int)DR_COUNT(GOOD));
	tcase_add_loop_test(tcase, refuses, 0, (int)DR_COUNT(BAD));
	tcase_add_test(tcase, refuses_strings_over_255);
	tcase_add_loop_test(tcase, completes_names, 0, (int)DR_COUNT(BELOW));
	tcase_add_test(tcase, refuses_names_that_grow_too_long);
	tcase_add_loop_test(tcase, shows_malformed_rdata_as_octets, 0, (int)DR_COUNT(MALFORMED));
	tcase_add_test(tcase, takes_rdata_with_names_in_lower_case);
	tcase_add_test(tcase, reads_strings_of_txt);
	tcase_add_test(tcase, reads_fields);
	tcase_add_test(tcase, joins_strings_to_rdata);
	tcase_add_loop_test(tcase, survives_failing_allocations, 0, (int)DR_COUNT(GOOD));
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
