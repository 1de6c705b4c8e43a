/* Which selectors are asked for, and which services a domain's records show. */
#include "survey/survey.h"
#include "unit.h"
#include "world.h"

static world w;
static dr_catalog *catalog;

static void tear_down(void)
{
	world_close(&w);
}

#define SERVICE_END "can_align: true\nsetup: nothing to do\nsee: [\"a test\"]\n"

static const dr_source SERVICES[] = {
	{ "boxes", DR_STR_INIT("id: boxes\nname: Boxes\nkind: mailbox\nmx: [boxes.test]\n"
	                       "includes: [spf.boxes.test]\ninclude: \"include:spf.boxes.test\"\n"
	                       "spf_counts: author-domain\n"
	                       "dkim:\n  - {selector: box, usual: true}\n  - {selector: oldbox}\n"
	                       "tokens: [\"boxes-verification=\"]\n" SERVICE_END) },
	{ "letters",
	  DR_STR_INIT("id: letters\nname: Letters\nkind: sender\n"
	              "includes: [\"*.letters.test\"]\nspf_counts: own-subdomain\n"
	              "dkim:\n  - {selector: l1, target: dkim.letters.test, usual: true}\n"
	              "  - {selector: l2, target: dkim.letters.test, usual: true}\n"
	              "dkim_targets: [dkim.letters.test]\nhosts: [em]\n"
	              "host_targets: [letters.test]\n" SERVICE_END) },
	{ "relay", DR_STR_INIT("id: relay\nname: Relay\nkind: sender\nincludes: [relay.test]\n"
	                       "spf_counts: service-domain\n" SERVICE_END) },
};

static void open_world(const char *lines, const char *timeouts)
{
	dr_errors errors = { 0 };
	world_open(&w, lines, timeouts);
	catalog = dr_catalog_new(w.arena);
	for (size_t i = 0; i < DR_COUNT(SERVICES); i++) {
		dr_catalog_load(catalog, &SERVICES[i], &errors);
	}
	dr_catalog_finish(catalog, &errors);
	ck_assert_msg(errors.len == 0, "%s", errors.len > 0 ? errors.items[0].text : "");
}

static dr_survey survey(dr_dkim_probe probe, const char *named)
{
	dr_survey found;
	dr_hints *hints = dr_arena_new_of(w.arena, dr_hints);
	hints->probe = probe;
	hints->catalog = catalog;
	dr_str rest = dr_str_of(named), name;
	while (named != NULL && dr_str_split(&rest, ' ', &name)) {
		dr_list_add(w.arena, &hints->selectors, name);
	}
	dr_survey_run(&w.asking, hints, world_name(&w, "d.test"), &found);
	return found;
}

/* "box+ l1-": what was asked for, found or not; with the tier's letter and the service. */
static dr_str selectors_text(const dr_dkim_search *search)
{
	static const char TIERS[] = "nslc";
	dr_buf out;
	dr_buf_init(&out, w.arena);
	for (size_t i = 0; i < search->selectors.len; i++) {
		const dr_dkim_selector *s = &search->selectors.items[i];
		if (s->tier == DR_TIER_COMMON && s->texts->answer->outcome == DR_NO_NAME) {
			continue;
		}
		dr_buf_addf(&out, "%s%.*s:%c%c", out.len > 0 ? " " : "", DR_FMT(s->selector),
		            TIERS[s->tier], s->texts->count > 0 ? '+' : '-');
		if (s->service != NULL) {
			dr_buf_addf(&out, "%.*s", DR_FMT(s->service->id));
		}
	}
	return dr_buf_str(&out);
}

