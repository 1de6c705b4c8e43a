/* Questions, outcomes, answers: what does not need a table. */
#include "answer/answer.h"
#include "answer/rdata.h"
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

static dr_name name(const char *text)
{
	return dr_name_of(arena, dr_str_of(text));
}

static dr_rr record(uint16_t type, const char *text)
{
	dr_rr rr = { 0 };
	ck_assert_int_eq(dr_rdata_parse(arena, type, dr_str_of(text), &rr, NULL), DR_OK);
	rr.ttl = 300;
	return rr;
}

START_TEST(types_have_names_and_numbers)
{
	static const struct {
		const char *text, *written;
		uint16_t number;
	} CASES[] = {
		{ "TXT", "TXT", 16 },           { "txt", "TXT", 16 },
		{ "TYPE16", "TXT", 16 },        { "type65280", "TYPE65280", 65280 },
		{ "NSAP-PTR", "NSAP-PTR", 23 }, { "SPF", "SPF", 99 },
		{ "HTTPS", "HTTPS", 65 },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_buf buf;
		dr_buf_init(&buf, arena);
		ck_assert_uint_eq(dr_type_parse(dr_str_of(CASES[i].text)), CASES[i].number);
		dr_type_write(CASES[i].number, &buf);
		ck_assert_dr_str(dr_buf_str(&buf), CASES[i].written);
	}
	static const char *const NONE[] = { "", "TX", "TYPE", "TYPE65536", "TYPE-1", "IN", "3600" };
	for (size_t i = 0; i < DR_COUNT(NONE); i++) {
		ck_assert_uint_eq(dr_type_parse(dr_str_of(NONE[i])), 0);
	}
}
END_TEST

START_TEST(questions_differ_by_every_member)
{
	dr_question base = dr_question_dns(name("example.com"), DR_TYPE_TXT);
	dr_question variants[5] = { base, base, base, base, base };
	variants[0].name = name("a.example.com");
	variants[1].type = DR_TYPE_SPF;
	ck_assert(dr_ipaddr_parse(S("192.0.2.1"), &variants[2].server));
	variants[3].flags = DR_FLAG_CD;
	variants[4].kind = DR_ASK_HTTPS;
	variants[4].path = S("/x");
	dr_question copy = dr_question_copy(arena, &base);
	ck_assert(dr_question_eq(&base, &copy));
	ck_assert_uint_eq(dr_question_hash(&base), dr_question_hash(&copy));
	for (size_t i = 0; i < DR_COUNT(variants); i++) {
		ck_assert(!dr_question_eq(&base, &variants[i]));
		ck_assert(dr_question_hash(&base) != dr_question_hash(&variants[i]));
		ck_assert_int_lt(dr_question_cmp(&base, &variants[i]), 0);
		ck_assert_int_gt(dr_question_cmp(&variants[i], &base), 0);
	}
}
END_TEST

START_TEST(questions_read_well)
{
	dr_question dns = dr_question_dns(name("_dmarc.example.com"), DR_TYPE_TXT);
	dr_buf buf;
	dr_buf_init(&buf, arena);
	dr_question_write(&dns, &buf);
	ck_assert_dr_str(dr_buf_str(&buf), "_dmarc.example.com TXT");

	dns.flags = DR_FLAG_CD;
	ck_assert(dr_ipaddr_parse(S("2001:db8::1"), &dns.server));
	dr_buf_init(&buf, arena);
	dr_question_write(&dns, &buf);
	ck_assert_dr_str(dr_buf_str(&buf), "_dmarc.example.com TXT +cd @2001:db8::1");

	dr_question https = { .kind = DR_ASK_HTTPS,
		              .name = name("mta-sts.example.com"),
		              .type = 443,
		              .path = S("/.well-known/mta-sts.txt") };
	dr_buf_init(&buf, arena);
	dr_question_write(&https, &buf);
	ck_assert_dr_str(dr_buf_str(&buf), "https://mta-sts.example.com/.well-known/mta-sts.txt");
	https.type = 8443;
	dr_buf_init(&buf, arena);
	dr_question_write(&https, &buf);
	ck_assert_dr_str(dr_buf_str(&buf),
	                 "https://mta-sts.example.com:8443/.well-known/mta-sts.txt");
}
END_TEST

