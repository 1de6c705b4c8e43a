/* doc: YAML and JSON into one tree, with places. */
#include "base/limits.h"
#include "doc/tree.h"
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

typedef int (*parse)(dr_arena *, const dr_source *, const dr_node **, dr_error *);

static const dr_source *source_of(dr_str text)
{
	dr_source *source = dr_arena_new_of(arena, dr_source);
	*source = (dr_source){ "f", text };
	return source;
}

static void show_number(const dr_node *node, dr_buf *out)
{
	if (node->kind == DR_NODE_INT) {
		dr_buf_addf(out, "%lld", (long long)node->i);
	} else {
		dr_buf_addf(out, "%.17gd", node->d);
	}
}

/* `{a: 1, b: ["x", null]}`; doubles end in d. */
static void show(const dr_node *node, dr_buf *out)
{
	if (node == NULL) {
		dr_buf_add(out, S("nothing"));
	} else if (node->kind == DR_NODE_STRING) {
		dr_buf_addf(out, "\"%.*s\"", DR_FMT(node->text));
	} else if (node->kind == DR_NODE_INT || node->kind == DR_NODE_DOUBLE) {
		show_number(node, out);
	} else if (node->kind == DR_NODE_BOOL) {
		dr_buf_add(out, node->b ? S("true") : S("false"));
	} else if (node->kind == DR_NODE_NULL) {
		dr_buf_add(out, S("null"));
	} else {
		bool map = node->kind == DR_NODE_MAP;
		dr_buf_add_char(out, map ? '{' : '[');
		for (const dr_node *child = node->first; child != NULL; child = child->next) {
			dr_buf_add(out, child != node->first ? S(", ") : S(""));
			if (map) {
				dr_buf_addf(out, "%.*s: ", DR_FMT(child->key));
			}
			show(child, out);
		}
		dr_buf_add_char(out, map ? '}' : ']');
	}
}

static void check_tree(parse read, dr_str text, const char *want)
{
	dr_error err = { 0 };
	const dr_node *root = NULL;
	int status = read(arena, source_of(text), &root, &err);
	ck_assert_msg(status == DR_OK, "%.*s: %s", DR_FMT(text), err.text);
	dr_buf out;
	dr_buf_init(&out, arena);
	show(root, &out);
	ck_assert_dr_str(dr_buf_str(&out), want);
}

static void check_error(parse read, dr_str text, int code, const char *want)
{
	dr_error err = { 0 };
	const dr_node *root = NULL;
	int status = read(arena, source_of(text), &root, &err);
	ck_assert_msg(status == code, "%.*s: got %d, want %d (%s)", DR_FMT(text), status, code,
	              err.text);
	ck_assert_ptr_null(root);
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_error_write(&err, NULL, &out);
	ck_assert_dr_str(dr_str_trim(dr_buf_str(&out)), want);
}

START_TEST(yaml_types_plain_scalars)
{
	static const struct {
		const char *text, *want;
	} CASES[] = {
		{ "", "nothing" },
		{ "# only a comment\n", "nothing" },
		{ "---\na: 1\n...\n", "{a: 1}" },
		{ "[null, Null, NULL, ~, nULL]", "[null, null, null, null, \"nULL\"]" },
		{ "[true, False, yes, no, on, tRue]",
		  "[true, false, \"yes\", \"no\", \"on\", \"tRue\"]" },
		{ "[0, 007, -5, +3, 0x1F, 0o17, 1_000]", "[0, 7, -5, 3, 31, 15, \"1_000\"]" },
		{ "[0b1, 0o8, 0xG, '5', \"5\", 2026-11-21]",
		  "[\"0b1\", \"0o8\", \"0xG\", \"5\", \"5\", \"2026-11-21\"]" },
		{ "[1.5, .5, 1., 1e3, -2.5E-1, ., +, 1e, .inf]",
		  "[1.5d, 0.5d, 1d, 1000d, -0.25d, \".\", \"+\", \"1e\", \".inf\"]" },
		{ "[9223372036854775807, -9223372036854775808, 9223372036854775808]",
		  "[9223372036854775807, -9223372036854775808, 9.2233720368547758e+18d]" },
		{ "a:\nb: text\n", "{a: null, b: \"text\"}" },
		{ "true: 1\n7: 2\n", "{true: 1, 7: 2}" },
		{ "- - 1\n  - 2\n- {x: y}\n", "[[1, 2], {x: \"y\"}]" },
		{ "a: |\n  1\n  2\nb: >\n  c\n  d\n", "{a: \"1\n2\n\", b: \"c d\n\"}" },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		check_tree(dr_yaml_parse, dr_str_of(CASES[i].text), CASES[i].want);
	}
}
END_TEST

