#include "record/edit.h"
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

UNIT_MAIN("record edit", set_up, tear_down, edits_keep_everything_else, no_memory_gives_nothing)
