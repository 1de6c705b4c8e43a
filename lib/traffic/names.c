#include "base/name_wire.h"
#include "traffic/traffic_priv.h"
#include <string.h>

static dr_str find_organization(const dr_reading *r, dr_str text)
{
	dr_name_room room;
	dr_name name;
	if (dr_name_parse_plain(&room, text, &name) != DR_NAME_OK) {
		return dr_arena_copy(r->arena, text);
	}
	return dr_name_text(r->arena, dr_suffixes_organizational(r->input->suffixes, name));
}

dr_str dr_traffic_organization(dr_reading *r, dr_str name)
{
	dr_known_name *known = NULL;
	if (name.len == 0) {
		return name;
	}
	HASH_FIND(hh, r->names, name.ptr, name.len, known);
	if (known != NULL) {
		return known->organization;
	}
	dr_str organization = find_organization(r, name);
	if (HASH_COUNT(r->names) < DR_TRAFFIC_NAMES_MAX) {
		known = dr_arena_new_of(r->arena, dr_known_name);
	}
	if (known != NULL) {
		known->name = dr_arena_copy(r->arena, name);
		known->organization = organization;
		HASH_ADD_KEYPTR(hh, r->names, known->name.ptr, known->name.len, known);
	}
	return organization;
}

void dr_traffic_add_once(dr_arena *arena, dr_strs *list, dr_str text)
{
	size_t at = list->len;
	while (at > 0) {
		int order = dr_str_cmp(list->items[at - 1], text);
		if (order == 0) {
			return;
		}
		if (order < 0) {
			break;
		}
		at--;
	}
	size_t old = list->len;
	dr_list_add(arena, list, dr_arena_copy(arena, text));
	if (list->len > old) {
		dr_str added = list->items[old];
		memmove(&list->items[at + 1], &list->items[at], (old - at) * sizeof(added));
		list->items[at] = added;
	}
}

void dr_traffic_add_few(dr_arena *arena, dr_strs *list, dr_str text)
{
	if (text.len > 0 && list->len < DR_TRAFFIC_LIST_MAX) {
		dr_traffic_add_once(arena, list, text);
	}
}

/* "*.example.com" stands for what is below, and the table's names stand for that anyway. */
static void add_all(dr_arena *arena, dr_name_table *table, const dr_strs *names,
                    const dr_service *service)
{
	for (size_t i = 0; i < names->len; i++) {
		dr_str name = names->items[i];
		bool below = dr_str_starts(name, DR_STR("*."));
		dr_name_table_add(arena, table, below ? dr_str_sub(name, 2, name.len) : name,
		                  service);
	}
}

void dr_service_signs_make(dr_arena *arena, const dr_catalog *catalog, dr_service_signs *ret_signs)
{
	*ret_signs = (dr_service_signs){ .catalog = catalog };
	for (size_t i = 0; catalog != NULL && i < dr_catalog_count(catalog); i++) {
		const dr_service *service = dr_catalog_at(catalog, i);
		add_all(arena, &ret_signs->signing, &service->default_signing, service);
		add_all(arena, &ret_signs->return_path, &service->default_return_path, service);
	}
}

static const dr_service *find_within(const dr_name_table *table, dr_str name)
{
	const void *exact = dr_name_table_find(table, name);
	return exact != NULL ? exact : dr_name_table_find_above(table, name);
}

const dr_service *dr_traffic_service(dr_reading *r, const dr_evidence_row *row)
{
	const dr_service *service = NULL;
	if (r->signs.catalog == NULL) {
		return NULL;
	}
	for (size_t i = 0; i < row->signatures.len && service == NULL; i++) {
		const dr_report_dkim *one = &row->signatures.items[i];
		if (one->result == DR_REPORTED_PASS && one->domain.len > 0) {
			service = find_within(&r->signs.signing, one->domain);
		}
	}
	if (service == NULL && row->spf_result == DR_REPORTED_PASS && row->spf_domain.len > 0) {
		service = find_within(&r->signs.return_path, row->spf_domain);
	}
	const dr_report_dkim *own = dr_traffic_own_signature(r, row);
	if (service == NULL && own != NULL && own->selector.len > 0) {
		service = dr_catalog_by_selector(r->signs.catalog, own->selector);
	}
	dr_str reverse = service == NULL ? dr_traffic_reverse(r, row->ip) : (dr_str){ 0 };
	return reverse.len > 0 ? dr_catalog_by_rdns(r->signs.catalog, reverse) : service;
}