/* "boxes:mx,spf letters?": in the order of finding; a question mark without a strong sign. */
static dr_str services_text(const dr_services_found *services)
{
	static const struct {
		dr_sign sign;
		const char *name;
	} SIGNS[] = { { DR_SIGN_MX, ":mx" },
		      { DR_SIGN_SPF, ":spf" },
		      { DR_SIGN_DKIM, ":dkim" },
		      { DR_SIGN_RETURN_PATH, ":host" },
		      { DR_SIGN_TOKEN, ":token" } };
	dr_buf out;
	dr_buf_init(&out, w.arena);
	for (size_t i = 0; i < services->items.len; i++) {
		const dr_service_found *found = &services->items.items[i];
		dr_buf_addf(&out, "%s%.*s", out.len > 0 ? " " : "", DR_FMT(found->service->id));
		for (size_t j = 0; j < DR_COUNT(SIGNS); j++) {
			if ((found->signs & SIGNS[j].sign) != 0) {
				dr_buf_addf(&out, "%s", SIGNS[j].name);
			}
		}
		dr_buf_addf(&out, "%s", dr_service_in_use(found) ? "" : "?");
	}
	if (services->status.state == DR_PARTIAL) {
		dr_buf_addf(&out, "%s...", out.len > 0 ? " " : "");
	}
	return dr_buf_str(&out);
}

START_TEST(services_are_shown_by_records)
{
	static const struct {
		const char *lines, *timeouts, *services;
	} CASES[] = {
		{ "", NULL, "" },
		{ "d.test. MX 1 in.boxes.test.\n", NULL, "boxes:mx" },
		{ "d.test. MX 1 boxes.test.evil.test.\n", NULL, "" },
		{ "d.test. TXT \"v=spf1 include:spf.boxes.test include:x.letters.test -all\"\n",
		  NULL, "boxes:spf letters:spf" },
		/* through a record of one's own; not through another service's */
		{ "d.test. TXT \"v=spf1 include:spf.d.test -all\"\n"
		  "spf.d.test. TXT \"v=spf1 include:spf.boxes.test -all\"\n"
		  "spf.boxes.test. TXT \"v=spf1 include:relay.test -all\"\n",
		  NULL, "boxes:spf" },
		{ "d.test. TXT \"boxes-verification=123\"\n", NULL, "boxes:token?" },
		{ "d.test. TXT \"boxes-verification=123\"\nd.test. MX 1 in.boxes.test.\n", NULL,
		  "boxes:mx:token" },
		{ "em.d.test. CNAME u1.letters.test.\n", NULL, "letters:host" },
		{ "l2._domainkey.d.test. CNAME k.dkim.letters.test.\nem.d.test. CNAME "
		  "x.letters.test.\n"
		  "k.dkim.letters.test. TXT \"v=DKIM1; p=\"\n",
		  NULL, "letters:dkim:host" },
		{ "d.test. MX 1 in.boxes.test.\n", "em.d.test", "boxes:mx ..." },
		{ "", "d.test", "..." },
		/* what depends on the message is nobody's missing answer */
		{ "d.test. TXT \"v=spf1 include:%{l}.d.test -all\"\n", NULL, "" },
		/* a domain that sends nothing is not asked about its hosts */
		{ "d.test. TXT \"v=spf1 -all\"\nem.d.test. CNAME u1.letters.test.\n", NULL, "" },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		open_world(CASES[i].lines, CASES[i].timeouts);
		dr_survey found = survey(DR_PROBE_SERVICES, NULL);
		dr_str got = services_text(&found.services);
		ck_assert_msg(dr_str_eq(got, dr_str_of(CASES[i].services)), "%sgot %.*s, want %s",
		              CASES[i].lines, DR_FMT(got), CASES[i].services);
		world_close(&w);
	}
	open_world("", NULL);
}
END_TEST

#define KEY(name) name "._domainkey.d.test. TXT \"v=DKIM1; p=\"\n"

