/*
 * From a node tree to a struct, by a schema: the reader for rules, settings, services, playbooks.
 *
 * Every member that the schema lists is a key; a key the schema does not list is an error with a
 * suggestion. A member that has a status (absent: DR_ABSENT) or a fallback (then it holds that) or
 * is DR_OPTIONAL may be left out, and so is a list (empty); any other is required. One string
 * stands for a list of one string; an integer for a double.
 */
#pragma once
#include "doc/tree.h"

/* A member of type `const dr_node *`: the value is kept as it stands, for readers that need its
 * spans or know its keys only later. NULL when it is absent. */
extern const dr_type DR_NODE;

/* clang-format off */
#define DR_KEPT(st, member, ...)                                                                   \
	{ .name = #member, .type = _Generic(((st *)0)->member, const dr_node *: &DR_NODE),         \
	  .offset = offsetof(st, member), .size = sizeof(const dr_node *), .status = -1,           \
	  .doc = __VA_ARGS__ }
/* clang-format on */

/* A designator: the member may be absent and is zero then (the empty slice, 0, false, NULL). */
#define DR_OPTIONAL .fallback = { .given = true }

/* Collected errors of a loader, first to last; at most DR_LIMIT_ERRORS are kept. */
typedef DR_LIST(dr_error) dr_errors;

/* Fills `ret_record` (zeroed by the caller); strings borrow from the tree. Adds to `errors` and
 * goes on, so that a person sees all of them; the number of errors added. */
size_t dr_bind(dr_arena *arena, const dr_source *source, const dr_schema *schema,
               const dr_node *map, void *ret_record, dr_errors *errors);

/* For closed sets that no schema knows: an error with the choices and the nearest of them unless
 * the text is one. The number of errors added, 0 or 1. */
size_t dr_bind_choice(dr_arena *arena, const dr_source *source, const char *key,
                      const dr_node *text, const char *const *choices, dr_errors *errors);

/* Adds an error at a span of the source (NULL: of no text). Always 1, for loaders that count:
 * beyond DR_LIMIT_ERRORS, or without memory, the error is not kept. */
size_t dr_errors_add(dr_arena *arena, dr_errors *errors, const dr_source *source, int code,
                     dr_span span, const char *format, ...) __attribute__((format(printf, 6, 7)));
