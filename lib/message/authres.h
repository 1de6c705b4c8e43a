/*
 * Authentication-Results (RFC 8601 2.2), as far as trust in a report mail needs it.
 */
#pragma once
#include "base/str.h"

/* Whether a field's value was written by the server `authserv_id` and says that `method` passed.
 * Comments may stand between any two words; ids, methods and results are compared without case. */
bool dr_authres_passed(dr_str value, dr_str authserv_id, dr_str method);
/* Whether the value was written by that server. */
bool dr_authres_is_of(dr_str value, dr_str authserv_id);
