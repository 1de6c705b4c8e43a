/*
 * MTA-STS (RFC 8461 3) and TLS reporting (RFC 8460 3): records, the policy that the web server of
 * the policy host gives, the addresses that reports go to, and the keys that mail hosts publish
 * (DANE, RFC 7672).
 */
#pragma once
#include "survey/fetch_find.h"
#include "survey/mail_find.h"
#include "survey/random_find.h"
#include "survey/report_find.h"

/* A host of the MX set and its TLSA records. */
typedef struct {
	size_t host;           /* index in the mail hosts */
	const dr_answer *tlsa; /* of _25._tcp below it */
} dr_tlsa_found;

typedef DR_LIST(dr_tlsa_found) dr_tlsas_found;

typedef struct {
	const dr_texts *mtasts;
	const dr_answer *policy_ipv4, *policy_ipv6; /* of mta-sts below the domain */
	dr_fetched policy; /* not asked where neither a record nor a host hints at one */
	const dr_texts *tlsrpt;
	dr_report_addresses rua;
	dr_fetched endpoint;  /* the first https address of rua, to see its TLS */
	dr_tlsas_found tlsas; /* of hosts with addresses, at most DR_TLSA_MAX */
} dr_transport_found;

enum { DR_TLSA_MAX = 4 };

void dr_survey_transport(const dr_asking *asking, dr_name domain, const dr_mail_found *mail,
                         const dr_random_found *random, dr_transport_found *ret_found);
