/*
 * How long one lint takes inside the process: from a domain's answers in a snapshot to the text
 * that is printed. Loading rules, services and the snapshot is start-up and does not count.
 *
 * Usage: bench_lint [ROUNDS]. Prints the time on a processor of one lint of a typical domain and of
 * the bundled one with defects. Fails when the typical one takes longer than LIMIT_MS.
 */
#include "render/render.h"
#include "rulebook.h"
#include "snapshot/snapshot.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static const double LIMIT_MS = 1;
static const struct {
	const char *domain, *zone;
	bool typical;
} DOMAINS[] = {
	{ "google-workspace.example", "examples/zones/google-workspace.example.zone", true },
	{ "tidewater.example", "examples/zones/tidewater.example.zone", false },
};

/* Of this process on a processor: other programs do not count. */
static double milliseconds(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

_Noreturn static void die(const char *what)
{
	fprintf(stderr, "bench_lint: %s\n", what);
	exit(2);
}

static dr_source read_source(dr_arena *arena, const char *path)
{
	enum { MOST = 1024 * 1024 };
	char *text = dr_arena_alloc_octets(arena, MOST);
	FILE *file = fopen(path, "rb");
	if (file == NULL || text == NULL) {
		die(path);
	}
	size_t len = fread(text, 1, MOST, file);
	fclose(file);
	return (dr_source){ path, { text, len } };
}

static dr_snapshot *load_snapshot(const dr_source *text)
{
	dr_snapshot *snapshot;
	dr_error err = { 0 };
	if (dr_snapshot_load(text, &snapshot, &err) != DR_OK) {
		die(err.text);
	}
	return snapshot;
}

/* What a lint of the domain asks, from its zone file and the bundled answers of others. */
static dr_snapshot *record(dr_arena *arena, dr_run_config config, const dr_request *request,
                           const char *path)
{
	const dr_source zone_text = read_source(arena, path);
	const dr_source others = read_source(arena, "examples/zones/internet.json");
	const dr_zone_options read = { 0 };
	dr_snapshot *internet = load_snapshot(&others);
	dr_zone *zone;
	dr_run_result result;
	dr_error err = { 0 };
	dr_buf text;
	dr_buf_init(&text, arena);
	if (dr_zone_parse(&zone_text, &read, NULL, &zone, &err) != DR_OK) {
		die(err.text);
	}
	config.zones = dr_zones_new(arena, &zone, 1);
	config.snapshot = dr_snapshot_source(internet);
	if (dr_run_one(&config, request, &result) != DR_OK) {
		die("the domain cannot be linted");
	}
	size_t count = dr_answers_count(result.answers);
	const dr_answer **answers = dr_arena_alloc_array(arena, count, sizeof(*answers));
	for (size_t i = 0; i < count; i++) {
		answers[i] = dr_answers_at(result.answers, i);
	}
	dr_snapshot_write(answers, count, DR_NO_DAY, &text);
	dr_run_result_done(&result);
	dr_zone_close(zone);
	dr_snapshot_close(internet);
	return load_snapshot(&(dr_source){ "recorded", dr_buf_str(&text) });
}

/* One lint, with its document; the octets that were written. */
static size_t lint(const dr_run_config *config, const dr_request *request,
                   const dr_domain_writer *writer)
{
	const dr_render_options look = { .as_of = DR_NO_DAY };
	dr_summary summary = { 0 };
	dr_run_result result;
	if (dr_run_one(config, request, &result) != DR_OK) {
		die("the domain cannot be linted");
	}
	dr_judgement_finish(result.arena, &result.judgement);
	dr_summary_add(&summary, &result);
	const dr_render_item item = { .result = &result };
	dr_buf out;
	dr_buf_init(&out, result.arena);
	writer->item(&look, &item, &out);
	if (writer->tail != NULL) {
		writer->tail(&look, &summary, &out);
	}
	size_t len = out.len;
	dr_run_result_done(&result);
	return len;
}

static double measure(const dr_run_config *base, size_t which, size_t rounds)
{
	dr_arena *arena = dr_arena_new(0);
	dr_run_config config = *base;
	const dr_request request = { .domain = dr_str_of(DOMAINS[which].domain),
		                     .probe = DR_PROBE_COMMON };
	dr_snapshot *snapshot = record(arena, config, &request, DOMAINS[which].zone);
	const dr_domain_writer *writer = dr_format_find(DR_STR("text"))->domains[DR_DOCUMENT_LINT];
	config.snapshot = dr_snapshot_source(snapshot);
	size_t octets = lint(&config, &request, writer);
	double from = milliseconds();
	for (size_t i = 0; i < rounds; i++) {
		lint(&config, &request, writer);
	}
	double each = (milliseconds() - from) / (double)rounds;
	printf("%s: %zu answers, %zu octets of text, %.3f ms a lint\n", DOMAINS[which].domain,
	       dr_snapshot_count(snapshot), octets, each);
	dr_snapshot_close(snapshot);
	dr_arena_free(arena);
	return each;
}

int main(int argc, char **argv)
{
	size_t rounds = argc > 1 ? strtoul(argv[1], NULL, 10) : 2000;
	dr_arena *arena = dr_arena_new(0);
	const dr_strs none = { NULL, 0 };
	rulebook book;
	if (rulebook_load(arena, &none, RULES_ALONE, &book) != 0) {
		die("the rules cannot be loaded");
	}
	const dr_run_config config = { .rules = book.rules,
		                       .catalog = services_load(arena, RULES_ALONE) };
	bool slow = false;
	for (size_t i = 0; i < DR_COUNT(DOMAINS); i++) {
		slow |= measure(&config, i, rounds) > LIMIT_MS && DOMAINS[i].typical;
	}
	dr_arena_free(arena);
	return slow ? EXIT_FAILURE : EXIT_SUCCESS;
}
