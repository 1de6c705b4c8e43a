/*
 * check_host() over a snapshot, a line for each client: what spf_peers.py compares with other
 * implementations.
 *
 * Usage: spf_ours SNAPSHOT < CLIENTS
 *
 * A client is "IP MAIL-FROM HELO" with tabs between; the answer is "RESULT LOOK-UPS VOID
 * EXPLANATION".
 */
#include "receiver/spf_eval.h"
#include "snapshot/snapshot.h"

#include <stdio.h>
#include <stdlib.h>

enum { TEXT_MAX = 16 * 1024 * 1024, LINE_MAX_OCTETS = 8192 };

_Noreturn static void die(const char *what)
{
	fprintf(stderr, "spf_ours: %s\n", what);
	exit(2);
}

static dr_source read_file(dr_arena *arena, const char *path)
{
	char *text = dr_arena_alloc(arena, TEXT_MAX);
	FILE *file = fopen(path, "rb");
	if (file == NULL || text == NULL) {
		die("the snapshot cannot be read");
	}
	size_t len = fread(text, 1, TEXT_MAX, file);
	fclose(file);
	return (dr_source){ path, { text, len } };
}

static dr_spf_client read_client(dr_str line)
{
	dr_str ip = { 0 };
	dr_spf_client client = { .receiver = DR_STR("mx.r.test"), .time = 1700000000 };
	if (!dr_str_split(&line, '\t', &ip) || !dr_ipaddr_parse(ip, &client.ip) ||
	    !dr_str_split(&line, '\t', &client.mail_from)) {
		die("a line is no client");
	}
	client.helo = line;
	return client;
}

static void evaluate(dr_source_of_answers *source, dr_str line)
{
	dr_arena *arena = dr_arena_new(0);
	dr_answers_config config = { .immediate = &source, .immediate_count = 1 };
	dr_answers *answers = arena != NULL ? dr_answers_new(arena, &config) : NULL;
	if (answers == NULL) {
		die("no memory");
	}
	dr_asking asking = { .answers = answers, .arena = arena, .kept = arena };
	dr_spf_client client = read_client(line);
	dr_spf_evaluation got;
	dr_spf_eval(&asking, &client, &got);
	bool explained = got.explanation.ptr != NULL;
	printf("%s\t%u\t%u\t%.*s\n", dr_spf_result_name(got.result), got.lookups, got.void_lookups,
	       DR_FMT(explained ? got.explanation : DR_STR("-")));
	dr_answers_done(answers);
	dr_arena_free(arena);
}

int main(int argc, char **argv)
{
	static char line[LINE_MAX_OCTETS];
	dr_arena *arena = dr_arena_new(0);
	dr_snapshot *snapshot;
	dr_error err = { 0 };
	if (argc != 2 || arena == NULL) {
		die("usage: spf_ours SNAPSHOT < CLIENTS");
	}
	dr_source text = read_file(arena, argv[1]);
	if (dr_snapshot_load(&text, &snapshot, &err) != DR_OK) {
		die(err.text);
	}
	while (fgets(line, sizeof(line), stdin) != NULL) {
		dr_str rest = dr_str_of(line), client;
		dr_str_split(&rest, '\n', &client);
		evaluate(dr_snapshot_source(snapshot), client);
	}
	dr_snapshot_close(snapshot);
	dr_arena_free(arena);
	return 0;
}
