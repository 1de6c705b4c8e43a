/* The run's table: sources in order, open questions, budgets, chains from one source to another. */
#include "answer/answers.h"
#include "answer/rdata.h"
#include "unit.h"
#include <stdio.h>

/* A source that a test scripts: names end in `zone`, each line is "owner type outcome data". */
typedef struct {
	const char *name, *target, *txt; /* target: a CNAME; txt: a record; neither: NXDOMAIN */
} script_line;

typedef struct {
	dr_source_of_answers base;
	const char *zone;
	const script_line *lines;
	size_t count;
	size_t asked;
} script;

static dr_arena *arena;
static script zones[2];
static dr_source_of_answers *const sources[] = { &zones[0].base, &zones[1].base };
static dr_answers *table;

static dr_name name(const char *text)
{
	return dr_name_of(arena, dr_str_of(text));
}

static dr_rr *text_record(dr_arena *a, const char *text)
{
	dr_rr *rr = dr_arena_new_of(a, dr_rr);
	if (rr != NULL) {
		dr_rdata_parse(a, DR_TYPE_TXT, dr_str_of(text), rr, NULL);
		rr->ttl = 300;
	}
	return rr;
}

static const script_line *find_line(const script *self, dr_name at)
{
	for (size_t i = 0; i < self->count; i++) {
		if (dr_name_eq(name(self->lines[i].name), at)) {
			return &self->lines[i];
		}
	}
	return NULL;
}

/* Follows its own CNAMEs, and hands on those that leave. */
static const dr_answer *script_immediate(dr_source_of_answers *base, dr_arena *a,
                                         const dr_question *question)
{
	script *self = (script *)(void *)base;
	dr_name at = question->name, origin = name(self->zone);
	dr_answer *answer = dr_arena_new_of(a, dr_answer);
	dr_hop *hops = dr_arena_alloc_array(a, 20, sizeof(dr_hop));
	if (!dr_name_is_within(at, origin) || question->type != DR_TYPE_TXT || answer == NULL ||
	    hops == NULL) {
		return NULL;
	}
	self->asked++;
	*answer = (dr_answer){ .outcome = DR_OPEN, .hops = hops, .ttl_exact = true };
	while (dr_name_is_within(at, origin)) {
		const script_line *line = find_line(self, at);
		if (line == NULL || line->target == NULL) {
			answer->outcome = line != NULL ? DR_ANSWER : DR_NO_NAME;
			answer->rrs = line != NULL ? text_record(a, line->txt) : NULL;
			answer->rr_count = answer->rrs != NULL ? 1 : 0;
			break;
		}
		dr_name target = name(line->target);
		hops[answer->hop_count++] = (dr_hop){ .name = at, .target = target, .ttl = 60 };
		at = target;
	}
	dr_answer_settle(a, answer);
	return answer;
}

static void new_table(size_t zone_count, bool live, size_t max_questions)
{
	dr_answers_done(table);
	dr_answers_config config = { .immediate = sources,
		                     .immediate_count = zone_count,
		                     .live = live,
		                     .live_https = live,
		                     .max_questions = max_questions,
		                     .max_fetches = 1 };
	table = dr_answers_new(arena, &config);
}

static void set_zone(size_t i, const char *zone, const script_line *lines, size_t count)
{
	zones[i] = (script){
		.base = { .kind = "zone", .immediate = script_immediate, .is_zone = true },
		.zone = zone,
		.lines = lines,
		.count = count
	};
}

static void set_up(void)
{
	arena = dr_arena_new(0);
	table = NULL;
	new_table(0, true, 100);
}

static void tear_down(void)
{
	dr_answers_done(table);
	dr_arena_free(arena);
}

static const dr_answer *ask(const char *text)
{
	return dr_ask_dns(table, name(text), DR_TYPE_TXT);
}

static void put(const char *text, dr_outcome outcome, const char *txt)
{
	dr_answer answer = { .question = dr_question_dns(name(text), DR_TYPE_TXT),
		             .outcome = outcome };
	if (txt != NULL) {
		answer.rrs = text_record(arena, txt);
		answer.rr_count = answer.rrs != NULL ? 1 : 0;
		dr_answer_settle(arena, &answer);
	}
	dr_answers_put(table, &answer);
}

static void put_chain(const char *text, const char *target, dr_outcome outcome, const char *txt)
{
	dr_hop hop = { .name = name(text), .target = name(target), .ttl = 30 };
	dr_answer answer = { .question = dr_question_dns(name(text), DR_TYPE_TXT),
		             .outcome = outcome,
		             .hops = &hop,
		             .hop_count = 1 };
	answer.rrs = txt != NULL ? text_record(arena, txt) : NULL;
	answer.rr_count = txt != NULL ? 1 : 0;
	dr_answer_settle(arena, &answer);
	dr_answers_put(table, &answer);
}

