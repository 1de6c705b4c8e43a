#include "zones.h"
#include "builtin.h"
#include "exit_status.h"
#include "files.h"
#include "message.h"
#include "name/name.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#define RESOURCE_TYPES "terraform/resources.yaml"

enum {
	ZONE_OCTETS_MAX = 1 << 30,
	FOLDER_DEPTH_MAX = 8,
};

/* What $INCLUDE may read. */
typedef struct {
	dr_arena *arena;
	dr_str folder; /* of the first file, as it was given */
	dr_str real;   /* the same, absolute and without links */
} inclusion;

/* Absolute and without links; ptr NULL, with errno, when the path leads nowhere. */
static dr_str real_path(dr_arena *arena, dr_str path)
{
	const char *name = dr_arena_copy(arena, path).ptr;
	char *real = name != NULL ? realpath(name, NULL) : NULL;
	dr_str copy = real != NULL ? dr_arena_copy(arena, dr_str_of(real)) : (dr_str){ NULL, 0 };
	free(real);
	return copy;
}

static dr_str join(dr_arena *arena, dr_str folder, dr_str name)
{
	if (name.len > 0 && name.ptr[0] == '/') {
		return name;
	}
	dr_buf path;
	dr_buf_init(&path, arena);
	if (!dr_str_eq(folder, DR_STR("."))) {
		dr_buf_addf(&path, "%.*s/", DR_FMT(folder));
	}
	dr_buf_add(&path, name);
	return dr_buf_str(&path);
}

static bool is_below(dr_str path, dr_str folder)
{
	bool root = dr_str_eq(folder, DR_STR("/"));
	return root || (path.len > folder.len && dr_str_starts(path, folder) &&
	                path.ptr[folder.len] == '/');
}

static int read_included(void *self, const char *from, dr_str name, dr_source *ret_source,
                         dr_error *err)
{
	inclusion *in = self;
	dr_str path = join(in->arena, files_folder(dr_str_of(from)), name);
	dr_str real = real_path(in->arena, path);
	if (real.ptr == NULL) {
		return dr_fail(err, DR_EIO, DR_NOWHERE, "cannot read %.*s: %s", DR_FMT(path),
		               strerror(errno));
	}
	if (!is_below(real, in->real)) {
		return dr_fail(err, DR_EINVAL, DR_NOWHERE,
		               "%.*s is outside %.*s, the folder of the zone file; move it there",
		               DR_FMT(path), DR_FMT(in->folder));
	}
	return files_read(in->arena, path, ZONE_OCTETS_MAX, ret_source, err);
}

/* How the names of zone files end. */
static const dr_str ENDINGS[] = {
	DR_STR_INIT(".zone"), DR_STR_INIT(".db"),    DR_STR_INIT(".txt"),
	DR_STR_INIT(".dns"),  DR_STR_INIT(".hosts"), DR_STR_INIT(".yaml"),
	DR_STR_INIT(".yml"),  DR_STR_INIT(".json"),  DR_STR_INIT(".master"),
};

dr_name zones_name_of_file(dr_arena *arena, dr_str path)
{
	dr_str base = files_base(path);
	if (dr_str_starts(base, DR_STR("db."))) {
		base = dr_str_sub(base, 3, base.len);
	}
	for (size_t i = 0; i < DR_COUNT(ENDINGS); i++) {
		if (dr_str_ends(base, ENDINGS[i])) {
			base.len -= ENDINGS[i].len;
			break;
		}
	}
	dr_name name = dr_name_of(arena, base);
	return dr_name_is_set(name) && dr_name_labels(name) > 1 ? name : (dr_name){ NULL, 0 };
}

/* ---- opening ---- */

typedef struct {
	dr_arena *arena;
	const options *given;
	zone_list zones;
	unsigned depth; /* of folders */
} opening;

/* Where resource types of plans keep their records. */
static const dr_source *resource_types(void)
{
	for (size_t i = 0; i < DR_BUILTIN_FILE_COUNT; i++) {
		if (dr_str_eq(dr_str_of(DR_BUILTIN_FILES[i].name), DR_STR(RESOURCE_TYPES))) {
			return &DR_BUILTIN_FILES[i];
		}
	}
	return NULL;
}

