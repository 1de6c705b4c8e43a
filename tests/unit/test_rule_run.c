/* rule: running rules over facts, and what findings become of it. */
#include "base/limits.h"
#include "toy_world.h"
#include "unit.h"
#include <stdio.h>

static dr_arena *arena, *scratch;
static dr_ruleset *rules;
static toy_record record, other;
static toy_plan plan;
static dr_strs findings;
static dr_values values;
static dr_judgement judgement;

/* Everything of the first stage is known; the plan and the findings are not there. */
static void set_up(void)
{
	arena = dr_arena_new(0);
	scratch = dr_arena_new(0);
	record = toy_known(arena);
	other = toy_known(arena);
	plan = (toy_plan){ 3, DR_STATUS_KNOWN };
	findings = (dr_strs){ 0 };
	judgement = (dr_judgement){ 0 };
	values = (dr_values){ .at = { [AT_RECORD] = &record, [AT_OTHER] = &other } };
}

static void tear_down(void)
{
	dr_arena_free(arena);
	dr_arena_free(scratch);
}

static void run(dr_stage stage)
{
	int status = dr_ruleset_run(rules, stage, &values, NULL, arena, scratch, &judgement);
	ck_assert_int_eq(status, DR_OK);
}

static void write_finding(const dr_finding *f, dr_buf *out)
{
	dr_buf_addf(out, "%s %.*s", f->outcome == DR_HIT ? "hit" : "undecided",
	            DR_FMT(f->rule->id));
	if (f->subject.len > 0) {
		dr_buf_addf(out, " [%.*s]", DR_FMT(f->subject));
	}
	dr_buf_addf(out, ": %.*s", DR_FMT(f->message));
	for (size_t i = 0; i < f->because.len; i++) {
		dr_buf_addf(out, " <%.*s %s>", DR_FMT(f->because.items[i].path),
		            dr_why_name((dr_why)f->because.items[i].status.why));
	}
	for (size_t i = 0; i < f->consequences.len; i++) {
		dr_buf_addf(out, " (%.*s)", DR_FMT(f->consequences.items[i]->rule->id));
	}
	dr_buf_add(out, S("\n"));
}

/* Findings, passed rules, rules not judged: a line each. */
static dr_str summary(void)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	for (size_t i = 0; i < judgement.findings.len; i++) {
		write_finding(judgement.findings.items[i], &out);
	}
	for (size_t i = 0; i < judgement.passed_count; i++) {
		dr_buf_addf(&out, "pass %.*s\n", DR_FMT(judgement.passed[i]->id));
	}
	for (size_t i = 0; i < judgement.not_judged_count; i++) {
		dr_buf_addf(&out, "not judged %.*s for %.*s\n", DR_FMT(judgement.not_judged[i]->id),
		            DR_FMT(judgement.not_judged_for[i]));
	}
	return dr_str_trim(dr_buf_str(&out));
}

typedef struct {
	const char *keys; /* message: '{record.size}' is added */
	dr_status size, tags;
	bool with_plan;
	const char *want;
} outcome_case;

#define OK                        \
	{                         \
		.state = DR_KNOWN \
	}
#define NETWORK                                            \
	{                                                  \
		.state = DR_UNKNOWN, .why = DR_WHY_NETWORK \
	}
#define MESSAGE                                            \
	{                                                  \
		.state = DR_UNKNOWN, .why = DR_WHY_MESSAGE \
	}
#define NOT_GIVEN                                            \
	{                                                    \
		.state = DR_UNKNOWN, .why = DR_WHY_NOT_GIVEN \
	}
#define PARTIAL                                            \
	{                                                  \
		.state = DR_PARTIAL, .why = DR_WHY_NETWORK \
	}

