/*
 * UTF-8 as RFC 3629 has it: no surrogates, no overlong forms, nothing above U+10FFFF.
 */
#pragma once
#include "base/buf.h"

/* Octets of the code point at the start of `text`; 0 when there is none. */
size_t dr_utf8_length(dr_str text);
/* The same, and the code point. `ret_point` is untouched when there is none. */
size_t dr_utf8_read(dr_str text, uint32_t *ret_point);
/* Code points that a reader does not see, or that change how others are shown: controls,
 * bidirectional and zero-width marks, tags, private use, what is no character. */
bool dr_utf8_is_hidden(uint32_t point);
/* Appends a code point. */
void dr_utf8_add(dr_buf *out, uint32_t code_point);