START_TEST(outcomes_have_names_causes_and_certainty)
{
	static const struct {
		dr_outcome outcome;
		const char *name;
		dr_why why;
		bool certain;
	} CASES[] = {
		{ DR_ANSWER, "answer", DR_WHY_NOBODY, true },
		{ DR_NO_DATA, "nodata", DR_WHY_NOBODY, true },
		{ DR_NO_NAME, "nxdomain", DR_WHY_NOBODY, true },
		{ DR_SERVFAIL, "servfail", DR_WHY_NETWORK, false },
		{ DR_REFUSED, "refused", DR_WHY_NETWORK, false },
		{ DR_TIMEOUT, "timeout", DR_WHY_NETWORK, false },
		{ DR_UNREACHABLE, "unreachable", DR_WHY_NETWORK, false },
		{ DR_GARBLED, "garbled", DR_WHY_NETWORK, false },
		{ DR_BUDGET, "budget", DR_WHY_BUDGET, false },
		{ DR_NOT_GIVEN, "unknown", DR_WHY_NOT_GIVEN, false },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_outcome outcome = DR_OPEN;
		ck_assert(dr_outcome_parse(dr_str_of(CASES[i].name), &outcome));
		ck_assert_int_eq(outcome, CASES[i].outcome);
		ck_assert_str_eq(dr_outcome_name(outcome), CASES[i].name);
		ck_assert_int_eq(dr_outcome_why(outcome), CASES[i].why);
		ck_assert_int_eq(dr_outcome_is_certain(outcome), CASES[i].certain);
	}
	dr_outcome untouched = DR_TIMEOUT;
	ck_assert(!dr_outcome_parse(S("open"), &untouched));
	ck_assert(!dr_outcome_parse(S("NXDOMAIN"), &untouched));
	ck_assert_int_eq(untouched, DR_TIMEOUT);
	ck_assert_int_eq(dr_outcome_why(DR_OPEN), DR_WHY_NETWORK);
	ck_assert(!dr_outcome_is_certain(DR_OPEN));
}
END_TEST

START_TEST(settling_orders_and_removes_duplicates)
{
	dr_rr rrs[] = {
		record(DR_TYPE_A, "192.0.2.3"), record(DR_TYPE_A, "192.0.2.1"),
		record(DR_TYPE_A, "192.0.2.3"), record(DR_TYPE_A, "10.0.0.200"),
		record(DR_TYPE_A, "192.0.2.1"),
	};
	rrs[0].at.line = 7;
	rrs[2].at.line = 9;
	rrs[3].ttl = 60;
	dr_answer answer = { .question = dr_question_dns(name("example.com"), DR_TYPE_A),
		             .outcome = DR_ANSWER,
		             .rrs = rrs,
		             .rr_count = DR_COUNT(rrs) };
	dr_answer_settle(arena, &answer);
	ck_assert_uint_eq(answer.rr_count, 3);
	ck_assert(dr_str_eq(answer.rrs[0].rdata, S("\x0A\x00\x00\xC8")));
	ck_assert(dr_str_eq(answer.rrs[1].rdata, S("\xC0\x00\x02\x01")));
	ck_assert(dr_str_eq(answer.rrs[2].rdata, S("\xC0\x00\x02\x03")));
	ck_assert_uint_eq(answer.rrs[2].at.line, 7);
	ck_assert_uint_eq(answer.ttl, 60);
}
END_TEST

START_TEST(a_prefix_sorts_first)
{
	dr_rr rrs[] = { record(DR_TYPE_TXT, "\"ab\" \"c\""), record(DR_TYPE_TXT, "\"ab\"") };
	dr_answer answer = { .question = dr_question_dns(name("example.com"), DR_TYPE_TXT),
		             .outcome = DR_ANSWER,
		             .rrs = rrs,
		             .rr_count = 2 };
	dr_answer_settle(arena, &answer);
	ck_assert_dr_str(answer.rrs[0].text, "ab");
	ck_assert_dr_str(answer.rrs[1].text, "abc");
	ck_assert_uint_eq(answer.rrs[1].chunk_count, 2);
}
END_TEST

START_TEST(settling_joins_strings)
{
	dr_rr bare = { .rdata = S("\x03"
		                  "v=s"
		                  "\x00"
		                  "\x02"
		                  "pf") };
	dr_answer answer = { .question = dr_question_dns(name("example.com"), DR_TYPE_SPF),
		             .outcome = DR_ANSWER,
		             .rrs = &bare,
		             .rr_count = 1 };
	dr_answer_settle(arena, &answer);
	ck_assert_dr_str(answer.rrs[0].text, "v=spf");
	ck_assert_uint_eq(answer.rrs[0].chunk_count, 3);
	ck_assert(bare.text.ptr == NULL);
}
END_TEST

START_TEST(many_records_are_sorted)
{
	enum { COUNT = 257 };
	static uint8_t octets[COUNT][4];
	static dr_rr rrs[COUNT];
	for (size_t i = 0; i < COUNT; i++) {
		size_t value = i * 101 % COUNT;
		octets[i][2] = (uint8_t)(value >> 8);
		octets[i][3] = (uint8_t)value;
		rrs[i].rdata = (dr_str){ (const char *)octets[i], 4 };
	}
	dr_answer answer = { .question = dr_question_dns(name("example.com"), DR_TYPE_A),
		             .outcome = DR_ANSWER,
		             .rrs = rrs,
		             .rr_count = COUNT };
	dr_answer_settle(arena, &answer);
	ck_assert_uint_eq(answer.rr_count, COUNT);
	for (size_t i = 0; i < COUNT; i++) {
		const uint8_t want[4] = { 0, 0, (uint8_t)(i >> 8), (uint8_t)i };
		ck_assert_mem_eq(answer.rrs[i].rdata.ptr, want, 4);
	}
}
END_TEST

