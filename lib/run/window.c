#include "run/window.h"
#include "run/run_priv.h"

enum { WIDTH_DEFAULT = 256, INPUT_WAIT_MS = 20 };

typedef enum { SLOT_FREE, SLOT_RUNNING, SLOT_DONE } slot_state;

/* Room for one run at a time. */
typedef struct {
	dr_run run;
	dr_arena *arena, *scratch;
	slot_state state;
	size_t number; /* of the request, in order of input */
} slot;

typedef struct {
	const dr_run_config *config;
	const dr_window_options *options;
	dr_arena *arena; /* of the slots */
	slot *slots;
	size_t width;
	size_t begun, delivered;
	bool no_more;
	bool starving; /* there is room for a run, and no request yet */
} window;

static bool open_slot(const window *w, slot *s)
{
	size_t limit = dr_run_arena_limit(w->config);
	s->arena = s->arena != NULL ? s->arena : dr_arena_new(limit);
	s->scratch = s->scratch != NULL ? s->scratch : dr_arena_new(limit);
	return s->arena != NULL && s->scratch != NULL;
}

static bool is_starving(const window *w)
{
	return w->starving ||
	       (!w->no_more && w->options->ready != NULL && !w->options->ready(w->options->self));
}

static int begin_next(window *w, slot *s, int64_t now)
{
	w->starving = is_starving(w);
	if (w->starving) {
		return DR_OK;
	}
	const dr_request *request = w->no_more ? NULL : w->options->next(w->options->self);
	if (request == NULL) {
		w->no_more = true;
		return DR_OK;
	}
	if (!open_slot(w, s)) {
		return DR_ENOMEM;
	}
	dr_arena_reset(s->arena);
	s->state = SLOT_RUNNING;
	s->number = w->begun++;
	return dr_run_begin(&s->run, w->config, request, s->arena, s->scratch, now);
}

static void deliver(window *w, slot *s)
{
	w->options->done(w->options->self, &s->run.result);
	dr_run_drop(&s->run);
	s->state = SLOT_FREE;
	w->delivered++;
}

/* Hands over what is done; in order, when that is asked for, as far as the order is complete. */
static void deliver_done(window *w)
{
	bool again = true;
	while (again) {
		again = false;
		for (size_t i = 0; i < w->width; i++) {
			slot *s = &w->slots[i];
			bool turn = !w->options->ordered || s->number == w->delivered;
			if (s->state == SLOT_DONE && turn) {
				deliver(w, s);
				again = w->options->ordered;
			}
		}
	}
}

static int advance(window *w, slot *s, int64_t now)
{
	int code = DR_OK;
	if (s->state == SLOT_FREE) {
		code = begin_next(w, s, now);
	}
	if (code == DR_OK && s->state == SLOT_RUNNING && dr_run_step(&s->run, now)) {
		code = dr_run_finish(&s->run);
		s->state = SLOT_DONE;
	}
	return code;
}

/* How long nothing has to be done: the least of all running ones; 0 when none is running. */
static int wait_ms(const window *w, int64_t now)
{
	int least = -1;
	for (size_t i = 0; i < w->width; i++) {
		if (w->slots[i].state == SLOT_RUNNING) {
			int wait = dr_run_wait_ms(&w->slots[i].run, now);
			least = least < 0 || wait < least ? wait : least;
		}
	}
	least = least < 0 ? 0 : least;
	return w->starving && least > INPUT_WAIT_MS ? INPUT_WAIT_MS : least;
}

static bool is_running(const window *w)
{
	for (size_t i = 0; i < w->width; i++) {
		if (w->slots[i].state == SLOT_RUNNING) {
			return true;
		}
	}
	return false;
}

static int run_all(window *w)
{
	const dr_window_options *options = w->options;
	while (!w->no_more || is_running(w)) {
		int64_t now = dr_run_now(w->config);
		w->starving = false;
		for (size_t i = 0; i < w->width; i++) {
			int code = advance(w, &w->slots[i], now);
			if (code != DR_OK) {
				return code;
			}
		}
		deliver_done(w);
		if (options->stop != NULL && options->stop(options->self)) {
			return DR_WINDOW_STOPPED;
		}
		if (is_running(w)) {
			dr_run_wait(w->config, wait_ms(w, now));
		} else if (w->starving) {
			poll(NULL, 0, INPUT_WAIT_MS);
		}
	}
	return DR_OK;
}

static void close_window(window *w)
{
	for (size_t i = 0; i < w->width && w->slots != NULL; i++) {
		slot *s = &w->slots[i];
		if (s->state != SLOT_FREE) {
			dr_run_drop(&s->run);
		}
		dr_arena_free(s->arena);
		dr_arena_free(s->scratch);
	}
	dr_arena_free(w->arena);
}

int dr_window_run(const dr_run_config *config, const dr_window_options *options)
{
	window w = { .config = config, .options = options, .arena = dr_arena_new(0), .width = 1 };
	if (config->live != NULL || config->web != NULL) {
		w.width = options->width > 0 ? options->width : WIDTH_DEFAULT;
	}
	if (w.arena != NULL) {
		w.slots = dr_arena_alloc_array(w.arena, w.width, sizeof(slot));
	}
	int code = w.slots != NULL ? run_all(&w) : DR_ENOMEM;
	close_window(&w);
	return code;
}
