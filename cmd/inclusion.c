#include "inclusion.h"
#include "files.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

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

int inclusion_read(void *self, const char *from, dr_str name, dr_source *ret_source, dr_error *err)
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

inclusion inclusion_in(dr_arena *arena, dr_str folder)
{
	return (inclusion){ arena, folder, real_path(arena, folder) };
}
