/*
 * Domain names in wire form (RFC 1035 3.1): length-prefixed labels and a final zero octet.
 *
 * Labels may hold any octet; ASCII letters are kept lower-case, so that equal names have equal
 * octets. The empty dr_name (len 0) is "no name"; the root has len 1. IDNA is in name/name.h.
 */
#pragma once
#include "base/buf.h"

enum { DR_NAME_MAX = 255, DR_LABEL_MAX = 63 };

typedef struct {
	const uint8_t *wire; /* borrowed; ends with the root label */
	uint8_t len;         /* octets, the root label included */
} dr_name;

/* Room for any name. */
typedef struct {
	uint8_t octets[DR_NAME_MAX];
} dr_name_room;

typedef enum {
	DR_NAME_OK,
	DR_NAME_EMPTY_LABEL, /* "a..b", ".a" */
	DR_NAME_LONG_LABEL,  /* over 63 octets */
	DR_NAME_LONG,        /* over 255 octets */
	DR_NAME_BAD_ESCAPE,  /* a backslash at the end, or \DDD over 255 */
	DR_NAME_EMPTY,       /* no text at all */
} dr_name_status;

/* Master-file text (RFC 1035 5.1: `\X`, `\DDD`), with or without a final dot; "." is the root.
 * `room` holds the result. Nothing is written on failure. */
dr_name_status dr_name_parse(dr_name_room *room, dr_str text, dr_name *ret_name);
/* The same for a text without escapes, in which a backslash is an octet like any other: what a
 * protocol other than DNS says (an envelope, a domain-spec of SPF). */
dr_name_status dr_name_parse_plain(dr_name_room *room, dr_str text, dr_name *ret_name);
/* dr_name_parse() into an arena; the empty dr_name when the text is not a name or memory is spent.
 */
dr_name dr_name_of(dr_arena *arena, dr_str text);
/* Whether master-file text ends with a dot that is not escaped. */
bool dr_name_text_is_absolute(dr_str text);
/* What is wrong, as the rest of a sentence: "has an empty label". */
const char *dr_name_status_text(dr_name_status status);
dr_name dr_name_copy(dr_arena *arena, dr_name name);
extern const dr_name DR_NAME_ROOT;

/* Text without a final dot ("." for the root); octets that are not letters, digits, `-`, `_`, `*`
 * or `/` are escaped. */
void dr_name_write(dr_name name, dr_buf *out);
dr_str dr_name_text(dr_arena *arena, dr_name name);

bool dr_name_is_set(dr_name name);
bool dr_name_eq(dr_name a, dr_name b);
/* Canonical order (RFC 4034 6.1). */
int dr_name_cmp(dr_name a, dr_name b);
/* Labels without the root: 2 for example.com. */
size_t dr_name_labels(dr_name name);
/* The first label's octets. The empty slice for the root. */
dr_str dr_name_label(dr_name name);
/* Without the first label; the root for the root. Borrows. */
dr_name dr_name_parent(dr_name name);
/* The rightmost `labels` labels. Borrows. */
dr_name dr_name_suffix(dr_name name, size_t labels);
/* True for the name itself and everything below `ancestor`. */
bool dr_name_is_within(dr_name name, dr_name ancestor);
/* The same for texts without escapes, both lower-case and without a final dot. */
bool dr_name_text_is_within(dr_str name, dr_str ancestor);
bool dr_name_is_wildcard(dr_name name);
/* `prefix` (a relative text such as "_dmarc" or "s1._domainkey", same escapes) in front of `name`,
 * in the arena; the empty dr_name when the result would be too long or is no name. */
dr_name dr_name_join(dr_arena *arena, dr_str prefix, dr_name name);
/* The labels of `front` in front of `tail`; empty when the result would be too long. */
dr_name dr_name_below(dr_arena *arena, dr_name front, dr_name tail);
/* `name` with its suffix `from` replaced by `to`; empty when too long or not below `from`. */
dr_name dr_name_replace(dr_arena *arena, dr_name name, dr_name from, dr_name to);
/* A 64-bit hash under the fixed key (base/table.h). */
uint64_t dr_name_hash(dr_name name);
