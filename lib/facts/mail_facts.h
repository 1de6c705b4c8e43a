/*
 * Facts about where a domain receives mail, and about BIMI, MTA-STS and TLS-RPT.
 */
#pragma once
#include "facts/record_facts.h"
#include "facts/web_facts.h"

typedef struct {
	dr_str name; /* "." for the null MX */
	int64_t preference;
	bool literal;   /* an IP address as a host name */
	bool duplicate; /* the same host again */
	bool alias;     /* a CNAME (RFC 2181 10.3) */
	dr_status alias_status;
	dr_str resolves; /* yes no-name no-address */
	dr_status resolves_status;
	dr_strs addresses;
	dr_status addresses_status;
	dr_str special; /* private, loopback, …: of the worst address, or empty */
	dr_status special_status;
	dr_str service; /* id of the catalogue service, or empty */
	dr_str tlsa;    /* DANE records of its port 25: none, usable, unusable, unsigned */
	dr_status tlsa_status;
	bool listed; /* the MTA-STS policy lists it; absent without a policy */
	dr_status listed_status;
	dr_str reverse; /* none unconfirmed confirmed: of the worst of its addresses that SPF lets
	                   pass; absent when there is none, or the host is a service's */
	dr_status reverse_status;
	dr_str reverse_address; /* the address that this is about */
	dr_status reverse_address_status;
	dr_str reverse_name; /* its first reverse name */
	dr_status reverse_name_status;
	bool helo_spf; /* its name has an SPF record; absent unless it is an own host that sends */
	dr_status helo_spf_status;
	bool approved; /* of a service or network that the user named, or of the domain's own name;
	                  absent when the user named none */
	dr_status approved_status;
	bool secure; /* its addresses are signed (DNSSEC), and were validated */
	dr_status secure_status;
	dr_place place;
} dr_mx_host_fact;

typedef DR_LIST(dr_mx_host_fact) dr_mx_host_facts;
extern const dr_schema DR_MX_HOST_FACT_SCHEMA;

typedef struct {
	bool exists; /* the domain's name exists at all */
	dr_status exists_status;
	bool present; /* MX records, the null MX included */
	dr_status present_status;
	bool null_mx; /* RFC 7505 */
	dr_status null_mx_status;
	dr_mx_host_facts hosts;
	dr_status hosts_status;
	bool address; /* the domain itself has A or AAAA: implicit MX (RFC 5321 5.1) */
	dr_status address_status;
	bool receives; /* MX that is not null, or implicit */
	dr_status receives_status;
	bool secure; /* the MX records are signed (DNSSEC), and were validated */
	dr_status secure_status;
	bool wildcard; /* names below that do not exist get an MX */
	dr_status wildcard_status;
	int64_t negative_ttl; /* how long "not there" is remembered, seconds (RFC 2308 5) */
	dr_status negative_ttl_status;
} dr_mx_facts;

extern const dr_schema DR_MX_FACTS_SCHEMA;

typedef struct {
	bool present;
	dr_status present_status;
	int64_t records;
	dr_status records_status;
	dr_str found_at; /* the domain whose record it is: itself or the organizational domain */
	dr_status found_at_status;
	dr_str text;
	dr_status text_status;
	dr_place text_place;
	dr_str l; /* indicator URI; absent when the tag is not there; may be empty */
	dr_status l_status;
	dr_place l_place;
	dr_str a; /* evidence URI */
	dr_status a_status;
	dr_place a_place;
	dr_str avp; /* default brand */
	dr_status avp_status;
	dr_place avp_place;
	dr_str lps; /* local-part selectors */
	dr_status lps_status;
	dr_place lps_place;
	bool declined; /* l and a empty */
	dr_status declined_status;
	bool differs; /* the domain's own record is not that of the organizational domain */
	dr_status differs_status;
	dr_str selector; /* that a mail asked for with BIMI-Selector; absent without one */
	dr_status selector_status;
	bool selector_present; /* it has a record */
	dr_status selector_present_status;
	dr_logo_facts logo;
	dr_evidence_facts evidence;
	dr_issue_facts issues;
	dr_status issues_status;
	dr_stray_facts strays;
	dr_status strays_status;
	dr_alias_facts alias;
} dr_bimi_facts;

extern const dr_schema DR_BIMI_FACTS_SCHEMA;

typedef struct {
	bool present;
	dr_status present_status;
	int64_t records;
	dr_status records_status;
	dr_str text;
	dr_status text_status;
	dr_place text_place;
	dr_str id;
	dr_status id_status;
	dr_place id_place;
	bool policy_host; /* mta-sts.<domain> has an address */
	dr_status policy_host_status;
	dr_strs policy_addresses; /* its addresses, IPv4 first */
	dr_status policy_addresses_status;
	dr_policy_facts policy;
	dr_issue_facts issues;
	dr_status issues_status;
	dr_stray_facts strays;
	dr_status strays_status;
	dr_alias_facts alias;
} dr_mtasts_facts;

extern const dr_schema DR_MTASTS_FACTS_SCHEMA;

typedef struct {
	bool present;
	dr_status present_status;
	int64_t records;
	dr_status records_status;
	dr_str text;
	dr_status text_status;
	dr_place text_place;
	dr_address_facts rua;
	dr_status rua_status;
	dr_fetch_facts endpoint; /* of the first https address */
	dr_issue_facts issues;
	dr_status issues_status;
	dr_stray_facts strays;
	dr_status strays_status;
	dr_alias_facts alias;
} dr_tlsrpt_facts;

extern const dr_schema DR_TLSRPT_FACTS_SCHEMA;
