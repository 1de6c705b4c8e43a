/*
 * How much of a stranger's file is read. A file that asks for more is refused, with the limit's
 * name and value; `--limit NAME=VALUE` raises it.
 */
#pragma once
#include "base/str.h"

typedef enum {
	DR_REPORT_LIMIT_SIZE,    /* octets that unpacking one file may give */
	DR_REPORT_LIMIT_RATIO,   /* times that unpacking may grow it, beyond the first 4 MiB */
	DR_REPORT_LIMIT_ENTRIES, /* files in one archive, parts of one message */
	DR_REPORT_LIMIT_NESTING, /* archives and messages within each other */
	DR_REPORT_LIMIT_DEPTH,   /* XML elements within each other */
	DR_REPORT_LIMIT_TEXT,    /* octets of one XML element's text */
	DR_REPORT_LIMIT_RECORDS, /* rows of one report */
	DR_REPORT_LIMIT_HELD,    /* octets of what is held in memory: a message, a zip archive */
	DR_REPORT_LIMIT_TIME,    /* seconds for one report */
	DR_REPORT_LIMIT_COUNT
} dr_report_limit;

typedef struct {
	uint64_t values[DR_REPORT_LIMIT_COUNT];
} dr_report_limits;

typedef struct {
	const char *name;
	const char *unit; /* as it follows a number: " octets" */
	uint64_t value;   /* when nobody says another */
} dr_report_limit_spec;

extern const dr_report_limit_spec DR_REPORT_LIMITS[DR_REPORT_LIMIT_COUNT];

/* All defaults. */
dr_report_limits dr_report_limits_default(void);
/* DR_REPORT_LIMIT_COUNT when there is no such limit. */
dr_report_limit dr_report_limit_find(dr_str name);
