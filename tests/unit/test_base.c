/* str, arena, list, buf, cursor, source, clock, issue. */
#include "base/arena.h"
#include "base/clock.h"
#include "base/cursor.h"
#include "base/issue.h"
#include "base/source.h"
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

START_TEST(str_compares_octets)
{
	ck_assert(dr_str_eq(S("a"), S("a")));
	ck_assert(!dr_str_eq(S("a"), S("A")));
	ck_assert(dr_str_eq((dr_str){ 0 }, S("")));
	ck_assert(dr_str_eq_nocase(S("V=Spf1"), S("v=sPF1")));
	ck_assert(!dr_str_eq_nocase(S("i"), S("\xC4\xB1")));
	ck_assert_int_lt(dr_str_cmp(S("ab"), S("abc")), 0);
	ck_assert_int_gt(dr_str_cmp(S("\xFF"), S("a")), 0);
	ck_assert(dr_str_starts(S("v=spf1 a"), S("v=spf1")));
	ck_assert(!dr_str_starts(S("v"), S("v=")));
	ck_assert(dr_str_ends_nocase(S("x.EXAMPLE"), S(".example")));
	ck_assert_uint_eq(dr_str_search(S("abcabd"), S("abd")), 3);
	ck_assert_uint_eq(dr_str_search(S("ab"), S("abc")), 2);
	ck_assert_uint_eq(dr_str_search(S("aab"), S("ab")), 1);
	ck_assert_uint_eq(dr_str_search(S("aaa"), S("ab")), 3);
	ck_assert_uint_eq(dr_str_search(S("xyz"), S("z")), 2);
	ck_assert_uint_eq(dr_str_search(S("ab"), S("")), 0);
	ck_assert_uint_eq(dr_str_search(S(""), S("")), 0);
}
END_TEST

START_TEST(str_splits_every_part)
{
	static const struct {
		const char *text, *parts[4];
		size_t count;
	} CASES[] = {
		{ "a,b", { "a", "b" }, 2 },
		{ "", { "" }, 1 },
		{ ",", { "", "" }, 2 },
		{ "a,", { "a", "" }, 2 },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		size_t n = 0;
		dr_str rest = dr_str_of(CASES[i].text), part;
		while (dr_str_split(&rest, ',', &part)) {
			ck_assert(dr_str_eq(part, dr_str_of(CASES[i].parts[n])));
			n++;
		}
		ck_assert_uint_eq(n, CASES[i].count);
	}
}
END_TEST

START_TEST(str_reads_numbers_strictly)
{
	uint64_t n = 7;
	ck_assert(dr_str_to_u64(S("0"), 0, &n) && n == 0);
	ck_assert(dr_str_to_u64(S("18446744073709551615"), UINT64_MAX, &n) && n == UINT64_MAX);
	n = 7;
	ck_assert(!dr_str_to_u64(S("18446744073709551616"), UINT64_MAX, &n));
	ck_assert(!dr_str_to_u64(S(""), 9, &n));
	ck_assert(!dr_str_to_u64(S("-1"), 9, &n));
	ck_assert(!dr_str_to_u64(S(" 1"), 9, &n));
	ck_assert(!dr_str_to_u64(S("101"), 100, &n));
	ck_assert_uint_eq(n, 7);
}
END_TEST

START_TEST(str_distance_counts_swaps_once)
{
	ck_assert_uint_eq(dr_str_distance(S("lookup"), S("lookups"), 2), 1);
	ck_assert_uint_eq(dr_str_distance(S("rau"), S("rua"), 2), 1);
	ck_assert_uint_eq(dr_str_distance(S("kitten"), S("sitting"), 5), 3);
	ck_assert_uint_eq(dr_str_distance(S("abc"), S("xyz"), 2), 3);
	ck_assert_uint_eq(dr_str_distance(S("abc"), S("ABC"), 2), 0);
	ck_assert_uint_eq(dr_str_distance(S("a"), S("abcdef"), 2), 3);
}
END_TEST

