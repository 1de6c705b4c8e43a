/*
 * One run from inside: what run_one and the window drive.
 *
 * begin; then step until it says true, waiting for the live source between steps; then finish. A
 * run that is not finished is dropped.
 */
#pragma once
#include "run/inquiry.h"

/* A question that the live source is asking for a run. */
typedef struct dr_waiter {
	struct dr_run *run;
	struct dr_waiter *next;
	dr_source_of_answers *source;
	bool answered;
} dr_waiter;

typedef struct dr_run {
	const dr_run_config *config;
	const dr_request *request; /* NULL for an inquiry */
	const dr_inquiry *inquiry; /* asked instead of a survey; NULL: none */
	dr_run_result result;      /* its arena holds everything that lives as long as the run */
	dr_arena *scratch;         /* emptied before each pass */
	dr_name domain;
	dr_hints hints;
	dr_waiter *waiters;
	int64_t deadline_ms;
	dr_change_side before; /* a change, or an earlier snapshot; zeros: there is neither */
	bool fresh;            /* answers have come since the last pass … */
	int64_t fresh_since_ms;
	bool given_up; /* a limit is spent: the next pass is the last */
} dr_run;

/* Both arenas are empty and outlive the run; they stay the caller's. 0, also for what is no domain
 * (then result.error is set and the run is at its end), or DR_ENOMEM. */
int dr_run_begin(dr_run *run, const dr_run_config *config, const dr_request *request,
                 dr_arena *arena, dr_arena *scratch, int64_t now_ms);
/* The same for an inquiry, which has no domain: finish with dr_run_finish_inquiry(). */
int dr_run_begin_inquiry(dr_run *run, const dr_run_config *config, const dr_inquiry *inquiry,
                         dr_arena *arena, dr_arena *scratch, int64_t now_ms);
/* The zone that is authoritative for the domain; NULL: none. */
const dr_zone *dr_run_zone(const dr_run *run);
/* Surveys or inquires once, for the questions that it asks. */
void dr_run_pass(dr_run *run);
/* Selectors that are known to have been there: names of the domain's zone, and what was found
 * before a change. In the run's arena. */
dr_strs dr_run_listed_selectors(const dr_run *run);
/* Author domains below the domain that reports tell of. */
dr_strs dr_run_names_below(const dr_run *run);
/* Keys and SPF records of other names, by which mail of the domain passes, as reports have it. */
void dr_run_add_used(dr_run *run);
/* Runs the passes that are due and hands new questions to the live source. True when nothing is
 * open any more. */
bool dr_run_step(dr_run *run, int64_t now_ms);
/* How long to wait for answers before the next step at the latest. */
int dr_run_wait_ms(const dr_run *run, int64_t now_ms);
/* The last pass and the facts: look at the arena afterwards. */
void dr_run_fill_facts(dr_run *run);
/* Survey and facts of before a change, or of the earlier snapshot, in the run's arena; zeros when
 * there is neither. */
dr_change_side dr_run_before(const dr_run *run);
/* Names that the SPF record of then included. */
dr_strs dr_run_included_before(const dr_run *run);
/* The variable `change`: what the run differs in from the other side; NULL when there is none. */
const dr_change_facts *dr_run_change(dr_run *run);
/* Facts and findings. 0 or DR_ENOMEM. */
int dr_run_finish(dr_run *run);
/* The last pass of an inquiry, whose results stay. */
void dr_run_finish_inquiry(dr_run *run);
/* Ends a run that is not wanted any more: takes back its questions. A finished run is fine. */
void dr_run_drop(dr_run *run);

int64_t dr_run_now(const dr_run_config *config);
size_t dr_run_arena_limit(const dr_run_config *config);

/* Waits at most `wait_ms` for the live source and handles what came. */
void dr_run_wait(const dr_run_config *config, int wait_ms);
