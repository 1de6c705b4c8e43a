/*
 * The layouts of the rdata types that are ours: which fields follow each other. Private to
 * rdata*.c.
 */
#pragma once
#include "answer/rdata.h"
#include "base/cursor.h"

typedef enum {
	DR_FIELD_END,
	DR_FIELD_U8,
	DR_FIELD_U16,
	DR_FIELD_U32,
	DR_FIELD_TIME, /* 32 bits, seconds; text may carry units: 1h30m */
	DR_FIELD_IPV4,
	DR_FIELD_IPV6,
	DR_FIELD_NAME,
	DR_FIELD_STRING,
	DR_FIELD_STRINGS, /* one or more, to the end */
} dr_rdata_field;

typedef struct {
	uint16_t type;
	uint8_t fields[8]; /* dr_rdata_field; DR_FIELD_END closes it */
} dr_rdata_layout;

/* NULL for types that are left to ldns. */
const dr_rdata_layout *dr_rdata_layout_find(uint16_t type);

/* Steps through rdata field by field: `for (dr_rdata_walk w = dr_rdata_walk_of(l, rdata);
 * dr_rdata_walk_next(&w);)`; afterwards `complete` says whether the rdata fitted exactly. */
typedef struct {
	const dr_rdata_layout *layout;
	dr_cursor cursor;
	size_t at;            /* the field to be read next */
	dr_rdata_field field; /* the field just read */
	dr_str octets;        /* of that field, length octets included */
	bool complete;
} dr_rdata_walk;

dr_rdata_walk dr_rdata_walk_of(const dr_rdata_layout *layout, dr_str rdata);
bool dr_rdata_walk_next(dr_rdata_walk *walk);

/* The field that follows field `at` in the layout; `more` says whether anything is left. */
size_t dr_rdata_field_after(const dr_rdata_layout *layout, size_t at, bool more);

/* Words of master-file text: separated by blanks, or in quotation marks. */
typedef struct {
	dr_str text; /* without the quotation marks, escapes not undone */
	dr_span span;
	bool quoted;
} dr_rdata_word;

/* The next word; `ret_word->text.ptr` is NULL at the end. DR_ESYNTAX for an open quotation mark and
 * for `;`, `(` and `)` outside quotation marks. */
int dr_rdata_word_next(dr_cursor *c, dr_rdata_word *ret_word, dr_error *err);

/* Text of rdata that fits the layout; false, with nothing written, when it does not fit. */
bool dr_rdata_write_fields(const dr_rdata_layout *layout, dr_str rdata, dr_buf *out);
/* The reverse, appended to `out`. */
int dr_rdata_parse_fields(const dr_rdata_layout *layout, dr_str text, dr_name origin, dr_buf *out,
                          dr_error *err);

/* `\# 4 0a000001` (RFC 3597 5). */
void dr_rdata_write_unknown(dr_str rdata, dr_buf *out);
bool dr_rdata_is_unknown(dr_str text); /* begins with `\#` */
int dr_rdata_parse_unknown(dr_str text, dr_buf *out, dr_error *err);
/* One octet of text: as it is when printable ASCII, else `\DDD`. */
void dr_rdata_write_octet(char c, dr_buf *out);
