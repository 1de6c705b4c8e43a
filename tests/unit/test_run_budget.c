/* A whole lint of one domain stays inside its budget of questions, fetches and time, whatever the
 * domain publishes. */
#include "base/limits.h"
#include "run/run.h"
#include "source_shuffle.h"
#include "source_silent.h"
#include "unit.h"
#include "world.h"

static world w;

static void tear_down(void)
{
	world_close(&w);
}

static int64_t tick(void *self)
{
	return ++*(int64_t *)self;
}

/* Every file of the web moves on to another host, for ever. */
static const dr_answer *move_on(dr_source_of_answers *self, dr_arena *arena,
                                const dr_question *question)
{
	dr_answer *answer = dr_arena_new_of(arena, dr_answer);
	dr_http *http = dr_arena_new_of(arena, dr_http);
	dr_buf url;
	(void)self;
	dr_buf_init(&url, arena);
	dr_buf_add(&url, S("https://x"));
	dr_name_write(question->name, &url);
	dr_buf_add(&url, S("/"));
	*http = (dr_http){ .status = 302, .tls_verified = true };
	dr_list_add(arena, &http->redirects, dr_buf_str(&url));
	*answer = (dr_answer){ .question = *question, .outcome = DR_ANSWER, .http = http };
	return answer;
}

static dr_source_of_answers moving_web = { .kind = "https", .immediate = move_on };

/* What went to the network, and whether a budget was spent. */
typedef struct {
	size_t asked, fetched;
	int64_t ms;
	bool spent;
} cost;

static cost cost_of(const dr_run_result *result)
{
	cost sum = { .spent = result->over_budget };
	for (size_t i = 0; i < dr_answers_count(result->answers); i++) {
		const dr_answer *answer = dr_answers_at(result->answers, i);
		if (answer->outcome != DR_BUDGET) {
			*(answer->question.kind == DR_ASK_HTTPS ? &sum.fetched : &sum.asked) += 1;
		}
	}
	return sum;
}

static cost lint_with(const char *domain, dr_source_of_answers *live, dr_source_of_answers *web)
{
	int64_t now = 0;
	dr_clock clock = { .monotonic_ms = tick, .self = &now };
	dr_run_config config = { .live = live, .web = web, .clock = &clock, .as_of = 1 };
	dr_request request = { .domain = dr_str_of(domain), .probe = DR_PROBE_COMMON };
	dr_run_result result = { 0 };
	ck_assert_int_eq(dr_run_one(&config, &request, &result), DR_OK);
	cost sum = cost_of(&result);
	sum.ms = now;
	ck_assert(result.facts != NULL);
	dr_run_result_done(&result);
	return sum;
}

static cost lint(const char *domain)
{
	dr_source_of_answers *live = source_shuffle_open(&w.base, 3);
	cost sum = lint_with(domain, live, NULL);
	dr_source_close(live);
	return sum;
}

/* Eight labels, ten includes, five mail hosts, four report addresses, one of them inside the
 * organization. */
START_TEST(a_large_domain_is_asked_about_in_full)
{
	dr_arena *arena = dr_arena_new(0);
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_add(&text, S("_dmarc.example.com TXT \"v=DMARC1; p=reject\"\n"
	                    "_dmarc.a.b.c.d.e.f.example.com TXT \"v=DMARC1; p=none; "
	                    "rua=mailto:d@r.example.com,mailto:d@vendor.example; "
	                    "ruf=mailto:f@example.com,mailto:f@other.example\"\n"
	                    "a.b.c.d.e.f.example.com TXT \"v=spf1"));
	for (int i = 0; i < 10; i++) {
		dr_buf_addf(&text, " include:s%d.example.net", i);
	}
	dr_buf_add(&text, S(" -all\"\n"));
	for (int i = 0; i < 10; i++) {
		dr_buf_addf(&text, "s%d.example.net TXT \"v=spf1 ip4:192.0.2.%d -all\"\n", i, i);
		dr_buf_addf(&text, "a.b.c.d.e.f.example.com MX %d mx%d.example.net\n", i, i % 5);
		dr_buf_addf(&text, "mx%d.example.net A 192.0.2.%d\n", i, 100 + i);
	}
	world_open(&w, text.ptr, NULL);
	cost sum = lint("a.b.c.d.e.f.example.com");
	ck_assert_msg(!sum.spent && sum.asked < DR_LIMIT_QUESTIONS * 3 / 4, "%zu questions",
	              sum.asked);
	dr_arena_free(arena);
}
END_TEST

