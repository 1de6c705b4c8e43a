/* Sets of prefixes. */
#include "base/prefixset.h"
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

/* "10.0.0.0/8 ::/0": prefixes with one space between. */
static dr_prefixset set_of(const char *text)
{
	dr_prefixes list = { 0 };
	for (dr_str rest = dr_str_of(text), word; dr_str_split(&rest, ' ', &word);) {
		size_t slash = dr_str_find(word, 0, '/');
		dr_prefix prefix = { 0 };
		uint64_t length = 0;
		if (word.len > 0) {
			ck_assert(dr_ipaddr_parse(dr_str_sub(word, 0, slash), &prefix.address));
			ck_assert(dr_str_to_u64(dr_str_sub(word, slash + 1, 9), 128, &length));
			prefix.length = (uint8_t)length;
			dr_list_add(arena, &list, prefix);
		}
	}
	dr_prefixset set;
	dr_prefixset_build(arena, list.items, list.len, &set);
	return set;
}

static void add_family(dr_buf *buf, const dr_prefixes *list)
{
	for (size_t i = 0; i < list->len; i++) {
		if (buf->len > 0) {
			dr_buf_add_char(buf, ' ');
		}
		dr_prefix_write(list->items[i], buf);
	}
}

static dr_str text_of(const dr_prefixset *set)
{
	dr_buf buf;
	dr_buf_init(&buf, arena);
	add_family(&buf, &set->v4);
	add_family(&buf, &set->v6);
	return dr_buf_str(&buf);
}

static const char *const BUILT[][2] = {
	{ "", "" },
	{ "10.0.0.0/8", "10.0.0.0/8" },
	{ "10.0.0.1/8", "10.0.0.0/8" },
	{ "10.0.0.0/9 10.128.0.0/9", "10.0.0.0/8" },
	{ "10.128.0.0/9 10.0.0.0/9", "10.0.0.0/8" },
	{ "10.64.0.0/9 10.128.0.0/10", "10.0.0.0/9 10.128.0.0/10" },
	{ "192.0.2.0/32 192.0.2.1/32 192.0.2.2/31 192.0.2.4/30", "192.0.2.0/29" },
	{ "192.0.2.1/32 192.0.2.2/32", "192.0.2.1/32 192.0.2.2/32" },
	{ "192.0.2.7/32 192.0.2.0/24 192.0.2.7/32", "192.0.2.0/24" },
	{ "0.0.0.0/1 128.0.0.0/1", "0.0.0.0/0" },
	{ "2001:db8::/33 192.0.2.0/24 2001:db8:8000::/33", "192.0.2.0/24 2001:db8::/32" },
	{ "::/0 2001:db8::/32", "::/0" },
};

START_TEST(sets_are_sorted_and_merged)
{
	for (size_t i = 0; i < DR_COUNT(BUILT); i++) {
		dr_prefixset set = set_of(BUILT[i][0]);
		ck_assert_dr_str(text_of(&set), BUILT[i][1]);
	}
}
END_TEST

START_TEST(sets_hold_addresses)
{
	dr_prefixset set = set_of("192.0.2.0/25 198.51.100.0/24 2001:db8::/32");
	static const struct {
		const char *address;
		bool want;
	} CASES[] = {
		{ "192.0.2.0", true },    { "192.0.2.127", true },  { "192.0.2.128", false },
		{ "192.0.1.255", false }, { "198.51.100.9", true }, { "0.0.0.0", false },
		{ "255.0.0.0", false },   { "2001:db8::1", true },  { "2001:db9::", false },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_ipaddr address;
		ck_assert(dr_ipaddr_parse(dr_str_of(CASES[i].address), &address));
		ck_assert_msg(dr_prefixset_holds(&set, address) == CASES[i].want, "%s",
		              CASES[i].address);
	}
	dr_prefixset inner = set_of("192.0.2.64/26"), outer = set_of("192.0.2.0/24");
	ck_assert(dr_prefixset_covers(&set, inner.v4.items[0]));
	ck_assert(!dr_prefixset_covers(&set, outer.v4.items[0]));
	ck_assert(!dr_prefixset_holds(&set, (dr_ipaddr){ 0 }));
}
END_TEST

static const char *const UNIONS[][3] = {
	{ "10.0.0.0/9", "10.128.0.0/9", "10.0.0.0/8" },
	{ "", "::/0", "::/0" },
	{ "192.0.2.0/24 2001:db8::/32", "192.0.3.0/24", "192.0.2.0/23 2001:db8::/32" },
};

START_TEST(sets_are_united)
{
	for (size_t i = 0; i < DR_COUNT(UNIONS); i++) {
		dr_prefixset a = set_of(UNIONS[i][0]), b = set_of(UNIONS[i][1]), both;
		dr_prefixset_union(arena, &a, &b, &both);
		ck_assert_dr_str(text_of(&both), UNIONS[i][2]);
	}
}
END_TEST

static const char *const DIFFERENCES[][3] = {
	{ "10.0.0.0/8", "10.0.0.0/8", "" },
	{ "10.0.0.0/8", "0.0.0.0/0", "" },
	{ "10.0.0.0/8", "11.0.0.0/8", "10.0.0.0/8" },
	{ "10.0.0.0/8", "", "10.0.0.0/8" },
	{ "10.0.0.0/8", "10.128.0.0/9", "10.0.0.0/9" },
	{ "192.0.2.0/29", "192.0.2.3/32", "192.0.2.0/31 192.0.2.2/32 192.0.2.4/30" },
	{ "192.0.2.0/30 198.51.100.0/24", "192.0.2.0/32 198.51.100.0/25",
	  "192.0.2.1/32 192.0.2.2/31 198.51.100.128/25" },
	{ "::/126", "::1/128 ::3/128", "::/128 ::2/128" },
	{ "10.0.0.0/8", "::/0", "10.0.0.0/8" },
};

