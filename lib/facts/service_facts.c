#include "facts/make_priv.h"
#include <stdlib.h>

static const struct {
	dr_sign sign;
	const char *name;
} SIGNS[] = {
	{ DR_SIGN_MX, "mx" },       { DR_SIGN_SPF, "spf" },
	{ DR_SIGN_DKIM, "dkim" },   { DR_SIGN_RETURN_PATH, "return-path" },
	{ DR_SIGN_TOKEN, "token" },
};

/* Whether the service's records are in the SPF tree, and among the domain's own terms. */
static void make_include(const dr_maker *m, const dr_service *service, dr_service_fact *fact)
{
	const dr_spf_tree *tree = &m->survey->spf;
	bool found = false, direct = false;
	dr_fact_absent(fact, include_found);
	dr_fact_absent(fact, include_direct);
	if (m->facts->spf.present_status.state != DR_KNOWN) {
		fact->include_found_status = m->facts->spf.present_status;
		fact->include_direct_status = m->facts->spf.present_status;
		return;
	}
	if (!m->facts->spf.present) {
		return;
	}
	for (size_t i = 0; i < tree->nodes.len; i++) {
		const dr_spf_node *node = tree->nodes.items[i];
		bool is_its = dr_service_of_node(m->arena, m->input->catalog, node) == service;
		found = found || is_its;
		direct = direct || (is_its && node->depth == 1);
	}
	dr_status below = m->facts->spf.lookups_status;
	dr_fact_with(fact, include_found, found ? DR_STATUS_KNOWN : below, found);
	dr_fact_set(fact, include_direct, direct);
}

/* Some services send from their MX hosts: then mx, or a with such a host, lists them. */
static bool names_hosts(const dr_maker *m, const dr_service *service)
{
	const dr_spf_node *root = m->survey->spf.root;
	for (size_t i = 0; root->record != NULL && i < root->record->terms.len; i++) {
		const dr_spf_visit *visit = &root->visits[i];
		dr_str target = dr_name_text(m->arena, visit->target);
		bool is_mx = visit->term->kind == DR_SPF_MX && service->mx_sends;
		bool is_a = visit->term->kind == DR_SPF_A;
		if ((is_mx && dr_name_eq(visit->target, m->survey->domain)) ||
		    (is_a && dr_catalog_by_mx(m->input->catalog, target) == service)) {
			return true;
		}
	}
	return false;
}

static void make_listed(const dr_maker *m, const dr_service *service, dr_service_fact *fact)
{
	fact->listed = fact->include_found;
	fact->listed_status = fact->include_found_status;
	if (!fact->listed && fact->listed_status.state != DR_ABSENT && names_hosts(m, service)) {
		dr_fact_set(fact, listed, true);
	}
}

static bool is_usable(const dr_texts *texts)
{
	return texts->count > 0 && !texts->dkim->revoked;
}

static void make_dkim(const dr_maker *m, const dr_service *service, dr_service_fact *fact)
{
	const dr_dkim_search *search = &m->survey->dkim;
	dr_status status = DR_STATUS_KNOWN;
	for (size_t i = 0; i < search->selectors.len; i++) {
		const dr_dkim_selector *found = &search->selectors.items[i];
		bool is_its = found->service == service;
		for (size_t j = 0; j < service->dkim.len; j++) {
			if (dr_str_eq(service->dkim.items[j].selector, found->selector)) {
				dr_list_add(m->arena, &fact->selectors, found->selector);
				status = status.state == DR_KNOWN ? dr_texts_status(found->texts)
				                                  : status;
			}
		}
		fact->dkim_found = fact->dkim_found || (is_its && is_usable(found->texts));
	}
	fact->dkim_found_status = fact->dkim_found ? DR_STATUS_KNOWN : status;
	for (size_t j = 0; j < service->dkim.len; j++) {
		fact->dkim_guessable = fact->dkim_guessable || service->dkim.items[j].usual;
	}
}

static dr_service_fact service_fact(const dr_maker *m, const dr_service_found *found)
{
	const dr_service *service = found->service;
	dr_service_fact fact = {
		.id = service->id,
		.name = service->name,
		.kind = service->kind,
		.in_use = dr_service_in_use(found),
		.spf_counts = service->spf_counts,
		.include = service->include,
		.can_align = service->can_align,
		.author_dkim = service->author_dkim,
		.retired = service->retired,
		.setup = service->setup,
		.place = found->place,
	};
	for (size_t i = 0; i < DR_COUNT(SIGNS); i++) {
		if ((found->signs & SIGNS[i].sign) != 0) {
			dr_list_add(m->arena, &fact.signs, dr_str_of(SIGNS[i].name));
		}
	}
	make_include(m, service, &fact);
	make_listed(m, service, &fact);
	make_dkim(m, service, &fact);
	return fact;
}