START_TEST(yaml_refuses_what_is_not_strict)
{
	static const struct {
		const char *text;
		int code;
		const char *want;
	} CASES[] = {
		{ "a: 1\nb: 2\na: 3\n", DR_ENAME,
		  "f:3:1: the key 'a' occurs twice; the first is in line 1" },
		{ "x: {a: 1, 'a': 2}\n", DR_ENAME,
		  "f:1:11: the key 'a' occurs twice; the first is in line 1" },
		{ "when: !has(x)\n", DR_ETYPE,
		  "f:1:7: `!` starts a tag here, and tags are not read; write `when: |` and the "
		  "text on the next line" },
		{ "- when: ! x\n", DR_ETYPE,
		  "f:1:9: `!` starts a tag here, and tags are not read; write `when: |` and the "
		  "text on the next line" },
		{ "!!map\na: 1\n", DR_ETYPE,
		  "f:1:1: `!` starts a tag here, and tags are not read" },
		{ "when: a ? b : c\n", DR_ESYNTAX,
		  "f:1:13: not YAML: mapping values are not allowed in this context; write "
		  "`when: |` and the text on the next line" },
		{ "id: X\nwhen: 'x' in y\n", DR_ESYNTAX,
		  "f:2:11: not YAML: did not find expected key; write `when: |` and the text on "
		  "the next line" },
		{ "a: &x 1\n", DR_ETYPE,
		  "f:1:4: `&` starts an anchor here, and anchors are not read; write `a: |` and "
		  "the text on the next line" },
		{ "- *x\n", DR_ETYPE, "f:1:3: `*` starts an alias here, and aliases are not read" },
		{ "<<: {a: 1}\n", DR_ETYPE, "f:1:1: merge keys are not read" },
		{ "?\n: 1\n", DR_ESYNTAX, "f:1:2: a key is missing" },
		{ "? [a]\n: 1\n", DR_ETYPE, "f:1:3: a key must be a text, not a list or a map" },
		{ "a: 1\n---\nb: 2\n", DR_ETYPE,
		  "f:2:1: a second document starts here; a file holds one" },
		{ "a:\n\t- 1\n", DR_ESYNTAX,
		  "f:2:1: not YAML: found character that cannot start any token" },
		{ "a: \"x\n", DR_ESYNTAX, "f:2:1: not YAML: found unexpected end of stream" },
		{ "a: \xFF\n", DR_ESYNTAX, "f:1:4: not YAML: invalid leading UTF-8 octet" },
		{ "a: \x01\n", DR_ESYNTAX, "f:1:4: not YAML: control characters are not allowed" },
		{ "a: 1e999\n", DR_ELIMIT, "f:1:4: the number is too large" },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		check_error(dr_yaml_parse, dr_str_of(CASES[i].text), CASES[i].code, CASES[i].want);
	}
}
END_TEST

START_TEST(yaml_columns_are_octets)
{
	check_error(dr_yaml_parse, S("\"\xC3\xA4\xE2\x82\xAC\": 1\n\xF0\x9F\x98\x80: {b: *c}\n"),
	            DR_ETYPE, "f:2:11: `*` starts an alias here, and aliases are not read");
	check_error(dr_yaml_parse, S("\xEF\xBB\xBF\xC3\xA4: *c\n"), DR_ETYPE,
	            "f:1:8: `*` starts an alias here, and aliases are not read");
}
END_TEST

