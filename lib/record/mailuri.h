/*
 * URIs of records: lists of report addresses (rua, ruf of DMARC, RFC 9989 4.8, RFC 7489 6.2; rua of
 * TLS-RPT, RFC 8460 3) and single locations (l, a of BIMI).
 *
 * The syntax of RFC 3986 and, for mailto, as much of RFC 6068 as a report address needs: one
 * mailbox with a plain domain.
 */
#pragma once
#include "base/issue.h"

typedef enum {
	DR_URI_MAILTO = 1, /* mailto is a scheme that receivers support */
	DR_URI_HTTPS = 2,  /* https is one */
	DR_URI_SIZE = 4,   /* a size suffix (`!10m`) may follow, though it is obsolete */
} dr_uri_flag;

/* Slices borrow from the record's text, except `address` and `host` when percent-encoding was
 * undone. */
typedef struct {
	bool valid;     /* the syntax is right; mailto and https also name a host */
	bool supported; /* the scheme is one of the flags */
	bool mailto;    /* scheme mailto */
	dr_str text;    /* as written, size suffix included, without white space around it */
	dr_str uri;     /* without the size suffix */
	dr_str scheme;  /* as written, without the colon; empty when there is none */
	dr_str address; /* mailto: the mailbox, decoded, also when only `mailto:` is missing */
	dr_str host;    /* domain of the mailbox, or host of the URI; empty when there is none */
	dr_str path;    /* https: from the slash behind the authority, with the query */
	bool sized;     /* there is a size suffix */
	uint64_t size;  /* its value in octets, saturated */
	dr_span span;   /* of `text` in the record */
} dr_mailuri;

typedef DR_LIST(dr_mailuri) dr_mailuris;

/* Reads one URI, `text`, a slice of `record`. The URI_ issues except URI_DUPLICATE; spans count
 * from the start of `record`. `flags`: dr_uri_flag. */
dr_mailuri dr_mailuri_parse(dr_arena *arena, dr_str record, dr_str text, unsigned flags,
                            dr_issues *issues);

/* Reads a comma-separated list. The empty text is an empty list. */
void dr_mailuri_parse_list(dr_arena *arena, dr_str record, dr_str text, unsigned flags,
                           dr_mailuris *ret_uris, dr_issues *issues);

/* True when at least one is valid: what "a usable rua" is (RFC 9989 4.10.1). */
bool dr_mailuri_any_valid(const dr_mailuris *uris);