static int compare_ids(const void *a, const void *b)
{
	return dr_str_cmp(((const dr_service_fact *)a)->id, ((const dr_service_fact *)b)->id);
}

void dr_make_services(const dr_maker *m)
{
	const dr_services_found *services = &m->survey->services;
	dr_services_facts *facts = &m->facts->services;
	facts->found_status = services->status;
	for (size_t i = 0; i < services->items.len; i++) {
		dr_list_add(m->arena, &facts->found, service_fact(m, &services->items.items[i]));
	}
	if (facts->found.len > 0) {
		qsort(facts->found.items, facts->found.len, sizeof(dr_service_fact), compare_ids);
	}
}

/* Something in SPF that is not all and not exp: somebody is meant to send. */
static bool spf_authorises(const dr_maker *m)
{
	const dr_spf *record = m->survey->spf.root->record;
	for (size_t i = 0; record != NULL && i < record->terms.len; i++) {
		const dr_spf_term *term = &record->terms.items[i];
		if (term->valid && term->kind <= DR_SPF_REDIRECT &&
		    (term->kind != DR_SPF_ALL || term->qualifier == '+')) {
			return true;
		}
	}
	return false;
}

static bool service_sends(const dr_maker *m)
{
	const dr_services_found *services = &m->survey->services;
	for (size_t i = 0; i < services->items.len; i++) {
		if (dr_service_in_use(&services->items.items[i])) {
			return true;
		}
	}
	return false;
}

/* Declared, else shown: a record that says "nothing" wins over MX; what is shown wins over what is
 * missing. */
static void make_sends(const dr_maker *m)
{
	dr_domain_facts *domain = &m->facts->domain;
	const dr_mail_found *mail = &m->survey->mail;
	bool has_mx = mail->hosts.len > 0 && !mail->null_mx;
	if (m->input->mail.len > 0) {
		dr_fact_set(domain, sends, !dr_str_eq(m->input->mail, DR_STR("none")));
	} else if (m->survey->sends_nothing) {
		dr_fact_set(domain, sends, false);
	} else if (spf_authorises(m) || service_sends(m)) {
		dr_fact_set(domain, sends, true);
	} else {
		dr_status status = dr_texts_status(m->survey->spf.root->texts);
		status = status.state == DR_KNOWN ? dr_answer_fact(mail->mx) : status;
		dr_fact_with(domain, sends, has_mx ? DR_STATUS_KNOWN : status, has_mx);
	}
}

static bool overlaps(const dr_prefixset *set, dr_prefix network)
{
	const dr_prefixes *list = network.address.family == DR_IPV4 ? &set->v4 : &set->v6;
	for (size_t i = 0; i < list->len; i++) {
		if (dr_prefix_covers(list->items[i], network) ||
		    dr_prefix_covers(network, list->items[i])) {
			return true;
		}
	}
	return false;
}

/* As people write it: one address without a length. */
static dr_str network_text(dr_arena *arena, dr_prefix network)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	if (network.length == dr_ipaddr_bits(network.address)) {
		dr_ipaddr_write(network.address, &text);
	} else {
		dr_prefix_write(network, &text);
	}
	return dr_buf_str(&text);
}

/* What is not known could only add to those that pass. */
static void make_networks(const dr_maker *m)
{
	const dr_spf_senders *senders = &m->survey->spf_reach.senders;
	for (size_t i = 0; i < m->input->networks.len; i++) {
		dr_prefix network = m->input->networks.items[i];
		bool passes = overlaps(&senders->set, network);
		dr_network_fact fact = { .text = network_text(m->arena, network) };
		dr_fact_with(&fact, passes, passes ? DR_STATUS_KNOWN : senders->status, passes);
		dr_list_add(m->arena, &m->facts->domain.networks, fact);
	}
}

void dr_make_domain(const dr_maker *m)
{
	dr_domain_facts *domain = &m->facts->domain;
	domain->name = dr_name_text(m->arena, m->survey->domain);
	domain->selectors = m->survey->hints->selectors;
	domain->report_addresses = m->input->report_addresses;
	dr_fact_absent(domain, mail);
	if (m->input->mail.len > 0) {
		dr_fact_set(domain, mail, m->input->mail);
	}
	make_sends(m);
	make_networks(m);
}
