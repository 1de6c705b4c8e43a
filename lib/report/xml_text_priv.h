/*
 * From the octets of an XML document to UTF-8 that a parser takes: reporters declare encodings that
 * are not true, put octets of none into texts, and break the declaration itself.
 */
#pragma once
#include "report/flow_priv.h"
#include "report/report.h"

typedef enum { DR_XML_UTF8, DR_XML_LATIN1, DR_XML_UTF16LE, DR_XML_UTF16BE } dr_xml_encoding;

typedef struct {
	dr_arena *arena;
	dr_xml_encoding encoding;
	char pending[4]; /* octets of a character whose rest has not come */
	size_t pending_len;
	dr_buf room;
	uint32_t lines; /* that stood before what the parser sees */
	uint64_t bad;   /* octets that became U+FFFD */
} dr_xml_text;

/* Takes what stands before the first element off the flow: byte order mark, blanks, declaration.
 * 0 or a negative DR_E*. */
int dr_xml_text_begin(dr_xml_text *text, dr_arena *arena, dr_flow *flow, dr_report_issues *issues,
                      dr_error *err);
/* The octets as UTF-8 without characters that XML does not have (XML 1.0 2.2); borrows from
 * `octets` when nothing had to change. Valid until the next call. */
dr_str dr_xml_text_clean(dr_xml_text *text, dr_str octets);
