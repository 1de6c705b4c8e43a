/*
 * What the readers of the formats share: one file being read.
 */
#pragma once
#include "report/flow_priv.h"
#include "report/guard_priv.h"
#include "report/sink.h"

typedef struct {
	dr_guard guard;
	const dr_report_sink *sink;
	bool keep_personal;
	dr_str trusted_authserv_id;
	bool vouched;        /* the mail that is being read passed DMARC there */
	dr_arena *arena;     /* of the file, or of one message of a mailbox */
	dr_arena *row_arena; /* for a reader's own short-lived things */
} dr_report_context;

/* Once in a program, before threads. */
void dr_aggregate_xml_setup(void);

/* Each reads one document of its format from the flow. DR_OK also when it is no report
 * (*ret_found false). DR_ELIMIT: refused, the guard says why. Else a failure of ours or of the
 * sink. */
int dr_aggregate_xml_read(dr_report_context *context, dr_flow *flow, bool *ret_found,
                          dr_error *err);
int dr_tlsrpt_json_read(dr_report_context *context, dr_flow *flow, bool *ret_found, dr_error *err);

/* A failure report from its parts: the feedback part, the header of the message it is about (may be
 * empty), and the header of the report mail. *ret_found false when it is feedback about something
 * else. */
int dr_failure_arf_read(dr_report_context *context, dr_str feedback, dr_str original, dr_str mail,
                        bool *ret_found, dr_error *err);

/* Failure reports without a feedback part: what Exim's dmarc_send_forensic writes as plain text.
 * True when `text` is one; then the feedback fields in the form of RFC 5965, in the arena, and the
 * header of the message. */
bool dr_failure_text_find(dr_arena *arena, dr_str text, dr_str *ret_feedback, dr_str *ret_original);
