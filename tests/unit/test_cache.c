#include "answer/cache.h"
#include "answer/rdata.h"
#include "base/error.h"
#include "unit.h"

#include <string.h>

/* The source behind: it writes down what it is asked and answers when the test says so. */

enum { MAX_ASKED = 64 };

typedef struct {
	dr_source_of_answers source;
	unsigned started, cancelled;
	dr_question asked[MAX_ASKED];
	void *waiter[MAX_ASKED];
	int64_t deadline[MAX_ASKED];
	const dr_answer *due[MAX_ASKED];
	bool gone[MAX_ASKED];
	bool refuses;
} behind;

static dr_arena *arena;
static behind world;
static dr_source_of_answers *cache;
static int64_t now;

static int64_t fake_now(void *self)
{
	(void)self;
	return now;
}

static const dr_clock CLOCK = { fake_now, NULL };

static int world_start(dr_source_of_answers *self, const dr_question *q, void *waiter,
                       int64_t deadline)
{
	(void)self;
	if (world.refuses) {
		return DR_ENOMEM;
	}
	ck_assert_uint_lt(world.started, MAX_ASKED);
	world.asked[world.started] = *q;
	world.waiter[world.started] = waiter;
	world.deadline[world.started] = deadline;
	world.started++;
	return DR_OK;
}

static size_t world_fds(dr_source_of_answers *self, struct pollfd *fds, size_t max, int *ret_wait)
{
	(void)self;
	(void)fds;
	(void)max;
	*ret_wait = -1;
	return 0;
}

static void world_process(dr_source_of_answers *self, const struct pollfd *fds, size_t count,
                          dr_answered answered)
{
	(void)self;
	(void)fds;
	(void)count;
	for (size_t i = 0; i < world.started; i++) {
		if (world.due[i] != NULL && !world.gone[i]) {
			world.gone[i] = true;
			answered(world.waiter[i], world.due[i]);
		}
	}
}

static void world_cancel(dr_source_of_answers *self, void *waiter)
{
	(void)self;
	for (size_t i = 0; i < world.started; i++) {
		if (world.waiter[i] == waiter && !world.gone[i]) {
			world.gone[i] = true;
			world.cancelled++;
		}
	}
}

static void world_close(dr_source_of_answers *self)
{
	(void)self;
}

/* What came for each waiter. */
static struct {
	unsigned answers;
	const dr_answer *answer;
} got[64];

static void answered(void *waiter, const dr_answer *answer)
{
	size_t i = (size_t)(uintptr_t)waiter;
	got[i].answers++;
	got[i].answer = dr_answer_copy(arena, answer);
}

static void open_cache(size_t max_octets)
{
	dr_hash_key key = { "cache test key." };
	world = (behind){ .source = { .kind = "dns",
		                      .start = world_start,
		                      .fds = world_fds,
		                      .process = world_process,
		                      .cancel = world_cancel,
		                      .close = world_close } };
	cache = dr_cache_open(&world.source, max_octets, &CLOCK, &key);
	ck_assert_ptr_nonnull(cache);
}

static void set_up(void)
{
	arena = dr_arena_new(0);
	now = 1000000;
	memset(got, 0, sizeof(got));
	open_cache(1 << 20);
}

static void tear_down(void)
{
	dr_source_close(cache);
	dr_arena_free(arena);
}

static dr_question question(const char *name)
{
	return dr_question_dns(dr_name_of(arena, dr_str_of(name)), DR_TYPE_TXT);
}

static void ask_until(size_t waiter, const char *name, int64_t deadline)
{
	dr_question q = question(name);
	ck_assert_int_eq(cache->start(cache, &q, (void *)(uintptr_t)waiter, deadline), DR_OK);
}

static void ask(size_t waiter, const char *name)
{
	ask_until(waiter, name, now + 30000);
}

static void process(void)
{
	cache->process(cache, NULL, 0, answered);
}

static dr_answer *answer_with(const char *name, dr_outcome outcome)
{
	dr_answer *a = dr_arena_new_of(arena, dr_answer);
	a->question = question(name);
	a->outcome = outcome;
	return a;
}

