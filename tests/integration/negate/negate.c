/*
 * Do the examples of the shipped rules test anything? For each rule, its `when` is negated and its
 * examples are run again: at least one of them must notice.
 *
 * Usage: negate [COUNT [SEED]]     (every rule; or COUNT of them, picked by SEED)
 * Exit code: 0, or 1 when a rule was not missed.
 */
#include "builtin.h"
#include "catalog/catalog.h"
#include "run/examples.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
	dr_ruleset *rules;
	dr_run_config config;
} shipped;

static void stop(const char *what, const dr_error *err)
{
	fprintf(stderr, "%s: %s\n", what, err != NULL ? err->text : "");
	exit(2);
}

static shipped load(dr_arena *arena)
{
	dr_errors errors = { 0 };
	dr_catalog *catalog = dr_catalog_new(arena);
	shipped s = { .rules = dr_ruleset_new(arena, dr_run_world()) };
	for (size_t i = 0; i < DR_BUILTIN_FILE_COUNT; i++) {
		const dr_source *file = &DR_BUILTIN_FILES[i];
		if (strncmp(file->name, "services/", strlen("services/")) == 0) {
			dr_catalog_load(catalog, file, &errors);
		} else if (strchr(file->name, '/') == NULL) {
			dr_ruleset_load(s.rules, file, true, &errors);
		}
	}
	dr_catalog_finish(catalog, &errors);
	dr_ruleset_finish(s.rules, &errors);
	if (errors.len > 0) {
		stop("the shipped files", &errors.items[0]);
	}
	s.config.catalog = catalog;
	s.config.rules = s.rules;
	return s;
}

/* The clauses of `when` as one condition, with `!` before it. */
static dr_str negation(const dr_rule *rule, dr_arena *arena)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_buf_add(&out, DR_STR("!("));
	for (size_t i = 0; i < rule->when.len; i++) {
		dr_buf_addf(&out, "%s(%.*s\n)", i > 0 ? " && " : "",
		            DR_FMT(rule->when.items[i].text));
	}
	dr_buf_add(&out, DR_STR(")"));
	return dr_buf_str(&out);
}

static dr_rule negated(const dr_rule *rule, dr_arena *arena)
{
	dr_rule copy = *rule;
	dr_error err = { 0 };
	dr_clause clause = { .text = negation(rule, arena) };
	if (dr_expr_compile(arena, &rule->variables, clause.text, &clause.expr, &err) != DR_OK) {
		stop(rule->id.ptr, &err);
	}
	copy.when = (dr_clauses){ 0 };
	dr_list_add(arena, &copy.when, clause);
	return copy;
}

/* How many examples of the rule are as they should be. */
static size_t count_good(const shipped *s, const dr_rule *rule)
{
	size_t good = 0;
	for (size_t i = 0; i < rule->examples.len; i++) {
		dr_arena *arena = dr_arena_new(0);
		dr_run_config config = s->config;
		dr_example_result result = { 0 };
		dr_error err = { 0 };
		if (dr_example_run(rule, rule->examples.items[i], dr_run_example_facts, &config,
		                   arena, &result, &err) != DR_OK) {
			stop(rule->id.ptr, &err);
		}
		good += result.ok;
		dr_arena_free(arena);
	}
	return good;
}

/* False when the examples hold whether the condition is negated or not. */
static bool is_missed(const shipped *s, const dr_rule *rule)
{
	dr_arena *arena = dr_arena_new(0);
	dr_rule copy = negated(rule, arena);
	bool missed = count_good(s, &copy) < rule->examples.len;
	dr_arena_free(arena);
	return missed;
}

static bool check(const shipped *s, const dr_rule *rule)
{
	if (count_good(s, rule) < rule->examples.len) {
		printf("%s: an example fails before anything is negated\n", rule->id.ptr);
		return false;
	}
	if (!is_missed(s, rule)) {
		printf("%s: its examples do not notice that `when` is negated\n", rule->id.ptr);
		return false;
	}
	return true;
}

int main(int argc, char **argv)
{
	dr_arena *arena = dr_arena_new(0);
	shipped s = load(arena);
	size_t left = dr_ruleset_count(s.rules), bad = 0, checked = 0;
	size_t wanted = argc > 1 ? strtoul(argv[1], NULL, 10) : left;
	srand(argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 1U);
	/* Takes each rule with the probability that fills the rest of the sample. */
	for (size_t i = 0; i < dr_ruleset_count(s.rules); i++, left--) {
		if ((size_t)rand() % left < wanted) {
			bad += !check(&s, dr_ruleset_at(s.rules, i));
			wanted--;
			checked++;
		}
	}
	printf("%zu rules negated, %zu not missed\n", checked, bad);
	dr_arena_free(arena);
	return bad > 0 || checked == 0;
}
