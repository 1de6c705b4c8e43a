/*
 * Facts as text, for tests: a line for each, "dmarc.p = reject", "spf.lookups ? network
 * _spf.example.net TXT", in the order of the tables.
 */
#pragma once
#include "run/run.h"

/* All facts of a run, in `arena`. */
dr_str facts_text(dr_arena *arena, const dr_run_result *result);
/* The line of one fact without its path: "= reject", "absent", "? network _spf.example.net TXT". */
dr_str fact_text(dr_arena *arena, const dr_run_result *result, const char *path);
