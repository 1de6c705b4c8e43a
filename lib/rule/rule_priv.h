/*
 * What the files of this folder share.
 */
#pragma once
#include "rule/rule_examples.h"

typedef DR_LIST(dr_rule *) dr_rules;

struct dr_ruleset {
	dr_arena *arena;
	const dr_rule_world *world;
	dr_rules rules;
	const char **names; /* ids, then names, for suggestions; when finished */
};

extern const char *const DR_SEVERITIES[]; /* by dr_severity, NULL at the end */

/* Reads the list under `examples:` of a rule; nothing when `node` is NULL. The number of errors. */
size_t dr_examples_load(dr_arena *arena, const dr_source *source, const dr_node *node,
                        dr_examples *ret_examples, dr_errors *errors);

/* Runs one rule whatever its stage, with room in the judgement's lists already made. Texts of
 * findings are in `arena`. The slot behind the world's variables is used for the element. */
void dr_rule_judge(const dr_rule *rule, dr_values *values, dr_arena *arena, dr_arena *scratch,
                   dr_judgement *judgement);
/* Makes room in the judgement's lists for `more` rules; false when memory is short. */
bool dr_judgement_reserve(dr_judgement *judgement, size_t more, dr_arena *arena);
