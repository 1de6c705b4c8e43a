#include "record/dkim_weak.h"
#include "base/cursor.h"

/* Those up to ROCA_LAST are what the faulty generator built its primes from. */
static const uint16_t PRIMES[] = {
	2,   3,   5,   7,   11,  13,  17,  19,  23,  29,  31,  37,  41,  43,  47,  53,  59,
	61,  67,  71,  73,  79,  83,  89,  97,  101, 103, 107, 109, 113, 127, 131, 137, 139,
	149, 151, 157, 163, 167, 173, 179, 181, 191, 193, 197, 199, 211, 223, 227, 229, 233,
	239, 241, 251, 257, 263, 269, 271, 277, 281, 283, 293, 307, 311, 313, 317, 331, 337,
	347, 349, 353, 359, 367, 373, 379, 383, 389, 397, 401, 409, 419, 421, 431, 433, 439,
	443, 449, 457, 461, 463, 467, 479, 487, 491, 499, 503, 509, 521, 523, 541, 547, 557,
	563, 569, 571, 577, 587, 593, 599, 601, 607, 613, 617, 619, 631, 641, 643, 647, 653,
	659, 661, 673, 677, 683, 691, 701, 709, 719, 727, 733, 739, 743, 751, 757, 761, 769,
	773, 787, 797, 809, 811, 821, 823, 827, 829, 839, 853, 857, 859, 863, 877, 881, 883,
	887, 907, 911, 919, 929, 937, 941, 947, 953, 967, 971, 977, 983, 991, 997,
};

enum {
	ROCA_LAST = 167,
	ROCA_GENERATOR = 65537,
	GROUP = 3, /* primes whose product is below 2^32 */
};

const char *dr_weakness_name(dr_weakness kind)
{
	static const char *const NAMES[] = { "", "small-factor", "roca" };
	return NAMES[kind];
}

/* `divisor` is below 2^32. */
static uint32_t residue(dr_str modulus, uint64_t divisor)
{
	dr_cursor c = dr_cursor_of(modulus);
	uint64_t rest = 0;
	while (dr_cursor_left(&c) % sizeof(uint32_t) != 0) {
		rest = rest << 8 | dr_cursor_u8(&c);
	}
	while (!dr_cursor_at_end(&c)) {
		rest = (rest % divisor) << 32 | dr_cursor_u32(&c);
	}
	return (uint32_t)(rest % divisor);
}

static uint64_t product_of_group(size_t first)
{
	uint64_t product = 1;
	for (size_t i = first; i < first + GROUP && i < DR_COUNT(PRIMES); i++) {
		product *= PRIMES[i];
	}
	return product;
}

/* Whether a power of the generator has this residue modulo the prime. */
static bool is_power(uint32_t wanted, uint32_t prime)
{
	const uint32_t generator = ROCA_GENERATOR % prime;
	uint32_t power = 1;
	do {
		if (power == wanted) {
			return true;
		}
		power = power * generator % prime;
	} while (power != 1);
	return false;
}

/* One division of the modulus serves a group of primes. */
dr_modulus_weakness dr_modulus_examine(dr_str modulus)
{
	bool roca = true;
	uint32_t rest = 0;
	for (size_t i = 0; i < DR_COUNT(PRIMES) && modulus.len > 0; i++) {
		if (i % GROUP == 0) {
			rest = residue(modulus, product_of_group(i));
		}
		uint32_t prime = PRIMES[i];
		if (rest % prime == 0) {
			return (dr_modulus_weakness){ DR_WEAK_FACTOR, prime };
		}
		roca = roca && (prime > ROCA_LAST || is_power(rest % prime, prime));
	}
	return (dr_modulus_weakness){ roca && modulus.len > 0 ? DR_WEAK_ROCA : DR_WEAK_NOT, 0 };
}
