/*
 * MTA-STS (RFC 8461 3) and TLS reporting (RFC 8460 3): records, the policy host's addresses, report
 * addresses. The policy itself is fetched elsewhere.
 */
#pragma once
#include "survey/report_find.h"

typedef struct {
	const dr_texts *mtasts;
	const dr_answer *policy_ipv4, *policy_ipv6; /* of mta-sts below the domain */
	const dr_texts *tlsrpt;
	dr_report_addresses rua;
} dr_transport_found;

void dr_survey_transport(const dr_asking *asking, dr_name domain, dr_transport_found *ret_found);
