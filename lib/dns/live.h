/*
 * Live DNS: our own exchanger over ldns packets and poll(2).
 *
 * Random port and id per query from a pool of sockets; the question of a response must be ours; RD,
 * AD, CD and DO as the question says; EDNS with 1232 octets, and without it where a server refuses
 * it (remembered per server); truncated answers again over TCP; two tries, then the next server.
 * rcode, AD, size and truncation are kept: a linter must see them.
 */
#pragma once
#include "answer/source.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/random.h"

typedef struct {
	dr_ipaddr address;
	uint16_t port; /* 0: 53 */
} dr_server;

typedef struct {
	const dr_server *servers; /* resolvers, in order; copied */
	size_t server_count;      /* at least 1 */
	bool trust_ad;            /* believe AD; always believed from a loopback address */
	int query_timeout_ms;     /* one try; 0: 2000 */
	size_t max_in_flight;     /* 0: 512; more wait in a queue */
	uint16_t server_port;     /* port for questions to one particular server; 0: 53 (tests) */
	const dr_clock *clock;
	const dr_random *random;
} dr_dns_options;

/* DR_EINVAL, DR_EIO, DR_ENOMEM. */
int dr_dns_open(const dr_dns_options *options, dr_source_of_answers **ret_source, dr_error *err);
