/*
 * A domain as it will be: the run once more, with one TXT record changed and everything else as the
 * first run saw it. Nothing is asked, and reports stay out: they say nothing of a record that is
 * still to come. What the changed record makes one want to know besides (the agreement of a new
 * report address) is not given.
 */
#pragma once
#include "run/run.h"

typedef struct {
	dr_str owner; /* _dmarc.example.com */
	dr_str text;  /* joined text of the one record that will stand there */
} dr_run_change;

/* Judges `now` again with the change, to the stage DR_STAGE_FACTS, finished. The findings are
 * copied to `arena` without place and consequences: the record is nowhere yet. DR_ENOMEM, or
 * DR_ENAME when `owner` is no name; `ret_findings` is untouched then. */
int dr_run_after(const dr_run_config *config, const dr_run_result *now, const dr_run_change *change,
                 dr_arena *arena, dr_findings *ret_findings, dr_error *err);
