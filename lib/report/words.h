/*
 * The closed sets of reports: their words, and those that reporters write instead
 * (RFC 7489 appendix C, RFC 9990 appendix A; drafts before them).
 */
#pragma once
#include "report/report.h"

/* A word and what it stands for. */
typedef struct {
	dr_str word;
	uint8_t value;
	bool old; /* no word of a standard, but used for this value */
} dr_report_word;

typedef struct {
	const dr_report_word *items;
	size_t len;
} dr_report_words;

extern const dr_report_words DR_DISPOSITION_WORDS, DR_EVALUATED_WORDS, DR_REPORTED_WORDS,
	DR_SCOPE_WORDS, DR_OVERRIDE_WORDS;

/* What a text stands for (DR_OVERRIDE_WORDS: the bit's number). Blanks around it and capitals do
 * not count. *ret_issue: the issue that it is worth, or DR_REPORT_ISSUE_COUNT. False when it is no
 * word of the set. */
bool dr_report_word_find(const dr_report_words *words, dr_str text, uint8_t *ret_value,
                         dr_report_issue_code *ret_issue);

/* The standard's word for a value; "unknown" when there is none. Static storage. */
dr_str dr_report_word_of(const dr_report_words *words, unsigned value);