static dr_str repeat(const char *what, size_t times)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_buf_add_repeat(&out, ' ', times * strlen(what));
	for (size_t i = 0; i < times; i++) {
		memcpy(out.ptr + i * strlen(what), what, strlen(what));
	}
	return dr_buf_str(&out);
}

START_TEST(limits_have_clear_messages)
{
	check_error(dr_yaml_parse, repeat("- ", 10000), DR_ELIMIT,
	            "f:1:129: lists and maps are nested more than 64 deep");
	check_error(dr_yaml_parse, repeat("[", 10000), DR_ELIMIT,
	            "f:1:65: lists and maps are nested more than 64 deep");
	check_error(dr_json_parse, repeat("[", 10000), DR_ELIMIT,
	            "f:1:65: lists and maps are nested more than 64 deep");
	check_error(dr_json_parse, repeat("{\"a\":", 10000), DR_ELIMIT,
	            "f:1:321: lists and maps are nested more than 64 deep");
	static const char TOO_LONG[] =
		"f:1:1: a document of 10000000 octets; at most 8 MiB are read";
	check_error(dr_yaml_parse, repeat("- aaaaaaa\n", 1000000), DR_ELIMIT, TOO_LONG);
	check_error(dr_json_parse, repeat("1,", 5000000), DR_ELIMIT, TOO_LONG);
}
END_TEST

START_TEST(json_reads_every_value)
{
	static const struct {
		const char *text, *want;
	} CASES[] = {
		{ "", "nothing" },
		{ " \t\r\n ", "nothing" },
		{ "[]", "[]" },
		{ " {} ", "{}" },
		{ "[true,false,null]", "[true, false, null]" },
		{ "{\"a\":{\"b\":[1,2]},\"\":\"x\"}", "{a: {b: [1, 2]}, : \"x\"}" },
		{ "[0,-0,10,-1.5,1e2,1E+2,25e-2]", "[0, 0, 10, -1.5d, 100d, 100d, 0.25d]" },
		{ "[9223372036854775808]", "[9.2233720368547758e+18d]" },
		{ "[0.1,1e-400,123456789012345678901234567890]",
		  "[0.10000000000000001d, 0d, 1.2345678901234568e+29d]" },
		{ "\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"", "\"\"\\/\b\f\n\r\t\"" },
		{ "\"\\u0041\\u00e4\\u20AC\\ud83d\\ude00\"",
		  "\"A\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80\"" },
		{ "\"\xC3\xA4\"", "\"\xC3\xA4\"" },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		check_tree(dr_json_parse, dr_str_of(CASES[i].text), CASES[i].want);
	}
	const dr_node *root = NULL;
	ck_assert_int_eq(dr_json_parse(arena, source_of(S("\"a\\u0000b\"")), &root, NULL), DR_OK);
	ck_assert(dr_str_eq(root->text, S("a\0b")));
}
END_TEST

