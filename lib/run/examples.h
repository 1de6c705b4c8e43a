/*
 * From an example embedded in a rule to facts: the zone, the record at its usual owner name, the
 * names that do not answer become answers, and the survey runs over them as over any domain.
 *
 * The world of an example is the zone example.com (or that of another `domain:`), complete with SOA
 * and NS, and a root that holds what its lines say about other names; nothing else exists in it.
 */
#pragma once
#include "rule/rule_examples.h"
#include "run/run.h"

/* The callback for dr_example_run; `self` is a dr_run_config with catalog and suffixes, and with
 * the rules when the rule is one about findings; nothing else of it is used. The rule may be NULL
 * when the example has no `record`. DR_ENAME and DR_ETYPE for `facts:` that fit no variable. */
int dr_run_example_facts(void *self, dr_arena *arena, const dr_rule *rule,
                         const dr_example *example, dr_values *ret_values, dr_error *err);
