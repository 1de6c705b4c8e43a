#include "survey/transport_find.h"

void dr_survey_transport(const dr_asking *asking, dr_name domain, dr_transport_found *ret_found)
{
	const dr_str policy_host = DR_STR("mta-sts");
	*ret_found = (dr_transport_found){
		.mtasts = dr_texts_ask_below(asking, DR_STR("_mta-sts"), domain, DR_RECORD_MTASTS),
		.policy_ipv4 = dr_ask_below(asking, policy_host, domain, DR_TYPE_A),
		.policy_ipv6 = dr_ask_below(asking, policy_host, domain, DR_TYPE_AAAA),
		.tlsrpt =
			dr_texts_ask_below(asking, DR_STR("_smtp._tls"), domain, DR_RECORD_TLSRPT),
	};
	if (ret_found->tlsrpt->count == 1) {
		dr_survey_reports(asking, &ret_found->tlsrpt->tlsrpt->rua, (dr_name){ 0 },
		                  &ret_found->rua);
	}
}
