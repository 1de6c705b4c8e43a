/* Snapshots: reading with positions, answering, writing, the round trip. */
#include "answer/rdata.h"
#include "snapshot/snapshot.h"
#include "unit.h"
#include <stdio.h>
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

static dr_snapshot *load(dr_str text)
{
	dr_source source = { .name = "test.json", .text = text };
	dr_snapshot *snapshot = NULL;
	dr_error err = { 0 };
	int code = dr_snapshot_load(&source, &snapshot, &err);
	ck_assert_msg(code == DR_OK, "%u:%u: %s", err.line, err.column, err.text);
	return snapshot;
}

static const dr_answer *ask_question(dr_snapshot *snapshot, const dr_question *question)
{
	dr_source_of_answers *source = dr_snapshot_source(snapshot);
	const dr_answer *answer = source->immediate(source, arena, question);
	ck_assert_ptr_nonnull(answer);
	return answer;
}

static const dr_answer *ask(dr_snapshot *snapshot, const char *name, uint16_t type)
{
	dr_question question = dr_question_dns(dr_name_of(arena, dr_str_of(name)), type);
	return ask_question(snapshot, &question);
}

/* Everything the format has, written by hand. */
static const char FULL[] =
	"{\"schema\":\"dmarcramp.snapshot/1\",\"default\":\"unknown\",\"as_of\":\"2026-11-21\",\n"
	"\"answers\":[\n"
	"{\"name\":\"Example.COM.\",\"type\":\"TXT\",\"outcome\":\"answer\",\"ttl\":300,"
	"\"rrs\":[\"\\\"v=spf1 \\\" \\\"-all\\\"\",\"\\\"\\\\000\\\\255\\\"\"]},\n"
	"{\"name\":\"s1._domainkey.example.com\",\"type\":\"TXT\",\"outcome\":\"nxdomain\","
	"\"chain\":[{\"name\":\"s1._domainkey.example.com\",\"target\":\"s1.vendor.example\","
	"\"ttl\":60}],\"soa\":\"vendor.example\",\"negative_ttl\":300},\n"
	"{\"name\":\"www.example.com\",\"type\":\"A\",\"outcome\":\"answer\","
	"\"alias\":\"host.example.net\",\"rrs\":\"192.0.2.1\"},\n"
	"{\"name\":\"example.com\",\"type\":\"TXT\",\"server\":\"192.0.2.53\","
	"\"outcome\":\"answer\",\"ttl\":3600,\"ttl_exact\":true,\"rrs\":[\"\\\"x\\\"\"]},\n"
	"{\"name\":\"big.example.com\",\"type\":\"TYPE65280\",\"outcome\":\"answer\","
	"\"secure\":true,\"size\":1480,\"truncated\":true,\"rrs\":[\"\\\\# 2 abcd\"]},\n"
	"{\"name\":\"example.com\",\"type\":\"A\",\"flags\":[\"cd\"],\"outcome\":\"servfail\","
	"\"secure\":false},\n"
	"{\"name\":\"a\\\\.b\\\\000.example.com\",\"type\":\"A\",\"outcome\":\"timeout\"}],\n"
	"\"fetches\":[{\"url\":\"https://mta-sts.example.com/.well-known/mta-sts.txt\","
	"\"outcome\":\"answer\",\"status\":200,\"content_type\":\"text/plain\","
	"\"body\":\"dmVyc2lvbjogU1RTdjE=\",\"peer\":\"192.0.2.7\",\"tls\":{\"verified\":true,"
	"\"names\":[\"mta-sts.example.com\"],\"not_after\":\"2027-01-31\"},\"redirects\":[]},\n"
	"{\"url\":\"https://b.example.com:8443/x\",\"outcome\":\"timeout\"}]}\n";

