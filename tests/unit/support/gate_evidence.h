/*
 * Reports for tests of gates, from lines of mail (see test_plan_gates.c): the text of a digest
 * about example.com.
 */
#pragma once
#include "base/clock.h"
#include "base/str.h"

/* 2026-12-03, a Thursday: days of the lines are counted back from it. */
enum { GATE_EVIDENCE_TODAY = 20790 };

/* In `arena`. Ends the test when a line is none. */
dr_str gate_evidence_write(dr_arena *arena, const dr_strs *mail, const dr_strs *reports);
