/*
 * Reading one report without keeping it: seconds of processor time, on standard output.
 *
 * Usage: bench_reports FILE
 */
#include "report/read.h"
#include <stdio.h>
#include <time.h>

static uint64_t messages;

static int take_record(void *self, const dr_aggregate *so_far, const dr_aggregate_record *record,
                       dr_error *err)
{
	(void)self;
	(void)so_far;
	(void)err;
	messages += record->messages;
	return DR_OK;
}

static int take_aggregate(void *self, const dr_aggregate *report, dr_error *err)
{
	(void)self;
	(void)report;
	(void)err;
	return DR_OK;
}

static void take_back(void *self)
{
	(void)self;
}

static int take_failure(void *self, const dr_failure *report, dr_error *err)
{
	(void)self;
	(void)report;
	(void)err;
	return DR_OK;
}

static int take_tls(void *self, const dr_tls_report *report, dr_error *err)
{
	(void)self;
	(void)report;
	(void)err;
	return DR_OK;
}

static void take_refusal(void *self, dr_str place, const char *why)
{
	(void)self;
	fprintf(stderr, "refused: %.*s: %s\n", DR_FMT(place), why);
}

static int read_file(void *self, char *room, size_t cap, size_t *ret_len, dr_error *err)
{
	(void)err;
	*ret_len = fread(room, 1, cap, self);
	return DR_OK;
}

static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	const dr_report_sink sink = { NULL,         take_record, take_aggregate, take_back,
		                      take_failure, take_tls,    take_refusal };
	const dr_report_options options = { .limits = dr_report_limits_default() };
	FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
	dr_report_reader *reader = NULL;
	dr_error err = { 0 };
	size_t found = 0;
	if (file == NULL) {
		fprintf(stderr, "usage: bench_reports FILE\n");
		return 1;
	}
	dr_report_setup();
	double began = now();
	int code = dr_report_reader_open(&options, &sink, &reader, &err);
	if (code == DR_OK) {
		code = dr_report_read(reader, (dr_stream){ read_file, file }, &found, &err);
	}
	printf("%.4f\n", now() - began);
	dr_report_reader_close(reader);
	fclose(file);
	return code == DR_OK && found == 1 && messages > 0 ? 0 : 1;
}