START_TEST(every_key_is_read)
{
	dr_snapshot *snapshot = load(dr_str_of(FULL));
	ck_assert_int_eq(dr_snapshot_as_of(snapshot), dr_day_of(2026, 11, 21));
	const dr_answer *answer = ask(snapshot, "example.com", DR_TYPE_TXT);
	ck_assert_int_eq(answer->outcome, DR_ANSWER);
	ck_assert_uint_eq(answer->ttl, 300);
	ck_assert(!answer->ttl_exact);
	ck_assert_int_eq(answer->secure, DR_TRUST_UNKNOWN);
	ck_assert_uint_eq(answer->rr_count, 2);
	ck_assert(dr_str_eq(answer->rrs[0].text, S("\0\xFF")));
	ck_assert_dr_str(answer->rrs[1].text, "v=spf1 -all");
	ck_assert_uint_eq(answer->rrs[1].chunk_count, 2);

	answer = ask(snapshot, "S1._domainkey.example.com", DR_TYPE_TXT);
	ck_assert_int_eq(answer->outcome, DR_NO_NAME);
	ck_assert_uint_eq(answer->hop_count, 1);
	ck_assert_uint_eq(answer->ttl, 60);
	ck_assert_uint_eq(answer->negative_ttl, 300);
	ck_assert_dr_str(dr_name_text(arena, answer->soa), "vendor.example");

	answer = ask(snapshot, "www.example.com", DR_TYPE_A);
	ck_assert_dr_str(dr_name_text(arena, dr_answer_end(answer)), "host.example.net");
	ck_assert_uint_eq(answer->ttl, 3600);

	answer = ask(snapshot, "big.example.com", 65280);
	ck_assert_int_eq(answer->secure, DR_TRUST_YES);
	ck_assert_uint_eq(answer->wire_size, 1480);
	ck_assert(answer->truncated);
	ck_assert(dr_str_eq(answer->rrs[0].rdata, S("\xAB\xCD")));

	ck_assert_int_eq(ask(snapshot, "a\\.b\\000.example.com", DR_TYPE_A)->outcome, DR_TIMEOUT);
	ck_assert_int_eq(ask(snapshot, "a.b\\000.example.com", DR_TYPE_A)->outcome, DR_NOT_GIVEN);
	dr_snapshot_close(snapshot);
}
END_TEST

START_TEST(servers_and_flags_are_part_of_the_question)
{
	dr_snapshot *snapshot = load(dr_str_of(FULL));
	dr_question question = dr_question_dns(dr_name_of(arena, S("example.com")), DR_TYPE_TXT);
	ck_assert(dr_ipaddr_parse(S("192.0.2.53"), &question.server));
	const dr_answer *answer = ask_question(snapshot, &question);
	ck_assert_uint_eq(answer->rr_count, 1);
	ck_assert(answer->ttl_exact);
	ck_assert(dr_ipaddr_parse(S("192.0.2.54"), &question.server));
	ck_assert_int_eq(ask_question(snapshot, &question)->outcome, DR_NOT_GIVEN);

	question = dr_question_dns(dr_name_of(arena, S("example.com")), DR_TYPE_A);
	ck_assert_int_eq(ask_question(snapshot, &question)->outcome, DR_NOT_GIVEN);
	question.flags = DR_FLAG_CD;
	answer = ask_question(snapshot, &question);
	ck_assert_int_eq(answer->outcome, DR_SERVFAIL);
	ck_assert_int_eq(answer->secure, DR_TRUST_NO);
	dr_snapshot_close(snapshot);
}
END_TEST

START_TEST(fetches_are_answers)
{
	dr_snapshot *snapshot = load(dr_str_of(FULL));
	dr_question question = { .kind = DR_ASK_HTTPS,
		                 .name = dr_name_of(arena, S("mta-sts.example.com")),
		                 .path = S("/.well-known/mta-sts.txt") };
	const dr_answer *answer = ask_question(snapshot, &question);
	ck_assert_int_eq(answer->outcome, DR_ANSWER);
	ck_assert_int_eq(answer->http->status, 200);
	ck_assert_dr_str(answer->http->body, "version: STSv1");
	ck_assert_dr_str(answer->http->content_type, "text/plain");
	ck_assert(answer->http->tls_verified);
	ck_assert_dr_str(answer->http->tls_names.items[0], "mta-sts.example.com");
	ck_assert_int_eq(answer->http->tls_not_after, dr_day_of(2027, 1, 31));
	ck_assert_int_eq(answer->http->peer.family, DR_IPV4);
	question.type = 443;
	ck_assert_ptr_eq(ask_question(snapshot, &question), answer);
	question.path = S("/other");
	ck_assert_int_eq(ask_question(snapshot, &question)->outcome, DR_NOT_GIVEN);
	question = (dr_question){ .kind = DR_ASK_HTTPS,
		                  .name = dr_name_of(arena, S("b.example.com")),
		                  .type = 8443,
		                  .path = S("/x") };
	answer = ask_question(snapshot, &question);
	ck_assert_int_eq(answer->outcome, DR_TIMEOUT);
	ck_assert_int_eq(answer->http->tls_not_after, DR_NO_DAY);
	dr_snapshot_close(snapshot);
}
END_TEST

