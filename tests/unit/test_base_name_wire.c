/* Domain names in wire form. */
#include "base/name_wire.h"
#include "unit.h"
#include <string.h>

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
	dr_name result = dr_name_of(arena, dr_str_of(text));
	ck_assert_msg(dr_name_is_set(result), "%s is a name", text);
	return result;
}

/* Text, and how it is written back. */
static const char *const NAMES[][2] = {
	{ "example.com", "example.com" },
	{ "Example.COM.", "example.com" },
	{ ".", "." },
	{ "com", "com" },
	{ "_dmarc.example.com", "_dmarc.example.com" },
	{ "*.example.com", "*.example.com" },
	{ "0/25.2.0.192.in-addr.arpa", "0/25.2.0.192.in-addr.arpa" },
	{ "a\\.b.example", "a\\.b.example" },
	{ "a\\046b.example", "a\\.b.example" },
	{ "\\065bc", "abc" },
	{ "a\\032b", "a\\032b" },
	{ "a b", "a\\032b" },
	{ "\\000.x", "\\000.x" },
	{ "\xC3\xA4", "\\195\\164" },
	{ "a\\\\b", "a\\\\b" },
	{ "a\"b", "a\\\"b" },
};

START_TEST(names_are_read_and_written)
{
	for (size_t i = 0; i < DR_COUNT(NAMES); i++) {
		ck_assert_dr_str(dr_name_text(arena, name(NAMES[i][0])), NAMES[i][1]);
		ck_assert(dr_name_eq(name(NAMES[i][0]), name(NAMES[i][1])));
	}
}
END_TEST

#define A63 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define A61 "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static const struct {
	const char *text;
	dr_name_status want;
} BAD[] = {
	{ "", DR_NAME_EMPTY },
	{ "..", DR_NAME_EMPTY_LABEL },
	{ "a..b", DR_NAME_EMPTY_LABEL },
	{ ".a", DR_NAME_EMPTY_LABEL },
	{ "a..", DR_NAME_EMPTY_LABEL },
	{ A63 "a.b", DR_NAME_LONG_LABEL },
	{ A63 "\\097.b", DR_NAME_LONG_LABEL },
	{ A63 "." A63 "." A63 "." A61 "a", DR_NAME_LONG },
	{ "a\\", DR_NAME_BAD_ESCAPE },
	{ "a\\256", DR_NAME_BAD_ESCAPE },
	{ "a\\01", DR_NAME_BAD_ESCAPE },
	{ "a\\1b2", DR_NAME_BAD_ESCAPE },
};

START_TEST(texts_that_are_no_names)
{
	for (size_t i = 0; i < DR_COUNT(BAD); i++) {
		dr_name_room room = { { 42 } };
		dr_name result = { NULL, 7 };
		dr_name_status status = dr_name_parse(&room, dr_str_of(BAD[i].text), &result);
		ck_assert_msg(status == BAD[i].want, "%s: %s", BAD[i].text,
		              dr_name_status_text(status));
		ck_assert_uint_eq(result.len, 7);
		ck_assert_uint_eq(room.octets[0], 42);
		ck_assert(!dr_name_is_set(dr_name_of(arena, dr_str_of(BAD[i].text))));
	}
	ck_assert_str_eq(dr_name_status_text(DR_NAME_EMPTY_LABEL), "has an empty label");
}
END_TEST

START_TEST(the_longest_name_fits)
{
	dr_name longest = name(A63 "." A63 "." A63 "." A61 ".");
	ck_assert_uint_eq(longest.len, 255);
	ck_assert(!dr_name_is_set(dr_name_join(arena, S("a"), longest)));
	ck_assert_uint_eq(name(A63).len, 65);
}
END_TEST

START_TEST(labels_and_parents)
{
	dr_name host = name("mail.sub.example.com");
	ck_assert_uint_eq(dr_name_labels(host), 4);
	ck_assert_uint_eq(dr_name_labels(DR_NAME_ROOT), 0);
	ck_assert_dr_str(dr_name_label(host), "mail");
	ck_assert_uint_eq(dr_name_label(DR_NAME_ROOT).len, 0);
	ck_assert(dr_name_eq(dr_name_parent(host), name("sub.example.com")));
	ck_assert(dr_name_eq(dr_name_parent(name("com")), DR_NAME_ROOT));
	ck_assert(dr_name_eq(dr_name_parent(DR_NAME_ROOT), DR_NAME_ROOT));
	ck_assert(dr_name_eq(dr_name_suffix(host, 2), name("example.com")));
	ck_assert(dr_name_eq(dr_name_suffix(host, 9), host));
	ck_assert(dr_name_eq(dr_name_suffix(host, 0), DR_NAME_ROOT));
}
END_TEST

