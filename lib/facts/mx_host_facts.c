/* What is told of mail hosts beside their addresses: reverse names, SPF at their own name, and
 * whether they were agreed. */
#include "base/prefixset.h"
#include "facts/make_priv.h"

static dr_str reverse_word(const dr_reverse_found *found)
{
	return !dr_name_is_set(found->name) ? DR_STR("none")
	       : found->confirmed           ? DR_STR("confirmed")
	                                    : DR_STR("unconfirmed");
}

/* No name is worse than one that does not lead back. */
static int badness(const dr_reverse_found *found)
{
	return !dr_name_is_set(found->name) ? 2 : !found->confirmed;
}

static void make_reverse(const dr_maker *m, const dr_reverse_found *found, dr_mx_host_fact *host)
{
	dr_buf address;
	dr_buf_init(&address, m->arena);
	dr_ipaddr_write(found->address, &address);
	bool named = dr_name_is_set(found->name);
	dr_fact_with(host, reverse, found->status, reverse_word(found));
	dr_fact_set(host, reverse_address, dr_buf_str(&address));
	dr_fact_with(host, reverse_name, named ? DR_STATUS_KNOWN : DR_STATUS_ABSENT,
	             named ? dr_name_text(m->arena, found->name) : DR_STR(""));
}

static const dr_reverse_found *worst_of(const dr_reverses_found *list, size_t host)
{
	const dr_reverse_found *worst = NULL;
	for (size_t i = 0; i < list->len; i++) {
		const dr_reverse_found *one = &list->items[i];
		if (one->host == host && (worst == NULL || badness(one) > badness(worst))) {
			worst = one;
		}
	}
	return worst;
}

static bool is_in_networks(const dr_prefixset *networks, const dr_mx_host_fact *host)
{
	for (size_t i = 0; i < host->addresses.len; i++) {
		dr_ipaddr address;
		if (dr_ipaddr_parse(host->addresses.items[i], &address) &&
		    dr_prefixset_holds(networks, address)) {
			return true;
		}
	}
	return false;
}

static bool is_listed(const dr_strs *list, dr_str word)
{
	for (size_t i = 0; i < list->len; i++) {
		if (dr_str_eq_nocase(list->items[i], word)) {
			return true;
		}
	}
	return false;
}

static void make_approved(const dr_maker *m, const dr_prefixset *networks, size_t index,
                          dr_mx_host_fact *host)
{
	const dr_facts_input *input = m->input;
	bool own = dr_name_is_within(m->survey->mail.hosts.items[index].name, m->survey->domain);
	bool agreed =
		own || is_listed(&input->services, host->service) || is_in_networks(networks, host);
	if (input->services.len + input->networks.len == 0 || m->survey->mail.null_mx) {
		dr_fact_absent(host, approved);
		return;
	}
	/* What its addresses are does not matter where no network was named. */
	bool known = agreed || input->networks.len == 0;
	dr_fact_with(host, approved, known ? DR_STATUS_KNOWN : host->special_status, agreed);
}

static void make_helos(const dr_maker *m)
{
	const dr_helos_found *helos = &m->survey->helos;
	for (size_t i = 0; i < helos->len; i++) {
		const dr_texts *texts = helos->items[i].texts;
		dr_mx_host_fact *host = &m->facts->mx.hosts.items[helos->items[i].host];
		dr_fact_with(host, helo_spf, dr_texts_status(texts), texts->count > 0);
	}
}

void dr_make_mx_hosts(const dr_maker *m)
{
	dr_mx_host_facts *hosts = &m->facts->mx.hosts;
	dr_prefixset networks;
	dr_prefixset_build(m->arena, m->input->networks.items, m->input->networks.len, &networks);
	for (size_t i = 0; i < hosts->len; i++) {
		dr_mx_host_fact *host = &hosts->items[i];
		const dr_reverse_found *worst = worst_of(&m->survey->reverses, i);
		dr_fact_absent(host, reverse);
		dr_fact_absent(host, reverse_address);
		dr_fact_absent(host, reverse_name);
		dr_fact_absent(host, helo_spf);
		if (worst != NULL) {
			make_reverse(m, worst, host);
		}
		make_approved(m, &networks, i, host);
	}
	make_helos(m);
}