static dr_answer *text_answer(const char *name, uint32_t ttl, const char *text)
{
	dr_answer *a = answer_with(name, DR_ANSWER);
	dr_rr *rr = dr_arena_new_of(arena, dr_rr);
	ck_assert_int_eq(dr_rdata_parse(arena, DR_TYPE_TXT, dr_str_of(text), rr, NULL), DR_OK);
	rr->ttl = ttl;
	a->rrs = rr;
	a->rr_count = 1;
	dr_answer_settle(arena, a);
	return a;
}

static const dr_answer *hit(const char *name)
{
	dr_question q = question(name);
	return cache->immediate(cache, arena, &q);
}

/* Asks, answers, and moves the clock. */
static void learn(const char *name, const dr_answer *answer)
{
	ask(0, name);
	world.due[world.started - 1] = answer;
	process();
}

START_TEST(gives_copies_with_lower_ttls)
{
	ck_assert_ptr_null(hit("a"));
	learn("a", text_answer("a", 300, "\"one\" \"two\""));
	ck_assert_uint_eq(got[0].answers, 1);
	ck_assert_dr_str(got[0].answer->rrs[0].text, "onetwo");
	now += 100999;
	const dr_answer *a = hit("a");
	ck_assert_ptr_nonnull(a);
	ck_assert_uint_eq(a->ttl, 200);
	ck_assert_uint_eq(a->rrs[0].ttl, 200);
	ck_assert_uint_eq(a->rrs[0].chunk_count, 2);
	ck_assert_dr_str(a->rrs[0].text, "onetwo");
	ck_assert_uint_eq(world.started, 1);
}
END_TEST

START_TEST(keeps_all_of_an_answer)
{
	dr_answer *a = answer_with("a", DR_NO_NAME);
	dr_hop hops[] = { { .name = dr_name_of(arena, S("a")),
		            .target = dr_name_of(arena, S("b")),
		            .ttl = 60 },
		          { .name = dr_name_of(arena, S("b")),
		            .target = dr_name_of(arena, S("c")),
		            .ttl = 90 } };
	a->hops = hops;
	a->hop_count = 2;
	a->soa = dr_name_of(arena, S("example"));
	a->negative_ttl = 600;
	a->secure = DR_TRUST_YES;
	a->wire_size = 1234;
	a->truncated = true;
	dr_answer_settle(arena, a);
	learn("a", a);
	const dr_answer *b = hit("a");
	ck_assert_int_eq(b->outcome, DR_NO_NAME);
	ck_assert_uint_eq(b->hop_count, 2);
	ck_assert_dr_str(dr_name_text(arena, b->hops[1].target), "c");
	ck_assert_uint_eq(b->hops[1].ttl, 90);
	ck_assert_uint_eq(b->ttl, 60);
	ck_assert_dr_str(dr_name_text(arena, b->soa), "example");
	ck_assert_uint_eq(b->negative_ttl, 600);
	ck_assert_int_eq(b->secure, DR_TRUST_YES);
	ck_assert_uint_eq(b->wire_size, 1234);
	ck_assert(b->truncated);
	ck_assert(dr_question_eq(&b->question, &a->question));
}
END_TEST

START_TEST(exact_ttls_stay)
{
	dr_answer *a = text_answer("a", 300, "\"x\"");
	a->ttl_exact = true;
	learn("a", a);
	now += 100000;
	ck_assert_uint_eq(hit("a")->ttl, 300);
	ck_assert(hit("a")->ttl_exact);
}
END_TEST

/* Seconds that an answer is kept. */
static const struct {
	dr_outcome outcome;
	uint32_t ttl, negative_ttl, kept;
} LIFETIMES[] = {
	{ DR_ANSWER, 300, 0, 300 },   { DR_ANSWER, 86400, 0, 3600 }, { DR_ANSWER, 0, 0, 0 },
	{ DR_NO_DATA, 0, 60, 60 },    { DR_NO_NAME, 0, 86400, 300 }, { DR_NO_NAME, 0, 0, 0 },
	{ DR_SERVFAIL, 0, 0, 30 },    { DR_REFUSED, 0, 0, 30 },      { DR_TIMEOUT, 0, 0, 30 },
	{ DR_UNREACHABLE, 0, 0, 30 }, { DR_GARBLED, 0, 0, 30 },      { DR_BUDGET, 0, 0, 0 },
};

