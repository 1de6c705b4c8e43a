/*
 * Editing DMARC records for plans: what is changed is changed, everything else stays.
 *
 * The result is written as RFC 9989 4.8 and RFC 7489 6.4 both read it: v first, p second, `; `
 * between tags. Unknown tags and their order stay; what is no tag, and what stands a second time,
 * goes.
 */
#pragma once
#include "base/arena.h"

/* A new value for a tag; `value` without a pointer takes the tag away. */
typedef struct {
	dr_str tag; /* lower case */
	dr_str value;
} dr_tag_edit;

/* The record `text` with the edits, in the arena; a text that is no DMARC record counts as
 * `v=DMARC1`. The empty slice when the arena is spent. */
dr_str dr_dmarc_edit(dr_arena *arena, dr_str text, const dr_tag_edit *edits, size_t count);
