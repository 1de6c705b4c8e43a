/*
 * From a reader into a store: gathers the rows of a report, tells whether it is new, and keeps the
 * store's lock no longer than needed. A report that has more rows than fit (some thousands) is
 * written while it is read, and taken back when it turns out to be broken.
 */
#pragma once
#include "report/sink.h"
#include "store/store.h"

/* What came in since the counts were last cleared. */
typedef struct {
	uint64_t stored[DR_STORED_COUNT]; /* aggregate reports, by what became of them */
	uint64_t failures, failures_again, tls_reports, tls_again;
	uint64_t records, messages; /* of the new ones */
	uint64_t refused;
	uint64_t with_issues; /* aggregate reports that deviate */
} dr_intake_counts;

typedef struct {
	dr_store *store;
	/* Around every use of the store; NULL when one thread uses it. */
	void (*lock)(void *self);
	void (*unlock)(void *self);
	/* After every report, inside the lock: a chance to commit. 0 or a negative DR_E*. */
	int (*stored)(void *self, dr_error *err);
	/* Something was refused; outside the lock. */
	void (*refused)(void *self, dr_str place, const char *why);
	void *self;
} dr_intake_options;

typedef struct dr_intake dr_intake;

/* One for each reader. `options` must outlive it. DR_ENOMEM. */
int dr_intake_open(const dr_intake_options *options, dr_intake **ret_intake, dr_error *err);
void dr_intake_close(dr_intake *intake); /* NULL is fine */
/* For dr_report_reader_open(). */
const dr_report_sink *dr_intake_sink(const dr_intake *intake);
/* Counts since the last call. */
dr_intake_counts dr_intake_take_counts(dr_intake *intake);
void dr_intake_counts_add(dr_intake_counts *sum, const dr_intake_counts *more);
