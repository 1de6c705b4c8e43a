/*
 * Facts about a domain's SPF record and the tree of records it pulls in (RFC 7208).
 */
#pragma once
#include "facts/record_facts.h"

/* A term of the domain's own record. */
typedef struct {
	dr_str text;      /* "-include:_spf.example.net" as written */
	dr_str kind;      /* all include a mx ptr ip4 ip6 exists redirect exp unknown */
	dr_str qualifier; /* + - ~ ?; empty for modifiers */
	dr_str target;    /* domain-spec, or the domain itself when left out; address of ip4, ip6 */
	bool valid;
	bool after_all;  /* never evaluated (RFC 7208 5.1) */
	bool message;    /* the target depends on the message (macros other than %{d}) */
	bool duplicate;  /* the same term stands earlier in the record */
	bool counts;     /* counts towards the ten DNS terms (RFC 7208 4.6.4) */
	int64_t lookups; /* DNS terms of this term and everything below it */
	dr_status lookups_status;
	dr_str outcome; /* ok no-record no-name no-data several-records permerror loop too-many
	                   null-mx; absent for terms that ask nothing */
	dr_status outcome_status;
	bool is_void; /* a look-up that finds nothing (RFC 7208 4.6.4) */
	dr_status is_void_status;
	bool unregistered; /* the target's registrable domain does not exist: anybody may take it */
	dr_status unregistered_status;
	dr_str service;    /* id of the catalogue service whose include it is, or empty */
	dr_str spf_counts; /* that service's: author-domain own-subdomain service-domain, or empty
	                    */
	dr_str service_name;
	dr_str service_signs; /* whether it signs as its customer: yes costs-extra no, or empty */
	bool early;           /* a modifier in front of mechanisms */
	bool failing;         /* the servers of its target answer with SERVFAIL */
	bool dangling;        /* its target is a CNAME to a name that does not exist */
	dr_strs dead_hosts;   /* mx: hosts without any address */
	dr_str text_problem;  /* exp: non-ascii or macro, else empty */
	dr_str special;       /* a, mx: special purpose of an address it leads to, or empty */
	dr_str covered_by;    /* another own term that lets everybody pass whom this one does */
	int64_t ipv4;         /* IPv4 addresses that it matches */
	dr_status ipv4_status;
	int64_t ipv6; /* IPv6 networks of 64 bits in which it matches any address */
	dr_status ipv6_status;
	int64_t alone_ipv4; /* that pass by this term only; absent where it makes nobody pass */
	dr_status alone_ipv4_status;
	int64_t alone_ipv6;
	dr_status alone_ipv6_status;
	dr_place place;
} dr_spf_term_fact;

typedef DR_LIST(dr_spf_term_fact) dr_spf_term_facts;
extern const dr_schema DR_SPF_TERM_FACT_SCHEMA;

/* A term anywhere below the record that has a problem of its own. */
typedef struct {
	dr_str domain; /* whose record holds the term */
	dr_str text;   /* the term */
	dr_str target;
	dr_str outcome; /* as above, only those that are not ok */
	dr_str via;     /* the term of the domain's own record that leads here */
	int64_t depth;  /* 1: in a record that the domain's own includes */
	bool is_void;
	bool unregistered; /* the target's registrable domain does not exist */
	dr_place place;    /* of the own term */
} dr_spf_problem_fact;

typedef DR_LIST(dr_spf_problem_fact) dr_spf_problem_facts;
extern const dr_schema DR_SPF_PROBLEM_FACT_SCHEMA;

/* An address range that the domain itself writes: in its own record, or in one of the same
 * organization that it leads to. */
typedef struct {
	dr_str text; /* the term */
	dr_str kind; /* ip4 ip6; a mx: of hosts, widened by a prefix length */
	bool ipv6;
	int64_t length;    /* prefix length in bits */
	bool host_bits;    /* address bits below the length */
	dr_str special;    /* private, loopback, …, or empty */
	dr_str covered_by; /* another own term that holds all of it, or empty */
	dr_place place;
} dr_spf_range_fact;

typedef DR_LIST(dr_spf_range_fact) dr_spf_range_facts;
extern const dr_schema DR_SPF_RANGE_FACT_SCHEMA;

/* A change of the record that costs fewer look-ups; on top of those before it. */
typedef struct {
	dr_str measure; /* drop-useless drop-unlikely drop-duplicate drop-dead drop-covered
	                   write-address drop-ptr move */
	dr_str terms;   /* that go, as written, with spaces between */
	dr_str instead; /* what is written in their place, or empty */
	int64_t saves;
	int64_t lookups;    /* that are left */
	int64_t loses_ipv4; /* addresses that pass no more */
	int64_t loses_ipv6; /* networks of 64 bits */
	dr_str domain;      /* whose record is changed */
	dr_str record;      /* what it is then */
	dr_place place;     /* of the terms, where they stand together; else of the first */
} dr_spf_advice_fact;

