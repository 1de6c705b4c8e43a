#include "ingest.h"
#include "exit_status.h"
#include "message.h"
#include "report/read.h"
#include "report_files.h"
#include "store/intake.h"
#include "system.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
	JOBS_MAX = 256,
	COMMIT_FILES = 256,
	COMMIT_MS = 1000,
	PROGRESS_AFTER_MS = 1000,
	PROGRESS_EVERY_MS = 250
};

typedef DR_LIST(dr_ingested) dr_ingested_list;

typedef struct {
	const ingest_options *how;
	dr_report_options reading;

	pthread_mutex_t files_lock; /* of `files`, `unreadable` and standard error */
	report_files *files;
	size_t unreadable;

	pthread_mutex_t store_lock; /* of the store and everything below */
	dr_arena *told_arena;       /* of what waits for the commit */
	dr_ingested_list waiting;
	dr_ingested total;
	int64_t committed_ms, started_ms, progress_ms;
	bool shows_progress, showed_progress;
	int status;
} ingest;

/* One thread's own. */
typedef struct {
	ingest *shared;
	dr_report_reader *reader;
	dr_intake *intake;
	dr_intake_options taking;
	dr_arena *arena; /* of the file that is being read */
	dr_str path;
	int fd;
} worker;

static int64_t now_ms(void)
{
	return SYSTEM_CLOCK.monotonic_ms(SYSTEM_CLOCK.self);
}

static void lock_store(void *self)
{
	pthread_mutex_lock(&((worker *)self)->shared->store_lock);
}

static void unlock_store(void *self)
{
	pthread_mutex_unlock(&((worker *)self)->shared->store_lock);
}

static void tell_file(ingest *in, const dr_ingested *file)
{
	for (size_t i = 0; i < in->how->list->len; i++) {
		document *one = &in->how->list->items[i];
		if (one->format->ingest->file != NULL) {
			dr_buf text;
			dr_buf_init(&text, in->told_arena);
			one->format->ingest->file(file, &text);
			output_write(one->out, dr_buf_str(&text));
		}
	}
}

/* Everything so far is there for good, and then it is told. The store's lock is held. */
static int commit(ingest *in, dr_error *err)
{
	int code = in->how->store->commit(in->how->store, err);
	if (code != DR_OK) {
		return code;
	}
	for (size_t i = 0; i < in->waiting.len; i++) {
		tell_file(in, &in->waiting.items[i]);
	}
	for (size_t i = 0; i < in->how->list->len && in->waiting.len > 0; i++) {
		output_flush(in->how->list->items[i].out);
	}
	in->waiting = (dr_ingested_list){ NULL, 0 };
	dr_arena_reset(in->told_arena);
	in->committed_ms = now_ms();
	return DR_OK;
}

static int commit_if_due(void *self, dr_error *err)
{
	ingest *in = ((worker *)self)->shared;
	bool due = in->waiting.len >= COMMIT_FILES || now_ms() - in->committed_ms >= COMMIT_MS;
	return due ? commit(in, err) : DR_OK;
}

static void show_progress(ingest *in)
{
	int64_t now = now_ms();
	if (in->shows_progress && now - in->started_ms >= PROGRESS_AFTER_MS &&
	    now - in->progress_ms >= PROGRESS_EVERY_MS) {
		fprintf(stderr, "\r%" PRIu64 " files, %" PRIu64 " new reports\033[K",
		        in->total.files, in->total.counts.stored[DR_STORED_NEW]);
		in->progress_ms = now;
		in->showed_progress = true;
	}
}

static void clear_progress(ingest *in)
{
	if (in->showed_progress) {
		fputs("\r\033[K", stderr);
		in->showed_progress = false;
	}
}

static void tell_refusal(void *self, dr_str place, const char *why)
{
	worker *w = self;
	pthread_mutex_lock(&w->shared->files_lock);
	clear_progress(w->shared);
	message_say("refused: %.*s: %.*s%s%s", DR_FMT(w->path), DR_FMT(place),
	            place.len > 0 ? ": " : "", why);
	pthread_mutex_unlock(&w->shared->files_lock);
}

static int read_file(void *self, char *room, size_t cap, size_t *ret_len, dr_error *err)
{
	worker *w = self;
	for (;;) {
		ssize_t got = read(w->fd, room, cap);
		if (got >= 0) {
			*ret_len = (size_t)got;
			return DR_OK;
		}
		if (errno != EINTR) {
			return dr_fail(err, DR_EIO, DR_NOWHERE, "%s", strerror(errno));
		}
	}
}

/* Adds what a file gave to the total. The store's lock is held. */
static void note_file(worker *w, size_t found)
{
	ingest *in = w->shared;
	dr_ingested file = { .file = dr_arena_copy(in->told_arena, w->path),
		             .counts = dr_intake_take_counts(w->intake) };
	in->total.files++;
	in->total.without += found == 0 && file.counts.refused == 0 ? 1 : 0;
	dr_intake_counts_add(&in->total.counts, &file.counts);
	dr_list_add(in->told_arena, &in->waiting, file);
	show_progress(in);
}

static int finish_file(worker *w, size_t found)
{
	dr_error err = { 0 };
	lock_store(w);
	note_file(w, found);
	int code = commit_if_due(w, &err);
	unlock_store(w);
	if (code != DR_OK) {
		message_error(&err, NULL);
	}
	return code == DR_OK ? EXIT_CLEAN : EXIT_INTERNAL;
}