static const outcome_case OUTCOMES[] = {
	{ "  when: record.size > 4\n", OK, OK, false, "hit T1: 5" },
	{ "  when: record.size > 5\n", OK, OK, false, "pass T1" },
	{ "  when: record.size > 4\n", NETWORK, OK, false,
	  "undecided T1: A title <record.size network>" },
	{ "  when: record.size > 4\n", NOT_GIVEN, OK, false, "not judged T1 for record.size" },
	/* What is unknown does not matter when the rest decides. */
	{ "  when: record.size > 4 || other.size > 4\n", NETWORK, OK, false, "hit T1: ?" },
	{ "  when: record.size > 4 && other.size > 5\n", NETWORK, OK, false, "pass T1" },
	{ "  when: record.size > 4 && other.size > 5\n", NOT_GIVEN, OK, false, "pass T1" },
	/* A list of conditions is their conjunction. */
	{ "  when: [record.size > 4, other.size > 4]\n", OK, OK, false, "hit T1: 5" },
	{ "  when: [record.size > 4, other.size > 5]\n", NETWORK, OK, false, "pass T1" },
	{ "  when: [record.size > 4, size(record.tags) > 1]\n", NETWORK, MESSAGE, false,
	  "undecided T1: A title <record.size network> <record.tags message>" },
	{ "  when: [record.size > 4, record.size > 3]\n", NETWORK, MESSAGE, false,
	  "undecided T1: A title <record.size network>" },
	/* Not given beside another cause: undecided, for the other cause only. */
	{ "  when: [record.size > 4, size(record.tags) > 1]\n", NETWORK, NOT_GIVEN, false,
	  "undecided T1: A title <record.size network>" },
	{ "  when: record.size > 4 && size(record.tags) > 1\n", NOT_GIVEN, MESSAGE, false,
	  "undecided T1: A title <record.tags message>" },
	{ "  when: [record.size > 4, size(record.tags) > 1]\n", NOT_GIVEN, NOT_GIVEN, false,
	  "not judged T1 for record.size" },
	/* Partial lists. */
	{ "  when: record.tags.exists(t, t == 'a')\n", OK, PARTIAL, false, "hit T1: 5" },
	{ "  when: record.tags.exists(t, t == 'z')\n", OK, PARTIAL, false,
	  "undecided T1: A title <record.tags network>" },
	/* A fault of the rule is no state of the domain. */
	{ "  when: 9223372036854775807 + record.size > 1\n", OK, OK, false,
	  "undecided T1: A title <9223372036854775807 + record.size error>" },
	/* A variable that is not there. */
	{ "  when: record.size > 5 && findings.exists(f, f == 'x')\n", OK, OK, false,
	  "not judged T1 for findings" },
};

START_TEST(a_rule_hits_passes_or_cannot_be_judged)
{
	for (size_t i = 0; i < DR_COUNT(OUTCOMES); i++) {
		char keys[256];
		snprintf(keys, sizeof(keys), "%s  message: '{record.size}'\n", OUTCOMES[i].keys);
		judgement = (dr_judgement){ 0 };
		record.size_status = OUTCOMES[i].size;
		record.tags_status = OUTCOMES[i].tags;
		rules = load_rule(arena, keys);
		run(dr_ruleset_at(rules, 0)->stage);
		ck_assert_msg(dr_str_eq(summary(), dr_str_of(OUTCOMES[i].want)),
		              "case %zu: got \"%.*s\", want \"%s\"", i, DR_FMT(summary()),
		              OUTCOMES[i].want);
	}
}
END_TEST

#define EACH_ITEM                                                      \
	"  each: record.items\n  as: item\n  subject: '{item.name}'\n" \
	"  message: '{item.name} costs {item.cost} of {record.size}'\n"

START_TEST(each_runs_once_for_every_element)
{
	rules = load_rule(arena, "  when: item.cost > 10 || record.size > 100\n" EACH_ITEM);
	run(DR_STAGE_FACTS);
	ck_assert_dr_str(summary(), "hit T1 [y]: y costs 20 of 5");
	ck_assert_uint_eq(judgement.findings.items[0]->severity, DR_WARNING);
}
END_TEST

/* A hostile record has thousands of terms; nobody reads thousands of findings. */
START_TEST(each_ends_at_the_limit_of_findings)
{
	const toy_item item = { .name = S("x"), .cost = 20, .cost_status = DR_STATUS_KNOWN };
	record.items = (toy_items){ 0 };
	for (size_t i = 0; i < 10 * DR_LIMIT_RULE_FINDINGS; i++) {
		dr_list_add(arena, &record.items, item);
	}
	rules = load_rule(arena, "  when: item.cost > 10\n" EACH_ITEM);
	run(DR_STAGE_FACTS);
	ck_assert_uint_eq(judgement.findings.len, DR_LIMIT_RULE_FINDINGS);
}
END_TEST

