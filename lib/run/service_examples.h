/*
 * From an example of a service to what is found in its zone (run/examples.h says what its world
 * is).
 */
#pragma once
#include "rule/rule_examples.h"
#include "run/run.h"

/* Looks at the example's zone with the catalogue and suffixes of the configuration; results are in
 * `arena`. 0, or a negative DR_E* (a zone that does not parse, no memory). */
int dr_service_example_run(dr_run_config *config, const dr_service *service,
                           const dr_service_example *example, dr_arena *arena,
                           dr_example_result *ret_result, dr_error *err);