START_TEST(json_refuses_what_rfc_8259_does_not_allow)
{
	static const struct {
		const char *text, *want;
	} CASES[] = {
		{ "[1,]", "f:1:4: not JSON: expected a value, found ']'" },
		{ "{\"a\":1,}", "f:1:8: not JSON: expected a key in quotation marks, found '}'" },
		{ "[1 2]", "f:1:4: not JSON: expected ',' or ']', found '2'" },
		{ "{\"a\" 1}", "f:1:6: not JSON: expected ':', found '1'" },
		{ "{a:1}", "f:1:2: not JSON: expected a key in quotation marks, found 'a'" },
		{ "[", "f:1:2: not JSON: expected a value, found the end" },
		{ "\"a", "f:1:3: not JSON: expected the closing '\"', found the end" },
		{ "\"a\nb\"", "f:1:3: not JSON: a control character in a text; write \\u000a" },
		{ "\"\\q\"", "f:1:3: not JSON: expected one of \"\\/bfnrtu behind the backslash, "
		             "found 'q'" },
		{ "\"\\u12g4\"", "f:1:6: not JSON: expected four hexadecimal digits, found 'g'" },
		{ "\"\\ud800\"", "f:1:8: not JSON: the first half of a surrogate pair alone" },
		{ "\"\\ud800\\u0041\"",
		  "f:1:14: not JSON: the first half of a surrogate pair alone" },
		{ "\"\\udc00\"",
		  "f:1:8: not JSON: the second half of a surrogate pair without the first" },
		{ "\"\xC3(\"", "f:1:2: not JSON: octet 0xC3 is not UTF-8" },
		{ "\"\xED\xA0\x80\"", "f:1:2: not JSON: octet 0xED is not UTF-8" },
		{ "\"\xF5\x80\x80\x80\"", "f:1:2: not JSON: octet 0xF5 is not UTF-8" },
		{ "\"\xC0\xAF\"", "f:1:2: not JSON: octet 0xC0 is not UTF-8" },
		{ "01", "f:1:2: not JSON: a number with a leading zero" },
		{ "-", "f:1:2: not JSON: expected a digit, found the end" },
		{ "1.", "f:1:3: not JSON: expected a digit, found the end" },
		{ "1e", "f:1:3: not JSON: expected a digit, found the end" },
		{ "+1", "f:1:1: not JSON: expected a value, found '+'" },
		{ "nul", "f:1:1: not JSON: expected a value, found 'n'" },
		{ "1\n2", "f:2:1: not JSON: expected the end, found '2'" },
		{ "// x\n1", "f:1:1: not JSON: expected a value, found '/'" },
		{ "\xEF\xBB\xBF{}", "f:1:1: not JSON: expected a value, found octet 0xEF" },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		check_error(dr_json_parse, dr_str_of(CASES[i].text), DR_ESYNTAX, CASES[i].want);
	}
	check_error(dr_json_parse, S("{\"a\":1,\"\\u0061\":2}"), DR_ENAME,
	            "f:1:8: the key 'a' occurs twice; the first is in line 1");
	check_error(dr_json_parse, S("1e400"), DR_ELIMIT, "f:1:1: the number is too large");
}
END_TEST

/* Octets of the source at the span of the first occurrence of `want` in the scalar's text. */
static dr_str in_source(const dr_source *source, const dr_node *scalar, const char *want)
{
	dr_str needle = dr_str_of(want);
	size_t off = dr_str_search(scalar->text, needle);
	ck_assert_msg(off < scalar->text.len, "'%s' is not in the text", want);
	dr_span inner = { (uint32_t)off, (uint32_t)needle.len };
	return dr_str_slice(source->text, dr_node_span_of(scalar, inner));
}