START_TEST(the_default_may_deny)
{
	static const struct {
		const char *name;
		uint16_t type;
		dr_outcome want;
	} CASES[] = {
		{ "example.com", DR_TYPE_TXT, DR_ANSWER },
		{ "example.com", DR_TYPE_MX, DR_NO_DATA },
		{ "www.example.com", DR_TYPE_A, DR_NO_NAME },
		{ "gone.example.com", DR_TYPE_A, DR_NO_NAME },
		{ "gone.example.com", DR_TYPE_MX, DR_NO_NAME },
		{ "b.example.com", DR_TYPE_A, DR_NO_DATA }, /* a.b exists */
		{ "com", DR_TYPE_NS, DR_NO_DATA },
		{ "x.a.b.example.com", DR_TYPE_A, DR_NO_NAME },
		{ "example.net", DR_TYPE_A, DR_NO_NAME },
		{ "example.co", DR_TYPE_A, DR_NO_NAME },
	};
	dr_snapshot *snapshot =
		load(S("{\"schema\":\"dmarcramp.snapshot/1\",\"default\":\"nxdomain\",\"answers\":["
	               "{\"name\":\"example.com\",\"type\":\"TXT\",\"outcome\":\"answer\","
	               "\"rrs\":[\"x\"]},"
	               "{\"name\":\"gone.example.com\",\"type\":\"A\",\"outcome\":\"nxdomain\"},"
	               "{\"name\":\"a.b.example.com\",\"type\":\"A\",\"outcome\":\"nodata\"}]}"));
	ck_assert_int_eq(dr_snapshot_as_of(snapshot), DR_NO_DAY);
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		const dr_answer *answer = ask(snapshot, CASES[i].name, CASES[i].type);
		ck_assert_msg(answer->outcome == CASES[i].want, "%s: %s", CASES[i].name,
		              dr_outcome_name(answer->outcome));
	}
	dr_question question = dr_question_dns(dr_name_of(arena, S("example.com")), DR_TYPE_MX);
	question.flags = DR_FLAG_CD;
	ck_assert_int_eq(ask_question(snapshot, &question)->outcome, DR_NOT_GIVEN);
	dr_snapshot_close(snapshot);
}
END_TEST

/* Asked of the run's table, which follows what the snapshot says of aliases. */
static dr_outcome asked_of_table(dr_answers *answers, const char *name, uint16_t type)
{
	return dr_ask_dns(answers, dr_name_of(arena, dr_str_of(name)), type)->outcome;
}

START_TEST(listed_aliases_are_followed)
{
	dr_snapshot *snapshot = load(
		S("{\"schema\":\"dmarcramp.snapshot/1\",\"default\":\"nxdomain\",\"answers\":["
	          "{\"name\":\"a.test\",\"type\":\"CNAME\",\"outcome\":\"answer\","
	          "\"rrs\":[\"b.test.\"]},"
	          "{\"name\":\"a.test\",\"type\":\"MX\",\"outcome\":\"nodata\"},"
	          "{\"name\":\"b.test\",\"type\":\"CNAME\",\"outcome\":\"answer\","
	          "\"rrs\":[\"c.test.\"]},"
	          "{\"name\":\"c.test\",\"type\":\"TXT\",\"outcome\":\"answer\",\"rrs\":[\"\"]},"
	          "{\"name\":\"loop.test\",\"type\":\"CNAME\",\"outcome\":\"answer\","
	          "\"rrs\":[\"loop.test.\"]}]}"));
	dr_source_of_answers *source = dr_snapshot_source(snapshot);
	dr_answers_config config = { .immediate = &source, .immediate_count = 1 };
	dr_answers *answers = dr_answers_new(arena, &config);
	ck_assert_int_eq(asked_of_table(answers, "a.test", DR_TYPE_TXT), DR_ANSWER);
	ck_assert_int_eq(asked_of_table(answers, "a.test", DR_TYPE_A), DR_NO_DATA);
	ck_assert_int_eq(asked_of_table(answers, "a.test", DR_TYPE_MX), DR_NO_DATA);
	ck_assert_int_eq(asked_of_table(answers, "a.test", DR_TYPE_CNAME), DR_ANSWER);
	ck_assert_int_eq(asked_of_table(answers, "loop.test", DR_TYPE_A), DR_SERVFAIL);
	ck_assert_int_eq(asked_of_table(answers, "d.test", DR_TYPE_A), DR_NO_NAME);
	dr_answers_done(answers);
	dr_snapshot_close(snapshot);
}
END_TEST

