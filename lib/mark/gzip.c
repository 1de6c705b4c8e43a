#include "mark/gzip.h"
#include "base/buf.h"

#define ZLIB_CONST
#include <zlib.h>

enum { CHUNK = 16384, GZIP_WINDOW = 15 + 16 };

bool dr_gzip_is(dr_str octets)
{
	return dr_str_starts(octets, DR_STR("\x1f\x8b"));
}

/* One round of inflate(): its status. */
static int unpack_chunk(z_stream *stream, dr_buf *out)
{
	unsigned char chunk[CHUNK];
	stream->next_out = chunk;
	stream->avail_out = CHUNK;
	int status = inflate(stream, Z_NO_FLUSH);
	dr_buf_add(out, (dr_str){ (const char *)chunk, CHUNK - stream->avail_out });
	return status;
}

dr_gzip_status dr_gzip_unpack(dr_arena *arena, dr_str octets, size_t max, dr_str *ret_octets)
{
	z_stream stream = { .next_in = (const unsigned char *)octets.ptr };
	dr_buf out;
	int status = Z_OK;
	if (octets.len > UINT32_MAX || inflateInit2(&stream, GZIP_WINDOW) != Z_OK) {
		return DR_GZIP_NO_MEMORY;
	}
	stream.avail_in = (unsigned)octets.len;
	dr_buf_init(&out, arena);
	while (status == Z_OK && out.len <= max && !dr_arena_failed(arena)) {
		status = unpack_chunk(&stream, &out);
	}
	inflateEnd(&stream);
	if (dr_arena_failed(arena) || status == Z_MEM_ERROR) {
		return DR_GZIP_NO_MEMORY;
	}
	if (out.len > max) {
		return DR_GZIP_HUGE;
	}
	if (status != Z_STREAM_END) {
		return DR_GZIP_BROKEN;
	}
	*ret_octets = dr_buf_str(&out);
	return DR_GZIP_OK;
}
