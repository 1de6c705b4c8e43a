/*
 * The elements of aggregate reports, apart from any XML parser: which may stand where, and what
 * becomes of their texts.
 */
#pragma once
#include "report/guard_priv.h"
#include "report/sink.h"
#include "report/text_priv.h"
#include "report/words.h"

typedef struct dr_aggregate_reading dr_aggregate_reading;
typedef struct dr_aggregate_element dr_aggregate_element;

/* What becomes of an element's text. */
typedef void (*dr_element_end)(dr_aggregate_reading *r, const dr_aggregate_element *element,
                               dr_str text);

struct dr_aggregate_element {
	const char *name;
	size_t name_len;
	const dr_aggregate_element *children;
	size_t child_count;
	void (*begin)(dr_aggregate_reading *r);
	dr_element_end end;           /* NULL: the text does not count */
	size_t member;                /* offset in what `end` fills, when it needs one */
	const dr_report_words *words; /* of its closed set */
	bool newer;                   /* only RFC 9990 has it */
	bool renamed;                 /* a reporter's own name for it */
	bool transparent;             /* its children are those of what it stands in */
};

extern const dr_aggregate_element DR_AGGREGATE_ROOT; /* its one child is feedback */

struct dr_aggregate_reading {
	dr_arena *arena;     /* of the report */
	dr_arena *row_arena; /* given back after every row */
	dr_guard *guard;
	const dr_report_sink *sink;
	dr_error *err;
	int code; /* the first failure: nothing happens after it */

	dr_aggregate report;
	dr_aggregate_record record;
	dr_report_dkim signature;
	struct {
		dr_str domain;
		dr_spf_scope scope;
		dr_reported result;
	} spf;
	struct {
		uint8_t bit;
		bool known;
		dr_str comment;
	} reason;
	bool has_begin, has_end, has_range, has_count;
	bool has_policy, has_metadata, in_first; /* of an element that stands once */
	uint64_t count;
	uint64_t rows; /* those that do not count included */
	uint32_t line; /* where the parser is */
};

/* For the tables of elements. */
#define NAMED(text)   .name = (text), .name_len = sizeof(text) - 1
#define WITHIN(array) .children = (array), .child_count = DR_COUNT(array)

/* What stands in <record>, and what begins and ends one. */
enum { DR_AGGREGATE_RECORD_CHILDREN = 4 };
extern const dr_aggregate_element DR_AGGREGATE_RECORD[DR_AGGREGATE_RECORD_CHILDREN];
void dr_aggregate_record_begin(dr_aggregate_reading *r);
void dr_aggregate_record_end(dr_aggregate_reading *r, const dr_aggregate_element *element,
                             dr_str text);

void dr_aggregate_note_element(dr_aggregate_reading *r, dr_report_issue_code code,
                               const dr_aggregate_element *element);
void dr_aggregate_note(dr_aggregate_reading *r, dr_report_issue_code code, dr_str subject);
const dr_aggregate_element *dr_aggregate_child(const dr_aggregate_element *parent, dr_str name);
/* What must be there, once the document is over. */
void dr_aggregate_finish(dr_aggregate_reading *r);
