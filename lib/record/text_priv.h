/*
 * What every record parser needs to know about text, whatever kind of record it is.
 */
#pragma once
#include "base/issue.h"

/* Adds NON_ASCII, LOOKALIKE and ESCAPED issues: one for each run of octets outside printable ASCII
 * (space and tab are fine), one for each typographic character, quotation mark and backslash. True
 * when every octet is printable ASCII, space or tab. */
bool dr_text_check(dr_arena *arena, dr_str text, dr_issues *issues);
/* The same for `part`, a slice of `whole`; spans count from the start of `whole`. */
bool dr_text_check_in(dr_arena *arena, dr_str whole, dr_str part, dr_issues *issues);

/* Space or tab: WSP of RFC 5234. */
static inline bool dr_is_wsp(char c)
{
	return c == ' ' || c == '\t';
}

dr_str dr_trim_wsp(dr_str text);

/* Finds the known name that is nearest to an unknown one: start, try each, look at `found`. */
typedef struct {
	dr_str wanted;
	size_t limit;
	dr_str found; /* static storage; the empty slice when none is near */
} dr_nearest;

dr_nearest dr_nearest_start(dr_str wanted);
void dr_nearest_try(dr_nearest *nearest, const char *name);

/* Where `part`, a slice of `whole`, stands in it. */
dr_span dr_span_in(dr_str whole, dr_str part);
