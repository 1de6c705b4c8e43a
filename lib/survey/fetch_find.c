#include "survey/fetch_find.h"
#include "answer/rdata.h"

/* The first address that is public, else the first. */
static dr_ipaddr address_of(const dr_answer *answer)
{
	dr_ipaddr first = { 0 }, address;
	for (size_t i = 0; i < answer->rr_count; i++) {
		if (!dr_rr_read_address(&answer->rrs[i], &address)) {
			continue;
		}
		if (dr_ipaddr_special(address) == NULL) {
			return address;
		}
		first = first.family == DR_IP_NONE ? address : first;
	}
	return first;
}

/* IPv4 first: hosts without IPv6 of their own are still common. */
static dr_ipaddr choose_address(const dr_fetched *fetched)
{
	dr_ipaddr address = address_of(fetched->ipv4);
	return address.family != DR_IP_NONE ? address : address_of(fetched->ipv6);
}

/* Fetches once. A host whose addresses are not known may still be known to a snapshot. */
static void fetch(const dr_asking *asking, dr_fetched *fetched)
{
	dr_question *question = &fetched->question;
	fetched->ipv4 = dr_ask_dns(asking->answers, question->name, DR_TYPE_A);
	fetched->ipv6 = dr_ask_dns(asking->answers, question->name, DR_TYPE_AAAA);
	if (fetched->ipv4->outcome == DR_OPEN || fetched->ipv6->outcome == DR_OPEN) {
		const dr_answer *open =
			fetched->ipv4->outcome == DR_OPEN ? fetched->ipv4 : fetched->ipv6;
		fetched->answer = open;
		return;
	}
	question->server = choose_address(fetched);
	fetched->answer = dr_ask(asking->answers, question);
}

static dr_str location_of(const dr_answer *answer)
{
	const dr_http *http = answer->http;
	bool redirects = answer->outcome == DR_ANSWER && http != NULL && http->status >= 300 &&
	                 http->status < 400 && http->redirects.len > 0;
	return redirects ? http->redirects.items[0] : (dr_str){ 0 };
}

void dr_survey_fetch(const dr_asking *asking, dr_str url, size_t max_redirects,
                     dr_fetched *ret_fetched)
{
	dr_fetched fetched = { 0 };
	dr_question question;
	fetched.asked = dr_question_of_url(asking->arena, url, &question);
	if (!fetched.asked) {
		*ret_fetched = fetched;
		return;
	}
	fetched.question = question;
	fetch(asking, &fetched);
	while (fetched.redirects < max_redirects &&
	       dr_question_of_url(asking->arena, location_of(fetched.answer), &question)) {
		fetched.question = question;
		fetched.redirects++;
		fetch(asking, &fetched);
	}
	*ret_fetched = fetched;
}
