/*
 * Issues of a record as one line of text, so that tests can say exactly what they expect:
 * "tag-value p 10+9, tag-unknown foo~fo 21+3" (code, subject, nearest, offset and length).
 */
#pragma once
#include "base/buf.h"
#include "base/issue.h"

static inline dr_str issues_text(dr_arena *arena, const dr_issues *issues)
{
	dr_buf buf;
	dr_buf_init(&buf, arena);
	for (size_t i = 0; i < issues->len; i++) {
		const dr_issue *issue = &issues->items[i];
		dr_buf_addf(&buf, "%s%s %.*s", i > 0 ? ", " : "", dr_issue_name(issue->code),
		            DR_FMT(issue->subject));
		if (issue->nearest.len > 0) {
			dr_buf_addf(&buf, "~%.*s", DR_FMT(issue->nearest));
		}
		dr_buf_addf(&buf, " %u+%u", issue->place.span.off, issue->place.span.len);
	}
	return dr_buf_str(&buf);
}