#define HEAD  "{\"schema\":\"dmarcramp.snapshot/1\",\n\"answers\":[\n"
#define FETCH "{\"schema\":\"dmarcramp.snapshot/1\",\n\"fetches\":[\n"
#define NAME  "{\"name\":\"a.b\",\"type\":\"A\","

static const struct {
	const char *text;
	int code;
	uint32_t line, column;
	const char *want;
} BROKEN[] = {
	{ "", DR_ESYNTAX, 1, 1, "empty" },
	{ "{", DR_ESYNTAX, 1, 2, "" },
	{ "[]", DR_ETYPE, 1, 1, "map" },
	{ "{\"schema\":\"x\"}", 0, 1, 11, "dmarcramp.snapshot/1" },
	{ "{}", 0, 1, 1, "schema" },
	{ "{\"schema\":\"dmarcramp.snapshot/1\",\"default\":\"nodata\"}", 0, 1, 44, "nxdomain" },
	{ "{\"schema\":\"dmarcramp.snapshot/1\",\"as_of\":\"2026-02-30\"}", DR_ESYNTAX, 1, 42,
	  "2026-02-30" },
	{ "{\"schema\":\"dmarcramp.snapshot/1\",\n\"answrs\":[]}", DR_ENAME, 2, 1, "did you mean" },
	{ "{\"schema\":\"dmarcramp.snapshot/1\",\n\"answers\":{}}", DR_ETYPE, 2, 11, "list" },
	{ HEAD "{\"nam\":\"a\"}]}", DR_ENAME, 3, 2, "did you mean" },
	{ HEAD "{\"name\":\"a..b\",\"type\":\"A\",\"outcome\":\"nodata\"}]}", DR_ESYNTAX, 3, 9,
	  "empty label" },
	{ HEAD "{\"name\":\"a\",\"type\":\"FOO\",\"outcome\":\"nodata\"}]}", DR_EINVAL, 3, 20,
	  "no type 'FOO'" },
	{ HEAD NAME "\"outcome\":\"NODATA\"}]}", DR_EINVAL, 3, 36, "no outcome" },
	{ HEAD NAME "\"outcome\":\"open\"}]}", DR_EINVAL, 3, 36, "no outcome" },
	{ HEAD NAME "\"outcome\":\"nodata\",\"server\":\"x\"}]}", DR_EINVAL, 3, 54, "no address" },
	{ HEAD NAME "\"outcome\":\"nodata\",\"flags\":[\"ad\"]}]}", DR_EINVAL, 3, 53,
	  "only cd and noedns" },
	{ HEAD NAME "\"outcome\":\"nodata\",\"ttl\":-1}]}", DR_EINVAL, 3, 51, "found -1" },
	{ HEAD NAME "\"outcome\":\"nodata\",\"ttl\":\"1\"}]}", DR_ETYPE, 3, 51, "" },
	{ HEAD NAME "\"outcome\":\"answer\"}]}", DR_EINVAL, 3, 36, "without rrs" },
	{ HEAD NAME "\"outcome\":\"nodata\",\"rrs\":[\"192.0.2.1\"]}]}", DR_EINVAL, 3, 51,
	  "only the outcome answer" },
	{ HEAD NAME "\"outcome\":\"answer\",\"rrs\":[\"192.0.2\"]}]}", DR_ESYNTAX, 3, 51, "IPv4" },
	{ HEAD NAME "\"outcome\":\"nodata\",\"chain\":{}}]}", DR_ETYPE, 3, 53, "list" },
	{ HEAD NAME "\"outcome\":\"nodata\",\"chain\":[{\"name\":\"b\",\"target\":\"c\"}]}]}",
	  DR_EINVAL, 3, 62, "does not begin" },
	{ HEAD NAME "\"outcome\":\"nodata\",\"chain\":[],\"alias\":\"b\"}]}", DR_EINVAL, 3, 64,
	  "exclude" },
	{ HEAD NAME "\"outcome\":\"nodata\"},\n" NAME "\"outcome\":\"nodata\"}]}", DR_EINVAL, 1, 1,
	  "a.b A is listed twice" },
	{ FETCH "{\"url\":\"http://a/\",\"outcome\":\"timeout\"}]}", DR_ESYNTAX, 3, 8,
	  "https://host/path" },
	{ FETCH "{\"url\":\"https:///\",\"outcome\":\"timeout\"}]}", DR_ESYNTAX, 3, 8,
	  "https://host/path" },
	{ FETCH "{\"url\":\"https://a:x/\",\"outcome\":\"timeout\"}]}", DR_ESYNTAX, 3, 8,
	  "https://host/path" },
	{ FETCH "{\"url\":\"https://a/\",\"outcome\":\"answer\",\"body\":\"*\"}]}", DR_ESYNTAX, 3,
	  47, "base64" },
	{ FETCH "{\"url\":\"https://a/\",\"outcome\":\"answer\",\"peer\":\"x\"}]}", DR_EINVAL, 3,
	  47, "no address" },
	{ FETCH "{\"url\":\"https://a/\",\"outcome\":\"answer\",\"status\":1000}]}", DR_EINVAL, 3,
	  49, "status" },
	{ FETCH "{\"url\":\"https://a/\",\"outcome\":\"answer\",\"tls\":{\"not_after\":\"x\"}}]}",
	  DR_ESYNTAX, 3, 59, "expected a day" },
};

