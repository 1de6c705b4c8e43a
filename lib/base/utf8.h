/*
 * UTF-8 as RFC 3629 has it: no surrogates, no overlong forms, nothing above U+10FFFF.
 */
#pragma once
#include "base/buf.h"

/* Octets of the code point at the start of `text`; 0 when there is none. */
size_t dr_utf8_length(dr_str text);
/* Appends a code point. */
void dr_utf8_add(dr_buf *out, uint32_t code_point);
