/*
 * Lines of a bounded width out of running text: for the screen.
 */
#pragma once
#include "base/buf.h"

/* Columns of a text: one for each code point. */
size_t dr_wrap_columns(dr_str text);

/* Appends `text` word by word; blanks and line ends between words count as one. `at` columns are on
 * the line already; further lines begin with `indent` spaces. Words are kept whole even when they
 * are wider than `width`. No line end behind the last line. */
void dr_wrap_write(dr_buf *out, dr_str text, size_t at, size_t indent, size_t width);