START_TEST(each_over_nothing_passes)
{
	record.items.len = 0;
	rules = load_rule(arena, "  when: item.cost > 10\n" EACH_ITEM);
	run(DR_STAGE_FACTS);
	ck_assert_dr_str(summary(), "pass T1");
}
END_TEST

START_TEST(each_judges_elements_one_by_one)
{
	record.items.items[0].cost_status = toy_unknown(DR_WHY_NETWORK);
	rules = load_rule(arena, "  when: item.cost > 10\n" EACH_ITEM);
	run(DR_STAGE_FACTS);
	ck_assert_dr_str(summary(), "undecided T1 [x]: A title <item.cost network>\n"
	                            "hit T1 [y]: y costs 20 of 5");
}
END_TEST

START_TEST(each_over_a_partial_list_is_not_done)
{
	record.items_status = (dr_status){ .state = DR_PARTIAL, .why = DR_WHY_NETWORK };
	rules = load_rule(arena, "  when: item.cost > 10\n" EACH_ITEM);
	run(DR_STAGE_FACTS);
	ck_assert_dr_str(summary(), "hit T1 [y]: y costs 20 of 5\n"
	                            "undecided T1 [?]: A title <record.items network>");
}
END_TEST

START_TEST(each_over_a_list_that_is_not_given)
{
	record.items_status = (dr_status){ .state = DR_PARTIAL, .why = DR_WHY_NOT_GIVEN };
	rules = load_rule(arena, "  when: item.cost > 100\n" EACH_ITEM);
	run(DR_STAGE_FACTS);
	ck_assert_dr_str(summary(), "not judged T1 for record.items");
	judgement = (dr_judgement){ 0 };
	rules = load_rule(arena, "  when: item.cost > 10\n" EACH_ITEM);
	run(DR_STAGE_FACTS);
	ck_assert_dr_str(summary(), "hit T1 [y]: y costs 20 of 5");
}
END_TEST

#define RULE(id, keys) "- id: " id "\n  name: n-" id "\n" TOY_REST keys

START_TEST(stages_run_apart)
{
	rules = load_rules(
		arena, RULE("a1", "  when: record.size > 4\n  message: facts\n") RULE(
			       "a2", "  when: plan.phase > 2\n  message: plan\n")
			       RULE("a3", "  when: findings.exists(f, f == 'a1')\n  message: f\n"));
	run(DR_STAGE_FACTS);
	ck_assert_dr_str(summary(), "hit a1: facts");
	values.at[AT_PLAN] = &plan;
	run(DR_STAGE_PLAN);
	ck_assert_dr_str(summary(), "hit a1: facts\nhit a2: plan");
	run(DR_STAGE_FINDINGS);
	ck_assert_dr_str(summary(), "hit a1: facts\nhit a2: plan\nnot judged a3 for findings");
	judgement.not_judged_count = 0;
	values.at[AT_FINDINGS] = &findings;
	dr_list_add(arena, &findings, S("a1"));
	run(DR_STAGE_FINDINGS);
	ck_assert_dr_str(summary(), "hit a1: facts\nhit a2: plan\nhit a3: f");
}
END_TEST

START_TEST(findings_have_texts_and_a_place)
{
	static const char ANSWER[1]; /* only its address matters */
	record.policy_place = (dr_place){ (const struct dr_answer *)ANSWER, 2, { 7, 4 } };
	rules = load_rule(
		arena, "  when: has(record.policy)\n  message: 'p={record.policy}'\n"
		       "  fix: 'Not {record.policy}, tags {record.tags}'\n  span: record.policy\n"
		       "  owner: 'at.{record.size}'\n");
	run(DR_STAGE_FACTS);
	const dr_finding *f = judgement.findings.items[0];
	ck_assert_dr_str(f->message, "p=none");
	ck_assert_dr_str(f->fix, "Not none, tags a, b");
	ck_assert_dr_str(f->owner, "at.5");
	ck_assert_dr_str(f->subject, "");
	ck_assert_ptr_eq(f->place.answer, record.policy_place.answer);
	ck_assert_uint_eq(f->place.rr, 2);
	ck_assert_uint_eq(f->place.span.off, 7);
}
END_TEST

