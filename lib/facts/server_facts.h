/*
 * Facts about the zone's own name servers, beside what the run's resolver says.
 */
#pragma once
#include "facts/record_facts.h"

/* One address of a name server. */
typedef struct {
	dr_str name, address;
	dr_str speaks; /* yes, without-edns, lame, silent, unreachable, broken, not-asked */
	dr_status speaks_status;
	int64_t serial; /* of the SOA; absent when the server does not tell */
	dr_status serial_status;
} dr_server_fact;

typedef DR_LIST(dr_server_fact) dr_server_facts;
extern const dr_schema DR_SERVER_FACT_SCHEMA;

/* One record, as the servers have it. */
typedef struct {
	dr_str what; /* spf mx dmarc dkim mtasts tlsrpt bimi */
	dr_str owner;
	dr_str type; /* TXT, MX */
	bool agree;  /* all servers that speak say the same; unknown when fewer than two do */
	dr_status agree_status;
	dr_strs differ; /* servers that say something else than most, "ns2.example.net 192.0.2.2" */
	dr_status differ_status;
	dr_strs lost; /* servers that tell their SOA, but not this */
	dr_status lost_status;
	bool stale; /* they agree, and the resolver says something else */
	dr_status stale_status;
	int64_t ttl; /* exact, seconds; the greatest where they differ */
	dr_status ttl_status;
	int64_t octets; /* of the largest answer */
	dr_status octets_status;
	bool needs_tcp; /* it does not fit into 512 octets of plain UDP */
	dr_status needs_tcp_status;
	bool bogus; /* the resolver fails with DNSSEC, and answers without */
	dr_status bogus_status;
} dr_server_record_fact;

typedef DR_LIST(dr_server_record_fact) dr_server_record_facts;
extern const dr_schema DR_SERVER_RECORD_FACT_SCHEMA;

/* The variable `servers`; only with --authoritative. */
typedef struct {
	dr_str zone; /* the zone that holds the domain */
	dr_status zone_status;
	dr_server_facts items;
	dr_status items_status;
	dr_server_record_facts records;
	dr_status records_status;
	int64_t speaking; /* addresses that tell the zone's SOA */
	dr_status speaking_status;
	bool same_serial; /* of all that tell one; unknown when fewer than two do */
	dr_status same_serial_status;
	dr_strs serials; /* different ones, as text */
	dr_status serials_status;
} dr_servers_facts;

extern const dr_schema DR_SERVERS_FACTS_SCHEMA;
