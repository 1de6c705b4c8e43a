/*
 * The parts of this build: `core` always, `web` and `reports` unless they were left out.
 */
#pragma once
#include "base/error.h"

/* Their names, one space between two: "core web". Static storage. */
const char *dr_parts(void);
bool dr_part_is_built(const char *part);
/* DR_EPART with a sentence that names the part and how to get it. */
int dr_part_fail(const char *part, dr_error *err);