START_TEST(arena_respects_its_limit)
{
	dr_arena *small = dr_arena_new(64);
	ck_assert_ptr_nonnull(dr_arena_alloc(small, 48));
	ck_assert_ptr_null(dr_arena_alloc(small, 17));
	ck_assert(dr_arena_failed(small) && dr_arena_over_limit(small));
	dr_arena_reset(small);
	ck_assert(!dr_arena_failed(small) && !dr_arena_over_limit(small));
	ck_assert_ptr_nonnull(dr_arena_alloc(small, 64));
	dr_arena_free(small);
}
END_TEST

START_TEST(arena_fails_where_asked)
{
	dr_arena_fail_at(arena, 2);
	ck_assert_ptr_nonnull(dr_arena_alloc(arena, 1));
	ck_assert_ptr_null(dr_arena_alloc(arena, 1));
	ck_assert_ptr_null(dr_arena_alloc(arena, 1));
	ck_assert(dr_arena_failed(arena) && !dr_arena_over_limit(arena));
	ck_assert_ptr_null(dr_arena_alloc_array(arena, SIZE_MAX / 2, 4));
}
END_TEST

START_TEST(arena_zeroes_what_it_reuses)
{
	char *p = dr_arena_alloc(arena, 100);
	memset(p, 'x', 100);
	dr_arena_reset(arena);
	p = dr_arena_alloc(arena, 100);
	for (size_t i = 0; i < 100; i++) {
		ck_assert_int_eq(p[i], 0);
	}
}
END_TEST

START_TEST(list_keeps_what_was_added)
{
	DR_LIST(int) list = { 0 };
	for (int i = 0; i < 1000; i++) {
		dr_list_add(arena, &list, i);
	}
	ck_assert_uint_eq(list.len, 1000);
	for (int i = 0; i < 1000; i++) {
		ck_assert_int_eq(list.items[i], i);
	}
	dr_arena_fail_at(arena, 1);
	for (int i = 0; i < 100; i++) {
		dr_list_add(arena, &list, -1);
	}
	ck_assert_uint_eq(list.len, 1024);
	ck_assert_int_eq(list.items[999], 999);
}
END_TEST

START_TEST(buf_writes_numbers)
{
	dr_buf buf;
	dr_buf_init(&buf, arena);
	dr_buf_add_int(&buf, 0);
	dr_buf_add_char(&buf, ' ');
	dr_buf_add_int(&buf, -10);
	dr_buf_add_char(&buf, ' ');
	dr_buf_add_int(&buf, INT64_MAX);
	dr_buf_add_char(&buf, ' ');
	dr_buf_add_int(&buf, INT64_MIN);
	ck_assert_dr_str(dr_buf_str(&buf), "0 -10 9223372036854775807 -9223372036854775808");
}
END_TEST

START_TEST(buf_is_cut_and_has_room_made)
{
	dr_buf buf;
	dr_buf_init(&buf, arena);
	dr_buf_cut(&buf, 0);
	dr_buf_reserve(&buf, 1000);
	const char *room = buf.ptr;
	dr_buf_add_repeat(&buf, 'x', 1000);
	ck_assert_ptr_eq(buf.ptr, room);
	dr_buf_cut(&buf, 1001);
	ck_assert_uint_eq(buf.len, 1000);
	dr_buf_cut(&buf, 3);
	dr_buf_addf(&buf, "%s", "y");
	ck_assert_str_eq(buf.ptr, "xxxy");
}
END_TEST

/* What was written is kept when there is no memory for more. */
START_TEST(buf_keeps_its_text_when_memory_is_spent)
{
	dr_arena *small = dr_arena_new(128);
	dr_buf buf;
	dr_buf_init(&buf, small);
	dr_buf_addf(&buf, "%s", "kept");
	dr_buf_addf(&buf, "%0200d", 1);
	ck_assert(dr_arena_failed(small));
	ck_assert_str_eq(buf.ptr, "kept");
	ck_assert_uint_eq(buf.len, 4);
	dr_arena_free(small);
}
END_TEST

