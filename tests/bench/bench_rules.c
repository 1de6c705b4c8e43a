/*
 * How fast rules run: every built-in rule over the facts of one domain, again and again.
 *
 * Usage: bench_rules [ZONE DOMAIN SNAPSHOT [ROUNDS]]. Prints domains per second on one core.
 */
#include "builtin.h"
#include "run/run.h"
#include "snapshot/snapshot.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* Of this process on a processor: other programs do not count. */
static double now(void)
{
	struct timespec t;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static dr_source read_source(dr_arena *arena, const char *path)
{
	static char text[1024 * 1024];
	FILE *file = fopen(path, "rb");
	if (file == NULL) {
		perror(path);
		exit(2);
	}
	size_t len = fread(text, 1, sizeof(text), file);
	fclose(file);
	return (dr_source){ path, dr_arena_copy(arena, (dr_str){ text, len }) };
}

static const dr_ruleset *load_rules(dr_arena *arena)
{
	dr_ruleset *rules = dr_ruleset_new(arena, dr_run_world());
	dr_errors errors = { 0 };
	for (size_t i = 0; i < DR_BUILTIN_FILE_COUNT; i++) {
		if (strchr(DR_BUILTIN_FILES[i].name, '/') == NULL) {
			dr_ruleset_load(rules, &DR_BUILTIN_FILES[i], true, &errors);
		}
	}
	dr_ruleset_finish(rules, &errors);
	return rules;
}

static size_t run_rules(const dr_ruleset *rules, const dr_values *values, size_t rounds)
{
	dr_arena *arena = dr_arena_new(0), *scratch = dr_arena_new(0);
	size_t findings = 0;
	for (size_t i = 0; i < rounds; i++) {
		dr_judgement judgement = { 0 };
		dr_arena_reset(arena);
		dr_ruleset_run(rules, DR_STAGE_FACTS, values, NULL, arena, scratch, &judgement);
		dr_judgement_finish(arena, &judgement);
		findings = judgement.findings.len;
	}
	dr_arena_free(arena);
	dr_arena_free(scratch);
	return findings;
}

int main(int argc, char **argv)
{
	const char *path = argc > 3 ? argv[1] : "examples/zones/tidewater.example.zone";
	const char *domain = argc > 3 ? argv[2] : "tidewater.example";
	const char *answers = argc > 3 ? argv[3] : "examples/zones/internet.json";
	size_t rounds = argc > 4 ? strtoul(argv[4], NULL, 10) : 20000;
	dr_arena *arena = dr_arena_new(0);
	dr_source zone_text = read_source(arena, path), snapshot_text = read_source(arena, answers);
	dr_zone *zone;
	dr_snapshot *snapshot;
	dr_error err = { 0 };
	const dr_zone_options options = { 0 };
	if (dr_zone_parse(&zone_text, &options, NULL, &zone, &err) != DR_OK ||
	    dr_snapshot_load(&snapshot_text, &snapshot, &err) != DR_OK) {
		fprintf(stderr, "%s\n", err.text);
		return 2;
	}
	const dr_run_config config = { .zones = dr_zones_new(arena, &zone, 1),
		                       .snapshot = dr_snapshot_source(snapshot) };
	const dr_request request = { .domain = dr_str_of(domain), .probe = DR_PROBE_COMMON };
	dr_run_result result;
	if (dr_run_one(&config, &request, &result) != DR_OK) {
		return 2;
	}
	const dr_ruleset *rules = load_rules(arena);
	double start = now();
	size_t findings = run_rules(rules, &result.values, rounds);
	double seconds = now() - start;
	printf("%zu rules, %zu findings: %.0f domains/s\n", dr_ruleset_count(rules), findings,
	       (double)rounds / seconds);
	dr_run_result_done(&result);
	dr_snapshot_close(snapshot);
	dr_zone_close(zone);
	dr_arena_free(arena);
	return 0;
}
