#include "survey/mail_find.h"
#include "answer/rdata.h"

static bool is_literal(dr_arena *arena, dr_name name)
{
	dr_ipaddr address;
	return dr_name_labels(name) == 4 && dr_ipaddr_parse_v4(dr_name_text(arena, name), &address);
}

bool dr_mail_is_null_mx(const dr_answer *mx)
{
	uint16_t preference;
	dr_name host;
	return mx->outcome == DR_ANSWER && mx->rr_count == 1 &&
	       dr_rr_read_mx(&mx->rrs[0], &preference, &host) && host.len == 1;
}

/* The records of an answer are in canonical order: by preference, then by name. */
static void add_hosts(const dr_asking *asking, dr_mail_found *found)
{
	for (uint32_t i = 0; i < found->mx->rr_count; i++) {
		dr_mx_host host = { .rr = i };
		if (!dr_rr_read_mx(&found->mx->rrs[i], &host.preference, &host.name)) {
			continue;
		}
		host.literal = is_literal(asking->arena, host.name);
		if (host.name.len > 1 && !host.literal && found->hosts.len < DR_MX_HOSTS_MAX) {
			host.ipv4 = dr_ask_dns(asking->answers, host.name, DR_TYPE_A);
			host.ipv6 = dr_ask_dns(asking->answers, host.name, DR_TYPE_AAAA);
		}
		dr_list_add(asking->arena, &found->hosts, host);
	}
}

void dr_survey_mail(const dr_asking *asking, dr_name name, dr_mail_found *ret_found)
{
	dr_mail_found found = {
		.mx = dr_ask_dns(asking->answers, name, DR_TYPE_MX),
		.ipv4 = dr_ask_dns(asking->answers, name, DR_TYPE_A),
		.ipv6 = dr_ask_dns(asking->answers, name, DR_TYPE_AAAA),
	};
	if (found.mx->outcome == DR_ANSWER) {
		add_hosts(asking, &found);
	}
	found.null_mx = dr_mail_is_null_mx(found.mx);
	*ret_found = found;
}

static dr_mail_route route_by_address(const dr_asking *asking, dr_name name)
{
	static const uint16_t TYPES[] = { DR_TYPE_A, DR_TYPE_AAAA };
	dr_mail_route route = { DR_MAIL_NO, DR_STATUS_KNOWN };
	for (size_t i = 0; i < DR_COUNT(TYPES); i++) {
		const dr_answer *answer = dr_ask_dns(asking->answers, name, TYPES[i]);
		if (answer->outcome == DR_ANSWER) {
			return (dr_mail_route){ DR_MAIL_YES, DR_STATUS_KNOWN };
		}
		if (!dr_outcome_is_certain(answer->outcome) && route.status.state == DR_KNOWN) {
			route = (dr_mail_route){ DR_MAIL_UNKNOWN, dr_status_of_answer(answer) };
		}
	}
	return route;
}

dr_mail_route dr_mail_route_to(const dr_asking *asking, dr_name name)
{
	const dr_answer *mx = dr_ask_dns(asking->answers, name, DR_TYPE_MX);
	dr_mail_route route = { DR_MAIL_UNKNOWN, dr_answer_fact(mx) };
	if (mx->outcome == DR_ANSWER) {
		route.accepts = dr_mail_is_null_mx(mx) ? DR_MAIL_NULL_MX : DR_MAIL_YES;
	} else if (mx->outcome == DR_NO_NAME) {
		route.accepts = DR_MAIL_NO_NAME;
	} else if (mx->outcome == DR_NO_DATA) {
		route = route_by_address(asking, name);
	}
	return route;
}
