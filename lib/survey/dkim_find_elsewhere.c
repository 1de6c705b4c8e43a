#include "survey/dkim_find_priv.h"
#include "survey/random_find.h"

const dr_texts *dr_dkim_ask_key(const dr_asking *asking, dr_str selector, dr_name domain)
{
	dr_buf prefix;
	dr_buf_init(&prefix, asking->arena);
	dr_buf_add(&prefix, selector);
	dr_buf_add(&prefix, DR_STR("._domainkey"));
	return dr_texts_ask_below(asking, dr_buf_str(&prefix), domain, DR_RECORD_DKIM);
}

static bool is_key(const dr_texts *texts)
{
	return texts->count > 0 && !texts->dkim->revoked;
}

void dr_dkim_find_doubled(const dr_asking *asking, dr_name domain, dr_dkim_search *search)
{
	dr_dkim_doubled *doubled = &search->doubled;
	dr_name zone = dr_suffixes_organizational(asking->suffixes, domain);
	doubled->domain = dr_name_below(asking->arena, domain, zone);
	if (!dr_name_is_set(doubled->domain)) {
		return;
	}
	doubled->base = dr_ask_below(asking, DR_STR("_domainkey"), doubled->domain, DR_TYPE_TXT);
	dr_outcome outcome = doubled->base->outcome;
	if (outcome != DR_ANSWER && outcome != DR_NO_DATA) {
		return;
	}
	dr_str random = dr_random_label(asking->arena, domain);
	if (dr_dkim_ask_key(asking, random, doubled->domain)->answer->outcome != DR_NO_NAME) {
		return;
	}
	for (size_t i = 0; i < search->selectors.len && doubled->texts == NULL; i++) {
		dr_str selector = search->selectors.items[i].selector;
		const dr_texts *texts = dr_dkim_ask_key(asking, selector, doubled->domain);
		if (is_key(texts)) {
			doubled->texts = texts;
		}
	}
}

static bool is_same_key(const dr_texts *a, const dr_texts *b)
{
	return is_key(a) && is_key(b) && dr_str_eq(a->dkim->octets, b->dkim->octets);
}

/* Domains at which the same key would be the user's own doing. */
typedef struct {
	dr_name items[DR_DKIM_DOMAINS_MAX];
	size_t len;
} domain_list;

static void add_domain(domain_list *list, dr_name own, dr_name name)
{
	if (dr_name_is_set(name) && !dr_name_eq(name, own) && list->len < DR_DKIM_DOMAINS_MAX) {
		list->items[list->len++] = name;
	}
}

static domain_list other_domains(const dr_asking *asking, const dr_hints *hints, dr_name own)
{
	domain_list list = { .len = 0 };
	add_domain(&list, own, dr_suffixes_organizational(asking->suffixes, own));
	for (size_t i = 0; i < hints->domains.len && list.len < DR_DKIM_DOMAINS_MAX; i++) {
		add_domain(&list, own, dr_name_of(asking->arena, hints->domains.items[i]));
	}
	return list;
}

static const dr_texts *find_at(const dr_asking *asking, const domain_list *domains,
                               const dr_dkim_selector *found)
{
	for (size_t i = 0; i < domains->len; i++) {
		const dr_texts *there = dr_dkim_ask_key(asking, found->selector, domains->items[i]);
		if (is_same_key(found->texts, there)) {
			return there;
		}
	}
	return NULL;
}

/* The keys of a service that a CNAME leads to are the service's to share. */
static bool is_own(const dr_dkim_selector *found)
{
	return found->texts->answer->hop_count == 0 || found->service == NULL;
}

void dr_dkim_find_shared(const dr_asking *asking, const dr_hints *hints, dr_name domain,
                         dr_dkim_search *search)
{
	domain_list domains = other_domains(asking, hints, domain);
	size_t looked = 0;
	for (size_t i = 0; i < search->selectors.len && looked < DR_DKIM_SHARED_MAX; i++) {
		dr_dkim_selector *found = &search->selectors.items[i];
		if (is_key(found->texts) && is_own(found)) {
			found->shared = find_at(asking, &domains, found);
			looked++;
		}
	}
}
