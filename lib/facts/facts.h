/*
 * Everything that rules can see of one domain, from DNS, a zone and what the user said.
 */
#pragma once
#include "facts/dkim_facts.h"
#include "facts/dmarc_facts.h"
#include "facts/mail_facts.h"
#include "facts/service_facts.h"
#include "facts/spf_facts.h"

typedef struct {
	dr_domain_facts domain;
	dr_spf_facts spf;
	dr_dkim_facts dkim;
	dr_dmarc_facts dmarc;
	dr_bimi_facts bimi;
	dr_mtasts_facts mtasts;
	dr_tlsrpt_facts tlsrpt;
	dr_mx_facts mx;
	dr_services_facts services;
	dr_zone_facts *zone; /* NULL without a zone file */
} dr_facts;
