/*
 * Questions per second through dns/: the same list as dnsperf takes, against a server on loopback.
 *
 * Usage: bench_dns PORT FILE ROUNDS [IN-FLIGHT]
 *
 * FILE holds "name TYPE" lines; it is asked ROUNDS times over.
 */
#include "answer/rdata.h"
#include "dns/live.h"
#include "system.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEADLINE_MS = 30000 };

typedef struct {
	dr_question *items;
	size_t len;
} questions;

static struct {
	uint64_t answered;
	uint64_t outcomes[DR_OUTCOME_COUNT];
	uint64_t records;
} seen;

static void answered(void *waiter, const dr_answer *answer)
{
	(void)waiter;
	seen.answered++;
	seen.outcomes[answer->outcome]++;
	seen.records += answer->rr_count;
}

_Noreturn static void die(const char *what)
{
	fprintf(stderr, "bench_dns: %s\n", what);
	exit(2);
}

static questions read_questions(const char *path, dr_arena *arena)
{
	typedef DR_LIST(dr_question) list;
	list read = { 0 };
	char line[1100], name[1024], type[32];
	FILE *file = fopen(path, "r");
	if (file == NULL) {
		die("the list cannot be read");
	}
	while (fgets(line, sizeof(line), file) != NULL) {
		if (sscanf(line, "%1023s %31s", name, type) == 2) {
			dr_name owner = dr_name_of(arena, dr_str_of(name));
			dr_list_add(arena, &read,
			            dr_question_dns(owner, dr_type_parse(dr_str_of(type))));
		}
	}
	fclose(file);
	return (questions){ read.items, read.len };
}

static void turn(dr_source_of_answers *dns)
{
	struct pollfd fds[DR_DNS_FDS];
	int wait;
	size_t count = dns->fds(dns, fds, DR_DNS_FDS, &wait);
	poll(fds, (nfds_t)count, wait);
	dns->process(dns, fds, count, answered);
}

static void run(dr_source_of_answers *dns, const questions *list, uint64_t total, size_t in_flight)
{
	for (uint64_t started = 0; seen.answered < total;) {
		while (started < total && started - seen.answered < in_flight) {
			int64_t deadline = SYSTEM_CLOCK.monotonic_ms(NULL) + DEADLINE_MS;
			if (dns->start(dns, &list->items[started % list->len], NULL, deadline) !=
			    0) {
				die("a question cannot be started");
			}
			started++;
		}
		turn(dns);
	}
}

static void report(uint64_t total, int64_t ms)
{
	printf("%llu questions, %llu records, %lld ms, %.0f questions/s\n",
	       (unsigned long long)total, (unsigned long long)seen.records, (long long)ms,
	       (double)total * 1000.0 / (double)(ms > 0 ? ms : 1));
	for (int i = 0; i < DR_OUTCOME_COUNT; i++) {
		if (seen.outcomes[i] > 0) {
			printf("  %s %llu\n", dr_outcome_name((dr_outcome)i),
			       (unsigned long long)seen.outcomes[i]);
		}
	}
}

int main(int argc, char **argv)
{
	if (argc < 4) {
		die("usage: bench_dns PORT FILE ROUNDS [IN-FLIGHT]");
	}
	dr_server server = { { DR_IPV4, { 127, 0, 0, 1 } }, (uint16_t)atoi(argv[1]) };
	dr_arena *arena = dr_arena_new(0);
	system_random random;
	dr_random numbers;
	dr_source_of_answers *dns;
	dr_error err = { 0 };
	size_t in_flight = argc > 4 ? (size_t)atol(argv[4]) : 100;
	if (arena == NULL || system_random_open(&random, &numbers) != 0) {
		die("no memory or no random numbers");
	}
	dr_dns_options options = { .servers = &server,
		                   .server_count = 1,
		                   .max_in_flight = in_flight,
		                   .clock = &SYSTEM_CLOCK,
		                   .random = &numbers };
	if (dr_dns_open(&options, &dns, &err) != 0) {
		die(err.text);
	}
	questions list = read_questions(argv[2], arena);
	uint64_t total = list.len * (uint64_t)atol(argv[3]);
	int64_t began = SYSTEM_CLOCK.monotonic_ms(NULL);
	run(dns, &list, total, in_flight);
	report(total, SYSTEM_CLOCK.monotonic_ms(NULL) - began);
	dr_source_close(dns);
	system_random_close(&random);
	dr_arena_free(arena);
	return 0;
}
