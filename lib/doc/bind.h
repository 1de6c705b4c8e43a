/*
 * From a node tree to a struct, by a schema: the reader for rules, settings, services, playbooks.
 *
 * Every member that the schema lists is a key; a key the schema does not list is an error with a
 * suggestion. A member that has a status is optional (absent: DR_ABSENT); one without is required
 * unless it is a list (empty) or has a fallback. One string stands for a list of one string.
 */
#pragma once
#include "doc/tree.h"

/* Collected errors of a loader, first to last; at most DR_LIMIT_ERRORS are kept. */
typedef DR_LIST(dr_error) dr_errors;

/* Fills `ret_record` (zeroed by the caller); strings borrow from the tree. Adds to `errors` and
 * goes on, so that a person sees all of them; the number of errors added. */
size_t dr_bind(dr_arena *arena, const dr_source *source, const dr_schema *schema,
               const dr_node *map, void *ret_record, dr_errors *errors);

/* Adds an error at a span of the source. */
void dr_errors_add(dr_arena *arena, dr_errors *errors, const dr_source *source, int code,
                   dr_span span, const char *format, ...) __attribute__((format(printf, 6, 7)));
