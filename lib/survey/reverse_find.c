#include "survey/reverse_find.h"
#include "answer/rdata.h"
#include "base/prefixset.h"

/* Whether a name has the address; DR_KNOWN when that is certain. */
static dr_status leads_back(const dr_asking *asking, dr_name name, dr_ipaddr address,
                            bool *ret_back)
{
	uint16_t type = address.family == DR_IPV4 ? DR_TYPE_A : DR_TYPE_AAAA;
	const dr_answer *answer = dr_ask_dns(asking->answers, name, type);
	for (size_t i = 0; i < answer->rr_count; i++) {
		dr_ipaddr one;
		if (dr_rr_read_address(&answer->rrs[i], &one) && dr_ipaddr_eq(one, address)) {
			*ret_back = true;
			return DR_STATUS_KNOWN;
		}
	}
	return dr_answer_fact(answer);
}

static void confirm(const dr_asking *asking, const dr_answer *ptr, dr_reverse_found *found)
{
	dr_status missing = DR_STATUS_KNOWN;
	for (size_t i = 0; i < ptr->rr_count && i < DR_REVERSE_NAMES_MAX; i++) {
		dr_name name;
		bool back = false;
		if (!dr_rr_read_name(&ptr->rrs[i], &name)) {
			continue;
		}
		dr_status status = leads_back(asking, name, found->address, &back);
		bool better = back && !found->confirmed;
		found->name = dr_name_is_set(found->name) && !better ? found->name : name;
		found->confirmed = found->confirmed || back;
		missing = status.state == DR_KNOWN ? missing : status;
	}
	found->status = found->confirmed ? DR_STATUS_KNOWN : missing;
}

void dr_survey_reverse_of(const dr_asking *asking, dr_ipaddr address, dr_reverse_found *ret_found)
{
	const dr_answer *ptr =
		dr_ask_dns(asking->answers, dr_reverse_name(asking->arena, address), DR_TYPE_PTR);
	*ret_found = (dr_reverse_found){ .address = address, .status = dr_answer_fact(ptr) };
	if (ptr->outcome == DR_ANSWER) {
		confirm(asking, ptr, ret_found);
	}
}

static void find_of_address(const dr_asking *asking, size_t host, dr_ipaddr address,
                            dr_reverses_found *list)
{
	dr_reverse_found found;
	dr_survey_reverse_of(asking, address, &found);
	found.host = host;
	dr_list_add(asking->arena, list, found);
}

static void find_of_answer(const dr_asking *asking, size_t host, const dr_answer *answer,
                           const dr_prefixset *senders, dr_reverses_found *list)
{
	for (size_t i = 0; i < answer->rr_count && list->len < DR_REVERSE_MAX; i++) {
		dr_ipaddr address;
		if (dr_rr_read_address(&answer->rrs[i], &address) &&
		    dr_ipaddr_special(address) == NULL && dr_prefixset_holds(senders, address)) {
			find_of_address(asking, host, address, list);
		}
	}
}

void dr_survey_reverse(const dr_asking *asking, const dr_catalog *catalog,
                       const dr_mail_found *mail, const dr_spf_senders *senders,
                       dr_reverses_found *ret_found)
{
	dr_reverses_found list = { 0 };
	for (size_t i = 0; i < mail->hosts.len && senders->status.state == DR_KNOWN; i++) {
		const dr_mx_host *host = &mail->hosts.items[i];
		dr_str name = dr_name_text(asking->arena, host->name);
		bool service = catalog != NULL && dr_catalog_by_mx(catalog, name) != NULL;
		if (host->ipv4 != NULL && !service) {
			find_of_answer(asking, i, host->ipv4, &senders->set, &list);
			find_of_answer(asking, i, host->ipv6, &senders->set, &list);
		}
	}
	*ret_found = list;
}