START_TEST(sets_are_subtracted)
{
	for (size_t i = 0; i < DR_COUNT(DIFFERENCES); i++) {
		dr_prefixset a = set_of(DIFFERENCES[i][0]), b = set_of(DIFFERENCES[i][1]), left;
		dr_prefixset_minus(arena, &a, &b, &left);
		ck_assert_dr_str(text_of(&left), DIFFERENCES[i][2]);
	}
}
END_TEST

static const char *const COMMON[][3] = {
	{ "10.0.0.0/8", "10.0.0.0/8", "10.0.0.0/8" },
	{ "10.0.0.0/8", "11.0.0.0/8", "" },
	{ "10.0.0.0/8 ::/0", "", "" },
	{ "10.0.0.0/8", "::/0", "" },
	{ "0.0.0.0/0", "10.1.0.0/16 192.0.2.1/32", "10.1.0.0/16 192.0.2.1/32" },
	{ "10.0.0.0/9 192.0.2.0/24", "10.64.0.0/10 10.192.0.0/10 192.0.0.0/8",
	  "10.64.0.0/10 192.0.2.0/24" },
	{ "2001:db8::/32", "2001:db8:1::/48 2001:db9::/32", "2001:db8:1::/48" },
};

START_TEST(sets_have_addresses_in_common)
{
	for (size_t i = 0; i < DR_COUNT(COMMON); i++) {
		dr_prefixset a = set_of(COMMON[i][0]), b = set_of(COMMON[i][1]), both;
		dr_prefixset_common(arena, &a, &b, &both);
		ck_assert_dr_str(text_of(&both), COMMON[i][2]);
		dr_prefixset_common(arena, &b, &a, &both);
		ck_assert_dr_str(text_of(&both), COMMON[i][2]);
		ck_assert(dr_prefixset_is_empty(&both) == (COMMON[i][2][0] == '\0'));
	}
}
END_TEST

START_TEST(the_first_prefixes_are_told)
{
	dr_prefixset set = set_of("::1/128 198.51.100.0/24 192.0.2.1/32");
	ck_assert_uint_eq(dr_prefixset_texts(arena, &set, 2).len, 2);
	dr_strs all = dr_prefixset_texts(arena, &set, 9);
	ck_assert_uint_eq(all.len, 3);
	ck_assert_dr_str(all.items[0], "192.0.2.1/32");
	ck_assert_dr_str(all.items[1], "198.51.100.0/24");
	ck_assert_dr_str(all.items[2], "::1/128");
}
END_TEST

START_TEST(sets_contain_each_other)
{
	static const struct {
		const char *outer, *inner;
		bool contains;
	} CASES[] = {
		{ "", "", true },
		{ "10.0.0.0/8", "", true },
		{ "10.0.0.0/8 ::/1", "10.1.0.0/16 10.255.255.255/32 ::1/128", true },
		{ "10.0.0.0/8", "10.1.0.0/16 11.0.0.0/32", false },
		{ "10.0.0.0/8", "::1/128", false },
		{ "", "10.0.0.0/32", false },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_prefixset outer = set_of(CASES[i].outer), inner = set_of(CASES[i].inner);
		ck_assert(dr_prefixset_contains(&outer, &inner) == CASES[i].contains);
	}
}
END_TEST

static const struct {
	const char *set;
	uint64_t v4, v6;
} COUNTS[] = {
	{ "", 0, 0 },
	{ "192.0.2.1/32", 1, 0 },
	{ "192.0.2.0/24 192.0.2.7/32", 256, 0 },
	{ "0.0.0.0/0", UINT64_C(1) << 32, 0 },
	{ "2001:db8::/64", 0, 1 },
	{ "2001:db8::/32", 0, UINT64_C(1) << 32 },
	{ "2001:db8::1/128 2001:db8::3/128 2001:db8:0:1::1/128", 0, 2 },
	{ "::/0", 0, UINT64_MAX },
	{ "::/1", 0, UINT64_C(1) << 63 },
};

START_TEST(sets_are_counted)
{
	for (size_t i = 0; i < DR_COUNT(COUNTS); i++) {
		dr_prefixset set = set_of(COUNTS[i].set);
		dr_prefix_count count = dr_prefixset_count(&set);
		ck_assert_uint_eq(count.v4, COUNTS[i].v4);
		ck_assert_uint_eq(count.v6_slash64, COUNTS[i].v6);
	}
}
END_TEST

START_TEST(without_memory_the_flag_is_set)
{
	dr_prefixset a = set_of("10.0.0.0/8 ::/0"), b = set_of("10.0.0.1/32 ::1/128"), out;
	for (size_t n = 1; n < 8; n++) {
		dr_arena_fail_at(arena, n);
		dr_prefixset_union(arena, &a, &b, &out);
		dr_prefixset_minus(arena, &a, &b, &out);
		ck_assert(dr_arena_failed(arena));
	}
}
END_TEST

UNIT_MAIN("base_prefixset", set_up, tear_down, sets_are_sorted_and_merged, sets_hold_addresses,
          sets_are_united, sets_are_subtracted, sets_have_addresses_in_common,
          the_first_prefixes_are_told, sets_contain_each_other, sets_are_counted,
          without_memory_the_flag_is_set)
