#include "catalog/catalog.h"
#include <stdlib.h>

typedef struct {
	dr_service service;
	const dr_source *source;
	dr_span id_at;
} entry;

typedef DR_LIST(entry *) entries;

struct dr_catalog {
	dr_arena *arena;
	entries entries;
};

/* The best service so far, and by how many octets. */
typedef struct {
	const dr_service *service;
	size_t octets;
} best;

static const char *const KINDS[] = { "mailbox", "sender", "security", "forwarder", "dmarc", NULL };
static const char *const COUNTS[] = { "author-domain", "own-subdomain", "service-domain", "none",
	                              NULL };

/* clang-format off */
#define OR_EMPTY .fallback = { .given = true, .s = "" }
#define OR_FALSE .fallback = { .given = true, .b = false }

static const dr_field SELECTOR_FIELDS[] = {
	DR_PLAIN(dr_service_selector, selector, "a fixed selector"),
	DR_PLAIN(dr_service_selector, target, "suffix of its CNAME target; empty: TXT", OR_EMPTY),
	DR_PLAIN(dr_service_selector, usual, "the service sets it up by default", OR_FALSE),
};
static DR_SCHEMA(SELECTOR_SCHEMA, "dkim selector of a service", dr_service_selector,
	SELECTOR_FIELDS, "a DKIM selector that a service uses");

static const dr_field SERVICE_FIELDS[] = {
	DR_PLAIN(dr_service, id, "kebab-case id, API"),
	DR_PLAIN(dr_service, name, "name for people"),
	DR_PLAIN(dr_service, kind, "what it does", DR_CHOICES(KINDS)),
	DR_PLAIN(dr_service, mx, "suffixes of its mail hosts"),
	DR_PLAIN(dr_service, includes, "include targets, exact or as *.suffix"),
	DR_PLAIN(dr_service, include, "the SPF term to publish; empty: nothing", OR_EMPTY),
	DR_PLAIN(dr_service, spf_counts, "whose domain is its return-path", DR_CHOICES(COUNTS)),
	DR_LISTED_PLAIN(dr_service, dkim, dr_service_selector, SELECTOR_SCHEMA, "fixed selectors"),
	DR_PLAIN(dr_service, dkim_targets, "suffixes of CNAME targets of any selector"),
	DR_PLAIN(dr_service, hosts, "customary subdomains that are a CNAME to it"),
	DR_PLAIN(dr_service, host_targets, "suffixes of the targets of such subdomains"),
	DR_PLAIN(dr_service, tokens, "beginnings of its verification texts"),
	DR_PLAIN(dr_service, rdns, "suffixes of the reverse names of its servers"),
	DR_PLAIN(dr_service, default_signing, "d= and return-path domains before it is set up"),
	DR_PLAIN(dr_service, can_align, "its mail can be made to pass DMARC"),
	DR_PLAIN(dr_service, setup, "where to click and what to publish"),
	DR_PLAIN(dr_service, see, "where these facts come from"),
};
DR_SCHEMA(DR_SERVICE_SCHEMA, "service", dr_service, SERVICE_FIELDS,
	"a service that sends or receives mail for people");
/* clang-format on */

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
	entry *e = dr_arena_new_of(catalog->arena, entry);
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
		e->id_at = span_of(root, "id");
		dr_list_add(catalog->arena, &catalog->entries, e);
	}
	return count;
}

static int compare(const void *a, const void *b)
{
	return dr_str_cmp((*(entry *const *)a)->service.id, (*(entry *const *)b)->service.id);
}

size_t dr_catalog_finish(dr_catalog *catalog, dr_errors *errors)
{
	size_t count = 0;
	if (catalog->entries.len > 0) {
		qsort(catalog->entries.items, catalog->entries.len, sizeof(entry *), compare);
	}
	for (size_t i = 1; i < catalog->entries.len; i++) {
		const entry *e = catalog->entries.items[i];
		if (dr_str_eq(e->service.id, catalog->entries.items[i - 1]->service.id)) {
			count++;
			dr_errors_add(catalog->arena, errors, e->source, DR_ENAME, e->id_at,
			              "another service has the id '%.*s'", DR_FMT(e->service.id));
		}
	}
	return count;
}

