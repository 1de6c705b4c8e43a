/*
 * Building a node tree, for the two readers: limits, duplicate keys, and where texts come from.
 */
#pragma once
#include "base/limits.h"
#include "doc/tree.h"

/* A list or map that is still open. */
typedef struct {
	dr_node *node;
	dr_node *last; /* its latest child */
	bool has_key;  /* maps: `key` waits for its value */
	dr_str key;
	dr_span key_span;
} dr_tree_level;

typedef struct {
	dr_arena *arena;
	const dr_source *source;
	dr_error *err;
	dr_node *root;
	size_t nodes, depth;
	size_t max_text, max_nodes;
	bool loose; /* keys may occur twice */
	dr_tree_level levels[DR_LIMIT_DOC_DEPTH];
} dr_tree;

/* An empty tree with the usual limits. */
void dr_tree_init(dr_tree *tree, dr_arena *arena, const dr_source *source, dr_error *err);
/* DR_ELIMIT when the text is too large for a document. */
int dr_tree_check(const dr_tree *tree);
/* What comes of reading that ended with `status`: the root, or an error with its line and column.
 */
int dr_tree_end(dr_tree *tree, int status, const dr_node **ret_root);
/* A copy of a value and of what it holds, as the next value. */
int dr_tree_add_copy(dr_tree *tree, const dr_node *node);

/* All of these return 0 or a negative DR_E* with tree->err set.
 * A value below the open list or map (or the root): a copy of `node`, in ret_node unless NULL. */
int dr_tree_add(dr_tree *tree, const dr_node *node, dr_node **ret_node);
/* Opens a DR_NODE_SEQ or DR_NODE_MAP at octet `off`. */
int dr_tree_open(dr_tree *tree, dr_node_kind kind, size_t off);
/* Closes the innermost one, whose text ends before octet `end`. DR_ENAME: a key occurs twice. */
int dr_tree_close(dr_tree *tree, size_t end);
/* The key of the next value; the text must be in the arena already. */
void dr_tree_key(dr_tree *tree, dr_str key, dr_span span);
bool dr_tree_wants_key(const dr_tree *tree);

/* Sets kind and value of a plain YAML scalar from its text (core schema); false when it is a number
 * but no finite double. */
bool dr_scalar_resolve(dr_node *scalar);
/* Sets kind and value from a decimal number; false when it is no finite double. */
bool dr_scalar_set_number(dr_node *scalar, dr_str number);
