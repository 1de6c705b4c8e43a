/* Examples embedded in rules become facts: zone, record, names that fail, facts set directly. */
#include "facts_text.h"
#include "run/examples.h"
#include "unit.h"

static dr_arena *arena;

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static const dr_node *node_of(const char *yaml)
{
	const dr_node *root = NULL;
	dr_error err = { 0 };
	dr_source *source = dr_arena_new_of(arena, dr_source);
	*source = (dr_source){ "facts", dr_str_of(yaml) };
	ck_assert_int_eq(dr_yaml_parse(arena, source, &root, &err), DR_OK);
	return root;
}

static dr_strs one(const char *text)
{
	dr_strs list = { 0 };
	if (text != NULL) {
		dr_list_add(arena, &list, dr_str_of(text));
	}
	return list;
}

typedef struct {
	const char *record, *domain, *text, *zone, *timeout, *servfail, *facts;
	const char *path, *want;
} example_case;

static int make(const example_case *c, dr_values *ret_values, dr_error *err)
{
	dr_run_config config = { 0 };
	dr_rule *rule = dr_arena_new_of(arena, dr_rule);
	dr_example *example = dr_arena_new_of(arena, dr_example);
	rule->record = dr_str_of(c->record);
	*example = (dr_example){
		.domain = dr_str_of(c->domain != NULL ? c->domain : "example.com"),
		.record = dr_str_of(c->text),
		.zone = dr_str_of(c->zone),
		.timeouts = one(c->timeout),
		.servfails = one(c->servfail),
		.facts = c->facts != NULL ? node_of(c->facts) : NULL,
	};
	return dr_run_example_facts(&config, arena, rule, example, ret_values, err);
}

static const example_case WORLDS[] = {
	/* the record stands where its kind stands */
	{ .record = "spf", .text = "v=spf1 -all", .path = "spf.text", .want = "= v=spf1 -all" },
	{ .record = "dmarc", .text = "v=DMARC1; p=none", .path = "dmarc.p", .want = "= none" },
	{ .record = "dkim",
	  .text = "v=DKIM1; p=",
	  .path = "dkim.selectors[0].selector",
	  .want = "= s1" },
	{ .record = "bimi", .text = "v=BIMI1; l=; a=", .path = "bimi.declined", .want = "= true" },
	{ .record = "mtasts", .text = "v=STSv1; id=1", .path = "mtasts.id", .want = "= 1" },
	{ .record = "tlsrpt",
	  .text = "v=TLSRPTv1; rua=mailto:a@example.com",
	  .path = "tlsrpt.present",
	  .want = "= true" },
	{ .record = "mx",
	  .text = "10 mail.example.net.",
	  .path = "mx.hosts[0].name",
	  .want = "= mail.example.net" },
	/* any octet */
	{ .record = "dmarc",
	  .text = "v=DMARC1; \"\\\t\xC3\xA9",
	  .path = "dmarc.text",
	  .want = "= v=DMARC1; \"\\\t\xC3\xA9" },
	/* a domain below, a domain elsewhere */
	{ .record = "dmarc",
	  .domain = "a.example.com",
	  .text = "v=DMARC1; p=none",
	  .path = "dmarc.found_at",
	  .want = "= a.example.com" },
	{ .record = "dmarc",
	  .domain = "x.example.co.uk",
	  .text = "v=DMARC1; p=none",
	  .path = "dmarc.organizational",
	  .want = "= x.example.co.uk" },
	/* names elsewhere: there when they are written, else not existing */
	{ .record = "spf",
	  .zone = "@ TXT \"v=spf1 include:_spf.example.net -all\"\n"
	          "_spf.example.net. TXT \"v=spf1 a:h.example.org -all\"\n",
	  .path = "spf.lookups",
	  .want = "= 2" },
	{ .record = "spf",
	  .text = "v=spf1 include:_spf.example.net -all",
	  .path = "spf.terms[0].outcome",
	  .want = "= no-name" },
	{ .record = "spf",
	  .zone = "@ CNAME o.example.net.\no.example.net. TXT \"v=spf1 -all\"",
	  .path = "spf.alias.target",
	  .want = "= o.example.net" },
	/* names that do not answer, in full or below the zone */
	{ .record = "dmarc",
	  .timeout = "_dmarc",
	  .path = "dmarc.p",
	  .want = "? network _dmarc.example.com TXT" },
	{ .record = "dmarc",
	  .servfail = "_dmarc.example.com",
	  .path = "dmarc.present",
	  .want = "? network _dmarc.example.com TXT" },
	{ .record = "spf",
	  .text = "v=spf1 include:x.example.net -all",
	  .timeout = "x.example.net",
	  .path = "spf.lookups_min",
	  .want = "= 1" },
	/* facts set directly, over those that were found */
	{ .record = "dmarc",
	  .text = "v=DMARC1; p=none",
	  .facts = "dmarc: {p: reject, labels: 7}",
	  .path = "dmarc.p",
	  .want = "= reject" },
	{ .record = "dmarc",
	  .text = "v=DMARC1; p=none",
	  .facts = "dmarc: {p: reject, labels: 7}",
	  .path = "dmarc.present",
	  .want = "= true" },
	{ .record = "spf",
	  .facts = "spf: {alias: {present: true, target: a.test}}",
	  .path = "spf.alias.target",
	  .want = "= a.test" },
	{ .record = "dmarc",
	  .facts = "dmarc: {tags: [v, p]}",
	  .path = "dmarc.tags",
	  .want = "= v p" },
	/* the zone's text is seen as well */
	{ .record = "zone",
	  .zone = "www A 192.0.2.300",
	  .path = "zone.issues[0].subject",
	  .want = "= 192.0.2.300" },
	{ .record = "zone",
	  .zone = "@ SOA ns1 hm 1 2 3 4 17",
	  .path = "mx.negative_ttl",
	  .want = "= 17" },
};

