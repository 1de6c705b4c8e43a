#include "report_files.h"
#include "base/buf.h"
#include "files.h"
#include "message.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

enum { FOLDERS_MAX = 64 };

/* A folder that is being gone through. */
typedef struct {
	dr_arena *arena;
	dr_strs paths;
	size_t at;
} folder;

struct report_files {
	const dr_strs *roots;
	const char *store;
	size_t at;
	size_t depth;
	folder folders[FOLDERS_MAX];
};

report_files *report_files_open(dr_arena *arena, const dr_strs *roots, const char *store)
{
	report_files *files = dr_arena_new_of(arena, report_files);
	if (files != NULL) {
		files->roots = roots;
		files->store = store;
	}
	return files;
}

static bool is_folder(const char *path)
{
	struct stat about;
	return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

static bool is_same(const struct stat *a, const struct stat *b)
{
	return a->st_dev == b->st_dev && a->st_ino == b->st_ino;
}

static bool is_same_folder(dr_arena *arena, dr_str a, dr_str b)
{
	struct stat one, other;
	const char *left = dr_arena_copy(arena, files_folder(a)).ptr;
	const char *right = dr_arena_copy(arena, files_folder(b)).ptr;
	return left != NULL && right != NULL && stat(left, &one) == 0 && stat(right, &other) == 0 &&
	       is_same(&one, &other);
}

/* The database by whatever name, and what SQLite puts beside it. */
static bool is_of_store(const report_files *files, dr_arena *arena, dr_str path,
                        const struct stat *about)
{
	static const char *const BESIDE[] = { "", "-wal", "-shm", "-journal" };
	struct stat store;
	if (stat(files->store, &store) == 0 && is_same(about, &store)) {
		return true;
	}
	dr_str base = files_base(dr_str_of(files->store));
	dr_str name = files_base(path);
	if (!dr_str_starts(name, base)) {
		return false;
	}
	for (size_t i = 0; i < DR_COUNT(BESIDE); i++) {
		if (dr_str_eq(dr_str_sub(name, base.len, name.len - base.len),
		              dr_str_of(BESIDE[i]))) {
			return is_same_folder(arena, path, dr_str_of(files->store));
		}
	}
	return false;
}

static bool has_folder(dr_arena *arena, const char *path, const char *name)
{
	dr_buf inner;
	dr_buf_init(&inner, arena);
	dr_buf_addf(&inner, "%s/%s", path, name);
	return inner.ptr != NULL && is_folder(inner.ptr);
}

/* Hidden names do not count, but for the folders of a Maildir++. */
static bool counts(dr_arena *arena, const char *path, const char *name, bool maildir)
{
	if (maildir && strcmp(name, "tmp") == 0) {
		return false;
	}
	return name[0] != '.' || (strcmp(name, ".") != 0 && strcmp(name, "..") != 0 && maildir &&
	                          has_folder(arena, path, "cur"));
}

static int compare(const void *left, const void *right)
{
	return dr_str_cmp(*(const dr_str *)left, *(const dr_str *)right);
}

static void list_folder(folder *in, DIR *from, dr_str path)
{
	bool maildir = has_folder(in->arena, path.ptr, "cur");
	for (const struct dirent *entry; (entry = readdir(from)) != NULL;) {
		dr_buf full;
		dr_buf_init(&full, in->arena);
		dr_buf_addf(&full, "%.*s%s%s", DR_FMT(path),
		            dr_str_ends(path, DR_STR("/")) ? "" : "/", entry->d_name);
		if (full.ptr != NULL && counts(in->arena, full.ptr, entry->d_name, maildir)) {
			dr_list_add(in->arena, &in->paths, dr_buf_str(&full));
		}
	}
	if (in->paths.len > 1) {
		qsort(in->paths.items, in->paths.len, sizeof(*in->paths.items), compare);
	}
}

static void complain(dr_str path, const char *why, size_t *unreadable)
{
	message_say("%.*s: %s", DR_FMT(path), why);
	(*unreadable)++;
}

static void enter(report_files *files, dr_str path, size_t *unreadable)
{
	if (files->depth == FOLDERS_MAX) {
		complain(path, "folders nest too deeply", unreadable);
		return;
	}
	DIR *from = opendir(path.ptr);
	dr_arena *arena = dr_arena_new(0);
	if (from == NULL || arena == NULL) {
		complain(path, from == NULL ? strerror(errno) : "no memory", unreadable);
		dr_arena_free(arena);
	} else {
		folder *in = &files->folders[files->depth++];
		*in = (folder){ .arena = arena };
		list_folder(in, from, path);
	}
	if (from != NULL) {
		closedir(from);
	}
}

/* The next name of the innermost folder, or of the command line. */
static bool next_name(report_files *files, dr_arena *arena, dr_str *ret_path)
{
	while (files->depth > 0) {
		folder *in = &files->folders[files->depth - 1];
		if (in->at < in->paths.len) {
			*ret_path = dr_arena_copy(arena, in->paths.items[in->at++]);
			return true;
		}
		dr_arena_free(in->arena);
		files->depth--;
	}
	if (files->at < files->roots->len) {
		*ret_path = dr_arena_copy(arena, files->roots->items[files->at++]);
		return true;
	}
	return false;
}

bool report_files_has_gone(const report_files *files, dr_str path)
{
	struct stat about;
	for (size_t i = 0; i < files->roots->len; i++) {
		if (dr_str_eq(files->roots->items[i], path)) {
			return false;
		}
	}
	return path.ptr != NULL && lstat(path.ptr, &about) != 0 && errno == ENOENT;
}

/* Whether a path is a file to read; a folder is entered. */
static bool is_file(report_files *files, dr_arena *arena, dr_str path, size_t *unreadable)
{
	struct stat about;
	if (path.ptr == NULL || stat(path.ptr, &about) != 0) {
		int why = errno;
		if (!report_files_has_gone(files, path)) {
			complain(path, strerror(why), unreadable);
		}
		return false;
	}
	if (S_ISDIR(about.st_mode)) {
		enter(files, path, unreadable);
		return false;
	}
	if (is_of_store(files, arena, path, &about)) {
		if (files->depth == 0) {
			complain(path, "this is where the evidence is kept, not a report",
			         unreadable);
		}
		return false;
	}
	return S_ISREG(about.st_mode) || files->depth == 0;
}

bool report_files_next(report_files *files, dr_arena *arena, dr_str *ret_path, size_t *unreadable)
{
	while (next_name(files, arena, ret_path)) {
		if (dr_str_eq(*ret_path, DR_STR("-")) ||
		    is_file(files, arena, *ret_path, unreadable)) {
			return true;
		}
	}
	return false;
}

void report_files_close(report_files *files)
{
	while (files != NULL && files->depth > 0) {
		dr_arena_free(files->folders[--files->depth].arena);
	}
}
