#include "answer/cache_priv.h"
#include "base/error.h"

#include <limits.h>
#include <stdlib.h>

static dr_cache *cache_of(const dr_source_of_answers *source)
{
	return (dr_cache *)(void *)source;
}

static int64_t now_of(const dr_cache *c)
{
	return c->clock->monotonic_ms(c->clock->self);
}

static const dr_answer *immediate(dr_source_of_answers *self, dr_arena *arena,
                                  const dr_question *question)
{
	dr_cache *c = cache_of(self);
	int64_t now = now_of(c);
	dr_cache_entry *e = question->kind == DR_ASK_DNS ? dr_cache_find(c, question) : NULL;
	if (e == NULL || !dr_cache_is_fresh(e, now)) {
		return NULL;
	}
	c->stats.hits++;
	dr_cache_move(e, e->list);
	return dr_cache_answer(arena, e, now);
}

/* ---- asking ---- */

static bool add_waiter(dr_cache_entry *e, void *who, int64_t deadline)
{
	dr_cache_waiter *w = malloc(sizeof(*w));
	if (w == NULL) {
		return false;
	}
	*w = (dr_cache_waiter){ e->waiters, who, deadline };
	e->waiters = w;
	e->cache->next_due = deadline < e->cache->next_due ? deadline : e->cache->next_due;
	return true;
}

static int ask_behind(dr_cache_entry *e, int64_t deadline)
{
	dr_cache *c = e->cache;
	e->deadline = deadline;
	return c->behind->start(c->behind, &e->question, e, deadline);
}

/* The entry has no answer and nobody asks: the first waiter makes the source behind ask. */
static int start_asking(dr_cache_entry *e, void *who, int64_t deadline)
{
	dr_cache *c = e->cache;
	int code = add_waiter(e, who, deadline) ? ask_behind(e, deadline) : DR_ENOMEM;
	if (code != DR_OK) {
		dr_cache_free_entry(e);
		return code;
	}
	c->stats.misses++;
	dr_cache_move(e, &c->asked);
	return DR_OK;
}

static int start(dr_source_of_answers *self, const dr_question *question, void *who,
                 int64_t deadline_ms)
{
	dr_cache *c = cache_of(self);
	if (question->kind != DR_ASK_DNS) {
		return DR_EINVAL;
	}
	dr_cache_entry *e = dr_cache_find(c, question);
	bool asked = e != NULL && e->list == &c->asked;
	if (e != NULL && (asked || dr_cache_is_fresh(e, now_of(c)))) {
		*(asked ? &c->stats.joined : &c->stats.hits) += 1;
		dr_cache_move(e, asked ? &c->asked : &c->ready);
		return add_waiter(e, who, deadline_ms) ? DR_OK : DR_ENOMEM;
	}
	if (e == NULL && (e = dr_cache_add(c, question)) == NULL) {
		return DR_ENOMEM;
	}
	dr_cache_drop_answer(e);
	return start_asking(e, who, deadline_ms);
}

/* ---- telling ---- */

/* Takes out and frees a waiter with a deadline up to `until`; false when there is none. */
static bool take_waiter(dr_cache_entry *e, int64_t until, void **ret_who)
{
	for (dr_cache_waiter **link = &e->waiters; *link != NULL; link = &(*link)->next) {
		dr_cache_waiter *w = *link;
		if (w->deadline <= until) {
			*ret_who = w->who;
			*link = w->next;
			free(w);
			return true;
		}
	}
	return false;
}

/* Whoever is told may start and cancel questions, this one too. */
static void tell(dr_cache_entry *e, const dr_answer *answer, int64_t until)
{
	void *who;
	e->telling = true;
	while (take_waiter(e, until, &who)) {
		e->cache->answered(who, answer);
	}
	e->telling = false;
}

static int64_t latest_deadline(const dr_cache_entry *e)
{
	int64_t latest = INT64_MIN;
	for (const dr_cache_waiter *w = e->waiters; w != NULL; w = w->next) {
		latest = w->deadline > latest ? w->deadline : latest;
	}
	return latest;
}

/* The source behind has an answer. When it only ran out of the time that the first waiter had, the
 * others get theirs: it is asked again. */
static void behind_answered(void *who, const dr_answer *answer)
{
	dr_cache_entry *e = who;
	dr_cache *c = e->cache;
	int64_t now = now_of(c);
	bool hurried = !dr_outcome_is_certain(answer->outcome) && now >= e->deadline;
	dr_cache_keep(e, answer, now);
	tell(e, answer, hurried ? now : INT64_MAX);
	if (e->waiters != NULL && ask_behind(e, latest_deadline(e)) != DR_OK) {
		tell(e, answer, INT64_MAX);
	}
	if (e->list == &c->ready) {
		dr_cache_move(e, &c->stored);
	} else if (e->waiters == NULL) {
		dr_cache_free_entry(e);
	}
	dr_cache_evict(c);
}