START_TEST(buf_grows_and_formats)
{
	dr_buf buf;
	dr_buf_init(&buf, arena);
	for (int i = 0; i < 300; i++) {
		dr_buf_addf(&buf, "%d,", i);
	}
	dr_buf_add_repeat(&buf, '-', 3);
	ck_assert(dr_str_ends(dr_buf_str(&buf), S("298,299,---")));
	ck_assert_uint_eq(strlen(buf.ptr), buf.len);
}
END_TEST

START_TEST(cursor_never_leaves_its_text)
{
	dr_cursor c = dr_cursor_of(S("\x01\x02\x03"));
	ck_assert_uint_eq(dr_cursor_u16(&c), 0x0102);
	ck_assert_uint_eq(dr_cursor_u16(&c), 0);
	ck_assert(c.overrun && dr_cursor_at_end(&c));
	ck_assert_int_eq(dr_cursor_next(&c), '\0');

	c = dr_cursor_of(S("include:example.org ~all"));
	ck_assert(dr_cursor_take_nocase(&c, S("INCLUDE")) && dr_cursor_take_char(&c, ':'));
	size_t from = c.pos;
	ck_assert(dr_str_eq(dr_cursor_take_until(&c, ' '), S("example.org")));
	ck_assert_uint_eq(dr_cursor_span(&c, from).off, 8);
	ck_assert_uint_eq(dr_cursor_span(&c, from).len, 11);
	ck_assert_int_eq(dr_cursor_peek_at(&c, 4), 'l');
	ck_assert_int_eq(dr_cursor_peek_at(&c, 5), '\0');
	ck_assert(dr_str_eq(dr_cursor_take_while(&c, dr_is_space), S(" ")));
	ck_assert(!c.overrun);
}
END_TEST

START_TEST(source_finds_places)
{
	const dr_source source = { "f", S("ab\n\ncde") };
	static const struct {
		size_t off;
		uint32_t line, column;
	} CASES[] = {
		{ 0, 1, 1 }, { 2, 1, 3 }, { 3, 2, 1 }, { 4, 3, 1 }, { 6, 3, 3 }, { 99, 3, 4 }
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_position at = dr_source_find(&source, CASES[i].off);
		ck_assert_uint_eq(at.line, CASES[i].line);
		ck_assert_uint_eq(at.column, CASES[i].column);
		if (CASES[i].off < 7) {
			ck_assert_uint_eq(dr_source_offset(&source, at), CASES[i].off);
		}
	}
	ck_assert_uint_eq(dr_source_offset(&source, (dr_position){ 9, 1 }), 7);
}
END_TEST

START_TEST(error_shows_the_place)
{
	const dr_source source = { "rules/x.yaml", S("- id: X\n\twhen: spf.lookup > 10\n") };
	dr_error err = { 0 };
	dr_error_set(&err, DR_ENAME, (dr_span){ 19, 6 }, "no fact '%s' in spf", "lookup");
	dr_error_set(&err, DR_ETYPE, DR_NOWHERE, "a second error");
	dr_error_locate(&err, &source);
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_error_write(&err, &source, &out);
	ck_assert_str_eq(out.ptr, "rules/x.yaml:2:12: no fact 'lookup' in spf\n"
	                          "     2 |     when: spf.lookup > 10\n"
	                          "       |               ^~~~~~\n");
}
END_TEST

START_TEST(error_shows_a_window_of_a_long_line)
{
	char text[400];
	memset(text, 'x', sizeof(text));
	memcpy(text + 300, "\x1B[2J!", 5);
	const dr_source source = { "f", { text, sizeof(text) } };
	dr_error err = { 0 };
	dr_error_set(&err, DR_ESYNTAX, (dr_span){ 304, 1 }, "here");
	dr_error_locate(&err, &source);
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_error_write(&err, &source, &out);
	ck_assert_ptr_nonnull(strstr(out.ptr, "x.[2J!x"));
	ck_assert_ptr_null(strchr(out.ptr, '\x1B'));
	const char *shown = strchr(out.ptr, '\n') + 1, *marks = strchr(shown, '\n') + 1;
	ck_assert_int_eq(shown[strchr(marks, '^') - marks], '!');
}
END_TEST

