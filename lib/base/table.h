/*
 * Hash tables: uthash with a keyed hash and without exit() when memory is short.
 *
 * Include this instead of <uthash.h>. A table's own memory comes from malloc: it is a handle, so
 * HASH_CLEAR it before the arena of its entries goes. Tables whose keys an outsider chooses and
 * that are not bounded by a small budget use HASH_*_BYHASHVALUE with a random key of their own.
 */
#pragma once
#include "base/str.h"

typedef struct {
	uint8_t octets[16];
} dr_hash_key;

/* For values that must be equal in every run, and for small tables. */
extern const dr_hash_key DR_HASH_FIXED;

/* SipHash-2-4. */
uint64_t dr_hash(const dr_hash_key *key, const void *octets, size_t len);

#define HASH_FUNCTION(keyptr, keylen, hashv) \
	(hashv) = (unsigned)dr_hash(&DR_HASH_FIXED, (keyptr), (keylen))
#define HASH_NONFATAL_OOM 1
#include <uthash.h>
