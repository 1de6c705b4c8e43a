/* Message digests (the only header in base/ with libcrypto behind it). */
#pragma once
#include "base/str.h"

typedef struct {
	uint8_t octets[32];
} dr_sha256;

/* SHA-256 of the octets. */
dr_sha256 dr_digest_sha256(dr_str octets);
/* The first `chars` (at most 64, even) lower-case hex digits, and a NUL, into `ret_text`. */
void dr_digest_hex(const dr_sha256 *digest, size_t chars, char *ret_text);
