/*
 * Reading whatever a mailbox or a folder holds: reports plain, packed, in mails, in mailboxes, in
 * each other. What something is follows from its octets, never from a name.
 */
#pragma once
#include "base/clock.h"
#include "report/limits.h"
#include "report/sink.h"
#include "report/stream.h"

typedef struct dr_report_reader dr_report_reader;

typedef struct {
	dr_report_limits limits;
	dr_clock clock;     /* monotonic_ms NULL: time is not limited */
	bool keep_personal; /* failure reports: addresses and subjects as they are */
	/* The server whose Authentication-Results say whether a report mail is to be trusted;
	 * empty: none. Must outlive the reader. */
	dr_str trusted_authserv_id;
} dr_report_options;

/* Once in a program, before threads. */
void dr_report_setup(void);

/* One reader for each thread. `sink` must outlive it. DR_ENOMEM; DR_EPART without the part
 * reports. */
int dr_report_reader_open(const dr_report_options *options, const dr_report_sink *sink,
                          dr_report_reader **ret_reader, dr_error *err);
void dr_report_reader_close(dr_report_reader *reader); /* NULL is fine */

/* Reads a file to its end; reports and refusals go to the sink. *ret_found: how many reports were
 * told to it. DR_OK also when something was refused or nothing was found; else a failure of the
 * stream, of memory, or of the sink. */
int dr_report_read(dr_report_reader *reader, dr_stream stream, size_t *ret_found, dr_error *err);
