/*
 * Plans for people and for programs.
 */
#pragma once
#include "plan/plan.h"

typedef struct {
	bool full; /* every phase with everything; else one screen */
	bool colour;
} dr_plan_text_options;

/* One screen: where the domain is, what comes next and what stands in the way; or the runbook. */
void dr_render_plan_text(const dr_plan *plan, const dr_plan_text_options *options, dr_buf *out);
/* dmarcramp.plan/1. DR_ENOMEM. */
int dr_render_plan_json(const dr_plan *plan, dr_buf *out);
