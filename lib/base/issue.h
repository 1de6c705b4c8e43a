/*
 * What a parser saw in a record that a rule may want to judge. Never an error: records are data.
 */
#pragma once
#include "base/list.h"
#include "base/place.h"

typedef enum {
#define DR_ISSUE(id, code, doc) DR_ISSUE_##id,
#include "base/issue.def"
#undef DR_ISSUE
	DR_ISSUE_COUNT
} dr_issue_code;

typedef struct {
	dr_issue_code code;
	dr_str subject; /* the tag, term or value it is about; borrowed from the record */
	dr_str nearest; /* unknown names: the nearest known one; else empty; static storage */
	dr_place place;
} dr_issue;

typedef DR_LIST(dr_issue) dr_issues;

/* The code as rules write it: "tag-duplicate". Static storage. */
const char *dr_issue_name(dr_issue_code code);
/* One sentence for people who write rules. Static storage. */
const char *dr_issue_doc(dr_issue_code code);
/* All names in the order of the enum, NULL at the end: the choices of the fact `code`. */
extern const char *const DR_ISSUE_NAMES[];

/* Appends an issue at `span` of the record's joined text. */
void dr_issue_add(dr_arena *arena, dr_issues *issues, dr_issue_code code, dr_str subject,
                  dr_span span);
/* The same for an unknown name. */
void dr_issue_add_unknown(dr_arena *arena, dr_issues *issues, dr_issue_code code, dr_str subject,
                          dr_str nearest, dr_span span);
