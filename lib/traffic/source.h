/*
 * What evidence adds up to per source: who sends as a domain, and how it authenticates.
 *
 * A source here is what can be told from reports alone: mail signed by one domain with one domain's
 * return-path, or, where neither authenticates, one address.
 */
#pragma once
#include "store/evidence.h"

enum { DR_TRAFFIC_ADDRESSES_SHOWN = 3 };

typedef struct {
	dr_ipaddr ip;
	uint64_t messages;
} dr_traffic_address;

typedef DR_LIST(dr_traffic_address) dr_traffic_addresses;

/* Messages by how they authenticated (RFC 9989 5.1: aligned). */
typedef struct {
	uint64_t messages;
	uint64_t both, dkim_only, spf_only, none; /* their sum is `messages` */
	uint64_t dispositions[DR_DISPOSITION_COUNT];
	uint64_t overrides[DR_OVERRIDE_BITS];
} dr_traffic_counts;

typedef struct {
	dr_str dkim_domain; /* of the signature that says most; empty: not signed */
	bool dkim_pass;
	dr_str spf_domain; /* empty: not reported */
	bool spf_pass;
	dr_ipaddr ip; /* of sources without any pass; else DR_IP_NONE */
	dr_traffic_counts counts;
	dr_strs scopes;    /* domains in From, in octet order */
	dr_strs reporters; /* in octet order */
	dr_day first, last;
	uint64_t addresses;             /* different ones */
	dr_traffic_addresses most_used; /* at most DR_TRAFFIC_ADDRESSES_SHOWN, largest first */
} dr_traffic_source;

typedef DR_LIST(const dr_traffic_source *) dr_traffic_sources;

typedef struct {
	dr_str domain;
	dr_traffic_counts counts;
	dr_traffic_sources sources; /* largest first */
	dr_strs reporters;          /* in octet order */
	dr_day first, last;         /* DR_NO_DAY: no evidence */
	uint64_t days;              /* on which anything was reported */
} dr_traffic;

/* Reads the evidence about a domain and those below it. In `arena`. DR_ENOMEM, or what the evidence
 * fails with. */
int dr_traffic_read(dr_arena *arena, dr_evidence *evidence, const dr_evidence_query *query,
                    dr_traffic **ret_traffic, dr_error *err);
