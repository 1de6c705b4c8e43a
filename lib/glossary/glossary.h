/*
 * The words of the standards, for people who met one: tags, terms, elements of reports, results,
 * reasons. They are in rules/terms/, one YAML file for each kind.
 *
 * A term's id is its area and its name, "dmarc.pct"; several areas may have a term of the same
 * name. Words with `-` and `_` are the same.
 */
#pragma once
#include "doc/bind.h"

typedef struct {
	dr_str name;       /* as the standard writes it */
	dr_strs also;      /* other spellings, and what stands for it in the wild */
	dr_str says;       /* what it means, in sentences */
	dr_str values;     /* what may stand there; may be empty */
	dr_str changed;    /* what differs between RFC 7489 and RFC 9989 or 9990; may be empty */
	dr_str example;    /* may be empty */
	dr_strs see;       /* where the standards say so */
	dr_str area, kind; /* of the file: "dmarc", "DMARC tag" */
	dr_str id;         /* "dmarc.pct" */
} dr_term;

typedef DR_LIST(const dr_term *) dr_terms;

typedef struct dr_glossary dr_glossary;

/* In `arena`, which must outlive it. NULL: no memory. */
dr_glossary *dr_glossary_new(dr_arena *arena);
/* Reads one file. The number of errors added; two terms of one id are one. */
size_t dr_glossary_load(dr_glossary *glossary, const dr_source *source, dr_errors *errors);

size_t dr_glossary_count(const dr_glossary *glossary);
const dr_term *dr_glossary_at(const dr_glossary *glossary, size_t index);
/* The term of an area, in any case; NULL when there is none. */
const dr_term *dr_glossary_find(const dr_glossary *glossary, dr_str area, dr_str name);
/* Every term that a person may mean: "pct", "dmarc.pct", "pct=25", "dkim=fail", "<pct>", "rua:". In
 * `arena`. */
dr_terms dr_glossary_search(const dr_glossary *glossary, dr_arena *arena, dr_str what);
/* The nearest name, or NULL. */
const char *dr_glossary_suggest(const dr_glossary *glossary, dr_str what);
