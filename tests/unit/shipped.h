/*
 * The shipped rules and services, loaded for a test program. Errors fail the test.
 */
#pragma once
#include "builtin.h"
#include "catalog/catalog.h"
#include "rule/rule_examples.h"
#include "run/world.h"
#include "unit.h"
#include <string.h>

static dr_arena *arena;
static dr_ruleset *rules;
static dr_catalog *catalog;

/* All errors with the lines they stand in. */
static inline const char *show_errors(const dr_errors *errors)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	for (size_t i = 0; i < errors->len; i++) {
		const dr_source *source = NULL;
		for (size_t k = 0; k < DR_BUILTIN_FILE_COUNT; k++) {
			if (errors->items[i].source == DR_BUILTIN_FILES[k].name) {
				source = &DR_BUILTIN_FILES[k];
			}
		}
		dr_buf_add_char(&out, '\n');
		dr_error_write(&errors->items[i], source, &out);
	}
	return dr_arena_copy(arena, dr_buf_str(&out)).ptr;
}

static inline bool is_shipped_in(const dr_source *file, const char *folder)
{
	return strncmp(file->name, folder, strlen(folder)) == 0;
}

static inline void load_shipped(void)
{
	dr_errors errors = { 0 };
	size_t count = 0;
	arena = dr_arena_new(0);
	rules = dr_ruleset_new(arena, dr_run_world());
	catalog = dr_catalog_new(arena);
	for (size_t i = 0; i < DR_BUILTIN_FILE_COUNT; i++) {
		const dr_source *file = &DR_BUILTIN_FILES[i];
		if (is_shipped_in(file, "services/")) {
			count += dr_catalog_load(catalog, file, &errors);
		} else if (strchr(file->name, '/') == NULL) {
			count += dr_ruleset_load(rules, file, true, &errors);
		}
	}
	count += dr_ruleset_finish(rules, &errors);
	count += dr_catalog_finish(catalog, &errors);
	count += dr_examples_check(rules, &errors);
	ck_assert_msg(count == 0, "%zu errors:%s", count, show_errors(&errors));
}

static inline void drop_shipped(void)
{
	dr_arena_free(arena);
}
