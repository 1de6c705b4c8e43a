#include "exchange.h"
#include "unit.h"

#include <stdio.h>
#include <string.h>

static void drop_first(fake_server *s, const fake_query *q)
{
	if (s->queries > 1) {
		echo(s, q);
	}
}

static void servfail_first(fake_server *s, const fake_query *q)
{
	(s->queries > 1 ? echo : servfail)(s, q);
}

static void refuse(fake_server *s, const fake_query *q)
{
	fake_begin(&reply, q, 5);
	fake_reply(s, &reply);
}

static void no_edns(fake_server *s, const fake_query *q)
{
	if (q->edns) {
		packet_init(&reply, q->id, PACKET_QR | 1);
		fake_reply(s, &reply);
	} else {
		echo(s, q);
	}
}

static void truncate_and_reset(fake_server *s, const fake_query *q)
{
	if (q->tcp) {
		fake_hang_up(s, true);
	} else {
		cut_short(s, q);
	}
}

static void truncate_and_reset_once(fake_server *s, const fake_query *q)
{
	(s->queries == 2 ? truncate_and_reset : cut_short)(s, q);
}

static void truncate_and_confuse(fake_server *s, const fake_query *q)
{
	if (q->tcp) {
		fake_query wrong = *q;
		snprintf(wrong.name, sizeof(wrong.name), "wrong.example");
		echo(s, &wrong);
	} else {
		cut_short(s, q);
	}
}

static void truncate_always(fake_server *s, const fake_query *q)
{
	fake_begin(&reply, q, PACKET_TC);
	fake_reply(s, &reply);
}

static void odd_then_right(fake_server *s, const fake_query *q)
{
	fake_query wrong = *q;
	wrong.id ^= 1;
	echo(s, &wrong);
	wrong.id = q->id;
	snprintf(wrong.name, sizeof(wrong.name), "wrong.example");
	echo(s, &wrong);
	echo(s, q);
}

static void only_odd(fake_server *s, const fake_query *q)
{
	fake_query wrong = *q;
	snprintf(wrong.name, sizeof(wrong.name), "wrong.example");
	echo(s, &wrong);
}

static void garbage(fake_server *s, const fake_query *q)
{
	fake_begin(&reply, q, 0);
	packet_octets(&reply, DR_STR("\377\377"));
	reply.octets[7] = 9;
	fake_reply(s, &reply);
}
/* ---- one server ---- */

static const struct {
	fake_handler handler;
	dr_outcome outcome;
	unsigned queries;
} AT_ONCE[] = {
	{ echo, DR_ANSWER, 1 },
	{ servfail, DR_SERVFAIL, 2 },
	{ servfail_first, DR_ANSWER, 2 },
	{ refuse, DR_REFUSED, 1 },
	{ no_edns, DR_ANSWER, 2 },
	{ cut_short, DR_ANSWER, 2 },
	{ truncate_and_reset, DR_UNREACHABLE, 3 },
	{ truncate_and_reset_once, DR_ANSWER, 3 },
	{ truncate_and_confuse, DR_GARBLED, 3 },
	{ truncate_always, DR_GARBLED, 3 },
	{ odd_then_right, DR_ANSWER, 1 },
	{ garbage, DR_GARBLED, 2 },
};

START_TEST(outcomes_that_need_no_time)
{
	for (size_t i = 0; i < DR_COUNT(AT_ONCE); i++) {
		open_one(AT_ONCE[i].handler);
		ask(i, "example.com");
		ck_assert_int_eq(settle(), -1);
		expect(i, AT_ONCE[i].outcome);
		ck_assert_msg(server.queries == AT_ONCE[i].queries, "%zu: %u", i, server.queries);
		dr_source_close(dns);
		dns = NULL;
		fake_close(&server);
	}
}
END_TEST

static const struct {
	fake_handler handler;
	dr_outcome outcome;
} AFTER_TIME[] = {
	{ drop, DR_TIMEOUT },
	{ drop_first, DR_ANSWER },
	{ only_odd, DR_GARBLED },
	{ truncate_and_drip, DR_TIMEOUT },
};

START_TEST(second_try_waits_twice_as_long)
{
	for (size_t i = 0; i < DR_COUNT(AFTER_TIME); i++) {
		open_one(AFTER_TIME[i].handler);
		ask(i, "example.com");
		ck_assert_int_eq(settle(), TRY);
		now += TRY - 1;
		ck_assert_int_eq(settle(), 1);
		now += 1;
		int wait = settle();
		if (AFTER_TIME[i].outcome != DR_ANSWER) {
			ck_assert_int_eq(wait, 2 * TRY);
			now += 2 * TRY;
			wait = settle();
		}
		ck_assert_int_eq(wait, -1);
		expect(i, AFTER_TIME[i].outcome);
		dr_source_close(dns);
		dns = NULL;
		fake_close(&server);
	}
}
END_TEST

