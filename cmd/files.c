#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { FIRST_ROOM = 65536 };

static int fail_system(dr_error *err, const char *what, const char *path, int number)
{
	return dr_fail(err, DR_EIO, DR_NOWHERE, "cannot %s %s: %s", what, path, strerror(number));
}

/* How much room to begin with: what the file says, and one octet to see its end. */
static size_t first_room(int fd, size_t limit)
{
	struct stat about;
	if (fstat(fd, &about) != 0 || !S_ISREG(about.st_mode) || about.st_size < 0) {
		return FIRST_ROOM;
	}
	size_t size = (uintmax_t)about.st_size > limit ? limit : (size_t)about.st_size;
	return size + 2;
}

static int read_all(dr_arena *arena, int fd, const char *path, size_t limit, dr_str *ret_text,
                    dr_error *err)
{
	size_t cap = first_room(fd, limit), len = 0;
	char *room = dr_arena_alloc(arena, cap);
	while (room != NULL && len <= limit) {
		if (len + 1 >= cap) {
			char *grown = dr_arena_alloc(arena, cap * 2);
			if (grown != NULL) {
				memcpy(grown, room, len);
			}
			room = grown;
			cap *= 2;
			continue;
		}
		ssize_t got = read(fd, room + len, cap - len - 1);
		if (got == 0) {
			*ret_text = (dr_str){ room, len };
			return DR_OK;
		}
		if (got < 0 && errno != EINTR) {
			return fail_system(err, "read", path, errno);
		}
		len += got > 0 ? (size_t)got : 0;
	}
	if (room == NULL) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory to read %s", path);
	}
	return dr_fail(err, DR_ELIMIT, DR_NOWHERE, "%s is larger than %zu octets", path, limit);
}

int files_read(dr_arena *arena, dr_str path, size_t limit, dr_source *ret_source, dr_error *err)
{
	bool standard = dr_str_eq(path, DR_STR("-"));
	const char *name = standard ? "standard input" : dr_arena_copy(arena, path).ptr;
	if (name == NULL) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for a file name");
	}
	int fd = standard ? STDIN_FILENO : open(name, O_RDONLY | O_CLOEXEC);
	if (fd < 0) {
		return fail_system(err, "read", name, errno);
	}
	dr_str text;
	int code = read_all(arena, fd, name, limit, &text, err);
	if (!standard) {
		close(fd);
	}
	if (code == DR_OK) {
		*ret_source = (dr_source){ .name = name, .text = text };
	}
	return code;
}

bool files_exists(dr_arena *arena, dr_str path)
{
	struct stat about;
	const char *name = dr_arena_copy(arena, path).ptr;
	return name != NULL && stat(name, &about) == 0;
}

bool files_is_folder(dr_arena *arena, dr_str path)
{
	struct stat about;
	const char *name = dr_arena_copy(arena, path).ptr;
	return name != NULL && stat(name, &about) == 0 && S_ISDIR(about.st_mode);
}

static int compare(const void *left, const void *right)
{
	return dr_str_cmp(*(const dr_str *)left, *(const dr_str *)right);
}

int files_list(dr_arena *arena, dr_str folder, dr_str suffix, dr_strs *ret_paths, dr_error *err)
{
	const char *name = dr_arena_copy(arena, folder).ptr;
	DIR *open_folder = name != NULL ? opendir(name) : NULL;
	if (open_folder == NULL) {
		return fail_system(err, "read", name != NULL ? name : "a folder", errno);
	}
	dr_strs paths = { NULL, 0 };
	for (const struct dirent *entry; (entry = readdir(open_folder)) != NULL;) {
		dr_str base = dr_str_of(entry->d_name);
		if (base.ptr[0] == '.' || !dr_str_ends(base, suffix)) {
			continue;
		}
		dr_buf path;
		dr_buf_init(&path, arena);
		dr_buf_addf(&path, "%s/%s", name, entry->d_name);
		dr_list_add(arena, &paths, dr_buf_str(&path));
	}
	closedir(open_folder);
	if (dr_arena_failed(arena)) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for the files of %s", name);
	}
	if (paths.len > 1) {
		qsort(paths.items, paths.len, sizeof(*paths.items), compare);
	}
	*ret_paths = paths;
	return DR_OK;
}

/* The offset behind the last slash; 0 when there is none. */
static size_t base_offset(dr_str path)
{
	size_t off = path.len;
	while (off > 0 && path.ptr[off - 1] != '/') {
		off--;
	}
	return off;
}

dr_str files_base(dr_str path)
{
	return dr_str_sub(path, base_offset(path), path.len);
}

dr_str files_folder(dr_str path)
{
	size_t off = base_offset(path);
	if (off == 0) {
		return DR_STR(".");
	}
	return dr_str_sub(path, 0, off > 1 ? off - 1 : 1);
}
