#include "catalog/catalog_priv.h"
#include <stdlib.h>

dr_catalog *dr_catalog_new(dr_arena *arena)
{
	dr_catalog *catalog = dr_arena_new_of(arena, dr_catalog);
	if (catalog != NULL) {
		catalog->arena = arena;
	}
	return catalog;
}

static bool is_id(dr_str id)
{
	for (size_t i = 0; i < id.len; i++) {
		bool is_lower = dr_is_alnum(id.ptr[i]) && dr_to_lower(id.ptr[i]) == id.ptr[i];
		bool is_inner_dash = id.ptr[i] == '-' && i > 0 && i + 1 < id.len;
		if (!is_lower && !is_inner_dash) {
			return false;
		}
	}
	return id.len > 0;
}

static dr_span span_of(const dr_node *map, const char *key)
{
	const dr_node *value = dr_node_find(map, key);
	return value != NULL ? value->span : map->span;
}

/* What the field table cannot say. The number of errors added. */
static size_t check(dr_catalog *catalog, const dr_source *source, const dr_node *map,
                    const dr_service *service, dr_errors *errors)
{
	size_t count = 0;
	if (!is_id(service->id)) {
		count++;
		dr_errors_add(catalog->arena, errors, source, DR_EINVAL, span_of(map, "id"),
		              "an id has lower-case letters, digits and inner hyphens only");
	}
	if (service->include.len > 0 && !dr_str_starts(service->include, DR_STR("include:"))) {
		count++;
		dr_errors_add(catalog->arena, errors, source, DR_EINVAL, span_of(map, "include"),
		              "'include' is a whole SPF term, such as include:_spf.example.net");
	}
	if (service->see.len == 0) {
		count++;
		dr_errors_add(catalog->arena, errors, source, DR_EINVAL, map->span,
		              "'see' must name where these facts come from");
	}
	return count;
}

static size_t add_failure(dr_catalog *catalog, const dr_source *source, dr_errors *errors,
                          const dr_error *err)
{
	dr_errors_add(catalog->arena, errors, source, err->code, err->span, "%s", err->text);
	return 1;
}

size_t dr_catalog_load(dr_catalog *catalog, const dr_source *source, dr_errors *errors)
{
	dr_error err = { 0 };
	const dr_node *root = NULL;
	if (dr_yaml_parse(catalog->arena, source, &root, &err) < 0) {
		return add_failure(catalog, source, errors, &err);
	}
	if (root == NULL) {
		dr_errors_add(catalog->arena, errors, source, DR_EINVAL, DR_NOWHERE,
		              "the file is empty; it describes one service");
		return 1;
	}
	dr_service_entry *e = dr_arena_new_of(catalog->arena, dr_service_entry);
	if (e == NULL) {
		return 0;
	}
	size_t count =
		dr_bind(catalog->arena, source, &DR_SERVICE_SCHEMA, root, &e->service, errors);
	if (count == 0) {
		count = check(catalog, source, root, &e->service, errors);
	}
	if (count == 0) {
		e->source = source;
		e->node = root;
		dr_list_add(catalog->arena, &catalog->entries, e);
	}
	return count;
}

static int compare(const void *a, const void *b)
{
	return dr_str_cmp((*(dr_service_entry *const *)a)->service.id,
	                  (*(dr_service_entry *const *)b)->service.id);
}

static size_t refuse_equal_ids(dr_catalog *catalog, dr_errors *errors)
{
	size_t count = 0;
	for (size_t i = 1; i < catalog->entries.len; i++) {
		const dr_service_entry *e = catalog->entries.items[i];
		if (dr_str_eq(e->service.id, catalog->entries.items[i - 1]->service.id)) {
			count += dr_errors_add(
				catalog->arena, errors, e->source, DR_ENAME, span_of(e->node, "id"),
				"another service has the id '%.*s'", DR_FMT(e->service.id));
		}
	}
	return count;
}

static void collect_names(dr_catalog *catalog)
{
	size_t count = catalog->entries.len;
	const char **names = dr_arena_alloc_array(catalog->arena, count * 2, sizeof(*names));
	for (size_t i = 0; names != NULL && i < count; i++) {
		const dr_service *service = &catalog->entries.items[i]->service;
		names[i] = dr_arena_copy(catalog->arena, service->id).ptr;
		names[count + i] = dr_arena_copy(catalog->arena, service->name).ptr;
	}
	catalog->names = dr_arena_failed(catalog->arena) ? NULL : names;
}

size_t dr_catalog_finish(dr_catalog *catalog, dr_errors *errors)
{
	if (catalog->entries.len > 0) {
		qsort(catalog->entries.items, catalog->entries.len, sizeof(dr_service_entry *),
		      compare);
	}
	collect_names(catalog);
	size_t count = refuse_equal_ids(catalog, errors);
	return count > 0 ? count : dr_catalog_fill_tables(catalog, errors);
}

size_t dr_catalog_count(const dr_catalog *catalog)
{
	return catalog->entries.len;
}

const dr_service *dr_catalog_at(const dr_catalog *catalog, size_t index)
{
	return &catalog->entries.items[index]->service;
}

const dr_source *dr_catalog_source_at(const dr_catalog *catalog, size_t index)
{
	return catalog->entries.items[index]->source;
}

dr_span dr_catalog_example_at(const dr_catalog *catalog, size_t index, size_t example)
{
	const dr_node *node = dr_node_find(catalog->entries.items[index]->node, "examples")->first;
	for (size_t i = 0; i < example; i++) {
		node = node->next;
	}
	return node->span;
}

const dr_service *dr_catalog_find(const dr_catalog *catalog, dr_str id_or_name)
{
	for (size_t i = 0; i < catalog->entries.len; i++) {
		const dr_service *service = &catalog->entries.items[i]->service;
		if (dr_str_eq_nocase(service->id, id_or_name) ||
		    dr_str_eq_nocase(service->name, id_or_name)) {
			return service;
		}
	}
	return NULL;
}

const char *dr_catalog_suggest(const dr_catalog *catalog, dr_str id_or_name)
{
	return catalog->names != NULL
	               ? dr_suggest(catalog->names, catalog->entries.len * 2, id_or_name)
	               : NULL;
}
