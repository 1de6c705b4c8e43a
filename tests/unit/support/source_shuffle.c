#include "source_shuffle.h"
#include "base/error.h"

#include <stdlib.h>

typedef struct pending {
	struct pending *next;
	dr_question question;
	void *waiter;
} pending;

typedef struct {
	dr_source_of_answers source; /* first: a source is this structure */
	dr_source_of_answers *behind;
	uint32_t state;
	pending *asked;
	size_t count;
	dr_arena *questions; /* lives as long as anything is asked */
} shuffle;

static shuffle *shuffle_of(dr_source_of_answers *source)
{
	return (shuffle *)(void *)source;
}

/* A number below `bound`; xorshift, so that a seed means the same everywhere. */
static size_t draw(shuffle *s, size_t bound)
{
	s->state ^= s->state << 13;
	s->state ^= s->state >> 17;
	s->state ^= s->state << 5;
	return s->state % bound;
}

static int start(dr_source_of_answers *self, const dr_question *question, void *waiter,
                 int64_t deadline_ms)
{
	(void)deadline_ms;
	shuffle *s = shuffle_of(self);
	pending *p = dr_arena_new_of(s->questions, pending);
	if (p == NULL) {
		return DR_ENOMEM;
	}
	*p = (pending){ s->asked, dr_question_copy(s->questions, question), waiter };
	s->asked = p;
	s->count++;
	return DR_OK;
}

static size_t fds(dr_source_of_answers *self, struct pollfd *fds, size_t max, int *ret_wait_ms)
{
	(void)fds;
	(void)max;
	*ret_wait_ms = shuffle_of(self)->asked != NULL ? 0 : -1;
	return 0;
}

static pending *take(shuffle *s, size_t nth)
{
	pending **link = &s->asked;
	while (nth-- > 0) {
		link = &(*link)->next;
	}
	pending *p = *link;
	*link = p->next;
	s->count--;
	return p;
}

/* The records in another order, the first of them twice; settling must undo it. */
static void disturb(shuffle *s, dr_arena *arena, dr_answer *answer)
{
	size_t count = answer->rr_count;
	dr_rr *rrs = dr_arena_alloc_array(arena, count + 1, sizeof(*rrs));
	for (size_t i = 0; i < count; i++) {
		size_t j = draw(s, i + 1);
		rrs[i] = rrs[j];
		rrs[j] = answer->rrs[i];
	}
	if (count > 0) {
		rrs[count] = rrs[0];
		answer->rrs = rrs;
		answer->rr_count = count + draw(s, 2);
		dr_answer_settle(arena, answer);
	}
}

static void tell(shuffle *s, const pending *p, dr_answered answered)
{
	dr_arena *arena = dr_arena_new(0);
	const dr_answer *known = s->behind->immediate(s->behind, arena, &p->question);
	dr_answer nothing = { .question = p->question, .outcome = DR_NOT_GIVEN };
	dr_answer *answer = dr_answer_copy(arena, known != NULL ? known : &nothing);
	disturb(s, arena, answer);
	for (size_t times = 1 + draw(s, 2); times > 0; times--) {
		answered(p->waiter, answer);
	}
	dr_arena_free(arena);
}

static void process(dr_source_of_answers *self, const struct pollfd *fds, size_t count,
                    dr_answered answered)
{
	(void)fds;
	(void)count;
	shuffle *s = shuffle_of(self);
	for (size_t answers = draw(s, s->count + 1); answers > 0 && s->count > 0; answers--) {
		pending *p = take(s, draw(s, s->count));
		tell(s, p, answered);
	}
}

static void cancel(dr_source_of_answers *self, void *waiter)
{
	shuffle *s = shuffle_of(self);
	for (pending **link = &s->asked; *link != NULL; link = &(*link)->next) {
		if ((*link)->waiter == waiter) {
			*link = (*link)->next;
			s->count--;
			return;
		}
	}
}

static void close_shuffle(dr_source_of_answers *self)
{
	shuffle *s = shuffle_of(self);
	dr_arena_free(s->questions);
	free(s);
}

dr_source_of_answers *source_shuffle_open(dr_source_of_answers *behind, uint32_t seed)
{
	shuffle *s = calloc(1, sizeof(*s));
	if (s == NULL) {
		abort();
	}
	s->source = (dr_source_of_answers){ .kind = "dns",
		                            .start = start,
		                            .fds = fds,
		                            .process = process,
		                            .cancel = cancel,
		                            .close = close_shuffle };
	s->behind = behind;
	s->state = seed * 2654435761u + 1;
	s->questions = dr_arena_new(0);
	return &s->source;
}
