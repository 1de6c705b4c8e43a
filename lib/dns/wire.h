/*
 * DNS messages in and out. Only records that matter to the question are looked into; ldns expands
 * their names.
 *
 * A response is hostile until its id and question are ours. CNAMEs become hops as far as they
 * connect to the question; records off the chain, of other classes and duplicates are ignored, and
 * of several CNAMEs at one name the least counts, so that the order of records changes nothing.
 */
#pragma once
#include "answer/answer.h"

enum {
	DR_WIRE_QUERY_MAX = 288, /* header, a name of 255 octets, type and class, OPT */
	DR_WIRE_UDP_SIZE = 1232, /* what we say we take over UDP (RFC 6891 6.2.3) */
	DR_WIRE_MAX_HOPS = 24,   /* CNAMEs that are followed; a longer chain is DR_SERVFAIL */
};

/* Writes a query into `ret_message` (room for DR_WIRE_QUERY_MAX octets) and returns its length; 0
 * when the question has no name. RD is set unless the question goes to one particular server; AD
 * asks a resolver to tell whether it validated (RFC 6840 5.7); CD as the question says; DO never:
 * signatures would only make answers larger. */
size_t dr_wire_write_query(const dr_question *question, uint16_t id, bool edns,
                           uint8_t *ret_message);

typedef enum {
	DR_WIRE_OK,      /* an answer to this question: `ret_answer` is filled */
	DR_WIRE_PARTIAL, /* the same, but its chain ends in a name nothing is said about: ask for it
	                  */
	DR_WIRE_FOREIGN, /* another id or question: not for us, keep waiting */
	DR_WIRE_TRUNCATED, /* ask again over TCP */
	DR_WIRE_NO_EDNS,   /* FORMERR, NOTIMP or BADVERS to a query with OPT: ask again without */
	DR_WIRE_GARBLED,   /* for us, but not readable, or memory is spent (the arena's flag) */
} dr_wire_result;

/* Reads a response; everything in `arena`. `ret_answer` is set with DR_WIRE_OK and DR_WIRE_PARTIAL.
 *
 * Outcomes: NXDOMAIN with a chain is DR_NO_NAME of its last name (RFC 6604 3). A referral, or from
 * a particular server an answer without AA, is DR_REFUSED: the server does not speak for the name.
 * A chain that leads out of what a particular server says is DR_NOT_GIVEN. A CNAME loop and rcodes
 * without an outcome of their own are DR_SERVFAIL. TTLs with the high bit are 0 (RFC 2181 8).
 * `edns` says whether the query had OPT; `trust_ad` whether AD is believed. */
dr_wire_result dr_wire_read_response(dr_arena *arena, dr_str message, const dr_question *question,
                                     uint16_t id, bool edns, bool trust_ad, dr_answer **ret_answer);

/* The id of a message; 0 when it is shorter than an id. */
uint16_t dr_wire_id(dr_str message);
