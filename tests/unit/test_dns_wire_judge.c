/* What is made of each kind of response. */
#include "wire_unit.h"

static void plain(void)
{
	begin(OK);
	TXT("example.com", "\"a\"");
}

static void mixed_case(void)
{
	packet_init(&p, ID, OK);
	packet_question(&p, "ExAmPlE.com", DR_TYPE_TXT);
	TXT("eXample.cOm", "\"a\"");
}

static void other_name(void)
{
	packet_init(&p, ID, OK);
	packet_question(&p, "example.org", DR_TYPE_TXT);
	TXT("example.org", "\"a\"");
}

static void other_type(void)
{
	packet_init(&p, ID, OK);
	packet_question(&p, "example.com", DR_TYPE_A);
}

static void other_id(void)
{
	packet_init(&p, ID + 1, OK);
	packet_question(&p, "example.com", DR_TYPE_TXT);
}

static void query(void)
{
	begin(PACKET_RD);
}

static void other_opcode(void)
{
	begin(OK | 0x2000);
}

static void two_questions(void)
{
	begin(OK);
	packet_question(&p, "example.com", DR_TYPE_TXT);
}

static void no_question(void)
{
	packet_init(&p, ID, OK);
}

static void no_question_but_servfail(void)
{
	packet_init(&p, ID, OK | 2);
}

static void short_header(void)
{
	begin(OK);
	p.len = 11;
}

static void answer_of_another_name(void)
{
	begin(OK);
	TXT("example.org", "\"a\"");
	TXT("sub.example.com", "\"b\"");
	SOA("example.com");
}

static void other_class(void)
{
	begin(OK);
	packet_add_raw(&p, PACKET_ANSWER, "example.com", DR_TYPE_TXT, 3, 300, S("\1a"));
	SOA("example.com");
}

static void other_type_in_answer(void)
{
	begin(OK);
	packet_add(&p, PACKET_ANSWER, "example.com", DR_TYPE_A, 300, "192.0.2.1");
	SOA("example.com");
}

static void duplicates(void)
{
	begin(OK);
	TXT("example.com", "\"b\"");
	TXT("example.com", "\"a\"");
	TXT("example.com", "\"b\"");
}

static void no_data(void)
{
	begin(OK);
	SOA("example.com");
}

static void no_data_without_soa(void)
{
	begin(OK);
}

static void referral(void)
{
	begin(OK);
	NS(PACKET_AUTHORITY, "com");
}

static void soa_of_another_zone(void)
{
	begin(OK);
	CNAME("example.com", "a.example.");
	SOA("example.com");
}

static void nxdomain(void)
{
	begin(OK | 3);
	SOA("com");
}

static void nxdomain_with_chain(void)
{
	begin(OK | 3);
	CNAME("b.example", "c.example.");
	CNAME("example.com", "b.example.");
	SOA("example");
}

static void nxdomain_with_records(void)
{
	begin(OK | 3);
	TXT("example.com", "\"a\"");
}

static void chain_to_no_data(void)
{
	begin(OK);
	CNAME("example.com", "b.example.");
	SOA("example");
}

static void chain_without_end(void)
{
	begin(OK);
	CNAME("example.com", "b.example.");
}

static void loop(void)
{
	begin(OK);
	CNAME("example.com", "b.example.");
	CNAME("b.example", "example.com.");
}

static void loop_to_itself(void)
{
	begin(OK);
	CNAME("example.com", "example.com.");
}

static void truncated(void)
{
	begin(OK | PACKET_TC);
}

static void truncated_in_the_middle(void)
{
	begin(OK | PACKET_TC);
	TXT("example.com", "\"a\"");
	p.len -= 3;
}

static void cut(void)
{
	begin(OK);
	TXT("example.com", "\"a\"");
	p.len -= 1;
}

static void compression_loop(void)
{
	begin(OK);
	packet_octets(&p, S("\xc0\x1d\x00\x10\x00\x01\0\0\0\0\0\2\1a"));
	p.octets[7] = 1;
}

static void too_few_records(void)
{
	begin(OK);
	TXT("example.com", "\"a\"");
	p.octets[7] = 2;
}

static void strings_beyond_rdata(void)
{
	begin(OK);
	packet_add_raw(&p, PACKET_ANSWER, "example.com", DR_TYPE_TXT, 1, 300, S("\5a"));
}

static void formerr(void)
{
	begin(OK | 1);
}

static void formerr_without_question(void)
{
	packet_init(&p, ID, OK | 1);
}

static void formerr_with_opt(void)
{
	begin(OK | 1);
	packet_add_opt(&p, 0);
}

static void notimp(void)
{
	begin(OK | 4);
}

static void badvers(void)
{
	begin(OK);
	packet_add_opt(&p, 1);
}

static void servfail(void)
{
	begin(OK | 2);
}

static void refused(void)
{
	begin(OK | 5);
}

static void notauth(void)
{
	begin(OK | 9);
}

