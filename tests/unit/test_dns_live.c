#include "dns/live.h"
#include "fake_server.h"
#include "unit.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>

/* Time stands still unless a test moves it; numbers come from a fixed stream. */

static int64_t now;
static uint32_t stream;

static int64_t fake_now(void *self)
{
	(void)self;
	return now;
}

static bool no_numbers;

static int fake_fill(void *self, void *octets, size_t len)
{
	(void)self;
	if (no_numbers) {
		return DR_EIO;
	}
	uint8_t *to = octets;
	for (size_t i = 0; i < len; i++) {
		stream = stream * 1664525 + 1013904223;
		to[i] = (uint8_t)(stream >> 24);
	}
	return 0;
}

static const dr_clock CLOCK = { fake_now, NULL };
static const dr_random RANDOM = { fake_fill, NULL };

enum { DEADLINE = 30000, TRY = 2000 };

static dr_arena *arena;
static fake_server server, second;
static packet reply;
static dr_source_of_answers *dns;

/* What came for each waiter: an element of `got`. */
static struct {
	unsigned answers;
	const dr_answer *answer;
} got[1024];

static void answered(void *waiter, const dr_answer *answer)
{
	size_t i = (size_t)(uintptr_t)waiter;
	got[i].answers++;
	got[i].answer = dr_answer_copy(arena, answer);
}

static void set_up(void)
{
	arena = dr_arena_new(0);
	now = 1000;
	memset(got, 0, sizeof(got));
	dns = NULL;
}

static void tear_down(void)
{
	dr_source_close(dns);
	dr_arena_free(arena);
}

static dr_server at(const fake_server *fake)
{
	return (dr_server){ { DR_IPV4, { 127, 0, 0, 1 } }, fake->port };
}

static void open_with(const dr_server *servers, size_t count, size_t window)
{
	dr_dns_options options = { .servers = servers,
		                   .server_count = count,
		                   .max_in_flight = window,
		                   .server_port = server.port,
		                   .clock = &CLOCK,
		                   .random = &RANDOM };
	dr_error err = { 0 };
	ck_assert_msg(dr_dns_open(&options, &dns, &err) == DR_OK, "%s", err.text);
}

static void open_one(fake_handler handler)
{
	fake_open(&server, handler, NULL);
	dr_server servers[] = { at(&server) };
	open_with(servers, 1, 0);
}

static void open_two(fake_handler first, fake_handler other)
{
	fake_open(&server, first, NULL);
	fake_open(&second, other, NULL);
	dr_server servers[] = { at(&server), at(&second) };
	open_with(servers, 2, 0);
}

static void ask(size_t waiter, const char *name)
{
	dr_question q = dr_question_dns(dr_name_of(arena, dr_str_of(name)), DR_TYPE_TXT);
	ck_assert_int_eq(dns->start(dns, &q, (void *)(uintptr_t)waiter, now + DEADLINE), DR_OK);
}

/* Runs the source and the servers until nothing moves any more; returns how long the source would
 * then wait. */
static int settle(void)
{
	int wait = -1;
	for (int quiet = 0; quiet < 3;) {
		struct pollfd fds[DR_DNS_FDS];
		size_t count = dns->fds(dns, fds, DR_DNS_FDS, &wait);
		int ready = poll(fds, (nfds_t)count, 1);
		dns->process(dns, fds, ready > 0 ? count : 0, answered);
		bool moved = server.port != 0 && fake_poll(&server);
		moved = (second.port != 0 && fake_poll(&second)) || moved;
		quiet = moved || ready > 0 || wait == 0 ? 0 : quiet + 1;
	}
	return wait;
}

static void expect(size_t waiter, dr_outcome outcome)
{
	ck_assert_msg(got[waiter].answers == 1, "%u answers", got[waiter].answers);
	ck_assert_str_eq(dr_outcome_name(got[waiter].answer->outcome), dr_outcome_name(outcome));
}

/* ---- handlers ---- */

static void echo(fake_server *s, const fake_query *q)
{
	char text[1200];
	snprintf(text, sizeof(text), "\"%s\"", q->name);
	fake_begin(&reply, q, PACKET_RA);
	packet_add(&reply, PACKET_ANSWER, q->name, DR_TYPE_TXT, 300, text);
	fake_reply(s, &reply);
}

static void drop(fake_server *s, const fake_query *q)
{
	(void)s;
	(void)q;
}

static void drop_first(fake_server *s, const fake_query *q)
{
	if (s->queries > 1) {
		echo(s, q);
	}
}

