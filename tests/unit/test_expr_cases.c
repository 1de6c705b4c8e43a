/*
 * Runs the table tests/unit/expr_cases.txt.
 */
#include "unit.h"
#include "toy.h"
#include "base/cursor.h"
#include <stdio.h>

static const char CASES_FILE[] = "tests/unit/expr_cases.txt";
enum { CASES_MIN = 200, FILE_MAX = 256 * 1024 };

static toy world;
static char file[FILE_MAX];

static bool status_of(dr_str word, dr_status *ret_status)
{
	static const struct {
		dr_str name;
		dr_state state;
	} STATES[] = {
		{ DR_STR_INIT("unknown"), DR_UNKNOWN },
		{ DR_STR_INIT("absent"), DR_ABSENT },
		{ DR_STR_INIT("known"), DR_KNOWN },
		{ DR_STR_INIT("partial"), DR_PARTIAL },
	};
	for (size_t i = 0; i < DR_COUNT(STATES); i++) {
		if (dr_str_eq(word, STATES[i].name)) {
			*ret_status = (dr_status){ .state = (uint8_t)STATES[i].state };
			return true;
		}
	}
	return false;
}

static uint8_t why_of(dr_str word)
{
	uint8_t why = 0;
	while (why < DR_WHY_COUNT && !dr_str_eq(word, dr_str_of(dr_why_name((dr_why)why)))) {
		why++;
	}
	ck_assert_msg(why < DR_WHY_COUNT, "no such reason: %.*s", DR_FMT(word));
	return why;
}

/* "spf.lookups unknown network 7" */
static void set_fact(dr_str text)
{
	dr_str path, word;
	dr_status status;
	uint64_t question = 0;
	text = dr_str_trim(text);
	ck_assert(dr_str_split(&text, ' ', &path) && dr_str_split(&text, ' ', &word));
	ck_assert_msg(status_of(word, &status), "no such state: %.*s", DR_FMT(word));
	if (dr_str_split(&text, ' ', &word)) {
		status.why = why_of(word);
	}
	if (dr_str_split(&text, ' ', &word)) {
		ck_assert(dr_str_to_u64(word, UINT16_MAX, &question));
		status.question = (uint16_t)question;
	}
	ck_assert_msg(toy_set_status(&world, path, status), "no such fact: %.*s", DR_FMT(path));
}

static void set_world(dr_str text)
{
	dr_str fact;
	toy_fill(&world);
	for (dr_str rest = text; dr_str_split(&rest, ';', &fact);) {
		set_fact(fact);
	}
}

static void write_error(const dr_error *err, dr_buf *out)
{
	dr_buf_addf(out, "! %u+%u %s", err->span.off + 1, err->span.len, err->text);
}

static void write_outcome(const dr_outcome_of_expr *outcome, dr_buf *out)
{
	dr_why_set why = 0;
	if (outcome->verdict != DR_UNDECIDED) {
		dr_buf_addf(out, "%s", outcome->verdict == DR_TRUE ? "true" : "false");
		return;
	}
	for (size_t i = 0; i < outcome->causes.len; i++) {
		const dr_cause *cause = &outcome->causes.items[i];
		why |= (dr_why_set)1 << cause->status.why;
		dr_buf_addf(out, "%s %.*s %s", i > 0 ? "," : "?", DR_FMT(cause->path),
		            dr_why_name((dr_why)cause->status.why));
		if (cause->status.question > 0) {
			dr_buf_addf(out, " %u", cause->status.question);
		}
	}
	ck_assert_uint_eq(outcome->why, why);
}

static void run_condition(dr_arena *arena, dr_str text, dr_buf *out)
{
	const dr_expr *expr = NULL;
	dr_error err = { 0 };
	int r = dr_expr_compile(arena, &TOY_VARIABLES, text, &expr, &err);
	if (r < 0) {
		ck_assert_int_eq(r, err.code);
		ck_assert_ptr_null(expr);
		write_error(&err, out);
		return;
	}
	dr_outcome_of_expr outcome = dr_expr_eval(expr, &world.values, arena);
	write_outcome(&outcome, out);
}

static void run_template(dr_arena *arena, dr_str text, dr_buf *out)
{
	const dr_template *template = NULL;
	dr_error err = { 0 };
	if (dr_template_compile(arena, &TOY_VARIABLES, text, &template, &err) < 0) {
		write_error(&err, out);
		return;
	}
	dr_buf_add_char(out, '|');
	dr_template_write(template, &world.values, arena, out);
	dr_buf_add_char(out, '|');
}

/* False, and says so, when something else comes out. */
static bool run_case(dr_str text, dr_str expected, size_t line)
{
	static const dr_str TEMPLATE = DR_STR_INIT("text: ");
	dr_arena *arena = dr_arena_new(0);
	dr_buf out;
	dr_buf_init(&out, arena);
	if (dr_str_starts(text, TEMPLATE)) {
		run_template(arena, dr_str_sub(text, TEMPLATE.len, text.len), &out);
	} else {
		run_condition(arena, text, &out);
	}
	bool same = dr_str_eq(dr_buf_str(&out), expected);
	if (!same) {
		fprintf(stderr, "%s:%zu: %.*s\n  expected %.*s\n  found    %.*s\n", CASES_FILE,
		        line, DR_FMT(text), DR_FMT(expected), DR_FMT(dr_buf_str(&out)));
	}
	dr_arena_free(arena);
	return same;
}

static dr_str read_cases(void)
{
	FILE *f = fopen(CASES_FILE, "rb");
	ck_assert_msg(f != NULL, "cannot read %s", CASES_FILE);
	size_t len = fread(file, 1, sizeof(file), f);
	fclose(f);
	ck_assert_uint_lt(len, sizeof(file));
	return (dr_str){ file, len };
}

START_TEST(every_case_comes_out_as_written)
{
	dr_str rest = read_cases(), line, text = { 0 };
	size_t number = 0, cases = 0, bad = 0;
	toy_fill(&world);
	while (dr_str_split(&rest, '\n', &line)) {
		number++;
		if (dr_str_starts(line, DR_STR("given "))) {
			set_world(dr_str_sub(line, 6, line.len));
		} else if (dr_str_starts(line, DR_STR("\t"))) {
			bad += !run_case(text, dr_str_sub(line, 1, line.len), number);
			cases++;
		} else {
			text = line;
		}
	}
	ck_assert_uint_ge(cases, CASES_MIN);
	ck_assert_msg(bad == 0, "%zu of %zu cases", bad, cases);
}
END_TEST

UNIT_MAIN("expr_cases", NULL, NULL, every_case_comes_out_as_written)
