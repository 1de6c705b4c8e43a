#include "base/table.h"

const dr_hash_key DR_HASH_FIXED = { "dmarcramp table" };

typedef struct {
	uint64_t v0, v1, v2, v3;
} sip_state;

static uint64_t rotate_left(uint64_t value, unsigned bits)
{
	return value << bits | value >> (64 - bits);
}

/* Up to eight octets, the least significant one first. */
static uint64_t read_tail(const uint8_t *octets, size_t len)
{
	uint64_t value = 0;
	for (size_t i = 0; i < len; i++) {
		value |= (uint64_t)octets[i] << (8 * i);
	}
	return value;
}

/* Eight octets; written so that compilers make one load of it. */
static uint64_t read_word(const uint8_t *octets)
{
	return (uint64_t)octets[0] | (uint64_t)octets[1] << 8 | (uint64_t)octets[2] << 16 |
	       (uint64_t)octets[3] << 24 | (uint64_t)octets[4] << 32 | (uint64_t)octets[5] << 40 |
	       (uint64_t)octets[6] << 48 | (uint64_t)octets[7] << 56;
}

static void sip_round(sip_state *s)
{
	s->v0 += s->v1;
	s->v2 += s->v3;
	s->v1 = rotate_left(s->v1, 13) ^ s->v0;
	s->v3 = rotate_left(s->v3, 16) ^ s->v2;
	s->v0 = rotate_left(s->v0, 32);
	s->v2 += s->v1;
	s->v0 += s->v3;
	s->v1 = rotate_left(s->v1, 17) ^ s->v2;
	s->v3 = rotate_left(s->v3, 21) ^ s->v0;
	s->v2 = rotate_left(s->v2, 32);
}

static void sip_compress(sip_state *s, uint64_t word)
{
	s->v3 ^= word;
	sip_round(s);
	sip_round(s);
	s->v0 ^= word;
}

/* The initial constants are those of the SipHash paper ("somepseudorandomlygeneratedbytes"). */
static sip_state sip_start(const dr_hash_key *key)
{
	uint64_t k0 = read_word(key->octets);
	uint64_t k1 = read_word(key->octets + 8);
	return (sip_state){
		.v0 = k0 ^ 0x736f6d6570736575u,
		.v1 = k1 ^ 0x646f72616e646f6du,
		.v2 = k0 ^ 0x6c7967656e657261u,
		.v3 = k1 ^ 0x7465646279746573u,
	};
}

uint64_t dr_hash(const dr_hash_key *key, const void *octets, size_t len)
{
	const uint8_t *in = octets;
	sip_state s = sip_start(key);
	size_t whole = len - len % 8;
	for (size_t i = 0; i < whole; i += 8) {
		sip_compress(&s, read_word(in + i));
	}
	uint64_t tail = len > whole ? read_tail(in + whole, len - whole) : 0;
	sip_compress(&s, tail | (uint64_t)len << 56);
	s.v2 ^= 0xff;
	for (int i = 0; i < 4; i++) {
		sip_round(&s);
	}
	return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
}
