/*
 * Whether a DKIM signature holds (RFC 6376 3.7, 6.1; RFC 8301, RFC 8463), and if not, why: what was
 * changed, or what is wrong with the key. Nothing here asks for a key.
 *
 * The work is in two steps, because the first needs no key: dr_dkim_digest() hashes the mail,
 * dr_dkim_verify() compares with a key.
 */
#pragma once
#include "message/mail.h"
#include "record/dkim.h"

typedef enum {
	DR_DKIM_PASS,
	DR_DKIM_UNREADABLE,   /* the signature has a fault of its own */
	DR_DKIM_SHA1,         /* rsa-sha1 (RFC 8301 3.1) */
	DR_DKIM_NO_KEY,       /* there is none at the selector */
	DR_DKIM_KEY_MISSING,  /* the answer was not had */
	DR_DKIM_KEY_BROKEN,   /* the record cannot be read */
	DR_DKIM_KEY_REVOKED,  /* p is empty */
	DR_DKIM_KEY_TYPE,     /* of another kind than the signature */
	DR_DKIM_KEY_HASH,     /* h does not allow sha256 */
	DR_DKIM_KEY_SERVICE,  /* s does not allow mail */
	DR_DKIM_KEY_WEAK,     /* RSA below 1024 bits */
	DR_DKIM_KEY_IDENTITY, /* t=s, and i is below d */
	DR_DKIM_KEY_OTHER,    /* it was made with another key */
	DR_DKIM_BODY_CHANGED,
	DR_DKIM_HEADER_CHANGED, /* the key fits */
	DR_DKIM_BROKEN,         /* another key, or a changed header: Ed25519 does not tell */
	DR_DKIM_EXPIRED,        /* apart from that it holds */
	DR_DKIM_OUTCOME_COUNT
} dr_dkim_outcome;

/* What a mail is at one signature. */
typedef struct {
	bool body_same;                 /* its hash is that of bh */
	bool body_short;                /* l is longer than the body */
	uint64_t body_octets, appended; /* of the canonical body; those behind l */
	uint8_t digest[32];             /* SHA-256 of the signed header */
	size_t unsigned_from;           /* From fields that the signature does not cover */
} dr_dkim_digest_of;

/* Hashes the mail as the signature says. Signatures with a fault, or by rsa-sha1, are not hashed.
 */
dr_dkim_digest_of dr_dkim_digest(const dr_mail *mail, const dr_signature *signature);

/* `key`: the record at the selector; NULL: there is none. `now`: seconds since 1970 for x. */
dr_dkim_outcome dr_dkim_verify(const dr_signature *signature, const dr_dkim_digest_of *digest,
                               const dr_dkim *key, int64_t now);

/* For programs, "body-changed", and for people: a sentence. Static storage. */
const char *dr_dkim_outcome_name(dr_dkim_outcome outcome);
const char *dr_dkim_outcome_text(dr_dkim_outcome outcome);
