/* catalog: services are read strictly and found by names. */
#include "catalog/catalog.h"
#include "unit.h"
#include <string.h>

static dr_arena *arena;
static dr_catalog *catalog;
static dr_errors errors;

static void set_up(void)
{
	arena = dr_arena_new(0);
	catalog = dr_catalog_new(arena);
	errors = (dr_errors){ 0 };
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static size_t load(const char *text)
{
	dr_source *source = dr_arena_new_of(arena, dr_source);
	*source = (dr_source){ "s.yaml", dr_str_of(text) };
	return dr_catalog_load(catalog, source, &errors);
}

#define TAIL "can_align: true\nsetup: Click.\nsee: [\"https://example.org/\"]\n"

static const char WIDE[] = "id: wide\nname: Wide Mail\nkind: mailbox\n"
			   "mx: [example.net]\nincludes: [_spf.example.net, '*.spf.example.net']\n"
			   "include: 'include:_spf.example.net'\nspf_counts: author-domain\n"
			   "dkim:\n  - {selector: w1, target: keys.example.net, usual: true}\n"
			   "  - {selector: w2}\n  - {selector: w3, own: true}\n"
			   "tokens: [wide-verify=]\nrdns: [out.example.net]\n" TAIL;
static const char NARROW[] = "id: narrow\nname: Narrow\nkind: sender\n"
			     "mx: [in.example.net]\nspf_counts: service-domain\n"
			     "dkim_targets: [deep.keys.example.net]\n"
			     "hosts: [bounce]\nhost_targets: [b.example.net]\n"
			     "tokens: [wide-verify=narrow-]\n" TAIL;

static const char *id_of(const dr_service *service)
{
	return service != NULL ? (const char *)dr_arena_copy(arena, service->id).ptr : "nobody";
}

START_TEST(a_service_has_what_its_file_says)
{
	ck_assert_uint_eq(load(WIDE), 0);
	ck_assert_uint_eq(dr_catalog_finish(catalog, &errors), 0);
	const dr_service *s = dr_catalog_find(catalog, S("wide"));
	ck_assert_ptr_nonnull(s);
	ck_assert_dr_str(s->name, "Wide Mail");
	ck_assert_dr_str(s->include, "include:_spf.example.net");
	ck_assert_dr_str(s->spf_counts, "author-domain");
	ck_assert_uint_eq(s->dkim.len, 3);
	ck_assert_dr_str(s->dkim.items[0].target, "keys.example.net");
	ck_assert(s->dkim.items[0].usual);
	ck_assert_dr_str(s->dkim.items[1].target, "");
	ck_assert(!s->dkim.items[1].usual);
	ck_assert_uint_eq(s->hosts.len, 0);
	ck_assert(s->can_align);
	ck_assert_dr_str(s->author_dkim, "unknown");
	ck_assert_ptr_eq(dr_catalog_find(catalog, S("WIDE mail")), s);
	ck_assert_ptr_null(dr_catalog_find(catalog, S("Wide Ma")));
	ck_assert_str_eq(dr_catalog_suggest(catalog, S("wode")), "wide");
}
END_TEST

START_TEST(services_are_in_order_of_id)
{
	ck_assert_uint_eq(load(WIDE) + load(NARROW), 0);
	ck_assert_uint_eq(dr_catalog_finish(catalog, &errors), 0);
	ck_assert_uint_eq(dr_catalog_count(catalog), 2);
	ck_assert_dr_str(dr_catalog_at(catalog, 0)->id, "narrow");
	ck_assert_dr_str(dr_catalog_at(catalog, 1)->id, "wide");
}
END_TEST

typedef const dr_service *(*finder)(const dr_catalog *, dr_str);

static const struct {
	finder find;
	const char *text, *id;
} FOUND[] = {
	{ dr_catalog_by_mx, "example.net", "wide" },
	{ dr_catalog_by_mx, "mx1.example.net", "wide" },
	{ dr_catalog_by_mx, "a.in.example.net", "narrow" }, /* the longest suffix wins */
	{ dr_catalog_by_mx, "notexample.net", "nobody" },   /* whole labels only */
	{ dr_catalog_by_mx, "example.net.evil.example", "nobody" },
	{ dr_catalog_by_include, "_spf.example.net", "wide" },
	{ dr_catalog_by_include, "a._spf.example.net", "nobody" },    /* exact */
	{ dr_catalog_by_include, "a.spf.example.net", "wide" },       /* below a wildcard */
	{ dr_catalog_by_include, "spf.example.net", "nobody" },       /* not the wildcard itself */
	{ dr_catalog_by_dkim_target, "w1.keys.example.net", "wide" }, /* by a selector's target */
	{ dr_catalog_by_dkim_target, "x.deep.keys.example.net", "narrow" },
	{ dr_catalog_by_dkim_target, "example.net", "nobody" }, /* w2 has no target */
	{ dr_catalog_by_host_target, "x.b.example.net", "narrow" },
	{ dr_catalog_by_host_target, "x.example.net", "nobody" },
	{ dr_catalog_by_token, "Wide-Verify=abc", "wide" },
	{ dr_catalog_by_token, "wide-verify=Narrow-1", "narrow" }, /* the longest beginning wins */
	{ dr_catalog_by_rdns, "a1.out.example.net", "wide" },
	{ dr_catalog_by_rdns, "a1.example.net", "nobody" },
	{ dr_catalog_by_selector, "w3", "wide" },
	{ dr_catalog_by_selector, "w1", "nobody" }, /* others may use it too */
	{ dr_catalog_by_token, "x wide-verify=abc", "nobody" },
	{ dr_catalog_by_token, "", "nobody" },
};

START_TEST(services_are_found_by_names)
{
	ck_assert_uint_eq(load(WIDE) + load(NARROW), 0);
	ck_assert_uint_eq(dr_catalog_finish(catalog, &errors), 0);
	for (size_t i = 0; i < DR_COUNT(FOUND); i++) {
		const dr_service *s = FOUND[i].find(catalog, dr_str_of(FOUND[i].text));
		ck_assert_msg(strcmp(id_of(s), FOUND[i].id) == 0, "%s: got %s, want %s",
		              FOUND[i].text, id_of(s), FOUND[i].id);
	}
}
END_TEST

static const struct {
	const char *text;
	uint32_t line;
	const char *part; /* of the message */
} REFUSED[] = {
	{ "", 0, "empty" },
	{ "[a]\n", 1, "map" },
	{ "id: a\nname: A\nkind: postman\nspf_counts: none\n" TAIL, 3, "mailbox" },
	{ "id: a\nname: A\nkind: sender\nspf_counts: mine\n" TAIL, 4, "author-domain" },
	{ "id: a\nname: A\nkind: sender\nspf_count: none\n" TAIL, 4, "spf_counts" },
	{ "id: A b\nname: A\nkind: sender\nspf_counts: none\n" TAIL, 1, "lower-case" },
	{ "id: -a\nname: A\nkind: sender\nspf_counts: none\n" TAIL, 1, "lower-case" },
	{ "id: a\nname: A\nkind: sender\nspf_counts: none\ninclude: x.example\n" TAIL, 5, "term" },
	{ "id: a\nname: A\nkind: sender\nspf_counts: none\ncan_align: true\nsetup: S\nsee: []\n", 1,
	  "see" },
	{ "id: a\nid: b\n", 2, "id" },
};

START_TEST(bad_files_are_refused_with_a_place)
{
	for (size_t i = 0; i < DR_COUNT(REFUSED); i++) {
		errors = (dr_errors){ 0 };
		size_t count = load(REFUSED[i].text);
		ck_assert_msg(count > 0 && errors.len == count, "case %zu is accepted", i);
		bool found = false;
		for (size_t k = 0; k < errors.len; k++) {
			found = found ||
			        (strstr(errors.items[k].text, REFUSED[i].part) != NULL &&
			         (REFUSED[i].line == 0 || errors.items[k].line == REFUSED[i].line));
		}
		ck_assert_msg(found, "case %zu: line %u: %s", i, errors.items[0].line,
		              errors.items[0].text);
	}
	ck_assert_uint_eq(dr_catalog_count(catalog), 0);
}
END_TEST

START_TEST(equal_ids_are_refused)
{
	ck_assert_uint_eq(load(WIDE) + load(WIDE), 0);
	ck_assert_uint_eq(dr_catalog_finish(catalog, &errors), 1);
	ck_assert_uint_eq(errors.items[0].line, 1);
	ck_assert_ptr_nonnull(strstr(errors.items[0].text, "wide"));
}
END_TEST

START_TEST(a_name_of_two_services_is_refused)
{
	static const char OTHER[] = "id: other\nname: Other\nkind: sender\n"
				    "spf_counts: none\nmx: [example.net, Upper.example]\n"
				    "dkim:\n  - {selector: w3, own: true}\n" TAIL;
	ck_assert_uint_eq(load(WIDE) + load(OTHER), 0);
	ck_assert_uint_eq(dr_catalog_finish(catalog, &errors), 3);
	ck_assert_ptr_nonnull(strstr(errors.items[0].text, "small letters"));
	ck_assert_ptr_nonnull(strstr(errors.items[1].text, "example.net"));
	ck_assert_ptr_nonnull(strstr(errors.items[2].text, "w3"));
}
END_TEST

START_TEST(tables_grow)
{
	enum { MANY = 500 };
	for (size_t i = 0; i < MANY; i++) {
		dr_buf text;
		dr_buf_init(&text, arena);
		dr_buf_addf(&text,
		            "id: s%zu\nname: N\nkind: sender\nspf_counts: none\n"
		            "mx: [m%zu.example]\nhosts: [em]\n" TAIL,
		            i, i);
		dr_buf_add_char(&text, '\0');
		ck_assert_uint_eq(load(dr_buf_str(&text).ptr), 0);
	}
	ck_assert_uint_eq(dr_catalog_finish(catalog, &errors), 0);
	ck_assert_uint_eq(dr_catalog_hosts(catalog)->len, 1);
	for (size_t i = 0; i < MANY; i++) {
		dr_buf name;
		dr_buf_init(&name, arena);
		dr_buf_addf(&name, "mx.m%zu.example", i);
		const dr_service *s = dr_catalog_by_mx(catalog, dr_buf_str(&name));
		dr_str id = dr_str_sub(dr_buf_str(&name), strlen("mx.m"), name.len);
		id.len -= strlen(".example");
		ck_assert_ptr_nonnull(s);
		ck_assert(dr_str_eq(dr_str_sub(s->id, 1, s->id.len), id));
	}
}
END_TEST

START_TEST(the_field_table_fits_the_struct)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	size_t count = dr_schema_check(&DR_SERVICE_SCHEMA, &out);
	ck_assert_msg(count == 0, "%.*s", DR_FMT(dr_buf_str(&out)));
}
END_TEST

START_TEST(an_empty_catalogue_finds_nobody)
{
	ck_assert_uint_eq(dr_catalog_finish(catalog, &errors), 0);
	ck_assert_uint_eq(dr_catalog_count(catalog), 0);
	ck_assert_ptr_null(dr_catalog_by_mx(catalog, S("mx.example.net")));
}
END_TEST

UNIT_MAIN("catalog", set_up, tear_down, a_service_has_what_its_file_says,
          services_are_in_order_of_id, services_are_found_by_names,
          bad_files_are_refused_with_a_place, equal_ids_are_refused,
          a_name_of_two_services_is_refused, tables_grow, the_field_table_fits_the_struct,
          an_empty_catalogue_finds_nobody)
