/*
 * From an example of a playbook's phase to the plan of its domain, example.com: whether the phase
 * is in the state that the example says, writes that record and has its gates in those states.
 *
 * Its zone is that of a domain that sends by one server of its own, unless `zone` says other lines;
 * what reports would show is said directly.
 */
#pragma once
#include "playbook/playbook.h"
#include "rule/rule_examples.h"
#include "run/run.h"

/* With the catalogue, suffixes and rules of the configuration; results are in `arena`. 0, or a
 * negative DR_E* (a zone that does not parse, no memory, facts that are none). */
int dr_playbook_example_run(const dr_run_config *config, const dr_playbook *playbook,
                            const dr_playbook_phase *phase, const dr_phase_example *example,
                            dr_arena *arena, dr_example_result *ret_result, dr_error *err);
