/*
 * Plans for the commands that need one: what was asked for on the command line and in the config,
 * the playbook, the evidence.
 */
#pragma once
#include "errand.h"
#include "plan/plan_facts.h"
#include "plan/portfolio.h"

typedef struct {
	const errand *on;
	const dr_playbook *playbook;
} planning;

/* Opens what plans need beside the answers, on->evidence too when there are reports. EXIT_CLEAN, or
 * a status after telling what is wrong. */
int planning_open(errand *on, planning *ret_planning);

/* What is to be found out about a domain that is planned: with what reports say, and the names
 * below it that the config and the zones tell of. */
dr_request planning_request(const planning *from, dr_arena *arena, dr_str domain);

/* Makes the plan of a finished run, in its arena. `slot` NULL: nobody else moves. EXIT_CLEAN, or a
 * status after telling what is wrong; *ret_plan is then untouched. */
int planning_make(const planning *from, dr_run_result *result, const dr_plan_slot *slot,
                  const dr_plan **ret_plan);

/* The hook `plan` of dr_run_config, with a planning as `self`: for domains whose rollout somebody
 * plans in the config. */
const dr_plan_facts *planning_facts(void *self, dr_run_result *result);

/* The records that stand in DNS while a phase lasts: for `live --phase` and the like. EXIT_CLEAN,
 * or EXIT_USAGE after telling that the plan has no such phase or that it is left out. */
int planning_wanted(dr_arena *arena, const dr_plan *plan, dr_str phase,
                    dr_plan_records *ret_records);

/* How the domains of a command are taken one after the other. */
typedef struct {
	planning from;
	size_t taken;
	const dr_strs *domains;
	dr_portfolio *portfolio; /* takes every plan in, which then share the weeks; NULL: each
	                            domain is by itself */
	bool settled;            /* the portfolio is: who must wait is known */
	int status;
	/* Looks at a plan; a status. NULL: the plan itself says it. */
	int (*look)(void *self, dr_run_result *result, const dr_plan *plan, dr_render_item *item);
	void *self;
} planning_sweep;

/* The domains of the arguments; without any, with --all, those of the config. EXIT_CLEAN, or
 * EXIT_USAGE after telling that there is none. */
int planning_domains(const errand *on, dr_strs *ret_domains);

/* Plans each domain and writes its document. With a portfolio all are planned before, to know when
 * there is room for each. A status. */
int planning_run(errand *on, dr_document kind, planning_sweep *over);
