/*
 * A plan as a page: what its parts share.
 */
#pragma once
#include "plan/portfolio.h"
#include "render/html_page.h"
#include "render/plan_view.h"

/* html_plan_verdict.c: how the domain stands today. */
void dr_html_plan_verdict(dr_buf *out, const dr_plan *plan, const dr_run_result *result);
/* html_plan_senders.c: what each source sent lately, as bars. */
void dr_html_plan_senders(dr_buf *out, const dr_plan *plan);
/* html_plan_timeline.c: the phases as bars on a line of time, and as a table. */
void dr_html_plan_timeline(dr_buf *out, const dr_plan *plan);
/* What makes the first day of a step later than its `not_before`, behind `join`; or nothing. */
void dr_html_plan_earliest(dr_buf *out, const char *join, const dr_plan_phase *phase);
/* html_plan_table.c: many domains in one table. */
void dr_html_plan_table(dr_buf *out, const dr_portfolio *portfolio);
/* html_plan_phase.c: one phase with its record, gates, cost, tasks and way back. */
void dr_html_plan_phase(dr_buf *out, const dr_plan *plan, const dr_plan_phase *phase);
/* Records as a line of a zone and as fields of a web form. */
void dr_html_plan_records(dr_buf *out, const dr_plan_records *records);
