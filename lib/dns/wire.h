/*
 * DNS messages in and out, over ldns packets.
 */
#pragma once
#include "answer/answer.h"
#include "base/error.h"

/* Writes a query into `ret_message` (room for 512 octets); the length, 0 when it does not fit. */
size_t dr_wire_write_query(const dr_question *question, uint16_t id, bool edns, bool recursion,
                           uint8_t *ret_message);

typedef enum {
	DR_WIRE_OK,        /* an answer to this question: `ret_answer` is filled */
	DR_WIRE_FOREIGN,   /* another id or question: not for us, keep waiting */
	DR_WIRE_TRUNCATED, /* ask again over TCP */
	DR_WIRE_NO_EDNS,   /* the server does not do EDNS: ask again without */
	DR_WIRE_GARBLED,   /* for us, but not readable */
} dr_wire_result;

/* Reads a response. Everything in `arena`. */
dr_wire_result dr_wire_read_response(dr_arena *arena, dr_str message, const dr_question *question,
                                     uint16_t id, bool edns, bool trust_ad, dr_answer **ret_answer);
