/*
 * A mail as far as it matters who it says it is from and who answers for it: From, Return-Path,
 * signatures, what servers wrote about it.
 *
 * Everything a mail says is a stranger's claim. Names are lower-case, without a final dot; what is
 * longer than a name can be is left out.
 */
#pragma once
#include "base/clock.h"
#include "base/error.h"
#include "message/dkim_signature.h"
#include "message/header.h"

enum {
	DR_MAIL_SIGNATURES = 32,
	DR_MAIL_FIELDS = 64,
	DR_MAIL_HEADER_FIELDS = 4096
}; /* what is more is not looked at */

typedef DR_LIST(dr_header_field) dr_header_fields;

typedef struct dr_mail {
	dr_str header;            /* up to the empty line */
	dr_str body;              /* behind it */
	dr_header_fields fields;  /* all of the header, from the top */
	size_t from_fields;       /* how many From there are; DMARC wants one */
	dr_strs authors;          /* domains of the addresses in From, each once */
	bool returns_nowhere;     /* Return-Path: <> */
	dr_str return_path;       /* its domain; empty: not told, or nowhere */
	dr_str bimi_selector;     /* that BIMI-Selector asks for; empty: none */
	dr_signatures signatures; /* DKIM-Signature, from the top */
	dr_header_fields authres; /* Authentication-Results, from the top */
	dr_header_fields arc;     /* the three kinds of ARC fields, from the top */
	dr_header_fields received_spf;
	dr_day day; /* when the last server received it, else of Date; DR_NO_DAY */
} dr_mail;

/* Whether a text is a mail: it begins with header fields, one of which every mail has. */
bool dr_mail_is(dr_str text);
/* Reads it; slices borrow from `text` or are in `arena`. Line ends may be CRLF or LF; the separator
 * line of an mbox is passed over. 0; DR_ENOMEM; DR_EPART without the part reports. */
int dr_mail_parse(dr_arena *arena, dr_str text, dr_mail *ret_mail, dr_error *err);

/* A field as it stands in the header, without the last line's end. `field` is of that header. */
dr_str dr_mail_field_text(dr_str header, const dr_header_field *field);
/* The domains of all addresses in a value such as From; comments, display names and quoted strings
 * are no addresses (RFC 5322 3.4). Each once. */
dr_strs dr_mail_domains(dr_arena *arena, dr_str value);
