/* Whom an SPF record lets pass: the first match wins (RFC 7208 4.6.2), and receivers stop at the
 * limits (RFC 7208 4.6.4). */
#include "survey/spf_senders.h"
#include "unit.h"
#include "world.h"

static world w;

static void tear_down(void)
{
	world_close(&w);
}

static void write_prefixes(dr_buf *out, const dr_prefixes *list)
{
	for (size_t i = 0; i < list->len; i++) {
		dr_buf_addf(out, "%s", out->len > 0 ? " " : "");
		dr_prefix_write(list->items[i], out);
	}
}

/* "192.0.2.0/24 2001:db8::/32 ?message". */
static dr_str senders_text(const dr_spf_senders *senders)
{
	dr_buf out;
	dr_buf_init(&out, w.arena);
	write_prefixes(&out, &senders->set.v4);
	write_prefixes(&out, &senders->set.v6);
	if (senders->status.state != DR_KNOWN) {
		dr_buf_addf(&out, "%s?%s", out.len > 0 ? " " : "",
		            dr_why_name((dr_why)senders->status.why));
	}
	return dr_buf_str(&out);
}

typedef struct {
	const char *lines, *timeouts, *meant, *reached; /* reached NULL: as meant */
} senders_case;

static void check(const senders_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		const senders_case *c = &cases[i];
		dr_spf_tree tree;
		dr_spf_reach reach;
		world_open(&w, c->lines, c->timeouts);
		dr_survey_spf(&w.asking, world_name(&w, "d.test"), &tree);
		dr_spf_find_reach(w.arena, &tree, &reach);
		dr_str meant = senders_text(&tree.root->senders);
		dr_str reached = senders_text(&reach.senders);
		const char *want = c->reached != NULL ? c->reached : c->meant;
		ck_assert_msg(dr_str_eq(meant, dr_str_of(c->meant)), "%smeant %.*s, want %s",
		              c->lines, DR_FMT(meant), c->meant);
		ck_assert_msg(dr_str_eq(reached, dr_str_of(want)), "%sreached %.*s, want %s",
		              c->lines, DR_FMT(reached), want);
		world_close(&w);
	}
	world_open(&w, "", NULL);
}

#define SPF(name, terms) name ". TXT \"v=spf1 " terms "\"\n"
#define HOST(name)       name ". A 192.0.2.1\n" name ". AAAA 2001:db8::1\n"

START_TEST(terms_match_by_family)
{
	static const senders_case CASES[] = {
		{ "", NULL, "", NULL },
		{ SPF("d.test", "-all"), NULL, "", NULL },
		{ SPF("d.test", "ip4:192.0.2.77/24 ip6:2001:db8::/32 -all"), NULL,
		  "192.0.2.0/24 2001:db8::/32", NULL },
		{ SPF("d.test", "ip4:192.0.2.0/25 ip4:192.0.2.128/25 ip4:192.0.2.9 ~all"), NULL,
		  "192.0.2.0/24", NULL },
		{ SPF("d.test", "a -all") HOST("d.test"), NULL, "192.0.2.1/32 2001:db8::1/128",
		  NULL },
		{ SPF("d.test", "a/24//64 -all") HOST("d.test"), NULL, "192.0.2.0/24 2001:db8::/64",
		  NULL },
		{ SPF("d.test", "mx//48 -all") "d.test. MX 1 h.test.\nd.test. MX 2 i.test.\n"
		                               "i.test. A 198.51.100.7\n" HOST("h.test"),
		  NULL, "192.0.2.1/32 198.51.100.7/32 2001:db8::/48", NULL },
		{ SPF("d.test", "+all"), NULL, "0.0.0.0/0 ::/0", NULL },
		{ SPF("d.test", "exists:h.test -all") HOST("h.test"), NULL, "0.0.0.0/0 ::/0",
		  NULL },
		{ SPF("d.test", "exists:n.test -all"), NULL, "", NULL },
		{ SPF("d.test", "ip4:192.0.2.1"), NULL, "192.0.2.1/32", NULL },
	};
	check(CASES, DR_COUNT(CASES));
}
END_TEST

