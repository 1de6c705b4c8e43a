/* Tables of names, and the domains that are looked at in one go. */
#include "base/domains.h"
#include "unit.h"
#include <stdio.h>

static dr_arena *arena;

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static dr_name name(const char *text)
{
	return dr_name_of(arena, dr_str_of(text));
}

START_TEST(add_keeps_and_put_replaces)
{
	static const int ONE = 1, TWO = 2;
	dr_name_table table = { 0 };
	ck_assert_ptr_null(dr_name_table_find(&table, S("a")));
	ck_assert_ptr_null(dr_name_table_add(arena, &table, S("a"), &ONE));
	ck_assert_ptr_eq(dr_name_table_add(arena, &table, S("a"), &TWO), &ONE);
	ck_assert_ptr_eq(dr_name_table_find(&table, S("a")), &ONE);
	ck_assert_ptr_eq(dr_name_table_put(arena, &table, S("a"), &TWO), &ONE);
	ck_assert_ptr_eq(dr_name_table_find(&table, S("a")), &TWO);
	ck_assert_ptr_null(dr_name_table_put(arena, &table, S("b"), &ONE));
	ck_assert_ptr_eq(dr_name_table_find(&table, S("b")), &ONE);
	ck_assert_uint_eq(table.count, 2);
}
END_TEST

START_TEST(many_names)
{
	enum { MANY = 5000 };
	static char texts[MANY][24];
	dr_name_table table = { 0 };
	for (size_t i = 0; i < MANY; i++) {
		snprintf(texts[i], sizeof(texts[i]), "d%zu.example", i);
		dr_name_table_put(arena, &table, dr_name_key(name(texts[i])), texts[i]);
	}
	for (size_t i = 0; i < MANY; i++) {
		char below[40];
		snprintf(below, sizeof(below), "a.b.d%zu.example", i);
		ck_assert_ptr_eq(dr_name_table_find_nearest(&table, name(below)), texts[i]);
	}
	ck_assert_ptr_null(dr_name_table_find_nearest(&table, name("example")));
	ck_assert_ptr_null(dr_name_table_find_nearest(&table, DR_NAME_ROOT));
	dr_name_table_put(arena, &table, dr_name_key(DR_NAME_ROOT), texts[0]);
	ck_assert_ptr_eq(dr_name_table_find_nearest(&table, name("x.test")), texts[0]);
}
END_TEST

static dr_str nearest(const dr_domains *domains, const char *of)
{
	dr_name found = dr_domains_nearest(domains, name(of));
	return dr_name_is_set(found) ? dr_name_text(arena, found) : S("-");
}

START_TEST(nearest_domain)
{
	static dr_str items[] = { DR_STR_INIT("Example.com"), DR_STR_INIT("a..b"),
		                  DR_STR_INIT("shop.example.com"), DR_STR_INIT("example.com") };
	const dr_domains domains = dr_domains_of(arena, &(dr_strs){ items, DR_COUNT(items) });
	ck_assert_uint_eq(domains.listed.len, 4);
	ck_assert_dr_str(nearest(&domains, "example.com"), "example.com");
	ck_assert_dr_str(nearest(&domains, "s1._domainkey.example.com"), "example.com");
	ck_assert_dr_str(nearest(&domains, "x.shop.example.com"), "shop.example.com");
	ck_assert_dr_str(nearest(&domains, "xshop.example.com"), "example.com");
	ck_assert_dr_str(nearest(&domains, "example.net"), "-");
	ck_assert_dr_str(nearest(NULL, "example.com"), "-");
}
END_TEST

UNIT_MAIN("domains", set_up, tear_down, add_keeps_and_put_replaces, many_names, nearest_domain)
