/*
 * Asks a resolver on loopback through dns/ and prints what came: for tests against other servers.
 *
 * Usage: ask PORT TRY-MS DEADLINE-MS [NAME TYPE]…
 *
 * All questions are asked at once. One line for each, in their order: name, type, outcome,
 * milliseconds, "tcp" or "udp", octets, TTL, CNAMEs on the way, secure, and the records, with tabs
 * between.
 */
#include "answer/rdata.h"
#include "dns/live.h"
#include "system.h"

#include <stdio.h>
#include <stdlib.h>

typedef struct {
	dr_question question;
	const dr_answer *answer;
	int64_t began, ended;
} asked;

static dr_arena *arena;

_Noreturn static void die(const char *what)
{
	fprintf(stderr, "ask: %s\n", what);
	exit(2);
}

static void answered(void *waiter, const dr_answer *answer)
{
	asked *each = waiter;
	if (each->answer != NULL) {
		die("a question was answered twice");
	}
	each->answer = dr_answer_copy(arena, answer);
	each->ended = SYSTEM_CLOCK.monotonic_ms(NULL);
}

static size_t count_open(const asked *all, size_t count)
{
	size_t open = 0;
	for (size_t i = 0; i < count; i++) {
		open += all[i].answer == NULL;
	}
	return open;
}

static void ask(dr_source_of_answers *dns, asked *all, size_t count, int deadline_ms)
{
	for (size_t i = 0; i < count; i++) {
		all[i].began = SYSTEM_CLOCK.monotonic_ms(NULL);
		if (dns->start(dns, &all[i].question, &all[i], all[i].began + deadline_ms) != 0) {
			die("a question cannot be started");
		}
	}
	while (count_open(all, count) > 0) {
		struct pollfd fds[DR_DNS_FDS];
		int wait;
		size_t polled = dns->fds(dns, fds, DR_DNS_FDS, &wait);
		poll(fds, (nfds_t)polled, wait);
		dns->process(dns, fds, polled, answered);
	}
}

static void print(const asked *each)
{
	static const char *const TRUST[] = { "unknown", "yes", "no" };
	const dr_answer *a = each->answer;
	dr_buf line;
	dr_buf_init(&line, arena);
	dr_name_write(a->question.name, &line);
	dr_buf_add_char(&line, '\t');
	dr_type_write(a->question.type, &line);
	dr_buf_addf(&line, "\t%s\t%lld\t%s\t%u\t%u\t%zu\t%s", dr_outcome_name(a->outcome),
	            (long long)(each->ended - each->began), a->truncated ? "tcp" : "udp",
	            a->wire_size, a->ttl, a->hop_count, TRUST[a->secure]);
	for (size_t i = 0; i < a->rr_count; i++) {
		dr_buf_add_char(&line, '\t');
		dr_rdata_write(a->question.type, a->rrs[i].rdata, &line);
	}
	puts(line.ptr);
}

static asked *read_questions(char **words, size_t count)
{
	asked *all = dr_arena_alloc_array(arena, count, sizeof(*all));
	for (size_t i = 0; all != NULL && i < count; i++) {
		dr_name name = dr_name_of(arena, dr_str_of(words[2 * i]));
		all[i].question = dr_question_dns(name, dr_type_parse(dr_str_of(words[2 * i + 1])));
		if (!dr_name_is_set(name) || all[i].question.type == 0) {
			die("not a question");
		}
	}
	return all;
}

int main(int argc, char **argv)
{
	if (argc < 6 || argc % 2 != 0) {
		die("usage: ask PORT TRY-MS DEADLINE-MS [NAME TYPE]...");
	}
	system_random random;
	dr_random numbers;
	dr_error err = { 0 };
	dr_source_of_answers *dns;
	dr_server server = { { DR_IPV4, { 127, 0, 0, 1 } }, (uint16_t)atoi(argv[1]) };
	dr_dns_options options = { .servers = &server,
		                   .server_count = 1,
		                   .query_timeout_ms = atoi(argv[2]),
		                   .clock = &SYSTEM_CLOCK,
		                   .random = &numbers };
	arena = dr_arena_new(0);
	if (arena == NULL || system_random_open(&random, &numbers) != 0 ||
	    dr_dns_open(&options, &dns, &err) != 0) {
		die(err.text);
	}
	size_t count = (size_t)(argc - 4) / 2;
	asked *all = read_questions(argv + 4, count);
	ask(dns, all, count, atoi(argv[3]));
	for (size_t i = 0; i < count; i++) {
		print(&all[i]);
	}
	dr_source_close(dns);
	system_random_close(&random);
	dr_arena_free(arena);
	return 0;
}
