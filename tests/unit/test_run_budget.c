/* A whole lint of one domain stays inside its budget of questions, whatever the domain publishes.
 */
#include "base/limits.h"
#include "run/run.h"
#include "source_shuffle.h"
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

/* Questions that went to the network, and whether the budget was spent. */
typedef struct {
	size_t asked;
	bool spent;
} cost;

static cost lint(const char *domain)
{
	int64_t now = 0;
	dr_clock clock = { .monotonic_ms = tick, .self = &now };
	dr_source_of_answers *live = source_shuffle_open(&w.base, 3);
	dr_run_config config = { .live = live, .clock = &clock };
	dr_request request = { .domain = dr_str_of(domain), .probe = DR_PROBE_COMMON };
	dr_run_result result = { 0 };
	ck_assert_int_eq(dr_run_one(&config, &request, &result), DR_OK);
	cost sum = { 0, result.over_budget };
	for (size_t i = 0; i < dr_answers_count(result.answers); i++) {
		sum.asked += dr_answers_at(result.answers, i)->outcome != DR_BUDGET;
	}
	ck_assert(result.facts != NULL);
	dr_run_result_done(&result);
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

UNIT_MAIN("run budget", NULL, tear_down, a_large_domain_is_asked_about_in_full,
          a_hostile_domain_ends_at_the_budget)
