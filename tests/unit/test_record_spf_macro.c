/* Macros of SPF: the examples of RFC 7208 7.4 and the corners of 7.1 to 7.3. */
#include "record/spf_macro.h"
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

static dr_spf_macro_values example(const char *ip)
{
	dr_spf_macro_values values = {
		.sender = S("strong-bad@email.example.com"),
		.local = S("strong-bad"),
		.sender_domain = S("email.example.com"),
		.domain = S("email.example.com"),
		.helo = S("mx.example.org"),
		.time = 1700000000,
	};
	ck_assert(dr_ipaddr_parse(dr_str_of(ip), &values.ip));
	return values;
}

static const char *const EXPANSIONS[][2] = {
	/* RFC 7208 7.4 */
	{ "%{s}", "strong-bad@email.example.com" },
	{ "%{o}", "email.example.com" },
	{ "%{d}", "email.example.com" },
	{ "%{d4}", "email.example.com" },
	{ "%{d3}", "email.example.com" },
	{ "%{d2}", "example.com" },
	{ "%{d1}", "com" },
	{ "%{dr}", "com.example.email" },
	{ "%{d2r}", "example.email" },
	{ "%{l}", "strong-bad" },
	{ "%{l-}", "strong.bad" },
	{ "%{lr}", "strong-bad" },
	{ "%{lr-}", "bad.strong" },
	{ "%{l1r-}", "strong" },
	{ "%{ir}.%{v}._spf.%{d2}", "3.2.0.192.in-addr._spf.example.com" },
	{ "%{lr-}.lp._spf.%{d2}", "bad.strong.lp._spf.example.com" },
	{ "%{lr-}.lp.%{ir}.%{v}._spf.%{d2}", "bad.strong.lp.3.2.0.192.in-addr._spf.example.com" },
	{ "%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}", "3.2.0.192.in-addr.strong.lp._spf.example.com" },
	{ "%{d2}.trusted-domains.example.net", "example.com.trusted-domains.example.net" },
	/* the rest */
	{ "", "" },
	{ "a%%b%_c%-d", "a%b c%20d" },
	{ "%{S}", "strong-bad%40email.example.com" },
	{ "%{h}|%{p}|%{D1R}", "mx.example.org|unknown|email" },
	{ "%{c} %{r} %{t}", "192.0.2.3 unknown 1700000000" },
	{ "%{s1r@}", NULL },
	{ "%{o1+.}", "com" },
	{ "%{d127}", "email.example.com" },
	{ "%{d0}", NULL },
	{ "%{d", NULL },
	{ "%{}", NULL },
	{ "%{1}", NULL },
	{ "%{x}", NULL },
	{ "%{dr2}", NULL },
	{ "%(d)", NULL },
	{ "100%", NULL },
};

START_TEST(expansions)
{
	for (size_t i = 0; i < DR_COUNT(EXPANSIONS); i++) {
		dr_spf_macro_values values = example("192.0.2.3");
		dr_buf out;
		dr_buf_init(&out, arena);
		bool good = dr_spf_macro_expand(dr_str_of(EXPANSIONS[i][0]), &values, true, &out);
		ck_assert_msg(good == (EXPANSIONS[i][1] != NULL), "%s", EXPANSIONS[i][0]);
		if (good) {
			ck_assert_dr_str(dr_buf_str(&out), EXPANSIONS[i][1]);
		}
	}
}
END_TEST

START_TEST(expansion_of_ipv6)
{
	dr_spf_macro_values values = example("2001:db8::cb01");
	dr_buf out;
	dr_buf_init(&out, arena);
	ck_assert(dr_spf_macro_expand(S("%{ir}.%{v}._spf.%{d2} %{c}"), &values, true, &out));
	ck_assert_dr_str(dr_buf_str(&out),
	                 "1.0.B.C.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.B.D.0.1.0.0.2.ip6."
	                 "_spf.example.com 2001:db8::cb01");
}
END_TEST

START_TEST(letters_of_explanations_only)
{
	static const char *const LETTERS[] = { "%{c}", "%{r}", "%{t}" };
	for (size_t i = 0; i < DR_COUNT(LETTERS); i++) {
		dr_spf_macro_values values = example("192.0.2.3");
		dr_buf out;
		dr_buf_init(&out, arena);
		ck_assert(!dr_spf_macro_expand(dr_str_of(LETTERS[i]), &values, false, &out));
	}
}
END_TEST

START_TEST(letters_are_collected)
{
	ck_assert_uint_eq(dr_spf_macro_letters(S("a.%{I}.%{d2r}.%%.%{x}.%")),
	                  DR_MACRO_BIT('i') | DR_MACRO_BIT('d'));
	ck_assert_uint_eq(dr_spf_macro_letters(S("%%{i}")), 0);
}
END_TEST

START_TEST(long_names_lose_labels)
{
	dr_buf name;
	dr_buf_init(&name, arena);
	for (int i = 0; i < 100; i++) {
		dr_buf_addf(&name, "l%d.", i);
	}
	dr_buf_add(&name, S("example"));
	dr_str shortened = dr_spf_macro_shorten(dr_buf_str(&name));
	ck_assert_uint_le(shortened.len, 253);
	ck_assert_uint_gt(shortened.len, 249);
	ck_assert(dr_str_ends(dr_buf_str(&name), shortened));
	ck_assert_dr_str(dr_spf_macro_shorten(S("a.example")), "a.example");
	dr_buf label;
	dr_buf_init(&label, arena);
	dr_buf_add_repeat(&label, 'a', 300);
	ck_assert_uint_eq(dr_spf_macro_shorten(dr_buf_str(&label)).len, 300);
}
END_TEST

UNIT_MAIN("record_spf_macro", set_up, tear_down, expansions, expansion_of_ipv6,
          letters_of_explanations_only, letters_are_collected, long_names_lose_labels)
