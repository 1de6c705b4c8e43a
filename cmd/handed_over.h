/*
 * Bounces, header fields, mails and reports that a person hands to `explain`.
 */
#pragma once
#include "account/handed.h"
#include "errand.h"
#include "glossary/glossary.h"

/* What was handed over: a file, standard input, or the text itself. */
typedef struct {
	dr_str name; /* as the person gave it */
	dr_str text;
	dr_handed kind;
} handed_over;

typedef DR_LIST(handed_over) handed_list;

/* Reads "-", a file, or takes a text that is pasted. EXIT_CLEAN; EXIT_USAGE without a word when it
 * is none of them (*ret_told false), or after telling what is wrong. */
int handed_read(dr_arena *arena, dr_str what, handed_over *ret_handed, bool *ret_told);
/* Explains one into the documents of the errand. EXIT_CLEAN, EXIT_UNSURE when an answer is missing,
 * or a status after telling what is wrong. */
int handed_explain(errand *on, const dr_glossary *glossary, const handed_over *handed);
