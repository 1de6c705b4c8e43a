/* Runs: passes over a live source, limits, windows, and the same facts whatever comes first. */
#include "facts_text.h"
#include "run/window.h"
#include "source_shuffle.h"
#include "source_silent.h"
#include "unit.h"
#include "world.h"

static world w;

static void tear_down(void)
{
	world_close(&w);
}

/* A company with something of everything: includes that repeat, loop and fail, aliases, services,
 * wildcards, report addresses elsewhere, several hosts. */
static const char COMPANY[] =
	"d.test. MX 10 aspmx.l.google.com.\n"
	"d.test. MX 20 mx.d.test.\n"
	"d.test. TXT \"v=spf1 a mx include:s1.test include:s2.test include:gone.test a:slow.test "
	"exists:%{i}.d.test include:slow.test -all\"\n"
	"d.test. TXT \"google-site-verification=1\"\n"
	"d.test. A 192.0.2.1\n"
	"mx.d.test. AAAA 2001:db8::1\n"
	"aspmx.l.google.com. A 192.0.2.9\n"
	"s1.test. TXT \"v=spf1 include:s3.test include:s2.test ~all\"\n"
	"s2.test. TXT \"v=spf1 include:s1.test include:late.test ip4:198.51.100.0/24 ~all\"\n"
	"s3.test. TXT \"v=spf1 mx:d.test a:none.test ~all\"\n"
	"late.test. CNAME later.test.\n"
	"later.test. CNAME latest.test.\n"
	"latest.test. TXT \"v=spf1 redirect=s3.test\"\n"
	"_dmarc.d.test. TXT \"v=DMARC1; p=quarantine; pct=50; "
	"rua=mailto:a@r.test,mailto:b@slow2.test; "
	"ruf=mailto:c@d.test\"\n"
	"d.test._report._dmarc.r.test. TXT \"v=DMARC1\"\n"
	"r.test. MX 0 .\n"
	"_mta-sts.d.test. TXT \"v=STSv1; id=1\"\n"
	"_smtp._tls.d.test. CNAME tls.r.test.\n"
	"tls.r.test. TXT \"v=TLSRPTv1; rua=mailto:t@d.test\"\n"
	"default._bimi.d.test. TXT \"v=BIMI1; l=https://d.test/l.svg\"\n"
	"s1._domainkey.d.test. CNAME dkim.s1.test.\n"
	"dkim.s1.test. TXT \"v=DKIM1; p=\"\n"
	"google._domainkey.d.test. TXT \"v=DKIM1; k=ed25519; "
	"p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"\n"
	"*.wild.d.test. TXT \"v=spf1 -all\"\n"
	"*.wild.d.test. MX 5 mx.d.test.\n";

static const char SLOW[] = "slow.test slow2.test d.test._report._dmarc.slow2.test";
static const char *const DOMAINS[] = { "d.test", "sub.d.test", "wild.d.test", "nothing.test" };

/* A clock that jumps, by up to three milliseconds, or by whole seconds. */
typedef struct {
	dr_clock clock;
	int64_t now_ms, step;
	uint32_t state;
} jumpy_clock;

static int64_t jump(void *self)
{
	jumpy_clock *c = self;
	c->state = c->state * 1664525u + 1013904223u;
	c->now_ms += c->step * (c->state >> 30);
	return c->now_ms;
}

static jumpy_clock jumpy(unsigned seed, int64_t step)
{
	return (jumpy_clock){ .clock = { .monotonic_ms = jump }, .step = step, .state = seed };
}

/* All facts of a run that succeeds. */
static dr_str run_text(const dr_run_config *config, const char *domain)
{
	dr_run_result result = { 0 };
	dr_request request = { .domain = dr_str_of(domain), .probe = DR_PROBE_COMMON };
	ck_assert_int_eq(dr_run_one(config, &request, &result), DR_OK);
	ck_assert_msg(result.error.code == DR_OK, "%s", result.error.text);
	dr_str text = facts_text(w.arena, &result);
	dr_run_result_done(&result);
	return text;
}

static void compare(dr_str got, dr_str want, const char *domain, unsigned seed)
{
	dr_str a, b;
	for (dr_str g = got, h = want; dr_str_split(&g, '\n', &a) && dr_str_split(&h, '\n', &b);) {
		ck_assert_msg(dr_str_eq(a, b), "%s, seed %u\ngot  %.*s\nwant %.*s", domain, seed,
		              DR_FMT(a), DR_FMT(b));
	}
	ck_assert(dr_str_eq(got, want));
}

static void compare_orders(const char *domain, bool pass_for_every_answer, unsigned seeds)
{
	dr_run_config at_once = { .first = &w.base };
	dr_str want = run_text(&at_once, domain);
	for (unsigned seed = 1; seed <= seeds; seed++) {
		dr_source_of_answers *live = source_shuffle_open(&w.base, seed);
		jumpy_clock clock = jumpy(seed, 1);
		clock.clock.self = &clock;
		dr_run_config config = { .live = live,
			                 .clock = &clock.clock,
			                 .shuffle_passes = pass_for_every_answer };
		compare(run_text(&config, domain), want, domain, seed);
		dr_source_close(live);
	}
}

