/*
 * Vectors: tests/vectors/<area>/<file>.yaml, each file a list of maps that a schema describes.
 * Every vector has a `name` and says in `see` which section it is about.
 */
#pragma once
#include "doc/bind.h"

typedef struct {
	void *items; /* of the schema's size, in the arena */
	size_t count;
} vectors;

/* Ends the test when the file cannot be read, has a mistake, or has fewer vectors than `least`. The
 * schema must have the members `name` and `see`. */
vectors vectors_load(dr_arena *arena, const char *path, const dr_schema *schema, size_t least);
