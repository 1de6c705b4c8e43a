/*
 * RSA moduli that are known to be weak: those with a small prime factor, and those that a faulty
 * key generator of smart cards made, which shows in their residues (ROCA, CVE-2017-15361).
 *
 * Both look only at residues modulo primes below 1000. A modulus without either is not proven good.
 */
#pragma once
#include "base/str.h"

typedef enum { DR_WEAK_NOT, DR_WEAK_FACTOR, DR_WEAK_ROCA } dr_weakness;

typedef struct {
	dr_weakness kind;
	uint32_t factor; /* DR_WEAK_FACTOR: the least prime that divides it; else 0 */
} dr_modulus_weakness;

/* `modulus`: big-endian. The empty slice is not weak. */
dr_modulus_weakness dr_modulus_examine(dr_str modulus);

/* "", "small-factor", "roca". Static storage. */
const char *dr_weakness_name(dr_weakness kind);
