/*
 * The part of a record that a finding is about, with a caret, in one line of the screen.
 */
#pragma once
#include "base/buf.h"

/* Appends two lines: `"v=spf1 … include:a.example …"` and `^~~~` below the span. `at` columns are
 * on the line already, which is `width` wide; octets are escaped (dr_shown_write). Long records
 * show the first word, the span and as much around it as fits, `…` elsewhere. A span of length 0
 * marks its octet; one outside the text gives no second line. Both lines end with a newline. */
void dr_excerpt_write(dr_buf *out, dr_str record, dr_span span, size_t at, size_t width);
