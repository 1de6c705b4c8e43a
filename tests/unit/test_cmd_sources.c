/* Resolvers of the system, names and mail domains of zone files. */
#include "files.h"
#include "resolvers.h"
#include "unit.h"
#include "zones.h"

static dr_arena *arena;

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

START_TEST(resolvers_of_a_resolv_conf)
{
	server_list servers = resolvers_parse(arena, S("# nameserver 192.0.2.9\n"
	                                               "nameserver 192.0.2.1\n"
	                                               "  nameserver\t2001:db8::1  \r\n"
	                                               "nameserver fe80::1%eth0\n"
	                                               "nameservers 192.0.2.8\n"
	                                               "search example.com\n"
	                                               "nameserver 192.0.2.300\n"
	                                               "nameserver 192.0.2.2 # the other"));
	static const char *const WANT[] = { "192.0.2.1", "2001:db8::1", "192.0.2.2" };
	ck_assert_uint_eq(servers.len, DR_COUNT(WANT));
	for (size_t i = 0; i < servers.len; i++) {
		dr_buf text;
		dr_buf_init(&text, arena);
		dr_ipaddr_write(servers.items[i].address, &text);
		ck_assert_dr_str(dr_buf_str(&text), WANT[i]);
		ck_assert_uint_eq(servers.items[i].port, 0);
	}
	ck_assert_uint_eq(resolvers_parse(arena, S("")).len, 0);
}
END_TEST

static const struct {
	const char *path, *name; /* NULL: none */
} FILES[] = {
	{ "example.com.zone", "example.com" },
	{ "zones/Example.COM.zone", "example.com" },
	{ "/etc/bind/db.example.com", "example.com" },
	{ "example.com", "example.com" },
	{ "example.com.txt", "example.com" },
	{ "a.b/zone", NULL },
	{ "-", NULL },
	{ "db.local", NULL },
	{ "e..example.zone", NULL },
	{ "", NULL },
};

START_TEST(names_of_zone_files)
{
	dr_name name = zones_name_of_file(arena, dr_str_of(FILES[_i].path));
	if (FILES[_i].name == NULL) {
		ck_assert(!dr_name_is_set(name));
	} else {
		ck_assert(dr_name_is_set(name));
		ck_assert_dr_str(dr_name_text(arena, name), FILES[_i].name);
	}
}
END_TEST

static const struct {
	const char *path, *folder, *base;
} PATHS[] = {
	{ "a", ".", "a" },       { "a/b", "a", "b" }, { "/a", "/", "a" },
	{ "a/b/c", "a/b", "c" }, { "a/", "a", "" },   { "", ".", "" },
};

START_TEST(parts_of_paths)
{
	dr_str path = dr_str_of(PATHS[_i].path);
	ck_assert_dr_str(files_folder(path), PATHS[_i].folder);
	ck_assert_dr_str(files_base(path), PATHS[_i].base);
}
END_TEST

START_TEST(mail_domains_of_a_zone)
{
	static const dr_source TEXT = {
		"e.example.zone", DR_STR_INIT("$ORIGIN e.example.\n"
		                              "@ 60 SOA ns host 1 2 3 4 5\n"
		                              "sub 60 NS ns.sub\n"
		                              "www 60 A 192.0.2.1\n"
		                              "alias 60 CNAME mail\n"
		                              "mail 60 MX 10 www\n"
		                              "spf 60 TXT \"V=SPF1 -all\"\n"
		                              "text 60 TXT \"v=something\"\n"
		                              "_dmarc.deep.er 60 TXT \"v=DMARC1; p=none\"\n"
		                              "s1._domainkey.key 60 CNAME s1.vendor.example.\n"
		                              "_domainkey.only 60 TXT \"o=~\"\n"
		                              "x.example._report._dmarc 60 TXT \"v=DMARC1\"\n"
		                              "_sip._tcp 60 TXT \"v=spf1 -all\"\n"
		                              "*.wild 60 MX 10 www\n")
	};
	dr_zone_options how = { .default_ttl = 60 };
	dr_zone_files none = { NULL, NULL };
	dr_zone *zone;
	ck_assert_int_eq(dr_zone_parse(&TEXT, &how, &none, &zone, NULL), DR_OK);
	dr_strs domains = zones_domains(arena, zone);
	static const char *const WANT[] = { "e.example", "deep.er.e.example", "key.e.example",
		                            "mail.e.example", "spf.e.example" };
	ck_assert_uint_eq(domains.len, DR_COUNT(WANT));
	for (size_t i = 0; i < domains.len; i++) {
		ck_assert_dr_str(domains.items[i], WANT[i]);
	}
	dr_zone_close(zone);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("cmd_sources");
	TCase *tcase = tcase_create("all");
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, resolvers_of_a_resolv_conf);
	tcase_add_loop_test(tcase, names_of_zone_files, 0, (int)DR_COUNT(FILES));
	tcase_add_loop_test(tcase, parts_of_paths, 0, (int)DR_COUNT(PATHS));
	tcase_add_test(tcase, mail_domains_of_a_zone);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