START_TEST(texts_know_their_place_in_the_source)
{
	static const struct {
		parse read;
		const char *text;        /* a map whose first value is a text with "needle" in it */
		const char *line_before; /* what stands in the source just before it */
	} CASES[] = {
		{ dr_yaml_parse, "a: x needle y\n", "x " },
		{ dr_yaml_parse, "a:   'it''s a ''needle'\n", "''" },
		{ dr_yaml_parse, "a: \"\\x41\\u00e4\\U0001F600\\t\\N needle\"\n", "\\N " },
		{ dr_yaml_parse, "a: |\n  one\n  two needle\n", "two " },
		{ dr_yaml_parse, "a: |-\n\n\n    needle\n", "    " },
		{ dr_yaml_parse, "a: |2\n    x\n   y needle\n", "   y " },
		{ dr_yaml_parse, "a: | # why\n  one\n\n     two\n \n  needle\n", "  " },
		{ dr_yaml_parse, "a: |\r\n  one\r\n  two\r\n  needle\r\n", "\r\n  " },
		{ dr_yaml_parse,
		  "- a: >\n    one\n    two\n\n\n    three\n      more\n    needle\n",
		  "more\n    " },
		{ dr_yaml_parse, "a: >\n\n  one  \n  needle\n", "one  \n  " },
		{ dr_yaml_parse, "a: one  \n    two\n\n    three needle\n", "three " },
		{ dr_yaml_parse, "a: \"one \\\n    two\n    \\n needle\"\n", "\\n " },
		{ dr_yaml_parse, "\"\xC3\xA4\": \"\xE2\x82\xAC needle\"\n", "\xE2\x82\xAC " },
		{ dr_json_parse, "{\"a\": \"\\ud83d\\ude00\\n\\u20ac \xC3\xA4 needle\"}",
		  "\xC3\xA4 " },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		const dr_node *root = NULL;
		const dr_source *source = source_of(dr_str_of(CASES[i].text));
		ck_assert_int_eq(CASES[i].read(arena, source, &root, NULL), DR_OK);
		const dr_node *map = root->kind == DR_NODE_SEQ ? root->first : root;
		dr_str found = in_source(source, map->first, "needle");
		ck_assert_msg(dr_str_eq(found, S("needle")), "%s: got '%.*s'", CASES[i].text,
		              DR_FMT(found));
		dr_str before = { source->text.ptr, (size_t)(found.ptr - source->text.ptr) };
		ck_assert_msg(dr_str_ends(before, dr_str_of(CASES[i].line_before)), "%s",
		              CASES[i].text);
	}
}
END_TEST

START_TEST(spans_of_nodes)
{
	const dr_source *source =
		source_of(S("a: [1, 'x']   # c\nb:\n  - c: yes\n    d: 2\n\nq: |\n  t\n"));
	static const struct {
		const char *key, *want;
	} CASES[] = { { "a", "[1, 'x']" }, { "b", "- c: yes\n    d: 2" }, { "q", "|\n  t\n" } };
	const dr_node *root = NULL;
	ck_assert_int_eq(dr_yaml_parse(arena, source, &root, NULL), DR_OK);
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		const dr_node *value = dr_node_find(root, CASES[i].key);
		ck_assert_dr_str(dr_str_slice(source->text, value->span), CASES[i].want);
		ck_assert_dr_str(dr_str_slice(source->text, value->key_span), CASES[i].key);
	}
	ck_assert_ptr_null(dr_node_find(root, "c"));
	ck_assert_uint_eq(dr_node_find(root, "a")->count, 2);
	ck_assert_str_eq(dr_node_kind_name(DR_NODE_MAP), "a map");
}
END_TEST

START_TEST(no_memory_is_an_error)
{
	const dr_source yaml = { "f", S("- {a: 'it''s', b: |\n  x\n}\n- a: |\n    x\n    y\n") };
	const dr_source json = { "f", S("[{\"a\": \"\\u0041\"}, 1]") };
	for (size_t n = 1; n < 40; n++) {
		for (int is_json = 0; is_json < 2; is_json++) {
			dr_arena *tight = dr_arena_new(0);
			const dr_node *root = NULL;
			dr_error err = { 0 };
			dr_arena_fail_at(tight, n);
			int status = is_json ? dr_json_parse(tight, &json, &root, &err)
			                     : dr_yaml_parse(tight, &yaml, &root, &err);
			ck_assert_int_eq(status == DR_ENOMEM, dr_arena_failed(tight));
			ck_assert_int_eq(root == NULL, status != DR_OK);
			dr_arena_free(tight);
		}
	}
}
END_TEST

UNIT_MAIN("doc", set_up, tear_down, yaml_types_plain_scalars, yaml_refuses_what_is_not_strict,
          yaml_columns_are_octets, limits_have_clear_messages, json_reads_every_value,
          json_refuses_what_rfc_8259_does_not_allow, texts_know_their_place_in_the_source,
          spans_of_nodes, no_memory_is_an_error)