START_TEST(facts_do_not_depend_on_the_order_of_answers)
{
	world_open(&w, COMPANY, SLOW);
	compare_orders(DOMAINS[_i], false, _i == 0 ? 100 : 30);
}
END_TEST

START_TEST(facts_do_not_depend_on_when_passes_run)
{
	world_open(&w, COMPANY, SLOW);
	compare_orders(DOMAINS[_i], true, 20);
}
END_TEST

START_TEST(a_run_tells_what_it_could_not_find_out)
{
	static const struct {
		const char *path, *text;
	} CASES[] = {
		{ "spf.present", "= true" },
		{ "spf.lookups", "? network slow.test TXT" },
		{ "spf.lookups_min", "= 22" },
		{ "dmarc.p", "= quarantine" },
		{ "dmarc.pct", "= 50" },
		{ "dmarc.sp", "absent" },
		{ "dmarc.effective.rfc9989.p", "= quarantine" },
		{ "dmarc.effective.weakest.np", "= none" },
		{ "dmarc.rua[0].authorised", "= true" },
		{ "dmarc.rua[0].accepts", "= null-mx" },
		{ "dmarc.rua[1].external", "= true" },
		{ "dmarc.rua[1].authorised", "? network d.test._report._dmarc.slow2.test TXT" },
		{ "dmarc.ruf[0].external", "= false" },
		{ "dkim.found", "= 1" },
		{ "dkim.wildcard", "= false" },
		{ "tlsrpt.alias.target", "= tls.r.test" },
		{ "mx.hosts[1].addresses", "= 2001:db8::1" },
		{ "bimi.a", "absent" },
		{ "domain.sends", "= true" },
	};
	world_open(&w, COMPANY, SLOW);
	dr_run_config config = { .first = &w.base };
	dr_request request = { .domain = S("D.Test."), .probe = DR_PROBE_COMMON };
	dr_run_result result = { 0 };
	ck_assert_int_eq(dr_run_one(&config, &request, &result), DR_OK);
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_str text = fact_text(w.arena, &result, CASES[i].path);
		ck_assert_msg(dr_str_eq(text, dr_str_of(CASES[i].text)), "%s: got %.*s, want %s",
		              CASES[i].path, DR_FMT(text), CASES[i].text);
	}
	ck_assert(result.incomplete);
	ck_assert(!result.over_budget);
	ck_assert_uint_eq(result.passes, 1);
	ck_assert_dr_str(result.domain, "d.test");
	dr_run_result_done(&result);
}
END_TEST

START_TEST(what_is_no_domain_is_said_in_the_result)
{
	static const char *const TEXTS[] = { "",
		                             ".",
		                             "a..b",
		                             "192.0.2.1",
		                             "me@example.com",
		                             "https://example.com/",
		                             "exa mple.com" };
	world_open(&w, "", NULL);
	dr_run_config config = { .first = &w.base };
	for (size_t i = 0; i < DR_COUNT(TEXTS); i++) {
		dr_request request = { .domain = dr_str_of(TEXTS[i]) };
		dr_run_result result = { 0 };
		ck_assert_int_eq(dr_run_one(&config, &request, &result), DR_OK);
		ck_assert_int_eq(result.error.code, DR_EINVAL);
		ck_assert_str_ne(result.error.text, "");
		ck_assert_ptr_null(result.facts);
		dr_run_result_done(&result);
	}
}
END_TEST

/* A run with limits; the facts are there, and say "budget". */
static void run_limited(const dr_run_config *config, const char *path, const char *why)
{
	dr_request request = { .domain = S("d.test"), .probe = DR_PROBE_COMMON };
	dr_run_result result = { 0 };
	ck_assert_int_eq(dr_run_one(config, &request, &result), DR_OK);
	ck_assert_msg(result.error.code == DR_OK, "%s", result.error.text);
	ck_assert(result.over_budget);
	ck_assert(result.incomplete);
	ck_assert_uint_eq(dr_answers_open(result.answers), 0);
	ck_assert_dr_str(fact_text(w.arena, &result, path), why);
	dr_run_result_done(&result);
}

START_TEST(a_spent_limit_ends_in_facts_that_say_so)
{
	world_open(&w, COMPANY, NULL);
	dr_source_of_answers *live = source_shuffle_open(&w.base, 7);
	jumpy_clock clock = jumpy(7, 1);
	clock.clock.self = &clock;
	dr_run_config config = { .live = live, .clock = &clock.clock };
	config.max_questions = 10;
	run_limited(&config, "tlsrpt.present", "? budget _smtp._tls.d.test TXT");
	config.max_questions = 0;
	config.max_arena = 40000;
	run_limited(&config, "dmarc.present", "? budget");
	config.max_arena = 0;
	dr_source_close(live);
	dr_source_of_answers silent = source_silent();
	config.live = &silent;
	clock.step = 1000;
	run_limited(&config, "dmarc.present", "? budget _dmarc.d.test TXT");
}
END_TEST