START_TEST(a_question_is_open_until_it_is_answered)
{
	const dr_answer *answer = ask("a.test");
	ck_assert_int_eq(answer->outcome, DR_OPEN);
	ck_assert_ptr_eq(ask("A.Test."), answer);
	ck_assert_uint_eq(dr_answers_open(table), 1);
	ck_assert_ptr_eq(dr_answers_take_open(table), &answer->question);
	ck_assert_ptr_null(dr_answers_take_open(table));
	ck_assert_uint_eq(dr_answers_open(table), 1);

	put("a.test", DR_ANSWER, "\"x\"");
	ck_assert_uint_eq(dr_answers_open(table), 0);
	ck_assert_ptr_eq(ask("a.test"), answer);
	ck_assert_int_eq(answer->outcome, DR_ANSWER);
	ck_assert_dr_str(answer->rrs[0].text, "x");

	put("a.test", DR_NO_NAME, NULL);
	ck_assert_int_eq(answer->outcome, DR_ANSWER);
	put("never.asked.test", DR_NO_NAME, NULL);
	ck_assert_uint_eq(dr_answers_count(table), 1);
}
END_TEST

START_TEST(questions_are_taken_oldest_first)
{
	ask("c.test");
	ask("a.test");
	put("c.test", DR_TIMEOUT, NULL);
	ask("b.test");
	ck_assert(dr_name_eq(dr_answers_take_open(table)->name, name("a.test")));
	ck_assert(dr_name_eq(dr_answers_take_open(table)->name, name("b.test")));
	ck_assert_ptr_null(dr_answers_take_open(table));
	ck_assert(dr_name_eq(dr_answers_at(table, 0)->question.name, name("c.test")));
	ck_assert_uint_eq(dr_answers_at(table, 2)->index, 2);
	dr_status status = dr_status_of_answer(dr_answers_at(table, 0));
	ck_assert_int_eq(status.state, DR_UNKNOWN);
	ck_assert_int_eq(status.why, DR_WHY_NETWORK);
	ck_assert_uint_eq(status.question, 1);
}
END_TEST

START_TEST(offline_is_not_given)
{
	new_table(0, false, 100);
	ck_assert_int_eq(ask("a.test")->outcome, DR_NOT_GIVEN);
	dr_question https = { .kind = DR_ASK_HTTPS, .name = name("a.test"), .path = S("/") };
	ck_assert_int_eq(dr_ask(table, &https)->outcome, DR_NOT_GIVEN);
	ck_assert_uint_eq(dr_answers_open(table), 0);
	ck_assert_ptr_null(dr_answers_take_open(table));
}
END_TEST

START_TEST(budgets_count_what_becomes_open)
{
	new_table(0, true, 2);
	dr_question https = { .kind = DR_ASK_HTTPS, .name = name("a.test"), .path = S("/") };
	ck_assert_int_eq(ask("a.test")->outcome, DR_OPEN);
	ck_assert_int_eq(ask("b.test")->outcome, DR_OPEN);
	ck_assert_int_eq(ask("c.test")->outcome, DR_BUDGET);
	ck_assert_int_eq(ask("a.test")->outcome, DR_OPEN);
	ck_assert_int_eq(dr_ask(table, &https)->outcome, DR_OPEN);
	https.path = S("/2");
	ck_assert_int_eq(dr_ask(table, &https)->outcome, DR_BUDGET);
	ck_assert_uint_eq(dr_answers_open(table), 3);
	dr_answers_give_up(table, DR_TIMEOUT);
	ck_assert_uint_eq(dr_answers_open(table), 0);
	ck_assert_int_eq(ask("b.test")->outcome, DR_TIMEOUT);
	ck_assert_int_eq(ask("c.test")->outcome, DR_BUDGET);
	ck_assert_ptr_null(dr_answers_take_open(table));
}
END_TEST

START_TEST(nothing_becomes_open_after_giving_up)
{
	new_table(0, true, 100);
	dr_answers_give_up(table, DR_TIMEOUT);
	ck_assert_int_eq(ask("a.test")->outcome, DR_TIMEOUT);
	ck_assert_uint_eq(dr_answers_open(table), 0);
}
END_TEST

START_TEST(values_are_kept_until_the_answer_changes)
{
	static const char KEY[1], OTHER[1];
	int value = 1, second = 2;
	const dr_answer *answer = ask("a.test");
	ck_assert_ptr_null(dr_answer_kept(table, answer, KEY));
	dr_answer_keep(table, answer, KEY, &value);
	dr_answer_keep(table, answer, OTHER, &second);
	ck_assert_ptr_eq(dr_answer_kept(table, answer, KEY), &value);
	ck_assert_ptr_eq(dr_answer_kept(table, answer, OTHER), &second);
	dr_answer_keep(table, answer, KEY, &second);
	ck_assert_ptr_eq(dr_answer_kept(table, answer, KEY), &second);
	put("a.test", DR_NO_DATA, NULL);
	ck_assert_ptr_null(dr_answer_kept(table, answer, KEY));
}
END_TEST

