/* Several zones as one source: which of them answers. */
#include "zone/zones.h"
#include "zone_unit.h"

#define SOA " SOA ns hm 1 2 3 4 300\n"

enum { ZONE_COUNT = 6 };

/* Each marks what it says by an address of its own. */
static const char *const TEXTS[ZONE_COUNT] = {
	"$ORIGIN sub.example.com.\n$TTL 60\n@" SOA "a A 192.0.2.1\n",
	"$ORIGIN example.com.\n$TTL 60\n@" SOA
	"a A 192.0.2.2\na.sub A 192.0.2.2\nb.sub A 192.0.2.2\n"
	"half.sub2 A 192.0.2.2\n",
	"$ORIGIN example.com.\n$TTL 60\n@" SOA "a A 192.0.2.3\n",
	"$ORIGIN sub2.example.com.\n$TTL 60\na A 192.0.2.4\n", /* a fragment: no SOA */
	"$ORIGIN .\n$TTL 60\n@" SOA "example.com NS ns.example.com.\nnet A 192.0.2.5\n",
	"$ORIGIN child.net.\n$TTL 60\n@" SOA "a CNAME a.sub.example.com.\n",
};

static dr_arena *arena;
static dr_zone *zones[ZONE_COUNT];
static dr_zones *together;

static void set_up(void)
{
	arena = dr_arena_new(0);
	for (size_t i = 0; i < ZONE_COUNT; i++) {
		zones[i] = read_zone_in(arena, TEXTS[i], NULL);
	}
	together = dr_zones_new(arena, zones, ZONE_COUNT);
	ck_assert_ptr_nonnull(together);
}

static void tear_down(void)
{
	for (size_t i = 0; i < ZONE_COUNT; i++) {
		dr_zone_close(zones[i]);
	}
	dr_arena_free(arena);
}

/* "10" are zones 1 and 0, nearest first. */
static const char *found(const char *name)
{
	static char text[ZONE_COUNT + 1];
	size_t len = 0;
	const dr_zone_link *at = dr_zones_find(together, dr_name_of(arena, dr_str_of(name)));
	for (; at != NULL && len < ZONE_COUNT; at = at->next) {
		size_t i = 0;
		while (zones[i] != at->zone) {
			i++;
		}
		text[len++] = (char)('0' + i);
	}
	text[len] = '\0';
	return text;
}

START_TEST(nearest_first)
{
	ck_assert_str_eq(found("a.sub.example.com"), "0124");
	ck_assert_str_eq(found("sub.example.com"), "0124");
	ck_assert_str_eq(found("xsub.example.com"), "124");
	ck_assert_str_eq(found("example.com"), "124");
	ck_assert_str_eq(found("x.sub2.example.com"), "3124");
	ck_assert_str_eq(found("com"), "4");
	ck_assert_str_eq(found("."), "4");
	ck_assert_str_eq(found("a.child.net"), "54");
}
END_TEST

START_TEST(no_zone_at_all)
{
	dr_zones *none = dr_zones_new(arena, NULL, 0);
	dr_question question = dr_question_dns(dr_name_of(arena, S("example.com")), DR_TYPE_A);
	dr_source_of_answers *source = dr_zones_source(none);
	ck_assert_ptr_null(dr_zones_find(none, question.name));
	ck_assert_ptr_null(source->immediate(source, arena, &question));
	dr_source_close(source);
	dr_zones *one = dr_zones_new(arena, &zones[0], 1);
	ck_assert_ptr_null(dr_zones_find(one, question.name));
}
END_TEST

static dr_str answered(const char *name)
{
	dr_source_of_answers *source = dr_zones_source(together);
	dr_question question = dr_question_dns(dr_name_of(arena, dr_str_of(name)), DR_TYPE_A);
	const dr_answer *answer = source->immediate(source, arena, &question);
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_buf_add(&out, dr_str_of(answer != NULL ? dr_outcome_name(answer->outcome) : "-"));
	for (size_t i = 0; answer != NULL && i < answer->rr_count; i++) {
		dr_buf_add_char(&out, ' ');
		dr_rdata_write(DR_TYPE_A, answer->rrs[i].rdata, &out);
	}
	return dr_buf_str(&out);
}

START_TEST(who_answers)
{
	ck_assert(dr_zones_source(together)->is_zone);
	ck_assert_str_eq(dr_zones_source(together)->kind, "zone");
	ck_assert_dr_str(answered("a.sub.example.com"), "answer 192.0.2.1");
	/* a complete zone denies; the one above is not asked */
	ck_assert_dr_str(answered("b.sub.example.com"), "nxdomain");
	ck_assert_dr_str(answered("a.example.com"), "answer 192.0.2.2");
	/* a fragment leaves what it does not hold to the zone above */
	ck_assert_dr_str(answered("a.sub2.example.com"), "answer 192.0.2.4");
	ck_assert_dr_str(answered("half.sub2.example.com"), "answer 192.0.2.2");
	ck_assert_dr_str(answered("net"), "answer 192.0.2.5");
	ck_assert_dr_str(answered("org"), "nxdomain");
	/* a chain that leaves a zone is for others to follow */
	ck_assert_dr_str(answered("a.child.net"), "open");
}
END_TEST

START_TEST(questions_of_other_kinds)
{
	dr_source_of_answers *source = dr_zones_source(together);
	dr_question question = dr_question_dns(dr_name_of(arena, S("a.example.com")), DR_TYPE_A);
	question.kind = DR_ASK_HTTPS;
	ck_assert_ptr_null(source->immediate(source, arena, &question));
}
END_TEST

START_TEST(no_memory)
{
	for (size_t n = 1; n < 4; n++) {
		dr_arena *small = dr_arena_new(0);
		dr_arena_fail_at(small, n);
		ck_assert_ptr_null(dr_zones_new(small, zones, ZONE_COUNT));
		dr_arena_free(small);
	}
}
END_TEST

UNIT_MAIN("zones", set_up, tear_down, nearest_first, no_zone_at_all, who_answers,
          questions_of_other_kinds, no_memory)
