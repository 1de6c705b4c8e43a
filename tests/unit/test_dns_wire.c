#include "wire_unit.h"
#include <stdio.h>

static const struct {
	bool edns, particular;
	uint16_t flags;
	const char *octets;
	size_t len;
} QUERIES[] = {
	{ false, false, 0, "\x12\x34\x01\x20\0\1\0\0\0\0\0\0\1a\0\0\x10\0\1", 19 },
	{ false, false, DR_FLAG_CD, "\x12\x34\x01\x30\0\1\0\0\0\0\0\0\1a\0\0\x10\0\1", 19 },
	{ false, true, 0, "\x12\x34\x00\x00\0\1\0\0\0\0\0\0\1a\0\0\x10\0\1", 19 },
	{ true, false, 0,
	  "\x12\x34\x01\x20\0\1\0\0\0\0\0\1\1a\0\0\x10\0\1\0\0\x29\x04\xd0\0\0\0\0\0\0", 30 },
};

START_TEST(writes_queries)
{
	for (size_t i = 0; i < DR_COUNT(QUERIES); i++) {
		dr_question q = question("a", DR_TYPE_TXT);
		q.flags = QUERIES[i].flags;
		q.server.family = QUERIES[i].particular ? DR_IPV4 : DR_IP_NONE;
		uint8_t message[DR_WIRE_QUERY_MAX];
		size_t len = dr_wire_write_query(&q, ID, QUERIES[i].edns, message);
		ck_assert_uint_eq(len, QUERIES[i].len);
		ck_assert_mem_eq(message, QUERIES[i].octets, len);
	}
}
END_TEST

START_TEST(writes_the_longest_query)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	for (int i = 0; i < 127; i++) {
		dr_buf_add(&text, S("a."));
	}
	dr_question q = dr_question_dns(dr_name_of(arena, dr_buf_str(&text)), DR_TYPE_TXT);
	ck_assert_uint_eq(q.name.len, DR_NAME_MAX);
	uint8_t message[DR_WIRE_QUERY_MAX];
	ck_assert_uint_eq(dr_wire_write_query(&q, ID, true, message), 12 + 255 + 4 + 11);
	q.name = (dr_name){ 0 };
	ck_assert_uint_eq(dr_wire_write_query(&q, ID, true, message), 0);
}
END_TEST

START_TEST(follows_the_chain_in_order)
{
	dr_question q = question("example.com", DR_TYPE_TXT);
	dr_answer *answer = NULL;
	chain();
	ck_assert_int_eq(read_as(&q, true, &answer), DR_WIRE_OK);
	ck_assert_dr_str(dr_name_text(arena, answer->hops[0].name), "example.com");
	ck_assert_dr_str(dr_name_text(arena, answer->hops[0].target), "b.example");
	ck_assert_dr_str(dr_name_text(arena, answer->hops[1].target), "c.example");
	ck_assert_dr_str(answer->rrs[0].text, "a");
	ck_assert_uint_eq(answer->ttl, 60);
	ck_assert(!answer->ttl_exact);
}
END_TEST

START_TEST(does_not_follow_when_asked_for_the_cname)
{
	packet_init(&p, ID, OK);
	packet_question(&p, "example.com", DR_TYPE_CNAME);
	CNAME("example.com", "B.example.");
	CNAME("b.example", "c.example.");
	dr_question q = question("example.com", DR_TYPE_CNAME);
	dr_answer *answer = NULL;
	ck_assert_int_eq(read_as(&q, true, &answer), DR_WIRE_OK);
	ck_assert_int_eq(answer->outcome, DR_ANSWER);
	ck_assert_uint_eq(answer->hop_count, 0);
	dr_name target;
	ck_assert(dr_rr_read_name(&answer->rrs[0], &target));
	ck_assert_dr_str(dr_name_text(arena, target), "b.example");
}
END_TEST

