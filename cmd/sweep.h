/*
 * Running many domains: threads with a window each, documents written as results come or in the
 * order of the requests, progress on the terminal.
 */
#pragma once
#include "errand.h"

/* A request and what the document says beside its result. */
typedef struct {
	dr_request request;
	dr_render_item item; /* `result` is filled in */
	const char *refused; /* not NULL: the request cannot be run, and why */
} sweep_request;

typedef struct {
	const errand *on;
	documents *list; /* may be empty */
	dr_document kind;
	size_t jobs;
	bool ordered;
	/* Fills the next request; its texts go to `arena`, which lives until its result is written.
	 * False: there is none left. Called by one thread at a time. */
	bool (*next)(void *self, dr_arena *arena, sweep_request *ret_request);
	/* Whether `next` would not wait for input; NULL: it never waits. */
	bool (*ready)(void *self);
	/* Derives from a result, in its arena, what its document needs; any thread. A status that
	 * is not EXIT_CLEAN ends the sweep after telling why. NULL: nothing is needed. */
	int (*prepare)(void *self, dr_run_result *result, dr_render_item *item);
	/* Looks at a result before it is written; NULL: nobody does. One thread at a time. Requests
	 * that were refused have an error and nothing else. */
	void (*look)(void *self, const dr_run_result *result);
	/* What a document says of one depends on all of them: each is done twice, and only the
	 * second time, with all of them known, is it written. Called between; `next` then begins
	 * again. Needs a single job. NULL: once is enough. */
	void (*all_in)(void *self);
	void *self;
} sweep_options;

/* What the domains add up to. */
typedef struct {
	dr_summary summary;
	bool stopped; /* by a signal, or because nobody reads on: the documents are not whole */
} sweep_result;

/* EXIT_CLEAN, or EXIT_INTERNAL after telling what is wrong. Heads and tails are written too; the
 * documents stay open. */
int sweep_run(const sweep_options *how, sweep_result *ret_result);
