/* Of the variable `traffic`: what still signs with which key, and what passed by SPF alone from an
 * address that is not in the record any more. Only mail of reports that gates count. */
#include "facts/make_priv.h"
#include "traffic/traffic.h"

enum { FROM_MAX = 3 };

static void add_address(const dr_maker *m, dr_ipaddr ip, dr_strs *list)
{
	dr_buf text;
	dr_buf_init(&text, m->arena);
	dr_ipaddr_write(ip, &text);
	if (list->len < FROM_MAX) {
		dr_list_add(m->arena, list, dr_buf_str(&text));
	}
}

static bool is_lost(const dr_maker *m, const dr_sender *sender, const dr_traffic_use *use)
{
	const dr_traffic *traffic = m->input->traffic;
	return use->by_spf && dr_str_eq_nocase(use->domain, traffic->domain) &&
	       !dr_prefixset_holds(&m->survey->spf_reach.senders.set, use->ip) &&
	       dr_traffic_use_goes_on(traffic, sender, use);
}

/* What the record lets pass may be known in part only: then the answer is not known. */
static void add_spf_lost(const dr_maker *m, const dr_sender *sender, dr_traffic_source_fact *fact)
{
	uint64_t lost = 0;
	dr_day first = DR_NO_DAY;
	for (size_t i = 0; i < sender->uses.len; i++) {
		const dr_traffic_use *use = sender->uses.items[i];
		if (is_lost(m, sender, use)) {
			lost += use->messages;
			first = first == DR_NO_DAY || use->days.items[0] < first
			                ? use->days.items[0]
			                : first;
			add_address(m, use->ip, &fact->spf_lost_from);
		}
	}
	dr_status status = m->survey->spf_reach.senders.status;
	dr_fact_with(fact, spf_lost, lost > 0 ? status : DR_STATUS_KNOWN, (int64_t)lost);
	fact->spf_lost_of = lost > 0 ? (int64_t)dr_traffic_messages_since(sender, first) : 0;
}

static void mark(const dr_traffic_use *use, dr_traffic_selector_facts *list)
{
	for (size_t i = 0; i < list->len; i++) {
		dr_traffic_selector_fact *fact = &list->items[i];
		fact->in_use = fact->in_use || dr_str_eq(fact->selector, use->selector);
	}
}

static void add_in_use(const dr_traffic *traffic, const dr_sender *sender,
                       dr_traffic_selector_facts *list)
{
	for (size_t i = 0; i < sender->uses.len; i++) {
		const dr_traffic_use *use = sender->uses.items[i];
		if (!use->by_spf && dr_str_eq_nocase(use->domain, traffic->domain) &&
		    dr_traffic_use_goes_on(traffic, sender, use)) {
			mark(use, list);
		}
	}
}

void dr_make_traffic_lost(const dr_maker *m, const dr_traffic *traffic, dr_traffic_facts *facts)
{
	for (size_t i = 0; i < traffic->senders.len; i++) {
		add_in_use(traffic, traffic->senders.items[i], &facts->selectors);
	}
	for (size_t i = 0; i < facts->sources.len; i++) {
		add_spf_lost(m, traffic->senders.items[i], &facts->sources.items[i]);
	}
}