START_TEST(deadline_ends_everything)
{
	open_one(drop);
	dr_question q = dr_question_dns(dr_name_of(arena, S("a")), DR_TYPE_TXT);
	dns->start(dns, &q, NULL, now + 500);
	ck_assert_int_eq(settle(), 500);
	now += 500;
	settle();
	expect(0, DR_TIMEOUT);
	fake_close(&server);
}
END_TEST

START_TEST(nothing_sent_by_the_deadline_is_our_own_doing)
{
	open_one(drop);
	dr_question q = dr_question_dns(dr_name_of(arena, S("a")), DR_TYPE_TXT);
	dns->start(dns, &q, NULL, now - 1);
	settle();
	expect(0, DR_BUDGET);
	ck_assert_uint_eq(server.queries, 0);
	fake_close(&server);
}
END_TEST

START_TEST(nobody_there_is_unreachable)
{
	open_one(drop);
	fake_close(&server);
	server.port = 0;
	for (size_t i = 0; i < 300; i++) {
		ask(i, "a");
	}
	ck_assert_int_eq(settle(), -1);
	for (size_t i = 0; i < 300; i++) {
		expect(i, DR_UNREACHABLE);
	}
}
END_TEST

START_TEST(nobody_there_over_ipv6_is_unreachable)
{
	fake_open(&server, drop, NULL);
	fake_close(&server);
	dr_server servers[] = { { { DR_IPV6, { [15] = 1 } }, server.port } };
	server.port = 0;
	open_with(servers, 1, 0);
	ask(0, "a");
	ck_assert_int_eq(settle(), -1);
	expect(0, DR_UNREACHABLE);
}
END_TEST

START_TEST(marks_truncation_and_size)
{
	open_one(cut_short);
	ask(0, "example.com");
	settle();
	ck_assert(got[0].answer->truncated);
	ck_assert_uint_gt(got[0].answer->wire_size, 40);
	ck_assert_dr_str(got[0].answer->rrs[0].text, "example.com");
	fake_close(&server);
}
END_TEST

START_TEST(remembers_servers_without_edns)
{
	open_one(no_edns);
	ask(0, "one.example");
	settle();
	ck_assert_uint_eq(server.queries, 2);
	ask(1, "two.example");
	settle();
	expect(1, DR_ANSWER);
	ck_assert_uint_eq(server.queries, 3);
	fake_close(&server);
}
END_TEST

/* ---- several servers ---- */

static const struct {
	fake_handler first, second;
	dr_outcome outcome;
	int64_t time;
} SERVERS[] = {
	{ servfail, echo, DR_ANSWER, 0 },      { refuse, echo, DR_ANSWER, 0 },
	{ garbage, echo, DR_ANSWER, 0 },       { truncate_and_reset, echo, DR_ANSWER, 0 },
	{ servfail, refuse, DR_SERVFAIL, 0 },  { refuse, servfail, DR_SERVFAIL, 0 },
	{ refuse, garbage, DR_REFUSED, 0 },    { drop, echo, DR_ANSWER, 3 * TRY },
	{ drop, refuse, DR_REFUSED, 3 * TRY }, { refuse, drop, DR_REFUSED, 3 * TRY },
	{ drop, drop, DR_TIMEOUT, 6 * TRY },
};

START_TEST(the_next_server_and_the_most_telling_failure)
{
	for (size_t i = 0; i < DR_COUNT(SERVERS); i++) {
		open_two(SERVERS[i].first, SERVERS[i].second);
		int64_t began = now;
		ask(i, "example.com");
		for (int wait = settle(); wait > 0; wait = settle()) {
			now += wait;
		}
		expect(i, SERVERS[i].outcome);
		ck_assert_int_eq(now - began, SERVERS[i].time);
		dr_source_close(dns);
		dns = NULL;
		fake_close(&server);
		fake_close(&second);
	}
	second.port = 0;
}
END_TEST

UNIT_MAIN("dns_live", exchange_set_up, exchange_tear_down, outcomes_that_need_no_time,
          second_try_waits_twice_as_long, deadline_ends_everything,
          nothing_sent_by_the_deadline_is_our_own_doing, nobody_there_is_unreachable,
          nobody_there_over_ipv6_is_unreachable, marks_truncation_and_size,
          remembers_servers_without_edns, the_next_server_and_the_most_telling_failure)
