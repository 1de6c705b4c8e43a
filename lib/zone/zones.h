/*
 * Several zones as one source of answers. The zone that a name belongs to is found by its origin,
 * so that a run costs the same beside ten thousand zones as beside one.
 */
#pragma once
#include "zone/zone.h"

typedef struct dr_zones dr_zones;

/* A zone, and the zones of the same name or of one above it: nearest first, those of one name in
 * the order in which they were given. */
typedef struct dr_zone_link {
	dr_zone *zone;
	const struct dr_zone_link *next;
} dr_zone_link;

/* In `arena`; the zones are borrowed and must outlive it. NULL: no memory. */
dr_zones *dr_zones_new(dr_arena *arena, dr_zone *const *items, size_t count);

/* The zone with the longest name that is at or above this one; NULL when there is none. */
const dr_zone_link *dr_zones_find(const dr_zones *zones, dr_name name);

/* The source asks the nearest zone first; when that one does not speak for the question, the next
 * above it. */
dr_source_of_answers *dr_zones_source(dr_zones *zones);
