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

/* True when each octet of the text stands in the source as it is, but for folding and quotes. */
static bool is_verbatim(const dr_node *scalar)
{
	static const char *const OTHERS[] = { "\\", "\r", "\xC2\x85", "\xE2\x80\xA8",
		                              "\xE2\x80\xA9" };
	dr_str written = { scalar->written, scalar->span.len };
	for (size_t i = 0; i < DR_COUNT(OTHERS); i++) {
		if (dr_str_search(written, dr_str_of(OTHERS[i])) < written.len) {
			return false;
		}
	}
	return true;
}

static void check_octet(const dr_node *scalar, uint32_t off, dr_str source)
{
	dr_span place = dr_node_span_of(scalar, (dr_span){ off, 1 });
	char octet = scalar->text.ptr[off];
	check_span((dr_span){ place.off, 0 }, scalar->span);
	if (!dr_is_space(octet) && octet != '\'' && is_verbatim(scalar)) {
		require(place.len > 0 && source.ptr[place.off] == octet);
	}
}

static void check_text(const dr_node *scalar, dr_str source)
{
	uint32_t stride = (uint32_t)scalar->text.len / 16 + 1;
	for (uint32_t off = 0; off < scalar->text.len; off += stride) {
		check_octet(scalar, off, source);
	}
	dr_span all = dr_node_span_of(scalar, (dr_span){ 0, (uint32_t)scalar->text.len });
	check_span((dr_span){ all.off, 0 }, scalar->span);
}

static void check_node(const dr_node *node, dr_span outer, dr_str source)
{
	size_t count = 0;
	check_span(node->span, outer);
	if (node->kind < DR_NODE_SEQ) {
		check_text(node, source);
	}
	for (const dr_node *child = node->first; child != NULL; child = child->next) {
		count++;
		check_node(child, node->span, source);
		require(node->kind != DR_NODE_MAP || child->key.ptr != NULL);
	}
	require(count == node->count);
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
		check_node(root, (dr_span){ 0, (uint32_t)size }, source.text);
	}
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_error_write(&err, &source, &out);
	dr_arena_free(arena);
	return 0;
}
