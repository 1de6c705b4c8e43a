/* What the tests of dns/wire.h share: one packet at a time, and answers to "example.com TXT". */
#pragma once
#include "answer/rdata.h"
#include "dns/wire.h"
#include "packet.h"
#include "unit.h"

enum { ID = 0x1234 };
enum { OK = PACKET_QR | PACKET_RD | PACKET_RA };

static dr_arena *arena;
static packet p;

static inline void set_up(void)
{
	arena = dr_arena_new(0);
}

static inline void tear_down(void)
{
	dr_arena_free(arena);
}

static inline dr_question question(const char *name, uint16_t type)
{
	return dr_question_dns(dr_name_of(arena, dr_str_of(name)), type);
}

static inline void begin(unsigned flags)
{
	packet_init(&p, ID, flags);
	packet_question(&p, "example.com", DR_TYPE_TXT);
}

static inline dr_wire_result read_as(const dr_question *q, bool edns, dr_answer **ret_answer)
{
	return dr_wire_read_response(arena, packet_str(&p), q, ID, edns, true, ret_answer);
}

#define TXT(name, text)   packet_add(&p, PACKET_ANSWER, name, DR_TYPE_TXT, 300, text)
#define CNAME(name, to)   packet_add(&p, PACKET_ANSWER, name, DR_TYPE_CNAME, 60, to)
#define SOA(name)         packet_add(&p, PACKET_AUTHORITY, name, DR_TYPE_SOA, 900, "n. h. 1 2 3 4 600")
#define NS(section, name) packet_add(&p, section, name, DR_TYPE_NS, 300, "ns.example.")

/* example.com leads to its text over two names. */
static inline void chain(void)
{
	begin(OK);
	TXT("c.example", "\"a\"");
	CNAME("b.example", "c.example.");
	CNAME("unconnected.example", "c.example.");
	CNAME("example.com", "b.example.");
	TXT("b.example", "\"off the chain\"");
}
