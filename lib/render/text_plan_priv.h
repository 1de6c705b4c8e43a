/*
 * A plan as text: what its parts share.
 */
#pragma once
#include "render/plan_view.h"
#include "render/render_priv.h"

typedef struct {
	const dr_plan *plan;
	dr_buf *out;
} dr_plan_writer;

void dr_text_plan_add(dr_plan_writer *w, const char *text);
/* A text from outside, wrapped; the line has `at` columns already. Ends the line. */
void dr_text_plan_wrapped(dr_plan_writer *w, dr_str text, size_t at, size_t indent);
/* Writes into `text` instead, which is then wrapped. */
dr_plan_writer dr_text_plan_aside(const dr_plan_writer *w, dr_buf *text);
/* Every record twice: as a zone line, and as fields for a web form. */
void dr_text_plan_records(dr_plan_writer *w, const dr_plan_records *records);
/* What others publish before the phase begins. */
void dr_text_plan_elsewhere(dr_plan_writer *w, const dr_plan_phase *phase);
/* What a step does: "p=quarantine sp=none", or "6 records below" where it leaves the domain's own.
 */
void dr_text_plan_does(dr_plan_writer *w, const dr_plan_phase *phase);
/* "since 3 Nov 2026, 28 days at least", "counted from …" where nobody knows since when; "not before
 * …". */
void dr_text_plan_when(dr_plan_writer *w, const dr_plan_phase *phase);
void dr_text_plan_task(dr_plan_writer *w, size_t number, const dr_plan_task *task);
/* All of a phase, numbered. */
void dr_text_plan_tasks(dr_plan_writer *w, const dr_plan_phase *phase);
void dr_text_plan_gate(dr_plan_writer *w, const dr_plan_gate *gate);
/* A label and a column of texts beside it. */
void dr_text_plan_list(dr_plan_writer *w, const char *label, const dr_strs *texts);
/* What changed behind the plan's back, what of the config comes to nothing, and whether the wanted
 * day is possible: a line with a label for each. */
void dr_text_plan_target(dr_plan_writer *w);
void dr_text_plan_assumptions(dr_plan_writer *w);
/* "monitor since 3 Nov 2026 (day 18 of 28). Next: quarantine, not before 1 Dec 2026, blocked by 2
 * things." */
void dr_text_plan_head(dr_plan_writer *w);

/* What a step would have touched, and what a mistake costs; nothing without reports. */
void dr_text_plan_cost(dr_plan_writer *w, const dr_plan_phase *phase, const char *indent);

/* text_plan_screen.c: one screen, what is in the way first. */
void dr_text_plan_screen(dr_plan_writer *w);
/* What the other parts say before the steps: to go back, all that is in the way, a step down. */
void dr_text_plan_urgent(dr_plan_writer *w);
/* text_plan_book.c: everything about every phase, and about one. */
void dr_text_plan_book(dr_plan_writer *w);
void dr_text_plan_phase(dr_plan_writer *w, size_t number, const dr_plan_phase *phase);
/* text_plan_table.c: many plans in their order. */
void dr_text_plan_table(const dr_portfolio *portfolio, dr_buf *out);

/* text_plan_back.c */
void dr_text_plan_return(dr_plan_writer *w, const char *name, const dr_plan_return *back);
void dr_text_plan_questions(dr_plan_writer *w);