/* Each address in a character-string of its own; no two hosts share a name of their walks. */
static void add_addresses(dr_buf *text, const char *tag)
{
	dr_buf_addf(text, "; %s=", tag);
	for (int i = 0; i < 30; i++) {
		dr_buf_addf(text, "\" \"%smailto:d@a.b.c.d.%s%d.f.example.com", i > 0 ? "," : "",
		            tag, i);
	}
}

/* Every list as long as it is read, every name as deep as it is asked for. */
START_TEST(a_hostile_domain_ends_at_the_budget)
{
	dr_arena *arena = dr_arena_new(0);
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_add(&text, S("_dmarc.example.com TXT \"v=DMARC1; p=none\"\n"
	                    "_dmarc.f.example.com TXT ( \"v=DMARC1; p=none\" \""));
	add_addresses(&text, "rua");
	dr_buf_add(&text, S("\" \""));
	add_addresses(&text, "ruf");
	dr_buf_add(&text, S("\" )\n"));
	for (int i = 0; i < 30; i++) {
		dr_buf_addf(&text, "f.example.com MX %d mx%d.example.net\n", i, i);
		dr_buf_addf(&text,
		            "n%d.example.net TXT \"v=spf1 include:n%d.example.net "
		            "include:n%d.example.net mx:n%d.example.net -all\"\n",
		            i, 2 * i + 1, 2 * i + 2, i);
	}
	dr_buf_add(&text, S("*.f.example.com TXT wildcard\n"
	                    "f.example.com TXT \"v=spf1 include:n0.example.net -all\"\n"));
	world_open(&w, text.ptr, NULL);
	cost sum = lint("f.example.com");
	ck_assert_msg(sum.spent && sum.asked <= DR_LIMIT_QUESTIONS, "%zu questions", sum.asked);
	dr_arena_free(arena);
}
END_TEST

/* Every file that a lint may fetch is there to be fetched, and leads on and on. */
START_TEST(fetches_stay_inside_their_budget)
{
	world_open(&w,
	           "d.test. MX 10 mx.d.test\nmx.d.test. A 192.0.2.1\n"
	           "d.test. TXT \"v=spf1 mx -all\"\n"
	           "_dmarc.d.test. TXT \"v=DMARC1; p=reject\"\n"
	           "_mta-sts.d.test. TXT \"v=STSv1; id=1\"\n"
	           "_smtp._tls.d.test. TXT \"v=TLSRPTv1; rua=https://r1.test/,https://r2.test/\"\n"
	           "default._bimi.d.test. TXT \"v=BIMI1; l=https://l.test/l.svg; "
	           "a=https://a.test/a\"\n"
	           "*. A 9.9.9.9\nmta-sts.d.test. A 9.9.9.9\n",
	           NULL);
	dr_source_of_answers *live = source_shuffle_open(&w.base, 3);
	dr_source_of_answers *web = source_shuffle_open(&moving_web, 5);
	cost sum = lint_with("d.test", live, web);
	ck_assert_msg(!sum.spent && sum.fetched <= DR_LIMIT_FETCHES, "%zu fetches", sum.fetched);
	/* the policy and the endpoint once, the logo and its certificate with every redirect */
	ck_assert_uint_eq(sum.fetched, 2 + 2 * (1 + DR_LIMIT_REDIRECTS));
	dr_source_close(web);
	dr_source_close(live);
}
END_TEST

START_TEST(a_silent_network_ends_at_the_deadline)
{
	dr_source_of_answers silent = source_silent();
	world_open(&w, "", NULL);
	cost sum = lint_with("d.test", &silent, NULL);
	ck_assert(sum.spent);
	ck_assert_int_ge(sum.ms, DR_LIMIT_RUN_MS);
	ck_assert_int_lt(sum.ms, DR_LIMIT_RUN_MS + 100);
}
END_TEST

UNIT_MAIN("run budget", NULL, tear_down, a_large_domain_is_asked_about_in_full,
          a_hostile_domain_ends_at_the_budget, fetches_stay_inside_their_budget,
          a_silent_network_ends_at_the_deadline)
