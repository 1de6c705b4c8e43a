/*
 * Tag lists: `tag=value; tag=value` (RFC 6376 3.2), the syntax of DKIM keys, DMARC, BIMI, and in
 * narrower forms of MTA-STS and TLS-RPT.
 *
 * The reader goes on after an error and reports every issue. What a tag means is the record kind's;
 * it describes its tags in a table.
 */
#pragma once
#include "base/issue.h"

typedef enum {
	DR_TAG_MAY_BE_EMPTY = 1, /* an empty value is allowed */
	DR_TAG_REQUIRED = 2,     /* TAG_MISSING when it is not there */
	DR_TAG_OBSOLETE = 4,     /* TAG_OBSOLETE when it is there */
	DR_TAG_FREE_TEXT = 8,    /* not searched for swallowed tags */
} dr_tag_flag;

/* What a record kind says of one of its tags. */
typedef struct {
	const char *name; /* lower case */
	unsigned flags;   /* dr_tag_flag */
} dr_tag_def;

/* Which names a kind's grammar allows. */
typedef enum {
	DR_NAMES_TAG,     /* letter, then letters, digits, `_` (RFC 6376 3.2) */
	DR_NAMES_LETTERS, /* letters only (RFC 9989 4.8) */
	DR_NAMES_EXT,     /* letters, digits, and inside `_`, `-`, `.` (RFC 8461 3.1, RFC 8460 3) */
} dr_tag_names;

typedef struct {
	const dr_tag_def *defs;
	size_t count;
	const char *version;   /* value of the tag `v`: "DMARC1" */
	bool version_required; /* else a record without `v` is fine (DKIM) */
	bool any_case;         /* names match in any case; TAG_CASE either way */
	bool folds;            /* line breaks are white space (RFC 6376 2.8) */
	bool tight;            /* no white space around the equals sign (RFC 8461, 8460) */
	dr_tag_names names;
} dr_taglist_kind;

enum { DR_TAG_UNKNOWN = -1 };

/* One tag=value pair; slices borrow from the record's text. */
typedef struct {
	int def;        /* row of the kind's table, or DR_TAG_UNKNOWN */
	bool duplicate; /* the same tag stands earlier */
	dr_str name;    /* as written */
	dr_str value;   /* without white space around it */
	dr_str text;    /* from the name to the end of the value */
	dr_span span;   /* of `text` */
	dr_span value_span;
} dr_tag;

typedef DR_LIST(dr_tag) dr_tags;

typedef struct {
	dr_tags tags; /* every pair, in order */
	bool version; /* `v` is the first tag and exact, or absent where it may be */
	bool syntax;  /* no octet, pair or name breaks the grammar, and no tag is there twice */
} dr_taglist;

/* Reads `text` by the kind's table. Issues: VERSION, LEADING_SPACE, NON_ASCII, LOOKALIKE, ESCAPED
 * and the TAG_ ones except TAG_VALUE and TAG_ORDER. The subject is the tag's name (of a known tag
 * in the table's spelling), or the text that is no tag. Spans count from the start of `text`. */
void dr_taglist_parse(dr_arena *arena, dr_str text, const dr_taglist_kind *kind,
                      dr_taglist *ret_list, dr_issues *issues);

/* The first pair of a table row, or NULL. */
const dr_tag *dr_taglist_find(const dr_taglist *list, int def);

/* The name of the kind's tag that is nearest to `name`, or the empty slice. Static storage. */
dr_str dr_taglist_nearest(const dr_taglist_kind *kind, dr_str name);
