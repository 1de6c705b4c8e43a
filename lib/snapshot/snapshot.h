/*
 * Answers at rest: `dmarcramp.snapshot/1`, for offline and reproducible runs.
 *
 * Reading gives a source that answers everything (what is not listed gets `default`); writing gives
 * the answers of a run in order of name, type, server and flags: the same run, the same octets.
 */
#pragma once
#include "answer/answers.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/source.h"

typedef struct dr_snapshot dr_snapshot;

/* DR_ESYNTAX, DR_ETYPE, DR_ENAME (unknown key, with a suggestion), DR_ELIMIT, DR_ENOMEM; err has
 * line and column. Close with dr_snapshot_close. */
int dr_snapshot_load(const dr_source *text, dr_snapshot **ret_snapshot, dr_error *err);
void dr_snapshot_close(dr_snapshot *snapshot);
dr_day dr_snapshot_as_of(const dr_snapshot *snapshot); /* DR_NO_DAY: not said */
/* The snapshot as a source of answers; the snapshot must outlive it and what it answers. Questions
 * to one particular server, with flags, and fetches are never denied: what is not listed is
 * DR_NOT_GIVEN. */
dr_source_of_answers *dr_snapshot_source(dr_snapshot *snapshot);
/* What is listed, in the order of the questions. */
size_t dr_snapshot_count(const dr_snapshot *snapshot);
const dr_answer *dr_snapshot_at(const dr_snapshot *snapshot, size_t index);

/* Appends the document; DR_ENOMEM. `as_of` DR_NO_DAY leaves the key out. Answers that are DR_OPEN
 * or DR_NOT_GIVEN are not written. */
int dr_snapshot_write(const dr_answer *const *answers, size_t count, dr_day as_of, dr_buf *out);
