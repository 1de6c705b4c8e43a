/*
 * Arenas: memory that is given back as a whole.
 *
 * One arena serves one domain's run, another the rules. Nothing in an arena owns a foreign
 * resource. A failing allocation sets a flag that stays; callers may append without checking and
 * look at the flag once at the end.
 */
#pragma once
#include "base/str.h"

typedef struct dr_arena dr_arena;

/* A new arena that hands out at most `limit` octets (0: no limit). NULL when there is no memory. */
dr_arena *dr_arena_new(size_t limit);
void dr_arena_free(dr_arena *arena); /* NULL is fine */
/* Gives everything back but keeps one block for the next use, and clears the flags. */
void dr_arena_reset(dr_arena *arena);

/* `size` zeroed octets, aligned for any type; NULL when memory or the limit is spent, which also
 * sets the flag. A size of 0 gives a valid pointer. */
void *dr_arena_alloc(dr_arena *arena, size_t size);
/* The same for text, which needs no alignment. */
void *dr_arena_alloc_octets(dr_arena *arena, size_t size);
/* Aligned octets of any value, for who fills them: a library that takes its memory here. */
void *dr_arena_alloc_uncleared(dr_arena *arena, size_t size);
/* `count` times `size` octets, aligned, safe against overflow. */
void *dr_arena_alloc_array(dr_arena *arena, size_t count, size_t size);
#define dr_arena_new_of(arena, type) ((type *)dr_arena_alloc((arena), sizeof(type)))

/* A copy with a NUL behind it; the empty slice when memory is spent. */
dr_str dr_arena_copy(dr_arena *arena, dr_str s);
void *dr_arena_copy_octets(dr_arena *arena, const void *octets, size_t len);

/* True once an allocation has failed. */
bool dr_arena_failed(const dr_arena *arena);
/* True when it failed because of the arena's own limit: for a domain that is DR_WHY_BUDGET. */
bool dr_arena_over_limit(const dr_arena *arena);
/* Octets handed out since the arena was new or reset. */
size_t dr_arena_used(const dr_arena *arena);

/* Tests: the n-th allocation from now on fails (1 is the next one), and all after it; 0 ends it. */
void dr_arena_fail_at(dr_arena *arena, size_t n);
