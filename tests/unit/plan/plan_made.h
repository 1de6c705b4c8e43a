/*
 * The plan of a generated domain, made as the program makes it: zone, run with rules, reports,
 * planner.
 */
#pragma once
#include "plan_domain.h"
#include "run/run.h"

/* What all plans share. */
typedef struct {
	const dr_catalog *catalog;
	const dr_ruleset *rules;
	const dr_playbook *const *playbooks;
	size_t count;
} plan_books;

typedef struct {
	dr_arena *arena;
	dr_zone *zone, *past; /* NULL: there is no earlier snapshot */
	dr_run_config config;
	dr_request request;
	dr_run_result result;
	dr_traffic *traffic; /* NULL: no reports */
	dr_plan plan;
} made_plan;

/* Ends the test when there is no plan. `backwards`: the rows of reports come in the opposite order.
 */
void plan_make(const plan_books *books, const plan_domain *d, bool backwards, made_plan *ret_made);
void plan_unmake(made_plan *made);
/* As `dmarcramp plan --full --format` json, html or ics writes it. */
dr_str plan_written(const made_plan *made, const char *format);

/* The step at a place among those that are ahead and change a record; NULL: there are fewer. */
const dr_plan_phase *plan_step(const dr_plan *plan, size_t number);
const dr_playbook_phase *playbook_phase(const dr_playbook *playbook, dr_str id);