static const script_line ZONE_A[] = {
	{ "own.a.test", NULL, "\"own\"" },       { "in.a.test", "own.a.test", NULL },
	{ "out.a.test", "x.b.test", NULL },      { "live.a.test", "x.live.test", NULL },
	{ "live2.a.test", "live.a.test", NULL }, { "loop.a.test", "loop.b.test", NULL },
};
static const script_line ZONE_B[] = {
	{ "x.b.test", "y.b.test", NULL },
	{ "y.b.test", NULL, "\"b\"" },
	{ "loop.b.test", "loop.a.test", NULL },
	{ "back.b.test", "live.a.test", NULL },
};

static void set_zones(bool live)
{
	set_zone(0, "a.test", ZONE_A, DR_COUNT(ZONE_A));
	set_zone(1, "b.test", ZONE_B, DR_COUNT(ZONE_B));
	new_table(2, live, 100);
}

START_TEST(immediate_sources_answer_at_once)
{
	set_zones(true);
	const dr_answer *answer = ask("in.a.test");
	ck_assert_int_eq(answer->outcome, DR_ANSWER);
	ck_assert_uint_eq(answer->hop_count, 1);
	ck_assert_uint_eq(answer->ttl, 60);
	ask("in.a.test");
	ck_assert_uint_eq(zones[0].asked, 1);
	ck_assert_int_eq(ask("none.b.test")->outcome, DR_NO_NAME);
	ck_assert_uint_eq(dr_answers_open(table), 0);
}
END_TEST

START_TEST(a_chain_goes_from_zone_to_zone)
{
	set_zones(true);
	const dr_answer *answer = ask("out.a.test");
	ck_assert_int_eq(answer->outcome, DR_ANSWER);
	ck_assert_uint_eq(answer->hop_count, 2);
	ck_assert(dr_name_eq(answer->question.name, name("out.a.test")));
	ck_assert(dr_name_eq(answer->hops[0].name, name("out.a.test")));
	ck_assert(dr_name_eq(dr_answer_end(answer), name("y.b.test")));
	ck_assert_dr_str(answer->rrs[0].text, "b");
	ck_assert(answer->ttl_exact);
	ck_assert_uint_eq(dr_answers_count(table), 2);
}
END_TEST

START_TEST(a_chain_into_live_dns_waits_for_it)
{
	set_zones(true);
	const dr_answer *second = ask("live2.a.test");
	const dr_answer *first = ask("live.a.test");
	ck_assert_int_eq(second->outcome, DR_OPEN);
	ck_assert_uint_eq(dr_answers_open(table), 1);
	ck_assert(dr_name_eq(dr_answers_take_open(table)->name, name("x.live.test")));
	ck_assert_ptr_null(dr_answers_take_open(table));
	put("x.live.test", DR_ANSWER, "\"there\"");
	ck_assert_int_eq(first->outcome, DR_ANSWER);
	ck_assert_int_eq(second->outcome, DR_ANSWER);
	ck_assert_uint_eq(second->hop_count, 2);
	ck_assert_dr_str(second->rrs[0].text, "there");
	ck_assert(!second->ttl_exact);
	ck_assert_uint_eq(second->ttl, 60);
}
END_TEST

START_TEST(giving_up_ends_chains_too)
{
	set_zones(true);
	const dr_answer *answer = ask("live.a.test");
	dr_answers_give_up(table, DR_BUDGET);
	ck_assert_int_eq(answer->outcome, DR_BUDGET);
	ck_assert_uint_eq(answer->hop_count, 1);
}
END_TEST

START_TEST(offline_ends_a_chain_that_leaves)
{
	set_zones(false);
	const dr_answer *answer = ask("live.a.test");
	ck_assert_int_eq(answer->outcome, DR_NOT_GIVEN);
	ck_assert_uint_eq(answer->hop_count, 1);
}
END_TEST

START_TEST(a_live_chain_into_a_zone_is_asked_there)
{
	set_zones(true);
	const dr_answer *answer = ask("outside.test");
	put_chain("outside.test", "own.a.test", DR_ANSWER, "\"what is published today\"");
	ck_assert_int_eq(answer->outcome, DR_ANSWER);
	ck_assert_dr_str(answer->rrs[0].text, "own");
	ck_assert_uint_eq(answer->hop_count, 1);
	ck_assert_uint_eq(answer->ttl, 30);

	answer = ask("outside2.test");
	put_chain("outside2.test", "gone.a.test", DR_ANSWER, "\"what is published today\"");
	ck_assert_int_eq(answer->outcome, DR_NO_NAME);
	ck_assert_uint_eq(answer->rr_count, 0);

	answer = ask("outside3.test");
	put_chain("outside3.test", "elsewhere.test", DR_ANSWER, "\"elsewhere\"");
	ck_assert_dr_str(answer->rrs[0].text, "elsewhere");
}
END_TEST

