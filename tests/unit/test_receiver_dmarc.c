/* DMARC discovery: the tree walk of RFC 9989 and the public suffix list of RFC 7489. */
#include "receiver/dmarc_discover.h"
#include "unit.h"
#include "world.h"

static world w;

static void tear_down(void)
{
	world_close(&w);
}

static dr_str join_names(const dr_name *names, size_t count)
{
	dr_buf text;
	dr_buf_init(&text, w.arena);
	for (size_t i = 0; i < count; i++) {
		dr_buf_add(&text, i > 0 ? S(" ") : S(""));
		dr_name_write(names[i], &text);
	}
	return dr_buf_str(&text);
}

START_TEST(a_walk_asks_at_most_eight_names)
{
	static const struct {
		const char *start, *names;
	} CASES[] = {
		/* RFC 9989 4.10, B.4.2, 5.1.8 */
		{ "a.b.c.d.e.f.g.h.i.j.mail.example.com",
		  "a.b.c.d.e.f.g.h.i.j.mail.example.com g.h.i.j.mail.example.com "
		  "h.i.j.mail.example.com i.j.mail.example.com j.mail.example.com mail.example.com "
		  "example.com com" },
		{ "a.b.c.d.e.f.g.h.i.j.k.example.com",
		  "a.b.c.d.e.f.g.h.i.j.k.example.com g.h.i.j.k.example.com h.i.j.k.example.com "
		  "i.j.k.example.com j.k.example.com k.example.com example.com com" },
		{ "mail.a.b.c.d.e.f.g.example.com",
		  "mail.a.b.c.d.e.f.g.example.com c.d.e.f.g.example.com d.e.f.g.example.com "
		  "e.f.g.example.com f.g.example.com g.example.com example.com com" },
		/* eight labels: nothing is skipped; seven: seven queries */
		{ "a.b.c.d.e.f.example.com",
		  "a.b.c.d.e.f.example.com b.c.d.e.f.example.com c.d.e.f.example.com "
		  "d.e.f.example.com e.f.example.com f.example.com example.com com" },
		{ "b.c.d.e.f.example.com",
		  "b.c.d.e.f.example.com c.d.e.f.example.com d.e.f.example.com e.f.example.com "
		  "f.example.com example.com com" },
		{ "example.com", "example.com com" },
		{ "com", "com" },
	};
	world_open(&w, "", NULL);
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_name names[DR_DMARC_WALK_MAX];
		size_t count = dr_dmarc_walk_names(world_name(&w, CASES[i].start), names);
		ck_assert_dr_str(join_names(names, count), CASES[i].names);
	}
	ck_assert_uint_eq(dr_dmarc_walk_names(DR_NAME_ROOT, (dr_name[8]){ { 0 } }), 0);
}
END_TEST

/* "none" (certain), "?" (unknown), or the domain whose record applies. */
static dr_str found_text(dr_dmarc_found found)
{
	if (found.status.state == DR_UNKNOWN) {
		return S("?");
	}
	return found.status.state == DR_ABSENT ? S("none")
	                                       : dr_name_text(w.arena, found.step.domain);
}

typedef struct {
	const char *lines, *timeouts, *domain;
	const char *organizational; /* RFC 9989; "?" unknown */
	const char *rfc9989, *below_rfc9989, *rfc7489, *below_rfc7489;
} discovery_case;

static void check_discovery(const discovery_case *c)
{
	dr_dmarc_discovery d;
	world_open(&w, c->lines, c->timeouts);
	dr_dmarc_discover(&w.asking, world_name(&w, c->domain), &d);
	dr_buf got, want;
	dr_buf_init(&got, w.arena);
	dr_buf_init(&want, w.arena);
	bool known = d.walk.status.state == DR_KNOWN;
	dr_str organizational = known ? dr_name_text(w.arena, d.walk.organizational) : S("?");
	dr_buf_addf(&got, "%.*s, %.*s, %.*s, %.*s, %.*s", DR_FMT(organizational),
	            DR_FMT(found_text(d.rfc9989)), DR_FMT(found_text(d.below_rfc9989)),
	            DR_FMT(found_text(d.rfc7489)), DR_FMT(found_text(d.below_rfc7489)));
	dr_buf_addf(&want, "%s, %s, %s, %s, %s", c->organizational, c->rfc9989, c->below_rfc9989,
	            c->rfc7489, c->below_rfc7489);
	ck_assert_msg(dr_str_eq(dr_buf_str(&got), dr_buf_str(&want)),
	              "%s with %s\ngot  %s\nwant %s", c->domain, c->lines, got.ptr, want.ptr);
	world_close(&w);
}

#define RECORD(name, tags) "_dmarc." name ". TXT \"v=DMARC1; " tags "\"\n"

