#include "output.h"
#include "base/buf.h"
#include "exit_status.h"
#include "message.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { ROOM = 65536, FILE_MODE = 0666 };

struct output {
	int fd;           /* -1: closed */
	const char *name; /* as messages call it */
	char *path;       /* of the file; NULL: not renamed at the end */
	char *temporary;  /* its name until then */
	int failure;      /* errno of the first write that failed; 0 */
	size_t used;
	char room[ROOM];
};

static char *copy_text(dr_arena *arena, dr_str text)
{
	return (char *)dr_arena_copy(arena, text).ptr;
}

/* The mode a new file would get, or that of the file that is replaced. */
static mode_t mode_for(const struct stat *old)
{
	if (old != NULL) {
		return old->st_mode & 07777;
	}
	mode_t mask = umask(0);
	umask(mask);
	return FILE_MODE & ~mask;
}

/* Where the file itself is, so that a link to it stays a link. */
static char *real_path(dr_arena *arena, const char *path)
{
	char *real = realpath(path, NULL);
	char *copy = copy_text(arena, dr_str_of(real != NULL ? real : path));
	free(real);
	return copy;
}

static int open_beside(dr_arena *arena, output *out, const struct stat *old)
{
	dr_buf name;
	dr_buf_init(&name, arena);
	out->path = real_path(arena, out->name);
	dr_buf_addf(&name, "%s.XXXXXX", out->path);
	out->temporary = name.ptr;
	if (dr_arena_failed(arena)) {
		errno = ENOMEM;
		return -1;
	}
	int fd = mkstemp(out->temporary);
	if (fd >= 0 && fchmod(fd, mode_for(old)) != 0) {
		unlink(out->temporary);
		close(fd);
		return -1;
	}
	return fd;
}

int output_open(dr_arena *arena, dr_str file, output **ret_output, dr_error *err)
{
	output *out = dr_arena_new_of(arena, output);
	if (out == NULL) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for the output");
	}
	out->name = "standard output";
	out->fd = STDOUT_FILENO;
	if (file.ptr != NULL) {
		out->name = copy_text(arena, file);
		struct stat old;
		bool exists = stat(out->name, &old) == 0;
		out->fd = exists && !S_ISREG(old.st_mode)
		                  ? open(out->name, O_WRONLY | O_CLOEXEC)
		                  : open_beside(arena, out, exists ? &old : NULL);
	}
	if (out->fd < 0) {
		return dr_fail(err, DR_EIO, DR_NOWHERE, "cannot write %s: %s", out->name,
		               strerror(errno));
	}
	*ret_output = out;
	return DR_OK;
}

/* All of it, or errno in `failure`. */
static void write_octets(output *out, dr_str octets)
{
	while (octets.len > 0 && out->failure == 0) {
		ssize_t written = write(out->fd, octets.ptr, octets.len);
		if (written >= 0) {
			octets = dr_str_sub(octets, (size_t)written, octets.len);
		} else if (errno != EINTR) {
			out->failure = errno;
		}
	}
}

void output_flush(output *out)
{
	write_octets(out, (dr_str){ out->room, out->used });
	out->used = 0;
}

void output_write(output *out, dr_str text)
{
	if (text.len > ROOM - out->used) {
		output_flush(out);
	}
	if (text.len > ROOM) {
		write_octets(out, text);
	} else if (text.len > 0) {
		memcpy(out->room + out->used, text.ptr, text.len);
		out->used += text.len;
	}
}

bool output_is_dead(const output *out)
{
	return out->failure != 0;
}

bool output_is_terminal(const output *out)
{
	return isatty(out->fd) == 1;
}

static void close_file(output *out)
{
	if (out->fd >= 0 && out->fd != STDOUT_FILENO && close(out->fd) != 0 && out->failure == 0) {
		out->failure = errno;
	}
	out->fd = -1;
}

int output_commit(output *out, dr_error *err)
{
	output_flush(out);
	close_file(out);
	if (out->failure == 0 && out->path != NULL && rename(out->temporary, out->path) != 0) {
		out->failure = errno;
	}
	if (out->failure == 0 || (out->failure == EPIPE && out->path == NULL)) {
		return DR_OK;
	}
	if (out->path != NULL) {
		unlink(out->temporary);
	}
	return dr_fail(err, DR_EIO, DR_NOWHERE, "cannot write %s: %s", out->name,
	               strerror(out->failure));
}

void output_abandon(output *out)
{
	if (out == NULL || out->fd < 0) {
		return;
	}
	close_file(out);
	if (out->path != NULL) {
		unlink(out->temporary);
	}
}

int output_print(dr_arena *arena, dr_str text)
{
	output *out;
	dr_error err = { 0 };
	int code = output_open(arena, (dr_str){ NULL, 0 }, &out, &err);
	if (code == DR_OK) {
		output_write(out, text);
		code = output_commit(out, &err);
	}
	if (code != DR_OK) {
		message_error(&err, NULL);
		return EXIT_INTERNAL;
	}
	return EXIT_CLEAN;
}
