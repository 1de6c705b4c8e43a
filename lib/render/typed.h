/*
 * The domain as a person typed it, for screens: documents say A-labels everywhere, because those
 * cannot be taken for others.
 */
#pragma once
#include "base/buf.h"

/* A line of its own, "  (bücher.example)", when `typed` is in another script than ASCII; else
 * nothing. It stands alone so that text which runs from right to left moves nothing of ours;
 * what could act is neutralised. */
void dr_typed_write(dr_buf *out, dr_str typed);