START_TEST(errors_have_places)
{
	for (size_t i = 0; i < DR_COUNT(BROKEN); i++) {
		dr_source source = { .name = "s.json", .text = dr_str_of(BROKEN[i].text) };
		dr_snapshot *snapshot = NULL;
		dr_error err = { 0 };
		int code = dr_snapshot_load(&source, &snapshot, &err);
		ck_assert_ptr_null(snapshot);
		ck_assert_int_lt(code, 0);
		ck_assert_int_eq(code, err.code);
		ck_assert_msg((BROKEN[i].code == 0 || code == BROKEN[i].code) &&
		                      err.line == BROKEN[i].line &&
		                      err.column == BROKEN[i].column &&
		                      strstr(err.text, BROKEN[i].want) != NULL,
		              "%s\ngot %d %u:%u %s", BROKEN[i].text, code, err.line, err.column,
		              err.text);
		ck_assert_str_eq(err.source, "s.json");
	}
}
END_TEST

/* All answers of FULL as a run would hand them in: in another order. */
static size_t collect(dr_snapshot *snapshot, const dr_answer **answers)
{
	static const struct {
		const char *name;
		uint16_t type;
	} NAMES[] = {
		{ "www.example.com", DR_TYPE_A }, { "a\\.b\\000.example.com", DR_TYPE_A },
		{ "big.example.com", 65280 },     { "s1._domainkey.example.com", DR_TYPE_TXT },
		{ "example.com", DR_TYPE_TXT },   { "not.listed", DR_TYPE_TXT }
	};
	size_t count = 0;
	for (size_t i = 0; i < DR_COUNT(NAMES); i++) {
		answers[count++] = ask(snapshot, NAMES[i].name, NAMES[i].type);
	}
	dr_question fetch = { .kind = DR_ASK_HTTPS,
		              .name = dr_name_of(arena, S("mta-sts.example.com")),
		              .path = S("/.well-known/mta-sts.txt") };
	answers[count++] = ask_question(snapshot, &fetch);
	dr_question server = dr_question_dns(dr_name_of(arena, S("example.com")), DR_TYPE_TXT);
	ck_assert(dr_ipaddr_parse(S("192.0.2.53"), &server.server));
	answers[count++] = ask_question(snapshot, &server);
	dr_question cd = dr_question_dns(dr_name_of(arena, S("example.com")), DR_TYPE_A);
	cd.flags = DR_FLAG_CD;
	answers[count++] = ask_question(snapshot, &cd);
	return count;
}