size_t dr_catalog_count(const dr_catalog *catalog)
{
	return catalog->entries.len;
}

const dr_service *dr_catalog_at(const dr_catalog *catalog, size_t index)
{
	return &catalog->entries.items[index]->service;
}

const dr_service *dr_catalog_find(const dr_catalog *catalog, dr_str id)
{
	for (size_t i = 0; i < catalog->entries.len; i++) {
		const dr_service *service = &catalog->entries.items[i]->service;
		if (dr_str_eq(service->id, id)) {
			return service;
		}
	}
	return NULL;
}

static bool is_below(dr_str name, dr_str suffix)
{
	return name.len > suffix.len && dr_str_ends(name, suffix) &&
	       name.ptr[name.len - suffix.len - 1] == '.';
}

/* Each gives how many octets of a pattern matched, 0 for none. */
typedef size_t (*matcher)(dr_str text, dr_str pattern);

static size_t match_suffix(dr_str name, dr_str suffix)
{
	return dr_str_eq(name, suffix) || is_below(name, suffix) ? suffix.len : 0;
}

static size_t match_include(dr_str name, dr_str pattern)
{
	if (!dr_str_starts(pattern, DR_STR("*."))) {
		return dr_str_eq(name, pattern) ? pattern.len : 0;
	}
	dr_str suffix = dr_str_sub(pattern, 2, pattern.len);
	return is_below(name, suffix) ? suffix.len : 0;
}

static size_t match_beginning(dr_str text, dr_str beginning)
{
	return dr_str_starts_nocase(text, beginning) ? beginning.len : 0;
}

static void keep_longer(best *b, const dr_service *service, size_t octets)
{
	if (octets > b->octets) {
		*b = (best){ service, octets };
	}
}

/* The service that has the longest match in its list at `offset`. */
static best find_longest(const dr_catalog *catalog, size_t offset, dr_str text, matcher match)
{
	best b = { 0 };
	for (size_t i = 0; i < catalog->entries.len; i++) {
		const dr_service *service = &catalog->entries.items[i]->service;
		const dr_strs *patterns =
			(const dr_strs *)(const void *)((const char *)service + offset);
		for (size_t k = 0; k < patterns->len; k++) {
			keep_longer(&b, service, match(text, patterns->items[k]));
		}
	}
	return b;
}

const dr_service *dr_catalog_by_mx(const dr_catalog *catalog, dr_str host)
{
	return find_longest(catalog, offsetof(dr_service, mx), host, match_suffix).service;
}

const dr_service *dr_catalog_by_include(const dr_catalog *catalog, dr_str target)
{
	return find_longest(catalog, offsetof(dr_service, includes), target, match_include).service;
}

const dr_service *dr_catalog_by_dkim_target(const dr_catalog *catalog, dr_str target)
{
	best b = find_longest(catalog, offsetof(dr_service, dkim_targets), target, match_suffix);
	for (size_t i = 0; i < catalog->entries.len; i++) {
		const dr_service *service = &catalog->entries.items[i]->service;
		for (size_t k = 0; k < service->dkim.len; k++) {
			dr_str suffix = service->dkim.items[k].target;
			keep_longer(&b, service, suffix.len > 0 ? match_suffix(target, suffix) : 0);
		}
	}
	return b.service;
}

const dr_service *dr_catalog_by_host_target(const dr_catalog *catalog, dr_str target)
{
	return find_longest(catalog, offsetof(dr_service, host_targets), target, match_suffix)
	        .service;
}

const dr_service *dr_catalog_by_token(const dr_catalog *catalog, dr_str text)
{
	return find_longest(catalog, offsetof(dr_service, tokens), text, match_beginning).service;
}
