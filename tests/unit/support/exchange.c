#include "exchange.h"
#include <check.h>

#include <poll.h>
#include <stdio.h>
#include <string.h>

int64_t now;
static uint32_t stream;

static int64_t fake_now(void *self)
{
	(void)self;
	return now;
}

bool no_numbers;

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

const dr_clock CLOCK = { fake_now, NULL };
const dr_random RANDOM = { fake_fill, NULL };

dr_arena *arena;
fake_server server, second;
packet reply;
dr_source_of_answers *dns;

got_answer got[EXCHANGE_WAITERS];

void answered(void *waiter, const dr_answer *answer)
{
	size_t i = (size_t)(uintptr_t)waiter;
	got[i].answers++;
	got[i].answer = dr_answer_copy(arena, answer);
}

void exchange_set_up(void)
{
	arena = dr_arena_new(0);
	now = 1000;
	memset(got, 0, sizeof(got));
	dns = NULL;
}

void exchange_tear_down(void)
{
	dr_source_close(dns);
	dr_arena_free(arena);
}

dr_server at(const fake_server *fake)
{
	return (dr_server){ { DR_IPV4, { 127, 0, 0, 1 } }, fake->port };
}

void open_with(const dr_server *servers, size_t count, size_t window)
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

void open_one(fake_handler handler)
{
	fake_open(&server, handler, NULL);
	dr_server servers[] = { at(&server) };
	open_with(servers, 1, 0);
}

void open_two(fake_handler first, fake_handler other)
{
	fake_open(&server, first, NULL);
	fake_open(&second, other, NULL);
	dr_server servers[] = { at(&server), at(&second) };
	open_with(servers, 2, 0);
}

void ask(size_t waiter, const char *name)
{
	dr_question q = dr_question_dns(dr_name_of(arena, dr_str_of(name)), DR_TYPE_TXT);
	ck_assert_int_eq(dns->start(dns, &q, (void *)(uintptr_t)waiter, now + DEADLINE), DR_OK);
}

int settle(void)
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

void expect(size_t waiter, dr_outcome outcome)
{
	ck_assert_msg(got[waiter].answers == 1, "%u answers", got[waiter].answers);
	ck_assert_str_eq(dr_outcome_name(got[waiter].answer->outcome), dr_outcome_name(outcome));
}

void echo(fake_server *s, const fake_query *q)
{
	char text[1200];
	snprintf(text, sizeof(text), "\"%s\"", q->name);
	fake_begin(&reply, q, PACKET_RA);
	packet_add(&reply, PACKET_ANSWER, q->name, DR_TYPE_TXT, 300, text);
	fake_reply(s, &reply);
}

void drop(fake_server *s, const fake_query *q)
{
	(void)s;
	(void)q;
}

void servfail(fake_server *s, const fake_query *q)
{
	fake_begin(&reply, q, 2);
	fake_reply(s, &reply);
}

void cut_short(fake_server *s, const fake_query *q)
{
	if (q->tcp) {
		echo(s, q);
	} else {
		fake_begin(&reply, q, PACKET_TC);
		fake_reply(s, &reply);
	}
}

void truncate_and_drip(fake_server *s, const fake_query *q)
{
	if (q->tcp) {
		fake_reply_octets(s, "\0", 1);
	} else {
		cut_short(s, q);
	}
}
