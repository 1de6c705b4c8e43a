/*
 * Which files a person means by files and folders: folders with everything below them, in octet
 * order; of a Maildir what was delivered (not tmp), of a Maildir++ also its folders. Hidden files
 * are left out, and so are the store's own: a process that opens and closes a file of a database it
 * holds open loses its locks on it (POSIX), and another one writes in between.
 */
#pragma once
#include "base/error.h"
#include "base/list.h"

typedef struct report_files report_files;

/* In `arena`. `roots` and `store`, the path of the database that is being written, must outlive it.
 * NULL: no memory. */
report_files *report_files_open(dr_arena *arena, const dr_strs *roots, const char *store);
/* The next path, in `arena`; "-" is itself. False at the end. What cannot be looked at is told and
 * counted in *unreadable. */
bool report_files_next(report_files *files, dr_arena *arena, dr_str *ret_path, size_t *unreadable);
/* Whether a path that a folder listed is not there any more: mail that was moved meanwhile, a file
 * of another program. That is nothing to complain about. Paths that the person named are. */
bool report_files_has_gone(const report_files *files, dr_str path);
void report_files_close(report_files *files);
