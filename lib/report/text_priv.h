/*
 * Texts of reporters in one form: domains that compare equal, numbers and times that are any.
 */
#pragma once
#include "report/report.h"

/* Lower-case, what follows the last @, without a final dot; blanks and control characters inside
 * become `?`; at most 255 octets. */
dr_str dr_report_domain(dr_arena *arena, dr_str text);
/* The same without looking for an @: selectors, keywords. */
dr_str dr_report_token(dr_arena *arena, dr_str text);
/* As written, without blanks around it; control characters become blanks; at most 1024 octets. */
dr_str dr_report_line(dr_arena *arena, dr_str text);
/* Seconds since 1970 of a decimal number, with what is odd about it in *ret_issue (or
 * DR_REPORT_ISSUE_COUNT). False when it is no time of the years 2000 to 2199. */
bool dr_report_seconds(dr_str text, int64_t *ret_seconds, dr_report_issue_code *ret_issue);
/* Seconds of an RFC 3339 time such as 2016-04-01T00:00:00Z; a date alone is its midnight. */
bool dr_report_datetime(dr_str text, int64_t *ret_seconds);
