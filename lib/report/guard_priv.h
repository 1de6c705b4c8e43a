/*
 * What has been spent of the limits, and why a file is refused. One guard serves a file from its
 * first octet to the last row in its innermost archive; everything that reads looks at it.
 */
#pragma once
#include "base/clock.h"
#include "base/error.h"
#include "report/limits.h"

typedef struct {
	dr_report_limits limits;
	dr_clock clock; /* monotonic_ms NULL: time is not limited */
	int64_t deadline_ms;
	uint64_t packed, unpacked; /* octets into and out of decompression, all levels together */
	unsigned nesting;
	/* Why it is refused: text[0] is NUL while it is not. */
	char text[256];
	bool for_good; /* the rest of the file is refused too */
} dr_guard;

/* For the next file: nothing is spent. */
void dr_guard_reset(dr_guard *guard);
/* The time of one report begins. */
void dr_guard_start(dr_guard *guard);

/* Each of these is DR_OK, or DR_ELIMIT after noting the refusal; the first one stays. */
int dr_guard_refuse(dr_guard *guard, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* `what`: as in "the archive has more than". */
int dr_guard_over(dr_guard *guard, dr_report_limit limit, const char *what);
int dr_guard_check(dr_guard *guard, dr_report_limit limit, uint64_t value, const char *what);
/* Notes octets that decompression took and gave; also looks at the clock. */
int dr_guard_unpacked(dr_guard *guard, uint64_t taken, uint64_t given);
int dr_guard_time(dr_guard *guard);
bool dr_guard_is_refused(const dr_guard *guard);
