/*
 * Options as somebody would type them again, for commands that are printed.
 */
#pragma once
#include "options.h"

/* What changes the records of a plan: " --rua d@example.com --pace large"; empty: nothing was said.
 */
dr_str as_typed_wishes(dr_arena *arena, const options *given);
/* What else it was made from: " --config FILE --evidence FILE". */
dr_str as_typed_files(dr_arena *arena, const options *given);
