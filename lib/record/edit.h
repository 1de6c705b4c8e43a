/*
 * Editing DMARC records for plans: what is changed is changed, everything else stays.
 *
 * The result is written as RFC 9989 4.8 and RFC 7489 6.4 both read it: v first, p second, `; `
 * between tags. Unknown tags and their order stay; what is no tag, and what stands a second time,
 * goes.
 */
#pragma once
#include "base/list.h"

/* A new value for a tag; `value` without a pointer takes the tag away. */
typedef struct {
	dr_str tag; /* lower case */
	dr_str value;
} dr_tag_edit;

/* The record `text` with the edits, in the arena; a text that is no DMARC record counts as
 * `v=DMARC1`. The empty slice when the arena is spent. */
dr_str dr_dmarc_edit(dr_arena *arena, dr_str text, const dr_tag_edit *edits, size_t count);

/* The value of rua or ruf with one URI more, at its end; as it was when the URI is there already
 * (ASCII case and size suffixes aside). In the arena. */
dr_str dr_dmarc_add_uri(dr_arena *arena, dr_str value, dr_str uri);

/* A record's text as character-strings of at most 255 octets (RFC 1035 3.3), borrowed; none begins
 * or ends with a space where two join, because some web forms trim strings. One empty string for
 * the empty text. */
dr_strs dr_text_split(dr_arena *arena, dr_str text);
