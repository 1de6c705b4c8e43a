/*
 * Compiles arbitrary text as a condition, as a value and as a template over the toy world, and
 * evaluates what compiles under several states of the facts. The first octet picks the states.
 *
 * Besides crashes it looks for contradictions: what is known when some facts are missing must be
 * the same when they are there.
 */
#include "../unit/toy.h"
#include <stdlib.h>

enum { ARENA_LIMIT = 8 * 1024 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const PATHS[] = {
	"dmarc.present",     "dmarc.p",
	"dmarc.sp",          "dmarc.pct",
	"dmarc.share",       "dmarc.rua",
	"dmarc.tags",        "dmarc.effective.rfc9989.np",
	"spf.valid",         "spf.lookups",
	"spf.all",           "spf.text",
	"spf.terms",         "dmarc.adkim",
	"spf.terms[0].cost", "spf.terms[1].target",
	"dmarc.ttl",         "spf.terms[2].hosts",
};

static bool is_list(toy *t, const char *path)
{
	void *record;
	const dr_field *field;
	return toy_find(t, dr_str_of(path), &record, &field) && field->type->kind == DR_T_LIST;
}

/* Takes some facts away, and the certainty that some lists are whole: the bits of `pattern` say
 * which. */
static void forget_facts(toy *t, unsigned pattern)
{
	for (size_t i = 0; i < DR_COUNT(PATHS); i++) {
		unsigned bits = pattern * 2654435761U >> (i % 24) & 7U;
		bool partial = bits == 1 && is_list(t, PATHS[i]);
		dr_status status = { .state = (uint8_t)(partial ? DR_PARTIAL : DR_UNKNOWN),
			             .why = (uint8_t)(1 + i % 4),
			             .question = (uint16_t)i };
		if (bits < 2) {
			toy_set_status(t, dr_str_of(PATHS[i]), status);
		}
	}
}

static void require(bool holds)
{
	if (!holds) {
		abort();
	}
}

static void check_outcome(const dr_outcome_of_expr *outcome)
{
	bool open = outcome->verdict == DR_UNDECIDED;
	require(open == (outcome->why != 0));
	require(open || outcome->causes.len == 0);
}

static void check_verdicts(const dr_expr *expr, unsigned pattern)
{
	dr_arena *scratch = dr_arena_new(ARENA_LIMIT);
	toy full, partial;
	toy_fill(&full);
	toy_fill(&partial);
	forget_facts(&partial, pattern);
	dr_outcome_of_expr known = dr_expr_eval(expr, &full.values, scratch);
	check_outcome(&known);
	dr_arena_reset(scratch);
	dr_outcome_of_expr guess = dr_expr_eval(expr, &partial.values, scratch);
	check_outcome(&guess);
	require(known.verdict == DR_UNDECIDED || guess.verdict == DR_UNDECIDED ||
	        known.verdict == guess.verdict);
	dr_arena_free(scratch);
}

static void visit(void *self, size_t index, const void *element)
{
	size_t *count = self;
	require(index == *count && element != NULL);
	(*count)++;
}

static void check_value(const dr_expr *expr, const dr_type *type, unsigned pattern)
{
	dr_arena *scratch = dr_arena_new(ARENA_LIMIT);
	dr_outcome_of_expr outcome;
	dr_place place;
	size_t count = 0;
	toy t;
	toy_fill(&t);
	forget_facts(&t, pattern);
	if (type->kind == DR_T_LIST) {
		dr_expr_each(expr, NULL, 0, &t.values, scratch, visit, &count, &outcome);
	}
	dr_expr_place(expr, &t.values, &place);
	dr_arena_free(scratch);
}

static void check_template(const dr_template *template, unsigned pattern)
{
	dr_arena *scratch = dr_arena_new(ARENA_LIMIT);
	toy t;
	dr_buf out;
	toy_fill(&t);
	forget_facts(&t, pattern);
	dr_buf_init(&out, scratch);
	dr_template_write(template, &t.values, scratch, &out);
	dr_arena_free(scratch);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	if (size == 0) {
		return 0;
	}
	unsigned pattern = data[0];
	dr_str text = { (const char *)data + 1, size - 1 };
	dr_arena *arena = dr_arena_new(ARENA_LIMIT);
	const dr_expr *expr;
	const dr_type *type;
	const dr_template *template;
	dr_error err = { 0 };
	if (dr_expr_compile(arena, &TOY_VARIABLES, text, &expr, &err) == DR_OK) {
		check_verdicts(expr, pattern);
	} else {
		require(err.span.off <= text.len && err.text[0] != '\0');
	}
	if (dr_expr_compile_value(arena, &TOY_VARIABLES, text, &expr, &type, NULL) == DR_OK) {
		check_value(expr, type, pattern);
	}
	if (dr_template_compile(arena, &TOY_VARIABLES, text, &template, NULL) == DR_OK) {
		check_template(template, pattern);
	}
	dr_arena_free(arena);
	return 0;
}
