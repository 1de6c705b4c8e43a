/*
 * What in a value could load something (CSS in attributes and in style elements).
 */
#pragma once
#include "base/str.h"

/* True when a value or style sheet could reach outside the file: a url() that is not `#name`, an
 * import, an image function, or an escape that may hide one of them. */
bool dr_css_leaves_file(dr_str text);
/* True for the value of an href that stays in the file: `#name`. */
bool dr_href_is_local(dr_str value);
