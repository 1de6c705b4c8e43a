/*
 * What the formats of plans share: records as lines of a zone, policies in a few words, counts.
 */
#pragma once
#include "render/render.h"

/* A record as a line of a master file, its value as strings of at most 255 octets (RFC 1035 3.3),
 * escaped; "remove NAME TYPE" for a removal. No line end. */
void dr_plan_write_zone_line(dr_buf *out, const dr_plan_record *record);

/* "p=quarantine", "p=none to quarantine" where receivers differ; sp and np only where they differ
 * from what is above them. */
void dr_plan_write_policy(dr_buf *out, const dr_plan_phase *phase);

/* "21 Nov 2026" */
void dr_plan_write_day(dr_buf *out, dr_day day);

/* "day 18 of 28", "its 28 days are over since 1 Dec 2026", "day 18" of a phase without an end. For
 * the present phase, whose first day is known. */
void dr_plan_write_age(dr_buf *out, const dr_plan_phase *phase, dr_day as_of);

/* "p=quarantine; sp=none since 5 Oct 2026 (day 66)": what the domain's own record says, where no
 * phase of the plan has begun with it; nothing where there is none. */
void dr_plan_write_standing(dr_buf *out, const dr_plan *plan);

/* The day on which a phase may begin, gates that only time opens counted; since when it lasts.
 * DR_NO_DAY: none is known, or none is free. */
dr_day dr_plan_first_day(const dr_plan_phase *phase);

/* "PL002 (A quarter end was seen): 5 Apr 2027 at the earliest": what makes the first day of a step
 * later than its `not_before`; nothing when it is not. */
void dr_plan_write_earliest(dr_buf *out, const dr_plan_phase *phase);

/* Why a step does not begin as soon as the stays before it are over: a line for each reason. */
dr_strs dr_plan_find_waits(dr_arena *arena, const dr_plan_phase *phase);

/* Whether the day on which somebody wants the target is possible, and why not; nothing when nobody
 * named one. */
void dr_plan_write_target(dr_buf *out, const dr_plan *plan);

/* "yes, today", "not yet: 2 things stand in the way", "not yet: names comes first". */
void dr_plan_write_start(dr_buf *out, const dr_plan *plan, const dr_plan_phase *phase);

/* The decision that a phase comes after, made or not; NULL: it comes after none. */
const dr_plan_decision *dr_plan_find_decision(const dr_plan *plan, const dr_plan_phase *phase);

/* A sentence: of which days there are reports, and of how many organisations. */
void dr_plan_write_evidence(dr_buf *out, const dr_plan *plan);

/* "at least 12 of 1234 reported messages (7 reporters, 3 Nov 2026 to 30 Nov 2026)" */
void dr_plan_write_touched(dr_buf *out, const dr_plan_impact *impact);

/* "if the main stream (office) breaks on day one, about 99 messages are lost in the 50 hours before
 * a rollback works" */
void dr_plan_write_exposure(dr_buf *out, const dr_plan_exposure *exposure);

/* What a plan that is not complete lacks, as one asks for it: "_dmarc.example.com TXT". */
void dr_plan_write_missing(dr_buf *out, const dr_run_result *result, const dr_plan *plan);

/* "a.example, b.example": the domains that wait for a task. */
void dr_plan_write_domains(dr_buf *out, const dr_portfolio_task *task);

/* Nothing is in the way of the next step any more, neither a gate nor the day nor a decision. */
bool dr_plan_may_begin(const dr_plan *plan);

size_t dr_plan_count_gates(const dr_plan_phase *phase, dr_gate_state state);
/* Met or accepted ones. */
size_t dr_plan_count_passed(const dr_plan_phase *phase);
/* A step that is ahead and changes a record. */
bool dr_plan_is_step(const dr_plan_phase *phase);
