#include "settings.h"
#include "base/limits.h"
#include "exit_status.h"
#include "files.h"
#include "message.h"
#include "name/name.h"

#include <stdlib.h>
#include <unistd.h>

#define CONFIG_NAME "dmarcramp.yaml"

enum { DEPTH_MAX = 64 }; /* folders between the working directory and the root */

static dr_str path_in(dr_arena *arena, const char *folder, const char *rest)
{
	dr_buf path;
	dr_buf_init(&path, arena);
	dr_buf_addf(&path, "%s/%s", folder, rest);
	return dr_buf_str(&path);
}

/* The path is shown in messages: relative to the working directory, as people would type it. */
static dr_str find_upwards(dr_arena *arena)
{
	dr_str found = { 0 };
	dr_buf folder;
	dr_buf_init(&folder, arena);
	dr_buf_addf(&folder, ".");
	for (size_t depth = 0; depth < DEPTH_MAX && folder.ptr != NULL; depth++) {
		dr_str path =
			depth == 0 ? DR_STR(CONFIG_NAME) : path_in(arena, folder.ptr, CONFIG_NAME);
		if (found.len == 0 && files_exists(arena, path)) {
			found = path;
		}
		if (files_exists(arena, path_in(arena, folder.ptr, ".git"))) {
			return found;
		}
		dr_buf_addf(&folder, "/..");
	}
	bool here = found.len > 0 && dr_str_eq(found, DR_STR(CONFIG_NAME));
	return here ? found : (dr_str){ 0 };
}

static dr_str find_of_user(dr_arena *arena)
{
	const char *folder = getenv("XDG_CONFIG_HOME"), *home = getenv("HOME");
	dr_str path = { 0 };
	if (folder != NULL && folder[0] == '/') {
		path = path_in(arena, folder, "dmarcramp/" CONFIG_NAME);
	} else if (home != NULL && home[0] == '/') {
		path = path_in(arena, home, ".config/dmarcramp/" CONFIG_NAME);
	}
	return path.len > 0 && files_exists(arena, path) ? path : (dr_str){ 0 };
}

static dr_str find_config(dr_arena *arena, const options *given)
{
	if (given->config.len > 0) {
		return given->config;
	}
	dr_str path = find_upwards(arena);
	return path.len > 0 ? path : find_of_user(arena);
}

static int read_config(dr_arena *arena, dr_str path, const dr_ruleset *rules,
                       const dr_config **ret_config)
{
	dr_source *source = dr_arena_new_of(arena, dr_source);
	dr_error err = { 0 };
	dr_errors errors = { 0 };
	if (source == NULL) {
		message_say("no memory for the config file");
		return EXIT_INTERNAL;
	}
	int code = files_read(arena, path, DR_LIMIT_DOC_TEXT, source, &err);
	if (code != DR_OK) {
		message_error(&err, NULL);
		return exit_of_error(code);
	}
	size_t count = dr_config_load(arena, source, rules, ret_config, &errors);
	for (size_t i = 0; i < errors.len; i++) {
		message_error(&errors.items[i], source);
	}
	return count == 0 ? EXIT_CLEAN : EXIT_USAGE;
}

int settings_open(dr_arena *arena, const options *given, const dr_ruleset *rules,
                  settings *ret_settings)
{
	settings from = { .given = given };
	int status = EXIT_CLEAN;
	dr_str path = find_config(arena, given);
	if (path.len > 0) {
		status = read_config(arena, path, rules, &from.config);
	}
	if (status == EXIT_CLEAN) {
		*ret_settings = from;
	}
	return status;
}

const dr_domain_config *settings_of(const settings *from, dr_arena *arena, dr_str domain)
{
	dr_name name;
	dr_error err = { 0 };
	if (from->config == NULL || dr_domain_load(arena, domain, &name, &err) != DR_OK) {
		return NULL;
	}
	return dr_config_find(from->config, dr_name_text(arena, name));
}
