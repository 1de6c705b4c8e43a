#include "sweep.h"
#include "exit_status.h"
#include "message.h"
#include "run/window.h"

#include <pthread.h>
#include <stdio.h>
#include <unistd.h>

enum { JOBS_MAX = 256, TEXTS_MAX = 8, PROGRESS_AFTER_MS = 1000, PROGRESS_EVERY_MS = 250 };

/* A request on its way: from `next` until its texts are written. Lives in its own arena. */
typedef struct ticket {
	dr_arena *arena;
	struct ticket *later;    /* in the list that it is in */
	uint64_t number;         /* of the request, from 0 */
	sweep_request request;   /* what the run borrows is its first member */
	dr_str texts[TEXTS_MAX]; /* for each document */
} ticket;

typedef struct {
	const sweep_options *how;
	pthread_mutex_t lock; /* of everything below */
	ticket *running;      /* not done yet, latest first */
	ticket *waiting;      /* done, ascending by number, until it is their turn */
	uint64_t taken, written;
	bool rehearses; /* nothing is written yet: see all_in */
	bool has_items; /* some document says something of each by itself */
	sweep_result result;
	int status;
	int64_t started, told;
	bool shows_progress, showed_progress;
} sweep;

/* Ends the sweep; the lock is held. */
static void fail_memory(sweep *s)
{
	if (s->status != EXIT_INTERNAL) {
		message_say("no memory");
	}
	s->status = EXIT_INTERNAL;
}

static int64_t now_ms(void)
{
	return SYSTEM_CLOCK.monotonic_ms(SYSTEM_CLOCK.self);
}

static ticket *ticket_new(void)
{
	dr_arena *arena = dr_arena_new(0);
	ticket *fresh = arena != NULL ? dr_arena_new_of(arena, ticket) : NULL;
	if (fresh == NULL) {
		dr_arena_free(arena);
		return NULL;
	}
	fresh->arena = arena;
	return fresh;
}

static const dr_domain_writer *writer_of(const sweep *s, size_t at)
{
	return s->how->list->items[at].format->domains[s->how->kind];
}

/* Renders the result for every document; no lock is needed. */
static void render(const sweep *s, ticket *done, const dr_run_result *result)
{
	done->request.item.result = result;
	for (size_t i = 0; i < s->how->list->len && i < TEXTS_MAX; i++) {
		dr_buf text;
		dr_buf_init(&text, done->arena);
		writer_of(s, i)->item(&s->how->list->items[i].options, &done->request.item, &text);
		done->texts[i] = dr_buf_str(&text);
	}
	done->request.item.result = NULL;
}

/* What the document at `at` says of an item. */
static dr_str text_of(const sweep *s, size_t at, const ticket *done)
{
	dr_buf passed;
	dr_buf_init(&passed, done->arena);
	if (writer_of(s, at)->pass == NULL) {
		return done->texts[at];
	}
	writer_of(s, at)->pass(s->how->list->items[at].seen, done->texts[at], &passed);
	return dr_buf_str(&passed);
}

static void write_ticket(sweep *s, const ticket *done)
{
	s->written++;
	for (size_t i = 0; i < s->how->list->len && i < TEXTS_MAX; i++) {
		s->has_items = s->has_items || done->texts[i].len > 0;
		if (s->rehearses) {
			continue;
		}
		document *to = &s->how->list->items[i];
		const char *between = writer_of(s, i)->between;
		if (to->begun && between != NULL && done->texts[i].len > 0) {
			output_write(to->out, dr_str_of(between));
		}
		output_write(to->out, text_of(s, i, done));
		to->begun = to->begun || done->texts[i].len > 0;
	}
}

static void queue(sweep *s, ticket *done)
{
	ticket **at = &s->waiting;
	while (s->how->ordered && *at != NULL && (*at)->number < done->number) {
		at = &(*at)->later;
	}
	done->later = *at;
	*at = done;
}

static void forget_running(sweep *s, const ticket *done)
{
	ticket **at = &s->running;
	while (*at != NULL && *at != done) {
		at = &(*at)->later;
	}
	if (*at != NULL) {
		*at = done->later;
	}
}

