/*
 * Numbers of the message format (RFC 1035 4.1.1, RFC 4035 3). Private to wire*.c.
 */
#pragma once
#include "dns/wire.h"

enum {
	DR_WIRE_QR = 0x8000,
	DR_WIRE_OPCODE = 0x7800,
	DR_WIRE_AA = 0x0400,
	DR_WIRE_TC = 0x0200,
	DR_WIRE_RD = 0x0100,
	DR_WIRE_AD = 0x0020,
	DR_WIRE_CD = 0x0010,
	DR_WIRE_RCODE = 0x000F,
};

enum { DR_WIRE_CLASS_IN = 1 };

/* Whether the question goes to a resolver, not to one particular server. */
static inline bool dr_wire_is_recursive(const dr_question *question)
{
	return question->server.family == DR_IP_NONE;
}
