/*
 * JSON of strangers: our reader and jansson accept the same texts and read the same values.
 *
 * Known differences, left out below: we limit depth, we read integers of over 64 bits as doubles,
 * a text of white space is an empty document, and jansson overlooks NUL octets between values
 * and refuses them in keys.
 */
#include "base/limits.h"
#include "doc/tree.h"
#include <jansson.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool holds)
{
	if (!holds) {
		abort();
	}
}

static void compare(const dr_node *ours, json_t *theirs);

static void compare_children(const dr_node *ours, json_t *theirs)
{
	bool map = ours->kind == DR_NODE_MAP;
	size_t count = 0;
	require(map ? json_is_object(theirs) : json_is_array(theirs));
	for (const dr_node *child = ours->first; child != NULL; child = child->next, count++) {
		compare(child, map ? json_object_getn(theirs, child->key.ptr, child->key.len)
		                   : json_array_get(theirs, count));
	}
	require(count == (map ? json_object_size(theirs) : json_array_size(theirs)));
}

static void compare_doubles(double ours, double theirs)
{
	require(fabs(ours - theirs) <= fabs(theirs) * 1e-15 || fabs(theirs) < 1e-300);
}

static void compare(const dr_node *ours, json_t *theirs)
{
	require(theirs != NULL);
	switch (ours->kind) {
	case DR_NODE_NULL: require(json_is_null(theirs)); break;
	case DR_NODE_BOOL: require(ours->b ? json_is_true(theirs) : json_is_false(theirs)); break;
	case DR_NODE_INT: require(ours->i == json_integer_value(theirs)); break;
	case DR_NODE_DOUBLE: compare_doubles(ours->d, json_real_value(theirs)); break;
	case DR_NODE_STRING:
		require(dr_str_eq(ours->text, (dr_str){ json_string_value(theirs),
		                                        json_string_length(theirs) }));
		break;
	case DR_NODE_SEQ:
	case DR_NODE_MAP: compare_children(ours, theirs); break;
	}
}

/* True when the difference is one of the known ones. */
static bool is_known(dr_str text, int our_status, const json_error_t *theirs)
{
	enum json_error_code code = json_error_code(theirs);
	return our_status == DR_ELIMIT || dr_str_find(text, 0, '\0') < text.len ||
	       code == json_error_numeric_overflow || code == json_error_stack_overflow ||
	       code == json_error_null_byte_in_key;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dr_arena *arena = dr_arena_new(0);
	const dr_source source = { "fuzz", { (const char *)data, size } };
	const dr_node *root = NULL;
	dr_error err = { 0 };
	json_error_t error = { 0 };
	int status = dr_json_parse(arena, &source, &root, &err);
	json_t *theirs =
		json_loadb((const char *)data, size,
	                   JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, &error);
	require(status == err.code);
	require(status == DR_OK || (root == NULL && err.line > 0 && err.text[0] != '\0'));
	if (root != NULL && theirs != NULL) {
		compare(root, theirs);
	} else if ((status == DR_OK && root != NULL) != (theirs != NULL)) {
		require(is_known(source.text, status, &error));
	}
	json_decref(theirs);
	dr_arena_free(arena);
	return 0;
}
