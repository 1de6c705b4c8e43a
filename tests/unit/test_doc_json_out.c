/* doc: JSON out. */
#include "base/error.h"
#include "doc/json_out.h"
#include "unit.h"

static dr_arena *arena;
static dr_buf out;

static void set_up(void)
{
	arena = dr_arena_new(0);
	dr_buf_init(&out, arena);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static void write_everything(dr_json *json)
{
	dr_json_object(json);
	dr_json_key(json, "z");
	dr_json_str(json, S("a\"\\\x01\n/\xC3\xA4"));
	dr_json_key_str(json, S("a"));
	dr_json_array(json);
	dr_json_int(json, INT64_MIN);
	dr_json_bool(json, true);
	dr_json_bool(json, false);
	dr_json_null(json);
	dr_json_text(json, NULL);
	dr_json_text(json, "t");
	dr_json_end(json);
	dr_json_key(json, "o");
	dr_json_object(json);
	dr_json_end(json);
	dr_json_end(json);
}

START_TEST(writes_in_the_order_given)
{
	dr_json *json = dr_json_open(&out, false);
	write_everything(json);
	ck_assert_int_eq(dr_json_close(json), DR_OK);
	ck_assert_dr_str(dr_buf_str(&out),
	                 "{\"z\":\"a\\\"\\\\\\u0001\\n/\xC3\xA4\",\"a\":[-9223372036854775808,true,"
	                 "false,null,null,\"t\"],\"o\":{}}\n");
}
END_TEST

START_TEST(indents_by_two)
{
	dr_json *json = dr_json_open(&out, true);
	dr_json_object(json);
	dr_json_key(json, "a");
	dr_json_array(json);
	dr_json_int(json, 1);
	dr_json_end(json);
	dr_json_end(json);
	ck_assert_int_eq(dr_json_close(json), DR_OK);
	ck_assert_dr_str(dr_buf_str(&out), "{\n  \"a\": [\n    1\n  ]\n}\n");
}
END_TEST

START_TEST(replaces_what_is_not_utf8)
{
	static const struct {
		dr_str text;
		const char *want;
	} CASES[] = {
		{ DR_STR_INIT(""), "\"\"\n" },
		{ DR_STR_INIT("\xFF"
		              "a"),
		  "\"\xEF\xBF\xBD"
		  "a\"\n" },
		{ DR_STR_INIT("\xC3"), "\"\xEF\xBF\xBD\"\n" },
		{ DR_STR_INIT("\xED\xA0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"\n" },
		{ DR_STR_INIT("\xF0\x9F\x98\x80\xF0\x9F"),
		  "\"\xF0\x9F\x98\x80\xEF\xBF\xBD\xEF\xBF\xBD\"\n" },
		{ DR_STR_INIT("a\0b"), "\"a\\u0000b\"\n" },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_buf_init(&out, arena);
		dr_json *json = dr_json_open(&out, false);
		dr_json_str(json, CASES[i].text);
		ck_assert_int_eq(dr_json_close(json), DR_OK);
		ck_assert_dr_str(dr_buf_str(&out), CASES[i].want);
	}
}
END_TEST

START_TEST(writes_fixed_point_numbers_as_decimals)
{
	static const struct {
		int64_t value;
		unsigned decimals;
		const char *want;
	} CASES[] = {
		{ 992, 1, "99.2\n" },
		{ 992, 3, "0.992\n" },
		{ -5, 2, "-0.05\n" },
		{ 7, 0, "7\n" },
		{ 123456789012, 6, "123456.789012\n" },
		{ 1000, 1, "100.0\n" },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_buf_init(&out, arena);
		dr_json *json = dr_json_open(&out, false);
		dr_json_fixed(json, CASES[i].value, CASES[i].decimals);
		ck_assert_int_eq(dr_json_close(json), DR_OK);
		ck_assert_dr_str(dr_buf_str(&out), CASES[i].want);
	}
}
END_TEST

START_TEST(no_memory_writes_nothing)
{
	for (size_t n = 1; n < 30; n++) {
		dr_arena *tight = dr_arena_new(0);
		dr_buf_init(&out, tight);
		dr_arena_fail_at(tight, n);
		dr_json *json = dr_json_open(&out, true);
		if (json == NULL) {
			ck_assert_uint_eq(n, 1);
			dr_arena_free(tight);
			continue;
		}
		write_everything(json);
		int status = dr_json_close(json);
		ck_assert_int_eq(status, dr_arena_failed(tight) ? DR_ENOMEM : DR_OK);
		ck_assert_int_eq(out.len == 0, status != DR_OK);
		dr_arena_free(tight);
	}
	ck_assert_int_eq(dr_json_close(NULL), DR_OK);
}
END_TEST

START_TEST(nesting_has_a_limit)
{
	dr_json *json = dr_json_open(&out, false);
	for (int i = 0; i < 1000; i++) {
		dr_json_array(json);
	}
	ck_assert_int_eq(dr_json_close(json), DR_ENOMEM);
	ck_assert_uint_eq(out.len, 0);
}
END_TEST

UNIT_MAIN("doc_json_out", set_up, tear_down, writes_in_the_order_given, indents_by_two,
          replaces_what_is_not_utf8, writes_fixed_point_numbers_as_decimals,
          no_memory_writes_nothing, nesting_has_a_limit)
