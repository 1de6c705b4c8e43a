/*
 * Examples embedded in rules: read here, turned into facts by the program through a callback, and
 * compared here.
 *
 * `expect: hit|miss|undecided|not-judged` and exactly what stands under it: `record:` (a text at
 * the rule's usual owner name), `zone:` (master-file lines for example.com), `before:` (such lines
 * of before a change), `timeout:`/`servfail:` (owner names that do not answer), `fetches:` (files
 * that web servers give; `fetches_before:` the same before a change), `facts:` (values set
 * directly; only for what comes from reports, other servers or time), `domain:`, `selectors:`,
 * `mail:`, `message:` (texts that the finding's message must hold), `severity:` (of the hit),
 * `name:` (what the example shows).
 */
#pragma once
#include "rule/rule.h"

typedef enum {
	DR_EXPECT_HIT,
	DR_EXPECT_MISS,
	DR_EXPECT_UNDECIDED,
	DR_EXPECT_NOT_JUDGED
} dr_expectation;

struct dr_example {
	dr_expectation expect;
	dr_str title;  /* `name:`, may be empty */
	dr_str domain; /* "example.com" unless given */
	dr_str record; /* ptr NULL: not given */
	dr_str zone;
	dr_str octodns; /* the zone in another format; then `record`, `zone` are not read */
	dr_str before;  /* ptr NULL: there is no change */
	dr_strs timeouts, servfails;
	dr_strs selectors;
	dr_str mail;
	const dr_node *facts; /* a map, or NULL */
	/* Lists of maps, or NULL: run/examples knows their keys. */
	const dr_node *fetches, *fetches_before;
	dr_str severity;  /* of the hit; may be empty */
	dr_strs messages; /* texts that the finding's message must contain */
	dr_span at;
};

/* What one example gave. */
typedef struct {
	bool ok;
	dr_str what; /* when not ok: one line */
} dr_example_result;

/* Turns an example into the values of all variables, in `arena`. 0, or a negative DR_E* with err
 * (an example whose zone does not parse is an error). */
typedef int (*dr_example_facts)(void *self, dr_arena *arena, const dr_rule *rule,
                                const dr_example *example, dr_values *ret_values, dr_error *err);

/* Runs one example of a rule, and of the rule alone. The errors are those of `make`, or DR_ENOMEM;
 * but an example for which `make` gives DR_EPART is not tried, and well. */
int dr_example_run(const dr_rule *rule, const dr_example *example, dr_example_facts make,
                   void *self, dr_arena *arena, dr_example_result *ret_result, dr_error *err);

/* Adds an error for each rule without an example that hits or without one that misses: what shipped
 * rules must have. The number of errors. */
size_t dr_examples_check(const dr_ruleset *rules, dr_errors *errors);
