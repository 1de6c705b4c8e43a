/*
 * The rules and services that the program works with: the built-in ones and those of --rules.
 */
#pragma once
#include "catalog/catalog.h"
#include "options.h"
#include "rule/rule.h"

typedef struct {
	dr_arena *arena;
	dr_ruleset *rules;
	DR_LIST(dr_source) own; /* files of --rules */
	size_t errors;          /* problems of the files, told already */
} rulebook;

/* Whether the examples of built-in rules and services are wanted: without them nothing is read but
 * trees that were made of the texts when the program was built. */
typedef enum { RULES_ALONE, RULES_WITH_EXAMPLES } rule_depth;

/* Loads the built-in rules and those of the paths; problems are told on standard error with their
 * place and counted. `arena` must outlive the book. EXIT_CLEAN, or EXIT_USAGE when a path cannot be
 * read or there are problems, EXIT_INTERNAL. */
int rulebook_load(dr_arena *arena, const dr_strs *paths, rule_depth depth, rulebook *ret_book);

/* The rule, or NULL after telling which one may have been meant. */
const dr_rule *rulebook_find(const rulebook *book, dr_str id_or_name);

typedef DR_LIST(const dr_rule *) rule_list;

/* The rules that were named, in that order; all of them, by id, when none was. EXIT_CLEAN, or
 * EXIT_USAGE after telling which one there is not. */
int rulebook_choose(const rulebook *book, const dr_strs *wanted, rule_list *ret_rules);

/* The service catalogue; RULES_ALONE leaves out what only `explain` and `rules test` need. NULL
 * after telling what is wrong. */
dr_catalog *services_load(dr_arena *arena, rule_depth depth);
