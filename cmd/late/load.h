/* Loading a module: what late_web.c and late_reports.c share. */
#pragma once
#include "base/error.h"

/* The table of a part's module, "web" and "DMARCRAMP_WEB"; the module stays loaded. NULL with
 * DR_EPART when it is not there. */
const void *late_load(const char *part, const char *table, dr_error *err);
