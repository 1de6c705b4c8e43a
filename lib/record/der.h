/*
 * Public keys in DER: as much ASN.1 as DKIM keys need (RFC 5280 4.1.2.7, RFC 8017 A.1.1, RFC 8410
 * 4).
 *
 * What it adds to a cryptographic library: how many octets are missing or too many, and the size of
 * a key that is cut off.
 */
#pragma once
#include "base/str.h"

typedef enum { DR_KEY_NONE, DR_KEY_RSA, DR_KEY_ED25519 } dr_key_kind;

typedef struct {
	dr_key_kind kind;  /* DR_KEY_NONE: the octets are no such key */
	bool wrapped;      /* a SubjectPublicKeyInfo; false: a bare RSAPublicKey */
	uint32_t bits;     /* of the RSA modulus; 256 for Ed25519 */
	uint64_t exponent; /* RSA; saturated; 0 when it is cut off */
	dr_str modulus;    /* RSA, big-endian, without leading zeros; empty when it is cut off */
	size_t missing;    /* octets that the outermost length announces and that are not there */
	size_t trailing;   /* octets behind the key */
} dr_der_key;

/* Reads a key; `modulus` borrows from the octets. A key that is cut off keeps its kind, and its
 * bits as far as they are announced. */
dr_der_key dr_der_read_key(dr_str octets);

/* "rsa", "ed25519", or "" for none. Static storage. */
const char *dr_key_kind_name(dr_key_kind kind);
