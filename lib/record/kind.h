/*
 * Which kind of record a text is, as receivers decide it, and what texts that they pass over were
 * probably meant to be (RFC 7208 4.5, RFC 9989 4.10, RFC 8461 3.1, RFC 8460 3, RFC 6376 3.6.1).
 */
#pragma once
#include "base/str.h"

typedef enum {
	DR_RECORD_NONE, /* nothing known */
	DR_RECORD_SPF,
	DR_RECORD_DMARC,
	DR_RECORD_DKIM, /* a key */
	DR_RECORD_BIMI,
	DR_RECORD_MTASTS,
	DR_RECORD_TLSRPT,
	DR_RECORD_SENDERID, /* spf2.0/…, dead */
	DR_RECORD_KIND_COUNT
} dr_record_kind;

/* How a text fits where records of a kind are looked for. */
typedef enum {
	DR_FIT_YES,           /* receivers take it */
	DR_FIT_LEADING_SPACE, /* they would, without white space at its start */
	DR_FIT_QUOTED,        /* the same with a quotation mark, backslash or byte order mark */
	DR_FIT_VERSION,       /* begins with something like the version */
	DR_FIT_OTHER_RECORD,  /* a record of another kind */
	DR_FIT_UNRELATED,
	DR_FIT_COUNT
} dr_record_fit;

/* `text`: the joined character-strings of one TXT record. */
dr_record_fit dr_record_fit_of(dr_record_kind kind, dr_str text);
/* True when receivers take the text for a record of the kind: DR_FIT_YES. */
bool dr_record_is(dr_record_kind kind, dr_str text);
/* What the text is or was probably meant to be. */
dr_record_kind dr_record_kind_of(dr_str text);

/* "spf", "dmarc", "dkim", "bimi", "mtasts", "tlsrpt", "senderid"; "" for none. Static storage. */
const char *dr_record_kind_name(dr_record_kind kind);
/* "yes", "leading-space", "quoted", "version", "other-record", "unrelated". Static storage. */
const char *dr_record_fit_name(dr_record_fit fit);
