/*
 * A plan as Markdown: what its parts share.
 */
#pragma once
#include "plan/portfolio.h"
#include "render/markup.h"
#include "render/plan_view.h"

/* markdown_plan_parts.c: records as a line of a zone and as a table for a web form. */
void dr_markdown_plan_records(dr_buf *out, const dr_plan_records *records);
/* Texts as a list below a line of Markdown ("### Assumed", "For:"); nothing when there are none. */
void dr_markdown_plan_list(dr_buf *out, const char *title, const dr_strs *texts);
/* Where the record of a CNAME stands, and who changes it; else nothing. */
void dr_markdown_plan_place(dr_buf *out, const dr_plan *plan);
/* A box to tick: published and seen. `phase` may be empty. */
void dr_markdown_plan_check(dr_buf *out, const dr_plan *plan, dr_str phase);

/* markdown_plan_ticket.c: a step as a change ticket. */
void dr_markdown_plan_ticket(dr_buf *out, const dr_plan *plan, const dr_plan_phase *phase);
/* markdown_plan_table.c: many domains in one table, and the tasks that they share. */
void dr_markdown_plan_table(dr_buf *out, const dr_portfolio *portfolio);
/* markdown_plan_helpdesk.c: whose mail a step files or refuses, and what to ask; nothing where it
 * does neither. */
void dr_markdown_plan_helpdesk(dr_buf *out, const dr_plan *plan, const dr_plan_phase *phase);