/* Wherever memory ends, there are facts or DR_ENOMEM, and none is left unset. */
START_TEST(any_amount_of_memory_will_do)
{
	bool seen_facts = false, seen_budget = false;
	world_open(&w, COMPANY, SLOW);
	for (size_t limit = 0; limit < 300000; limit += 2311) {
		dr_run_config config = { .first = &w.base, .max_arena = limit + 1 };
		dr_request request = { .domain = S("d.test"), .probe = DR_PROBE_COMMON };
		dr_run_result result = { 0 };
		int code = dr_run_one(&config, &request, &result);
		ck_assert(code == DR_OK || code == DR_ENOMEM);
		ck_assert_msg(result.error.code == DR_OK, "%s", result.error.text);
		seen_budget = seen_budget || (code == DR_OK && result.over_budget);
		seen_facts = seen_facts || (code == DR_OK && !result.over_budget);
		dr_run_result_done(&result);
	}
	ck_assert(seen_budget);
	ck_assert(seen_facts);
}
END_TEST

typedef struct {
	const dr_request *requests;
	size_t count, next, done;
	size_t order[300];
	size_t stop_after;
} list;

static const dr_request *next_request(void *self)
{
	list *l = self;
	return l->next < l->count ? &l->requests[l->next++] : NULL;
}

static void note_done(void *self, dr_run_result *result)
{
	list *l = self;
	ck_assert_int_eq(result->error.code, DR_OK);
	ck_assert_ptr_nonnull(result->facts);
	ck_assert_dr_str(result->facts->domain.name, "d.test");
	l->order[l->done++] = (size_t)(result->request - l->requests);
}

static bool is_over(void *self)
{
	const list *l = self;
	return l->done >= l->stop_after;
}

static int run_window(list *l, bool ordered, bool live, size_t width)
{
	static dr_request requests[300];
	for (size_t i = 0; i < DR_COUNT(requests); i++) {
		requests[i] = (dr_request){ .domain = S("d.test") };
	}
	l->requests = requests;
	dr_source_of_answers *source = source_shuffle_open(&w.base, 3);
	jumpy_clock clock = jumpy(3, 1);
	clock.clock.self = &clock;
	dr_run_config config = { .first = live ? NULL : &w.base,
		                 .live = live ? source : NULL,
		                 .clock = &clock.clock };
	dr_window_options options = { .width = width,
		                      .ordered = ordered,
		                      .next = next_request,
		                      .done = note_done,
		                      .stop = is_over,
		                      .self = l };
	int code = dr_window_run(&config, &options);
	dr_source_close(source);
	return code;
}

START_TEST(a_window_hands_over_every_result_once)
{
	static const struct {
		bool ordered, live;
		size_t width;
	} CASES[] = { { true, false, 0 },
		      { true, true, 16 },
		      { false, true, 16 },
		      { true, true, 1 },
		      { true, true, 0 } };
	world_open(&w, COMPANY, SLOW);
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		bool seen[40] = { false };
		list l = { .count = DR_COUNT(seen), .stop_after = SIZE_MAX };
		ck_assert_int_eq(run_window(&l, CASES[i].ordered, CASES[i].live, CASES[i].width),
		                 DR_OK);
		ck_assert_uint_eq(l.done, l.count);
		for (size_t j = 0; j < l.done; j++) {
			ck_assert(!seen[l.order[j]]);
			ck_assert(!CASES[i].ordered || l.order[j] == j);
			seen[l.order[j]] = true;
		}
	}
}
END_TEST

START_TEST(a_window_stops_when_asked)
{
	world_open(&w, COMPANY, SLOW);
	list l = { .count = 300, .stop_after = 5 };
	ck_assert_int_eq(run_window(&l, true, true, 8), DR_WINDOW_STOPPED);
	ck_assert_uint_ge(l.done, 5);
	ck_assert_uint_lt(l.done, 300);
	list none = { .count = 0, .stop_after = SIZE_MAX };
	ck_assert_int_eq(run_window(&none, true, true, 8), DR_OK);
	ck_assert_uint_eq(none.done, 0);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("run");
	TCase *tcase = tcase_create("run");
	tcase_add_checked_fixture(tcase, NULL, tear_down);
	tcase_set_timeout(tcase, 120);
	int domains = (int)DR_COUNT(DOMAINS);
	tcase_add_loop_test(tcase, facts_do_not_depend_on_the_order_of_answers, 0, domains);
	tcase_add_loop_test(tcase, facts_do_not_depend_on_when_passes_run, 0, domains);
	tcase_add_test(tcase, a_run_tells_what_it_could_not_find_out);
	tcase_add_test(tcase, what_is_no_domain_is_said_in_the_result);
	tcase_add_test(tcase, a_spent_limit_ends_in_facts_that_say_so);
	tcase_add_test(tcase, any_amount_of_memory_will_do);
	tcase_add_test(tcase, a_window_hands_over_every_result_once);
	tcase_add_test(tcase, a_window_stops_when_asked);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