START_TEST(selectors_are_asked_for_in_tiers)
{
	static const struct {
		const char *lines, *timeouts, *named;
		dr_dkim_probe probe;
		const char *selectors;
	} CASES[] = {
		{ "", NULL, NULL, DR_PROBE_COMMON, "" },
		/* named ones are asked for even below a name that does not exist */
		{ "", NULL, "a b.c a", DR_PROBE_COMMON, "a:n- b.c:n-" },
		{ KEY("a"), NULL, "a A ..", DR_PROBE_NAMED, "a:n+ ..:n-" },
		{ KEY("default") KEY("odd"), NULL, NULL, DR_PROBE_COMMON, "default:c+" },
		{ KEY("default"), NULL, NULL, DR_PROBE_SERVICES, "" },
		{ KEY("box") "d.test. MX 1 in.boxes.test.\n", NULL, "x", DR_PROBE_NAMED, "x:n-" },
		{ KEY("box") "d.test. MX 1 in.boxes.test.\n", NULL, NULL, DR_PROBE_SERVICES,
		  "box:s+boxes" },
		/* unusual selectors of a service in use only where common names are tried too */
		{ KEY("oldbox") "d.test. MX 1 in.boxes.test.\n", NULL, NULL, DR_PROBE_COMMON,
		  "box:s-boxes oldbox:s+boxes" },
		/* a CNAME shows a service, whose other selectors follow */
		{ "s1._domainkey.d.test. CNAME k.dkim.letters.test.\n"
		  "k.dkim.letters.test. TXT \"v=DKIM1; p=\"\n",
		  NULL, NULL, DR_PROBE_COMMON, "s1:c+letters l1:s-letters l2:s-letters" },
		/* _domainkey does not answer: the services' selectors are tried all the same */
		{ KEY("box") "d.test. MX 1 in.boxes.test.\n", "_domainkey.d.test", NULL,
		  DR_PROBE_SERVICES, "box:s+boxes" },
		/* a wildcard answers every common name: they are not tried */
		{ "*._domainkey.d.test. TXT \"v=DKIM1; p=\"\n", NULL, NULL, DR_PROBE_COMMON, "" },
		/* a domain that sends nothing */
		{ KEY("default") "d.test. TXT \"v=spf1 -all\"\n", NULL, NULL, DR_PROBE_COMMON, "" },
		{ KEY("default") "d.test. MX 0 .\n", NULL, NULL, DR_PROBE_COMMON, "" },
		{ KEY("default") "d.test. MX 0 .\nd.test. TXT \"v=spf1 a -all\"\n", NULL, NULL,
		  DR_PROBE_COMMON, "default:c+" },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		open_world(CASES[i].lines, CASES[i].timeouts);
		dr_survey found = survey(CASES[i].probe, CASES[i].named);
		dr_str got = selectors_text(&found.dkim);
		ck_assert_msg(dr_str_eq(got, dr_str_of(CASES[i].selectors)), "%sgot %.*s, want %s",
		              CASES[i].lines, DR_FMT(got), CASES[i].selectors);
		world_close(&w);
	}
	open_world("", NULL);
}
END_TEST

/* "doubled shared": where keys are besides; a hyphen where nowhere. */
static dr_str elsewhere(const dr_dkim_search *search)
{
	const dr_texts *doubled = search->doubled.texts, *shared = NULL;
	for (size_t i = 0; i < search->selectors.len && shared == NULL; i++) {
		shared = search->selectors.items[i].shared;
	}
	dr_buf out;
	dr_buf_init(&out, w.arena);
	dr_buf_add(&out, doubled != NULL ? dr_name_text(w.arena, doubled->answer->question.name)
	                                 : S("-"));
	dr_buf_add_char(&out, ' ');
	dr_buf_add(&out,
	           shared != NULL ? dr_name_text(w.arena, shared->answer->question.name) : S("-"));
	return dr_buf_str(&out);
}

#define AT(name)    name " TXT \"p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"\n"
#define OTHER(name) name " TXT \"p=AAqYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=\"\n"

