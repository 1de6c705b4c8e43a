/*
 * What the fuzz targets of the record parsers share: promises that hold for every input.
 */
#pragma once
#include "base/buf.h"
#include "base/issue.h"

#include <stdlib.h>

enum { FUZZ_ARENA = 8 * 1024 * 1024 };

/* Stops the fuzzer when a promise is broken; works without assert(). */
static inline void must(bool holds)
{
	if (!holds) {
		abort();
	}
}

static inline void must_be_inside(dr_str text, dr_span span)
{
	must(span.off <= text.len && span.len <= text.len - span.off);
}

/* Places of issues are inside the text; codes have names. */
static inline void must_be_good_issues(dr_str text, const dr_issues *issues)
{
	for (size_t i = 0; i < issues->len; i++) {
		must(issues->items[i].code < DR_ISSUE_COUNT);
		must(dr_issue_name(issues->items[i].code) != NULL);
		must_be_inside(text, issues->items[i].place.span);
	}
}