static bool switch_off(const void *self, const dr_rule *rule, dr_severity *severity)
{
	ck_assert_str_eq(self, "settings");
	ck_assert_int_eq(*severity, DR_WARNING);
	*severity = DR_ERROR;
	return !dr_str_eq(rule->id, S("a2"));
}

START_TEST(settings_switch_off_and_change_the_severity)
{
	static const dr_rule_settings SETTINGS = { switch_off, "settings" };
	rules = load_rules(arena,
	                   RULE("a1", "  when: record.size > 4\n  message: m\n")
	                           RULE("a2", "  when: record.size > 4\n  message: m\n")
	                                   RULE("a3", "  when: record.size > 5\n  message: m\n"));
	ck_assert_int_eq(dr_ruleset_run(rules, DR_STAGE_FACTS, &values, &SETTINGS, arena, scratch,
	                                &judgement),
	                 DR_OK);
	ck_assert_dr_str(summary(), "hit a1: m\npass a3");
	ck_assert_int_eq(judgement.findings.items[0]->severity, DR_ERROR);
}
END_TEST

START_TEST(a_finding_has_the_scope_that_its_rule_writes)
{
	rules = load_rule(arena, "  when: record.size > 4\n  message: m\n"
	                         "  scope: \"{record.size > 4 ? 'sp' : 'p'}\"\n");
	run(DR_STAGE_FACTS);
	ck_assert_dr_str(judgement.findings.items[0]->scope, "sp");
	rules = load_rule(arena, "  when: record.size > 4\n  message: m\n");
	judgement = (dr_judgement){ 0 };
	run(DR_STAGE_FACTS);
	ck_assert_dr_str(judgement.findings.items[0]->scope, "");
}
END_TEST

START_TEST(a_milder_hit_has_a_lower_severity)
{
	static const dr_rule_settings SETTINGS = { switch_off, "settings" };
	rules = load_rule(arena, "  when: record.size > 4\n  message: m\n"
	                         "  milder: info\n  milder_when: record.size > 4\n");
	run(DR_STAGE_FACTS);
	ck_assert_int_eq(judgement.findings.items[0]->severity, DR_INFO);
	rules = load_rule(arena, "  when: record.size > 4\n  message: m\n"
	                         "  milder: info\n  milder_when: record.size > 9\n");
	judgement = (dr_judgement){ 0 };
	run(DR_STAGE_FACTS);
	ck_assert_int_eq(judgement.findings.items[0]->severity, DR_WARNING);
	record.size_status = (dr_status){ 0 };
	rules = load_rule(arena, "  when: 'true'\n  message: m\n"
	                         "  milder: info\n  milder_when: record.size > 4\n");
	judgement = (dr_judgement){ 0 };
	run(DR_STAGE_FACTS);
	ck_assert_int_eq(judgement.findings.items[0]->severity, DR_WARNING);
	record.size_status = DR_STATUS_KNOWN;
	judgement = (dr_judgement){ 0 };
	ck_assert_int_eq(dr_ruleset_run(rules, DR_STAGE_FACTS, &values, &SETTINGS, arena, scratch,
	                                &judgement),
	                 DR_OK);
	ck_assert_int_eq(judgement.findings.items[0]->severity, DR_ERROR);
}
END_TEST

static const char ANSWERS[2]; /* two answers: only their addresses matter */

static const struct dr_answer *answer(size_t i)
{
	return (const struct dr_answer *)&ANSWERS[i];
}

#define HITS(owner) "  when: record.size > 4\n  message: m\n  owner: '" owner "'\n"

START_TEST(superseded_hits_become_consequences)
{
	rules = load_rules(arena,
	                   RULE("a1", HITS("x") "  supersedes: [a2, a3]\n") RULE("a2", HITS("X"))
	                           RULE("a3", HITS("y")) RULE("a4", HITS("x")));
	run(DR_STAGE_FACTS);
	dr_judgement_finish(arena, &judgement);
	ck_assert_dr_str(summary(), "hit a1: m (a2)\nhit a3: m\nhit a4: m");
	ck_assert(judgement.findings.items[0]->consequences.items[0]->superseded);
}
END_TEST

