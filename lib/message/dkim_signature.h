/*
 * Signatures of mails: DKIM-Signature (RFC 6376 3.5, RFC 8301, RFC 8463) and ARC-Message-Signature
 * (RFC 8617 4.1.2), which differ in v and i.
 */
#pragma once
#include "record/taglist.h"

/* Rows of the tag table. */
typedef enum {
	DR_SIGNATURE_V,
	DR_SIGNATURE_A,
	DR_SIGNATURE_B,
	DR_SIGNATURE_BH,
	DR_SIGNATURE_C,
	DR_SIGNATURE_D,
	DR_SIGNATURE_H,
	DR_SIGNATURE_I,
	DR_SIGNATURE_L,
	DR_SIGNATURE_Q,
	DR_SIGNATURE_S,
	DR_SIGNATURE_T,
	DR_SIGNATURE_X,
	DR_SIGNATURE_Z,
	DR_SIGNATURE_TAG_COUNT
} dr_signature_tag;

typedef enum {
	DR_ALGORITHM_UNKNOWN,
	DR_ALGORITHM_RSA_SHA1, /* must not be verified (RFC 8301 3.1) */
	DR_ALGORITHM_RSA_SHA256,
	DR_ALGORITHM_ED25519_SHA256,
} dr_signature_algorithm;

/* Why a signature cannot be verified, whatever the key (RFC 6376 6.1.1). */
typedef enum {
	DR_SIGNATURE_FINE,
	DR_SIGNATURE_SYNTAX,    /* it is no tag list, or a tag is there twice */
	DR_SIGNATURE_VERSION,   /* v is not 1 */
	DR_SIGNATURE_MISSING,   /* a tag that must be there is not */
	DR_SIGNATURE_VALUE,     /* a tag has a value that cannot be meant */
	DR_SIGNATURE_NO_FROM,   /* h does not list From */
	DR_SIGNATURE_IDENTITY,  /* i is not at or below d */
	DR_SIGNATURE_BACKWARDS, /* it expired before it was made */
	DR_SIGNATURE_QUERY,     /* q lists no way to get the key that is known */
} dr_signature_fault;

typedef struct {
	dr_str field;          /* the whole header field as it came, without the last line's end */
	dr_str value;          /* what follows the colon */
	dr_taglist list;       /* every tag as it stands there */
	dr_issues issues;      /* those of dr_taglist_parse */
	dr_str domain;         /* d, lower-case, without a final dot */
	dr_str selector;       /* s, the same */
	dr_str identity;       /* domain of i; that of d when i is not there */
	dr_str b, bh;          /* decoded */
	dr_strs signed_fields; /* h */
	dr_signature_algorithm algorithm;
	bool relaxed_header, relaxed_body; /* c */
	bool cut;                          /* l is there: */
	uint64_t length;                   /* octets of the canonical body that are signed */
	int64_t made, expires;             /* t, x in seconds since 1970-01-01 UTC; -1: not said */
	dr_signature_fault fault;
	dr_str fault_tag; /* the tag it is about; may be empty */
} dr_signature;

typedef DR_LIST(dr_signature) dr_signatures;

extern const dr_taglist_kind DR_SIGNATURE_TAGS;

/* Reads a field; `value` is the part of it that follows the colon. Both are borrowed. */
void dr_signature_parse(dr_arena *arena, dr_str field, dr_str value, dr_signature *ret_signature);
/* The same for ARC-Message-Signature: no v, and i is a number that is not looked at. */
void dr_signature_parse_arc(dr_arena *arena, dr_str field, dr_str value,
                            dr_signature *ret_signature);

/* The first occurrence of a tag, or NULL. */
const dr_tag *dr_signature_find(const dr_signature *signature, dr_signature_tag tag);
/* "rsa-sha256"; "" for an unknown one. Static storage. */
const char *dr_signature_algorithm_name(dr_signature_algorithm algorithm);
/* Why it cannot be verified, as the rest of a sentence: "is no list of tags". Static storage. */
const char *dr_signature_fault_text(dr_signature_fault fault);
