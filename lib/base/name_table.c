#include "base/name_table.h"
#include "base/table.h"

enum { LEAST_ROOM = 64 };

/* Where the name stands, or the free slot where it belongs. */
static dr_name_slot *slot_of(dr_name_slot *slots, size_t room, dr_str name)
{
	size_t at = (size_t)dr_hash(&DR_HASH_FIXED, name.ptr, name.len) & (room - 1);
	while (slots[at].value != NULL && !dr_str_eq(slots[at].name, name)) {
		at = (at + 1) & (room - 1);
	}
	return &slots[at];
}

static bool grow(dr_arena *arena, dr_name_table *table)
{
	size_t room = table->room > 0 ? table->room * 2 : LEAST_ROOM;
	dr_name_slot *slots = dr_arena_alloc_array(arena, room, sizeof(*slots));
	if (slots == NULL) {
		return false;
	}
	for (size_t i = 0; i < table->room; i++) {
		if (table->slots[i].value != NULL) {
			*slot_of(slots, room, table->slots[i].name) = table->slots[i];
		}
	}
	table->slots = slots;
	table->room = room;
	return true;
}

/* The slot of the name, free when it is new; NULL: no memory. */
static dr_name_slot *obtain_slot(dr_arena *arena, dr_name_table *table, dr_str name)
{
	if (table->count * 2 >= table->room && !grow(arena, table)) {
		return NULL;
	}
	return slot_of(table->slots, table->room, name);
}

const void *dr_name_table_add(dr_arena *arena, dr_name_table *table, dr_str name, const void *value)
{
	dr_name_slot *slot = obtain_slot(arena, table, name);
	if (slot == NULL || slot->value != NULL) {
		return slot != NULL ? slot->value : NULL;
	}
	*slot = (dr_name_slot){ name, value };
	table->count++;
	table->longest = name.len > table->longest ? name.len : table->longest;
	return NULL;
}

const void *dr_name_table_put(dr_arena *arena, dr_name_table *table, dr_str name, const void *value)
{
	const void *before = dr_name_table_add(arena, table, name, value);
	if (before != NULL) {
		slot_of(table->slots, table->room, name)->value = value;
	}
	return before;
}

const void *dr_name_table_find(const dr_name_table *table, dr_str name)
{
	bool may_hold = table->room > 0 && name.len <= table->longest;
	return may_hold ? slot_of(table->slots, table->room, name)->value : NULL;
}

const void *dr_name_table_find_above(const dr_name_table *table, dr_str name)
{
	for (size_t dot = 0; (dot = dr_str_find(name, dot, '.')) < name.len; dot++) {
		const void *value = dr_name_table_find(table, dr_str_sub(name, dot + 1, name.len));
		if (value != NULL) {
			return value;
		}
	}
	return NULL;
}

dr_str dr_name_key(dr_name name)
{
	return (dr_str){ (const char *)name.wire, name.len };
}

const void *dr_name_table_find_nearest(const dr_name_table *table, dr_name name)
{
	const void *value = dr_name_table_find(table, dr_name_key(name));
	while (value == NULL && name.len > 1) {
		name = dr_name_parent(name);
		value = dr_name_table_find(table, dr_name_key(name));
	}
	return value;
}
