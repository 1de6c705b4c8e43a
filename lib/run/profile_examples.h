/*
 * From an example of a profile to what the profile says about its zone (run/examples.h says what
 * its world is).
 */
#pragma once
#include "rule/profile.h"
#include "rule/rule_examples.h"
#include "run/run.h"

/* Judges the example's zone under the profile, with the catalogue and suffixes of the
 * configuration; results are in `arena`. 0, or a negative DR_E* (a zone that does not parse, no
 * memory). */
int dr_profile_example_run(dr_run_config *config, const dr_profile *profile,
                           const dr_profile_example *example, dr_arena *arena,
                           dr_example_result *ret_result, dr_error *err);
