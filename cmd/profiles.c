#include "profiles.h"
#include "builtin.h"
#include "exit_status.h"
#include "message.h"
#include "output.h"

static const dr_str FOLDER = DR_STR_INIT("profiles/"), SUFFIX = DR_STR_INIT(".yaml");

/* "parked" for "profiles/parked.yaml"; the empty slice for other files. */
static dr_str builtin_name(const dr_source *file)
{
	dr_str name = dr_str_of(file->name);
	if (!dr_str_starts(name, FOLDER) || !dr_str_ends(name, SUFFIX)) {
		return (dr_str){ 0 };
	}
	return dr_str_sub(name, FOLDER.len, name.len - FOLDER.len - SUFFIX.len);
}

static const dr_profile *load(dr_arena *arena, const dr_source *file, const dr_ruleset *rules,
                              size_t *errors)
{
	const dr_profile *profile = NULL;
	dr_errors found = { NULL, 0 };
	*errors += dr_profile_load(arena, file, rules, &profile, &found);
	for (size_t i = 0; i < found.len; i++) {
		message_error(&found.items[i], file);
	}
	return profile;
}

profile_list profiles_load(dr_arena *arena, const dr_ruleset *rules, size_t *errors)
{
	profile_list list = { NULL, 0 };
	for (size_t i = 0; i < DR_BUILTIN_FILE_COUNT; i++) {
		const dr_source *file = &DR_BUILTIN_FILES[i];
		const dr_profile *profile =
			builtin_name(file).len > 0 ? load(arena, file, rules, errors) : NULL;
		if (profile != NULL) {
			dr_list_add(arena, &list, profile);
		}
	}
	return list;
}

/* The nearest name, or the empty slice. */
static dr_str suggest(dr_str name)
{
	enum { FAR = 4 };
	dr_str best = { 0 };
	size_t least = FAR;
	for (size_t i = 0; i < DR_BUILTIN_FILE_COUNT; i++) {
		dr_str known = builtin_name(&DR_BUILTIN_FILES[i]);
		size_t distance = known.len > 0 ? dr_str_distance(name, known, FAR) : FAR;
		if (distance < least) {
			least = distance;
			best = known;
		}
	}
	return best;
}

static int refuse(dr_str name)
{
	dr_str near = suggest(name);
	if (near.len > 0) {
		message_say("no profile '%.*s'; did you mean '%.*s'?", DR_FMT(name), DR_FMT(near));
	} else {
		message_say("no profile '%.*s'; `dmarcramp lint --profile list` shows all",
		            DR_FMT(name));
	}
	return EXIT_USAGE;
}

int profile_open(dr_arena *arena, dr_str name, const dr_ruleset *rules,
                 const dr_profile **ret_profile)
{
	for (size_t i = 0; i < DR_BUILTIN_FILE_COUNT; i++) {
		const dr_source *file = &DR_BUILTIN_FILES[i];
		if (name.len > 0 && dr_str_eq(builtin_name(file), name)) {
			size_t errors = 0;
			*ret_profile = load(arena, file, rules, &errors);
			return errors == 0 ? EXIT_CLEAN : EXIT_INTERNAL;
		}
	}
	return refuse(name);
}

/* The title of a profile's file, which stands behind the key. */
static dr_str title_of(const dr_source *file)
{
	static const dr_str KEY = DR_STR_INIT("\ntitle: ");
	size_t at = dr_str_search(file->text, KEY);
	dr_str rest =
		dr_str_sub(file->text, at < file->text.len ? at + KEY.len : at, file->text.len);
	return dr_str_sub(rest, 0, dr_str_find(rest, 0, '\n'));
}

int profiles_print(dr_arena *arena)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	for (size_t i = 0; i < DR_BUILTIN_FILE_COUNT; i++) {
		dr_str name = builtin_name(&DR_BUILTIN_FILES[i]);
		if (name.len > 0) {
			dr_buf_addf(&text, "%-18.*s %.*s\n", DR_FMT(name),
			            DR_FMT(title_of(&DR_BUILTIN_FILES[i])));
		}
	}
	return output_print(arena, dr_buf_str(&text));
}
