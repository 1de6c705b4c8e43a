#include "survey/flattened_find.h"

typedef struct {
	const dr_asking *asking;
	const dr_hints *hints;
	const dr_spf_tree *spf;
	dr_flattened_found *found;
} finder;

static void find_literals(finder *f)
{
	dr_prefixes prefixes = { 0 };
	for (size_t i = 0; i < f->spf->nodes.len; i++) {
		const dr_spf_node *node = f->spf->nodes.items[i];
		bool own = dr_name_is_within(node->domain, f->spf->organization);
		for (size_t j = 0; own && j < node->visit_count; j++) {
			const dr_spf_visit *visit = &node->visits[j];
			dr_spf_kind kind = visit->term->kind;
			if (visit->reached && visit->term->qualifier == '+' &&
			    (kind == DR_SPF_IP4 || kind == DR_SPF_IP6)) {
				dr_list_add(f->asking->arena, &prefixes, visit->term->prefix);
			}
		}
	}
	dr_prefixset_build(f->asking->arena, prefixes.items, prefixes.len, &f->found->literals);
}

static bool is_found(const dr_flattened_found *found, dr_name name)
{
	for (size_t i = 0; i < found->items.len; i++) {
		if (dr_name_eq(found->items.items[i].source, name)) {
			return true;
		}
	}
	return false;
}

static void add(finder *f, dr_flattened item)
{
	dr_spf_tree tree;
	if (!dr_name_is_set(item.source) || dr_spf_find_node(f->spf, item.source) != NULL ||
	    is_found(f->found, item.source) || f->found->items.len >= DR_FLATTENED_MAX) {
		return;
	}
	dr_survey_spf_tree(f->asking, item.source, &tree);
	if (tree.root != NULL) {
		item.senders = tree.root->senders;
		dr_list_add(f->asking->arena, &f->found->items, item);
	}
}

static void add_included(finder *f)
{
	const dr_catalog *catalog = f->hints->catalog;
	for (size_t i = 0; i < f->hints->included.len; i++) {
		dr_str name = f->hints->included.items[i];
		add(f, (dr_flattened){
			       .source = dr_name_of(f->asking->arena, name),
			       .service = catalog != NULL ? dr_catalog_by_include(catalog, name)
		                                          : NULL,
			       .was_included = true,
		       });
	}
}

/* Of a service that says "include:_spf.google.com". */
static dr_name source_of(dr_arena *arena, const dr_service *service)
{
	const dr_str include = DR_STR("include:");
	if (!dr_str_starts(service->include, include)) {
		return (dr_name){ 0 };
	}
	dr_str rest = dr_str_sub(service->include, include.len, service->include.len);
	return dr_name_of(arena, dr_str_sub(rest, 0, dr_str_find(rest, 0, ' ')));
}

static bool has_its_record(finder *f, const dr_service *service)
{
	for (size_t i = 0; i < f->spf->nodes.len; i++) {
		if (dr_service_of_node(f->asking->arena, f->hints->catalog,
		                       f->spf->nodes.items[i]) == service) {
			return true;
		}
	}
	return false;
}

static void add_services(finder *f, const dr_services_found *services)
{
	for (size_t i = 0; i < services->items.len; i++) {
		const dr_service *service = services->items.items[i].service;
		bool receives = (services->items.items[i].signs & DR_SIGN_MX) != 0;
		if (receives && dr_str_eq(service->spf_counts, DR_STR("author-domain")) &&
		    !has_its_record(f, service)) {
			dr_name source = source_of(f->asking->arena, service);
			add(f, (dr_flattened){ .source = source, .service = service });
		}
	}
}

void dr_survey_flattened(const dr_asking *asking, const dr_hints *hints, const dr_spf_tree *spf,
                         const dr_services_found *services, dr_flattened_found *ret_found)
{
	*ret_found = (dr_flattened_found){ 0 };
	finder f = { asking, hints, spf, ret_found };
	find_literals(&f);
	if (ret_found->literals.v4.len + ret_found->literals.v6.len > 0) {
		add_included(&f);
		add_services(&f, services);
	}
}