START_TEST(the_record_that_applies_is_found)
{
	static const discovery_case CASES[] = {
		/* RFC 9989 4.10.2 */
		{ RECORD("mail.example.com", "p=none") RECORD("example.com", "p=reject"), NULL,
		  "a.mail.example.com", "example.com", "example.com", "example.com", "example.com",
		  "example.com" },
		{ RECORD("mail.example.com", "p=none; psd=n") RECORD("example.com", "p=reject"),
		  NULL, "a.mail.example.com", "mail.example.com", "mail.example.com",
		  "mail.example.com", "example.com", "example.com" },
		{ RECORD("com", "p=reject; psd=y"), NULL, "a.mail.example.com", "example.com",
		  "com", "com", "none", "none" },
		/* psd=y at the parent of an author domain without a record */
		{ RECORD("com", "p=reject; psd=y"), NULL, "example.com", "example.com", "com",
		  "com", "none", "none" },
		/* psd=y at the starting name: rule 2 does not fire, what is below it obeys it */
		{ RECORD("com", "p=reject; psd=y"), NULL, "com", "com", "com", "com", "com",
		  "none" },
		/* a record of one's own needs no walk, but names below obey the organization's */
		{ RECORD("a.example.com", "p=none") RECORD("example.com", "p=reject"), NULL,
		  "a.example.com", "example.com", "a.example.com", "example.com", "a.example.com",
		  "example.com" },
		/* a registry that publishes without psd=y becomes everybody's organization */
		{ RECORD("com", "p=none") RECORD("example.com", "p=reject"), NULL, "example.com",
		  "com", "example.com", "com", "example.com", "example.com" },
		{ "", NULL, "mail.example.com", "mail.example.com", "none", "none", "none",
		  "none" },
		/* several records: RFC 7489 stops, the walk goes on */
		{ RECORD("a.example.com", "p=none") "_dmarc.a.example.com. TXT \"v=DMARC1; "
		                                    "p=reject\"\n" RECORD("example.com",
		                                                          "p=quarantine"),
		  NULL, "a.example.com", "example.com", "example.com", "example.com", "none",
		  "example.com" },
		/* other texts do not count, and neither does a near miss */
		{ RECORD("example.com",
		         "p=reject") "_dmarc.example.com. TXT \"google-site\"\n"
		                     "_dmarc.example.com. TXT \" v=DMARC1; p=none\"\n",
		  NULL, "example.com", "example.com", "example.com", "example.com", "example.com",
		  "example.com" },
		/* RFC 9989 5.1.8: psd=n at eight labels is jumped over */
		{ RECORD("b.c.d.e.f.g.example.com", "p=reject; psd=n"), NULL,
		  "mail.a.b.c.d.e.f.g.example.com", "mail.a.b.c.d.e.f.g.example.com", "none",
		  "none", "none", "none" },
		/* a name below a public suffix of two labels */
		{ RECORD("example.co.uk", "p=reject"), NULL, "mail.example.co.uk", "example.co.uk",
		  "example.co.uk", "example.co.uk", "example.co.uk", "example.co.uk" },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		check_discovery(&CASES[i]);
	}
	world_open(&w, "", NULL);
}
END_TEST

START_TEST(missing_answers_leave_only_what_depends_on_them_unknown)
{
	static const discovery_case CASES[] = {
		{ "", "_dmarc.example.com", "example.com", "?", "?", "?", "?", "?" },
		/* the domain's own record is certain, what is above it is not */
		{ RECORD("example.com", "p=reject"), "_dmarc.com", "example.com", "?",
		  "example.com", "?", "example.com", "example.com" },
		{ RECORD("a.example.com", "p=reject"), "_dmarc.example.com", "a.example.com", "?",
		  "a.example.com", "?", "a.example.com", "?" },
		/* psd=n ends the walk below the name that does not answer */
		{ RECORD("example.com", "p=reject; psd=n"), "_dmarc.com", "a.example.com",
		  "example.com", "example.com", "example.com", "example.com", "example.com" },
		{ RECORD("com", "p=reject; psd=y"), "_dmarc.example.com", "a.example.com", "?", "?",
		  "?", "?", "?" },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		check_discovery(&CASES[i]);
	}
	world_open(&w, "", NULL);
}
END_TEST

/* RFC 9989 B.4.3. */
START_TEST(identifiers_have_walks_of_their_own)
{
	static const struct {
		const char *start, *organizational;
	} CASES[] = {
		{ "giant.bank.example", "giant.bank.example" },
		{ "mail.giant.bank.example", "giant.bank.example" },
		{ "mail.mega.bank.example", "mega.bank.example" },
	};
	world_open(&w,
	           RECORD("bank.example", "p=reject; psd=y")
	                   RECORD("giant.bank.example", "p=reject"),
	           NULL);
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		dr_dmarc_walk walk;
		dr_dmarc_walk_from(&w.asking, world_name(&w, CASES[i].start), &walk);
		ck_assert_dr_str(dr_name_text(w.arena, walk.organizational),
		                 CASES[i].organizational);
	}
}
END_TEST

START_TEST(a_public_suffix_is_not_missed_offline)
{
	dr_error err = { 0 };
	dr_zone *zone = NULL;
	dr_source source = { "example.com.zone",
		             S("@ SOA ns hm 1 2 3 4 5\n_dmarc TXT \"v=DMARC1; p=reject\"\n") };
	world_open(&w, "", NULL);
	dr_zone_options options = { .origin = world_name(&w, "example.com") };
	ck_assert_int_eq(dr_zone_parse(&source, &options, NULL, &zone, &err), DR_OK);
	dr_source_of_answers *sources[] = { dr_zone_source(zone) };
	dr_answers_config config = { .immediate = sources, .immediate_count = 1 };
	dr_asking asking = w.asking;
	asking.answers = dr_answers_new(w.arena, &config);
	dr_dmarc_discovery d;
	dr_dmarc_discover(&asking, world_name(&w, "mail.example.com"), &d);
	ck_assert_int_eq(d.walk.status.state, DR_KNOWN);
	ck_assert_uint_eq(d.walk.count, 3);
	ck_assert_int_eq(d.walk.steps[2].texts->answer->outcome, DR_NOT_GIVEN);
	ck_assert_dr_str(dr_name_text(w.arena, d.walk.organizational), "example.com");
	dr_answers_done(asking.answers);
	dr_zone_close(zone);
}
END_TEST

UNIT_MAIN("receiver dmarc", NULL, tear_down, a_walk_asks_at_most_eight_names,
          the_record_that_applies_is_found, missing_answers_leave_only_what_depends_on_them_unknown,
          identifiers_have_walks_of_their_own, a_public_suffix_is_not_missed_offline)
