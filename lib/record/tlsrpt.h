/*
 * TLS-RPT records (RFC 8460 3).
 */
#pragma once
#include "record/mailuri.h"
#include "record/taglist.h"

/* Rows of the tag table. */
typedef enum { DR_TLSRPT_V, DR_TLSRPT_RUA, DR_TLSRPT_TAG_COUNT } dr_tlsrpt_tag;

typedef struct {
	dr_str text;     /* the whole record; borrowed */
	bool version;    /* begins with v=TLSRPTv1; and so is not discarded */
	dr_taglist list; /* every tag as published */
	dr_issues issues;
	bool valid;      /* a report can be sent somewhere */
	dr_mailuris rua; /* mailto and https */
} dr_tlsrpt;

/* Reads a record. 0, or DR_ENOMEM when the arena is spent (`ret_record` is then incomplete).
 * Issues: those of dr_taglist_parse and dr_mailuri_parse_list. */
int dr_tlsrpt_parse(dr_arena *arena, dr_str text, dr_tlsrpt *ret_record);

extern const dr_taglist_kind DR_TLSRPT_TAGS;
