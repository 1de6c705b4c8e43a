/* rule: reading rules, and what is wrong with them. */
#include "toy_world.h"
#include "unit.h"

static dr_arena *arena;
static dr_ruleset *rules;
static dr_errors errors;

static void set_up(void)
{
	arena = dr_arena_new(0);
	rules = dr_ruleset_new(arena, &TOY_WORLD);
	errors = (dr_errors){ 0 };
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static const dr_source *source_of(const char *text)
{
	dr_source *source = dr_arena_new_of(arena, dr_source);
	*source = (dr_source){ "toy.yaml", dr_str_of(text) };
	return source;
}

static size_t load(const char *text, bool builtin)
{
	size_t count = dr_ruleset_load(rules, source_of(text), builtin, &errors);
	ck_assert_uint_eq(count, errors.len);
	return count;
}

/* All errors, a line each. */
static dr_str all_errors(void)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	for (size_t i = 0; i < errors.len; i++) {
		dr_error_write(&errors.items[i], NULL, &out);
	}
	return dr_str_trim(dr_buf_str(&out));
}

static const char EVERY_KEY[] =
	"- id: TOY001\n"
	"  name: toy-too-large\n"
	"  record: box\n"
	"  category: order\n"
	"  who: shop\n"
	"  severity: error\n"
	"  title: The toy is too large\n"
	"  why: It does not fit.\n"
	"  when:\n"
	"  - record.size > 3\n"
	"  - item.cost > 10\n"
	"  each: record.items\n"
	"  as: item\n"
	"  message: \"{item.name} costs {item.cost}\"\n"
	"  fix: Sell {item.name}.\n"
	"  subject: \"{item.name}\"\n"
	"  span: item.name\n"
	"  owner: shelf\n"
	"  see: [RFC 1, RFC 2]\n"
	"  supersedes: toy-x\n"
	"  examples:\n"
	"  - {expect: hit, name: big, record: large, timeout: a, servfail: [b, c],\n"
	"     selectors: s, mail: people, facts: {size: 9}, message: [costs, '20'],\n"
	"     domain: d.example}\n"
	"  - {expect: not-judged, zone: ''}\n";

START_TEST(reads_every_key)
{
	load(EVERY_KEY, true);
	ck_assert_dr_str(all_errors(), "");
	ck_assert_uint_eq(dr_ruleset_count(rules), 1);
	const dr_rule *r = dr_ruleset_at(rules, 0);
	ck_assert_dr_str(r->id, "TOY001");
	ck_assert_dr_str(r->record, "box");
	ck_assert_dr_str(r->category, "order");
	ck_assert_dr_str(r->who, "shop");
	ck_assert_int_eq(r->severity, DR_ERROR);
	ck_assert_dr_str(r->title, "The toy is too large");
	ck_assert_dr_str(r->why, "It does not fit.");
	ck_assert_uint_eq(r->when.len, 2);
	ck_assert_dr_str(r->when.items[1].text, "item.cost > 10");
	ck_assert_dr_str(r->as, "item");
	ck_assert_uint_eq(r->variables.count, TOY_WORLD.variables.count + 1);
	ck_assert_uint_eq(r->see.len, 2);
	ck_assert_dr_str(r->supersedes.items[0], "toy-x");
	ck_assert_uint_eq(r->reads, 1U << AT_RECORD);
	ck_assert_int_eq(r->stage, DR_STAGE_FACTS);
	ck_assert(r->builtin);
	ck_assert_ptr_nonnull(r->fix);
	ck_assert_ptr_nonnull(r->span);
}
END_TEST

START_TEST(reads_every_key_of_an_example)
{
	load(EVERY_KEY, true);
	const dr_rule *r = dr_ruleset_at(rules, 0);
	const dr_example *e = r->examples.items[0];
	ck_assert_int_eq(e->expect, DR_EXPECT_HIT);
	ck_assert_dr_str(e->title, "big");
	ck_assert_dr_str(e->record, "large");
	ck_assert_ptr_null(e->zone.ptr);
	ck_assert_uint_eq(e->servfails.len, 2);
	ck_assert_dr_str(e->timeouts.items[0], "a");
	ck_assert_dr_str(e->messages.items[1], "20");
	ck_assert_dr_str(e->domain, "d.example");
	ck_assert_int_eq(dr_node_find(e->facts, "size")->i, 9);
	ck_assert_dr_str(r->examples.items[1]->domain, "example.com");
	ck_assert_ptr_nonnull(r->examples.items[1]->zone.ptr);
	ck_assert_int_eq(r->examples.items[1]->expect, DR_EXPECT_NOT_JUDGED);
}
END_TEST

