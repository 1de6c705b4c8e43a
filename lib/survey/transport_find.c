#include "survey/transport_find.h"

/* RFC 8461 3.3: redirects are not followed. */
static void find_policy(const dr_asking *asking, dr_name domain, const dr_random_found *random,
                        dr_transport_found *found)
{
	bool host = found->policy_ipv4->outcome == DR_ANSWER ||
	            found->policy_ipv6->outcome == DR_ANSWER;
	bool wildcard = random->txt->outcome != DR_NO_NAME;
	if (found->mtasts->count == 0 && (!host || wildcard)) {
		return;
	}
	dr_buf url;
	dr_buf_init(&url, asking->arena);
	dr_buf_add(&url, DR_STR("https://mta-sts."));
	dr_name_write(domain, &url);
	dr_buf_add(&url, DR_STR("/.well-known/mta-sts.txt"));
	dr_survey_fetch(asking, dr_buf_str(&url), 0, &found->policy);
}

/* Reports are sent there by POST; what a GET gets does not matter, the TLS it is sent over does. */
static void find_endpoint(const dr_asking *asking, dr_transport_found *found)
{
	for (size_t i = 0; i < found->rua.len; i++) {
		const dr_mailuri *uri = found->rua.items[i].uri;
		if (uri->valid && uri->supported && !uri->mailto) {
			dr_survey_fetch(asking, uri->uri, 0, &found->endpoint);
			return;
		}
	}
}

/* DANE counts only where the host's own name is no alias or is signed itself (RFC 7672 2.2.2); the
 * host is asked about as it is named. */
static void find_tlsas(const dr_asking *asking, const dr_mail_found *mail,
                       dr_transport_found *found)
{
	for (size_t i = 0; i < mail->hosts.len && found->tlsas.len < DR_TLSA_MAX; i++) {
		const dr_mx_host *host = &mail->hosts.items[i];
		if (host->ipv4 == NULL ||
		    (host->ipv4->outcome != DR_ANSWER && host->ipv6->outcome != DR_ANSWER)) {
			continue;
		}
		dr_tlsa_found tlsa = {
			.host = i,
			.tlsa = dr_ask_below(asking, DR_STR("_25._tcp"), host->name, DR_TYPE_TLSA),
		};
		dr_list_add(asking->arena, &found->tlsas, tlsa);
	}
}

void dr_survey_transport(const dr_asking *asking, dr_name domain, const dr_mail_found *mail,
                         const dr_random_found *random, dr_transport_found *ret_found)
{
	const dr_str policy_host = DR_STR("mta-sts");
	dr_transport_found found = {
		.mtasts = dr_texts_ask_below(asking, DR_STR("_mta-sts"), domain, DR_RECORD_MTASTS),
		.policy_ipv4 = dr_ask_below(asking, policy_host, domain, DR_TYPE_A),
		.policy_ipv6 = dr_ask_below(asking, policy_host, domain, DR_TYPE_AAAA),
		.tlsrpt =
			dr_texts_ask_below(asking, DR_STR("_smtp._tls"), domain, DR_RECORD_TLSRPT),
	};
	if (found.tlsrpt->count == 1) {
		dr_survey_reports(asking, &found.tlsrpt->tlsrpt->rua, (dr_name){ 0 }, &found.rua);
	}
	find_endpoint(asking, &found);
	find_policy(asking, domain, random, &found);
	find_tlsas(asking, mail, &found);
	*ret_found = found;
}
