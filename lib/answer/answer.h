/*
 * Answers: what is known about a question, as data. A failure is an outcome like any other.
 */
#pragma once
#include "answer/question.h"
#include "base/clock.h"
#include "base/list.h"
#include "base/place.h"
#include "base/status.h"

typedef enum {
	/* certain */
	DR_ANSWER,  /* records */
	DR_NO_DATA, /* the name exists, not with this type */
	DR_NO_NAME, /* NXDOMAIN (RFC 8020: nothing below it either) */
	/* not yet: never in the last pass */
	DR_OPEN,
	/* asked, not had */
	DR_SERVFAIL,
	DR_REFUSED,
	DR_TIMEOUT,
	DR_UNREACHABLE,
	DR_GARBLED, /* answers that do not fit the question or cannot be read */
	/* our own doing */
	DR_BUDGET,    /* a limit or a deadline of ours */
	DR_NOT_GIVEN, /* offline, a partial zone, an input that was not supplied */
	DR_OUTCOME_COUNT
} dr_outcome;

/* Names as in snapshots: answer nodata nxdomain open servfail refused timeout unreachable garbled
 * budget unknown. Static storage. */
const char *dr_outcome_name(dr_outcome outcome);
bool dr_outcome_parse(dr_str name, dr_outcome *ret_outcome); /* never gives DR_OPEN */
/* DR_ANSWER, DR_NO_DATA, DR_NO_NAME. */
bool dr_outcome_is_certain(dr_outcome outcome);
/* What an outcome that is not certain makes of a fact: DR_OPEN reads as DR_WHY_NETWORK. */
dr_why dr_outcome_why(dr_outcome outcome);

/* One character-string of a TXT record. */
typedef struct {
	dr_str octets;
	dr_file_place at; /* of its first octet, the quotation mark excluded */
} dr_chunk;

/* A resource record. `rdata` is uncompressed wire form with lower-cased names. For TXT and SPF,
 * `chunks` are the character-strings and `text` is their concatenation. */
typedef struct {
	dr_str rdata;
	const dr_chunk *chunks;
	size_t chunk_count;
	dr_str text;
	uint32_t ttl;
	dr_file_place at; /* of the record's owner field, or of its first field */
} dr_rr;

/* One link of a CNAME chain (also those synthesised from DNAME). */
typedef struct {
	dr_name name, target;
	uint32_t ttl;
	dr_file_place at;
} dr_hop;

typedef enum { DR_TRUST_UNKNOWN, DR_TRUST_YES, DR_TRUST_NO } dr_trust; /* zeroed is unknown */

/* Why a TLS connection was given up; "" when it was not. */
#define DR_TLS_NAME      "name"      /* the certificate is for other names */
#define DR_TLS_EXPIRED   "expired"   /* its time, or that of one in its chain, is over … */
#define DR_TLS_NOT_YET   "not-yet"   /* … or has not begun */
#define DR_TLS_CHAIN     "chain"     /* no chain to a certificate that is trusted */
#define DR_TLS_HANDSHAKE "handshake" /* no TLS, or none that is new enough */

/* What a fetch brought (RFC 8461 3.3). */
typedef struct {
	int status;          /* HTTP status; 0: no response came (see the outcome) */
	dr_str content_type; /* of the header field, may be empty */
	dr_str body;         /* at most DR_LIMIT_BODY octets */
	bool body_cut;
	dr_ipaddr peer;
	bool tls_verified;
	dr_str tls_problem;   /* one of DR_TLS_x, or empty */
	dr_strs tls_names;    /* dNSName of the certificate */
	dr_day tls_not_after; /* DR_NO_DAY: not known */
	dr_strs redirects;    /* locations, in order; never followed for MTA-STS */
} dr_http;

typedef struct dr_answer {
	dr_question question;
	dr_outcome outcome; /* of the last name of the chain */
	const dr_hop *hops; /* every CNAME in order, also when the end is NXDOMAIN */
	size_t hop_count;
	const dr_rr *rrs; /* canonical order (RFC 4034 6.3), duplicates removed */
	size_t rr_count;
	uint32_t ttl;          /* least of chain and records */
	bool ttl_exact;        /* from the authority; from a resolver it is only "at least this" */
	dr_name soa;           /* owner of the SOA of a negative answer */
	uint32_t negative_ttl; /* RFC 2308 5 */
	dr_trust secure;       /* DNSSEC, as far as the resolver is trusted */
	uint32_t wire_size;    /* octets of the DNS message; 0: unknown */
	bool truncated;        /* UDP was truncated and TCP was needed */
	const dr_http *http;
	uint16_t index; /* in the run's table */
} dr_answer;

/* The name the records are at: the last hop's target, or the question's name. */
dr_name dr_answer_end(const dr_answer *answer);

/* Sorts the records into canonical order, removes duplicates, joins TXT strings: every source calls
 * it on what it made. */
void dr_answer_settle(dr_arena *arena, dr_answer *answer);
/* A deep copy with nothing borrowed from the source, except file names. */
dr_answer *dr_answer_copy(dr_arena *arena, const dr_answer *answer);

/* The file place of an octet of the joined text: the right character-string, escapes not counted.
 */
dr_file_place dr_rr_find_octet(const dr_rr *rr, uint32_t offset);
