#include "report/report.h"

enum { ISSUES_MAX = 64, SUBJECT_MAX = 64 };

static const char *const NAMES[] = {
#define DR_REPORT_ISSUE(id, code, doc) [DR_REPORT_##id] = (code),
#include "report/report_issue.def"
#undef DR_REPORT_ISSUE
};

static const char *const DOCS[] = {
#define DR_REPORT_ISSUE(id, code, doc) [DR_REPORT_##id] = (doc),
#include "report/report_issue.def"
#undef DR_REPORT_ISSUE
};

const char *dr_report_issue_name(dr_report_issue_code code)
{
	return NAMES[code];
}

const char *dr_report_issue_doc(dr_report_issue_code code)
{
	return DOCS[code];
}

void dr_report_issue_add(dr_arena *arena, dr_report_issues *issues, dr_report_issue_code code,
                         dr_str subject, uint32_t line)
{
	subject = dr_str_sub(subject, 0, SUBJECT_MAX);
	for (size_t i = 0; i < issues->len; i++) {
		dr_report_issue *old = &issues->items[i];
		if (old->code == code && dr_str_eq(old->subject, subject)) {
			old->times++;
			return;
		}
	}
	if (issues->len < ISSUES_MAX) {
		dr_report_issue fresh = { code, dr_arena_copy(arena, subject), line, 1 };
		dr_list_add(arena, issues, fresh);
	}
}
