/*
 * What a linter asks about a domain, as plain sequential code over answers: run it again and again
 * until nothing is open any more; the last time its results are complete.
 *
 * It collects answers and parsed records; what they come to is in facts/.
 */
#pragma once
#include "survey/below_find.h"
#include "survey/bimi_find.h"
#include "survey/dkim_find.h"
#include "survey/flattened_find.h"
#include "survey/helo_find.h"
#include "survey/random_find.h"
#include "survey/reverse_find.h"
#include "survey/servers.h"
#include "survey/spf_advice.h"
#include "survey/transport_find.h"
#include "survey/used_find.h"

typedef struct {
	dr_name domain;
	const dr_hints *hints;
	dr_mail_found mail;
	dr_spf_tree spf;
	dr_spf_reach spf_reach;
	dr_spf_advice spf_advice;
	dr_reverses_found reverses;
	dr_helos_found helos;
	dr_dmarc_discovery dmarc;
	dr_report_addresses rua, ruf; /* of the record that applies at receivers of RFC 9989 */
	dr_report_addresses asked_rua, asked_ruf; /* of the hints, as if the domain named them */
	dr_random_found random;
	dr_names_below below;
	dr_bimi_found bimi;
	dr_transport_found transport;
	bool sends_nothing; /* v=spf1 -all, or a null MX and no SPF */
	dr_services_found services;
	dr_flattened_found flattened;
	dr_dkim_search dkim;
	dr_used_found used;
	dr_servers_found servers;
} dr_survey;

/* Results are in asking->arena. When that is spent (dr_arena_failed) they are not complete. */
void dr_survey_run(const dr_asking *asking, const dr_hints *hints, dr_name domain,
                   dr_survey *ret_survey);
