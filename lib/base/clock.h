/*
 * Time comes in through this interface; the library never reads a clock itself. Calendar days are
 * numbers, so that plans do not depend on time zones.
 */
#pragma once
#include "base/buf.h"
#include "base/list.h"

typedef struct {
	/* Milliseconds since some fixed point; never goes back. */
	int64_t (*monotonic_ms)(void *self);
	void *self;
} dr_clock;

/* A calendar day: days since 1970-01-01 (proleptic Gregorian). */
typedef int32_t dr_day;
#define DR_NO_DAY INT32_MIN

/* "2026-11-21" exactly; false for anything else, days that do not exist included. */
bool dr_day_parse(dr_str text, dr_day *ret_day);
void dr_day_write(dr_day day, dr_buf *out);       /* "2026-11-21" */
void dr_day_write_short(dr_day day, dr_buf *out); /* "21 Nov" */
typedef struct {
	int year, month, day; /* month 1 to 12 */
	int weekday;          /* 0 Monday to 6 Sunday */
} dr_date;
dr_date dr_day_date(dr_day day);
dr_day dr_day_of(int year, int month, int day);

/* Sets of weekdays: bit 0 is Monday, bit 6 Sunday. */
enum { DR_EVERY_WEEKDAY = 0x7F };
/* The set of "mon" to "sun"; other words are passed over. */
uint8_t dr_weekdays_parse(const dr_strs *names);
