/*
 * What `explain` can be asked about by name: rules, services, words of the standards.
 */
#pragma once
#include "glossary/glossary.h"
#include "outputs.h"
#include "rulebook.h"

/* One of the three. */
typedef struct {
	const dr_rule *rule;
	const dr_service *service;
	const dr_term *term;
} topic;

typedef DR_LIST(topic) topics;

/* Everything that has a name. */
typedef struct {
	dr_arena *arena;
	rulebook book;
	const dr_catalog *catalog;
	const dr_glossary *glossary;
} topic_index;

/* The words of rules/terms/. NULL after telling what is wrong. */
const dr_glossary *terms_load(dr_arena *arena);
/* EXIT_CLEAN, or a status after telling what is wrong. */
int topics_open(dr_arena *arena, const options *given, topic_index *ret_index);
/* Appends what is called so: a rule, else a service, else every word. False: nothing is. */
bool topics_find(const topic_index *index, dr_str what, topics *list);
/* Says that nothing is called so, and what may have been meant. */
void topics_suggest(const topic_index *index, dr_str what);
void topics_write(dr_arena *arena, const document *one, const topics *list);
