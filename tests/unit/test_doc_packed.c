/* Trees that were read before: the same as those that are read now. */
#include "doc/packed.h"
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

static const char TEXT[] = "# of every kind\n"
			   "- id: A1\n"
			   "  none:\n"
			   "  truth: true\n"
			   "  count: -17\n"
			   "  share: 2.5\n"
			   "  \"quoted key\": 'it''s'\n"
			   "  escaped: \"a\\tb\\u00e4\"\n"
			   "  block: |\n"
			   "    one\n"
			   "      two\n"
			   "  folded: >-\n"
			   "    three\n"
			   "    four\n"
			   "  flow: [1, [], {}, {x: y}]\n"
			   "  examples:\n"
			   "    - {expect: hit, examples: kept}\n"
			   "  last: ü\n"
			   "- examples: gone\n"
			   "- plain\n";

static dr_source source_of(const char *text)
{
	return (dr_source){ .name = "f.yaml", .text = dr_str_of(text) };
}

static const dr_node *read(const dr_source *source)
{
	const dr_node *root = NULL;
	dr_error err = { 0 };
	ck_assert_msg(dr_yaml_parse(arena, source, &root, &err) == DR_OK, "%s", err.text);
	return root;
}

static dr_str pack(const dr_node *root, const dr_packed_without *without)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_packed_write(root, without, &out);
	return dr_buf_str(&out);
}

static void check_span(dr_span a, dr_span b)
{
	ck_assert_uint_eq(a.off, b.off);
	ck_assert_uint_eq(a.len, b.len);
}

/* `without` NULL: every child of `want` must be there. */
static void check_same(const dr_node *got, const dr_node *want, const char *without)
{
	ck_assert_int_eq(got->kind, want->kind);
	ck_assert_int_eq(got->style, want->style);
	ck_assert_ptr_eq(got->written, want->written);
	ck_assert(dr_str_eq(got->text, want->text) && dr_str_eq(got->key, want->key));
	ck_assert(got->b == want->b && got->i == want->i && !(got->d < want->d) &&
	          !(got->d > want->d));
	check_span(got->span, want->span);
	check_span(got->key_span, want->key_span);
	const dr_node *a = got->first;
	size_t count = 0;
	for (const dr_node *b = want->first; b != NULL; b = b->next) {
		if (without != NULL && want->key.ptr == NULL && want->kind == DR_NODE_MAP &&
		    dr_str_eq(b->key, dr_str_of(without))) {
			continue;
		}
		ck_assert_ptr_nonnull(a);
		check_same(a, b, without);
		a = a->next;
		count++;
	}
	ck_assert_ptr_null(a);
	ck_assert_uint_eq(got->count, count);
}

START_TEST(the_same_tree)
{
	dr_source source = source_of(TEXT);
	const dr_node *want = read(&source);
	source.packed = pack(want, NULL);
	ck_assert_uint_gt(source.packed.len, 100);
	const dr_node *got = read(&source);
	ck_assert_ptr_ne(got, want);
	check_same(got, want, NULL);
	ck_assert_int_eq(dr_node_find(got->first, "count")->i, -17);
	ck_assert_dr_str(dr_node_find(got->first, "block")->text, "one\n  two\n");
}
END_TEST

START_TEST(keys_are_left_out_at_their_depth_only)
{
	const dr_packed_without without = { 2, (const char *const[]){ "examples", NULL } };
	dr_source source = source_of(TEXT);
	const dr_node *want = read(&source);
	source.packed = pack(want, &without);
	const dr_node *got = read(&source);
	check_same(got, want, "examples");
	ck_assert_ptr_nonnull(dr_node_find(want->first, "examples"));
	ck_assert_ptr_null(dr_node_find(got->first, "examples"));
	ck_assert_uint_eq(got->count, 3);
	ck_assert_uint_eq(got->first->next->count, 0);
}
END_TEST

START_TEST(a_scalar_alone)
{
	dr_source source = source_of("just text");
	source.packed = pack(read(&source), NULL);
	ck_assert_dr_str(read(&source)->text, "just text");
}
END_TEST

/* Whatever the octets: an error, or a tree within the text. */
START_TEST(octets_that_are_no_tree)
{
	dr_source source = source_of(TEXT);
	const dr_str whole = pack(read(&source), NULL);
	const dr_node *root = NULL;
	for (size_t len = 1; len < whole.len; len++) {
		dr_error err = { 0 };
		source.packed = dr_arena_copy(arena, dr_str_sub(whole, 0, len));
		ck_assert_int_eq(dr_packed_read(arena, &source, &root, &err), DR_EINVAL);
		ck_assert_ptr_null(root);
	}
	for (size_t i = 0; i < whole.len; i++) {
		dr_error err = { 0 };
		source.packed = dr_arena_copy(arena, whole);
		((char *)(uintptr_t)source.packed.ptr)[i] ^= (char)0xA5;
		int code = dr_packed_read(arena, &source, &root, &err);
		ck_assert(code == DR_OK || code == DR_EINVAL);
	}
}
END_TEST

START_TEST(no_memory)
{
	dr_source source = source_of(TEXT);
	const dr_node *root = NULL;
	source.packed = pack(read(&source), NULL);
	for (size_t n = 1; n < 20; n++) {
		dr_error err = { 0 };
		dr_arena *small = dr_arena_new(0);
		dr_arena_fail_at(small, n);
		ck_assert_int_eq(dr_packed_read(small, &source, &root, &err), DR_ENOMEM);
		dr_arena_free(small);
	}
	ck_assert_ptr_null(root);
}
END_TEST

UNIT_MAIN("packed", set_up, tear_down, the_same_tree, keys_are_left_out_at_their_depth_only,
          a_scalar_alone, octets_that_are_no_tree, no_memory)
