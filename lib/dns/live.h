/*
 * Live DNS: our own exchanger over poll(2).
 *
 * Random port and id per query from a pool of connected sockets, each used for a bounded number of
 * queries; the question of a response must be ours; RD, AD and CD as the question says; EDNS with
 * 1232 octets, and without it where a server refuses it (remembered per server); truncated answers
 * again over TCP; two tries with doubling time-out, then the next server. rcode, AD, size and
 * truncation are kept: a linter must see them.
 *
 * Queries go out in bursts of at most 128 until responses come or 50 ms pass: more would drown in
 * the socket buffer of a resolver on the same machine.
 *
 * When no server gives an answer that is certain, the most telling failure is the outcome:
 * SERVFAIL, REFUSED, GARBLED, TIMEOUT, UNREACHABLE in this order; DR_BUDGET when the deadline came
 * before anything could be sent. A response that does not fit the question is waited past; it makes
 * the time-out DR_GARBLED. A chain whose end a resolver does not tell is asked on. One message
 * holds at most 65 535 octets, so a TXT set is never over DR_LIMIT_TXT_SET.
 *
 * A question to one particular server goes to that one alone, and such a server gets at most five
 * queries a second.
 *
 * `fds` never gives more than DR_DNS_FDS descriptors; `process` must not be called from `answered`,
 * but `start` and `cancel` may be.
 */
#pragma once
#include "answer/source.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/random.h"

enum { DR_DNS_FDS = 256 };

typedef struct {
	dr_ipaddr address;
	uint16_t port; /* 0: 53 */
} dr_server;

/* Questions to the server `from` go to `to` instead. */
typedef struct {
	dr_server from, to;
} dr_dns_detour;

typedef struct {
	const dr_server *servers; /* resolvers, in order; copied */
	size_t server_count;      /* at least 1 */
	bool trust_ad;            /* believe AD; always believed from a loopback address */
	int query_timeout_ms;     /* one try; 0: 2000 */
	size_t max_in_flight;     /* 0: 512; more wait in a queue */
	uint16_t server_port;     /* port for questions to one particular server; 0: 53 (tests) */
	const dr_dns_detour *detours; /* for such questions (tests, inside networks); borrowed */
	size_t detour_count;
	const dr_clock *clock;
	const dr_random *random;
} dr_dns_options;

/* DR_EINVAL, DR_EIO, DR_ENOMEM. */
int dr_dns_open(const dr_dns_options *options, dr_source_of_answers **ret_source, dr_error *err);
