/*
 * Facts about the DKIM keys that were found (RFC 6376, 8301, 8463).
 */
#pragma once
#include "facts/record_facts.h"

/* A selector that has something, or that somebody named. */
typedef struct {
	dr_str selector;
	dr_str owner;    /* s1._domainkey.example.com */
	dr_str tier;     /* named service listed common */
	bool name_valid; /* letters, digits, hyphens and underscores between dots */
	bool present;    /* a TXT record that reads as a key */
	dr_status present_status;
	int64_t records; /* TXT records at the name */
	dr_status records_status;
	dr_str text;
	dr_status text_status;
	dr_place text_place;
	bool valid; /* a verifier can use it */
	dr_status valid_status;
	bool revoked; /* p= is empty */
	dr_status revoked_status;
	dr_str v; /* as published, wherever it stands */
	dr_status v_status;
	dr_str key; /* rsa ed25519 unknown: by the octets of p */
	dr_status key_status;
	dr_str k; /* as published */
	dr_status k_status;
	int64_t bits;
	dr_status bits_status;
	dr_place bits_place;
	int64_t exponent; /* RSA; absent otherwise */
	dr_status exponent_status;
	dr_str weakness; /* small-factor roca: what is known against the modulus */
	dr_status weakness_status;
	int64_t missing_from, missing_to; /* octets of the record, counted from 0, both included */
	dr_status missing_from_status, missing_to_status;
	bool lost_string; /* they were one or more whole character-strings */
	dr_status lost_string_status;
	int64_t trailing; /* octets behind the key */
	dr_status trailing_status;
	dr_str h, s, t, n; /* as published */
	dr_status h_status, s_status, t_status, n_status;
	bool test; /* t=y */
	dr_status test_status;
	bool strict; /* t=s */
	dr_status strict_status;
	bool sha256; /* h allows it */
	dr_status sha256_status;
	bool email; /* s allows it */
	dr_status email_status;
	bool version; /* v=DKIM1 is there */
	dr_status version_status;
	int64_t octets; /* of the record */
	dr_status octets_status;
	int64_t ttl; /* seconds; of an answer of a resolver what is left of it */
	dr_status ttl_status;
	dr_str same_as; /* an earlier selector with the same key */
	dr_status same_as_status;
	dr_str shared_with; /* owner of the same key at another domain */
	dr_status shared_with_status;
	bool fits; /* the private key that signed the mail which was handed over belongs to it */
	dr_status fits_status;
	bool misplaced; /* a key of it was seen at a name that holds the domain twice */
	dr_issue_facts issues;
	dr_status issues_status;
	dr_alias_facts alias;
	bool loop; /* the CNAMEs lead in a circle */
	dr_status loop_status;
	dr_str service;      /* id of the service it belongs to, or empty */
	dr_str service_name; /* as people call it, or empty */
	dr_place place;
} dr_dkim_selector_fact;

typedef DR_LIST(dr_dkim_selector_fact) dr_dkim_selector_facts;
extern const dr_schema DR_DKIM_SELECTOR_FACT_SCHEMA;

typedef struct {
	bool possible; /* false: _domainkey does not exist, so no selector does (RFC 8020) */
	dr_status possible_status;
	bool wildcard; /* a random selector answers */
	dr_status wildcard_status;
	bool wildcard_key; /* with a key that is not revoked */
	dr_status wildcard_key_status;
	int64_t tried; /* names that were asked */
	dr_status tried_status;
	int64_t found; /* selectors with a key that is not revoked */
	dr_status found_status;
	dr_dkim_selector_facts selectors; /* found ones, and named ones found or not */
	dr_status selectors_status;
	dr_str policy; /* the text of the historic DomainKeys at _domainkey */
	dr_status policy_status;
	dr_str adsp; /* the historic record at _adsp._domainkey (RFC 5617) */
	dr_status adsp_status;
	dr_str unselected; /* a key at _domainkey itself, where none is looked for */
	dr_status unselected_status;
	dr_str doubled; /* owner of a key at a name with the domain twice */
	dr_status doubled_status;
} dr_dkim_facts;

extern const dr_schema DR_DKIM_FACTS_SCHEMA;
