#include "report/guard_priv.h"
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

enum { RATIO_FREE = 4 * 1024 * 1024, SECOND_MS = 1000 };

void dr_guard_reset(dr_guard *guard)
{
	guard->packed = guard->unpacked = 0;
	guard->nesting = 0;
	guard->text[0] = '\0';
	guard->for_good = false;
	dr_guard_start(guard);
}

void dr_guard_start(dr_guard *guard)
{
	if (guard->clock.monotonic_ms != NULL) {
		uint64_t seconds = guard->limits.values[DR_REPORT_LIMIT_TIME];
		seconds = seconds < INT32_MAX ? seconds : INT32_MAX;
		guard->deadline_ms =
			guard->clock.monotonic_ms(guard->clock.self) + (int64_t)seconds * SECOND_MS;
	}
}

bool dr_guard_is_refused(const dr_guard *guard)
{
	return guard->text[0] != '\0';
}

int dr_guard_refuse(dr_guard *guard, const char *format, ...)
{
	if (!dr_guard_is_refused(guard)) {
		va_list args;
		va_start(args, format);
		vsnprintf(guard->text, sizeof(guard->text), format, args);
		va_end(args);
	}
	return DR_ELIMIT;
}

int dr_guard_over(dr_guard *guard, dr_report_limit limit, const char *what)
{
	const dr_report_limit_spec *spec = &DR_REPORT_LIMITS[limit];
	uint64_t value = guard->limits.values[limit];
	uint64_t more = value > UINT64_MAX / 4 ? value : value * 4;
	return dr_guard_refuse(guard,
	                       "%s over %" PRIu64 "%s (the limit '%s'); if it is to be trusted: "
	                       "--limit %s=%" PRIu64,
	                       what, value, spec->unit, spec->name, spec->name, more);
}

int dr_guard_check(dr_guard *guard, dr_report_limit limit, uint64_t value, const char *what)
{
	return value > guard->limits.values[limit] ? dr_guard_over(guard, limit, what) : DR_OK;
}

int dr_guard_time(dr_guard *guard)
{
	if (guard->clock.monotonic_ms == NULL ||
	    guard->clock.monotonic_ms(guard->clock.self) <= guard->deadline_ms) {
		return DR_OK;
	}
	return dr_guard_over(guard, DR_REPORT_LIMIT_TIME, "reading takes");
}

static uint64_t add_saturating(uint64_t a, uint64_t b)
{
	return a > UINT64_MAX - b ? UINT64_MAX : a + b;
}

int dr_guard_unpacked(dr_guard *guard, uint64_t taken, uint64_t given)
{
	guard->packed = add_saturating(guard->packed, taken);
	guard->unpacked = add_saturating(guard->unpacked, given);
	uint64_t ratio = guard->limits.values[DR_REPORT_LIMIT_RATIO];
	int code = dr_guard_time(guard);
	if (code == DR_OK) {
		code = dr_guard_check(guard, DR_REPORT_LIMIT_SIZE, guard->unpacked,
		                      "it unpacks to");
	}
	if (code == DR_OK && guard->unpacked > RATIO_FREE &&
	    guard->unpacked / ratio > guard->packed) {
		code = dr_guard_over(guard, DR_REPORT_LIMIT_RATIO, "it unpacks at");
	}
	guard->for_good = guard->for_good || code != DR_OK;
	return code;
}
