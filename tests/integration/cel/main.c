/*
 * Prints random conditions with our outcomes, for compare/main.go; then those of the files, which
 * are inputs of fuzz_expr, that are conditions.
 *
 * Usage: cel_cases COUNT SEED [FILE…]
 */
#include "cel.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "doc/json_out.h"
#include <stdio.h>
#include <stdlib.h>

enum { CONDITIONS_PER_WORLD = 50 };

static const char *verdict_name(const dr_outcome_of_expr *outcome)
{
	const dr_why_set error = 1U << DR_WHY_ERROR;
	if (outcome->verdict != DR_UNDECIDED) {
		return outcome->verdict == DR_TRUE ? "true" : "false";
	}
	return outcome->why == error ? "error" : (outcome->why & error) != 0 ? "either" : "unknown";
}

static void write_outcome(dr_str text, const dr_outcome_of_expr *outcome, dr_buf *out)
{
	dr_json *json = dr_json_open(out, false);
	dr_json_object(json);
	dr_json_key(json, "text");
	dr_json_str(json, text);
	dr_json_key(json, "verdict");
	dr_json_text(json, verdict_name(outcome));
	dr_json_key(json, "causes");
	dr_json_array(json);
	for (size_t i = 0; i < outcome->causes.len; i++) {
		if (outcome->causes.items[i].status.why != DR_WHY_ERROR) {
			dr_json_str(json, outcome->causes.items[i].path);
		}
	}
	dr_json_end(json);
	dr_json_end(json);
	dr_json_close(json);
}

static void print_outcome(const dr_expr *expr, dr_str text, const cel_world *world, dr_arena *arena)
{
	dr_outcome_of_expr outcome = dr_expr_eval(expr, &world->toy.values, arena);
	dr_buf out;
	dr_buf_init(&out, arena);
	write_outcome(text, &outcome, &out);
	fputs(out.ptr, stdout);
}

/* One random condition that fits our limits; false when it is refused although it is good. */
static bool print_case(dice *d, const cel_world *world)
{
	dr_arena *arena = dr_arena_new(0);
	const dr_expr *expr;
	dr_buf text;
	dr_error err;
	int r;
	do {
		dr_arena_reset(arena);
		dr_buf_init(&text, arena);
		err = (dr_error){ 0 };
		cel_condition_write(d, &text);
		r = dr_expr_compile(arena, &TOY_VARIABLES, dr_buf_str(&text), &expr, &err);
	} while (r == DR_ELIMIT);
	if (r == DR_OK) {
		print_outcome(expr, dr_buf_str(&text), world, arena);
	} else {
		fprintf(stderr, "refused: %s\n%*s%s\n", text.ptr, (int)err.span.off + 9, "^ ",
		        err.text);
	}
	dr_arena_free(arena);
	return r == DR_OK;
}

static bool is_utf8(dr_str text)
{
	size_t length = 1;
	while (length > 0 && text.len > 0) {
		length = dr_utf8_length(text);
		text = dr_str_sub(text, length, text.len);
	}
	return length > 0;
}

/* A pattern that takes too many tries is an error here; CEL has no such limit. */
static bool may_be_our_limit(const dr_expr *expr, dr_str text, const cel_world *world,
                             dr_arena *arena)
{
	dr_outcome_of_expr outcome = dr_expr_eval(expr, &world->toy.values, arena);
	return (outcome.why & 1U << DR_WHY_ERROR) != 0 &&
	       dr_str_search(text, DR_STR("matches")) < text.len;
}

/* The text of a fuzz input stands behind its first octet. */
static void print_file(const char *path, const cel_world *world)
{
	static char octets[DR_LIMIT_EXPR_TEXT + 2];
	FILE *file = fopen(path, "rb");
	if (file == NULL) {
		perror(path);
		exit(1);
	}
	size_t len = fread(octets, 1, sizeof(octets), file);
	fclose(file);
	dr_arena *arena = dr_arena_new(0);
	const dr_expr *expr;
	dr_str text = { octets + 1, len > 0 ? len - 1 : 0 };
	if (is_utf8(text) && dr_expr_compile(arena, &TOY_VARIABLES, text, &expr, NULL) == DR_OK &&
	    !may_be_our_limit(expr, text, world, arena)) {
		print_outcome(expr, text, world, arena);
	}
	dr_arena_free(arena);
}

static void print_line(void (*write)(const cel_world *, dr_buf *), const cel_world *world)
{
	dr_arena *arena = dr_arena_new(0);
	dr_buf out;
	dr_buf_init(&out, arena);
	write(world, &out);
	fputs(out.ptr, stdout);
	dr_arena_free(arena);
}

static void write_schema(const cel_world *world, dr_buf *out)
{
	(void)world;
	cel_schema_write(out);
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		fputs("usage: cel_cases COUNT SEED [FILE…]\n", stderr);
		return 2;
	}
	size_t count = (size_t)strtoull(argv[1], NULL, 10), refused = 0;
	dice d = { .state = strtoull(argv[2], NULL, 10) * 2654435761U + 1 };
	static cel_world world;
	print_line(write_schema, &world);
	for (size_t i = 0; i < count; i++) {
		if (i % CONDITIONS_PER_WORLD == 0) {
			cel_world_fill(&world, &d);
			print_line(cel_world_write, &world);
		}
		refused += !print_case(&d, &world);
	}
	for (int i = 3; i < argc; i++) {
		print_file(argv[i], &world);
	}
	if (refused > 0) {
		fprintf(stderr, "%zu well-typed conditions were refused\n", refused);
	}
	return refused > 0;
}
