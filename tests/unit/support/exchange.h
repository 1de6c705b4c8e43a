/*
 * The exchanger of live DNS, with servers on loopback that the test itself plays.
 *
 * Time stands still unless a test moves it; numbers come from a fixed stream.
 */
#pragma once
#include "dns/live.h"
#include "fake_server.h"

enum { DEADLINE = 30000, TRY = 2000, EXCHANGE_WAITERS = 1024 };

extern int64_t now;     /* ms, on the clock of the source */
extern bool no_numbers; /* the random numbers have run out */
extern const dr_clock CLOCK;
extern const dr_random RANDOM;
extern dr_arena *arena;
extern fake_server server, second;
extern packet reply;
extern dr_source_of_answers *dns;

/* What came for each waiter. */
typedef struct {
	unsigned answers;
	const dr_answer *answer;
} got_answer;
extern got_answer got[EXCHANGE_WAITERS];

void exchange_set_up(void);
void exchange_tear_down(void);

dr_server at(const fake_server *fake);
/* `window`: how many questions may be under way; 0: the usual number. */
void open_with(const dr_server *servers, size_t count, size_t window);
void open_one(fake_handler handler);
void open_two(fake_handler first, fake_handler other);

/* Asks for the TXT of a name; the answer goes to got[waiter]. */
void ask(size_t waiter, const char *name);
void answered(void *waiter, const dr_answer *answer);
/* Runs the source and the servers until nothing moves any more; returns how long the source would
 * then wait, in ms. */
int settle(void);
/* The waiter has exactly one answer, with this outcome. */
void expect(size_t waiter, dr_outcome outcome);

/* Handlers: a TXT that says the name it was asked for; nothing at all; a failure; a truncated
 * response, and the whole over TCP or a first octet of it and no more. */
void echo(fake_server *s, const fake_query *q);
void drop(fake_server *s, const fake_query *q);
void servfail(fake_server *s, const fake_query *q);
void cut_short(fake_server *s, const fake_query *q);
void truncate_and_drip(fake_server *s, const fake_query *q);
