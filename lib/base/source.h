/*
 * A text with a name, for messages that show the place: line, column, and the line with a caret.
 */
#pragma once
#include "base/buf.h"
#include "base/error.h"

typedef struct {
	const char *name; /* file name as the user gave it; borrowed */
	dr_str text;      /* the whole of it; borrowed */
	dr_str packed;    /* what was read of it when the program was built (doc/packed.h), which
	                     dr_yaml_parse() takes instead; empty: nothing */
} dr_source;

typedef struct {
	uint32_t line, column; /* both from 1, column in octets */
} dr_position;

/* Where octet `off` is; past the end means the end. */
dr_position dr_source_find(const dr_source *source, size_t off);
/* The offset of a position; clamped to the text. */
size_t dr_source_offset(const dr_source *source, dr_position position);

/* Sets source, line and column of an error from its span, unless it has a line already. */
void dr_error_locate(dr_error *err, const dr_source *source);

/* Writes `file:line:column: text`, and when `source` is not NULL the line with the span marked:
 *     rules/dmarc.yaml:12:5: no fact 'lookup' in spf; did you mean 'lookups'?
 *        12 |     spf.lookup > 10
 *           |         ^~~~~~
 * Long lines show the surroundings of the span; control characters are shown as dots. */
void dr_error_write(const dr_error *err, const dr_source *source, dr_buf *out);
