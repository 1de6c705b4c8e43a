/*
 * Facts about the services that a domain's records show, the zone file they came from, and what the
 * user said about the domain.
 */
#pragma once
#include "facts/record_facts.h"

typedef struct {
	dr_str id;          /* google-workspace */
	dr_str name;        /* Google Workspace */
	dr_str kind;        /* mailbox sender security forwarder dmarc */
	bool in_use;        /* strong signs: MX, include, DKIM, return-path host; else a question */
	dr_strs signs;      /* mx spf dkim return-path token */
	dr_str spf_counts;  /* author-domain own-subdomain service-domain none */
	dr_str include;     /* what SPF needs, "include:_spf.google.com"; empty: nothing */
	bool include_found; /* anywhere in the SPF tree; absent without SPF */
	dr_status include_found_status;
	bool include_direct; /* in the domain's own record */
	dr_status include_direct_status;
	bool listed; /* SPF lets it send: by its include, or its MX hosts do and mx or a names them
	              */
	dr_status listed_status;
	bool dkim_found; /* a key of this service */
	dr_status dkim_found_status;
	bool dkim_guessable; /* its selectors can be known without being told */
	dr_strs selectors;   /* that were asked for */
	bool can_align;
	dr_str author_dkim; /* yes costs-extra no unknown: whether it can sign as the domain */
	dr_str retired;     /* why it must not be used any more; empty: it works */
	dr_str setup;       /* where to click, what to publish: one or two sentences */
	dr_place place;     /* of the strongest sign */
} dr_service_fact;

typedef DR_LIST(dr_service_fact) dr_service_list;
extern const dr_schema DR_SERVICE_FACT_SCHEMA;

/* The variable `services`. */
typedef struct {
	dr_service_list found; /* in order of id; partial while a sign could not be asked for */
	dr_status found_status;
} dr_services_facts;

extern const dr_schema DR_SERVICES_FACTS_SCHEMA;

/* A problem of the zone's text. */
typedef struct {
	dr_str code; /* zone/zone.h */
	dr_str subject;
	dr_str text;
	dr_str owner;
	dr_str file;
	int64_t line;
	int64_t column;
	dr_place place;
} dr_zone_issue_fact;

typedef DR_LIST(dr_zone_issue_fact) dr_zone_issue_facts;
extern const dr_schema DR_ZONE_ISSUE_FACT_SCHEMA;

/* The variable `zone`: there only when a zone file was given. */
typedef struct {
	dr_str origin;
	bool complete;
	dr_zone_issue_facts issues; /* at or below this domain, and not those of another one below
	                               it that is looked at too; the apex has all others */
	dr_strs elsewhere;   /* names that mail needs and the zone delegates to other servers */
	dr_strs unprotected; /* other names of the zone with MX and without SPF */
	dr_strs reporters;   /* domains whose DMARC reports may come here (RFC 9990 4); "*" */
} dr_zone_facts;

extern const dr_schema DR_ZONE_FACTS_SCHEMA;

/* Addresses that the user declared as the domain's own. */
typedef struct {
	dr_str text; /* 192.0.2.0/24 */
	bool passes; /* SPF lets at least one of them send */
	dr_status passes_status;
} dr_network_fact;

typedef DR_LIST(dr_network_fact) dr_network_facts;
extern const dr_schema DR_NETWORK_FACT_SCHEMA;

/* The variable `domain`: what the user said. */
typedef struct {
	dr_str name;
	dr_str mail; /* people transactional mixed none */
	dr_status mail_status;
	bool sends; /* declared, or shown by MX, SPF or services */
	dr_status sends_status;
	dr_strs selectors;        /* named by option, config or message */
	dr_strs report_addresses; /* where the user wants aggregate reports to go */
	dr_network_facts networks;
} dr_domain_facts;

extern const dr_schema DR_DOMAIN_FACTS_SCHEMA;
