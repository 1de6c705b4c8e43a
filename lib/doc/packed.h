/*
 * A tree of nodes in few octets: what is read when a program is built need not be read again each
 * time that it starts.
 *
 * The form belongs to one version of the program: it is made and read by the same source, and
 * nobody keeps it.
 */
#pragma once
#include "doc/tree.h"

/* The values of maps that are left out; a value is at its key's depth: 1 in the map of the root.
 */
typedef struct {
	size_t depth;
	const char *const *keys; /* NULL at the end */
} dr_packed_without;

/* Writes the tree, without what is left out; `without` may be NULL. */
void dr_packed_write(const dr_node *root, const dr_packed_without *without, dr_buf *out);

/* Reads source->packed: the tree that dr_yaml_parse() would make of source->text, which borrows
 * from both. DR_EINVAL when the octets are no such tree, DR_ENOMEM. */
int dr_packed_read(dr_arena *arena, const dr_source *source, const dr_node **ret_root,
                   dr_error *err);