START_TEST(stage_follows_from_what_is_read)
{
	static const struct {
		const char *keys;
		dr_stage stage;
		uint32_t reads;
	} CASES[] = {
		{ "  when: record.size > 1\n  message: m\n", DR_STAGE_FACTS, 1U << AT_RECORD },
		{ "  when: record.size > 1 && plan.phase > 1\n  message: m\n", DR_STAGE_PLAN,
		  1U << AT_RECORD | 1U << AT_PLAN },
		{ "  when: [record.size > 1, size(findings) > 0]\n  message: m\n",
		  DR_STAGE_FINDINGS, 1U << AT_RECORD | 1U << AT_FINDINGS },
		{ "  when: record.size > 1\n  message: '{plan.phase}'\n", DR_STAGE_PLAN,
		  1U << AT_RECORD },
		{ "  when: true == true\n  each: findings\n  as: f\n  message: '{f}'\n",
		  DR_STAGE_FINDINGS, 1U << AT_FINDINGS },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_buf text;
		dr_buf_init(&text, arena);
		dr_buf_addf(&text, "- id: TOY%zu\n  name: n%zu\n" TOY_REST "%s", i, i,
		            CASES[i].keys);
		load(dr_buf_str(&text).ptr, true);
		ck_assert_dr_str(all_errors(), "");
		ck_assert_int_eq(dr_ruleset_at(rules, i)->stage, CASES[i].stage);
		ck_assert_uint_eq(dr_ruleset_at(rules, i)->reads, CASES[i].reads);
	}
}
END_TEST

/* Errors of one rule: `- id: TOY1`, `  name: n`, then TOY_REST (lines 3 to 6), then the keys. */
static void check_rule(const char *keys, const char *want)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(&text, "- id: TOY1\n  name: n\n" TOY_REST "%s", keys);
	errors = (dr_errors){ 0 };
	load(dr_buf_str(&text).ptr, true);
	ck_assert_dr_str(all_errors(), want);
	ck_assert_uint_eq(dr_ruleset_count(rules), 0);
}

#define OK_WHEN    "  when: record.size > 1\n"
#define OK_MESSAGE "  message: m\n"