START_TEST(keys_at_other_places)
{
	static const struct {
		const char *lines, *domain, *also, *elsewhere;
	} CASES[] = {
		{ AT("s1._domainkey.d.test."), "d.test", "e.test", "- -" },
		{ AT("s1._domainkey.d.test.d.test."), "d.test", NULL,
		  "s1._domainkey.d.test.d.test -" },
		{ AT("s1._domainkey.m.d.test.d.test."), "m.d.test", NULL,
		  "s1._domainkey.m.d.test.d.test -" },
		/* a wildcard is not a name that somebody doubled */
		{ AT("*.d.test."), "d.test", NULL, "- -" },
		{ "s1._domainkey.d.test.d.test. TXT \"v=DKIM1; p=\"\n", "d.test", NULL, "- -" },
		{ AT("s1._domainkey.d.test.") AT("s1._domainkey.e.test."), "d.test", "e.test",
		  "- s1._domainkey.e.test" },
		{ AT("s1._domainkey.d.test.") AT("s1._domainkey.e.test."), "d.test", NULL, "- -" },
		{ AT("s1._domainkey.d.test.") OTHER("s1._domainkey.e.test."), "d.test", "e.test",
		  "- -" },
		/* the organizational domain is looked at in any case */
		{ AT("s1._domainkey.d.test.") AT("s1._domainkey.m.d.test."), "m.d.test", NULL,
		  "- s1._domainkey.d.test" },
		/* the keys of a service are its own to share */
		{ "s1._domainkey.d.test. CNAME k.dkim.letters.test.\n"
		  "s1._domainkey.e.test. CNAME k.dkim.letters.test.\n" AT("k.dkim.letters.test."),
		  "d.test", "e.test", "- -" },
	};
	for (size_t i = 0; i < DR_COUNT(CASES); i++) {
		open_world(CASES[i].lines, NULL);
		dr_survey found;
		dr_hints hints = { .catalog = catalog };
		dr_list_add(w.arena, &hints.selectors, S("s1"));
		if (CASES[i].also != NULL) {
			dr_list_add(w.arena, &hints.domains, dr_str_of(CASES[i].also));
		}
		dr_survey_run(&w.asking, &hints, world_name(&w, CASES[i].domain), &found);
		ck_assert_dr_str(elsewhere(&found.dkim), CASES[i].elsewhere);
		world_close(&w);
	}
	open_world("", NULL);
}
END_TEST

/* A zone tells names that nobody would guess; a service's own stays the service's. */
START_TEST(listed_selectors_are_looked_at_whatever_is_guessed)
{
	static const dr_dkim_probe PROBES[] = { DR_PROBE_NAMED, DR_PROBE_COMMON };
	open_world(KEY("odd2026.eu"), NULL);
	for (size_t i = 0; i < DR_COUNT(PROBES); i++) {
		dr_survey found;
		dr_hints hints = { .catalog = catalog, .probe = PROBES[i] };
		dr_list_add(w.arena, &hints.selectors, S("n"));
		dr_list_add(w.arena, &hints.listed, S("odd2026.eu"));
		dr_list_add(w.arena, &hints.listed, S("gone"));
		dr_survey_run(&w.asking, &hints, world_name(&w, "d.test"), &found);
		ck_assert_dr_str(selectors_text(&found.dkim), "n:n- odd2026.eu:l+ gone:l-");
	}
}
END_TEST

START_TEST(guesses_are_bounded_and_named_selectors_are_not_counted)
{
	dr_buf named;
	open_world(KEY("default"), NULL);
	dr_buf_init(&named, w.arena);
	for (int i = 0; i < 100; i++) {
		dr_buf_addf(&named, "%sn%d", i > 0 ? " " : "", i);
	}
	dr_survey found = survey(DR_PROBE_COMMON, named.ptr);
	size_t guessed = 0;
	for (size_t i = 0; i < found.dkim.selectors.len; i++) {
		guessed += found.dkim.selectors.items[i].tier != DR_TIER_NAMED;
	}
	ck_assert_uint_eq(found.dkim.selectors.len - guessed, 100);
	ck_assert_uint_le(guessed, DR_DKIM_GUESSES_MAX);
	ck_assert_uint_gt(guessed, 50);
}
END_TEST

START_TEST(a_random_label_is_the_domains_own)
{
	open_world("", NULL);
	dr_str a = dr_random_label(w.arena, world_name(&w, "example.com"));
	dr_str b = dr_random_label(w.arena, world_name(&w, "EXAMPLE.com."));
	dr_str c = dr_random_label(w.arena, world_name(&w, "example.net"));
	ck_assert(dr_str_eq(a, b));
	ck_assert(!dr_str_eq(a, c));
	ck_assert_uint_eq(a.len, 17);
}
END_TEST

UNIT_MAIN("survey dkim", NULL, tear_down, services_are_shown_by_records,
          selectors_are_asked_for_in_tiers, keys_at_other_places,
          listed_selectors_are_looked_at_whatever_is_guessed,
          guesses_are_bounded_and_named_selectors_are_not_counted,
          a_random_label_is_the_domains_own)
