/*
 * Who is told what was read. Everything handed over is valid during the call only. A function that
 * fails (a negative DR_E*) ends the reading of the file with its code; members may not be NULL.
 */
#pragma once
#include "base/error.h"
#include "report/report.h"

typedef struct {
	void *self;
	/* A row, as soon as it is complete. `so_far` holds what stood before it: usually
	 * everything but the counts. */
	int (*record)(void *self, const dr_aggregate *so_far, const dr_aggregate_record *record,
	              dr_error *err);
	/* The report that the rows since the last call of `aggregate` or `dropped` belong to. */
	int (*aggregate)(void *self, const dr_aggregate *report, dr_error *err);
	/* Rows since then count nothing: their report could not be read to its end. */
	void (*dropped)(void *self);
	int (*failure)(void *self, const dr_failure *report, dr_error *err);
	int (*tls)(void *self, const dr_tls_report *report, dr_error *err);
	/* Something was refused; `place` names what inside the file ("", or "message 17,
	 * report.zip"). Reading goes on behind it. */
	void (*refused)(void *self, dr_str place, const char *why);
} dr_report_sink;
