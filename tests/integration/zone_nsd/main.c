/*
 * zone_nsd write SEED ZONES FOLDER          writes the zones, and zones.conf for NSD
 * zone_nsd ask SEED ZONES QUESTIONS PORT    asks NSD on loopback and our own reader
 */
#include "zone_nsd.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FILE_MAX = 1 << 20, REPORTED_MAX = 40 };

static random_stream stream_of(unsigned long seed, unsigned zone)
{
	return (random_stream){ seed * 1000003u + zone };
}

static FILE *open_in(const char *folder, const char *name, const char *mode)
{
	char path[4096];
	snprintf(path, sizeof(path), "%s/%s", folder, name);
	FILE *file = fopen(path, mode);
	if (file == NULL) {
		perror(path);
		exit(2);
	}
	return file;
}

static void write_zones(unsigned long seed, unsigned zones, const char *folder)
{
	FILE *conf = open_in(folder, "zones.conf", "w");
	for (unsigned i = 0; i < zones; i++) {
		dr_arena *arena = dr_arena_new(0);
		random_stream r = stream_of(seed, i);
		zone_plan plan = { .number = i };
		char name[16];
		dr_buf text;
		dr_buf_init(&text, arena);
		plan_zone_name(i, name);
		plan_write_zone(&r, &plan, &text);
		FILE *file = open_in(folder, name, "w");
		fwrite(text.ptr, 1, text.len, file);
		fclose(file);
		fprintf(conf, "zone:\n  name: %s\n  zonefile: %s\n", name, name);
		dr_arena_free(arena);
	}
	fclose(conf);
}

/* The zone that the plan writes again, which is the file's text. */
static dr_zone *read_zone(random_stream *r, zone_plan *plan, dr_arena *arena)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	plan_write_zone(r, plan, &text);
	dr_source source = { .name = "generated", .text = dr_buf_str(&text) };
	dr_zone_options options = { 0 };
	dr_zone *zone = NULL;
	dr_error err = { 0 };
	if (dr_zone_parse(&source, &options, NULL, &zone, &err) != DR_OK) {
		fprintf(stderr, "zone %u: %s\n", plan->number, err.text);
		exit(2);
	}
	return zone;
}

typedef struct {
	unsigned questions, differences;
	unsigned outcomes[DR_OUTCOME_COUNT + 1]; /* the last: not ours */
	unsigned chains, tcp;
} tally;

/* Issues that say that a record was left out: the generator writes no such thing. */
static unsigned broken(const dr_zone *zone, const char *name)
{
	static const char *const HARMLESS[] = { "occluded", "escaped-semicolon", "unquoted-words",
		                                "u-label" };
	const dr_zone_issues *issues = dr_zone_issues_of(zone);
	unsigned count = 0;
	for (size_t i = 0; i < issues->len; i++) {
		bool harmless = false;
		for (size_t j = 0; j < DR_COUNT(HARMLESS); j++) {
			harmless = harmless || strcmp(issues->items[i].code, HARMLESS[j]) == 0;
		}
		if (!harmless) {
			printf("%s:%u: %s: %s\n", name, (unsigned)issues->items[i].at.line,
			       issues->items[i].code, issues->items[i].text);
			count++;
		}
	}
	return count;
}

static void ask_one(random_stream *r, const zone_plan *plan, const dr_zone *zone, uint16_t port,
                    tally *t)
{
	dr_arena *arena = dr_arena_new(0);
	dr_question question = plan_question(r, plan, arena);
	bool tcp = random_below(r, 4) == 0;
	const dr_answer *ours = dr_zone_answer(zone, arena, &question);
	dr_str message = ask_server(arena, port, &question, tcp);
	dr_buf out;
	dr_buf_init(&out, arena);
	compare(arena, &question, ours, message, &out);
	t->questions++;
	t->tcp += tcp;
	t->outcomes[ours != NULL ? ours->outcome : DR_OUTCOME_COUNT]++;
	t->chains += ours != NULL && ours->hop_count > 0;
	if (out.len > 0 && t->differences++ < REPORTED_MAX) {
		printf("zone %u\n%s", plan->number, out.ptr);
	}
	dr_arena_free(arena);
}

static int ask_all(unsigned long seed, unsigned zones, unsigned questions, uint16_t port)
{
	tally t = { 0 };
	for (unsigned i = 0; i < zones; i++) {
		dr_arena *arena = dr_arena_new(0);
		random_stream r = stream_of(seed, i);
		zone_plan plan = { .number = i };
		char name[16];
		plan_zone_name(i, name);
		dr_zone *zone = read_zone(&r, &plan, arena);
		t.differences += broken(zone, name);
		for (unsigned q = 0; q < questions; q++) {
			ask_one(&r, &plan, zone, port, &t);
		}
		dr_zone_close(zone);
		dr_arena_free(arena);
	}
	printf("%u zones, %u questions (%u over TCP, %u with a chain):", zones, t.questions, t.tcp,
	       t.chains);
	for (size_t i = 0; i < DR_OUTCOME_COUNT; i++) {
		if (t.outcomes[i] > 0) {
			printf(" %s %u,", dr_outcome_name((dr_outcome)i), t.outcomes[i]);
		}
	}
	printf(" delegated %u; %u differences\n", t.outcomes[DR_OUTCOME_COUNT], t.differences);
	return t.differences == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main(int argc, char **argv)
{
	if (argc == 5 && strcmp(argv[1], "write") == 0) {
		write_zones(strtoul(argv[2], NULL, 10), (unsigned)strtoul(argv[3], NULL, 10),
		            argv[4]);
		return EXIT_SUCCESS;
	}
	if (argc == 6 && strcmp(argv[1], "ask") == 0) {
		return ask_all(strtoul(argv[2], NULL, 10), (unsigned)strtoul(argv[3], NULL, 10),
		               (unsigned)strtoul(argv[4], NULL, 10),
		               (uint16_t)strtoul(argv[5], NULL, 10));
	}
	fprintf(stderr, "zone_nsd write SEED ZONES FOLDER\n"
	                "zone_nsd ask SEED ZONES QUESTIONS PORT\n");
	return 2;
}
