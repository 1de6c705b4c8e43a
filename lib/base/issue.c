#include "base/issue.h"
#include "base/limits.h"

const char *const DR_ISSUE_NAMES[] = {
#define DR_ISSUE(id, code, doc) [DR_ISSUE_##id] = (code),
#include "base/issue.def"
#undef DR_ISSUE
	[DR_ISSUE_COUNT] = NULL,
};

static const char *const DOCS[] = {
#define DR_ISSUE(id, code, doc) [DR_ISSUE_##id] = (doc),
#include "base/issue.def"
#undef DR_ISSUE
};

const char *dr_issue_name(dr_issue_code code)
{
	return DR_ISSUE_NAMES[code];
}

const char *dr_issue_doc(dr_issue_code code)
{
	return DOCS[code];
}

static void add(dr_arena *arena, dr_issues *issues, dr_issue issue)
{
	if (issues->len < DR_LIMIT_ISSUES) {
		dr_list_add(arena, issues, issue);
	}
}

void dr_issue_add(dr_arena *arena, dr_issues *issues, dr_issue_code code, dr_str subject,
                  dr_span span)
{
	add(arena, issues, (dr_issue){ .code = code, .subject = subject, .place.span = span });
}

void dr_issue_add_unknown(dr_arena *arena, dr_issues *issues, dr_issue_code code, dr_str subject,
                          dr_str nearest, dr_span span)
{
	add(arena, issues,
	    (dr_issue){ .code = code, .subject = subject, .nearest = nearest, .place.span = span });
}