/* Reads a file, and adds its zones. */
static int open_file(opening *o, dr_str path, dr_error *err)
{
	dr_zone_options how = {
		.fallback = zones_name_of_file(o->arena, path),
		.format = o->given->input_format.len > 0 ? o->given->input_format.ptr : NULL,
		.resource_types = resource_types(),
	};
	if (o->given->origin.len > 0) {
		int code = dr_domain_load(o->arena, o->given->origin, &how.origin, err);
		if (code != DR_OK) {
			return code;
		}
	}
	dr_source text;
	int code = files_read(o->arena, path, ZONE_OCTETS_MAX, &text, err);
	if (code != DR_OK) {
		return code;
	}
	inclusion in = { .arena = o->arena, .folder = files_folder(path) };
	in.real = real_path(o->arena, in.folder);
	dr_zone_files files = { .read = read_included, .self = &in };
	dr_zone_list zones = { NULL, 0 };
	code = dr_zone_parse_all(o->arena, &text, &how, &files, &zones, err);
	for (size_t i = 0; i < zones.len; i++) {
		dr_list_add(o->arena, &o->zones, zones.items[i]);
	}
	return code;
}

static bool is_zone_file(dr_str path)
{
	dr_str base = files_base(path);
	for (size_t i = 0; i < DR_COUNT(ENDINGS); i++) {
		if (dr_str_ends(base, ENDINGS[i])) {
			return true;
		}
	}
	return dr_str_starts(base, DR_STR("db."));
}

static int open_path(opening *o, dr_str path);

/* What lies in a folder and is no zone is passed over, and told. */
static int open_folder(opening *o, dr_str path)
{
	dr_strs paths;
	dr_error err = { 0 };
	if (o->depth == FOLDER_DEPTH_MAX) {
		return EXIT_CLEAN;
	}
	if (files_list(o->arena, path, DR_STR(""), &paths, &err) != DR_OK) {
		message_error(&err, NULL);
		return EXIT_USAGE;
	}
	o->depth++;
	int status = EXIT_CLEAN;
	for (size_t i = 0; i < paths.len && status == EXIT_CLEAN; i++) {
		bool folder = files_is_folder(o->arena, paths.items[i]);
		if (folder || is_zone_file(paths.items[i])) {
			status = open_path(o, paths.items[i]);
		}
	}
	o->depth--;
	return status;
}

static int open_path(opening *o, dr_str path)
{
	dr_error err = { 0 };
	if (!dr_str_eq(path, DR_STR("-")) && files_is_folder(o->arena, path)) {
		return open_folder(o, path);
	}
	int code = open_file(o, path, &err);
	if (code == DR_OK) {
		return EXIT_CLEAN;
	}
	bool passed_over = o->depth > 0 && (code == DR_EINVAL || code == DR_ESYNTAX);
	if (passed_over) {
		message_say("%.*s: passed over: %s", DR_FMT(path), err.text);
		return EXIT_CLEAN;
	}
	message_error(&err, NULL);
	return exit_of_error(code);
}

int zones_open(dr_arena *arena, const options *given, zone_list *ret_zones)
{
	opening o = { .arena = arena, .given = given };
	if (given->origin.len > 0 && given->zones.len != 1) {
		message_say("--origin says the name of one zone: give one --zone");
		return EXIT_USAGE;
	}
	for (size_t i = 0; i < given->zones.len; i++) {
		dr_str path = given->zones.items[i];
		size_t before = o.zones.len;
		int status = open_path(&o, path);
		if (status == EXIT_CLEAN && o.zones.len == before) {
			message_say("%.*s: no zone in it", DR_FMT(path));
			status = EXIT_USAGE;
		}
		if (status != EXIT_CLEAN) {
			zones_close(&o.zones);
			return status;
		}
	}
	*ret_zones = o.zones;
	return EXIT_CLEAN;
}

void zones_close(zone_list *zones)
{
	for (size_t i = 0; i < zones->len; i++) {
		dr_zone_close(zones->items[i]);
	}
	zones->len = 0;
}