static void write_ready(sweep *s)
{
	while (s->waiting != NULL && (!s->how->ordered || s->waiting->number == s->written)) {
		ticket *done = s->waiting;
		s->waiting = done->later;
		write_ticket(s, done);
		dr_arena_free(done->arena);
	}
}

/* Takes a rendered ticket; the lock is held. */
static void hand_in(sweep *s, ticket *done, const dr_run_result *result)
{
	if (s->how->look != NULL) {
		s->how->look(s->how->self, result);
	}
	dr_summary_add(&s->result.summary, result);
	if (dr_arena_failed(done->arena)) {
		fail_memory(s);
	}
	queue(s, done);
	write_ready(s);
}

/* A request that cannot be run has its result at once. */
static void hand_in_refused(sweep *s, ticket *refused)
{
	dr_run_result result = { .request = &refused->request.request, .arena = refused->arena };
	dr_error_set(&result.error, DR_EINVAL, DR_NOWHERE, "%s", refused->request.refused);
	render(s, refused, &result);
	hand_in(s, refused, &result);
}

static const dr_request *take_next(sweep *s)
{
	for (;;) {
		ticket *fresh = ticket_new();
		if (fresh == NULL) {
			fail_memory(s);
			return NULL;
		}
		if (!s->how->next(s->how->self, fresh->arena, &fresh->request)) {
			dr_arena_free(fresh->arena);
			return NULL;
		}
		fresh->number = s->taken++;
		if (fresh->request.refused == NULL) {
			fresh->later = s->running;
			s->running = fresh;
			return &fresh->request.request;
		}
		hand_in_refused(s, fresh);
	}
}

static const dr_request *next_request(void *self)
{
	sweep *s = self;
	pthread_mutex_lock(&s->lock);
	bool over = s->result.stopped || s->status != EXIT_CLEAN;
	const dr_request *request = over ? NULL : take_next(s);
	pthread_mutex_unlock(&s->lock);
	return request;
}

static bool is_ready(void *self)
{
	sweep *s = self;
	pthread_mutex_lock(&s->lock);
	bool ready = s->how->ready(s->how->self);
	pthread_mutex_unlock(&s->lock);
	return ready;
}

static void take_result(void *self, dr_run_result *result)
{
	sweep *s = self;
	size_t offset = offsetof(ticket, request) + offsetof(sweep_request, request);
	ticket *done = (ticket *)(void *)((char *)(uintptr_t)result->request - offset);
	if (result->error.code == DR_OK) {
		dr_judgement_finish(result->arena, &result->judgement);
	}
	int status = EXIT_CLEAN;
	if (s->how->prepare != NULL) {
		status = s->how->prepare(s->how->self, result, &done->request.item);
	}
	if (status == EXIT_CLEAN) {
		render(s, done, result);
	}
	pthread_mutex_lock(&s->lock);
	s->status = exit_worse(s->status, status);
	forget_running(s, done);
	hand_in(s, done, result);
	pthread_mutex_unlock(&s->lock);
}

static void show_progress(sweep *s)
{
	int64_t now = now_ms();
	if (s->shows_progress && now - s->started >= PROGRESS_AFTER_MS &&
	    now - s->told >= PROGRESS_EVERY_MS) {
		fprintf(stderr, "\r%llu domains done", (unsigned long long)s->written);
		s->told = now;
		s->showed_progress = true;
	}
}

static bool must_stop(void *self)
{
	sweep *s = self;
	pthread_mutex_lock(&s->lock);
	for (size_t i = 0; i < s->how->list->len; i++) {
		output_flush(s->how->list->items[i].out);
	}
	show_progress(s);
	if (system_signal() != 0 || outputs_are_dead(s->how->list)) {
		s->result.stopped = true;
	}
	bool stop = s->result.stopped || s->status != EXIT_CLEAN;
	pthread_mutex_unlock(&s->lock);
	return stop;
}

