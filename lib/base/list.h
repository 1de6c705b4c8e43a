/*
 * Typed lists in an arena.
 *
 * `typedef DR_LIST(dr_tag) dr_tags;` declares a list type; a zeroed list is empty. Lists grow by
 * doubling; what they outgrow stays in the arena until it goes.
 */
#pragma once
#include "base/arena.h"

/* clang-format off */
#define DR_LIST(type) struct { type *items; size_t len; }
/* clang-format on */

/* What every list looks like to code that reads it by its schema (schema/schema.h). */
typedef struct {
	const void *items;
	size_t len;
} dr_list;

typedef DR_LIST(dr_str) dr_strs;

/* Room for one element more: `items`, or a larger copy; NULL when the arena has failed. */
void *dr_list_grow(dr_arena *arena, void *items, size_t len, size_t item_size);

/* Appends a copy of the value (the rest of the arguments); does nothing when the arena is spent. */
#define dr_list_add(arena, list, ...)                                                              \
	do {                                                                                       \
		void *grown_ =                                                                     \
			dr_list_grow((arena), (list)->items, (list)->len, sizeof(*(list)->items)); \
		if (grown_ != NULL) {                                                              \
			(list)->items = grown_;                                                    \
			(list)->items[(list)->len++] = (__VA_ARGS__);                              \
		}                                                                                  \
	} while (0)

/* Puts a copy of the variable `value` before the element `at`; does nothing when the arena is
 * spent. */
#define dr_list_insert(arena, list, at, value)                                \
	do {                                                                  \
		size_t before_ = (list)->len, at_ = (at);                     \
		dr_list_add((arena), (list), (value));                        \
		if ((list)->len > before_) {                                  \
			memmove(&(list)->items[at_ + 1], &(list)->items[at_], \
			        (before_ - at_) * sizeof(*(list)->items));    \
			(list)->items[at_] = (value);                         \
		}                                                             \
	} while (0)
