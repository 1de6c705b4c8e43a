/* Prints the organizational domain of each name on standard input, by a public suffix list: the one
 * in a file, or the built-in one. */
#include "base/buf.h"
#include "name/name.h"
#include "name/suffixes.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LIST_MAX = 4 * 1024 * 1024, LINE_ROOM = 2048 };

static dr_suffixes *read_list(dr_arena *arena, const char *path)
{
	dr_suffixes *suffixes = NULL;
	dr_error err = { 0 };
	FILE *file = fopen(path, "rb");
	char *text = dr_arena_alloc(arena, LIST_MAX);
	if (file == NULL || text == NULL) {
		perror(path);
		exit(EXIT_FAILURE);
	}
	size_t len = fread(text, 1, LIST_MAX, file);
	fclose(file);
	if (dr_suffixes_load((dr_str){ text, len }, &suffixes, &err) != DR_OK) {
		fprintf(stderr, "%s: %s\n", path, err.text);
		exit(EXIT_FAILURE);
	}
	return suffixes;
}

static void print_organization(dr_arena *arena, const dr_suffixes *suffixes, dr_str text)
{
	dr_name name;
	dr_error err = { 0 };
	if (dr_domain_load(arena, text, &name, &err) != DR_OK) {
		printf("error: %s\n", err.text);
		return;
	}
	dr_str found = dr_name_text(arena, dr_suffixes_organizational(suffixes, name));
	printf("%.*s%s\n", DR_FMT(found), dr_suffixes_is_public(suffixes, name) ? " public" : "");
}

int main(int argc, char **argv)
{
	dr_arena *names = dr_arena_new(0), *list = dr_arena_new(0);
	dr_suffixes *suffixes = argc > 1 ? read_list(list, argv[1]) : NULL;
	char line[LINE_ROOM];
	while (fgets(line, sizeof(line), stdin) != NULL) {
		dr_arena_reset(names);
		print_organization(names, suffixes, dr_str_trim(dr_str_of(line)));
	}
	dr_suffixes_close(suffixes);
	dr_arena_free(list);
	dr_arena_free(names);
	return EXIT_SUCCESS;
}