START_TEST(the_first_match_wins)
{
	static const senders_case CASES[] = {
		{ SPF("d.test", "-ip4:192.0.2.0/25 ip4:192.0.2.0/24 -all"), NULL, "192.0.2.128/25",
		  NULL },
		{ SPF("d.test", "ip4:192.0.2.0/24 -ip4:192.0.2.0/25 -all"), NULL, "192.0.2.0/24",
		  NULL },
		{ SPF("d.test", "?ip4:192.0.2.0/25 ~ip4:192.0.2.128/26 +ip4:192.0.2.0/24 -all"),
		  NULL, "192.0.2.192/26", NULL },
		{ SPF("d.test", "-ip4:0.0.0.0/1 +all"), NULL, "128.0.0.0/1 ::/0", NULL },
		{ SPF("d.test", "-ip4:192.0.2.1 include:i.test -all")
		          SPF("i.test", "ip4:192.0.2.0/30 -all"),
		  NULL, "192.0.2.0/32 192.0.2.2/31", NULL },
		/* what an include does not pass goes on behind it (RFC 7208 5.2) */
		{ SPF("d.test", "include:i.test ip4:192.0.2.0/30 -all")
		          SPF("i.test", "-ip4:192.0.2.1 ip4:192.0.2.0/31 -all"),
		  NULL, "192.0.2.0/30", NULL },
		{ SPF("d.test", "-include:i.test ip4:192.0.2.0/30 -all")
		          SPF("i.test", "-ip4:192.0.2.1 ip4:192.0.2.0/31 -all"),
		  NULL, "192.0.2.1/32 192.0.2.2/31", NULL },
		/* a redirect comes last, wherever it stands, and not beside all */
		{ SPF("d.test", "redirect=i.test -ip4:192.0.2.1") SPF("i.test", "ip4:192.0.2.0/31"),
		  NULL, "192.0.2.0/32", NULL },
		{ SPF("d.test", "redirect=i.test ?all") SPF("i.test", "ip4:192.0.2.0/31"), NULL, "",
		  NULL },
		{ SPF("d.test", "-all ip4:192.0.2.1"), NULL, "", NULL },
	};
	check(CASES, DR_COUNT(CASES));
}
END_TEST

START_TEST(what_is_not_known_matches_nobody)
{
	static const senders_case CASES[] = {
		{ SPF("d.test", "exists:%{i}.d.test ip4:192.0.2.1 -all"), NULL,
		  "192.0.2.1/32 ?message", NULL },
		{ SPF("d.test", "ptr ip4:192.0.2.1 -all"), NULL, "192.0.2.1/32 ?message", NULL },
		{ SPF("d.test", "include:i.test ip4:192.0.2.1 -all"), "i.test",
		  "192.0.2.1/32 ?network", NULL },
		{ SPF("d.test", "ptr a:h.test -all"), "h.test", "?network", NULL },
		{ SPF("d.test", "include:%{d2}.x -all") SPF("d.test.x", "ip4:192.0.2.1"), NULL,
		  "192.0.2.1/32", NULL },
		{ "", "d.test", "?network", NULL },
	};
	check(CASES, DR_COUNT(CASES));
}
END_TEST

START_TEST(receivers_stop_where_a_record_is_broken)
{
	static const senders_case CASES[] = {
		{ SPF("d.test", "ip4:192.0.2.1 foo:bar -all"), NULL, "192.0.2.1/32", "" },
		{ SPF("d.test", "ip4:192.0.2.1 include:gone.test ip4:192.0.2.2 -all"), NULL,
		  "192.0.2.1/32 192.0.2.2/32", "192.0.2.1/32" },
		{ SPF("d.test", "ip4:192.0.2.1 include:bad.test ip4:192.0.2.2 -all")
		          SPF("bad.test", "ip4:192.0.2.9 foo:bar"),
		  NULL, "192.0.2.1/32 192.0.2.2/32", "192.0.2.1/32" },
		{ SPF("d.test", "include:i.test ip4:192.0.2.2 -all")
		          SPF("i.test", "ip4:192.0.2.1 include:d.test ip4:192.0.2.3"),
		  NULL, "192.0.2.1/32 192.0.2.2/31", "192.0.2.1/32" },
		{ SPF("d.test", "ip4:192.0.2.9 redirect=gone.test"), NULL, "192.0.2.9/32", NULL },
		{ SPF("d.test", "mx ip4:192.0.2.9 -all") "$GENERATE 1-11 d.test. MX 1 h$.test.\n"
		                                         "$GENERATE 1-11 h$.test. A 192.0.2.$\n",
		  NULL, "192.0.2.1/32 192.0.2.2/31 192.0.2.4/30 192.0.2.8/31 192.0.2.10/32", "" },
	};
	check(CASES, DR_COUNT(CASES));
}
END_TEST