static const struct {
	void (*build)(void);
	dr_wire_result result;
	dr_outcome outcome;
	size_t rrs, hops;
} RESPONSES[] = {
	{ plain, DR_WIRE_OK, DR_ANSWER, 1, 0 },
	{ mixed_case, DR_WIRE_OK, DR_ANSWER, 1, 0 },
	{ other_name, DR_WIRE_FOREIGN, DR_OPEN, 0, 0 },
	{ other_type, DR_WIRE_FOREIGN, DR_OPEN, 0, 0 },
	{ other_id, DR_WIRE_FOREIGN, DR_OPEN, 0, 0 },
	{ query, DR_WIRE_FOREIGN, DR_OPEN, 0, 0 },
	{ other_opcode, DR_WIRE_FOREIGN, DR_OPEN, 0, 0 },
	{ two_questions, DR_WIRE_FOREIGN, DR_OPEN, 0, 0 },
	{ no_question, DR_WIRE_FOREIGN, DR_OPEN, 0, 0 },
	{ no_question_but_servfail, DR_WIRE_OK, DR_SERVFAIL, 0, 0 },
	{ short_header, DR_WIRE_FOREIGN, DR_OPEN, 0, 0 },
	{ answer_of_another_name, DR_WIRE_OK, DR_NO_DATA, 0, 0 },
	{ other_class, DR_WIRE_OK, DR_NO_DATA, 0, 0 },
	{ other_type_in_answer, DR_WIRE_OK, DR_NO_DATA, 0, 0 },
	{ duplicates, DR_WIRE_OK, DR_ANSWER, 2, 0 },
	{ no_data, DR_WIRE_OK, DR_NO_DATA, 0, 0 },
	{ no_data_without_soa, DR_WIRE_OK, DR_NO_DATA, 0, 0 },
	{ referral, DR_WIRE_OK, DR_REFUSED, 0, 0 },
	{ soa_of_another_zone, DR_WIRE_PARTIAL, DR_NOT_GIVEN, 0, 1 },
	{ nxdomain, DR_WIRE_OK, DR_NO_NAME, 0, 0 },
	{ nxdomain_with_chain, DR_WIRE_OK, DR_NO_NAME, 0, 2 },
	{ nxdomain_with_records, DR_WIRE_GARBLED, DR_OPEN, 0, 0 },
	{ chain, DR_WIRE_OK, DR_ANSWER, 1, 2 },
	{ chain_to_no_data, DR_WIRE_OK, DR_NO_DATA, 0, 1 },
	{ chain_without_end, DR_WIRE_PARTIAL, DR_NOT_GIVEN, 0, 1 },
	{ loop, DR_WIRE_OK, DR_SERVFAIL, 0, 0 },
	{ loop_to_itself, DR_WIRE_OK, DR_SERVFAIL, 0, 0 },
	{ truncated, DR_WIRE_TRUNCATED, DR_OPEN, 0, 0 },
	{ truncated_in_the_middle, DR_WIRE_TRUNCATED, DR_OPEN, 0, 0 },
	{ cut, DR_WIRE_GARBLED, DR_OPEN, 0, 0 },
	{ compression_loop, DR_WIRE_GARBLED, DR_OPEN, 0, 0 },
	{ too_few_records, DR_WIRE_GARBLED, DR_OPEN, 0, 0 },
	{ strings_beyond_rdata, DR_WIRE_GARBLED, DR_OPEN, 0, 0 },
	{ formerr, DR_WIRE_NO_EDNS, DR_OPEN, 0, 0 },
	{ formerr_without_question, DR_WIRE_NO_EDNS, DR_OPEN, 0, 0 },
	{ formerr_with_opt, DR_WIRE_NO_EDNS, DR_OPEN, 0, 0 },
	{ notimp, DR_WIRE_NO_EDNS, DR_OPEN, 0, 0 },
	{ badvers, DR_WIRE_NO_EDNS, DR_OPEN, 0, 0 },
	{ servfail, DR_WIRE_OK, DR_SERVFAIL, 0, 0 },
	{ refused, DR_WIRE_OK, DR_REFUSED, 0, 0 },
	{ notauth, DR_WIRE_OK, DR_SERVFAIL, 0, 0 },
};

START_TEST(judges_responses)
{
	dr_question q = question("example.com", DR_TYPE_TXT);
	for (size_t i = 0; i < DR_COUNT(RESPONSES); i++) {
		dr_answer *answer = NULL;
		RESPONSES[i].build();
		int result = (int)read_as(&q, true, &answer);
		ck_assert_msg(result == (int)RESPONSES[i].result, "response %zu: %d", i, result);
		ck_assert((answer != NULL) == (result == DR_WIRE_OK || result == DR_WIRE_PARTIAL));
		if (answer != NULL) {
			ck_assert_msg(answer->outcome == RESPONSES[i].outcome, "response %zu: %s",
			              i, dr_outcome_name(answer->outcome));
			ck_assert_uint_eq(answer->wire_size, p.len);
		}
		if (answer != NULL && RESPONSES[i].outcome != DR_SERVFAIL) {
			ck_assert_msg(answer->rr_count == RESPONSES[i].rrs, "response %zu", i);
			ck_assert_msg(answer->hop_count == RESPONSES[i].hops, "response %zu", i);
		}
	}
}
END_TEST

START_TEST(takes_errors_at_their_word_without_edns)
{
	static void (*const BUILD[])(void) = { formerr, formerr_without_question, notimp };
	dr_question q = question("example.com", DR_TYPE_TXT);
	for (size_t i = 0; i < DR_COUNT(BUILD); i++) {
		dr_answer *answer = NULL;
		BUILD[i]();
		ck_assert_int_eq(read_as(&q, false, &answer), DR_WIRE_OK);
		ck_assert_int_eq(answer->outcome, DR_SERVFAIL);
	}
}
END_TEST

UNIT_MAIN("dns_wire_judge", set_up, tear_down, judges_responses,
          takes_errors_at_their_word_without_edns)
