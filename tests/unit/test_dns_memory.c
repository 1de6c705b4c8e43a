/* What live DNS and its cache do when any one malloc fails: an error when they are opened or asked,
 * or an answer that is true or not certain; for every question one. */
#include "answer/cache.h"
#include "dns/live.h"
#include "failing_malloc.h"
#include "fake_server.h"
#include "unit.h"

#include <poll.h>

enum { TRY = 2000, DEADLINE = 10000, QUESTIONS = 4 };

static const dr_hash_key KEY = { "memory test key" };
/* Of one label each; the first two are the same question. */
static const char *const NAMES[QUESTIONS] = { "\1a", "\1a", "\1b", "\1c" };

static int64_t now;
static fake_server server;
static packet reply;

static int64_t fake_now(void *self)
{
	(void)self;
	return now;
}

static int fake_fill(void *self, void *octets, size_t len)
{
	static uint8_t number;
	uint8_t *to = octets;
	(void)self;
	for (size_t i = 0; i < len; i++) {
		to[i] = (uint8_t)(number = (uint8_t)(number * 5 + 7));
	}
	return 0;
}

static const dr_clock CLOCK = { fake_now, NULL };
static const dr_random RANDOM = { fake_fill, NULL };

/* One name comes over TCP. No memory is taken here. */
static void serve(fake_server *s, const fake_query *q)
{
	bool cut = q->name[0] == 'b' && !q->tcp;
	fake_begin(&reply, q, cut ? PACKET_TC : PACKET_RA);
	if (!cut) {
		packet_add_raw(&reply, PACKET_ANSWER, q->name, DR_TYPE_TXT, 1, 300, S("\4text"));
	}
	fake_reply(s, &reply);
}

typedef struct {
	int code; /* of start */
	unsigned answers;
	dr_outcome outcome;
} asked;

static void answered(void *waiter, const dr_answer *answer)
{
	asked *a = waiter;
	a->answers++;
	a->outcome = answer->outcome;
}

/* NULL: no memory. */
static dr_source_of_answers *open_sources(void)
{
	const dr_server at = { { DR_IPV4, { 127, 0, 0, 1 } }, server.port };
	const dr_dns_options options = {
		.servers = &at, .server_count = 1, .clock = &CLOCK, .random = &RANDOM
	};
	dr_source_of_answers *dns = NULL;
	dr_error err = { 0 };
	int code = dr_dns_open(&options, &dns, &err);
	hold_malloc(true);
	ck_assert_int_eq(code, dns != NULL ? DR_OK : DR_ENOMEM);
	hold_malloc(false);
	return dns != NULL ? dr_cache_open(dns, 1 << 20, &CLOCK, &KEY) : NULL;
}

static void ask_all(dr_source_of_answers *source, asked *questions)
{
	for (size_t i = 0; i < QUESTIONS; i++) {
		const dr_name name = { (const uint8_t *)NAMES[i], 3 };
		const dr_question q = dr_question_dns(name, DR_TYPE_TXT);
		questions[i].code = source->start(source, &q, &questions[i], now + DEADLINE);
	}
}

static bool all_answered(const asked *questions)
{
	for (size_t i = 0; i < QUESTIONS; i++) {
		if (questions[i].code == DR_OK && questions[i].answers == 0) {
			return false;
		}
	}
	return true;
}

static bool serve_some(void)
{
	hold_malloc(true);
	bool moved = fake_poll(&server);
	hold_malloc(false);
	return moved;
}

/* Until every question is answered; time goes on where nothing else does. */
static void drive(dr_source_of_answers *source, const asked *questions)
{
	for (unsigned quiet = 0; !all_answered(questions) && now < 2 * DEADLINE; quiet++) {
		struct pollfd fds[DR_DNS_FDS];
		int wait;
		size_t count = source->fds(source, fds, DR_DNS_FDS, &wait);
		int ready = poll(fds, (nfds_t)count, 1);
		source->process(source, fds, ready > 0 ? count : 0, answered);
		quiet = serve_some() || ready > 0 ? 0 : quiet;
		now += quiet > 3 ? TRY / 2 : 0;
	}
}

static void check(const asked *a, bool failed)
{
	ck_assert_int_eq(a->code, failed && a->code != DR_OK ? DR_ENOMEM : DR_OK);
	ck_assert_uint_eq(a->answers, a->code == DR_OK ? 1 : 0);
	if (a->answers > 0 && a->outcome != DR_ANSWER) {
		ck_assert(failed && !dr_outcome_is_certain(a->outcome));
	}
}

START_TEST(every_question_gets_one_outcome)
{
	bool failed = true;
	size_t n = 1;
	fake_open(&server, serve, NULL);
	for (; failed; n++) {
		asked questions[QUESTIONS] = { { 0 } };
		now = 0;
		fail_malloc_at(n);
		dr_source_of_answers *source = open_sources();
		bool opened = source != NULL;
		if (opened) {
			ask_all(source, questions);
			drive(source, questions);
		}
		dr_source_close(source);
		failed = malloc_has_failed();
		fail_malloc_at(0);
		ck_assert(opened || failed);
		for (size_t i = 0; i < QUESTIONS && opened; i++) {
			check(&questions[i], failed);
		}
	}
	ck_assert_uint_gt(n, QUESTIONS);
	fake_close(&server);
}
END_TEST

UNIT_MAIN("dns_memory", NULL, NULL, every_question_gets_one_outcome)
