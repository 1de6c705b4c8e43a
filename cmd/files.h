/*
 * Reading files: rules, zones, snapshots, lists. Nothing here writes.
 */
#pragma once
#include "base/list.h"
#include "base/source.h"

/* The whole file, at most `limit` octets, in `arena`; "-" is standard input. The name is kept as it
 * was given. DR_EIO (with the system's reason), DR_ELIMIT, DR_ENOMEM; err->source is the name. */
int files_read(dr_arena *arena, dr_str path, size_t limit, dr_source *ret_source, dr_error *err);

bool files_exists(dr_arena *arena, dr_str path);
bool files_is_folder(dr_arena *arena, dr_str path);
/* Paths of the files of a folder whose names end with `suffix`, in octet order. DR_EIO, DR_ENOMEM.
 */
int files_list(dr_arena *arena, dr_str folder, dr_str suffix, dr_strs *ret_paths, dr_error *err);

/* The folder part of a path, "." when there is none. Borrows or is static. */
dr_str files_folder(dr_str path);
/* The last part of a path. Borrows. */
dr_str files_base(dr_str path);
