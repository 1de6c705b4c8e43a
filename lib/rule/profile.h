/*
 * Profiles: what somebody demands of a domain. A profile sets severities of rules, switches on
 * optional ones (those that are off by themselves), and may hold a table: requirement by who asks
 * for it.
 */
#pragma once
#include "rule/rule.h"

typedef struct {
	const dr_rule *rule;
	dr_severity severity;
	bool off;
} dr_profile_choice;

/* A line of the table. */
typedef struct {
	dr_str id, title;
	dr_strs asked_by; /* some of the profile's parties */
	dr_strs rules;    /* ids or names as written: a hit of any of them means it is not met */
	dr_str see;
} dr_requirement;
typedef DR_LIST(dr_requirement) dr_requirements;

/* A small world, and rules that must or must not hit in it under the profile. */
typedef struct {
	dr_str name;
	dr_str zone;
	dr_str mail;
	dr_strs hits, misses; /* ids or names */
} dr_profile_example;
typedef DR_LIST(dr_profile_example) dr_profile_examples;

typedef struct {
	dr_str name, title, about;
	dr_strs parties; /* who asks: columns of the table; may be empty */
	dr_requirements requirements;
	dr_profile_examples examples;
	dr_strs see;
	DR_LIST(dr_profile_choice) choices;
	const dr_ruleset *rules;
	dr_rule_settings settings;
	const dr_source *source;
	const dr_node *node;
} dr_profile;

/* The keys of a profile's file, but for `rules`, for tests. */
extern const dr_schema DR_REQUIREMENT_SCHEMA, DR_PROFILE_EXAMPLE_SCHEMA;

/* Reads a profile into `arena`; `rules` (finished) are those it may name; they and the source must
 * outlive it. Every problem is an error with its place. The number of errors; `ret_profile` is set
 * only when it is 0. */
size_t dr_profile_load(dr_arena *arena, const dr_source *source, const dr_ruleset *rules,
                       const dr_profile **ret_profile, dr_errors *errors);

/* How a domain stands to a requirement. */
typedef enum {
	DR_REQUIREMENT_MET,         /* its rules were judged and none hit */
	DR_REQUIREMENT_NOT_MET,     /* one of them hit */
	DR_REQUIREMENT_UNSURE,      /* one of them could not be decided */
	DR_REQUIREMENT_NOT_VISIBLE, /* no rule can see it, or what it needs was not supplied */
} dr_requirement_state;

/* "yes", "no", "unsure", "not-visible". */
const char *dr_requirement_state_name(dr_requirement_state state);

/* By a judgement that dr_judgement_finish() went over. A waived hit counts as a hit. */
dr_requirement_state dr_requirement_judge(const dr_profile *profile,
                                          const dr_requirement *requirement,
                                          const dr_judgement *judgement);
/* Whether the rule hit, among findings and what they explain. */
bool dr_judgement_has_hit(const dr_judgement *judgement, const dr_rule *rule);
