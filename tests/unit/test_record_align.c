/* Identifier alignment. */
#include "record/align.h"
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

/* Author domain and its organization, authenticated domain and its organization. */
static const struct {
	const char *author, *author_org, *other, *other_org, *want;
} CASES[] = {
	{ "example.com", "example.com", "Example.com", "example.com", "strict" },
	{ "mail.example.com", "example.com", "bounce.example.com", "example.com", "relaxed" },
	{ "example.com", "example.com", "example.net", "example.net", "none" },
	{ "giant.bank.example", "giant.bank.example", "mail.mega.bank.example", "mega.bank.example",
	  "none" },
	{ "example.com", "", "example.com", "", "strict" },
	{ "a.example.com", "", "b.example.com", "", "none" },
	{ "", "", "", "", "none" },
	{ "example.com", "example.com", "", "", "none" },
};

START_TEST(domains_relate)
{
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_alignment got = dr_align_of(dr_name_of(arena, dr_str_of(CASES[i].author)),
		                               dr_name_of(arena, dr_str_of(CASES[i].author_org)),
		                               dr_name_of(arena, dr_str_of(CASES[i].other)),
		                               dr_name_of(arena, dr_str_of(CASES[i].other_org)));
		ck_assert_msg(dr_str_eq(dr_str_of(dr_align_name(got)), dr_str_of(CASES[i].want)),
		              "%s %s: %s", CASES[i].author, CASES[i].other, dr_align_name(got));
	}
}
END_TEST

START_TEST(modes_ask_for_more_or_less)
{
	ck_assert(dr_align_holds(DR_ALIGN_STRICT, 's'));
	ck_assert(!dr_align_holds(DR_ALIGN_RELAXED, 's'));
	ck_assert(dr_align_holds(DR_ALIGN_STRICT, 'r'));
	ck_assert(dr_align_holds(DR_ALIGN_RELAXED, 'r'));
	ck_assert(!dr_align_holds(DR_ALIGN_NONE, 'r'));
}
END_TEST

UNIT_MAIN("record_align", set_up, tear_down, domains_relate, modes_ask_for_more_or_less)