static void servfail(fake_server *s, const fake_query *q)
{
	fake_begin(&reply, q, 2);
	fake_reply(s, &reply);
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

static void truncate(fake_server *s, const fake_query *q)
{
	if (q->tcp) {
		echo(s, q);
	} else {
		fake_begin(&reply, q, PACKET_TC);
		fake_reply(s, &reply);
	}
}

static void truncate_and_reset(fake_server *s, const fake_query *q)
{
	if (q->tcp) {
		fake_hang_up(s, true);
	} else {
		truncate(s, q);
	}
}

static void truncate_and_reset_once(fake_server *s, const fake_query *q)
{
	(s->queries == 2 ? truncate_and_reset : truncate)(s, q);
}

static void truncate_and_drip(fake_server *s, const fake_query *q)
{
	if (q->tcp) {
		fake_reply_octets(s, "\0", 1);
	} else {
		truncate(s, q);
	}
}

static void truncate_and_confuse(fake_server *s, const fake_query *q)
{
	if (q->tcp) {
		fake_query wrong = *q;
		snprintf(wrong.name, sizeof(wrong.name), "wrong.example");
		echo(s, &wrong);
	} else {
		truncate(s, q);
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
	{ truncate, DR_ANSWER, 2 },
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
	open_one(truncate);
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

/* ---- many questions ---- */

static unsigned uses_of_port[65536];
static unsigned ids_seen;

static void count_ports(fake_server *s, const fake_query *q)
{
	static uint8_t seen[65536];
	uses_of_port[q->client_port]++;
	ids_seen += seen[q->id] == 0;
	seen[q->id] = 1;
	echo(s, q);
}

START_TEST(spreads_over_ports_and_ids)
{
	enum { ROUNDS = 8, EACH = 500 };
	open_one(count_ports);
	for (size_t round = 0; round < ROUNDS; round++) {
		for (size_t i = 0; i < EACH; i++) {
			got[i].answers = 0;
			ask(i, "example.com");
		}
		settle();
		for (size_t i = 0; i < EACH; i++) {
			expect(i, DR_ANSWER);
		}
	}
	unsigned ports = 0;
	for (size_t i = 0; i < 65536; i++) {
		ck_assert_uint_le(uses_of_port[i], 2 * 128);
		ports += uses_of_port[i] > 0;
	}
	ck_assert_uint_ge(ports, ROUNDS * EACH / 128);
	ck_assert_uint_gt(ids_seen, ROUNDS * EACH * 9 / 10);
	fake_close(&server);
}
END_TEST

START_TEST(keeps_to_the_window)
{
	fake_open(&server, drop, NULL);
	dr_server servers[] = { at(&server) };
	open_with(servers, 1, 2);
	for (size_t i = 0; i < 5; i++) {
		ask(i, "example.com");
	}
	settle();
	ck_assert_uint_eq(server.queries, 2);
	server.handler = echo;
	now += TRY;
	ck_assert_int_eq(settle(), -1);
	for (size_t i = 0; i < 5; i++) {
		expect(i, DR_ANSWER);
	}
	fake_close(&server);
}
END_TEST

START_TEST(sends_in_bounded_bursts)
{
	open_one(drop);
	for (size_t i = 0; i < 300; i++) {
		ask(i, "example.com");
	}
	ck_assert_int_eq(settle(), 50);
	ck_assert_uint_eq(server.queries, 128);
	now += 50;
	ck_assert_int_eq(settle(), 50);
	ck_assert_uint_eq(server.queries, 256);
	server.handler = echo;
	now += TRY;
	ck_assert_int_eq(settle(), -1);
	for (size_t i = 0; i < 300; i++) {
		expect(i, DR_ANSWER);
	}
	fake_close(&server);
}
END_TEST

START_TEST(cancels_and_closes_at_any_moment)
{
	open_one(drop);
	for (size_t i = 1; i <= 700; i++) {
		ask(i, "example.com");
	}
	dns->cancel(dns, (void *)1);
	settle();
	dns->cancel(dns, (void *)2);
	dns->cancel(dns, (void *)700);
	dns->cancel(dns, (void *)9999);
	server.handler = truncate_and_drip;
	now += TRY;
	settle();
	for (size_t i = 3; i <= 300; i++) {
		dns->cancel(dns, (void *)(uintptr_t)i);
	}
	settle();
	ck_assert_uint_eq(got[1].answers + got[2].answers + got[700].answers, 0);
	dr_source_close(dns);
	dns = NULL;
	fake_close(&server);
}
END_TEST

static void meddle(void *waiter, const dr_answer *answer)
{
	answered(waiter, answer);
	size_t i = (size_t)(uintptr_t)waiter;
	dns->cancel(dns, waiter);
	dns->cancel(dns, (void *)(uintptr_t)(i + 1));
	if (i < 100) {
		ask(i + 100, "example.com");
	}
}

START_TEST(may_be_changed_while_it_answers)
{
	open_one(servfail);
	for (size_t i = 0; i < 100; i++) {
		ask(i, "example.com");
	}
	for (int rounds = 0; rounds < 200; rounds++) {
		struct pollfd fds[DR_DNS_FDS];
		int wait;
		size_t count = dns->fds(dns, fds, DR_DNS_FDS, &wait);
		poll(fds, (nfds_t)count, 1);
		dns->process(dns, fds, count, meddle);
		while (fake_poll(&server)) {
		}
	}
	unsigned first = 0, later = 0;
	for (size_t i = 0; i < 200; i++) {
		ck_assert_uint_le(got[i].answers, 1);
		*(i < 100 ? &first : &later) += got[i].answers;
	}
	ck_assert_uint_gt(first, 0);
	ck_assert_uint_lt(first, 100);
	ck_assert_uint_gt(later, 0);
	fake_close(&server);
}
END_TEST

static void cancel_next(void *waiter, const dr_answer *answer)
{
	answered(waiter, answer);
	dns->cancel(dns, (void *)((uintptr_t)waiter + 1));
}

START_TEST(may_be_changed_while_questions_expire)
{
	open_one(drop);
	for (size_t i = 0; i < 10; i++) {
		ask(i, "example.com");
	}
	settle();
	now += DEADLINE;
	dns->process(dns, NULL, 0, cancel_next);
	for (size_t i = 0; i < 10; i++) {
		ck_assert_uint_eq(got[i].answers, i % 2 == 0);
	}
	fake_close(&server);
}
END_TEST

/* ---- want of resources ---- */

static void limit_descriptors(rlim_t most)
{
	struct rlimit limit;
	ck_assert_int_eq(getrlimit(RLIMIT_NOFILE, &limit), 0);
	limit.rlim_cur = most;
	ck_assert_int_eq(setrlimit(RLIMIT_NOFILE, &limit), 0);
}

START_TEST(waits_for_descriptors)
{
	open_one(echo);
	limit_descriptors(3);
	for (size_t i = 0; i < 50; i++) {
		ask(i, "example.com");
	}
	ck_assert_int_eq(settle(), 10);
	ck_assert_uint_eq(server.queries, 0);
	limit_descriptors(256);
	ck_assert_int_eq(settle(), -1);
	for (size_t i = 0; i < 50; i++) {
		expect(i, DR_ANSWER);
	}
	fake_close(&server);
}
END_TEST

START_TEST(makes_do_with_few_descriptors)
{
	open_one(echo);
	limit_descriptors((rlim_t)server.tcp + 3);
	for (size_t i = 0; i < 100; i++) {
		ask(i, "example.com");
	}
	settle();
	for (size_t i = 0; i < 100; i++) {
		expect(i, DR_ANSWER);
	}
	fake_close(&server);
}
END_TEST

START_TEST(sends_nothing_that_could_be_guessed)
{
	open_one(echo);
	no_numbers = true;
	for (size_t i = 0; i < 400; i++) {
		ask(i, "example.com");
	}
	settle();
	ck_assert_uint_lt(server.queries, 400);
	now += DEADLINE;
	settle();
	expect(399, DR_BUDGET);
	dr_source_of_answers *none = NULL;
	dr_server servers[] = { at(&server) };
	const dr_dns_options options = {
		.servers = servers, .server_count = 1, .clock = &CLOCK, .random = &RANDOM
	};
	ck_assert_int_eq(dr_dns_open(&options, &none, NULL), DR_EIO);
	ck_assert_ptr_null(none);
	fake_close(&server);
}
END_TEST

/* ---- refusals ---- */

START_TEST(refuses_what_it_cannot_ask)
{
	open_one(echo);
	dr_question q = { .kind = DR_ASK_HTTPS, .name = dr_name_of(arena, S("a")) };
	ck_assert_int_eq(dns->start(dns, &q, NULL, now + 1), DR_EINVAL);
	q = dr_question_dns((dr_name){ 0 }, DR_TYPE_TXT);
	ck_assert_int_eq(dns->start(dns, &q, NULL, now + 1), DR_EINVAL);
	fake_close(&server);
}
END_TEST

START_TEST(refuses_senseless_options)
{
	dr_server nobody = { .port = 53 };
	dr_dns_options options = { .clock = &CLOCK, .random = &RANDOM };
	dr_error err = { 0 };
	ck_assert_int_eq(dr_dns_open(&options, &dns, &err), DR_EINVAL);
	options.servers = &nobody;
	options.server_count = 1;
	ck_assert_int_eq(dr_dns_open(&options, &dns, &err), DR_EINVAL);
	ck_assert_ptr_null(dns);
}
END_TEST

UNIT_MAIN("dns_live", set_up, tear_down, outcomes_that_need_no_time, second_try_waits_twice_as_long,
          deadline_ends_everything, nothing_sent_by_the_deadline_is_our_own_doing,
          nobody_there_is_unreachable, nobody_there_over_ipv6_is_unreachable,
          marks_truncation_and_size, remembers_servers_without_edns, puts_split_chains_together,
          joins_the_parts_of_a_chain, bounds_split_chains, split_chains_do_not_turn_in_circles,
          asks_particular_servers_without_recursion, a_particular_server_gets_five_queries_a_second,
          the_next_server_and_the_most_telling_failure, spreads_over_ports_and_ids,
          keeps_to_the_window, sends_in_bounded_bursts, cancels_and_closes_at_any_moment,
          may_be_changed_while_it_answers, may_be_changed_while_questions_expire,
          waits_for_descriptors, makes_do_with_few_descriptors, sends_nothing_that_could_be_guessed,
          refuses_what_it_cannot_ask, refuses_senseless_options)