static void stop(ingest *in, int status)
{
	pthread_mutex_lock(&in->store_lock);
	in->status = exit_worse(in->status, status);
	pthread_mutex_unlock(&in->store_lock);
}

/* A file that cannot be read is told; a store that cannot be written ends everything. */
static bool take_file(worker *w)
{
	bool standard = dr_str_eq(w->path, DR_STR("-"));
	w->fd = standard ? STDIN_FILENO : open(w->path.ptr, O_RDONLY | O_CLOEXEC);
	size_t found = 0;
	dr_error err = { 0 };
	int code = DR_OK, why = errno;
	if (w->fd < 0 && report_files_has_gone(w->shared->files, w->path)) {
		return true;
	}
	if (w->fd < 0) {
		tell_refusal(w, (dr_str){ NULL, 0 }, strerror(why));
		stop(w->shared, EXIT_UNSURE);
		return true;
	}
	code = dr_report_read(w->reader, (dr_stream){ read_file, w }, &found, &err);
	if (!standard) {
		close(w->fd);
	}
	if (code != DR_OK) {
		message_say("%.*s: %s", DR_FMT(w->path), err.text);
		stop(w->shared, EXIT_INTERNAL);
		return false;
	}
	int status = finish_file(w, found);
	stop(w->shared, status);
	return status == EXIT_CLEAN;
}

static bool next_file(worker *w)
{
	ingest *in = w->shared;
	dr_arena_reset(w->arena);
	pthread_mutex_lock(&in->files_lock);
	bool more = system_signal() == 0 &&
	            report_files_next(in->files, w->arena, &w->path, &in->unreadable);
	pthread_mutex_unlock(&in->files_lock);
	return more;
}

static int open_worker(worker *w, dr_error *err)
{
	w->taking = (dr_intake_options){
		.store = w->shared->how->store,
		.lock = lock_store,
		.unlock = unlock_store,
		.stored = commit_if_due,
		.refused = tell_refusal,
		.self = w,
	};
	w->arena = dr_arena_new(0);
	if (w->arena == NULL) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory");
	}
	int code = dr_intake_open(&w->taking, &w->intake, err);
	return code == DR_OK ? dr_report_reader_open(&w->shared->reading, dr_intake_sink(w->intake),
	                                             &w->reader, err)
	                     : code;
}

static void *work(void *shared)
{
	worker w = { .shared = shared };
	dr_error err = { 0 };
	if (open_worker(&w, &err) != DR_OK) {
		message_error(&err, NULL);
		stop(w.shared, EXIT_INTERNAL);
	} else {
		while (next_file(&w) && take_file(&w)) {
		}
	}
	dr_report_reader_close(w.reader);
	dr_intake_close(w.intake);
	dr_arena_free(w.arena);
	return NULL;
}

static void run_threads(ingest *in, size_t jobs)
{
	pthread_t threads[JOBS_MAX];
	size_t started = 0;
	while (started + 1 < jobs && started < JOBS_MAX &&
	       pthread_create(&threads[started], NULL, work, in) == 0) {
		started++;
	}
	work(in);
	for (size_t i = 0; i < started; i++) {
		pthread_join(threads[i], NULL);
	}
}

static void tell_total(ingest *in, dr_arena *arena)
{
	clear_progress(in);
	for (size_t i = 0; i < in->how->list->len; i++) {
		document *one = &in->how->list->items[i];
		dr_buf text;
		if (in->how->given->quiet && strcmp(one->format->name, "text") == 0) {
			continue;
		}
		dr_buf_init(&text, arena);
		one->format->ingest->total(&in->total, &text);
		output_write(one->out, dr_buf_str(&text));
	}
}

static int finish(ingest *in, dr_arena *arena)
{
	dr_error err = { 0 };
	if (in->status != EXIT_INTERNAL && commit(in, &err) != DR_OK) {
		message_error(&err, NULL);
		in->status = EXIT_INTERNAL;
	}
	if (in->status != EXIT_INTERNAL) {
		tell_total(in, arena);
	}
	if (in->unreadable > 0) {
		in->status = exit_worse(in->status, EXIT_USAGE);
	}
	return in->total.counts.refused > 0 ? exit_worse(in->status, EXIT_UNSURE) : in->status;
}

int ingest_run(dr_arena *arena, const ingest_options *how)
{
	ingest in = {
		.how = how,
		.reading = { .limits = how->given->report_limits,
		             .clock = SYSTEM_CLOCK,
		             .keep_personal = how->given->keep_personal,
		             .trusted_authserv_id = how->given->trusted_authserv_id },
		.files = report_files_open(arena, &how->given->arguments, how->path),
		.told_arena = dr_arena_new(0),
		.committed_ms = now_ms(),
		.started_ms = now_ms(),
		.shows_progress = !how->given->quiet && isatty(STDERR_FILENO) == 1,
	};
	if (in.files == NULL || in.told_arena == NULL) {
		message_say("no memory");
		dr_arena_free(in.told_arena);
		return EXIT_INTERNAL;
	}
	pthread_mutex_init(&in.files_lock, NULL);
	pthread_mutex_init(&in.store_lock, NULL);
	dr_report_setup();
	run_threads(&in, (size_t)how->given->jobs);
	int status = finish(&in, arena);
	report_files_close(in.files);
	pthread_mutex_destroy(&in.files_lock);
	pthread_mutex_destroy(&in.store_lock);
	dr_arena_free(in.told_arena);
	return status;
}
