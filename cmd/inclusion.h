/*
 * What a zone file may include: files of a folder, and below it, wherever links lead.
 */
#pragma once
#include "zone/zone.h"

enum { ZONE_OCTETS_MAX = 1 << 30 };

typedef struct {
	dr_arena *arena;
	dr_str folder; /* as it was given */
	dr_str real;   /* the same, absolute and without links */
} inclusion;

inclusion inclusion_in(dr_arena *arena, dr_str folder);
/* For dr_zone_files; `self` is an inclusion. Paths are relative to the including file's folder. */
int inclusion_read(void *self, const char *from, dr_str name, dr_source *ret_source, dr_error *err);
