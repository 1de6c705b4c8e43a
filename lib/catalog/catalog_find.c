#include "catalog/catalog_priv.h"

/* Which list of a service goes to which table. */
static const struct {
	const char *key;
	size_t offset;
	dr_catalog_table table;
} LISTS[] = {
	{ "mx", offsetof(dr_service, mx), DR_TABLE_MX_OF },
	{ "includes", offsetof(dr_service, includes), DR_TABLE_INCLUDE },
	{ "dkim_targets", offsetof(dr_service, dkim_targets), DR_TABLE_DKIM_TARGET_OF },
	{ "host_targets", offsetof(dr_service, host_targets), DR_TABLE_HOST_TARGET_OF },
	{ "rdns", offsetof(dr_service, rdns), DR_TABLE_RDNS_OF },
};

typedef struct {
	dr_catalog *catalog;
	dr_errors *errors;
	size_t count; /* of errors added */
} filler;

static bool is_name_char(char c)
{
	return dr_is_alnum(c) ? dr_to_lower(c) == c : c == '.' || c == '-' || c == '_';
}

static bool is_name(dr_str text)
{
	for (size_t i = 0; i < text.len; i++) {
		if (!is_name_char(text.ptr[i])) {
			return false;
		}
	}
	return text.len > 0 && text.ptr[0] != '.' && text.ptr[text.len - 1] != '.';
}

static void fill(filler *f, const dr_service_entry *e, const char *key, dr_catalog_table table,
                 dr_str name)
{
	const dr_node *list = dr_node_find(e->node, key);
	if (!is_name(name)) {
		f->count += dr_errors_add(f->catalog->arena, f->errors, e->source, DR_EINVAL,
		                          list->span,
		                          "'%.*s' must be a name in small letters, without a "
		                          "final dot",
		                          DR_FMT(name));
		return;
	}
	const dr_service_entry *other =
		dr_name_table_add(f->catalog->arena, &f->catalog->tables[table], name, e);
	if (other != NULL && other != e) {
		f->count += dr_errors_add(f->catalog->arena, f->errors, e->source, DR_ENAME,
		                          list->span, "'%.*s' belongs to the service '%.*s'",
		                          DR_FMT(name), DR_FMT(other->service.id));
	}
}

static void fill_list(filler *f, const dr_service_entry *e, size_t which)
{
	const dr_strs *names =
		(const dr_strs *)(const void *)((const char *)&e->service + LISTS[which].offset);
	for (size_t i = 0; i < names->len; i++) {
		dr_str name = names->items[i];
		dr_catalog_table table = LISTS[which].table;
		if (table == DR_TABLE_INCLUDE && dr_str_starts(name, DR_STR("*."))) {
			table = DR_TABLE_INCLUDE_BELOW;
			name = dr_str_sub(name, 2, name.len);
		}
		fill(f, e, LISTS[which].key, table, name);
	}
}

static void fill_selectors(filler *f, const dr_service_entry *e)
{
	const dr_service_selectors *dkim = &e->service.dkim;
	for (size_t i = 0; i < dkim->len; i++) {
		if (dkim->items[i].target.len > 0) {
			fill(f, e, "dkim", DR_TABLE_DKIM_TARGET_OF, dkim->items[i].target);
		}
		if (dkim->items[i].own) {
			fill(f, e, "dkim", DR_TABLE_SELECTOR, dkim->items[i].selector);
		}
	}
}

static bool has(const dr_strs *list, dr_str text)
{
	for (size_t i = 0; i < list->len; i++) {
		if (dr_str_eq(list->items[i], text)) {
			return true;
		}
	}
	return false;
}

static void fill_others(filler *f, const dr_service_entry *e)
{
	dr_catalog *catalog = f->catalog;
	for (size_t i = 0; i < e->service.tokens.len; i++) {
		dr_list_add(catalog->arena, &catalog->tokens,
		            (dr_service_token){ e->service.tokens.items[i], &e->service });
	}
	for (size_t i = 0; i < e->service.hosts.len; i++) {
		if (!has(&catalog->hosts, e->service.hosts.items[i])) {
			dr_list_add(catalog->arena, &catalog->hosts, e->service.hosts.items[i]);
		}
	}
}

size_t dr_catalog_fill_tables(dr_catalog *catalog, dr_errors *errors)
{
	filler f = { catalog, errors, 0 };
	for (size_t i = 0; i < catalog->entries.len; i++) {
		const dr_service_entry *e = catalog->entries.items[i];
		for (size_t k = 0; k < DR_COUNT(LISTS); k++) {
			fill_list(&f, e, k);
		}
		fill_selectors(&f, e);
		fill_others(&f, e);
	}
	return f.count;
}

const dr_strs *dr_catalog_hosts(const dr_catalog *catalog)
{
	return &catalog->hosts;
}

static const dr_service *service_of(const dr_service_entry *e)
{
	return e != NULL ? &e->service : NULL;
}

/* In a table whose names stand for everything below them too. */
static const dr_service *find_within(const dr_catalog *catalog, dr_catalog_table table, dr_str name)
{
	const void *exact = dr_name_table_find(&catalog->tables[table], name);
	return service_of(exact != NULL ? exact
	                                : dr_name_table_find_above(&catalog->tables[table], name));
}

const dr_service *dr_catalog_by_mx(const dr_catalog *catalog, dr_str host)
{
	return find_within(catalog, DR_TABLE_MX_OF, host);
}

const dr_service *dr_catalog_by_include(const dr_catalog *catalog, dr_str target)
{
	const void *exact = dr_name_table_find(&catalog->tables[DR_TABLE_INCLUDE], target);
	const dr_name_table *below = &catalog->tables[DR_TABLE_INCLUDE_BELOW];
	return service_of(exact != NULL ? exact : dr_name_table_find_above(below, target));
}

const dr_service *dr_catalog_by_dkim_target(const dr_catalog *catalog, dr_str target)
{
	return find_within(catalog, DR_TABLE_DKIM_TARGET_OF, target);
}

const dr_service *dr_catalog_by_host_target(const dr_catalog *catalog, dr_str target)
{
	return find_within(catalog, DR_TABLE_HOST_TARGET_OF, target);
}

const dr_service *dr_catalog_by_rdns(const dr_catalog *catalog, dr_str name)
{
	return find_within(catalog, DR_TABLE_RDNS_OF, name);
}

const dr_service *dr_catalog_by_selector(const dr_catalog *catalog, dr_str selector)
{
	return service_of(dr_name_table_find(&catalog->tables[DR_TABLE_SELECTOR], selector));
}

const dr_service *dr_catalog_by_token(const dr_catalog *catalog, dr_str text)
{
	const dr_service_token *longest = NULL;
	for (size_t i = 0; i < catalog->tokens.len; i++) {
		const dr_service_token *token = &catalog->tokens.items[i];
		if (dr_str_starts_nocase(text, token->beginning) &&
		    (longest == NULL || token->beginning.len > longest->beginning.len)) {
			longest = token;
		}
	}
	return longest != NULL ? longest->service : NULL;
}
