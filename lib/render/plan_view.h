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

/* What a plan that is not complete lacks, as one asks for it: "_dmarc.example.com TXT". */
void dr_plan_write_missing(dr_buf *out, const dr_run_result *result, const dr_plan *plan);

/* Nothing is in the way of the next step any more, neither a gate nor the day nor a decision. */
bool dr_plan_may_begin(const dr_plan *plan);

size_t dr_plan_count_gates(const dr_plan_phase *phase, dr_gate_state state);
/* Met or accepted ones. */
size_t dr_plan_count_passed(const dr_plan_phase *phase);
/* A step that is ahead and changes a record. */
bool dr_plan_is_step(const dr_plan_phase *phase);
