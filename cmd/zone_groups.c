#include "zone_groups.h"
#include "files.h"

#include <stdlib.h>

#define ENDING ".yaml"

/* A file or folder, and the zone that it is a part of. */
typedef struct {
	dr_str key; /* equal keys: one zone */
	dr_str path;
	dr_str zone; /* empty: it is no part of one */
	bool folder;
} candidate;

typedef DR_LIST(candidate) candidates;

static bool is_zone_name(dr_arena *arena, dr_str text)
{
	dr_name name = dr_name_of(arena, text);
	return dr_name_is_set(name) && dr_name_labels(name) > 1;
}

static dr_str join(dr_arena *arena, dr_str folder, dr_str before, dr_str name, dr_str behind)
{
	dr_buf path;
	dr_buf_init(&path, arena);
	dr_buf_addf(&path, "%.*s/%.*s%.*s%.*s", DR_FMT(folder), DR_FMT(before), DR_FMT(name),
	            DR_FMT(behind));
	return dr_buf_str(&path);
}

static dr_str without_final_dot(dr_str text)
{
	return dr_str_ends(text, DR_STR(".")) ? dr_str_sub(text, 0, text.len - 1) : text;
}

/* The zone that a folder is; empty when it is none. */
static dr_str zone_of_folder(dr_arena *arena, dr_str path)
{
	dr_str base = files_base(path), zone = without_final_dot(base);
	dr_str rest = join(arena, path, DR_STR("$"), zone, DR_STR(ENDING));
	bool named = zone.len < base.len || files_exists(arena, rest);
	return named && is_zone_name(arena, zone) ? zone : (dr_str){ NULL, 0 };
}

/* "example.com" of "example.com.yaml" and of "example.com._1_mail.yaml". */
static dr_str zone_of_file(dr_arena *arena, dr_str path)
{
	dr_str base = files_base(path);
	if (!dr_str_ends(base, DR_STR(ENDING))) {
		return (dr_str){ NULL, 0 };
	}
	dr_str zone = dr_str_sub(base, 0, base.len - (sizeof(ENDING) - 1));
	zone = dr_str_sub(zone, 0, dr_str_search(zone, DR_STR("._")));
	return is_zone_name(arena, zone) ? zone : (dr_str){ NULL, 0 };
}

static candidate candidate_of(dr_arena *arena, dr_str folder, dr_str path)
{
	candidate one = { .path = path, .folder = files_is_folder(arena, path) };
	one.zone = one.folder ? zone_of_folder(arena, path) : zone_of_file(arena, path);
	one.key = one.zone.len > 0 ? join(arena, folder, DR_STR(""), one.zone, DR_STR(""))
	                           : join(arena, path, DR_STR(""), DR_STR(""), DR_STR(""));
	return one;
}

static int compare(const void *left, const void *right)
{
	const candidate *a = left, *b = right;
	int order = dr_str_cmp(a->key, b->key);
	return order != 0 ? order : dr_str_cmp(a->path, b->path);
}

/* The YAML files of a folder, and ".yaml", which holds the apex when nothing else does. */
static void add_files_of(dr_arena *arena, dr_str folder, dr_strs *files)
{
	dr_strs found = { NULL, 0 };
	dr_str apex = join(arena, folder, DR_STR(""), DR_STR(""), DR_STR(ENDING));
	if (files_exists(arena, apex)) {
		dr_list_add(arena, files, apex);
	}
	if (files_list(arena, folder, DR_STR(ENDING), &found, NULL) != DR_OK) {
		return;
	}
	for (size_t i = 0; i < found.len; i++) {
		dr_list_add(arena, files, found.items[i]);
	}
}

static zone_group group_of(dr_arena *arena, const candidate *parts, size_t count)
{
	zone_group group = { .path = parts->path };
	if (count == 1 && !parts->folder) {
		return group;
	}
	group.zone = dr_name_of(arena, parts->zone);
	for (size_t i = 0; i < count; i++) {
		if (parts[i].folder) {
			add_files_of(arena, parts[i].path, &group.files);
		} else {
			dr_list_add(arena, &group.files, parts[i].path);
		}
	}
	return group;
}

int zone_groups_of(dr_arena *arena, dr_str folder, zone_groups *ret_groups, dr_error *err)
{
	dr_strs paths;
	candidates found = { NULL, 0 };
	zone_groups groups = { NULL, 0 };
	int code = files_list(arena, folder, DR_STR(""), &paths, err);
	for (size_t i = 0; code == DR_OK && i < paths.len; i++) {
		dr_list_add(arena, &found, candidate_of(arena, folder, paths.items[i]));
	}
	if (found.len > 0) {
		qsort(found.items, found.len, sizeof(*found.items), compare);
	}
	for (size_t i = 0, count; i < found.len; i += count) {
		const candidate *first = &found.items[i];
		count = 1;
		while (first->zone.len > 0 && i + count < found.len &&
		       dr_str_eq(first->key, found.items[i + count].key)) {
			count++;
		}
		const zone_group alone = { .path = first->path };
		dr_list_add(arena, &groups,
		            first->zone.len > 0 ? group_of(arena, first, count) : alone);
	}
	*ret_groups = groups;
	return code;
}

bool zone_group_of_folder(dr_arena *arena, dr_str folder, zone_group *ret_group)
{
	dr_str path = folder;
	while (path.len > 1 && path.ptr[path.len - 1] == '/') {
		path.len--;
	}
	candidate one = { .path = path, .zone = zone_of_folder(arena, path), .folder = true };
	if (one.zone.len == 0) {
		return false;
	}
	*ret_group = group_of(arena, &one, 1);
	return ret_group->files.len > 0;
}
