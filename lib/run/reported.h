/*
 * What reports show of the records of a domain: the rules that read the variable `traffic`, judged
 * for a run that need not have judged them itself. A plan asks for them.
 */
#pragma once
#include "run/run.h"

/* Judges `now`, whose survey asked for the selectors of the reports; the findings are in `arena`,
 * finished, in the order of rules. `traffic` is judged again, in `arena`. DR_ENOMEM; `ret_findings`
 * is untouched then. */
int dr_run_reported(const dr_run_config *config, const dr_run_result *now,
                    struct dr_traffic *traffic, dr_arena *arena, dr_findings *ret_findings,
                    dr_error *err);
