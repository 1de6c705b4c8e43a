#include "exchange.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

/* aN is an alias of a(N-1); each response holds one link only. a0 has the text. */
static void one_link(fake_server *s, const fake_query *q)
{
	char target[16];
	if (strcmp(q->name, "a0") == 0) {
		echo(s, q);
		return;
	}
	snprintf(target, sizeof(target), "a%d.", atoi(q->name + 1) - 1);
	fake_begin(&reply, q, PACKET_RA);
	packet_add(&reply, PACKET_ANSWER, q->name, DR_TYPE_CNAME, 60, target);
	fake_reply(s, &reply);
}

static void ping_pong(fake_server *s, const fake_query *q)
{
	fake_begin(&reply, q, PACKET_RA);
	packet_add(&reply, PACKET_ANSWER, q->name, DR_TYPE_CNAME, 60,
	           strcmp(q->name, "a") == 0 ? "b." : "a.");
	fake_reply(s, &reply);
}

START_TEST(puts_split_chains_together)
{
	open_one(one_link);
	ask(0, "a3");
	settle();
	expect(0, DR_ANSWER);
	const dr_answer *a = got[0].answer;
	ck_assert_uint_eq(a->hop_count, 3);
	ck_assert_dr_str(dr_name_text(arena, a->question.name), "a3");
	ck_assert_dr_str(dr_name_text(arena, a->hops[0].name), "a3");
	ck_assert_dr_str(dr_name_text(arena, dr_answer_end(a)), "a0");
	ck_assert_dr_str(a->rrs[0].text, "a0");
	ck_assert_uint_eq(a->ttl, 60);
	fake_close(&server);
}
END_TEST

/* a -> b in one response, b -> c and c's text in the next, both validated. */
static void two_parts(fake_server *s, const fake_query *q)
{
	bool first = strcmp(q->name, "a") == 0;
	fake_begin(&reply, q, PACKET_RA | PACKET_AD);
	packet_add(&reply, PACKET_ANSWER, q->name, DR_TYPE_CNAME, 60, first ? "b." : "c.");
	if (!first) {
		packet_add(&reply, PACKET_ANSWER, "c", DR_TYPE_TXT, 30, "\"text\"");
	}
	fake_reply(s, &reply);
}

START_TEST(joins_the_parts_of_a_chain)
{
	open_one(two_parts);
	ask(0, "a");
	settle();
	expect(0, DR_ANSWER);
	ck_assert_uint_eq(got[0].answer->hop_count, 2);
	ck_assert_dr_str(dr_name_text(arena, dr_answer_end(got[0].answer)), "c");
	ck_assert_uint_eq(got[0].answer->ttl, 30);
	ck_assert_int_eq(got[0].answer->secure, DR_TRUST_YES);
	fake_close(&server);
}
END_TEST

START_TEST(bounds_split_chains)
{
	open_one(one_link);
	ask(0, "a24");
	ask(1, "a25");
	settle();
	expect(0, DR_ANSWER);
	expect(1, DR_SERVFAIL);
	fake_close(&server);
}
END_TEST

START_TEST(split_chains_do_not_turn_in_circles)
{
	open_one(ping_pong);
	ask(0, "a");
	settle();
	expect(0, DR_SERVFAIL);
	ck_assert_uint_eq(server.queries, 2);
	fake_close(&server);
}
END_TEST

static uint16_t seen_flags;

static void see_flags(fake_server *s, const fake_query *q)
{
	seen_flags = q->flags;
	fake_begin(&reply, q, PACKET_AA);
	packet_add(&reply, PACKET_ANSWER, q->name, DR_TYPE_TXT, 300, "\"a\"");
	fake_reply(s, &reply);
}

/* Asks the fake server as one particular server, by its address. */
static void ask_particular(size_t waiter)
{
	dr_question q = dr_question_dns(dr_name_of(arena, S("a")), DR_TYPE_TXT);
	q.server = (dr_ipaddr){ DR_IPV4, { 127, 0, 0, 1 } };
	ck_assert_int_eq(dns->start(dns, &q, (void *)(uintptr_t)waiter, now + DEADLINE), DR_OK);
}

START_TEST(asks_particular_servers_without_recursion)
{
	open_one(see_flags);
	ask(0, "a");
	settle();
	ck_assert_uint_eq(seen_flags & PACKET_RD, PACKET_RD);
	ask_particular(1);
	settle();
	ck_assert_uint_eq(seen_flags & PACKET_RD, 0);
	expect(1, DR_ANSWER);
	ck_assert(got[1].answer->ttl_exact);
	ck_assert(got[1].answer->question.server.family == DR_IPV4);
	fake_close(&server);
}
END_TEST

START_TEST(a_particular_server_gets_five_queries_a_second)
{
	open_one(see_flags);
	for (size_t i = 0; i < 12; i++) {
		ask_particular(i);
	}
	for (unsigned sent = 1; sent <= 12; sent++) {
		int wait = settle();
		ck_assert_uint_eq(server.queries, sent);
		now += 199;
		settle();
		ck_assert_uint_eq(server.queries, sent);
		ck_assert(sent == 12 ? wait == -1 : wait > 0 && wait <= 200);
		now += 1;
	}
	ask(12, "a");
	ask(13, "a");
	settle();
	for (size_t i = 0; i < 14; i++) {
		ck_assert_uint_eq(got[i].answers, 1);
	}
	ck_assert_uint_eq(server.queries, 14); /* a resolver of ours may be asked at once */
	fake_close(&server);
}
END_TEST

UNIT_MAIN("dns_live_chain", exchange_set_up, exchange_tear_down, puts_split_chains_together,
          joins_the_parts_of_a_chain, bounds_split_chains, split_chains_do_not_turn_in_circles,
          asks_particular_servers_without_recursion, a_particular_server_gets_five_queries_a_second)