START_TEST(says_what_is_wrong_with_a_rule)
{
	check_rule(OK_MESSAGE "  whne: a\n" OK_WHEN,
	           "toy.yaml:8:3: no key 'whne' in a rule; did you mean 'when'?");
	check_rule(OK_MESSAGE, "toy.yaml:1:7: the key 'when' is missing");
	check_rule(OK_WHEN, "toy.yaml:1:7: the key 'message' is missing");
	check_rule(OK_MESSAGE "  when: []\n", "toy.yaml:8:9: 'when' must hold a condition");
	check_rule(OK_MESSAGE "  when: true\n",
	           "toy.yaml:8:9: 'when' must be a text, not true or false");
	check_rule(OK_MESSAGE "  when: {a: b}\n", "toy.yaml:8:9: 'when' must be a text, not a map");
	check_rule(OK_MESSAGE "  when: [record.size > 1, 1]\n",
	           "toy.yaml:8:27: 'when' must be a text, not an integer");
	check_rule(OK_MESSAGE OK_WHEN "  who: shpo\n",
	           "toy.yaml:9:8: 'who' cannot be 'shpo'; it is one of you, shop; did you mean "
	           "'shop'?");
	check_rule(OK_MESSAGE OK_WHEN "  each: record.items\n",
	           "toy.yaml:1:7: 'each' and 'as' come together");
	check_rule(OK_MESSAGE OK_WHEN "  milder: info\n",
	           "toy.yaml:1:7: 'milder' and 'milder_when' come together");
	check_rule(OK_MESSAGE OK_WHEN "  milder: warning\n  milder_when: record.size > 1\n",
	           "toy.yaml:9:11: 'milder' must be less than 'severity'");
	check_rule(OK_MESSAGE OK_WHEN "  as: x\n", "toy.yaml:1:7: 'each' and 'as' come together");
	check_rule(OK_MESSAGE OK_WHEN "  each: record.size\n  as: x\n",
	           "toy.yaml:9:9: 'each' must be a list, not int");
	check_rule(OK_MESSAGE OK_WHEN "  each: record.items\n  as: plan\n",
	           "toy.yaml:10:7: there is a variable 'plan' already");
	check_rule(OK_MESSAGE OK_WHEN "  each: record.items\n  as: an item\n",
	           "toy.yaml:10:7: 'as' must be the name of a variable");
	check_rule(OK_MESSAGE OK_WHEN "  examples: {}\n",
	           "toy.yaml:9:13: 'examples' must be a list, not a map");
	check_rule(OK_MESSAGE OK_WHEN "  examples:\n  - {expect: hti}\n",
	           "toy.yaml:10:14: 'expect' cannot be 'hti'; it is one of hit, miss, undecided, "
	           "not-judged; did you mean 'hit'?");
	check_rule(OK_MESSAGE OK_WHEN "  examples:\n  - {expect: hit, recrod: x}\n",
	           "toy.yaml:10:19: no key 'recrod' in an example; did you mean 'record'?");
	check_rule(OK_MESSAGE OK_WHEN "  examples:\n  - {record: x}\n",
	           "toy.yaml:10:6: the key 'expect' is missing");
	check_rule(OK_MESSAGE OK_WHEN "  examples:\n  - {expect: hit, facts: [1]}\n",
	           "toy.yaml:10:26: 'facts' must be a map, not a list");
}
END_TEST

START_TEST(says_what_is_wrong_with_a_file)
{
	static const struct {
		const char *text, *want;
		bool builtin;
	} CASES[] = {
		{ "", "", true },
		{ "a: b\n", "toy.yaml:1:1: a file of rules is a list, not a map", true },
		{ "- x\n", "toy.yaml:1:3: a rule: expected a map, not a text", true },
		{ "- when: !x\n",
		  "toy.yaml:1:9: `!` starts a tag here, and tags are not read; write `when: |` and "
		  "the text on the next line",
		  true },
		{ "- id: TOY1\n  name: n\n" TOY_REST OK_WHEN OK_MESSAGE,
		  "toy.yaml:1:7: ids of your own rules begin with 'X-'; write 'X-TOY1'", false },
		{ "- id: X-TOY1\n  name: n\n" TOY_REST OK_WHEN OK_MESSAGE, "", false },
		{ "- id: a b\n  name: N\n" TOY_REST OK_WHEN OK_MESSAGE,
		  "toy.yaml:1:7: an id is made of letters, digits and hyphens\n"
		  "toy.yaml:2:9: a name is made of small letters, digits and hyphens",
		  true },
		{ "- id: A\n  name: n\n  record: tyo\n  category: x\n  severity: fatal\n  title: "
		  "t\n"
		  "  when: record.size > 1\n  message: m\n",
		  "toy.yaml:5:13: 'severity' cannot be 'fatal'; it is one of info, warning, error\n"
		  "toy.yaml:3:11: 'record' cannot be 'tyo'; it is one of toy, box; did you mean "
		  "'toy'?\n"
		  "toy.yaml:4:13: 'category' cannot be 'x'; it is one of safety, order",
		  true },
		{ "- name: n\n  message: m\n",
		  "toy.yaml:1:3: the key 'id' is missing\n"
		  "toy.yaml:1:3: the key 'record' is missing\n"
		  "toy.yaml:1:3: the key 'category' is missing\n"
		  "toy.yaml:1:3: the key 'severity' is missing\n"
		  "toy.yaml:1:3: the key 'title' is missing\n"
		  "toy.yaml:1:9: the key 'when' is missing",
		  true },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		errors = (dr_errors){ 0 };
		load(CASES[i].text, CASES[i].builtin);
		ck_assert_dr_str(all_errors(), CASES[i].want);
	}
}
END_TEST

