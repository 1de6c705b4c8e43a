/*
 * What was published earlier: the same facts from a snapshot of then.
 */
#pragma once
#include "facts/dkim_facts.h"
#include "facts/dmarc_facts.h"
#include "facts/mail_facts.h"
#include "facts/spf_facts.h"

/* The variable `before`; only with --previous. */
typedef struct {
	int64_t days; /* from then to the day of this run; unknown when the snapshot has no day */
	dr_status days_status;
	dr_spf_facts spf;
	dr_dkim_facts dkim;
	dr_dmarc_facts dmarc;
	dr_bimi_facts bimi;
	dr_mtasts_facts mtasts;
	dr_tlsrpt_facts tlsrpt;
	dr_mx_facts mx;
} dr_before_facts;

extern const dr_schema DR_BEFORE_FACTS_SCHEMA;
