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
/* Sets the members of one record that a map names. DR_ENAME, DR_ETYPE. */
int dr_example_set_record(dr_arena *arena, const dr_schema *schema, const dr_node *map,
                          void *record, dr_error *err);

/* What the example's `fetches` say about a question of HTTPS: each a map with `url`, and with
 * `status` (200), `type` (the media type), `body`, `location` (of a redirect) or `tls` (why the
 * connection failed). NULL: nothing. */
const dr_answer *dr_example_fetch(dr_arena *arena, const dr_node *fetches,
                                  const dr_question *question);
