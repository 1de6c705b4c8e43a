/*
 * The parts of an example's world.
 */
#pragma once
#include "run/examples.h"

/* The text of the zone around an example: SOA unless it has one, NS, the record, its lines. */
dr_str dr_example_zone_text(dr_arena *arena, const dr_rule *rule, const dr_example *example,
                            dr_name domain);

/* Sets the facts that an example names; `map` may be NULL. DR_ENAME, DR_ETYPE. */
int dr_example_set_facts(dr_arena *arena, const dr_node *map, dr_values *values, dr_error *err);