START_TEST(chains_end_at_their_first_cause)
{
	rules = load_rules(arena,
	                   RULE("a1", HITS("")) RULE("a2", HITS("x") "  supersedes: a3\n")
	                           RULE("a3", HITS("") "  supersedes: a1\n") RULE("a4", HITS("z")));
	run(DR_STAGE_FACTS);
	dr_judgement_finish(arena, &judgement);
	ck_assert_dr_str(summary(), "hit a2: m (a1) (a3)\nhit a4: m");
}
END_TEST

START_TEST(places_tell_records_apart)
{
	other.policy_place.answer = answer(1);
	record.policy_place.answer = answer(0);
	rules = load_rules(
		arena,
		RULE("a1", "  when: record.size > 4\n  message: m\n  span: record.policy\n"
	                   "  supersedes: [a2, a3]\n")
			RULE("a2", "  when: record.size > 4\n  message: m\n  span: other.policy\n")
				RULE("a3", "  when: record.size > 4\n  message: m\n"
	                                   "  span: record.policy\n"));
	run(DR_STAGE_FACTS);
	dr_judgement_finish(arena, &judgement);
	ck_assert_dr_str(summary(), "hit a1: m (a3)\nhit a2: m");
}
END_TEST

START_TEST(only_hits_supersede_and_are_superseded)
{
	record.size_status = toy_unknown(DR_WHY_NETWORK);
	rules = load_rules(
		arena,
		RULE("a1", "  when: record.size > 4\n  message: m\n  supersedes: a2\n")
			RULE("a2", "  when: other.size > 4\n  message: m\n  supersedes: a3\n")
				RULE("a3", "  when: record.size > 4\n  message: m\n"));
	run(DR_STAGE_FACTS);
	dr_judgement_finish(arena, &judgement);
	ck_assert_dr_str(summary(), "undecided a1: A title <record.size network>\nhit a2: m\n"
	                            "undecided a3: A title <record.size network>");
}
END_TEST

START_TEST(no_memory_is_an_error)
{
	rules = load_rules(
		arena, RULE("a1", "  when: item.cost > 0\n" EACH_ITEM "  supersedes: a2\n") RULE(
			       "a2", "  when: record.size > 4\n  message: 'm{record.tags}'\n"));
	size_t n = 1;
	for (int status = DR_ENOMEM; status != DR_OK; n++) {
		dr_arena *tight = dr_arena_new(0);
		judgement = (dr_judgement){ 0 };
		dr_arena_fail_at(tight, n);
		status = dr_ruleset_run(rules, DR_STAGE_FACTS, &values, NULL, tight, scratch,
		                        &judgement);
		dr_judgement_finish(tight, &judgement);
		ck_assert(status == DR_OK || status == DR_ENOMEM);
		dr_arena_free(tight);
		ck_assert_uint_lt(n, 1000);
	}
	ck_assert_uint_gt(n, 10);
}
END_TEST

START_TEST(no_scratch_memory_is_an_error)
{
	rules = load_rule(
		arena, "  when: record.tags.map(t, t + 'x').exists(t, t == 'ax')\n  message: m\n");
	dr_arena *tight = dr_arena_new(8);
	ck_assert_int_eq(
		dr_ruleset_run(rules, DR_STAGE_FACTS, &values, NULL, arena, tight, &judgement),
		DR_ENOMEM);
	dr_arena_free(tight);
}
END_TEST

/* Examples: `record:` is the size as text, `facts:` sets other.size, `timeout:` names facts. */
UNIT_MAIN("rule_run", set_up, tear_down, a_rule_hits_passes_or_cannot_be_judged,
          each_runs_once_for_every_element, each_ends_at_the_limit_of_findings,
          each_over_nothing_passes, each_judges_elements_one_by_one,
          each_over_a_partial_list_is_not_done, each_over_a_list_that_is_not_given,
          stages_run_apart, findings_have_texts_and_a_place,
          a_finding_has_the_scope_that_its_rule_writes, a_milder_hit_has_a_lower_severity,
          settings_switch_off_and_change_the_severity, superseded_hits_become_consequences,
          chains_end_at_their_first_cause, places_tell_records_apart,
          only_hits_supersede_and_are_superseded, no_memory_is_an_error,
          no_scratch_memory_is_an_error)