START_TEST(keeps_answers_as_long_as_they_may_be)
{
	char name[2] = "a";
	for (size_t i = 0; i < DR_COUNT(LIFETIMES); i++, name[0]++) {
		dr_answer *a = LIFETIMES[i].outcome == DR_ANSWER
		                       ? text_answer(name, LIFETIMES[i].ttl, "\"x\"")
		                       : answer_with(name, LIFETIMES[i].outcome);
		a->negative_ttl = LIFETIMES[i].negative_ttl;
		learn(name, a);
		if (LIFETIMES[i].kept > 0) {
			now += (int64_t)LIFETIMES[i].kept * 1000 - 1;
			ck_assert_msg(hit(name) != NULL, "%zu: gone", i);
			now += 1;
		}
		ck_assert_msg(hit(name) == NULL, "%zu: still there", i);
	}
}
END_TEST

START_TEST(joins_questions_in_flight)
{
	ask(1, "a");
	ask(2, "A");
	ask(3, "b");
	ck_assert_uint_eq(world.started, 2);
	world.due[0] = text_answer("a", 300, "\"x\"");
	process();
	ck_assert_uint_eq(got[1].answers, 1);
	ck_assert_uint_eq(got[2].answers, 1);
	ck_assert_uint_eq(got[3].answers, 0);
	ck_assert_uint_eq(dr_cache_stats_of(cache).joined, 1);
	ck_assert_uint_eq(dr_cache_stats_of(cache).misses, 2);
}
END_TEST

START_TEST(all_of_a_question_is_its_key)
{
	dr_question a = question("a"), b = a, c = a, d = a;
	b.type = DR_TYPE_MX;
	c.flags = DR_FLAG_CD;
	d.server = (dr_ipaddr){ DR_IPV4, { 192, 0, 2, 1 } };
	dr_question *all[] = { &a, &b, &c, &d };
	for (size_t i = 0; i < DR_COUNT(all); i++) {
		cache->start(cache, all[i], NULL, now + 1);
		ck_assert_uint_eq(world.started, i + 1);
		ck_assert(dr_question_eq(&world.asked[i], all[i]));
	}
}
END_TEST

START_TEST(starting_a_known_question_answers_from_process)
{
	int wait = -1;
	learn("a", text_answer("a", 300, "\"x\""));
	now += 5000;
	ask(1, "a");
	ck_assert_uint_eq(got[1].answers, 0);
	cache->fds(cache, NULL, 0, &wait);
	ck_assert_int_eq(wait, 0);
	process();
	ck_assert_uint_eq(got[1].answers, 1);
	ck_assert_uint_eq(got[1].answer->ttl, 295);
	ck_assert_uint_eq(world.started, 1);
	cache->fds(cache, NULL, 0, &wait);
	ck_assert_int_ne(wait, 0);
}
END_TEST

START_TEST(late_joiners_get_their_own_time)
{
	ask_until(1, "a", now + 100);
	ask_until(2, "a", now + 5000);
	now += 100;
	world.due[0] = answer_with("a", DR_TIMEOUT);
	process();
	ck_assert_uint_eq(got[1].answers, 1);
	ck_assert_int_eq(got[1].answer->outcome, DR_TIMEOUT);
	ck_assert_uint_eq(got[2].answers, 0);
	ck_assert_uint_eq(world.started, 2);
	ck_assert_int_eq(world.deadline[1], now + 4900);
	world.due[1] = text_answer("a", 300, "\"x\"");
	process();
	ck_assert_int_eq(got[2].answer->outcome, DR_ANSWER);
	ck_assert_uint_eq(got[1].answers, 1);
}
END_TEST

START_TEST(hurried_joiners_do_not_wait)
{
	int wait = -1;
	ask_until(1, "a", now + 5000);
	ask_until(2, "a", now + 100);
	cache->fds(cache, NULL, 0, &wait);
	ck_assert_int_eq(wait, 100);
	now += 100;
	process();
	ck_assert_uint_eq(got[1].answers, 0);
	ck_assert_uint_eq(got[2].answers, 1);
	ck_assert_int_eq(got[2].answer->outcome, DR_TIMEOUT);
	ck_assert_uint_eq(world.cancelled, 0);
	cache->fds(cache, NULL, 0, &wait);
	ck_assert_int_eq(wait, 4900);
}
END_TEST

