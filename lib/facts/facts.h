/*
 * Everything that rules can see of one domain, from DNS, a zone and what the user said.
 */
#pragma once
#include "base/domains.h"
#include "base/prefixset.h"
#include "facts/before_facts.h"
#include "facts/dkim_facts.h"
#include "facts/dmarc_facts.h"
#include "facts/mail_facts.h"
#include "facts/server_facts.h"
#include "facts/service_facts.h"
#include "facts/spf_facts.h"
#include "facts/traffic_facts.h"
#include "survey/survey.h"
#include "zone/zone.h"

typedef struct dr_facts {
	dr_domain_facts domain;
	dr_spf_facts spf;
	dr_dkim_facts dkim;
	dr_dmarc_facts dmarc;
	dr_bimi_facts bimi;
	dr_mtasts_facts mtasts;
	dr_tlsrpt_facts tlsrpt;
	dr_mx_facts mx;
	dr_services_facts services;
	dr_zone_facts *zone;       /* NULL without a zone file */
	dr_servers_facts *servers; /* NULL when name servers were not to be asked */
	dr_before_facts *before;   /* NULL without an earlier snapshot */
	dr_traffic_facts *traffic; /* NULL without evidence */
} dr_facts;

/* What facts are made from. */
typedef struct {
	const dr_survey *survey;
	const dr_catalog *catalog;   /* may be NULL */
	const dr_suffixes *suffixes; /* NULL: the built-in public suffix list */
	const dr_zone *zone;         /* that holds the domain; NULL: none */
	const dr_domains *domains;   /* that are looked at in one go; NULL: not known */
	dr_str mail;                 /* what the user declared, or empty */
	dr_strs report_addresses;    /* the same; may be empty */
	dr_strs services;            /* ids of services that it uses, the same */
	dr_prefixes networks;        /* addresses of its own, the same */
	dr_day as_of;             /* the day that certificates are judged on; 0, DR_NO_DAY: none */
	dr_str logo, certificate; /* octets that stand for what BIMI names; ptr NULL: none */
	dr_str mark_roots;        /* PEM; ptr NULL: chains of mark certificates are not judged */
	const struct dr_mail *message;  /* that the domain may have signed; NULL: none */
	struct dr_traffic *traffic;     /* what reports say; is judged again; NULL: no evidence */
	const struct dr_facts *before;  /* of an earlier snapshot; NULL: none */
	const dr_survey *before_survey; /* the same */
	dr_day before_day;              /* of that snapshot; DR_NO_DAY: not known */
} dr_facts_input;

/* What reports say beside facts that were made without them: `survey`, `traffic` and `as_of` of the
 * input count. NULL: there are no reports, or no memory. */
dr_traffic_facts *dr_facts_of_traffic(dr_arena *arena, const dr_facts_input *input,
                                      const dr_facts *facts);

/* All facts, in `arena`; they borrow from the survey's answers. NULL when memory is spent; look at
 * dr_arena_failed() too: then they are not complete. */
const dr_facts *dr_facts_make(dr_arena *arena, const dr_facts_input *input);
/* The facts of a domain about which nothing is known, for one reason. NULL: no memory. */
const dr_facts *dr_facts_unknown(dr_arena *arena, dr_str domain, dr_why why);
