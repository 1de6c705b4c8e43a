/*
 * Vectors in YAML: a list of maps, each with `see:` (the section that says so) and what it expects.
 */
#pragma once
#include "doc/tree.h"
#include "unit.h"
#include <stdio.h>

/* A file below the top folder as a tree; errors end the test. */
static inline const dr_node *vectors_read(dr_arena *room, const char *path)
{
	enum { ROOM = 1 << 19 };
	char *octets = dr_arena_alloc(room, ROOM);
	FILE *file = fopen(path, "rb");
	ck_assert_msg(file != NULL && octets != NULL, "cannot open %s", path);
	const dr_source source = { path, { octets, fread(octets, 1, ROOM, file) } };
	fclose(file);
	ck_assert_uint_lt(source.text.len, ROOM);
	const dr_node *root = NULL;
	dr_error err = { 0 };
	int code = dr_yaml_parse(room, &source, &root, &err);
	ck_assert_msg(code == 0, "%s:%u: %s", path, err.line, err.text);
	return root;
}

/* The text of a key; the empty slice when it is not there. */
static inline dr_str vector_text(const dr_node *vector, const char *key)
{
	const dr_node *node = dr_node_find(vector, key);
	return node != NULL ? node->text : (dr_str){ 0 };
}

/* For messages: its name. */
static inline const char *vector_name(const dr_node *vector)
{
	const dr_node *name = dr_node_find(vector, "name");
	ck_assert_msg(name != NULL, "a vector has no name");
	return name->text.ptr;
}

/* Every vector says where its expectation comes from. */
static inline void vector_check_source(const dr_node *vector)
{
	ck_assert_msg(vector_text(vector, "see").len > 0, "%s: see", vector_name(vector));
}

static inline void vector_check_text(const dr_node *vector, const char *key, dr_str got)
{
	ck_assert_msg(dr_str_eq(got, vector_text(vector, key)), "%s: %s is \"%.*s\"",
	              vector_name(vector), key, DR_FMT(got));
}

/* What is not there is 0. */
static inline void vector_check_int(const dr_node *vector, const char *key, int64_t got)
{
	const dr_node *node = dr_node_find(vector, key);
	ck_assert_msg(got == (node != NULL ? node->i : 0), "%s: %s is %lld", vector_name(vector),
	              key, (long long)got);
}

/* What "{rsa2048:237}" stands for: the first 237 characters of the text of that name; with
 * "+200:250" 250 from the 200th on, with "+200" the rest. */
static inline dr_str vectors_part(dr_arena *room, const dr_node *parts, dr_str written)
{
	dr_str rest = written, front, name;
	uint64_t from = 0, length = UINT32_MAX;
	dr_str_split(&rest, ':', &front);
	dr_str_to_u64(rest, UINT32_MAX, &length);
	rest = front;
	dr_str_split(&rest, '+', &name);
	dr_str_to_u64(rest, UINT32_MAX, &from);
	const dr_node *found = dr_node_find(parts, dr_arena_copy(room, name).ptr);
	ck_assert_msg(found != NULL, "nothing is called {%.*s}", DR_FMT(written));
	return dr_str_sub(found->text, (size_t)from, (size_t)length);
}

/* The text with what its braces name. */
static inline dr_str vectors_fill(dr_arena *room, const dr_node *parts, dr_str text)
{
	dr_buf out;
	dr_buf_init(&out, room);
	for (size_t at = 0; at < text.len;) {
		size_t from = dr_str_find(text, at, '{'), to = dr_str_find(text, from, '}');
		dr_buf_add(&out, dr_str_sub(text, at, from - at));
		if (from < text.len) {
			dr_str name = dr_str_sub(text, from + 1, to - from - 1);
			dr_buf_add(&out, vectors_part(room, parts, name));
		}
		at = to + 1;
	}
	return dr_buf_str(&out);
}