static void tell_ready(dr_cache *c)
{
	int64_t now = now_of(c);
	while (c->ready.first != NULL) {
		dr_cache_entry *e = c->ready.first;
		const dr_answer spent = { .question = e->question, .outcome = DR_BUDGET };
		dr_arena_reset(c->scratch);
		const dr_answer *answer = dr_cache_answer(c->scratch, e, now);
		tell(e, answer != NULL ? answer : &spent, INT64_MAX);
		dr_cache_move(e, &c->stored);
	}
}

/* Nobody waits any more: the source behind need not go on. */
static void give_up_if_unwanted(dr_cache_entry *e)
{
	dr_cache *c = e->cache;
	if (e->list == &c->asked && e->waiters == NULL && !e->telling) {
		c->behind->cancel(c->behind, e);
		dr_cache_free_entry(e);
	}
}

static int64_t earliest_deadline(const dr_cache_entry *e)
{
	int64_t earliest = INT64_MAX;
	for (const dr_cache_waiter *w = e->waiters; w != NULL; w = w->next) {
		earliest = w->deadline < earliest ? w->deadline : earliest;
	}
	return earliest;
}

/* An entry with a waiter that is due; what is not due goes into `next_due`. */
static dr_cache_entry *find_due(dr_cache *c, int64_t now)
{
	c->next_due = INT64_MAX;
	for (dr_cache_entry *e = c->asked.first; e != NULL; e = e->next) {
		int64_t deadline = earliest_deadline(e);
		if (deadline <= now) {
			return e;
		}
		c->next_due = deadline < c->next_due ? deadline : c->next_due;
	}
	return NULL;
}

/* Waiters that joined a question with a later deadline than their own. */
static void tell_late(dr_cache *c)
{
	int64_t now = now_of(c);
	dr_cache_entry *e;
	while (now >= c->next_due && (e = find_due(c, now)) != NULL) {
		dr_answer late = { .question = e->question, .outcome = DR_TIMEOUT };
		c->next_due = now;
		tell(e, &late, now);
		give_up_if_unwanted(e);
	}
}

/* ---- the rest of the interface ---- */

static size_t fds(dr_source_of_answers *self, struct pollfd *fds, size_t max, int *ret_wait_ms)
{
	dr_cache *c = cache_of(self);
	size_t count = c->behind->fds(c->behind, fds, max, ret_wait_ms);
	int64_t now = now_of(c);
	int64_t due = c->ready.first != NULL ? now : c->next_due;
	int64_t wait = due > now ? due - now : 0;
	bool sooner = *ret_wait_ms < 0 || wait < *ret_wait_ms;
	if (due != INT64_MAX && sooner) {
		*ret_wait_ms = wait < INT_MAX ? (int)wait : INT_MAX;
	}
	return count;
}

static void process(dr_source_of_answers *self, const struct pollfd *fds, size_t count,
                    dr_answered answered)
{
	dr_cache *c = cache_of(self);
	c->answered = answered;
	c->behind->process(c->behind, fds, count, behind_answered);
	tell_ready(c);
	tell_late(c);
}

static bool remove_waiter(dr_cache_entry *e, const void *who)
{
	for (dr_cache_waiter **link = &e->waiters; *link != NULL; link = &(*link)->next) {
		dr_cache_waiter *w = *link;
		if (w->who == who) {
			*link = w->next;
			free(w);
			return true;
		}
	}
	return false;
}

static void cancel(dr_source_of_answers *self, void *who)
{
	dr_cache *c = cache_of(self);
	dr_cache_entries *const lists[] = { &c->asked, &c->ready };
	for (size_t i = 0; i < DR_COUNT(lists); i++) {
		for (dr_cache_entry *e = lists[i]->first; e != NULL; e = e->next) {
			if (e->waiters != NULL && remove_waiter(e, who)) {
				give_up_if_unwanted(e);
				return;
			}
		}
	}
}

static void close_cache(dr_source_of_answers *self)
{
	dr_cache *c = cache_of(self);
	dr_source_close(c->behind);
	dr_cache_entries *const lists[] = { &c->asked, &c->ready, &c->stored };
	for (size_t i = 0; i < DR_COUNT(lists); i++) {
		while (lists[i]->first != NULL) {
			dr_cache_free_entry(lists[i]->first);
		}
	}
	dr_arena_free(c->scratch);
	free(c);
}

dr_source_of_answers *dr_cache_open(dr_source_of_answers *behind, size_t max_octets,
                                    const dr_clock *clock, const dr_hash_key *key)
{
	dr_cache *c = calloc(1, sizeof(*c));
	dr_arena *scratch = dr_arena_new(0);
	if (c == NULL || scratch == NULL) {
		free(c);
		dr_arena_free(scratch);
		dr_source_close(behind);
		return NULL;
	}
	c->source = (dr_source_of_answers){ .kind = behind->kind,
		                            .immediate = immediate,
		                            .start = start,
		                            .fds = fds,
		                            .process = process,
		                            .cancel = cancel,
		                            .close = close_cache };
	c->behind = behind;
	c->clock = clock;
	c->key = *key;
	c->max_octets = max_octets;
	c->scratch = scratch;
	c->next_due = INT64_MAX;
	return &c->source;
}

dr_cache_stats dr_cache_stats_of(const dr_source_of_answers *source)
{
	return cache_of(source)->stats;
}
