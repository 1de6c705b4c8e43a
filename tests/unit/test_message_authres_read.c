/* Authentication-Results fields as they are met: ours, others', folded, pasted, odd (RFC 8601 2.2).
 */
#include "message/authres.h"
#include "unit.h"

static dr_arena *arena;

static void set_up(void)
{
	arena = dr_arena_new(0);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static dr_authres parse(const char *text)
{
	dr_authres authres;
	dr_authres_parse(arena, dr_str_of(text), &authres);
	return authres;
}

START_TEST(all_of_the_grammar)
{
	dr_authres a = parse("Authentication-Results: (x) mx.a.example (y) 1 ;\r\n"
	                     "\tSPF/1 = Pass (because (it) is) reason=\"a; b\" smtp.mailfrom=\r\n"
	                     " b@c.example;\r\n dkim=fail header.d=d.example "
	                     "header.b=\"ab/cd=\"; none");
	ck_assert_dr_str(a.server, "mx.a.example");
	ck_assert_uint_eq(a.results.len, 2);
	ck_assert_dr_str(a.results.items[0].method, "SPF");
	ck_assert_dr_str(a.results.items[0].result, "Pass");
	ck_assert_dr_str(a.results.items[0].reason, "a; b");
	ck_assert_dr_str(a.results.items[0].comment, "because (it) is");
	ck_assert_dr_str(dr_authres_find(&a.results.items[0], "smtp", "mailfrom"), "b@c.example");
	ck_assert_dr_str(dr_authres_find(&a.results.items[1], "header", "d"), "d.example");
	ck_assert_dr_str(dr_authres_find(&a.results.items[1], "header", "b"), "ab/cd=");
	ck_assert_uint_eq(dr_authres_find(&a.results.items[1], "header", "x").len, 0);
}
END_TEST

START_TEST(google_and_microsoft)
{
	dr_authres g = parse("mx.google.com; dmarc=pass (p=REJECT sp=NONE dis=NONE) "
	                     "header.from=a.example");
	ck_assert_dr_str(g.results.items[0].comment, "p=REJECT sp=NONE dis=NONE");
	dr_authres m = parse("spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=a.example; "
	                     "dkim=none (message not signed) header.d=none;"
	                     "dmarc=bestguesspass action=none header.from=a.example;"
	                     "compauth=pass reason=109");
	ck_assert_uint_eq(m.server.len, 0);
	ck_assert_uint_eq(m.results.len, 4);
	ck_assert_dr_str(dr_authres_find(&m.results.items[2], "", "action"), "none");
	ck_assert_dr_str(m.results.items[3].reason, "109");
}
END_TEST

/* RFC 8617 4.1.1. */
START_TEST(arc)
{
	dr_authres a = parse("ARC-Authentication-Results: i=2; mx.a.example; arc=pass");
	ck_assert_uint_eq(a.instance, 2);
	ck_assert_dr_str(a.server, "mx.a.example");
	ck_assert_uint_eq(a.results.len, 1);
}
END_TEST

START_TEST(what_cannot_be_read)
{
	ck_assert_uint_eq(parse("mx.a.example; none").results.len, 0);
	ck_assert_uint_eq(parse("mx.a.example").results.len, 0);
	ck_assert_uint_eq(parse("").results.len, 0);
	ck_assert_uint_eq(parse("mx.a.example; =; spf; spf=; spf= ; (").results.len, 0);
	ck_assert_uint_eq(parse("mx.a.example; spf=pass \"x; dkim=pass").results.len, 1);
	dr_authres foreign = parse("mx.a.example 2; spf=pass");
	ck_assert(foreign.foreign);
	ck_assert_uint_eq(foreign.results.len, 0);
}
END_TEST

UNIT_MAIN("message/authres_read", set_up, tear_down, all_of_the_grammar, google_and_microsoft, arc,
          what_cannot_be_read)
