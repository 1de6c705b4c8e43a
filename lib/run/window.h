/*
 * Many domains at once: a window of runs in one poll loop, each with an arena that is reset and
 * used again, all behind one cache.
 */
#pragma once
#include "run/run.h"

typedef struct {
	size_t width; /* runs at once; 0: 256 */
	bool ordered; /* results in the order of requests, not as they come */
	/* The next request, or NULL when there is none left; borrowed until its result is handed
	 * over. */
	const dr_request *(*next)(void *self);
	/* Whether `next` would not wait: while it says no, what runs goes on. NULL: always. */
	bool (*ready)(void *self);
	dr_run_done done; /* the result is valid during the call */
	/* Asked between polls: true ends the window early (a signal); what runs is dropped. */
	bool (*stop)(void *self);
	void *self;
} dr_window_options;

enum { DR_WINDOW_STOPPED = 1 };

/* 0 when every request was answered, DR_ENOMEM, or DR_WINDOW_STOPPED. Offline, runs go one after
 * the other, whatever the width. */
int dr_window_run(const dr_run_config *config, const dr_window_options *options);
