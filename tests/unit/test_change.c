/* What differs between two runs of a domain: whom SPF lets pass, and which policy weakens. */
#include "change/change.h"
#include "run/run.h"
#include "unit.h"
#include "world.h"

static world before, after;
static dr_run_result from, to;

static void open_side(world *w, const char *lines, dr_run_result *ret_result)
{
	world_open(w, lines, NULL);
	const dr_run_config config = { .first = &w->base };
	dr_request *request = dr_arena_new_of(w->arena, dr_request);
	*request = (dr_request){ .domain = S("d.test"), .probe = DR_PROBE_NAMED };
	ck_assert_int_eq(dr_run_one(&config, request, ret_result), DR_OK);
}

static void close_sides(void)
{
	dr_run_result_done(&from);
	dr_run_result_done(&to);
	world_close(&before);
	world_close(&after);
}

static dr_change compare(const char *old, const char *fresh)
{
	dr_change change;
	open_side(&before, old, &from);
	open_side(&after, fresh, &to);
	const dr_change_side sides[] = { { from.survey, from.facts }, { to.survey, to.facts } };
	dr_change_find(after.arena, &sides[0], &sides[1], &change);
	return change;
}

static void write_set(dr_buf *out, const dr_prefixset *set)
{
	const dr_prefixes *lists[] = { &set->v4, &set->v6 };
	for (size_t i = 0; i < DR_COUNT(lists); i++) {
		for (size_t j = 0; j < lists[i]->len; j++) {
			dr_buf_add_char(out, ' ');
			dr_prefix_write(lists[i]->items[j], out);
		}
	}
}

/* "192.0.2.0/24: removed ip4:192.0.2.0/24 192.0.2.0/24". */
static dr_str shift_text(const dr_spf_shift *shift)
{
	dr_buf out;
	dr_buf_init(&out, after.arena);
	write_set(&out, &shift->addresses);
	for (size_t i = 0; i < shift->causes.len; i++) {
		const dr_spf_cause *cause = &shift->causes.items[i];
		dr_buf_addf(&out, "; %s %.*s", dr_cause_name(cause->kind), DR_FMT(cause->term));
		write_set(&out, &cause->addresses);
	}
	return dr_buf_str(&out);
}

#define SPF(name, terms) name ". TXT \"v=spf1 " terms "\"\n"
#define A5               "a:h.test a:h.test a:h.test a:h.test a:h.test "
#define HOST             "h.test. A 192.0.2.1\nh.test. AAAA 2001:db8::1\n"

START_TEST(addresses_change_sides_for_a_reason)
{
	static const struct {
		const char *old, *fresh, *gained, *lost;
	} CASES[] = {
		{ SPF("d.test", "ip4:192.0.2.0/24 -all"), SPF("d.test", "ip4:192.0.2.0/24 ~all"),
		  "", "" },
		{ SPF("d.test", "ip4:192.0.2.0/24 -all"), SPF("d.test", "ip4:192.0.2.0/25 -all"),
		  "", " 192.0.2.128/25; removed ip4:192.0.2.0/24 192.0.2.128/25" },
		{ "", SPF("d.test", "ip4:192.0.2.0/24 ip6:2001:db8::/32 -all"),
		  " 192.0.2.0/24 2001:db8::/32; added ip4:192.0.2.0/24 192.0.2.0/24; "
		  "added ip6:2001:db8::/32 2001:db8::/32",
		  "" },
		{ SPF("d.test", "include:i.test -all") SPF("i.test", "ip4:192.0.2.1"),
		  SPF("d.test", "include:i.test -all") SPF("i.test", "ip4:192.0.2.2"),
		  " 192.0.2.2/32; changed include:i.test 192.0.2.2/32",
		  " 192.0.2.1/32; changed include:i.test 192.0.2.1/32" },
		{ SPF("d.test", "ip4:192.0.2.0/31 -all"),
		  SPF("d.test", "-ip4:192.0.2.1 ip4:192.0.2.0/31 -all"), "",
		  " 192.0.2.1/32; added -ip4:192.0.2.1 192.0.2.1/32" },
		{ SPF("d.test", "-ip4:192.0.2.1 ip4:192.0.2.0/31 ip4:192.0.2.8 -all"),
		  SPF("d.test", "ip4:192.0.2.0/31 -all"),
		  " 192.0.2.1/32; removed -ip4:192.0.2.1 192.0.2.1/32",
		  " 192.0.2.8/32; removed ip4:192.0.2.8 192.0.2.8/32" },
		{ SPF("d.test", "redirect=i.test") SPF("i.test", "ip4:192.0.2.1"),
		  SPF("d.test", "-all") SPF("i.test", "ip4:192.0.2.1"), "",
		  " 192.0.2.1/32; removed redirect=i.test 192.0.2.1/32" },
		/* the eleventh look-up cuts off what stands behind it */
		{ SPF("d.test", A5 A5 "ip4:192.0.2.9 -all") HOST,
		  SPF("d.test", A5 A5 "a:h.test ip4:192.0.2.9 -all") HOST, "",
		  " 192.0.2.9/32; stop a:h.test 192.0.2.9/32" },
		{ SPF("d.test", "ip4:192.0.2.9 -all"), SPF("d.test", "ip4:192.0.2.9 foo:bar -all"),
		  "", " 192.0.2.9/32; stop foo:bar 192.0.2.9/32" },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_change change = compare(CASES[i].old, CASES[i].fresh);
		ck_assert_int_eq(change.spf_status.state, DR_KNOWN);
		ck_assert_dr_str(shift_text(&change.gained), CASES[i].gained);
		ck_assert_dr_str(shift_text(&change.lost), CASES[i].lost);
		close_sides();
	}
}
END_TEST

#define DMARC(tags) "_dmarc.d.test. TXT \"v=DMARC1; " tags "\"\n"

START_TEST(policies_are_compared_at_their_weakest)
{
	static const struct {
		const char *old, *fresh;
		bool weakened, skips;
	} CASES[] = {
		{ DMARC("p=none"), DMARC("p=quarantine"), false, false },
		{ DMARC("p=none"), DMARC("p=reject"), false, true },
		{ "", DMARC("p=reject"), false, true },
		{ DMARC("p=quarantine"), DMARC("p=reject"), false, false },
		{ DMARC("p=reject"), DMARC("p=quarantine"), true, false },
		{ DMARC("p=reject"), "", true, false },
		{ DMARC("p=reject"), DMARC("p=reject; sp=none"), true, false },
		{ DMARC("p=reject"), DMARC("p=reject; pct=50"), true, false },
		{ DMARC("p=none"), "", false, false },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_change change = compare(CASES[i].old, CASES[i].fresh);
		ck_assert_int_eq(change.dmarc_status.state, DR_KNOWN);
		ck_assert_msg(change.weakened == CASES[i].weakened, "%s%s", CASES[i].old,
		              CASES[i].fresh);
		ck_assert_msg(change.skips_a_phase == CASES[i].skips, "%s%s", CASES[i].old,
		              CASES[i].fresh);
		close_sides();
	}
}
END_TEST

UNIT_MAIN("change", NULL, NULL, addresses_change_sides_for_a_reason,
          policies_are_compared_at_their_weakest)