static void build_chain(int hops)
{
	begin(OK);
	CNAME("example.com", "h0.");
	for (int i = 1; i < hops; i++) {
		char from[16], to[16];
		snprintf(from, sizeof(from), "h%d", i - 1);
		snprintf(to, sizeof(to), "h%d.", i);
		CNAME(from, to);
	}
	char end[16];
	snprintf(end, sizeof(end), "h%d", hops - 1);
	TXT(end, "\"a\"");
}

START_TEST(bounds_the_chain)
{
	dr_question q = question("example.com", DR_TYPE_TXT);
	dr_answer *answer = NULL;
	build_chain(DR_WIRE_MAX_HOPS);
	ck_assert_int_eq(read_as(&q, true, &answer), DR_WIRE_OK);
	ck_assert_int_eq(answer->outcome, DR_ANSWER);
	build_chain(DR_WIRE_MAX_HOPS + 1);
	ck_assert_int_eq(read_as(&q, true, &answer), DR_WIRE_OK);
	ck_assert_int_eq(answer->outcome, DR_SERVFAIL);
}
END_TEST

START_TEST(order_of_records_changes_nothing)
{
	dr_question q = question("example.com", DR_TYPE_TXT);
	dr_answer *a = NULL, *b = NULL;
	begin(OK);
	CNAME("example.com", "b.example.");
	CNAME("example.com", "a.example.");
	TXT("a.example", "\"2\"");
	TXT("a.example", "\"1\"");
	read_as(&q, true, &a);
	begin(OK);
	TXT("a.example", "\"1\"");
	TXT("a.example", "\"2\"");
	CNAME("example.com", "a.example.");
	CNAME("example.com", "b.example.");
	read_as(&q, true, &b);
	ck_assert_uint_eq(a->rr_count, 2);
	ck_assert_uint_eq(b->rr_count, 2);
	for (size_t i = 0; i < 2; i++) {
		ck_assert(dr_str_eq(a->rrs[i].rdata, b->rrs[i].rdata));
	}
	ck_assert(dr_name_eq(a->hops[0].target, b->hops[0].target));
}
END_TEST

START_TEST(reads_negative_ttl)
{
	dr_question q = question("example.com", DR_TYPE_TXT);
	dr_answer *answer = NULL;
	begin(OK | 3);
	SOA("com");
	SOA("example.com");
	SOA("example.org");
	ck_assert_int_eq(read_as(&q, true, &answer), DR_WIRE_OK);
	ck_assert_dr_str(dr_name_text(arena, answer->soa), "example.com");
	ck_assert_uint_eq(answer->negative_ttl, 600);
	ck_assert_uint_eq(answer->ttl, 0);
}
END_TEST

START_TEST(high_bit_of_a_ttl_is_zero)
{
	dr_question q = question("example.com", DR_TYPE_TXT);
	dr_answer *answer = NULL;
	begin(OK);
	packet_add(&p, PACKET_ANSWER, "example.com", DR_TYPE_TXT, 0x80000001, "\"a\"");
	ck_assert_int_eq(read_as(&q, true, &answer), DR_WIRE_OK);
	ck_assert_uint_eq(answer->ttl, 0);
	ck_assert_uint_eq(answer->rrs[0].ttl, 0);
}
END_TEST

START_TEST(expands_and_lowers_compressed_names)
{
	packet_init(&p, ID, OK);
	packet_question(&p, "example.com", DR_TYPE_MX);
	packet_octets(&p, S("\xc0\x0c\x00\x0f\x00\x01\0\0\x01\x2c\0\x09\0\x0a\4MAIL\xc0\x0c"));
	p.octets[7] = 1;
	dr_question q = question("example.com", DR_TYPE_MX);
	dr_answer *answer = NULL;
	ck_assert_int_eq(read_as(&q, true, &answer), DR_WIRE_OK);
	ck_assert_uint_eq(answer->rr_count, 1);
	uint16_t preference;
	dr_name exchange;
	ck_assert(dr_rr_read_mx(&answer->rrs[0], &preference, &exchange));
	ck_assert_uint_eq(preference, 10);
	ck_assert_dr_str(dr_name_text(arena, exchange), "mail.example.com");
}
END_TEST

