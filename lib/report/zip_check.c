#include "report/unpack_priv.h"
#include "base/cursor.h"
#include "base/list.h"
#include <stdlib.h>

/* PKWARE APPNOTE 4.3: sizes of the fixed parts, and offsets in them. */
enum {
	END_SIZE = 22,
	END_ENTRIES = 10,
	END_OFFSET = 16,
	CENTRAL_SIZE = 46,
	CENTRAL_FLAGS = 8,
	CENTRAL_PACKED = 20,
	CENTRAL_LENGTHS = 28,
	CENTRAL_LOCAL = 42,
	LOCAL_SIZE = 30,
	FLAG_ENCRYPTED = 1,
	COMMENT_MAX = 65535,
};

typedef struct {
	uint64_t from, to; /* octets of the archive */
} stretch;

typedef DR_LIST(stretch) stretches;

static uint32_t little(dr_str octets, size_t at, size_t len)
{
	uint32_t value = 0;
	for (size_t i = 0; i < len && at + i < octets.len; i++) {
		value |= (uint32_t)(uint8_t)octets.ptr[at + i] << (8 * i);
	}
	return value;
}

/* The end record, which stands last but for a comment; empty when there is none. */
static dr_str find_end(dr_str archive)
{
	for (size_t back = END_SIZE; back <= archive.len && back <= END_SIZE + COMMENT_MAX;
	     back++) {
		dr_str end = dr_str_sub(archive, archive.len - back, back);
		if (dr_str_starts(end, DR_STR("PK\5\6"))) {
			return end;
		}
	}
	return (dr_str){ NULL, 0 };
}

static int compare(const void *left, const void *right)
{
	const stretch *a = left, *b = right;
	return a->from < b->from ? -1 : a->from > b->from;
}

static int check_overlap(stretches *list, dr_guard *guard)
{
	if (list->len > 1) {
		qsort(list->items, list->len, sizeof(*list->items), compare);
	}
	for (size_t i = 1; i < list->len; i++) {
		if (list->items[i].from < list->items[i - 1].to) {
			guard->for_good = true;
			return dr_guard_refuse(guard, "entries of the archive overlap: it is made "
			                              "to unpack without end");
		}
	}
	return DR_OK;
}

int dr_zip_check(dr_arena *arena, dr_str archive, dr_guard *guard)
{
	dr_str end = find_end(archive);
	size_t entries = little(end, END_ENTRIES, 2);
	int code = dr_guard_check(guard, DR_REPORT_LIMIT_ENTRIES, entries, "the archive has");
	if (code != DR_OK) {
		guard->for_good = true;
		return code;
	}
	dr_cursor c = dr_cursor_of(archive);
	dr_cursor_skip(&c, little(end, END_OFFSET, 4));
	stretches list = { NULL, 0 };
	for (size_t i = 0; i < entries; i++) {
		dr_str fixed = dr_cursor_take_octets(&c, CENTRAL_SIZE);
		if (!dr_str_starts(fixed, DR_STR("PK\1\2"))) {
			return DR_OK;
		}
		if ((little(fixed, CENTRAL_FLAGS, 2) & FLAG_ENCRYPTED) != 0) {
			return dr_guard_refuse(guard, "the archive is encrypted; no limit changes "
			                              "that");
		}
		for (size_t n = 0; n < 3; n++) {
			dr_cursor_skip(&c, little(fixed, CENTRAL_LENGTHS + 2 * n, 2));
		}
		uint64_t from = little(fixed, CENTRAL_LOCAL, 4);
		stretch one = { from, from + LOCAL_SIZE + little(fixed, CENTRAL_PACKED, 4) };
		dr_list_add(arena, &list, one);
	}
	return check_overlap(&list, guard);
}
