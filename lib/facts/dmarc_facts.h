/*
 * Facts about the DMARC record that applies to a domain, for receivers of both generations
 * (RFC 9989, RFC 7489).
 *
 * Published, valid and effective are different things: `text` and `issues` say what is published,
 * `p`, `sp`, … are values that are valid, `effective` is what receivers do.
 */
#pragma once
#include "facts/record_facts.h"

/* Policies that apply to the domain itself, to existing and to non-existent names below it. */
typedef struct {
	dr_str p; /* none quarantine reject; absent when no DMARC applies */
	dr_status p_status;
	dr_str sp;
	dr_status sp_status;
	dr_str np;
	dr_status np_status;
} dr_dmarc_policies;

extern const dr_schema DR_DMARC_POLICIES_SCHEMA;

typedef struct {
	dr_dmarc_policies rfc9989;   /* knows t, not pct */
	dr_dmarc_policies rfc7489;   /* samples pct, does not know t and np */
	dr_dmarc_policies weakest;   /* over all kinds of receivers that are deployed */
	dr_dmarc_policies strictest; /* the same */
} dr_dmarc_effective;

extern const dr_schema DR_DMARC_EFFECTIVE_SCHEMA;

/* One name that a receiver asks for on the way up (RFC 9989 4.10). */
typedef struct {
	dr_str domain;   /* without _dmarc */
	int64_t records; /* v=DMARC1 records there; one counts, several count as none */
	dr_status records_status;
	dr_str psd; /* y n u, of the only record; absent without one */
	dr_status psd_status;
	bool shared; /* above the domain, whose _dmarc is a CNAME to the record there */
	dr_status shared_status;
} dr_dmarc_step_fact;

typedef DR_LIST(dr_dmarc_step_fact) dr_dmarc_step_facts;
extern const dr_schema DR_DMARC_STEP_FACT_SCHEMA;

/* A name below the domain that reports or people tell of. */
typedef struct {
	dr_str name;
	bool exists;
	dr_status exists_status;
	bool own; /* it has one DMARC record of its own: the domain's policy does not reach it */
	dr_status own_status;
	bool shared; /* _dmarc below it is a CNAME to the domain's record: that is its own, p holds
	              */
	dr_status shared_status;
	dr_str text; /* that record */
	dr_status text_status;
	dr_str p; /* its valid p */
	dr_status p_status;
	dr_alias_facts alias;     /* of _dmarc below it */
	dr_address_facts reports; /* elsewhere, as if a record of its own named them */
} dr_dmarc_below_fact;

typedef DR_LIST(dr_dmarc_below_fact) dr_dmarc_below_facts;
extern const dr_schema DR_DMARC_BELOW_FACT_SCHEMA;

/* The record at the organizational domain (RFC 9989), which may be the domain's own. */
typedef struct {
	bool present;
	dr_status present_status;
	bool readable; /* p is valid, and so is sp if it is there: else nobody acts on the record */
	dr_status readable_status;
	dr_str p;
	dr_status p_status;
	dr_str sp;
	dr_status sp_status;
	dr_str np;
	dr_status np_status;
	int64_t pct; /* default 100 */
	dr_status pct_status;
	dr_str t; /* default n */
	dr_status t_status;
	bool rua; /* it asks for aggregate reports */
	dr_status rua_status;
	dr_strs addresses; /* mailboxes of its rua, in lower case */
	dr_status addresses_status;
} dr_dmarc_organization_facts;

extern const dr_schema DR_DMARC_ORGANIZATION_FACTS_SCHEMA;

typedef struct {
	bool present; /* a record applies at receivers of RFC 9989 */
	dr_status present_status;
	bool secure; /* what _dmarc below the domain says is signed (DNSSEC), and was validated */
	dr_status secure_status;
	bool present_rfc7489;
	dr_status present_rfc7489_status;
	int64_t records; /* v=DMARC1 records at _dmarc.<domain> itself */
	dr_status records_status;
	bool own; /* the record that applies is the domain's own */
	dr_status own_status;
	dr_str found_at; /* the domain whose record applies (RFC 9989) */
	dr_status found_at_status;
	dr_str found_at_rfc7489;
	dr_status found_at_rfc7489_status;
	dr_str organizational; /* organizational domain by the tree walk */
	dr_status organizational_status;
	dr_str organizational_rfc7489; /* by the public suffix list */
	dr_status organizational_rfc7489_status;
	int64_t labels;           /* of the domain */
	bool public_suffix;       /* the domain is one, by the list */
	dr_dmarc_step_facts walk; /* from the domain upwards, as far as the walk goes */
	dr_status walk_status;
	dr_dmarc_organization_facts organization;

	/* The record that applies at receivers of RFC 9989. */
	dr_str text;
	dr_status text_status;
	dr_place text_place;
	dr_str p;
	dr_status p_status;
	dr_place p_place;
	dr_str sp;
	dr_status sp_status;
	dr_place sp_place;
	dr_str np;
	dr_status np_status;
	dr_place np_place;
	int64_t pct; /* default 100 */
	dr_status pct_status;
	dr_place pct_place;
	dr_str t; /* y n; default n */
	dr_status t_status;
	dr_place t_place;
	dr_str psd; /* y n u; default u */
	dr_status psd_status;
	dr_place psd_place;
	dr_str adkim; /* r s; default r */
	dr_status adkim_status;
	dr_place adkim_place;
	dr_str aspf;
	dr_status aspf_status;
	dr_place aspf_place;
	dr_str fo; /* as published */
	dr_status fo_status;
	dr_place fo_place;
	dr_address_facts rua;
	dr_status rua_status;
	dr_address_facts ruf;
	dr_status ruf_status;
	dr_address_facts asked_rua, asked_ruf; /* that people ask for, published or not */
	dr_strs tags;                          /* names, in order; known ones in lower case */
	dr_status tags_status;
	bool usable_rua; /* one valid URI: decides what a bad p means (RFC 9989 4.10.1) */
	dr_status usable_rua_status;
	dr_issue_facts issues;
	dr_status issues_status;
	dr_stray_facts strays; /* other texts at _dmarc.<domain> */
	dr_status strays_status;
	dr_dmarc_effective effective; /* for this domain as author domain; sp and np: below it */
	dr_alias_facts alias;         /* of _dmarc.<domain> */
	dr_dmarc_below_facts below;   /* names below it that were looked at */
	bool random_exists;           /* a random name below gives no NXDOMAIN: np never applies */
	dr_status random_exists_status;
	bool wildcard; /* a wildcard fabricates _dmarc below names that do not exist */
	dr_status wildcard_status;
	int64_t octets;
	dr_status octets_status;
	int64_t ttl; /* seconds; from a resolver at least this */
	dr_status ttl_status;
} dr_dmarc_facts;

extern const dr_schema DR_DMARC_FACTS_SCHEMA;
