#include "base/list.h"
#include <string.h>

enum { FIRST_ROOM = 4 };

/* A list has room for its length rounded up to a power of two, so no capacity is stored. */
static bool is_full(size_t len)
{
	return len == 0 || (len >= FIRST_ROOM && (len & (len - 1)) == 0);
}

void *dr_list_grow(dr_arena *arena, void *items, size_t len, size_t item_size)
{
	if (!is_full(len)) {
		return items;
	}
	size_t room = len < FIRST_ROOM ? FIRST_ROOM : len * 2;
	void *grown = dr_arena_alloc_array(arena, room, item_size);
	if (grown != NULL && len > 0) {
		memcpy(grown, items, len * item_size);
	}
	return grown;
}