START_TEST(what_is_written_reads_the_same)
{
	const dr_answer *answers[16];
	dr_snapshot *first = load(dr_str_of(FULL));
	dr_buf written, again;
	dr_buf_init(&written, arena);
	dr_buf_init(&again, arena);
	size_t count = collect(first, answers);
	ck_assert_int_eq(dr_snapshot_write(answers, count, 20000, &written), DR_OK);

	dr_snapshot *second = load(dr_buf_str(&written));
	ck_assert_int_eq(dr_snapshot_as_of(second), 20000);
	count = collect(second, answers);
	ck_assert_int_eq(dr_snapshot_write(answers, count, 20000, &again), DR_OK);
	ck_assert(dr_str_eq(dr_buf_str(&written), dr_buf_str(&again)));
	ck_assert_uint_lt(dr_str_search(dr_buf_str(&written), S("dmVyc2lvbjogU1RTdjE=")),
	                  written.len);
	ck_assert_uint_eq(dr_str_search(dr_buf_str(&written), S("not.listed")), written.len);
	dr_snapshot_close(first);
	dr_snapshot_close(second);
}
END_TEST

START_TEST(writing_is_sorted)
{
	dr_answer answers[] = {
		{ .question = dr_question_dns(dr_name_of(arena, S("b.test")), DR_TYPE_A) },
		{ .question = dr_question_dns(dr_name_of(arena, S("a.test")), DR_TYPE_TXT) },
		{ .question = dr_question_dns(dr_name_of(arena, S("a.test")), DR_TYPE_A) },
		{ .question = dr_question_dns(dr_name_of(arena, S("open.test")), DR_TYPE_A) },
	};
	const dr_answer *list[DR_COUNT(answers)];
	for (size_t i = 0; i < DR_COUNT(answers); i++) {
		answers[i].outcome = DR_REFUSED;
		list[i] = &answers[i];
	}
	answers[3].outcome = DR_OPEN;
	dr_buf out;
	dr_buf_init(&out, arena);
	ck_assert_int_eq(dr_snapshot_write(list, DR_COUNT(list), DR_NO_DAY, &out), DR_OK);
	ck_assert_str_eq(out.ptr, "{\n"
	                          "  \"schema\": \"dmarcramp.snapshot/1\",\n"
	                          "  \"default\": \"unknown\",\n"
	                          "  \"answers\": [\n"
	                          "    {\n"
	                          "      \"name\": \"a.test\",\n"
	                          "      \"type\": \"A\",\n"
	                          "      \"outcome\": \"refused\"\n"
	                          "    },\n"
	                          "    {\n"
	                          "      \"name\": \"a.test\",\n"
	                          "      \"type\": \"TXT\",\n"
	                          "      \"outcome\": \"refused\"\n"
	                          "    },\n"
	                          "    {\n"
	                          "      \"name\": \"b.test\",\n"
	                          "      \"type\": \"A\",\n"
	                          "      \"outcome\": \"refused\"\n"
	                          "    }\n"
	                          "  ],\n"
	                          "  \"fetches\": []\n"
	                          "}\n");
}
END_TEST

START_TEST(no_memory_is_an_error)
{
	dr_snapshot *snapshot = load(dr_str_of(FULL));
	const dr_answer *answers[16];
	size_t count = collect(snapshot, answers);
	for (size_t n = 1;; n++) {
		dr_arena *small = dr_arena_new(0);
		dr_buf out;
		dr_buf_init(&out, small);
		dr_arena_fail_at(small, n);
		int code = dr_snapshot_write(answers, count, DR_NO_DAY, &out);
		bool failed = dr_arena_failed(small);
		dr_arena_free(small);
		ck_assert_int_eq(code, failed ? DR_ENOMEM : DR_OK);
		if (!failed) {
			ck_assert_uint_gt(n, 10);
			break;
		}
	}
	dr_snapshot_close(snapshot);
}
END_TEST

UNIT_MAIN("snapshot", set_up, tear_down, every_key_is_read,
          servers_and_flags_are_part_of_the_question, fetches_are_answers, the_default_may_deny,
          listed_aliases_are_followed, errors_have_places, what_is_written_reads_the_same,
          writing_is_sorted, no_memory_is_an_error)
