#include "mark/logotype.h"
#include "base/base64.h"
#include "base/cursor.h"
#include "base/digest.h"
#include "mark/gzip.h"
#include "mark/logo.h"

#include <string.h>

enum {
	DEPTH_MAX = 16,
	TAG_OCTETS = 0x04,
	TAG_IA5 = 0x16,
	TAG_CONSTRUCTED = 0x20,
	TAG_NUMBER = 0x1F,
	LONG_LENGTH = 0x80,
	HASHES_MAX = 8,
};

typedef struct {
	dr_str uri;
	dr_str hashes[HASHES_MAX];
	size_t hash_count;
} found;

/* Tag and contents of the next value; false when it is not whole (X.690 8.1). */
static bool read_value(dr_cursor *c, uint8_t *ret_tag, dr_str *ret_content)
{
	*ret_tag = dr_cursor_u8(c);
	size_t length = dr_cursor_u8(c);
	if (length >= LONG_LENGTH) {
		size_t octets = length - LONG_LENGTH;
		length = octets > 0 && octets <= 3 ? 0 : SIZE_MAX;
		for (size_t i = 0; length != SIZE_MAX && i < octets; i++) {
			length = length << 8 | dr_cursor_u8(c);
		}
	}
	if (c->overrun || length > dr_cursor_left(c) || (*ret_tag & TAG_NUMBER) == TAG_NUMBER) {
		return false;
	}
	*ret_content = dr_cursor_take_octets(c, length);
	return true;
}

static bool is_data(dr_str uri)
{
	return dr_str_starts_nocase(uri, DR_STR("data:"));
}

static void take_leaf(found *f, uint8_t tag, dr_str content)
{
	if (tag == TAG_IA5 && f->uri.ptr == NULL && is_data(content)) {
		f->uri = content;
	} else if (tag == TAG_OCTETS && f->hash_count < HASHES_MAX) {
		f->hashes[f->hash_count++] = content;
	}
}

/* Everything that stands in the extension, whatever names its structure has: the picture is the
 * first data: URI, its hash one of the octet strings. */
static bool walk(found *f, dr_str der)
{
	dr_cursor levels[DEPTH_MAX];
	size_t depth = 1;
	levels[0] = dr_cursor_of(der);
	while (depth > 0) {
		dr_cursor *c = &levels[depth - 1];
		uint8_t tag = 0;
		dr_str content = { 0 };
		if (dr_cursor_at_end(c)) {
			depth--;
		} else if (!read_value(c, &tag, &content)) {
			return false;
		} else if ((tag & TAG_CONSTRUCTED) == 0) {
			take_leaf(f, tag, content);
		} else if (depth == DEPTH_MAX) {
			return false;
		} else {
			levels[depth++] = dr_cursor_of(content);
		}
	}
	return true;
}

/* The octets of a base64 data: URI (RFC 2397). */
static dr_str octets_of(dr_arena *arena, dr_str uri)
{
	size_t comma = dr_str_find(uri, 0, ','), at = 0;
	dr_str head = dr_str_sub(uri, 0, comma), octets = { 0 };
	if (!dr_str_ends_nocase(head, DR_STR(";base64")) ||
	    dr_base64_decode(arena, dr_str_sub(uri, comma + 1, uri.len), &octets, &at) !=
	            DR_BASE64_OK) {
		return (dr_str){ 0 };
	}
	return octets;
}

static bool is_hash_of(dr_str hash, dr_str octets)
{
	dr_sha256 digest = dr_digest_sha256(octets);
	return hash.len == sizeof(digest.octets) && memcmp(hash.ptr, digest.octets, hash.len) == 0;
}

static void compare_hashes(const found *f, dr_str packed, dr_logotype *logotype)
{
	for (size_t i = 0; i < f->hash_count; i++) {
		dr_str hash = f->hashes[i];
		logotype->hashed = logotype->hashed || hash.len == sizeof(dr_sha256);
		logotype->hash_holds = logotype->hash_holds || is_hash_of(hash, packed) ||
		                       is_hash_of(hash, logotype->svg);
	}
}

bool dr_logotype_read(dr_arena *arena, dr_str der, dr_logotype *ret_logotype)
{
	found f = { 0 };
	dr_logotype logotype = { .readable = walk(&f, der), .uri = f.uri };
	dr_str packed = f.uri.ptr != NULL ? octets_of(arena, f.uri) : (dr_str){ 0 };
	dr_gzip_status status = DR_GZIP_OK;
	if (dr_gzip_is(packed)) {
		status = dr_gzip_unpack(arena, packed, DR_LOGO_OCTETS_MAX, &logotype.svg);
	} else if (packed.len > 0) {
		logotype.svg = packed;
	}
	if (dr_arena_failed(arena) || status == DR_GZIP_NO_MEMORY) {
		return false;
	}
	if (logotype.svg.ptr != NULL) {
		compare_hashes(&f, packed, &logotype);
	}
	*ret_logotype = logotype;
	return true;
}
