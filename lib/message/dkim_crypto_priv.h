/*
 * What libcrypto does for signatures; no other file of this folder knows it.
 */
#pragma once
#include "record/der.h"

/* SHA-256 bit by bit. NULL without memory; all functions take it. */
typedef struct dr_hasher dr_hasher;

dr_hasher *dr_hasher_new(void);
void dr_hasher_add(dr_hasher *hasher, dr_str octets);
/* Ends and frees it. False when memory was short: the octets are untouched then. */
bool dr_hasher_end(dr_hasher *hasher, uint8_t ret_octets[32]);

typedef enum {
	DR_SIGNED,              /* the signature is that of the digest, by the key */
	DR_SIGNED_OTHER_TEXT,   /* by the key, of another digest */
	DR_SIGNED_OTHER_KEY,    /* not by the key */
	DR_SIGNED_DOES_NOT_FIT, /* one of the two */
	DR_SIGNED_KEY_UNUSABLE, /* libcrypto does not take the key */
} dr_signed;

/* `octets`: of a key record's p (a SubjectPublicKeyInfo, a bare RSAPublicKey, or 32 octets of
 * Ed25519). RSA: PKCS #1 v1.5 with SHA-256 (RFC 8017 8.2.2); Ed25519: over the digest (RFC 8463
 * 3). */
dr_signed dr_signature_compare(dr_key_kind kind, dr_str octets, dr_str signature,
                               const uint8_t digest[32]);