START_TEST(the_end_of_a_chain)
{
	dr_hop hops[] = { { .name = name("a.example"), .target = name("b.example"), .ttl = 5 } };
	dr_answer answer = { .question = dr_question_dns(name("a.example"), DR_TYPE_A) };
	ck_assert(dr_name_eq(dr_answer_end(&answer), name("a.example")));
	answer.hops = hops;
	answer.hop_count = 1;
	ck_assert(dr_name_eq(dr_answer_end(&answer), name("b.example")));
	dr_answer_settle(arena, &answer);
	ck_assert_uint_eq(answer.ttl, 5);
}
END_TEST

START_TEST(a_copy_borrows_nothing)
{
	dr_arena *short_lived = dr_arena_new(0);
	dr_rr rr = { .ttl = 9 };
	dr_str redirect = S("https://x.example/");
	dr_http http = { .status = 200,
		         .body = dr_arena_copy(short_lived, S("body")),
		         .redirects = { &redirect, 1 } };
	ck_assert_int_eq(dr_rdata_parse(short_lived, DR_TYPE_TXT, S("\"a\" \"b\""), &rr, NULL), 0);
	dr_hop hop = { .name = dr_name_of(short_lived, S("q.example")),
		       .target = dr_name_of(short_lived, S("t.example")) };
	dr_answer answer = { .question = dr_question_dns(hop.name, DR_TYPE_TXT),
		             .outcome = DR_ANSWER,
		             .hops = &hop,
		             .hop_count = 1,
		             .rrs = &rr,
		             .rr_count = 1,
		             .soa = dr_name_of(short_lived, S("example")),
		             .http = &http };
	dr_answer *copy = dr_answer_copy(arena, &answer);
	dr_arena_free(short_lived);
	ck_assert(dr_name_eq(copy->question.name, name("q.example")));
	ck_assert(dr_name_eq(copy->hops[0].target, name("t.example")));
	ck_assert(dr_name_eq(copy->soa, name("example")));
	ck_assert_dr_str(copy->rrs[0].text, "ab");
	ck_assert_dr_str(copy->rrs[0].chunks[1].octets, "b");
	ck_assert_dr_str(copy->http->body, "body");
	ck_assert_dr_str(copy->http->redirects.items[0], "https://x.example/");
}
END_TEST

START_TEST(octets_of_a_joined_text_have_places)
{
	dr_chunk chunks[] = {
		{ S("abc"), { "f", 3, 10 } },
		{ S(""), { "f", 3, 16 } },
		{ S("de"), { "f", 4, 2 } },
	};
	dr_rr rr = { .chunks = chunks, .chunk_count = 3, .at = { "f", 3, 1 } };
	static const struct {
		uint32_t offset, line, column;
	} CASES[] = { { 0, 3, 10 }, { 2, 3, 12 }, { 3, 4, 2 }, { 4, 4, 3 }, { 5, 4, 4 } };
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_file_place at = dr_rr_find_octet(&rr, CASES[i].offset);
		ck_assert_uint_eq(at.line, CASES[i].line);
		ck_assert_uint_eq(at.column, CASES[i].column);
	}
	rr.chunk_count = 0;
	ck_assert_uint_eq(dr_rr_find_octet(&rr, 1).column, 1);
}
END_TEST

START_TEST(no_memory_gives_no_copy_or_an_empty_one)
{
	dr_rr rr = record(DR_TYPE_TXT, "\"a\" \"b\"");
	dr_answer answer = { .question = dr_question_dns(name("q.example"), DR_TYPE_TXT),
		             .outcome = DR_ANSWER,
		             .rrs = &rr,
		             .rr_count = 1 };
	for (size_t n = 1;; n++) {
		dr_arena *small = dr_arena_new(0);
		dr_arena_fail_at(small, n);
		dr_answer *copy = dr_answer_copy(small, &answer);
		dr_answer settled = answer;
		dr_answer_settle(small, &settled);
		bool failed = dr_arena_failed(small);
		ck_assert(failed || (copy != NULL && copy->rr_count == 1));
		dr_arena_free(small);
		if (!failed) {
			ck_assert_uint_gt(n, 5);
			break;
		}
	}
}
END_TEST

UNIT_MAIN("answer", set_up, tear_down, types_have_names_and_numbers,
          questions_differ_by_every_member, questions_read_well,
          outcomes_have_names_causes_and_certainty, settling_orders_and_removes_duplicates,
          a_prefix_sorts_first, settling_joins_strings, many_records_are_sorted, the_end_of_a_chain,
          a_copy_borrows_nothing, octets_of_a_joined_text_have_places,
          no_memory_gives_no_copy_or_an_empty_one)
