/*
 * A world for tests of the rule engine that has nothing to do with e-mail: a record with a policy
 * and items, a plan that comes later, findings that come last.
 */
#pragma once
#include "rule/rule_examples.h"
#include "unit.h"

static const char *const POLICIES[] = { "none", "quarantine", "reject", NULL };

typedef struct {
	dr_str name;
	int64_t cost;
	dr_status cost_status;
	dr_place place;
} toy_item;

static const dr_field TOY_ITEM_FIELDS[] = {
	DR_PLAIN(toy_item, name, "what it is called", DR_PLACE(toy_item, place)),
	DR_FACT(toy_item, cost, "what it costs"),
};
static DR_SCHEMA(TOY_ITEM, "item", toy_item, TOY_ITEM_FIELDS, "an item");

typedef DR_LIST(toy_item) toy_items;

typedef struct {
	int64_t size;
	dr_status size_status;
	dr_str policy;
	dr_status policy_status;
	dr_place policy_place;
	dr_strs tags;
	dr_status tags_status;
	toy_items items;
	dr_status items_status;
} toy_record;

static const dr_field TOY_RECORD_FIELDS[] = {
	DR_FACT(toy_record, size, "how large it is"),
	DR_FACT(toy_record, policy, "what it asks for", DR_MAY_BE_ABSENT, DR_CHOICES(POLICIES),
	        DR_PLACE(toy_record, policy_place)),
	DR_FACT(toy_record, tags, "its tags"),
	DR_LISTED(toy_record, items, toy_item, TOY_ITEM, "what is in it"),
};
static DR_SCHEMA(TOY_RECORD, "record", toy_record, TOY_RECORD_FIELDS, "a record");

typedef struct {
	int64_t phase;
	dr_status phase_status;
} toy_plan;

static const dr_field TOY_PLAN_FIELDS[] = { DR_FACT(toy_plan, phase, "where it is") };
static DR_SCHEMA(TOY_PLAN, "plan", toy_plan, TOY_PLAN_FIELDS, "a plan");

enum { AT_RECORD, AT_OTHER, AT_PLAN, AT_FINDINGS };

static const dr_variable TOY_VARIABLES[] = {
	[AT_RECORD] = { "record", &TOY_RECORD.type, "the record" },
	[AT_OTHER] = { "other", &TOY_RECORD.type, "another record" },
	[AT_PLAN] = { "plan", &TOY_PLAN.type, "the plan" },
	[AT_FINDINGS] = { "findings", &DR_STRINGS, "ids of findings" },
};
static const dr_stage TOY_STAGES[] = {
	[AT_RECORD] = DR_STAGE_FACTS,
	[AT_OTHER] = DR_STAGE_FACTS,
	[AT_PLAN] = DR_STAGE_PLAN,
	[AT_FINDINGS] = DR_STAGE_FINDINGS,
};
static const char *const TOY_RECORDS[] = { "toy", "box", NULL };
static const char *const TOY_CATEGORIES[] = { "safety", "order", NULL };
static const char *const TOY_WHO[] = { "you", "shop", NULL };

static const dr_rule_world TOY_WORLD = {
	.variables = { TOY_VARIABLES, DR_COUNT(TOY_VARIABLES) },
	.stages = TOY_STAGES,
	.records = TOY_RECORDS,
	.categories = TOY_CATEGORIES,
	.who = TOY_WHO,
};

/* A rule's keys but `id`, `name` and those that a test is about. */
#define TOY_REST "  record: toy\n  category: safety\n  severity: warning\n  title: A title\n"

/* A record with everything known: size 5, policy none, tags a and b, items x (1) and y (20). */
static inline toy_record toy_known(dr_arena *arena)
{
	toy_record r = { .size = 5,
		         .size_status = DR_STATUS_KNOWN,
		         .policy = DR_STR("none"),
		         .policy_status = DR_STATUS_KNOWN,
		         .tags_status = DR_STATUS_KNOWN,
		         .items_status = DR_STATUS_KNOWN };
	dr_list_add(arena, &r.tags, DR_STR("a"));
	dr_list_add(arena, &r.tags, DR_STR("b"));
	dr_list_add(arena, &r.items, (toy_item){ DR_STR("x"), 1, DR_STATUS_KNOWN, { 0 } });
	dr_list_add(arena, &r.items, (toy_item){ DR_STR("y"), 20, DR_STATUS_KNOWN, { 0 } });
	return r;
}

static inline dr_status toy_unknown(dr_why why)
{
	return (dr_status){ .state = DR_UNKNOWN, .why = (uint8_t)why };
}

/* Rules of the toy world; a test fails when they do not load. */
static inline dr_ruleset *load_rules(dr_arena *arena, const char *text)
{
	dr_source *source = dr_arena_new_of(arena, dr_source);
	dr_errors errors = { 0 };
	*source = (dr_source){ "toy.yaml", dr_str_of(text) };
	dr_ruleset *rules = dr_ruleset_new(arena, &TOY_WORLD);
	dr_ruleset_load(rules, source, true, &errors);
	dr_ruleset_finish(rules, &errors);
	ck_assert_msg(errors.len == 0, "%s", errors.len > 0 ? errors.items[0].text : "");
	return rules;
}

/* One, of which a test says the keys that it is about. */
static inline dr_ruleset *load_rule(dr_arena *arena, const char *keys)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_addf(&text, "- id: T1\n  name: one\n" TOY_REST "%s", keys);
	return load_rules(arena, dr_buf_str(&text).ptr);
}
