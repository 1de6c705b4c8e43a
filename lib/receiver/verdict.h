/*
 * The verdict of DMARC about one message: identifiers and the record that applies in, result and
 * policy out (RFC 9989 5.3, 4.10.1; RFC 7489 6.6).
 *
 * A pure function. Who knows the identifiers says how each relates to the author domain
 * (record/align.h), and who knows the record says what the author domain is to it: a live message
 * (receiver/message.h), or a row of a report judged again under another record.
 */
#pragma once
#include "base/status.h"
#include "record/align.h"
#include "record/dmarc.h"

/* What became of SPF or of a DKIM signature (RFC 8601 2.7.1, 2.7.2). */
typedef enum {
	DR_AUTH_NONE,
	DR_AUTH_PASS,
	DR_AUTH_FAIL,
	DR_AUTH_SOFTFAIL,
	DR_AUTH_NEUTRAL,
	DR_AUTH_POLICY,
	DR_AUTH_TEMPERROR,
	DR_AUTH_PERMERROR,
	DR_AUTH_RESULT_COUNT
} dr_auth_result;

/* "softfail". Static storage. */
const char *dr_auth_result_name(dr_auth_result result);
/* ASCII case is ignored. False when there is no such result. */
bool dr_auth_result_parse(dr_str text, dr_auth_result *ret_result);

/* A domain that somebody answers for, and how. */
typedef struct {
	dr_name domain; /* not set: there is none */
	dr_auth_result result;
	dr_alignment alignment;     /* to the author domain; counts for pass and temperror */
	dr_status alignment_status; /* DR_KNOWN, or why not; zeroed is not known */
} dr_identifier;

typedef DR_LIST(dr_identifier) dr_identifiers;

typedef struct {
	dr_generation generation;
	const dr_dmarc *record; /* that applies; NULL: none does */
	dr_policy_role role;    /* of the author domain */
	dr_status role_status;  /* DR_KNOWN, or why not */
	const dr_identifier *spf;
	dr_identifiers dkim;
} dr_dmarc_case;

typedef enum {
	DR_DMARC_RESULT_NONE, /* no record, or one that receivers ignore: DMARC is not applied */
	DR_DMARC_RESULT_PASS,
	DR_DMARC_RESULT_FAIL,
	DR_DMARC_RESULT_TEMPERROR, /* an answer is missing that might change it */
	DR_DMARC_RESULT_COUNT
} dr_dmarc_result;

/* "temperror". Static storage. */
const char *dr_dmarc_result_name(dr_dmarc_result result);

/* One of the two ways to pass. */
typedef struct {
	const dr_identifier *identifier; /* the one that aligns; else the one that might, that
	                                    passes, or the first; NULL: there is none */
	bool aligned;                    /* it is authenticated and aligned (RFC 9989 3.2.10) */
	char mode;                       /* 'r' or 's', as the record asks; 0 without a record */
} dr_dmarc_way;

typedef struct {
	dr_dmarc_result result;
	dr_policy_choice policy; /* policy DR_POLICY_UNSET: none, or not known */
	dr_dmarc_way spf, dkim;
} dr_dmarc_verdict;

/* Borrows the identifiers. */
dr_dmarc_verdict dr_dmarc_verdict_of(const dr_dmarc_case *input);