static const struct {
	unsigned flags;
	uint16_t question_flags;
	bool believed;
	dr_trust secure;
} TRUST[] = {
	{ PACKET_AD, 0, true, DR_TRUST_YES },      { 0, 0, true, DR_TRUST_NO },
	{ 0, DR_FLAG_CD, true, DR_TRUST_UNKNOWN }, { PACKET_AD, 0, false, DR_TRUST_UNKNOWN },
	{ 0, 0, false, DR_TRUST_UNKNOWN },
};

START_TEST(believes_ad_only_of_trusted_resolvers)
{
	for (size_t i = 0; i < DR_COUNT(TRUST); i++) {
		begin(OK | TRUST[i].flags);
		TXT("example.com", "\"a\"");
		dr_question q = question("example.com", DR_TYPE_TXT);
		q.flags = TRUST[i].question_flags;
		dr_answer *answer = NULL;
		dr_wire_read_response(arena, packet_str(&p), &q, ID, true, TRUST[i].believed,
		                      &answer);
		ck_assert_int_eq(answer->secure, TRUST[i].secure);
	}
}
END_TEST

/* What one particular server says: it must be authoritative. */
static const struct {
	unsigned flags;
	bool record, cname;
	dr_outcome outcome;
} PARTICULAR[] = {
	{ PACKET_QR | PACKET_AA, true, false, DR_ANSWER },
	{ PACKET_QR | PACKET_AA, false, false, DR_NO_DATA },
	{ PACKET_QR | PACKET_AA, false, true, DR_NOT_GIVEN },
	{ PACKET_QR | PACKET_AA | 3, false, false, DR_NO_NAME },
	{ PACKET_QR | PACKET_RA, true, false, DR_REFUSED },
	{ PACKET_QR, false, false, DR_REFUSED },
	{ PACKET_QR | 3, false, false, DR_REFUSED },
	{ PACKET_QR | 2, false, false, DR_SERVFAIL },
};

START_TEST(expects_authority_of_a_particular_server)
{
	for (size_t i = 0; i < DR_COUNT(PARTICULAR); i++) {
		begin(PARTICULAR[i].flags);
		if (PARTICULAR[i].record) {
			TXT("example.com", "\"a\"");
		}
		if (PARTICULAR[i].cname) {
			CNAME("example.com", "elsewhere.example.");
		}
		dr_question q = question("example.com", DR_TYPE_TXT);
		q.server.family = DR_IPV4;
		dr_answer *answer = NULL;
		ck_assert_int_eq(read_as(&q, true, &answer), DR_WIRE_OK);
		ck_assert_msg(answer->outcome == PARTICULAR[i].outcome, "%zu", i);
		ck_assert(!PARTICULAR[i].record || answer->outcome != DR_ANSWER ||
		          answer->ttl_exact);
	}
}
END_TEST

START_TEST(says_when_memory_is_spent)
{
	dr_question q = question("example.com", DR_TYPE_TXT);
	size_t n = 1;
	for (bool failed = true; failed; n++) {
		dr_arena *small = dr_arena_new(0);
		dr_arena_fail_at(small, n);
		dr_answer *answer = NULL;
		chain();
		dr_wire_result result =
			dr_wire_read_response(small, packet_str(&p), &q, ID, true, true, &answer);
		failed = dr_arena_failed(small);
		ck_assert_int_eq(result, failed ? DR_WIRE_GARBLED : DR_WIRE_OK);
		dr_arena_free(small);
	}
	ck_assert_uint_gt(n, 10);
}
END_TEST

UNIT_MAIN("dns_wire", set_up, tear_down, writes_queries, writes_the_longest_query,
          follows_the_chain_in_order, does_not_follow_when_asked_for_the_cname, bounds_the_chain,
          order_of_records_changes_nothing, reads_negative_ttl, high_bit_of_a_ttl_is_zero,
          expands_and_lowers_compressed_names, believes_ad_only_of_trusted_resolvers,
          expects_authority_of_a_particular_server, says_when_memory_is_spent)