START_TEST(an_example_is_a_world)
{
	for (size_t i = 0; i < DR_COUNT(WORLDS); i++) {
		dr_error err = { 0 };
		dr_run_result result = { .answers = NULL };
		ck_assert_msg(make(&WORLDS[i], &result.values, &err) == DR_OK, "%s: %s",
		              WORLDS[i].path, err.text);
		dr_answers_config config = { 0 };
		result.answers = dr_answers_new(arena, &config);
		dr_str text = fact_text(arena, &result, WORLDS[i].path);
		dr_str want = dr_str_of(WORLDS[i].want);
		bool same = want.ptr[0] == '?' ? dr_str_starts(text, S("? network"))
		                               : dr_str_eq(text, want);
		ck_assert_msg(same, "%s: got \"%.*s\", want \"%s\"", WORLDS[i].path, DR_FMT(text),
		              WORLDS[i].want);
	}
}
END_TEST

START_TEST(facts_that_do_not_fit_are_refused)
{
	static const struct {
		const char *facts;
		int code;
		const char *text;
	} CASES[] = {
		{ "dmrac: {p: none}", DR_ENAME, "no variable 'dmrac'" },
		{ "dmarc: {q: none}", DR_ENAME, "no fact 'q' in dmarc" },
		{ "dmarc: {p: 1}", DR_ETYPE, "'p' must be a string, not an integer" },
		{ "dmarc: {tags: v}", DR_ETYPE, "'tags' must be a list, not a text" },
		{ "dmarc: reject", DR_ETYPE, "the facts of dmarc must be a map, not a text" },
		{ "spf: {terms: [a]}", DR_ETYPE,
		  "the facts of spf term must be a map, not a text" },
		{ "spf: {terms: [{wrong: a}]}", DR_ENAME, "no fact 'wrong' in spf term" },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_error err = { 0 };
		dr_values values;
		example_case c = { .record = "dmarc", .facts = CASES[i].facts };
		ck_assert_int_eq(make(&c, &values, &err), CASES[i].code);
		ck_assert_str_eq(err.text, CASES[i].text);
	}
}
END_TEST

START_TEST(an_example_that_is_no_zone_is_an_error)
{
	dr_error err = { 0 };
	dr_values values;
	example_case c = { .record = "dmarc", .domain = "a..b" };
	ck_assert_int_eq(make(&c, &values, &err), DR_EINVAL);
	ck_assert_str_ne(err.text, "");
}
END_TEST

UNIT_MAIN("run examples", set_up, tear_down, an_example_is_a_world,
          facts_that_do_not_fit_are_refused, an_example_that_is_no_zone_is_an_error)