START_TEST(a_timeout_of_our_own_haste_is_not_kept)
{
	ask_until(1, "a", now + 100);
	now += 100;
	world.due[0] = answer_with("a", DR_TIMEOUT);
	process();
	ck_assert_uint_eq(got[1].answers, 1);
	ck_assert_ptr_null(hit("a"));
}
END_TEST

START_TEST(cancels_what_nobody_wants)
{
	ask(1, "a");
	ask(2, "a");
	cache->cancel(cache, (void *)1);
	ck_assert_uint_eq(world.cancelled, 0);
	cache->cancel(cache, (void *)2);
	ck_assert_uint_eq(world.cancelled, 1);
	cache->cancel(cache, (void *)3);
	ask(4, "a");
	ck_assert_uint_eq(world.started, 2);
	learn("b", text_answer("b", 300, "\"x\""));
	ask(5, "b");
	cache->cancel(cache, (void *)5);
	process();
	ck_assert_uint_eq(got[1].answers + got[2].answers + got[5].answers, 0);
}
END_TEST

static void meddle(void *waiter, const dr_answer *answer)
{
	answered(waiter, answer);
	size_t i = (size_t)(uintptr_t)waiter;
	cache->cancel(cache, (void *)(uintptr_t)(i ^ 1));
	if (i < 20) {
		ask(i + 20, "a");
	}
}

static void meddle_with(dr_answer *answer)
{
	for (size_t i = 10; i < 16; i++) {
		ask(i, "a");
	}
	world.due[world.started - 1] = answer;
	for (int i = 0; i < 3; i++) {
		cache->process(cache, NULL, 0, meddle);
	}
	for (size_t i = 10; i < 16; i += 2) {
		ck_assert_uint_eq(got[i].answers + got[i + 1].answers, 1);
	}
}

START_TEST(may_be_changed_while_it_answers)
{
	meddle_with(text_answer("a", 300, "\"x\""));
}
END_TEST

START_TEST(may_be_changed_while_it_answers_what_it_does_not_keep)
{
	meddle_with(text_answer("a", 0, "\"x\""));
}
END_TEST

START_TEST(forgets_the_least_recently_used)
{
	dr_source_close(cache);
	open_cache(4 * 600);
	char text[203] = { 0 }, name[2] = "a";
	memset(text, 'x', sizeof(text) - 1);
	text[0] = text[201] = '"';
	for (; name[0] <= 'j'; name[0]++) {
		learn(name, text_answer(name, 300, text));
		ck_assert_msg(hit("a") != NULL, "%s", name);
	}
	dr_cache_stats stats = dr_cache_stats_of(cache);
	ck_assert_uint_le(stats.octets, 4 * 600);
	ck_assert_uint_ge(stats.entries, 3);
	ck_assert_uint_eq(stats.evicted, 10 - stats.entries);
	ck_assert_ptr_null(hit("b"));
	ck_assert_ptr_nonnull(hit("j"));
}
END_TEST

START_TEST(says_when_the_source_behind_refuses)
{
	world.refuses = true;
	dr_question q = question("a");
	ck_assert_int_eq(cache->start(cache, &q, NULL, now + 1), DR_ENOMEM);
	world.refuses = false;
	ask(1, "a");
	ck_assert_uint_eq(world.started, 1);
	q.kind = DR_ASK_HTTPS;
	ck_assert_int_eq(cache->start(cache, &q, NULL, now + 1), DR_EINVAL);
	ck_assert_ptr_null(cache->immediate(cache, arena, &q));
}
END_TEST

UNIT_MAIN("cache", set_up, tear_down, gives_copies_with_lower_ttls, keeps_all_of_an_answer,
          exact_ttls_stay, keeps_answers_as_long_as_they_may_be, joins_questions_in_flight,
          all_of_a_question_is_its_key, starting_a_known_question_answers_from_process,
          late_joiners_get_their_own_time, hurried_joiners_do_not_wait,
          a_timeout_of_our_own_haste_is_not_kept, cancels_what_nobody_wants,
          may_be_changed_while_it_answers, may_be_changed_while_it_answers_what_it_does_not_keep,
          forgets_the_least_recently_used, says_when_the_source_behind_refuses)
