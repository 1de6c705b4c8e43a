/*
 * What rules can be about: the variables of run/variables.def with their schemas and stages, and
 * the legal words of a rule's `record:`, `category:` and `who:`.
 */
#pragma once
#include "change/change_facts.h"
#include "facts/facts.h"
#include "rule/rule.h"

/* Indexes of the variables in dr_rule_world.variables and in dr_values.at. */
typedef enum {
#define DR_VARIABLE(name, schema, stage, doc) DR_VARIABLE_##name,
#include "run/variables.def"
#undef DR_VARIABLE
	DR_VARIABLE_COUNT
} dr_variable_index;

/* Static storage. */
const dr_rule_world *dr_run_world(void);

/* Points the variables of the first stage at the facts; `change` and variables of later stages stay
 * NULL. */
dr_values dr_run_values(const dr_facts *facts);
