#include "base/arena.h"
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>

/* With DR_ARENA_DEBUG (sanitizer builds) every allocation is a block of its own, so that a read or
 * write past its end is seen. */
#ifdef DR_ARENA_DEBUG
enum { BLOCK_SIZE = 0 };
#else
enum { BLOCK_SIZE = 16 * 1024 };
#endif
enum { BLOCK_MAX = 1024 * 1024 };

typedef struct block {
	struct block *next;
	size_t used, size;
	size_t dirty; /* octets that were handed out before a reset; all behind them are zero */
	alignas(max_align_t) char octets[];
} block;

struct dr_arena {
	block *head;
	size_t limit, used;
	size_t next_block; /* grows, so that a large arena has few blocks */
	size_t fail_in;    /* tests: allocations until the one that fails; 0: never */
	bool failing, failed, over_limit;
};

dr_arena *dr_arena_new(size_t limit)
{
	dr_arena *arena = calloc(1, sizeof(*arena));
	if (arena != NULL) {
		arena->limit = limit;
		arena->next_block = BLOCK_SIZE;
	}
	return arena;
}

static void free_blocks(block *b)
{
	while (b != NULL) {
		block *next = b->next;
		free(b);
		b = next;
	}
}

void dr_arena_free(dr_arena *arena)
{
	if (arena != NULL) {
		free_blocks(arena->head);
		free(arena);
	}
}

void dr_arena_reset(dr_arena *arena)
{
	block *kept = arena->head;
	if (kept != NULL && BLOCK_SIZE > 0) {
		free_blocks(kept->next);
		kept->next = NULL;
		kept->dirty = kept->used > kept->dirty ? kept->used : kept->dirty;
		kept->used = 0;
	} else {
		free_blocks(kept);
		kept = NULL;
	}
	arena->head = kept;
	arena->used = 0;
	arena->failed = arena->over_limit = false;
}

static bool may_allocate(dr_arena *arena, size_t need)
{
	if (arena->fail_in > 0 && --arena->fail_in == 0) {
		arena->failing = true;
	}
	if (arena->limit > 0 && need > arena->limit - arena->used) {
		arena->over_limit = true;
		return false;
	}
	return !arena->failing;
}

static block *add_block(dr_arena *arena, size_t need)
{
	size_t size = need > arena->next_block ? need : arena->next_block;
	block *b = size < SIZE_MAX - sizeof(*b) ? calloc(1, sizeof(*b) + size) : NULL;
	if (b == NULL) {
		return NULL;
	}
	b->size = size;
	b->next = arena->head;
	arena->head = b;
	if (arena->next_block > 0 && arena->next_block < BLOCK_MAX) {
		arena->next_block *= 2;
	}
	return b;
}

/* Large blocks come from the system as zeros: clearing what was never used would only touch memory
 * twice. */
static void *clear(block *b, size_t start, size_t size)
{
	char *octets = b->octets + start;
	if (start < b->dirty) {
		size_t left = b->dirty - start;
		memset(octets, 0, left < size ? left : size);
	}
	return octets;
}

/* `unit`, a power of two, is what the address is a multiple of. */
static void *allocate(dr_arena *arena, size_t size, size_t unit, bool cleared)
{
	block *b = arena->head;
	size_t start = b != NULL ? (b->used + unit - 1) & ~(unit - 1) : 0;
	bool fits = b != NULL && start <= b->size && size <= b->size - start;
	size_t need = fits ? start - b->used + size : size;
	if (!may_allocate(arena, need) || (!fits && (b = add_block(arena, size)) == NULL)) {
		arena->failed = true;
		return NULL;
	}
	start = fits ? start : 0;
	b->used = start + size;
	arena->used += need;
	return cleared ? clear(b, start, size) : b->octets + start;
}

void *dr_arena_alloc(dr_arena *arena, size_t size)
{
	return allocate(arena, size, alignof(max_align_t), true);
}

void *dr_arena_alloc_octets(dr_arena *arena, size_t size)
{
	return allocate(arena, size, 1, true);
}

void *dr_arena_alloc_uncleared(dr_arena *arena, size_t size)
{
	return allocate(arena, size, alignof(max_align_t), false);
}

void *dr_arena_alloc_array(dr_arena *arena, size_t count, size_t size)
{
	if (size > 0 && count > SIZE_MAX / size) {
		arena->failed = true;
		return NULL;
	}
	return dr_arena_alloc(arena, count * size);
}

dr_str dr_arena_copy(dr_arena *arena, dr_str s)
{
	char *copy = s.len < SIZE_MAX ? dr_arena_alloc_octets(arena, s.len + 1) : NULL;
	if (copy == NULL) {
		return (dr_str){ 0 };
	}
	if (s.len > 0) {
		memcpy(copy, s.ptr, s.len);
	}
	return (dr_str){ copy, s.len };
}

void *dr_arena_copy_octets(dr_arena *arena, const void *octets, size_t len)
{
	void *copy = dr_arena_alloc(arena, len);
	if (copy != NULL && len > 0) {
		memcpy(copy, octets, len);
	}
	return copy;
}

bool dr_arena_failed(const dr_arena *arena)
{
	return arena->failed;
}

bool dr_arena_over_limit(const dr_arena *arena)
{
	return arena->over_limit;
}

size_t dr_arena_used(const dr_arena *arena)
{
	return arena->used;
}

void dr_arena_fail_at(dr_arena *arena, size_t n)
{
	arena->fail_in = n;
	arena->failing = false;
}
