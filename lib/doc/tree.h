/*
 * One node tree for YAML and JSON, with the place of every node.
 *
 * YAML is read strictly: one document, no aliases, anchors, tags or duplicate keys (RFC 8259 gives
 * the same for JSON: no duplicate keys, no comments). Plain scalars are typed by the YAML 1.2 core
 * schema: null, true/false, integers, floats (.inf and .nan are none of ours); everything else, and
 * every quoted or block scalar, is a string. An integer beyond 64 bits is a double.
 */
#pragma once
#include "base/arena.h"
#include "base/error.h"
#include "base/list.h"
#include "base/source.h"
#include "schema/schema.h"

typedef enum {
	DR_NODE_NULL,
	DR_NODE_BOOL,
	DR_NODE_INT,
	DR_NODE_DOUBLE,
	DR_NODE_STRING,
	DR_NODE_SEQ,
	DR_NODE_MAP
} dr_node_kind;

/* How a scalar is written. JSON texts are DR_STYLE_DOUBLE, other JSON scalars DR_STYLE_PLAIN. */
typedef enum {
	DR_STYLE_PLAIN,
	DR_STYLE_SINGLE,
	DR_STYLE_DOUBLE,
	DR_STYLE_LITERAL,
	DR_STYLE_FOLDED
} dr_style;

typedef struct dr_node dr_node;
struct dr_node {
	dr_node_kind kind;
	dr_style style;      /* scalars */
	dr_span span;        /* octets of the source text */
	const char *written; /* scalars: these octets; borrowed from the source */
	dr_str text;         /* scalars: the value as text (quotes and escapes resolved) */
	bool b;
	bool include; /* loose YAML: it has the tag `!include` */
	int64_t i;
	double d;
	dr_str key; /* in a map: its key */
	dr_span key_span;
	dr_node *first, *next; /* children of SEQ and MAP, in order of the text */
	size_t count;
};

/* Reads a document. The tree lives in `arena` and borrows from `source->text` what dr_node_span_of
 * looks at, nothing else. DR_ESYNTAX, DR_ETYPE (aliases, tags), DR_ENAME (duplicate keys),
 * DR_ELIMIT (size, depth, nodes), DR_ENOMEM; err has line and column. An empty document is NULL. */
int dr_yaml_parse(dr_arena *arena, const dr_source *source, const dr_node **ret_root,
                  dr_error *err);
int dr_json_parse(dr_arena *arena, const dr_source *source, const dr_node **ret_root,
                  dr_error *err);
/* YAML that others write for other programs: tags are passed over but for `!include`, which is
 * noted, an alias is a copy of what its anchor names, "<<" is a key like any other, and of keys
 * that occur twice all values are kept. A document may be as large as `max_text` octets. Errors as
 * above. */
int dr_yaml_parse_loose(dr_arena *arena, const dr_source *source, size_t max_text,
                        const dr_node **ret_root, dr_error *err);
/* JSON as large as `max_text` octets, with `max_nodes` values; as strict as the other. */
int dr_json_parse_large(dr_arena *arena, const dr_source *source, size_t max_text, size_t max_nodes,
                        const dr_node **ret_root, dr_error *err);

/* "null", "true or false", "an integer", "a number", "a text", "a list", "a map". */
const char *dr_node_kind_name(dr_node_kind kind);
/* The value of a key, or NULL. */
const dr_node *dr_node_find(const dr_node *map, const char *key);
/* For qsort() of pointers to values of one map: by key, then by place. */
int dr_node_compare_keys(const void *a, const void *b);
/* For a span inside a scalar's text, the span in the source: what lets an error inside a block
 * scalar be shown in the file. */
dr_span dr_node_span_of(const dr_node *scalar, dr_span inner);
