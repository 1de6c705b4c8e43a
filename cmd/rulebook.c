#include "rulebook.h"
#include "base/limits.h"
#include "builtin.h"
#include "exit_status.h"
#include "files.h"
#include "message.h"
#include "run/world.h"

static const dr_str SERVICES = DR_STR_INIT("services/");

/* Rules are the files that are in no folder. */
static bool is_rules(const dr_source *file)
{
	dr_str name = dr_str_of(file->name);
	return dr_str_find(name, 0, '/') == name.len;
}

static const dr_source *source_named(const rulebook *book, const char *name)
{
	for (size_t i = 0; name != NULL && i < book->own.len; i++) {
		if (dr_str_eq(dr_str_of(book->own.items[i].name), dr_str_of(name))) {
			return &book->own.items[i];
		}
	}
	return NULL;
}

static void tell(rulebook *book, const dr_errors *errors)
{
	for (size_t i = 0; i < errors->len; i++) {
		message_error(&errors->items[i], source_named(book, errors->items[i].source));
	}
	book->errors += errors->len;
}

static int read_own(rulebook *book, dr_str path)
{
	dr_source source;
	dr_error err = { 0 };
	int code = files_read(book->arena, path, DR_LIMIT_DOC_TEXT, &source, &err);
	if (code != DR_OK) {
		message_error(&err, NULL);
		return exit_of_error(code);
	}
	dr_list_add(book->arena, &book->own, source);
	return EXIT_CLEAN;
}

static int read_path(rulebook *book, dr_str path)
{
	if (!files_is_folder(book->arena, path)) {
		return read_own(book, path);
	}
	dr_strs files;
	dr_error err = { 0 };
	int code = files_list(book->arena, path, DR_STR(".yaml"), &files, &err);
	if (code == DR_OK && files.len == 0) {
		code = dr_fail(&err, DR_EIO, DR_NOWHERE, "no .yaml files in %.*s", DR_FMT(path));
	}
	if (code != DR_OK) {
		message_error(&err, NULL);
		return exit_of_error(code);
	}
	int status = EXIT_CLEAN;
	for (size_t i = 0; i < files.len && status == EXIT_CLEAN; i++) {
		status = read_own(book, files.items[i]);
	}
	return status;
}

static const dr_source *builtin_at(size_t i, rule_depth depth)
{
	return depth == RULES_ALONE ? &DR_BUILTIN_TREES[i] : &DR_BUILTIN_FILES[i];
}

static void load_builtin(rulebook *book, rule_depth depth, dr_errors *errors)
{
	for (size_t i = 0; i < DR_BUILTIN_FILE_COUNT; i++) {
		const dr_source *file = builtin_at(i, depth);
		if (is_rules(file)) {
			dr_ruleset_load(book->rules, file, true, errors);
		}
	}
}

int rulebook_load(dr_arena *arena, const dr_strs *paths, rule_depth depth, rulebook *ret_book)
{
	rulebook book = { .arena = arena, .rules = dr_ruleset_new(arena, dr_run_world()) };
	int status = EXIT_CLEAN;
	for (size_t i = 0; i < paths->len && status == EXIT_CLEAN; i++) {
		status = read_path(&book, paths->items[i]);
	}
	if (book.rules == NULL || dr_arena_failed(arena)) {
		message_say("no memory for the rules");
		return EXIT_INTERNAL;
	}
	if (status != EXIT_CLEAN) {
		return status;
	}
	dr_errors errors = { NULL, 0 };
	load_builtin(&book, depth, &errors);
	for (size_t i = 0; i < book.own.len; i++) {
		dr_ruleset_load(book.rules, &book.own.items[i], false, &errors);
	}
	dr_ruleset_finish(book.rules, &errors);
	tell(&book, &errors);
	*ret_book = book;
	return book.errors > 0 ? EXIT_USAGE : EXIT_CLEAN;
}

const dr_rule *rulebook_find(const rulebook *book, dr_str id_or_name)
{
	const dr_rule *rule = dr_ruleset_find(book->rules, id_or_name);
	if (rule != NULL) {
		return rule;
	}
	const char *near = dr_ruleset_suggest(book->rules, id_or_name);
	if (near != NULL) {
		message_say("no rule '%.*s'; did you mean '%s'?", DR_FMT(id_or_name), near);
	} else {
		message_say("no rule '%.*s'; `dmarcramp rules list` shows all", DR_FMT(id_or_name));
	}
	return NULL;
}

int rulebook_choose(const rulebook *book, const dr_strs *wanted, rule_list *ret_rules)
{
	rule_list rules = { NULL, 0 };
	for (size_t i = 0; i < wanted->len; i++) {
		const dr_rule *rule = rulebook_find(book, wanted->items[i]);
		if (rule == NULL) {
			return EXIT_USAGE;
		}
		dr_list_add(book->arena, &rules, rule);
	}
	for (size_t i = 0; wanted->len == 0 && i < dr_ruleset_count(book->rules); i++) {
		dr_list_add(book->arena, &rules, dr_ruleset_at(book->rules, i));
	}
	*ret_rules = rules;
	return EXIT_CLEAN;
}

dr_catalog *services_load(dr_arena *arena, rule_depth depth)
{
	dr_catalog *catalog = dr_catalog_new(arena);
	dr_errors errors = { NULL, 0 };
	for (size_t i = 0; i < DR_BUILTIN_FILE_COUNT && catalog != NULL; i++) {
		const dr_source *file = builtin_at(i, depth);
		if (dr_str_starts(dr_str_of(file->name), SERVICES)) {
			dr_catalog_load(catalog, file, &errors);
		}
	}
	if (catalog == NULL || dr_arena_failed(arena)) {
		message_say("no memory for the services");
		return NULL;
	}
	dr_catalog_finish(catalog, &errors);
	for (size_t i = 0; i < errors.len; i++) {
		message_error(&errors.items[i], NULL);
	}
	return errors.len == 0 ? catalog : NULL;
}