START_TEST(lists_take_elements_between)
{
	DR_LIST(int) list = { 0 };
	static const int WANT[] = { 1, 2, 3, 4 };
	int two = 2, four = 4, one = 1, three = 3;
	dr_list_insert(arena, &list, 0, two);
	dr_list_insert(arena, &list, 1, four);
	dr_list_insert(arena, &list, 0, one);
	dr_list_insert(arena, &list, 2, three);
	ck_assert_uint_eq(list.len, DR_COUNT(WANT));
	for (size_t i = 0; i < DR_COUNT(WANT); i++) {
		ck_assert_int_eq(list.items[i], WANT[i]);
	}
}
END_TEST

START_TEST(escapes_are_of_one_octet)
{
	static const struct {
		const char *text;
		bool good;
		char octet;
	} CASES[] = { { "\"", true, '"' }, { "065", true, 'A' }, { "255", true, (char)255 },
		      { "256", false, 0 }, { "06", false, 0 },   { "06x", false, 0 },
		      { "", false, 0 } };
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_cursor c = dr_cursor_of(dr_str_of(CASES[i].text));
		char octet = 0;
		ck_assert_msg(dr_cursor_take_escape(&c, &octet) == CASES[i].good, "%zu", i);
		ck_assert(!CASES[i].good || octet == CASES[i].octet);
	}
}
END_TEST

START_TEST(days_are_calendar_days)
{
	static const struct {
		const char *text;
		dr_day day;
		int weekday;
	} CASES[] = {
		{ "1970-01-01", 0, 3 },     { "1969-12-31", -1, 2 },    { "2000-02-29", 11016, 1 },
		{ "2026-11-21", 20778, 5 }, { "2100-03-01", 47541, 0 },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_day day;
		ck_assert(dr_day_parse(dr_str_of(CASES[i].text), &day));
		ck_assert_int_eq(day, CASES[i].day);
		ck_assert_int_eq(dr_day_date(day).weekday, CASES[i].weekday);
		dr_buf out;
		dr_buf_init(&out, arena);
		dr_day_write(day, &out);
		ck_assert_str_eq(out.ptr, CASES[i].text);
	}
	static const char *const BAD[] = { "2026-02-29", "2026-13-01", "2026-00-10",  "2026-1-01",
		                           "2026-11-31", "20261121",   "2026-11-21 ", "" };
	dr_day day = 5;
	for (size_t i = 0; i < DR_COUNT(BAD); i++) {
		ck_assert_msg(!dr_day_parse(dr_str_of(BAD[i]), &day), "%s", BAD[i]);
	}
	ck_assert_int_eq(day, 5);
}
END_TEST

START_TEST(issue_names_are_distinct)
{
	for (size_t i = 0; i < DR_ISSUE_COUNT; i++) {
		ck_assert_ptr_nonnull(DR_ISSUE_NAMES[i]);
		for (size_t j = 0; j < i; j++) {
			ck_assert_str_ne(DR_ISSUE_NAMES[i], DR_ISSUE_NAMES[j]);
		}
	}
	ck_assert_str_eq(dr_issue_name(DR_ISSUE_TAG_DUPLICATE), "tag-duplicate");
}
END_TEST

UNIT_MAIN("base", set_up, tear_down, str_compares_octets, str_splits_every_part,
          str_reads_numbers_strictly, str_distance_counts_swaps_once, arena_respects_its_limit,
          arena_fails_where_asked, arena_zeroes_what_it_reuses, list_keeps_what_was_added,
          buf_grows_and_formats, buf_writes_numbers, buf_is_cut_and_has_room_made,
          buf_keeps_its_text_when_memory_is_spent, cursor_never_leaves_its_text,
          source_finds_places, error_shows_the_place, error_shows_a_window_of_a_long_line,
          lists_take_elements_between, escapes_are_of_one_octet, days_are_calendar_days,
          issue_names_are_distinct)