#define A5 "a:h.test a:h.test a:h.test a:h.test a:h.test "

START_TEST(receivers_stop_at_the_limits)
{
	static const senders_case CASES[] = {
		{ SPF("d.test", A5 A5 "ip4:192.0.2.9 -all") HOST("h.test"), NULL,
		  "192.0.2.1/32 192.0.2.9/32 2001:db8::1/128", NULL },
		{ SPF("d.test", A5 A5 "a:h.test ip4:192.0.2.9 -all") HOST("h.test"), NULL,
		  "192.0.2.1/32 192.0.2.9/32 2001:db8::1/128", "192.0.2.1/32 2001:db8::1/128" },
		{ SPF("d.test", A5 "include:i.test ip4:192.0.2.9 -all")
		          SPF("i.test", "ip4:192.0.2.7 " A5 "ip4:192.0.2.8") HOST("h.test"),
		  NULL, "192.0.2.1/32 192.0.2.7/32 192.0.2.8/31 2001:db8::1/128",
		  "192.0.2.1/32 192.0.2.7/32 2001:db8::1/128" },
		{ SPF("d.test", "a:n1.test a:n2.test ip4:192.0.2.1 a:n3.test ip4:192.0.2.2 -all"),
		  NULL, "192.0.2.1/32 192.0.2.2/32", "192.0.2.1/32" },
		/* hosts without AAAA are void for clients with IPv6 only */
		{ SPF("d.test", "a:h.test a:h.test a:h.test ip4:192.0.2.2 ip6:2001:db8::/32 "
		                "-all") "h.test. A 192.0.2.1\n",
		  NULL, "192.0.2.1/32 192.0.2.2/32 2001:db8::/32", "192.0.2.1/32 192.0.2.2/32" },
	};
	check(CASES, DR_COUNT(CASES));
}
END_TEST

START_TEST(the_term_where_it_ends_is_named)
{
	dr_spf_tree tree;
	dr_spf_reach reach;
	world_open(&w,
	           SPF("d.test",
	               "a:h.test a:h.test a:h.test include:gone.test -all") "h.test. A 192.0.2.1\n",
	           NULL);
	dr_survey_spf(&w.asking, world_name(&w, "d.test"), &tree);
	dr_spf_find_reach(w.arena, &tree, &reach);
	ck_assert_ptr_eq(reach.stop_ipv4, &tree.root->record->terms.items[3]);
	ck_assert_ptr_eq(reach.stop_ipv6, &tree.root->record->terms.items[2]);
	ck_assert_int_eq(tree.root->cost.mx_hosts, 0);
}
END_TEST

/* Thousands of sets that change each other's: the work is bounded, and the result says so. */
START_TEST(sets_are_bounded)
{
	dr_buf lines;
	dr_spf_tree tree;
	world_open(&w, "", NULL);
	dr_buf_init(&lines, w.arena);
	dr_buf_addf(&lines, "d.test. TXT ( \"v=spf1\"");
	for (unsigned i = 0; i < 3000; i++) {
		dr_buf_addf(&lines, " \" %cip4:10.%u.%u.%u/31\"", i % 2 == 0 ? '-' : '+', i % 7,
		            i / 256, i % 256);
	}
	dr_buf_addf(&lines, " )\n");
	world bomb;
	world_open(&bomb, lines.ptr, NULL);
	dr_survey_spf(&bomb.asking, world_name(&bomb, "d.test"), &tree);
	ck_assert_int_eq(tree.root->senders.status.why, DR_WHY_BUDGET);
	ck_assert_uint_le(tree.prefixes, DR_SPF_PREFIXES_MAX);
	ck_assert_uint_lt(dr_arena_used(bomb.arena), 16 * 1024 * 1024);
	world_close(&bomb);
}
END_TEST

UNIT_MAIN("survey spf senders", NULL, tear_down, terms_match_by_family, the_first_match_wins,
          what_is_not_known_matches_nobody, receivers_stop_where_a_record_is_broken,
          receivers_stop_at_the_limits, the_term_where_it_ends_is_named, sets_are_bounded)