START_TEST(errors_of_expressions_stand_in_the_file)
{
	check_rule(OK_MESSAGE "  when: |\n    has(record.policy) &&\n    record.szie > 10\n",
	           "toy.yaml:10:12: no fact 'szie' in record; did you mean 'size'?");
	check_rule(OK_MESSAGE "  when: >\n    has(record.policy) &&\n    record.szie > 10\n",
	           "toy.yaml:10:12: no fact 'szie' in record; did you mean 'size'?");
	check_rule(OK_MESSAGE "  when: 'record.policy == ''nnoe'' || recrod.size > 1'\n",
	           "toy.yaml:8:27: record.policy is never 'nnoe'; did you mean 'none'?");
	check_rule(OK_MESSAGE "  when: [has(record.policy), \"record.size > \\x22\\x22\"]\n",
	           "toy.yaml:8:31: '>' takes two values of one type, found int and string");
	check_rule(OK_MESSAGE OK_WHEN "  span: record.plicy\n",
	           "toy.yaml:9:16: no fact 'plicy' in record; did you mean 'policy'?");
	check_rule(OK_WHEN "  message: \"\\u00e4 {record.siz}\"\n",
	           "toy.yaml:8:28: no fact 'siz' in record; did you mean 'size'?");
	check_rule(OK_MESSAGE "  when: record.policy == 'none'\n",
	           "toy.yaml:8:9: record.policy may be absent; write has(record.policy) && …");
}
END_TEST

static dr_str excerpt(const dr_source *source)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_error_write(&errors.items[0], source, &out);
	return dr_buf_str(&out);
}

START_TEST(the_caret_is_below_the_word)
{
	const dr_source *source = source_of("- id: TOY1\n  name: n\n" TOY_REST OK_MESSAGE
	                                    "  when: |\n    record.szie > 10\n");
	dr_ruleset_load(rules, source, true, &errors);
	ck_assert_dr_str(excerpt(source),
	                 "toy.yaml:9:12: no fact 'szie' in record; did you mean 'size'?\n"
	                 "     9 |     record.szie > 10\n"
	                 "       |            ^~~~\n");
}
END_TEST

#define RULE(id, name, keys) "- id: " id "\n  name: " name "\n" TOY_REST OK_WHEN OK_MESSAGE keys

START_TEST(good_rules_of_a_bad_file_are_kept)
{
	load(RULE("B1", "b", "") RULE("A1", "a", "  x: y\n") RULE("C1", "c", ""), true);
	ck_assert_uint_eq(errors.len, 1);
	ck_assert_uint_eq(dr_ruleset_count(rules), 2);
}
END_TEST

START_TEST(finish_sorts_and_finds)
{
	load(RULE("B1", "second-one", "") RULE("A1", "first-one", "") RULE("C1", "third-one", ""),
	     true);
	ck_assert_uint_eq(dr_ruleset_finish(rules, &errors), 0);
	ck_assert_dr_str(dr_ruleset_at(rules, 0)->id, "A1");
	ck_assert_dr_str(dr_ruleset_at(rules, 2)->id, "C1");
	ck_assert_uint_eq(dr_ruleset_at(rules, 1)->index, 1);
	ck_assert_ptr_eq(dr_ruleset_find(rules, S("b1")), dr_ruleset_at(rules, 1));
	ck_assert_ptr_eq(dr_ruleset_find(rules, S("Third-One")), dr_ruleset_at(rules, 2));
	ck_assert_ptr_null(dr_ruleset_find(rules, S("third")));
	ck_assert_str_eq(dr_ruleset_suggest(rules, S("secnd-one")), "second-one");
	ck_assert_ptr_null(dr_ruleset_suggest(rules, S("something-else")));
}
END_TEST

static void check_finish(const char *text, const char *want)
{
	set_up();
	load(text, true);
	ck_assert_dr_str(all_errors(), "");
	size_t count = dr_ruleset_finish(rules, &errors);
	ck_assert_uint_eq(count, errors.len);
	ck_assert_dr_str(all_errors(), want);
	dr_arena_free(arena);
}

