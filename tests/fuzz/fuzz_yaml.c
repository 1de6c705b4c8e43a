/*
 * YAML of strangers: never a crash, and every place of the tree lies in the text.
 */
#include "doc/tree.h"
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds) {
		abort();
	}
}

static void check_span(dr_span span, dr_span outer)
{
	require(span.off >= outer.off);
	require((size_t)span.off + span.len <= (size_t)outer.off + outer.len);
}

static void check_text(const dr_node *scalar)
{
	uint32_t stride = (uint32_t)scalar->text.len / 16 + 1;
	for (uint32_t off = 0; off < scalar->text.len; off += stride) {
		dr_span one = dr_node_span_of(scalar, (dr_span){ off, 1 });
		check_span((dr_span){ one.off, 0 }, scalar->span);
	}
	dr_span all = dr_node_span_of(scalar, (dr_span){ 0, (uint32_t)scalar->text.len });
	check_span((dr_span){ all.off, 0 }, scalar->span);
}

static size_t check_node(const dr_node *node, dr_span outer)
{
	size_t count = 0;
	check_span(node->span, outer);
	if (node->kind < DR_NODE_SEQ) {
		check_text(node);
	}
	for (const dr_node *child = node->first; child != NULL; child = child->next) {
		count++;
		check_node(child, node->span);
		require(node->kind != DR_NODE_MAP || child->key.ptr != NULL);
	}
	require(count == node->count);
	return count;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dr_arena *arena = dr_arena_new(0);
	const dr_source source = { "fuzz", { (const char *)data, size } };
	const dr_node *root = NULL;
	dr_error err = { 0 };
	int status = dr_yaml_parse(arena, &source, &root, &err);
	require(status == err.code);
	require(status == DR_OK || (root == NULL && err.line > 0 && err.text[0] != '\0'));
	if (root != NULL) {
		check_node(root, (dr_span){ 0, (uint32_t)size });
	}
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_error_write(&err, &source, &out);
	dr_arena_free(arena);
	return 0;
}
