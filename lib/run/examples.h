/*
 * From an example embedded in a rule to facts: the zone, the record at its usual owner name, the
 * names that do not answer become answers, and the survey runs over them as over any domain.
 */
#pragma once
#include "rule/rule_examples.h"
#include "run/run.h"

/* The callback for dr_example_run; `self` is a dr_run_config whose catalog and psl are set. */
int dr_run_example_facts(void *self, dr_arena *arena, const dr_rule *rule,
                         const dr_example *example, dr_values *ret_values, dr_error *err);
