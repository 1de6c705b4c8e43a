/*
 * Names to what they stand for: a table that is filled once and then only read.
 *
 * It lives in an arena and needs no closing, unlike base/table.h. Keys are compared octet by octet:
 * give lower-case text on both sides, or names in wire form.
 */
#pragma once
#include "base/arena.h"
#include "base/name_wire.h"

typedef struct {
	dr_str name;
	const void *value;
} dr_name_slot;

typedef struct {
	dr_name_slot *slots;
	size_t room;    /* a power of two, more than twice `count`; 0: empty */
	size_t count;   /* names in it */
	size_t longest; /* octets of the longest of them */
} dr_name_table;

/* Adds a name. The value that has the name already, or NULL when it is new. */
const void *dr_name_table_add(dr_arena *arena, dr_name_table *table, dr_str name,
                              const void *value);
/* Gives a name this value; the value that it had until now, or NULL. */
const void *dr_name_table_put(dr_arena *arena, dr_name_table *table, dr_str name,
                              const void *value);
/* The value of exactly this name, or NULL. */
const void *dr_name_table_find(const dr_name_table *table, dr_str name);
/* The value of the longest name in the table that is above this one; NULL when there is none. */
const void *dr_name_table_find_above(const dr_name_table *table, dr_str name);

/* A name in wire form as a key of the table; borrows. */
dr_str dr_name_key(dr_name name);
/* The value of the longest name in the table that is this one or above it; NULL when there is none.
 */
const void *dr_name_table_find_nearest(const dr_name_table *table, dr_name name);