typedef DR_LIST(dr_spf_advice_fact) dr_spf_advice_facts;
extern const dr_schema DR_SPF_ADVICE_FACT_SCHEMA;

/* An include that the record does not have, with its addresses written out instead. */
typedef struct {
	dr_str source;        /* whose record would be included */
	dr_str service_name;  /* the catalogue service that it belongs to, or empty */
	int64_t missing_ipv4; /* IPv4 addresses that it lets pass today and this record does not */
	int64_t missing_ipv6; /* networks of 64 bits */
	dr_strs missing;      /* the first of them */
	int64_t stale_ipv4;   /* written out, let pass by it then and today no more */
	int64_t stale_ipv6;
	dr_strs stale;
} dr_spf_flattened_fact;

typedef DR_LIST(dr_spf_flattened_fact) dr_spf_flattened_facts;
extern const dr_schema DR_SPF_FLATTENED_FACT_SCHEMA;

typedef struct {
	bool present; /* at least one record that begins with v=spf1 */
	dr_status present_status;
	int64_t records;
	dr_status records_status;
	dr_str text; /* of the only record; absent when there is none or several */
	dr_status text_status;
	dr_place text_place;
	bool valid; /* one record without a syntax error (RFC 7208 4.6) */
	dr_status valid_status;
	dr_str all; /* qualifier of the first all */
	dr_status all_status;
	dr_place all_place;
	dr_str effective_all; /* the same through redirect */
	dr_status effective_all_status;
	dr_str redirect;
	dr_status redirect_status;
	dr_place redirect_place;
	dr_str exp;
	dr_status exp_status;
	dr_place exp_place;
	bool sends_nothing; /* exactly v=spf1 -all, white space aside */
	dr_status sends_nothing_status;
	dr_spf_term_facts terms;
	dr_status terms_status;
	dr_issue_facts issues;
	dr_status issues_status;
	dr_stray_facts strays; /* near misses at the name, and records of other kinds */
	dr_status strays_status;
	int64_t lookups; /* DNS terms of the worst message (RFC 7208 4.6.4) */
	dr_status lookups_status;
	int64_t lookups_min; /* those that are certain already; known once the record is */
	dr_status lookups_min_status;
	bool counted; /* lookups_min is all of them */
	dr_status counted_status;
	int64_t voids_ipv4; /* void look-ups for an IPv4 client */
	dr_status voids_ipv4_status;
	int64_t voids_ipv6;
	dr_status voids_ipv6_status;
	int64_t mx_hosts; /* of mx terms, whose addresses are asked for beside the ten terms */
	dr_status mx_hosts_status;
	dr_str excess; /* term to begin with when there are more look-ups than allowed */
	dr_status excess_status;
	dr_place excess_place;
	dr_str stop_ipv4; /* own term in which evaluation ends with permerror at the latest */
	dr_status stop_ipv4_status;
	dr_place stop_ipv4_place;
	dr_str stop_ipv6;
	dr_status stop_ipv6_status;
	dr_place stop_ipv6_place;
	int64_t senders_ipv4; /* IPv4 addresses that the record means to pass */
	dr_status senders_ipv4_status;
	int64_t senders_ipv6; /* IPv6 networks of 64 bits */
	dr_status senders_ipv6_status;
	int64_t senders_ipv4_min; /* those that are certain, whatever is unanswered */
	dr_status senders_ipv4_min_status;
	int64_t senders_ipv6_min;
	dr_status senders_ipv6_min_status;
	int64_t lost_ipv4; /* of those that are certain: get permerror at a limit or a broken term
	                    */
	dr_status lost_ipv4_status;
	int64_t lost_ipv6;
	dr_status lost_ipv6_status;
	dr_spf_advice_facts advice;
	dr_status advice_status;
	dr_spf_problem_facts problems; /* below the record */
	dr_status problems_status;
	dr_strs repeated; /* include targets that the tree reaches more than once */
	dr_status repeated_status;
	dr_spf_range_facts ranges;
	dr_status ranges_status;
	int64_t own_ipv4; /* IPv4 addresses of all ranges */
	dr_status own_ipv4_status;
	dr_spf_flattened_facts flattened;
	dr_status flattened_status;
	int64_t octets; /* of the record */
	dr_status octets_status;
	int64_t strings; /* character-strings of the record */
	dr_status strings_status;
	int64_t answer_octets; /* of all TXT data at the name */
	dr_status answer_octets_status;
	bool type99; /* records of the dead type SPF */
	dr_status type99_status;
	bool wildcard; /* names below that do not exist get an SPF record from a wildcard */
	dr_status wildcard_status;
	dr_alias_facts alias;
} dr_spf_facts;

extern const dr_schema DR_SPF_FACTS_SCHEMA;
