#include "report/unpack_priv.h"
#include <archive.h>
#include <archive_entry.h>
#include <stdlib.h>
#include <zlib.h>

enum { GZIP_WINDOW = 15 + 16 /* zlib: a gzip header, and the largest window */ };

struct dr_gunzip {
	dr_flow *flow;
	dr_guard *guard;
	z_stream z;
	bool between; /* members: the last one is complete */
	bool over;
};

int dr_gunzip_open(dr_flow *flow, dr_guard *guard, dr_gunzip **ret_gunzip, dr_error *err)
{
	dr_gunzip *g = calloc(1, sizeof(*g));
	if (g == NULL || inflateInit2(&g->z, GZIP_WINDOW) != Z_OK) {
		free(g);
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory to unpack a file");
	}
	g->flow = flow;
	g->guard = guard;
	*ret_gunzip = g;
	return DR_OK;
}

void dr_gunzip_close(dr_gunzip *gunzip)
{
	if (gunzip != NULL) {
		inflateEnd(&gunzip->z);
		free(gunzip);
	}
}

/* After a whole member: another one, or the end. */
static void begin_member(dr_gunzip *g, dr_str octets)
{
	g->between = false;
	g->over = !dr_str_starts(octets, DR_STR("\x1f\x8b"));
	inflateReset(&g->z);
}

/* One call of inflate(); *ret_len 0 when it has given nothing yet. */
static int inflate_some(dr_gunzip *g, dr_str octets, char *room, size_t cap, size_t *ret_len)
{
	g->z.next_in = (z_const Bytef *)octets.ptr;
	g->z.avail_in = (uInt)octets.len;
	g->z.next_out = (Bytef *)room;
	g->z.avail_out = (uInt)(cap < UINT32_MAX ? cap : UINT32_MAX);
	int status = inflate(&g->z, Z_NO_FLUSH);
	size_t taken = octets.len - g->z.avail_in;
	*ret_len = cap - g->z.avail_out;
	dr_flow_take(g->flow, taken);
	if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) {
		return dr_guard_refuse(g->guard, "the gzip data is broken: %s",
		                       g->z.msg != NULL ? g->z.msg : "no reason given");
	}
	g->between = status == Z_STREAM_END;
	return dr_guard_unpacked(g->guard, taken, *ret_len);
}

static int gunzip_read(void *self, char *room, size_t cap, size_t *ret_len, dr_error *err)
{
	dr_gunzip *g = self;
	*ret_len = 0;
	while (*ret_len == 0 && !g->over) {
		dr_str octets;
		int code = dr_flow_peek(g->flow, 2, &octets, err);
		if (code != DR_OK) {
			return code;
		}
		if (g->between) {
			begin_member(g, octets);
			continue;
		}
		if (octets.len == 0) {
			return dr_guard_refuse(g->guard, "the gzip data is cut off");
		}
		code = inflate_some(g, octets, room, cap, ret_len);
		if (code != DR_OK) {
			return code;
		}
	}
	return DR_OK;
}

dr_stream dr_gunzip_stream(dr_gunzip *gunzip)
{
	return (dr_stream){ gunzip_read, gunzip };
}

typedef struct {
	struct archive *archive;
	dr_guard *guard;
} unzipping;

static int fail_archive(unzipping *z)
{
	const char *why = archive_error_string(z->archive);
	return dr_guard_refuse(z->guard, "the zip archive is broken: %s",
	                       why != NULL ? why : "no reason given");
}

static int entry_read(void *self, char *room, size_t cap, size_t *ret_len, dr_error *err)
{
	(void)err;
	unzipping *z = self;
	la_ssize_t got = archive_read_data(z->archive, room, cap);
	if (got < 0) {
		return fail_archive(z);
	}
	*ret_len = (size_t)got;
	return dr_guard_unpacked(z->guard, 0, (uint64_t)got);
}

static int read_entry(unzipping *z, struct archive_entry *found, dr_zip_entry entry, void *self,
                      dr_error *err)
{
	if (archive_entry_is_encrypted(found)) {
		return dr_guard_refuse(z->guard, "the archive is encrypted; no limit changes that");
	}
	if (archive_entry_filetype(found) != AE_IFREG) {
		return DR_OK;
	}
	const char *name = archive_entry_pathname(found);
	return entry(self, dr_str_of(name != NULL ? name : "?"), (dr_stream){ entry_read, z }, err);
}

static int read_entries(unzipping *z, dr_zip_entry entry, void *self, dr_error *err)
{
	for (uint64_t count = 1;; count++) {
		struct archive_entry *found;
		int status = archive_read_next_header(z->archive, &found);
		if (status == ARCHIVE_EOF) {
			return DR_OK;
		}
		if (status != ARCHIVE_OK && status != ARCHIVE_WARN) {
			return fail_archive(z);
		}
		int code =
			dr_guard_check(z->guard, DR_REPORT_LIMIT_ENTRIES, count, "the archive has");
		if (code == DR_OK) {
			code = read_entry(z, found, entry, self, err);
		}
		if (code != DR_OK) {
			return code;
		}
	}
}

int dr_unzip(dr_arena *arena, dr_str archive, dr_guard *guard, dr_zip_entry entry, void *self,
             dr_error *err)
{
	int code = dr_zip_check(arena, archive, guard);
	if (code == DR_OK) {
		code = dr_guard_unpacked(guard, archive.len, 0);
	}
	if (code != DR_OK) {
		return code;
	}
	unzipping z = { .archive = archive_read_new(), .guard = guard };
	if (z.archive == NULL || archive_read_support_format_zip(z.archive) != ARCHIVE_OK) {
		archive_read_free(z.archive);
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory to unpack an archive");
	}
	if (archive_read_open_memory(z.archive, archive.ptr, archive.len) != ARCHIVE_OK) {
		code = fail_archive(&z);
	} else {
		code = read_entries(&z, entry, self, err);
	}
	archive_read_free(z.archive);
	return code;
}
