/* rule/profile: profiles are read strictly, switch rules, and say how a domain stands to them. */
#include "rule/profile.h"
#include "toy_world.h"
#include "unit.h"
#include <string.h>

static dr_arena *arena;
static dr_ruleset *rules;
static dr_errors errors;

#define RULE(id, name, more)                                             \
	"- id: " id "\n  name: " name                                    \
	"\n  record: toy\n  category: order\n  severity: warning\n" more \
	"  title: t\n  when: |\n    record.size > 1\n  message: m\n"

static const dr_source RULES = { "r.yaml", DR_STR_INIT(RULE("TOY1", "toy-one", "") RULE(
						   "TOY2", "toy-two", "  optional: true\n")
	                                                       RULE("TOY3", "toy-three", "")) };

static void set_up(void)
{
	arena = dr_arena_new(0);
	errors = (dr_errors){ 0 };
	rules = dr_ruleset_new(arena, &TOY_WORLD);
	size_t count = dr_ruleset_load(rules, &RULES, true, &errors);
	count += dr_ruleset_finish(rules, &errors);
	ck_assert_msg(count == 0, "%s", errors.len > 0 ? errors.items[0].text : "");
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static size_t load(const char *text, const dr_profile **ret_profile)
{
	dr_source *source = dr_arena_new_of(arena, dr_source);
	*source = (dr_source){ "p.yaml", dr_str_of(text) };
	errors = (dr_errors){ 0 };
	return dr_profile_load(arena, source, rules, ret_profile, &errors);
}

#define HEAD "name: p\ntitle: t\nabout: a\nsee: [s]\n"
static const char GOOD[] = HEAD "parties: [x, y]\nrules:\n  toy-one: error\n  TOY2: info\n"
				"  TOY3: off\nrequirements:\n"
				"  - {id: r1, title: one, asked_by: [x], rules: [TOY1, TOY2]}\n"
				"  - {id: r2, title: two, asked_by: [x, y], rules: []}\n";

static const char *decided(const dr_rule_settings *settings, const char *id)
{
	const dr_rule *rule = dr_ruleset_find(rules, dr_str_of(id));
	dr_severity severity = rule->severity;
	return settings->decide(settings->self, rule, &severity) ? dr_severity_name(severity)
	                                                         : "off";
}

START_TEST(it_sets_severities_and_switches_rules)
{
	const dr_profile *profile = NULL;
	ck_assert_uint_eq(load(GOOD, &profile), 0);
	ck_assert_str_eq(decided(&profile->settings, "TOY1"), "error");
	ck_assert_str_eq(decided(&profile->settings, "TOY2"), "info");
	ck_assert_str_eq(decided(&profile->settings, "TOY3"), "off");
}
END_TEST

START_TEST(optional_rules_are_off_unless_they_are_named)
{
	const dr_profile *profile = NULL;
	ck_assert_uint_eq(load(HEAD "rules: {TOY1: error}\n", &profile), 0);
	ck_assert_str_eq(decided(&profile->settings, "TOY2"), "off");
	ck_assert_str_eq(decided(&profile->settings, "TOY3"), "warning");
}
END_TEST

/* Judges a record of the size, which the toy rules are about. */
static dr_judgement judge(const dr_profile *profile, int64_t size, dr_status status)
{
	const toy_record record = { .size = size, .size_status = status };
	const dr_values values = { .at = { [AT_RECORD] = &record } };
	dr_judgement judgement = { 0 };
	dr_arena *scratch = dr_arena_new(0);
	const dr_rule_settings *settings = profile != NULL ? &profile->settings : NULL;
	ck_assert_int_eq(dr_ruleset_run(rules, DR_STAGE_FACTS, &values, settings, arena, scratch,
	                                &judgement),
	                 DR_OK);
	dr_judgement_finish(arena, &judgement);
	dr_arena_free(scratch);
	return judgement;
}

START_TEST(without_settings_optional_rules_do_not_run)
{
	dr_judgement judgement = judge(NULL, 2, DR_STATUS_KNOWN);
	ck_assert_uint_eq(judgement.findings.len, 2);
	ck_assert(!dr_judgement_has_hit(&judgement, dr_ruleset_find(rules, S("TOY2"))));
}
END_TEST

START_TEST(requirements_are_met_or_not)
{
	static const dr_status LATE = { .state = DR_UNKNOWN, .why = DR_WHY_NETWORK };
	const dr_profile *profile = NULL;
	ck_assert_uint_eq(load(GOOD, &profile), 0);
	const dr_requirement *seen = &profile->requirements.items[0];
	const dr_requirement *unseen = &profile->requirements.items[1];
	dr_judgement bad = judge(profile, 2, DR_STATUS_KNOWN);
	dr_judgement good = judge(profile, 1, DR_STATUS_KNOWN);
	dr_judgement late = judge(profile, 0, LATE);
	ck_assert_int_eq(dr_requirement_judge(profile, seen, &bad), DR_REQUIREMENT_NOT_MET);
	ck_assert_int_eq(dr_requirement_judge(profile, seen, &good), DR_REQUIREMENT_MET);
	ck_assert_int_eq(dr_requirement_judge(profile, seen, &late), DR_REQUIREMENT_UNSURE);
	ck_assert_int_eq(dr_requirement_judge(profile, unseen, &bad), DR_REQUIREMENT_NOT_VISIBLE);
	ck_assert_str_eq(dr_requirement_state_name(DR_REQUIREMENT_NOT_VISIBLE), "not-visible");
}
END_TEST

static const struct {
	const char *text;
	uint32_t line;
	const char *part; /* of the message */
} REFUSED[] = {
	{ "", 0, "empty" },
	{ "[a]\n", 1, "map" },
	{ HEAD "rules: {TOY9: error}\n", 5, "did you mean 'TOY" },
	{ HEAD "rules: {TOY1: fatal}\n", 5, "off" },
	{ HEAD "rules: [TOY1]\n", 5, "map" },
	{ HEAD "rules: {}\nrequirement: []\n", 6, "requirements" },
	{ HEAD "parties: [x]\nrules: {}\nrequirements:\n"
	       "  - {id: r, title: t, asked_by: [z], rules: []}\n",
	  8, "parties" },
	{ HEAD "rules: {}\nexamples:\n  - {zone: a, hits: [NONE]}\n", 7, "no rule" },
	{ "name: p\ntitle: t\nabout: a\nsee: []\nrules: {}\n", 1, "see" },
};

START_TEST(bad_profiles_are_refused_with_a_place)
{
	for (size_t i = 0; i < DR_COUNT(REFUSED); i++) {
		const dr_profile *profile = NULL;
		ck_assert_uint_gt(load(REFUSED[i].text, &profile), 0);
		ck_assert_ptr_null(profile);
		ck_assert_msg(strstr(errors.items[0].text, REFUSED[i].part) != NULL, "case %zu: %s",
		              i, errors.items[0].text);
		ck_assert_msg(REFUSED[i].line == 0 || errors.items[0].line == REFUSED[i].line,
		              "case %zu: line %u", i, errors.items[0].line);
	}
}
END_TEST

START_TEST(the_field_tables_fit_the_structs)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	size_t count = dr_schema_check(&DR_REQUIREMENT_SCHEMA, &out);
	count += dr_schema_check(&DR_PROFILE_EXAMPLE_SCHEMA, &out);
	ck_assert_msg(count == 0, "%.*s", DR_FMT(dr_buf_str(&out)));
}
END_TEST

UNIT_MAIN("profile", set_up, tear_down, it_sets_severities_and_switches_rules,
          optional_rules_are_off_unless_they_are_named, without_settings_optional_rules_do_not_run,
          requirements_are_met_or_not, bad_profiles_are_refused_with_a_place,
          the_field_tables_fit_the_structs)
