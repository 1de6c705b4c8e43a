/*
 * Going through a struct by its schema, for dumps and checks.
 */
#pragma once
#include "schema/schema.h"

typedef struct dr_visit {
	/* One fact, known or not, in table order; `path` is "dmarc.effective.rfc9989.p" or
	 * "spf.terms[3].cost", valid during the call. Lists and records are visited themselves
	 * first; their elements follow unless it returns false. */
	bool (*fact)(struct dr_visit *self, dr_str path, const dr_field *field, dr_status status,
	             const void *value);
} dr_visit;

/* `name` is the path's first word. Paths are built in `scratch`. */
void dr_schema_walk(dr_arena *scratch, const dr_schema *schema, const char *name,
                    const void *record, dr_visit *visit);

/* The first fact that is still DR_WHY_NOBODY, as a path in the arena; the empty slice when every
 * fact was set. */
dr_str dr_schema_unset(dr_arena *arena, const dr_schema *schema, const char *name,
                       const void *record);
