/*
 * Where answers come from: zone, snapshot, live DNS, live HTTPS, tests. One interface, asynchronous
 * from the first day.
 */
#pragma once
#include "answer/answer.h"
#include <poll.h>

typedef struct dr_source_of_answers dr_source_of_answers;

/* Called once for each started question, from `process` (never from `start`). The answer is only
 * valid during the call; copy what must stay. */
typedef void (*dr_answered)(void *waiter, const dr_answer *answer);

struct dr_source_of_answers {
	const char *kind; /* "zone", "snapshot", "dns", "https" */
	bool is_zone;     /* what others say about names that it speaks for is old */

	/* An answer at once, made in `arena`; NULL: this source does not speak for the question (or
	 * only `start` can tell). DR_OPEN with hops: the chain leaves this source at its last
	 * target. May be NULL for sources that never know at once. */
	const dr_answer *(*immediate)(dr_source_of_answers *self, dr_arena *arena,
	                              const dr_question *question);

	/* Begins to ask. `waiter` is handed back with the answer and names the question for
	 * `cancel`. `deadline_ms` is on the monotonic clock. NULL for immediate sources. 0 or
	 * DR_E*. */
	int (*start)(dr_source_of_answers *self, const dr_question *question, void *waiter,
	             int64_t deadline_ms);

	/* Descriptors to wait for: at most `max` into `fds`; returns how many, and into
	 * `ret_wait_ms` after how long `process` wants to be called at the latest (-1: never). */
	size_t (*fds)(dr_source_of_answers *self, struct pollfd *fds, size_t max, int *ret_wait_ms);

	/* Handles what has come and what is due; calls `answered`. */
	void (*process)(dr_source_of_answers *self, const struct pollfd *fds, size_t count,
	                dr_answered answered);

	/* The waiter is no longer there; its answer, if it comes, goes nowhere. */
	void (*cancel)(dr_source_of_answers *self, void *waiter);

	void (*close)(dr_source_of_answers *self); /* frees it */
};

/* NULL is fine. */
void dr_source_close(dr_source_of_answers *source);
