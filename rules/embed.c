/*
 * Writes the C file of what cmd/builtin.h declares: the octets of every YAML file, and the trees of
 * rules and services, which every start needs, as they are read here and now.
 *
 * Usage: embed OUTPUT FOLDER FILE…     files below the folder, such as services/zendesk.yaml
 */
#include "doc/packed.h"
#include <stdio.h>
#include <stdlib.h>

enum { FILE_MAX = 4 * 1024 * 1024, COLUMNS = 24 };

/* What only `explain` and `rules test` look at, who read the text. */
static const dr_packed_without OF_RULES = { 2, (const char *const[]){ "examples", NULL } };
static const dr_packed_without OF_SERVICES = {
	1, (const char *const[]){ "used_in", "records", "note", "examples", NULL }
};

_Noreturn static void die(const char *what, const char *why)
{
	fprintf(stderr, "embed: %s: %s\n", what, why);
	exit(EXIT_FAILURE);
}

static dr_source read_file(dr_arena *arena, const char *folder, const char *name)
{
	dr_buf path;
	dr_buf_init(&path, arena);
	dr_buf_addf(&path, "%s/%s", folder, name);
	char *text = dr_arena_alloc_octets(arena, FILE_MAX);
	FILE *file = path.len > 0 && text != NULL ? fopen(path.ptr, "rb") : NULL;
	if (file == NULL) {
		die(name, "cannot be read");
	}
	size_t len = fread(text, 1, FILE_MAX, file);
	if (len == FILE_MAX || ferror(file)) {
		die(name, "is too large, or cannot be read");
	}
	fclose(file);
	return (dr_source){ .name = name, .text = { text, len } };
}

/* NULL: the file is read from its text, when it is needed. */
static const dr_packed_without *packing_of(dr_str name)
{
	if (dr_str_starts(name, DR_STR("services/"))) {
		return &OF_SERVICES;
	}
	return dr_str_find(name, 0, '/') == name.len ? &OF_RULES : NULL;
}

static dr_str pack(dr_arena *arena, const dr_source *source)
{
	const dr_packed_without *without = packing_of(dr_str_of(source->name));
	const dr_node *root = NULL;
	dr_error err = { 0 };
	dr_buf packed;
	dr_buf_init(&packed, arena);
	if (without != NULL && dr_yaml_parse(arena, source, &root, &err) != DR_OK) {
		die(source->name, err.text);
	}
	if (root != NULL) {
		dr_packed_write(root, without, &packed);
	}
	return dr_buf_str(&packed);
}

static void write_octets(FILE *out, const char *name, size_t number, dr_str octets)
{
	fprintf(out, "static const unsigned char %s_%zu[] = {", name, number);
	for (size_t i = 0; i < octets.len; i++) {
		fprintf(out, "%s%u,", i % COLUMNS == 0 ? "\n\t" : "", (unsigned char)octets.ptr[i]);
	}
	fputs("0\n};\n", out);
}

typedef struct {
	dr_buf files, trees;
} tables;

static void write_file(FILE *out, const char *folder, const char *name, size_t number, tables *rows)
{
	dr_arena *arena = dr_arena_new(0);
	if (arena == NULL) {
		die(name, "no memory");
	}
	dr_source source = read_file(arena, folder, name);
	dr_str packed = pack(arena, &source);
	write_octets(out, "text", number, source.text);
	write_octets(out, "tree", number, packed);
	dr_buf_addf(&rows->files, "\t{ \"%s\", { (const char *)text_%zu, %zu }, { NULL, 0 } },\n",
	            name, number, source.text.len);
	dr_buf_addf(
		&rows->trees,
		"\t{ \"%s\", { (const char *)text_%zu, %zu }, { (const char *)tree_%zu, %zu } },\n",
		name, number, source.text.len, number, packed.len);
	dr_arena_free(arena);
}

static void write_all(FILE *out, const char *folder, char **names, size_t count)
{
	dr_arena *arena = dr_arena_new(0);
	tables rows;
	dr_buf_init(&rows.files, arena);
	dr_buf_init(&rows.trees, arena);
	fputs("/* Written by rules/embed.c. */\n#include \"builtin.h\"\n\n", out);
	for (size_t i = 0; i < count; i++) {
		write_file(out, folder, names[i], i, &rows);
	}
	fprintf(out, "\nconst dr_source DR_BUILTIN_FILES[] = {\n%.*s};\n",
	        DR_FMT(dr_buf_str(&rows.files)));
	fprintf(out, "const dr_source DR_BUILTIN_TREES[] = {\n%.*s};\n",
	        DR_FMT(dr_buf_str(&rows.trees)));
	fprintf(out, "const size_t DR_BUILTIN_FILE_COUNT = %zu;\n", count);
	dr_arena_free(arena);
}

int main(int argc, char **argv)
{
	if (argc < 4) {
		die("usage", "embed OUTPUT FOLDER FILE…");
	}
	FILE *out = fopen(argv[1], "wb");
	if (out == NULL) {
		die(argv[1], "cannot be written");
	}
	write_all(out, argv[2], argv + 3, (size_t)argc - 3);
	if (fclose(out) != 0) {
		die(argv[1], "cannot be written");
	}
	return EXIT_SUCCESS;
}