START_TEST(finish_refuses)
{
	tear_down();
	check_finish(RULE("A1", "a", "") RULE("a1", "b", ""),
	             "toy.yaml:9:7: the id 'a1' belongs to the rule at toy.yaml:1 already");
	check_finish(RULE("A1", "a", "") RULE("B1", "a", ""),
	             "toy.yaml:10:9: the name 'a' belongs to the rule at toy.yaml:1 already");
	check_finish(RULE("A1", "a", "  supersedes: [abc, dfe]\n") RULE("B1", "abc", "")
	                     RULE("C1", "def", ""),
	             "toy.yaml:9:21: no rule 'dfe' to supersede; did you mean 'def'?");
	check_finish(RULE("A1", "a", "  supersedes: a\n"), "toy.yaml:9:15: A1 supersedes itself");
	check_finish(RULE("A1", "a", "  supersedes: b\n") RULE("B1", "b", "  supersedes: [a]\n"),
	             "toy.yaml:9:15: A1 supersedes itself\n"
	             "toy.yaml:18:15: B1 supersedes itself");
	set_up();
}
END_TEST

START_TEST(what_is_superseded_supersedes_in_turn)
{
	load(RULE("A1", "a", "  supersedes: b\n") RULE("B1", "b", "  supersedes: [c, D1]\n")
	             RULE("C1", "c", "") RULE("D1", "d", ""),
	     true);
	ck_assert_uint_eq(dr_ruleset_finish(rules, &errors), 0);
	const dr_rule *a = dr_ruleset_at(rules, 0);
	ck_assert_uint_eq(a->superseded_count, 3);
	ck_assert_dr_str(a->superseded[2]->id, "D1");
	ck_assert_uint_eq(dr_ruleset_at(rules, 1)->superseded_count, 2);
}
END_TEST

START_TEST(shipped_rules_need_a_hit_and_a_miss)
{
	load(RULE("A1", "a", "  examples: [{expect: hit}]\n")
	             RULE("B1", "b", "  examples: [{expect: hit}, {expect: miss}]\n")
	                     RULE("C1", "c", "  examples: [{expect: undecided}]\n"),
	     true);
	dr_ruleset_finish(rules, &errors);
	ck_assert_uint_eq(dr_examples_check(rules, &errors), 3);
	ck_assert_dr_str(all_errors(), "toy.yaml:1:7: A1 has no example that expects a miss\n"
	                               "toy.yaml:19:7: C1 has no example that expects a hit\n"
	                               "toy.yaml:19:7: C1 has no example that expects a miss");
}
END_TEST

START_TEST(severities_have_names)
{
	dr_severity severity = DR_ERROR;
	ck_assert_str_eq(dr_severity_name(DR_WARNING), "warning");
	ck_assert(dr_severity_parse(S("info"), &severity));
	ck_assert_int_eq(severity, DR_INFO);
	ck_assert(!dr_severity_parse(S("Info"), &severity));
}
END_TEST

START_TEST(no_memory_is_counted_as_an_error)
{
	const dr_source *source = source_of(RULE(
		"A1", "a", "  supersedes: b\n  each: record.items\n  as: i\n") RULE("B1", "b", ""));
	size_t n = 1;
	for (size_t failures = 0; failures == n - 1; n++) {
		dr_arena *tight = dr_arena_new(0);
		dr_errors found = { 0 };
		dr_arena_fail_at(tight, n);
		dr_ruleset *set = dr_ruleset_new(tight, &TOY_WORLD);
		size_t count = set != NULL ? dr_ruleset_load(set, source, true, &found) : 1;
		count += set != NULL ? dr_ruleset_finish(set, &found) : 0;
		ck_assert_int_eq(count > 0, dr_arena_failed(tight));
		failures += count > 0;
		dr_arena_free(tight);
	}
	ck_assert_uint_gt(n, 50);
}
END_TEST

UNIT_MAIN("rule_load", set_up, tear_down, reads_every_key, reads_every_key_of_an_example,
          stage_follows_from_what_is_read, says_what_is_wrong_with_a_rule,
          says_what_is_wrong_with_a_file, errors_of_expressions_stand_in_the_file,
          the_caret_is_below_the_word, good_rules_of_a_bad_file_are_kept, finish_sorts_and_finds,
          finish_refuses, what_is_superseded_supersedes_in_turn,
          shipped_rules_need_a_hit_and_a_miss, severities_have_names,
          no_memory_is_counted_as_an_error)
