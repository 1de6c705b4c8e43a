/*
 * IP addresses and prefixes. An IPv4-mapped IPv6 address stays what its text says;
 * dr_ipaddr_unmap() is for protocols that treat it as IPv4 (RFC 7208 5).
 */
#pragma once
#include "base/buf.h"

typedef enum { DR_IP_NONE = 0, DR_IPV4 = 4, DR_IPV6 = 6 } dr_ip_family;

typedef struct {
	uint8_t family;     /* dr_ip_family; DR_IP_NONE is "no address" */
	uint8_t octets[16]; /* network order; the first 4 for IPv4, the rest zero */
} dr_ipaddr;

typedef struct {
	dr_ipaddr address;
	uint8_t length; /* bits: 0 to 32, 0 to 128 */
} dr_prefix;

/* Exactly four decimal numbers without leading zeros. */
bool dr_ipaddr_parse_v4(dr_str text, dr_ipaddr *ret_address);
/* RFC 4291 2.2, with the dotted tail; no zone index. */
bool dr_ipaddr_parse_v6(dr_str text, dr_ipaddr *ret_address);
bool dr_ipaddr_parse(dr_str text, dr_ipaddr *ret_address);
/* "192.0.2.0/24"; an address alone is a prefix of its own; bits below the length are cleared. */
bool dr_prefix_parse(dr_str text, dr_prefix *ret_prefix);
/* RFC 5952 for IPv6. */
void dr_ipaddr_write(dr_ipaddr address, dr_buf *out);
void dr_prefix_write(dr_prefix prefix, dr_buf *out);

bool dr_ipaddr_eq(dr_ipaddr a, dr_ipaddr b);
int dr_ipaddr_cmp(dr_ipaddr a, dr_ipaddr b); /* IPv4 before IPv6, then by value */
dr_ipaddr dr_ipaddr_unmap(dr_ipaddr address);
/* The length in bits of the family: 32 or 128. */
uint8_t dr_ipaddr_bits(dr_ipaddr address);
bool dr_prefix_holds(dr_prefix prefix, dr_ipaddr address);
bool dr_prefix_covers(dr_prefix outer, dr_prefix inner);
/* With the bits below the length cleared. */
dr_prefix dr_prefix_masked(dr_prefix prefix);
bool dr_prefix_has_host_bits(dr_prefix prefix);

/* "private", "loopback", "link-local", "documentation", "multicast", "reserved", or NULL for
 * addresses that are routed (IANA special-purpose registries, RFC 6890). */
const char *dr_ipaddr_special(dr_ipaddr address);
