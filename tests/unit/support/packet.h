/*
 * DNS messages built by hand: for tests of the reader, and for servers that misbehave.
 */
#pragma once
#include "answer/question.h"

enum { PACKET_MAX = 65535 };

enum {
	PACKET_QR = 0x8000,
	PACKET_AA = 0x0400,
	PACKET_TC = 0x0200,
	PACKET_RD = 0x0100,
	PACKET_RA = 0x0080,
	PACKET_AD = 0x0020,
	PACKET_CD = 0x0010,
};

enum { PACKET_ANSWER = 1, PACKET_AUTHORITY = 2, PACKET_ADDITIONAL = 3 };

typedef struct {
	uint8_t octets[PACKET_MAX];
	size_t len;
	uint16_t counts[4];
} packet;

/* A header and no question. `flags` holds the rcode in its low bits. */
void packet_init(packet *p, uint16_t id, unsigned flags);
void packet_set_flags(packet *p, unsigned flags);
void packet_question(packet *p, const char *name, uint16_t type);
/* A record of class IN; rdata as in a master file. Sections must come in order. */
void packet_add(packet *p, int section, const char *name, uint16_t type, uint32_t ttl,
                const char *rdata);
/* The same with class and rdata octets as given. */
void packet_add_raw(packet *p, int section, const char *name, uint16_t type, uint16_t class,
                    uint32_t ttl, dr_str rdata);
/* OPT with the upper bits of an extended rcode. */
void packet_add_opt(packet *p, uint8_t extended_rcode);
void packet_octets(packet *p, dr_str octets); /* as they are */
dr_str packet_str(const packet *p);