START_TEST(absolute_text_ends_with_a_dot)
{
	ck_assert(dr_name_text_is_absolute(S("a.")));
	ck_assert(dr_name_text_is_absolute(S(".")));
	ck_assert(dr_name_text_is_absolute(S("a\\\\.")));
	ck_assert(!dr_name_text_is_absolute(S("a\\.")));
	ck_assert(!dr_name_text_is_absolute(S("\\.")));
	ck_assert(!dr_name_text_is_absolute(S("a")));
	ck_assert(!dr_name_text_is_absolute(S("")));
}
END_TEST

START_TEST(names_within_names)
{
	ck_assert(dr_name_is_within(name("a.example.com"), name("example.com")));
	ck_assert(dr_name_is_within(name("example.com"), name("example.com")));
	ck_assert(dr_name_is_within(name("com"), DR_NAME_ROOT));
	ck_assert(!dr_name_is_within(name("example.com"), name("a.example.com")));
	ck_assert(!dr_name_is_within(name("badexample.com"), name("example.com")));
	/* the octets of the suffix stand inside one label */
	ck_assert(!dr_name_is_within(name("x\\001a.com"), name("a.com")));
	ck_assert(!dr_name_is_within((dr_name){ 0 }, DR_NAME_ROOT));
	ck_assert(dr_name_is_wildcard(name("*.example.com")));
	ck_assert(!dr_name_is_wildcard(name("a*.example.com")));
	ck_assert(!dr_name_is_wildcard(DR_NAME_ROOT));
}
END_TEST

START_TEST(names_are_built)
{
	dr_name joined = dr_name_join(arena, S("s1._domainkey"), name("example.com"));
	ck_assert_dr_str(dr_name_text(arena, joined), "s1._domainkey.example.com");
	ck_assert(dr_name_eq(dr_name_join(arena, S("_dmarc"), DR_NAME_ROOT), name("_dmarc")));
	ck_assert(!dr_name_is_set(dr_name_join(arena, S("a..b"), name("example.com"))));
	ck_assert(!dr_name_is_set(dr_name_join(arena, S("a"), (dr_name){ 0 })));
	ck_assert(dr_name_eq(dr_name_below(arena, name("a.b"), name("c")), name("a.b.c")));
	ck_assert(!dr_name_is_set(dr_name_below(arena, (dr_name){ 0 }, name("c"))));
	dr_name moved = dr_name_replace(arena, name("a.b.old.example"), name("old.example"),
	                                name("new.example"));
	ck_assert_dr_str(dr_name_text(arena, moved), "a.b.new.example");
	ck_assert(!dr_name_is_set(
		dr_name_replace(arena, name("a.example"), name("b.example"), name("c.example"))));
}
END_TEST

/* RFC 4034 6.1's own example, in order. */
START_TEST(canonical_order)
{
	static const char *const ORDER[] = {
		"example",         "a.example",      "yljkjljk.a.example",
		"Z.a.example",     "zABC.a.EXAMPLE", "z.example",
		"\\001.z.example", "*.z.example",    "\\200.z.example",
	};
	for (size_t i = 0; i < DR_COUNT(ORDER); i++) {
		for (size_t k = 0; k < DR_COUNT(ORDER); k++) {
			int order = dr_name_cmp(name(ORDER[i]), name(ORDER[k]));
			ck_assert_msg((order > 0) == (i > k) && (order < 0) == (i < k), "%s %s",
			              ORDER[i], ORDER[k]);
		}
	}
}
END_TEST

START_TEST(equal_names_have_equal_hashes)
{
	ck_assert_uint_eq(dr_name_hash(name("Example.com")), dr_name_hash(name("eXample.com.")));
	ck_assert_uint_ne(dr_name_hash(name("example.com")), dr_name_hash(name("example.org")));
}
END_TEST

START_TEST(without_memory_there_is_no_name)
{
	dr_name whole = name("example.com");
	for (int i = 0; i < 4; i++) {
		dr_arena_fail_at(arena, 1);
		dr_name none = i == 0   ? dr_name_of(arena, S("example.com"))
		               : i == 1 ? dr_name_join(arena, S("a"), whole)
		               : i == 2 ? dr_name_replace(arena, whole, whole, DR_NAME_ROOT)
		                        : dr_name_copy(arena, whole);
		ck_assert(!dr_name_is_set(none));
		ck_assert(dr_arena_failed(arena));
	}
}
END_TEST

UNIT_MAIN("base_name_wire", set_up, tear_down, names_are_read_and_written, texts_that_are_no_names,
          the_longest_name_fits, labels_and_parents, absolute_text_ends_with_a_dot,
          names_within_names, names_are_built, canonical_order, equal_names_have_equal_hashes,
          without_memory_there_is_no_name)
