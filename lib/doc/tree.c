#include "doc/tree_priv.h"
#include <stdlib.h>

enum { KEY_SHOWN = 64 };

const char *dr_node_kind_name(dr_node_kind kind)
{
	static const char *const NAMES[] = {
		[DR_NODE_NULL] = "null",      [DR_NODE_BOOL] = "true or false",
		[DR_NODE_INT] = "an integer", [DR_NODE_DOUBLE] = "a number",
		[DR_NODE_STRING] = "a text",  [DR_NODE_SEQ] = "a list",
		[DR_NODE_MAP] = "a map",
	};
	return NAMES[kind];
}

const dr_node *dr_node_find(const dr_node *map, const char *key)
{
	dr_str want = dr_str_of(key);
	if (map == NULL || map->kind != DR_NODE_MAP) {
		return NULL;
	}
	for (const dr_node *value = map->first; value != NULL; value = value->next) {
		if (dr_str_eq(value->key, want)) {
			return value;
		}
	}
	return NULL;
}

void dr_tree_init(dr_tree *tree, dr_arena *arena, const dr_source *source, dr_error *err)
{
	*tree = (dr_tree){ .arena = arena,
		           .source = source,
		           .err = err,
		           .max_text = DR_LIMIT_DOC_TEXT,
		           .max_nodes = DR_LIMIT_DOC_NODES };
}

int dr_tree_check(const dr_tree *tree)
{
	size_t len = tree->source->text.len;
	if (len > tree->max_text) {
		return dr_fail(tree->err, DR_ELIMIT, DR_NOWHERE,
		               "a document of %zu octets; at most %zu MiB are read", len,
		               tree->max_text / (1024 * 1024));
	}
	return DR_OK;
}

int dr_tree_end(dr_tree *tree, int status, const dr_node **ret_root)
{
	if (status == DR_OK && dr_arena_failed(tree->arena)) {
		status = dr_fail(tree->err, DR_ENOMEM, DR_NOWHERE, "no memory for the document");
	}
	dr_error_locate(tree->err, tree->source);
	if (status == DR_OK) {
		*ret_root = tree->root;
	}
	return status;
}

/* Hangs the node below the open list or map. */
static void attach(dr_tree *tree, dr_node *node)
{
	if (tree->depth == 0) {
		tree->root = node;
		return;
	}
	dr_tree_level *level = &tree->levels[tree->depth - 1];
	if (level->last != NULL) {
		level->last->next = node;
	} else {
		level->node->first = node;
	}
	level->last = node;
	level->node->count++;
	if (level->has_key) {
		node->key = level->key;
		node->key_span = level->key_span;
		level->has_key = false;
	}
}

int dr_tree_add(dr_tree *tree, const dr_node *node, dr_node **ret_node)
{
	if (++tree->nodes > tree->max_nodes) {
		return dr_fail(tree->err, DR_ELIMIT, node->span,
		               "more than %zu values in one document", tree->max_nodes);
	}
	dr_node *copy = dr_arena_new_of(tree->arena, dr_node);
	if (copy == NULL) {
		return dr_fail(tree->err, DR_ENOMEM, node->span, "no memory for the document");
	}
	*copy = *node;
	copy->key = (dr_str){ 0 };
	attach(tree, copy);
	if (ret_node != NULL) {
		*ret_node = copy;
	}
	return DR_OK;
}

int dr_tree_open(dr_tree *tree, dr_node_kind kind, size_t off)
{
	dr_node node = { .kind = kind, .span = { (uint32_t)off, 1 } }, *added;
	if (tree->depth == DR_LIMIT_DOC_DEPTH) {
		return dr_fail(tree->err, DR_ELIMIT, node.span,
		               "lists and maps are nested more than %d deep", DR_LIMIT_DOC_DEPTH);
	}
	int status = dr_tree_add(tree, &node, &added);
	if (status == DR_OK) {
		tree->levels[tree->depth++] = (dr_tree_level){ .node = added };
	}
	return status;
}

int dr_node_compare_keys(const void *a, const void *b)
{
	const dr_node *x = *(const dr_node *const *)a, *y = *(const dr_node *const *)b;
	int order = dr_str_cmp(x->key, y->key);
	return order != 0
	               ? order
	               : (x->key_span.off > y->key_span.off) - (x->key_span.off < y->key_span.off);
}

static int check_keys(dr_tree *tree, const dr_node *map)
{
	const dr_node **sorted = dr_arena_alloc_array(tree->arena, map->count, sizeof(*sorted));
	if (sorted == NULL) {
		return dr_fail(tree->err, DR_ENOMEM, map->span, "no memory for the document");
	}
	size_t count = 0;
	for (const dr_node *value = map->first; value != NULL; value = value->next) {
		sorted[count++] = value;
	}
	qsort(sorted, count, sizeof(*sorted), dr_node_compare_keys);
	for (size_t i = 1; i < count; i++) {
		if (dr_str_eq(sorted[i - 1]->key, sorted[i]->key)) {
			dr_position first =
				dr_source_find(tree->source, sorted[i - 1]->key_span.off);
			return dr_fail(tree->err, DR_ENAME, sorted[i]->key_span,
			               "the key '%.*s' occurs twice; the first is in line %u",
			               DR_FMT(dr_str_sub(sorted[i]->key, 0, KEY_SHOWN)),
			               first.line);
		}
	}
	return DR_OK;
}

int dr_tree_close(dr_tree *tree, size_t end)
{
	dr_tree_level *level = &tree->levels[--tree->depth];
	level->node->span.len = (uint32_t)end - level->node->span.off;
	bool checked = level->node->kind == DR_NODE_MAP && !tree->loose;
	return checked ? check_keys(tree, level->node) : DR_OK;
}

static bool is_open(const dr_tree *tree, const dr_node *node)
{
	for (size_t i = 0; i < tree->depth; i++) {
		if (tree->levels[i].node == node) {
			return true;
		}
	}
	return false;
}

int dr_tree_add_copy(dr_tree *tree, const dr_node *node)
{
	if (node->kind != DR_NODE_SEQ && node->kind != DR_NODE_MAP) {
		dr_node copy = *node;
		copy.next = NULL;
		return dr_tree_add(tree, &copy, NULL);
	}
	if (is_open(tree, node)) {
		return dr_fail(tree->err, DR_ETYPE, node->span, "a value that holds itself");
	}
	int status = dr_tree_open(tree, node->kind, node->span.off);
	if (status == DR_OK) {
		tree->levels[tree->depth - 1].node->include = node->include;
	}
	for (const dr_node *child = node->first; status == DR_OK && child != NULL;
	     child = child->next) {
		if (node->kind == DR_NODE_MAP) {
			dr_tree_key(tree, child->key, child->key_span);
		}
		status = dr_tree_add_copy(tree, child);
	}
	return status != DR_OK ? status
	                       : dr_tree_close(tree, (size_t)node->span.off + node->span.len);
}

void dr_tree_key(dr_tree *tree, dr_str key, dr_span span)
{
	dr_tree_level *level = &tree->levels[tree->depth - 1];
	level->has_key = true;
	level->key = key;
	level->key_span = span;
}

bool dr_tree_wants_key(const dr_tree *tree)
{
	return tree->depth > 0 && tree->levels[tree->depth - 1].node->kind == DR_NODE_MAP &&
	       !tree->levels[tree->depth - 1].has_key;
}