START_TEST(a_circle_is_a_server_failure)
{
	set_zones(true);
	const dr_answer *answer = ask("loop.a.test");
	ck_assert_int_eq(answer->outcome, DR_SERVFAIL);
	ck_assert_int_eq(ask("loop.b.test")->outcome, DR_SERVFAIL);

	answer = ask("live.a.test");
	put_chain("x.live.test", "live.a.test", DR_SERVFAIL, NULL);
	ck_assert_int_eq(answer->outcome, DR_SERVFAIL);
	ck_assert_int_eq(ask("x.live.test")->outcome, DR_SERVFAIL);
	ck_assert_uint_eq(dr_answers_open(table), 0);
}
END_TEST

START_TEST(long_chains_end)
{
	static char names[40][16];
	static script_line a[20], b[20];
	for (size_t i = 0; i < 40; i++) {
		snprintf(names[i], sizeof(names[i]), "n%zu.%c.test", i, i % 2 == 0 ? 'a' : 'b');
	}
	for (size_t i = 0; i < 39; i++) {
		(i % 2 == 0 ? a : b)[i / 2] = (script_line){ names[i], names[i + 1], NULL };
	}
	b[19] = (script_line){ names[39], NULL, "\"end\"" };
	set_zone(0, "a.test", a, 20);
	set_zone(1, "b.test", b, 20);
	new_table(2, true, 100);
	ck_assert_int_eq(ask("n23.b.test")->outcome, DR_ANSWER);
	ck_assert_uint_eq(ask("n23.b.test")->hop_count, 16);
	ck_assert_int_eq(ask("n22.a.test")->outcome, DR_SERVFAIL);
	new_table(2, true, 100);
	ck_assert_int_eq(ask("n0.a.test")->outcome, DR_SERVFAIL);
	ck_assert_uint_le(dr_answers_count(table), 20);
}
END_TEST

START_TEST(one_server_is_asked_without_following)
{
	set_zones(true);
	zones[0].base.immediate = NULL;
	dr_question question = dr_question_dns(name("out.a.test"), DR_TYPE_TXT);
	ck_assert(dr_ipaddr_parse(S("192.0.2.53"), &question.server));
	const dr_answer *answer = dr_ask(table, &question);
	dr_hop hop = { .name = question.name, .target = name("y.b.test") };
	dr_answer live = {
		.question = question, .outcome = DR_ANSWER, .hops = &hop, .hop_count = 1
	};
	dr_answers_put(table, &live);
	ck_assert_int_eq(answer->outcome, DR_ANSWER);
	ck_assert_uint_eq(answer->rr_count, 0);
	ck_assert_uint_eq(answer->hop_count, 1);
}
END_TEST

START_TEST(no_memory_reads_as_budget)
{
	for (size_t n = 1;; n++) {
		tear_down();
		arena = dr_arena_new(0);
		table = NULL;
		set_zones(true);
		dr_arena_fail_at(arena, n);
		const dr_answer *in = ask("out.a.test");
		const dr_answer *live = ask("live.a.test");
		put("x.live.test", DR_ANSWER, "\"x\"");
		dr_answers_give_up(table, DR_TIMEOUT);
		bool failed = dr_arena_failed(arena);
		ck_assert(in->outcome == DR_BUDGET || in->outcome == DR_ANSWER);
		ck_assert(in->outcome != DR_ANSWER || in->rr_count == 1);
		ck_assert(live->outcome != DR_ANSWER || live->rr_count == 1);
		ck_assert_int_ne(live->outcome, DR_OPEN);
		ck_assert_uint_eq(dr_answers_open(table), 0);
		if (!failed) {
			ck_assert_int_eq(live->outcome, DR_ANSWER);
			break;
		}
	}
}
END_TEST

UNIT_MAIN("answer_table", set_up, tear_down, a_question_is_open_until_it_is_answered,
          questions_are_taken_oldest_first, offline_is_not_given, budgets_count_what_becomes_open,
          nothing_becomes_open_after_giving_up, values_are_kept_until_the_answer_changes,
          immediate_sources_answer_at_once, a_chain_goes_from_zone_to_zone,
          a_chain_into_live_dns_waits_for_it, giving_up_ends_chains_too,
          offline_ends_a_chain_that_leaves, a_live_chain_into_a_zone_is_asked_there,
          a_circle_is_a_server_failure, long_chains_end, one_server_is_asked_without_following,
          no_memory_reads_as_budget)
