/*
 * What rules see of a plan: the variable `plan`. It is there for domains whose rollout somebody
 * plans (pace, since, target or by in the config).
 */
#pragma once
#include "plan/plan.h"

typedef struct {
	dr_str phase; /* id of the present one; absent: nothing is published that the plan knows */
	dr_status phase_status;
	dr_str next; /* id of the next step; absent: no step is ahead */
	dr_status next_status;
	int64_t days; /* of the present phase; absent: its age is not known */
	dr_status days_status;
	int64_t least;   /* days that the present phase lasts at least */
	int64_t overdue; /* days since the next step was due; negative: until it is; absent: no step
	                    is ahead, or the age is not known */
	dr_status overdue_status;
	int64_t ends_in; /* days until the last phase may begin; absent: none is ahead */
	dr_status ends_in_status;
	int64_t waiting; /* gates of the next step that are open or unknown */
	bool undecided;  /* it also waits for a decision of a person */
	int64_t ahead;   /* the same of the step that brought p where it is */
	dr_str bars;     /* what else speaks against that step; empty: nothing does */
	bool names_wait; /* names below the domain are to rise, and may not today */
	dr_str drift; /* how what is published does not fit what the config says; empty: it does */
} dr_plan_facts;

extern const dr_schema DR_PLAN_FACTS_SCHEMA;

/* In `arena`, borrowing from the plan; NULL: no memory, or the plan is incomplete. */
const dr_plan_facts *dr_plan_facts_make(dr_arena *arena, const dr_plan *plan);
