/*
 * Baselines: findings that were there before somebody began to look. They are waived until they go;
 * new ones count. A file lists them by fingerprint, in a fixed order, so that it can be kept under
 * version control.
 *
 *     {"schema": "dmarcramp.baseline/1",
 *      "findings": [{"fingerprint": "…", "rule": "SPF023", "owner": "example.com"}]}
 */
#pragma once
#include "options.h"
#include "run/run.h"

typedef struct {
	dr_str fingerprint, rule, owner;
} baseline_entry;

typedef DR_LIST(baseline_entry) baseline_entries;

typedef struct {
	dr_arena *arena;
	baseline_entries known; /* of --baseline, by fingerprint */
	bool notes;             /* --write-baseline was given */
	baseline_entries noted; /* findings of this run */
} baseline;

/* Reads the file of --baseline. EXIT_CLEAN, or a status after telling what is wrong. */
int baseline_open(dr_arena *arena, const options *given, baseline *ret_baseline);
/* Waives the hits that are in the file; may be called by several threads. */
void baseline_waive(const baseline *from, dr_run_result *result);
/* Remembers the hits for --write-baseline; one thread at a time. */
void baseline_note(baseline *to, const dr_run_result *result);
/* Writes the file of --write-baseline, if that was given. EXIT_CLEAN, or a status after telling. */
int baseline_write(baseline *from, const options *given);
