/*
 * A little DNS for tests: the whole of it is one zone at the root, from text with absolute names;
 * some names do not answer.
 */
#pragma once
#include "receiver/asking.h"
#include "zone/zone.h"

typedef struct {
	dr_source_of_answers
		base; /* knows everything at once; a pointer to it is one to the world */
	dr_arena *arena;
	const char *timeouts; /* names separated by blanks; NULL: none */
	dr_zone *zone;
	dr_source_of_answers *sources[1];
	dr_asking asking;
} world;

/* `lines`: master-file lines with absolute owner names, TTL 300. Ends the test when they have
 * mistakes. */
void world_open(world *w, const char *lines, const char *timeouts);
void world_close(world *w);
/* A name in the world's arena. */
dr_name world_name(const world *w, const char *text);
