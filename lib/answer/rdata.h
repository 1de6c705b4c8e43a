/*
 * rdata: reading the types the linter looks into, and master-file text of any type, both ways.
 *
 * TXT, SPF, MX, A, AAAA and the types that hold one name are ours; ldns writes and reads the
 * others.
 */
#pragma once
#include "answer/answer.h"
#include "base/error.h"

/* Reads the strings of TXT rdata (RFC 1035 3.3.14) into chunks and text. False when malformed. */
bool dr_rr_read_txt(dr_arena *arena, dr_rr *rr);
bool dr_rr_read_mx(const dr_rr *rr, uint16_t *ret_preference, dr_name *ret_exchange);
bool dr_rr_read_address(const dr_rr *rr, dr_ipaddr *ret_address); /* A (4 octets) or AAAA (16) */
bool dr_rr_read_name(const dr_rr *rr, dr_name *ret_name);         /* NS, CNAME, PTR, DNAME */
/* The TTL of a negative answer: the least of the SOA's own TTL and its last field (RFC 2308 5). */
bool dr_rr_read_soa_minimum(const dr_rr *rr, uint32_t *ret_minimum);

/* Wire form of TXT from its strings, each at most 255 octets; the empty slice when one is longer.
 */
dr_str dr_rdata_txt(dr_arena *arena, const dr_str *strings, size_t count);

/* Master-file text of rdata, our own canonical form: TXT as quoted strings with \DDD for octets
 * outside printable ASCII; other types as ldns writes them in the C locale; unknown types as
 * RFC 3597 `\# n hex`. */
void dr_rdata_write(uint16_t type, dr_str rdata, dr_buf *out);
/* The reverse; names without a final dot are absolute too. DR_ESYNTAX with a text. */
int dr_rdata_parse(dr_arena *arena, uint16_t type, dr_str text, dr_rr *ret_rr, dr_error *err);
