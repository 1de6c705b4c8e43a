/*
 * The documents a command writes: one for each --format, to standard output or a file.
 */
#pragma once
#include "output.h"
#include "options.h"
#include "render/render.h"

typedef struct {
	const dr_format *format;
	output *out;
	dr_render_options options;
	bool begun;                     /* an item has written something */
	size_t seen[DR_SEVERITY_COUNT]; /* counts of its writer */
} document;

typedef DR_LIST(document) documents;

/* Opens what --format says, or `fallback` on standard output; every format must have `kind`.
 * `--format list` prints the formats that have it: then the list is empty and *ret_listed is true.
 * EXIT_CLEAN, or a status after telling what is wrong. */
int outputs_open(dr_arena *arena, const options *given, dr_document kind, const char *fallback,
                 documents *ret_documents, bool *ret_listed);
/* Whether --format list was given: then the command has nothing else to do. */
bool outputs_only_listed(const options *given);
/* The day that the documents say, and the rules that judge (NULL: none do). */
void outputs_set_judgement(documents *list, dr_day as_of, const dr_ruleset *rules);
/* The plans that a document may show together. */
void outputs_set_portfolio(documents *list, const dr_portfolio *portfolio);
/* Whether documents of plans are about more than one domain. */
void outputs_set_several(documents *list, bool several);
/* Ends all of them: files get their names when `good`, else none is left. EXIT_CLEAN or
 * EXIT_INTERNAL. */
int outputs_close(documents *list, bool good);
/* True when nobody reads any more what is written. */
bool outputs_are_dead(const documents *list);
