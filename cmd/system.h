/*
 * What the library must not touch itself: clock, random numbers, signals, the terminal.
 */
#pragma once
#include "base/clock.h"
#include "base/random.h"

/* Monotonic milliseconds. Static storage; fine for all threads. */
extern const dr_clock SYSTEM_CLOCK;

/* Octets of the system's generator, read ahead. One for each thread. */
typedef struct {
	int fd; /* -1: not open */
	size_t left;
	unsigned char room[512];
} system_random;

/* DR_EIO. */
int system_random_open(system_random *random, dr_random *ret_interface);
void system_random_close(system_random *random);

/* Seconds since 1970, and today in UTC. */
int64_t system_time(void);
dr_day system_today(void);
/* Seconds that the person's clock is ahead of UTC at a time. */
int system_utc_offset(int64_t seconds);

/* SIGINT and SIGTERM are noted (a second one ends the program at once), SIGPIPE is ignored: a
 * reader that has gone is an error of write(). */
void system_catch_signals(void);
/* The number of the signal that came; 0: none. */
int system_signal(void);

/* Whether standard output wants colours, with --color auto. */
bool system_wants_color(void);
