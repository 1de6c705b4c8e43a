/*
 * rdata: reading the types the linter looks into, and master-file text of any type, both ways.
 *
 * The types of RFC 1035 and the others that may hold names have our own reader and writer, driven
 * by one table of layouts; ldns writes and reads the text of the rest (CAA, DS, TLSA, …).
 */
#pragma once
#include "answer/answer.h"
#include "base/error.h"

/* Makes `rdata` (wire form, names uncompressed) the record's: a copy with names in lower case, and
 * for TXT and SPF the strings read. False, with the record untouched, when it is malformed for its
 * type or memory is spent; rdata of types that are not ours is taken as it is. */
bool dr_rr_set_rdata(dr_arena *arena, uint16_t type, dr_str rdata, dr_rr *rr);

/* Reads the strings of TXT rdata (RFC 1035 3.3.14) into chunks and text. False when malformed. */
bool dr_rr_read_txt(dr_arena *arena, dr_rr *rr);
bool dr_rr_read_mx(const dr_rr *rr, uint16_t *ret_preference, dr_name *ret_exchange);
bool dr_rr_read_address(const dr_rr *rr, dr_ipaddr *ret_address); /* A (4 octets) or AAAA (16) */
bool dr_rr_read_name(const dr_rr *rr, dr_name *ret_name);         /* NS, CNAME, PTR, DNAME */
/* The TTL of a negative answer: the least of the SOA's own TTL and its last field (RFC 2308 5). */
bool dr_rr_read_soa_minimum(const dr_rr *rr, uint32_t *ret_minimum);
bool dr_rr_read_soa_serial(const dr_rr *rr, uint32_t *ret_serial); /* RFC 1982 */

/* Wire form of TXT from its strings, each at most 255 octets; the empty slice when one is longer.
 */
dr_str dr_rdata_txt(dr_arena *arena, const dr_str *strings, size_t count);

/* Master-file text of rdata, our own canonical form: strings in quotation marks with \DDD for
 * octets outside printable ASCII, names with the final dot; other types as ldns writes them in the
 * C locale; unknown types and rdata that is malformed for its type as RFC 3597 `\# n hex`. */
void dr_rdata_write(uint16_t type, dr_str rdata, dr_buf *out);
/* The reverse, and more: any master-file form of the type, `\# n hex` for every type. Names without
 * a final dot are below `origin` (the root for snapshots), "@" is the origin. Sets rdata, chunks
 * and text of `rr` and nothing else. DR_ESYNTAX with the span in `text`, DR_ENOMEM; `rr` is
 * untouched then. */
int dr_rdata_parse_below(dr_arena *arena, uint16_t type, dr_str text, dr_name origin, dr_rr *rr,
                         dr_error *err);
/* dr_rdata_parse_below() the root into a record of its own. */
int dr_rdata_parse(dr_arena *arena, uint16_t type, dr_str text, dr_rr *ret_rr, dr_error *err);

/* Seconds as master files write them: "3600", or with units, "1h30m" (s m h d w, any case). False
 * when it is none or over 32 bits. */
bool dr_rdata_parse_seconds(dr_str text, uint32_t *ret_seconds);
