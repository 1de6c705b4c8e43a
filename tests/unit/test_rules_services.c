/* rules/services/: no source, no row; and what comes from a data set names it (NOTICE). */
#include "shipped.h"

static const char PUBLISHED[] = "records that its users publish";
static const char TEMPLATES[] = "https://github.com/Domain-Connect/Templates/blob/master/";
static const char REVERSE_NAMES[] = "https://github.com/domainaware/parsedmarc "
				    "(base_reverse_dns_map.csv, Apache-2.0)";
static const char SEARCH[] = "https://github.com/search?";

static bool names(const dr_service *service, const char *source)
{
	for (size_t i = 0; i < service->see.len; i++) {
		if (dr_str_starts(service->see.items[i], dr_str_of(source))) {
			return true;
		}
	}
	return false;
}

/* An address with a host, or the words for what customers publish. */
static bool is_source(dr_str see)
{
	dr_str rest = dr_str_sub(see, 8, see.len);
	size_t host = dr_str_find(rest, 0, '/');
	bool address = dr_str_starts(see, DR_STR("https://")) &&
	               dr_str_find(dr_str_sub(rest, 0, host), 0, '.') < host &&
	               dr_str_find(dr_str_sub(rest, 0, host), 0, ' ') == host;
	return address || dr_str_starts(see, dr_str_of(PUBLISHED));
}

static bool is_template(dr_str see)
{
	return dr_str_starts(see, dr_str_of(TEMPLATES)) && dr_str_ends(see, DR_STR(".json"));
}

/* An address with a path that leads further than the front page of a site or of one of its
 * languages
 * ("/hc/en-us"), and not what a search finds. */
static bool is_page(dr_str see)
{
	enum { SHORTEST_PATH = 9 };
	dr_str address = dr_str_sub(see, 0, dr_str_find(see, 0, ' '));
	dr_str rest = dr_str_sub(address, 8, address.len);
	size_t host = dr_str_find(rest, 0, '/');
	return dr_str_starts(see, DR_STR("https://")) &&
	       !dr_str_starts(see, dr_str_of(REVERSE_NAMES)) &&
	       !dr_str_starts(see, dr_str_of(SEARCH)) && host + SHORTEST_PATH < rest.len;
}

static bool names_a_page(const dr_service *service)
{
	for (size_t i = 0; i < service->see.len; i++) {
		if (is_page(service->see.items[i])) {
			return true;
		}
	}
	return false;
}

START_TEST(every_service_has_a_source)
{
	for (size_t i = 0; i < dr_catalog_count(catalog); i++) {
		const dr_service *s = dr_catalog_at(catalog, i);
		ck_assert_msg(s->see.len > 0, "%.*s names no source", DR_FMT(s->id));
		for (size_t k = 0; k < s->see.len; k++) {
			ck_assert_msg(is_source(s->see.items[k]), "%.*s: %.*s is no source",
			              DR_FMT(s->id), DR_FMT(s->see.items[k]));
		}
		ck_assert_msg(names_a_page(s), "%.*s names no page that can be read",
		              DR_FMT(s->id));
	}
}
END_TEST

START_TEST(a_template_is_named_by_its_file)
{
	for (size_t i = 0; i < dr_catalog_count(catalog); i++) {
		const dr_service *s = dr_catalog_at(catalog, i);
		for (size_t k = 0; k < s->see.len; k++) {
			dr_str see = s->see.items[k];
			ck_assert_msg(!dr_str_starts(see, DR_STR("https://github.com/Domain-")) ||
			                      is_template(see),
			              "%.*s: %.*s", DR_FMT(s->id), DR_FMT(see));
		}
	}
}
END_TEST

START_TEST(reverse_names_say_where_they_come_from)
{
	size_t from_map = 0;
	for (size_t i = 0; i < dr_catalog_count(catalog); i++) {
		const dr_service *s = dr_catalog_at(catalog, i);
		bool said = names(s, REVERSE_NAMES);
		from_map += said;
		ck_assert_msg(s->rdns.len == 0 || said || names(s, PUBLISHED),
		              "%.*s: nothing says where its reverse names come from",
		              DR_FMT(s->id));
		ck_assert_msg(!said || s->rdns.len > 0, "%.*s takes nothing from the map",
		              DR_FMT(s->id));
	}
	ck_assert_uint_gt(from_map, 0);
}
END_TEST

START_TEST(every_service_says_how_its_mail_looks_before_it_is_set_up)
{
	for (size_t i = 0; i < dr_catalog_count(catalog); i++) {
		const dr_service *s = dr_catalog_at(catalog, i);
		ck_assert_msg(s->before_setup.len > 0 && dr_str_ends(s->before_setup, DR_STR(".")),
		              "%.*s does not say how its mail looks before it is set up",
		              DR_FMT(s->id));
	}
}
END_TEST

static bool expects(const dr_service *service, const char *what)
{
	for (size_t i = 0; i < service->examples.len; i++) {
		if (dr_str_eq(service->examples.items[i].expect, dr_str_of(what))) {
			return true;
		}
	}
	return false;
}

START_TEST(every_service_shows_a_zone_that_is_its_own_and_one_that_only_seems_so)
{
	for (size_t i = 0; i < dr_catalog_count(catalog); i++) {
		const dr_service *s = dr_catalog_at(catalog, i);
		ck_assert_msg(expects(s, "found"), "%.*s: no zone shows it", DR_FMT(s->id));
		ck_assert_msg(expects(s, "missed"), "%.*s: no zone only seems to", DR_FMT(s->id));
	}
}
END_TEST

UNIT_MAIN("rules of services", load_shipped, drop_shipped, every_service_has_a_source,
          a_template_is_named_by_its_file, reverse_names_say_where_they_come_from,
          every_service_says_how_its_mail_looks_before_it_is_set_up,
          every_service_shows_a_zone_that_is_its_own_and_one_that_only_seems_so)
