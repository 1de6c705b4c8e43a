#include "zones.h"
#include "builtin.h"
#include "exit_status.h"
#include "files.h"
#include "inclusion.h"
#include "message.h"
#include "name/name.h"
#include "zone_groups.h"

#define RESOURCE_TYPES "terraform/resources.yaml"

enum { FOLDER_DEPTH_MAX = 8 };

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
	dr_str top;     /* the folder that --zone names, while it is gone through */
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

static int say_how(const opening *o, dr_name fallback, dr_zone_options *ret_how, dr_error *err)
{
	const dr_str format = o->given->input_format;
	dr_zone_options how = {
		.fallback = fallback,
		.format = format.len > 0 ? format.ptr : NULL,
		.resource_types = resource_types(),
	};
	int code = DR_OK;
	if (o->given->origin.len > 0) {
		code = dr_domain_load(o->arena, o->given->origin, &how.origin, err);
	}
	*ret_how = how;
	return code;
}

/* What files at this path may include lies in this folder. */
static dr_str limits_of(const opening *o, dr_str path)
{
	return o->top.len > 0 ? o->top : files_folder(path);
}

static void keep(opening *o, const dr_zone_list *zones)
{
	for (size_t i = 0; i < zones->len; i++) {
		dr_list_add(o->arena, &o->zones, zones->items[i]);
	}
}

/* Reads a file, and adds its zones. */
static int open_file(opening *o, dr_str path, dr_error *err)
{
	dr_zone_options how;
	dr_source text;
	int code = say_how(o, zones_name_of_file(o->arena, path), &how, err);
	if (code == DR_OK) {
		code = files_read(o->arena, path, ZONE_OCTETS_MAX, &text, err);
	}
	if (code != DR_OK) {
		return code;
	}
	inclusion in = inclusion_in(o->arena, limits_of(o, path));
	dr_zone_files files = { .read = inclusion_read, .self = &in };
	dr_zone_list zones = { NULL, 0 };
	code = dr_zone_parse_all(o->arena, &text, &how, &files, &zones, err);
	keep(o, &zones);
	return code;
}

/* Reads a zone that lies in several files. */
static int open_parts(opening *o, const zone_group *group, dr_error *err)
{
	dr_zone_options how;
	dr_source *parts = dr_arena_alloc_array(o->arena, group->files.len, sizeof(*parts));
	int code = say_how(o, group->zone, &how, err);
	for (size_t i = 0; code == DR_OK && parts != NULL && i < group->files.len; i++) {
		code = files_read(o->arena, group->files.items[i], ZONE_OCTETS_MAX, &parts[i], err);
	}
	if (code != DR_OK || parts == NULL) {
		return code;
	}
	inclusion in = inclusion_in(o->arena, limits_of(o, group->path));
	dr_zone_files files = { .read = inclusion_read, .self = &in };
	dr_zone_list zones = { NULL, 0 };
	code = dr_zone_parse_split(o->arena, parts, group->files.len, &how, &files, &zones, err);
	keep(o, &zones);
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

/* What lies in a folder and is no zone is passed over, and told. */
static int tell(const opening *o, dr_str path, int code, const dr_error *err)
{
	bool passed_over = o->depth > 0 && (code == DR_EINVAL || code == DR_ESYNTAX);
	if (code != DR_OK && passed_over) {
		message_say("%.*s: passed over: %s", DR_FMT(path), err->text);
		return EXIT_CLEAN;
	}
	if (code != DR_OK) {
		message_error(err, NULL);
		return exit_of_error(code);
	}
	return EXIT_CLEAN;
}

static int open_path(opening *o, dr_str path);

static int open_group(opening *o, const zone_group *group)
{
	dr_error err = { 0 };
	if (group->files.len > 0) {
		return tell(o, group->path, open_parts(o, group, &err), &err);
	}
	bool read = is_zone_file(group->path) || files_is_folder(o->arena, group->path);
	return read ? open_path(o, group->path) : EXIT_CLEAN;
}

static int open_folder(opening *o, dr_str path)
{
	zone_groups groups;
	dr_error err = { 0 };
	if (o->depth == FOLDER_DEPTH_MAX) {
		return EXIT_CLEAN;
	}
	if (zone_groups_of(o->arena, path, &groups, &err) != DR_OK) {
		message_error(&err, NULL);
		return EXIT_USAGE;
	}
	int status = EXIT_CLEAN;
	o->top = o->depth == 0 ? path : o->top;
	o->depth++;
	for (size_t i = 0; i < groups.len && status == EXIT_CLEAN; i++) {
		status = open_group(o, &groups.items[i]);
	}
	o->depth--;
	o->top = o->depth == 0 ? (dr_str){ NULL, 0 } : o->top;
	return status;
}

static int open_path(opening *o, dr_str path)
{
	dr_error err = { 0 };
	zone_group group = { .path = path };
	if (dr_str_eq(path, DR_STR("-")) || !files_is_folder(o->arena, path)) {
		return tell(o, path, open_file(o, path, &err), &err);
	}
	if (zone_group_of_folder(o->arena, path, &group)) {
		return open_group(o, &group);
	}
	return open_folder(o, path);
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
