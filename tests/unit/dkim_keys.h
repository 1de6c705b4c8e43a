/*
 * Keys that vectors of DKIM name in braces: tests/vectors/dkim/keys.yaml.
 */
#pragma once
#include "doc/tree.h"
#include "unit.h"
#include <stdio.h>

/* The file as a map; errors end the test. */
static inline const dr_node *read_keys(dr_arena *room)
{
	enum { ROOM = 1 << 16 };
	static const char PATH[] = "tests/vectors/dkim/keys.yaml";
	char *octets = dr_arena_alloc(room, ROOM);
	FILE *file = fopen(PATH, "rb");
	ck_assert_msg(file != NULL && octets != NULL, "cannot open %s", PATH);
	const dr_source source = { PATH, { octets, fread(octets, 1, ROOM, file) } };
	fclose(file);
	const dr_node *root = NULL;
	dr_error err = { 0 };
	int code = dr_yaml_parse(room, &source, &root, &err);
	ck_assert_msg(code == 0, "%s:%u: %s", PATH, err.line, err.text);
	return root;
}

/* What "{rsa2048:237}" stands for: the first 237 characters of the text of that name; with
 * "+200:250" 250 from the 200th on, with "+200" the rest. */
static inline dr_str key_part(dr_arena *room, const dr_node *keys, dr_str written)
{
	dr_str rest = written, front, name;
	uint64_t from = 0, length = UINT32_MAX;
	dr_str_split(&rest, ':', &front);
	dr_str_to_u64(rest, UINT32_MAX, &length);
	rest = front;
	dr_str_split(&rest, '+', &name);
	dr_str_to_u64(rest, UINT32_MAX, &from);
	const dr_node *found = dr_node_find(keys, dr_arena_copy(room, name).ptr);
	ck_assert_msg(found != NULL, "nothing is called {%.*s}", DR_FMT(written));
	return dr_str_sub(found->text, (size_t)from, (size_t)length);
}

/* The text with what its braces name. */
static inline dr_str with_keys(dr_arena *room, const dr_node *keys, dr_str text)
{
	dr_buf out;
	dr_buf_init(&out, room);
	for (size_t at = 0; at < text.len;) {
		size_t from = dr_str_find(text, at, '{'), to = dr_str_find(text, from, '}');
		dr_buf_add(&out, dr_str_sub(text, at, from - at));
		if (from < text.len) {
			dr_str name = dr_str_sub(text, from + 1, to - from - 1);
			dr_buf_add(&out, key_part(room, keys, name));
		}
		at = to + 1;
	}
	return dr_buf_str(&out);
}
