/*
 * The character-strings of a TXT record, for parsers that otherwise see the joined text.
 */
#pragma once
#include "base/issue.h"

typedef struct {
	const uint32_t *starts; /* offset in the joined text of each string; ascending from 0 */
	size_t count;
} dr_strings;

/* LONG_STRING for each string of over 255 octets, which no DNS message can carry (RFC 1035 3.3):
 * only texts that are not published yet have one. `strings` may be NULL. */
void dr_strings_check(dr_arena *arena, dr_str text, const dr_strings *strings, dr_issues *issues);
