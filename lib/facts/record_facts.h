/*
 * What the facts about every kind of record share: issues, other texts at the name, aliases.
 */
#pragma once
#include "schema/schema.h"

/* One issue that a parser reported (base/issue.def). */
typedef struct {
	dr_str code;    /* "tag-duplicate" */
	dr_str subject; /* the tag, term or value it is about */
	dr_str nearest; /* for unknown names: the nearest known one, or empty */
	bool first;     /* no issue of the record before it has this code */
	dr_place place;
} dr_issue_fact;

typedef DR_LIST(dr_issue_fact) dr_issue_facts;
extern const dr_schema DR_ISSUE_FACT_SCHEMA;

/* A text at a record's name that is not that record, but may have been meant as one. */
typedef struct {
	dr_str problem; /* leading-space, version, quoted, other-record, unrelated */
	dr_str kind;    /* what the text looks like: spf, dmarc, dkim, bimi, …, or empty */
	dr_str text;
	dr_place place;
} dr_stray_fact;

typedef DR_LIST(dr_stray_fact) dr_stray_facts;
extern const dr_schema DR_STRAY_FACT_SCHEMA;

/* A CNAME between a record's name and the record. */
typedef struct {
	bool present;
	dr_status present_status;
	dr_str target; /* the last name of the chain; absent when there is no CNAME */
	dr_status target_status;
	bool dangling; /* the chain ends at a name without the type, or nowhere */
	dr_status dangling_status;
	int64_t hops;
	dr_status hops_status;
	dr_str service; /* id of the catalogue service that owns the target, or empty */
	dr_status service_status;
} dr_alias_facts;

extern const dr_schema DR_ALIAS_FACTS_SCHEMA;

/* A reporting address: rua, ruf, TLS-RPT rua. */
typedef struct {
	dr_str uri;
	dr_str scheme;  /* "mailto", "https", …; empty when there is none */
	dr_str address; /* mailto: the mailbox */
	dr_str host;    /* domain of the mailbox, or host of the URI */
	bool valid;
	bool external; /* another organizational domain (RFC 9990 4) */
	dr_status external_status;
	bool authorised; /* the destination agreed, or need not; absent when not valid */
	dr_status authorised_status;
	bool by_wildcard; /* agreed through *._report._dmarc */
	dr_status by_wildcard_status;
	dr_str accepts; /* mail: yes, no (no MX and no address), null-mx, no-name */
	dr_status accepts_status;
	dr_str authorisation; /* owner name of the record that must exist when external */
	dr_str replaced_by;   /* the URI that record names instead, or empty (RFC 9990 4) */
	dr_str malformed;     /* a text there that was meant to agree and does not, or empty */
	bool diverted;        /* replaced_by has another host: no report goes to either */
	dr_place place;
} dr_address_fact;

typedef DR_LIST(dr_address_fact) dr_address_facts;
extern const dr_schema DR_ADDRESS_FACT_SCHEMA;
