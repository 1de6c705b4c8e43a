#include "record/edit.h"
#include "base/buf.h"
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

#define SET(tag, value)                              \
	{                                            \
		DR_STR_INIT(tag), DR_STR_INIT(value) \
	}
#define DROP(tag)                 \
	{                         \
		DR_STR_INIT(tag), \
		{                 \
			0         \
		}                 \
	}

typedef struct {
	const char *before;
	dr_tag_edit edits[4];
	const char *after;
} edit_case;

static const edit_case CASES[] = {
	{ "",
	  { SET("p", "none"), SET("rua", "mailto:a@example.com") },
	  "v=DMARC1; p=none; rua=mailto:a@example.com" },
	{ "v=DMARC1;p=none;rua=mailto:a@example.com;",
	  { SET("p", "quarantine") },
	  "v=DMARC1; p=quarantine; rua=mailto:a@example.com" },
	{ "v=DMARC1; rua=mailto:a@example.com; x-note=kept; p=none",
	  { SET("p", "reject") },
	  "v=DMARC1; p=reject; rua=mailto:a@example.com; x-note=kept" },
	{ "v=DMARC1; p=reject; sp=none; pct=50; t=y",
	  { DROP("pct"), DROP("t"), DROP("sp") },
	  "v=DMARC1; p=reject" },
	{ "v=DMARC1; p=none; p=reject; garbage; rua=mailto:a@example.com",
	  { SET("np", "reject") },
	  "v=DMARC1; p=none; np=reject; rua=mailto:a@example.com" },
	{ "v=DMARC1; p=none; =x", { SET("p", "reject") }, "v=DMARC1; p=reject" },
	{ "v=spf1 -all", { SET("p", "none") }, "v=DMARC1; p=none" },
	{ "v=DMARC1; P=none", { SET("p", "reject") }, "v=DMARC1; p=reject" },
};

START_TEST(edits_keep_everything_else)
{
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		const edit_case *c = &CASES[i];
		size_t count = 0;
		while (count < DR_COUNT(c->edits) && c->edits[count].tag.len > 0) {
			count++;
		}
		ck_assert_dr_str(dr_dmarc_edit(arena, dr_str_of(c->before), c->edits, count),
		                 c->after);
	}
}
END_TEST

START_TEST(no_memory_gives_nothing)
{
	const dr_tag_edit edit = SET("p", "none");
	for (size_t n = 1; n < 4; n++) {
		dr_arena_fail_at(arena, n);
		dr_str text =
			dr_dmarc_edit(arena, S("v=DMARC1; rua=mailto:a@example.com"), &edit, 1);
		ck_assert_uint_eq(text.len, 0);
		dr_arena_reset(arena);
	}
}
END_TEST

/* A list, the URI that is added, the list then. */
static const char *const ADDED[][3] = {
	{ "", "mailto:a@x.example", "mailto:a@x.example" },
	{ "mailto:a@x.example", "mailto:b@x.example", "mailto:a@x.example,mailto:b@x.example" },
	{ "mailto:a@x.example!5m", "MAILTO:a@x.example", "mailto:a@x.example!5m" },
	{ "x", "mailto:b@x.example", "x,mailto:b@x.example" },
};

START_TEST(uris_are_added_once)
{
	for (size_t i = 0; i < DR_COUNT(ADDED); i++) {
		ck_assert_dr_str(
			dr_dmarc_add_uri(arena, dr_str_of(ADDED[i][0]), dr_str_of(ADDED[i][1])),
			ADDED[i][2]);
	}
}
END_TEST

/* A text of `len` octets with a space at each place that the list names. */
static dr_str text_with_spaces(size_t len, const size_t *spaces, size_t count)
{
	dr_buf buf;
	dr_buf_init(&buf, arena);
	dr_buf_add_repeat(&buf, 'a', len);
	for (size_t i = 0; i < count; i++) {
		buf.ptr[spaces[i]] = ' ';
	}
	return dr_buf_str(&buf);
}

static const struct {
	size_t len, spaces[3], count, first, strings;
} SPLITS[] = {
	{ 0, { 0 }, 0, 0, 1 },
	{ 255, { 0 }, 0, 255, 1 },
	{ 256, { 0 }, 0, 255, 2 },
	{ 600, { 0 }, 0, 255, 3 },
	{ 300, { 254 }, 1, 253, 2 },
	{ 300, { 255 }, 1, 254, 2 },
	{ 300, { 253, 254, 255 }, 3, 252, 2 },
};

START_TEST(texts_are_split)
{
	for (size_t i = 0; i < DR_COUNT(SPLITS); i++) {
		dr_str text = text_with_spaces(SPLITS[i].len, SPLITS[i].spaces, SPLITS[i].count);
		dr_strs strings = dr_text_split(arena, text);
		ck_assert_uint_eq(strings.len, SPLITS[i].strings);
		ck_assert_uint_eq(strings.items[0].len, SPLITS[i].first);
		size_t total = 0;
		for (size_t k = 0; k < strings.len; k++) {
			ck_assert_uint_le(strings.items[k].len, 255);
			ck_assert(strings.items[k].ptr == text.ptr + total);
			total += strings.items[k].len;
		}
		ck_assert_uint_eq(total, text.len);
	}
	dr_buf spaces;
	dr_buf_init(&spaces, arena);
	dr_buf_add_repeat(&spaces, ' ', 300);
	ck_assert_uint_eq(dr_text_split(arena, dr_buf_str(&spaces)).len, 2);
}
END_TEST

UNIT_MAIN("record edit", set_up, tear_down, edits_keep_everything_else, no_memory_gives_nothing,
          uris_are_added_once, texts_are_split)
