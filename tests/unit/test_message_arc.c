/* ARC chains by their structure (RFC 8617 4.2, 5.2). */
#include "message/arc.h"
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

#define AAR(i) "ARC-Authentication-Results: i=" i "; mx.b.example; dmarc=fail\r\n"
#define AMS(i)                        \
	"ARC-Message-Signature: i=" i \
	"; a=rsa-sha256; d=b.example; s=s; h=from; bh=AA==; b=AA==\r\n"
#define AS(i, cv) "ARC-Seal: i=" i "; a=rsa-sha256; cv=" cv "; d=b.example; s=s; b=AA==\r\n"

static const struct {
	const char *header;
	dr_arc_state state;
	size_t count, at;
} CASES[] = {
	{ "", DR_ARC_NONE, 0, 0 },
	{ AS("1", "none") AMS("1") AAR("1"), DR_ARC_WHOLE, 1, 0 },
	{ AS("2", "pass") AMS("2") AAR("2") AS("1", "none") AMS("1") AAR("1"), DR_ARC_WHOLE, 2, 0 },
	{ AS("2", "fail") AMS("2") AAR("2") AS("1", "none") AMS("1") AAR("1"), DR_ARC_ENDED, 2, 2 },
	{ AS("1", "pass") AMS("1") AAR("1"), DR_ARC_BROKEN, 1, 1 },
	{ AS("2", "none") AMS("2") AAR("2") AS("1", "none") AMS("1") AAR("1"), DR_ARC_BROKEN, 2,
	  2 },
	{ AS("2", "pass") AMS("2") AAR("2"), DR_ARC_BROKEN, 2, 1 },
	{ AS("1", "none") AMS("1"), DR_ARC_BROKEN, 1, 1 },
	{ AS("1", "none") AS("1", "none") AMS("1") AAR("1"), DR_ARC_BROKEN, 1, 1 },
	{ AS("1", "none; h=from") AMS("1") AAR("1"), DR_ARC_BROKEN, 1, 1 },
	{ AS("51", "pass"), DR_ARC_BROKEN, 0, 0 },
	{ AS("x", "pass"), DR_ARC_BROKEN, 0, 0 },
};

START_TEST(chains)
{
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_mail mail;
		dr_arc arc;
		ck_assert_int_eq(dr_mail_parse(arena, dr_str_of(CASES[i].header), &mail, NULL),
		                 DR_OK);
		dr_arc_read(arena, &mail, &arc);
		ck_assert_msg(arc.state == CASES[i].state && arc.count == CASES[i].count &&
		                      arc.at == CASES[i].at,
		              "%zu: %d %zu %zu", i, arc.state, arc.count, arc.at);
	}
}
END_TEST

START_TEST(what_a_set_says)
{
	dr_mail mail;
	dr_arc arc;
	dr_str text = S(AS("1", "none") AMS("1") AAR("1"));
	ck_assert_int_eq(dr_mail_parse(arena, text, &mail, NULL), DR_OK);
	dr_arc_read(arena, &mail, &arc);
	ck_assert_dr_str(arc.sets[0].sealer, "b.example");
	ck_assert_dr_str(arc.sets[0].authres.server, "mx.b.example");
	ck_assert_uint_eq(arc.sets[0].authres.results.len, 1);
}
END_TEST

UNIT_MAIN("message/arc", set_up, tear_down, chains, what_a_set_says)
