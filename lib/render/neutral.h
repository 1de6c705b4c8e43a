/*
 * Text from the world, made harmless: what a DNS record, a file or a message holds must not move
 * the cursor, change colours, turn the reading direction or fake a line of ours.
 */
#pragma once
#include "base/buf.h"

/* Appends `text`, taken as UTF-8, as one line that any terminal shows as it is: control characters
 * (C0, DEL, C1), bidirectional and invisible marks, line and paragraph separators, tag characters
 * and octets that are not UTF-8 are written as `\xHH` or `\u{HHHH}`. So is the first octet of what
 * CI systems take for a command in a log: `::word` at the beginning of a word, `##[` and `##vso[`
 * anywhere. */
void dr_neutral_write(dr_buf *out, dr_str text);
/* The same into the arena; borrows when there is nothing to do. */
dr_str dr_neutral_text(dr_arena *arena, dr_str text);

/* A record's text as contract and master files write it: octets outside 0x20 to 0x7E as `\DDD`, a
 * backslash as `\\`. */
void dr_escaped_write(dr_buf *out, dr_str octets);
/* Columns that dr_escaped_write() gives to an octet: 1, 2 or 4. */
size_t dr_escaped_width(char octet);
/* The same for screens and logs: "#" is escaped too, with which some CI systems begin commands. */
void dr_shown_write(dr_buf *out, dr_str octets);
size_t dr_shown_width(char octet);
