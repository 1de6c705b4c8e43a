#include "vectors.h"
#include <check.h>
#include <stdio.h>
#include <string.h>

enum { FILE_MAX = 512 * 1024 };

static dr_str read_file(dr_arena *arena, const char *path)
{
	FILE *file = fopen(path, "rb");
	ck_assert_msg(file != NULL, "%s: cannot be read", path);
	char *text = dr_arena_alloc(arena, FILE_MAX);
	size_t len = fread(text, 1, FILE_MAX, file);
	fclose(file);
	ck_assert_msg(len > 0 && len < FILE_MAX, "%s: %zu octets", path, len);
	return (dr_str){ text, len };
}

static void bind_all(dr_arena *arena, const dr_source *source, const dr_schema *schema,
                     const dr_node *root, vectors *all)
{
	dr_errors errors = { 0 };
	for (const dr_node *node = root->first; node != NULL; node = node->next) {
		char *item = (char *)all->items + all->count++ * schema->size;
		memset(item, 0, schema->size);
		dr_bind(arena, source, schema, node, item, &errors);
	}
	ck_assert_msg(errors.len == 0, "%s:%u: %s", source->name,
	              errors.len > 0 ? errors.items[0].line : 0,
	              errors.len > 0 ? errors.items[0].text : "");
}

vectors vectors_load(dr_arena *arena, const char *path, const dr_schema *schema, size_t least)
{
	dr_source *source = dr_arena_new_of(arena, dr_source);
	*source = (dr_source){ path, read_file(arena, path) };
	const dr_node *root = NULL;
	dr_error err = { 0 };
	ck_assert_msg(dr_yaml_parse(arena, source, &root, &err) == DR_OK, "%s:%u: %s", path,
	              err.line, err.text);
	ck_assert_msg(root != NULL && root->kind == DR_NODE_SEQ, "%s: is no list", path);
	ck_assert(dr_schema_find(schema, DR_STR("name")) != NULL &&
	          dr_schema_find(schema, DR_STR("see")) != NULL);
	vectors all = { .items = dr_arena_alloc_array(arena, root->count, schema->size) };
	bind_all(arena, source, schema, root, &all);
	ck_assert_msg(all.count >= least, "%s: %zu vectors", path, all.count);
	return all;
}
