/*
 * Domains that are looked at in one go: as they were named, and found by their names.
 */
#pragma once
#include "base/list.h"
#include "base/name_table.h"

typedef struct {
	dr_strs listed;        /* texts, in their order */
	dr_name_table by_name; /* wire form to dr_name; what is no name is not in it */
} dr_domains;

/* In `arena`, borrowing the texts; look at dr_arena_failed(). */
dr_domains dr_domains_of(dr_arena *arena, const dr_strs *listed);
/* The longest one that is at or above the name; not set when there is none. `domains` may be NULL.
 */
dr_name dr_domains_nearest(const dr_domains *domains, dr_name name);