/* All results are in. Whether to do them again, now to be written. */
static bool begin_again(sweep *s)
{
	pthread_mutex_lock(&s->lock);
	bool again = s->rehearses && s->status == EXIT_CLEAN && !s->result.stopped;
	if (again) {
		s->how->all_in(s->how->self);
		s->rehearses = false;
		again = s->has_items;
	}
	if (again) {
		s->taken = s->written = 0;
		s->result.summary = (dr_summary){ 0 };
	}
	pthread_mutex_unlock(&s->lock);
	return again;
}

/* One loop with its own live source; the thread's start. */
static void *work(void *self)
{
	sweep *s = self;
	live_source live;
	int code = DR_OK;
	int status = live_open(&s->how->on->from, s->how->on->given, &live);
	if (status == EXIT_CLEAN) {
		dr_run_config config = s->how->on->from.config;
		config.live = live.source;
		config.web = live.web;
		dr_window_options window = {
			.next = next_request, .done = take_result, .stop = must_stop, .self = s
		};
		window.ready = s->how->ready != NULL ? is_ready : NULL;
		code = dr_window_run(&config, &window);
		if (code == DR_OK && begin_again(s)) {
			code = dr_window_run(&config, &window);
		}
		live_close(&live);
	}
	pthread_mutex_lock(&s->lock);
	if (code < 0) {
		fail_memory(s);
	}
	s->status = exit_worse(s->status, status);
	pthread_mutex_unlock(&s->lock);
	return NULL;
}

static void work_in_threads(sweep *s)
{
	pthread_t threads[JOBS_MAX];
	size_t count = 0;
	for (; count < s->how->jobs && count < JOBS_MAX; count++) {
		if (pthread_create(&threads[count], NULL, work, s) != 0) {
			break;
		}
	}
	for (size_t i = 0; i < count; i++) {
		pthread_join(threads[i], NULL);
	}
	if (count == 0) {
		work(s);
	}
}

static void write_head(const sweep *s, size_t at, dr_buf *text)
{
	if (writer_of(s, at)->head != NULL) {
		writer_of(s, at)->head(&s->how->list->items[at].options, text);
	}
}

static void write_tail(const sweep *s, size_t at, dr_buf *text)
{
	if (writer_of(s, at)->tail != NULL) {
		writer_of(s, at)->tail(&s->how->list->items[at].options, &s->result.summary, text);
	}
}

static void write_ends(sweep *s, void (*write)(const sweep *, size_t, dr_buf *))
{
	dr_arena *arena = dr_arena_new(0);
	for (size_t i = 0; arena != NULL && i < s->how->list->len; i++) {
		dr_buf text;
		dr_buf_init(&text, arena);
		write(s, i, &text);
		output_write(s->how->list->items[i].out, dr_buf_str(&text));
	}
	if (arena == NULL || dr_arena_failed(arena)) {
		fail_memory(s);
	}
	dr_arena_free(arena);
}

static void free_tickets(ticket *list)
{
	while (list != NULL) {
		ticket *later = list->later;
		dr_arena_free(list->arena);
		list = later;
	}
}

static void end(sweep *s)
{
	free_tickets(s->running);
	free_tickets(s->waiting);
	if (s->showed_progress) {
		fputs("\r\x1b[K", stderr);
	}
	pthread_mutex_destroy(&s->lock);
}

int sweep_run(const sweep_options *how, sweep_result *ret_result)
{
	sweep s = { .how = how, .started = now_ms(), .rehearses = how->all_in != NULL };
	s.shows_progress = !how->on->given->quiet && isatty(STDERR_FILENO) == 1;
	pthread_mutex_init(&s.lock, NULL);
	write_ends(&s, write_head);
	if (how->jobs > 1) {
		work_in_threads(&s);
	} else {
		work(&s);
	}
	s.result.stopped = s.result.stopped || system_signal() != 0;
	if (!s.result.stopped && s.status == EXIT_CLEAN) {
		write_ends(&s, write_tail);
	}
	end(&s);
	*ret_result = s.result;
	return s.status;
}
