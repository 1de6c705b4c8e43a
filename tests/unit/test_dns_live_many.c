#include "exchange.h"
#include "unit.h"

#include <poll.h>
#include <string.h>
#include <sys/resource.h>

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

UNIT_MAIN("dns_live_many", exchange_set_up, exchange_tear_down, spreads_over_ports_and_ids,
          keeps_to_the_window, sends_in_bounded_bursts, cancels_and_closes_at_any_moment,
          may_be_changed_while_it_answers, may_be_changed_while_questions_expire,
          waits_for_descriptors, makes_do_with_few_descriptors, sends_nothing_that_could_be_guessed,
          refuses_what_it_cannot_ask, refuses_senseless_options)
