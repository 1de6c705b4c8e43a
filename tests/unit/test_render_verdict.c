/* The four answers of the verdict. */
#include "render/verdict.h"
#include "render_unit.h"

static dr_arena *arena;
static render_case rc;

static const dr_rule SPF_ERROR = { .id = DR_STR_INIT("SPF023"),
	                           .record = DR_STR_INIT("spf"),
	                           .category = DR_STR_INIT("delivery"),
	                           .severity = DR_ERROR };
static const dr_rule SPF_WARNING = { .id = DR_STR_INIT("SPF001"),
	                             .record = DR_STR_INIT("spf"),
	                             .category = DR_STR_INIT("delivery"),
	                             .severity = DR_WARNING };
static const dr_rule SPF_NOTE = { .id = DR_STR_INIT("SPF008"),
	                          .record = DR_STR_INIT("spf"),
	                          .category = DR_STR_INIT("delivery"),
	                          .severity = DR_INFO };
static const dr_rule MX_ERROR = { .id = DR_STR_INIT("MX003"),
	                          .record = DR_STR_INIT("mx"),
	                          .category = DR_STR_INIT("delivery"),
	                          .severity = DR_ERROR };
static const dr_rule PLUS_ALL = { .id = DR_STR_INIT("SPF046"),
	                          .record = DR_STR_INIT("spf"),
	                          .category = DR_STR_INIT("spoofing"),
	                          .severity = DR_ERROR };
static const dr_rule WIDE_RANGE = { .id = DR_STR_INIT("SPF063"),
	                            .record = DR_STR_INIT("spf"),
	                            .category = DR_STR_INIT("spoofing"),
	                            .severity = DR_WARNING };
static const dr_rule BAD_LOGO = { .id = DR_STR_INIT("BIMI001"),
	                          .record = DR_STR_INIT("bimi"),
	                          .category = DR_STR_INIT("brand"),
	                          .severity = DR_ERROR };

static void set_up(void)
{
	arena = dr_arena_new(0);
	render_case_init(&rc, arena);
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

static dr_verdicts verdicts(void)
{
	return dr_verdicts_of(arena, &rc.facts, &rc.result.judgement);
}

static void hit(const dr_rule *rule, const char *message)
{
	render_add(&rc, rule, dr_str_of(message), NULL, (dr_span){ 0, 0 });
}

#define WANT(verdict, word_, why_)                     \
	do {                                           \
		dr_verdict_line line_ = (verdict);     \
		ck_assert_str_eq(line_.word, (word_)); \
		ck_assert_dr_str(line_.why, (why_));   \
	} while (0)

/* NULL: absent; "?": unknown. */
static void set_policy(dr_str *value, dr_status *status, const char *text)
{
	if (text == NULL) {
		*status = DR_STATUS_ABSENT;
	} else if (text[0] != '?') {
		*value = dr_str_of(text);
		*status = DR_STATUS_KNOWN;
	}
}

static void set_policies(const char *p, const char *sp, const char *np)
{
	dr_dmarc_policies *all[] = { &rc.facts.dmarc.effective.weakest,
		                     &rc.facts.dmarc.effective.strictest };
	for (size_t i = 0; i < DR_COUNT(all); i++) {
		set_policy(&all[i]->p, &all[i]->p_status, p);
		set_policy(&all[i]->sp, &all[i]->sp_status, sp);
		set_policy(&all[i]->np, &all[i]->np_status, np);
	}
}

START_TEST(nothing_known)
{
	dr_verdicts v = verdicts();
	WANT(v.delivery, "unknown", "SPF or MX could not be read");
	WANT(v.spoofing, "unknown", "the DMARC policy could not be read");
	WANT(v.reports, "unknown", "the DMARC record could not be read");
	WANT(v.brand, "unknown", "the DMARC policy could not be read");
}
END_TEST

static const struct {
	const char *p, *sp, *np;
	const char *spoofing, *why;
	const char *brand;
} POLICIES[] = {
	{ NULL, NULL, NULL, "open", "no DMARC policy: forged mail is delivered", "not-possible" },
	{ "none", "none", "none", "open", "p=none: forged mail is delivered", "not-possible" },
	{ "none", "reject", "reject", "open", "p=none: forged mail is delivered", "not-possible" },
	{ "quarantine", "quarantine", "quarantine", "closed",
	  "p=quarantine: forged mail is filed as spam", "possible" },
	{ "reject", "reject", "reject", "closed", "p=reject: forged mail is refused", "possible" },
	{ "reject", "none", "none", "partly", "subdomains are held to none only", "not-possible" },
	{ "reject", "quarantine", "reject", "partly", "subdomains are held to quarantine only",
	  "possible" },
	{ "quarantine", "quarantine", "none", "partly",
	  "names that do not exist are held to none only", "possible" },
	{ "reject", "?", "?", "unknown", "the policy for subdomains could not be read", "unknown" },
};

START_TEST(policies)
{
	set_policies(POLICIES[_i].p, POLICIES[_i].sp, POLICIES[_i].np);
	dr_verdicts v = verdicts();
	WANT(v.spoofing, POLICIES[_i].spoofing, POLICIES[_i].why);
	ck_assert_str_eq(v.brand.word, POLICIES[_i].brand);
}
END_TEST

START_TEST(a_policy_that_does_not_hold_everywhere_is_open)
{
	set_policies("none", "none", "none");
	rc.facts.dmarc.p = S("reject");
	rc.facts.dmarc.p_status = DR_STATUS_KNOWN;
	WANT(verdicts().spoofing, "open", "p=reject does not hold at every receiver (pct, t)");
}
END_TEST

START_TEST(only_the_first_sentence_is_told)
{
	hit(&SPF_ERROR, " Ten look-ups are allowed. Receivers may stop. ");
	WANT(verdicts().delivery, "at-risk", "Ten look-ups are allowed");
	hit(&MX_ERROR, "No way in.");
	WANT(verdicts().delivery, "broken", "No way in");
}
END_TEST

START_TEST(spoofing_findings_count)
{
	set_policies("reject", "reject", "reject");
	hit(&WIDE_RANGE, "a wide range");
	WANT(verdicts().spoofing, "partly", "a wide range");
	hit(&PLUS_ALL, "+all");
	WANT(verdicts().spoofing, "open", "+all");
}
END_TEST

static void set_read(void)
{
	rc.facts.spf.present_status = DR_STATUS_KNOWN;
	rc.facts.mx.present_status = DR_STATUS_KNOWN;
}

START_TEST(delivery_by_findings)
{
	set_read();
	hit(&SPF_NOTE, "a note");
	WANT(verdicts().delivery, "ok", "nothing found that keeps it from arriving");
	hit(&SPF_WARNING, "a warning");
	WANT(verdicts().delivery, "at-risk", "a warning");
	hit(&SPF_ERROR, "an error");
	WANT(verdicts().delivery, "at-risk", "an error");
	hit(&MX_ERROR, "no way in");
	WANT(verdicts().delivery, "broken", "no way in");
}
END_TEST

START_TEST(a_broken_spf_breaks_mail_only_when_dmarc_enforces_and_dkim_cannot_help)
{
	hit(&SPF_ERROR, "an error");
	rc.facts.dkim.found_status = DR_STATUS_KNOWN;
	set_policies("none", "none", "none");
	WANT(verdicts().delivery, "at-risk", "an error");
	set_policies("reject", "reject", "reject");
	WANT(verdicts().delivery, "broken", "an error");
	rc.facts.dkim.found = 1;
	WANT(verdicts().delivery, "at-risk", "an error");
}
END_TEST

START_TEST(waived_findings_do_not_count)
{
	set_read();
	render_add(&rc, &MX_ERROR, S("x"), NULL, (dr_span){ 0, 0 })->waived = true;
	WANT(verdicts().delivery, "ok", "nothing found that keeps it from arriving");
}
END_TEST

START_TEST(missing_answers_make_delivery_unknown_but_a_message_does_not)
{
	set_read();
	dr_finding *finding = render_add(&rc, &SPF_ERROR, S("?"), NULL, (dr_span){ 0, 0 });
	finding->outcome = DR_UNDECIDED_FINDING;
	finding->why = 1u << DR_WHY_MESSAGE;
	WANT(verdicts().delivery, "ok", "nothing found that keeps it from arriving");
	finding->why = 1u << DR_WHY_NETWORK;
	WANT(verdicts().delivery, "unknown", "an answer that matters could not be had");
}
END_TEST

START_TEST(a_domain_that_sends_nothing_wants_no_logo)
{
	set_read();
	rc.facts.domain.sends_status = DR_STATUS_KNOWN;
	set_policies("reject", "reject", "reject");
	WANT(verdicts().delivery, "ok", "sends no mail");
	WANT(verdicts().brand, "not-wanted", "sends no mail");
}
END_TEST

START_TEST(logo)
{
	set_policies("reject", "reject", "reject");
	WANT(verdicts().brand, "possible", "the policy allows it; there is no BIMI record yet");
	rc.facts.bimi.present = true;
	rc.facts.bimi.present_status = DR_STATUS_KNOWN;
	WANT(verdicts().brand, "possible", "the policy allows it, and there is a BIMI record");
	hit(&BAD_LOGO, "two records");
	WANT(verdicts().brand, "not-possible", "two records");
	rc.facts.bimi.declined = true;
	rc.facts.bimi.declined_status = DR_STATUS_KNOWN;
	WANT(verdicts().brand, "not-wanted", "the BIMI record declines");
}
END_TEST

#define KNOWN                     \
	{                         \
		.state = DR_KNOWN \
	}
#define ABSENT                     \
	{                          \
		.state = DR_ABSENT \
	}
#define NETWORK                                            \
	{                                                  \
		.state = DR_UNKNOWN, .why = DR_WHY_NETWORK \
	}

static const struct {
	dr_address_fact address;
	const char *word, *why;
} ADDRESSES[] = {
	{ { .uri = DR_STR_INIT("mailto:a@x.example"),
	    .address = DR_STR_INIT("a@x.example"),
	    .host = DR_STR_INIT("x.example"),
	    .valid = true,
	    .authorised = true,
	    .authorised_status = KNOWN,
	    .accepts = DR_STR_INIT("yes"),
	    .accepts_status = KNOWN },
	  "arriving",
	  "at a@x.example" },
	{ { .uri = DR_STR_INIT("a@x.example"),
	    .authorised_status = ABSENT,
	    .accepts_status = ABSENT },
	  "blind",
	  "a@x.example is no address for reports" },
	{ { .uri = DR_STR_INIT("mailto:a@x.example"),
	    .host = DR_STR_INIT("x.example"),
	    .valid = true,
	    .authorised_status = KNOWN,
	    .accepts = DR_STR_INIT("yes"),
	    .accepts_status = KNOWN },
	  "blind",
	  "x.example has not agreed to receive them" },
	{ { .uri = DR_STR_INIT("mailto:a@x.example"),
	    .host = DR_STR_INIT("x.example"),
	    .valid = true,
	    .authorised = true,
	    .authorised_status = KNOWN,
	    .accepts = DR_STR_INIT("no-name"),
	    .accepts_status = KNOWN },
	  "blind",
	  "x.example accepts no mail" },
	{ { .uri = DR_STR_INIT("mailto:a@x.example"),
	    .host = DR_STR_INIT("x.example"),
	    .valid = true,
	    .authorised = true,
	    .authorised_status = KNOWN,
	    .accepts_status = NETWORK },
	  "unknown",
	  "whether x.example takes them could not be told" },
	{ { .uri = DR_STR_INIT("mailto:a@x.example"),
	    .host = DR_STR_INIT("x.example"),
	    .valid = true,
	    .authorised_status = NETWORK,
	    .accepts = DR_STR_INIT("yes"),
	    .accepts_status = KNOWN },
	  "unknown",
	  "whether x.example takes them could not be told" },
};

static void set_addresses(dr_address_fact *items, size_t count)
{
	rc.facts.dmarc.present = true;
	rc.facts.dmarc.present_status = DR_STATUS_KNOWN;
	rc.facts.dmarc.rua = (dr_address_facts){ items, count };
	rc.facts.dmarc.rua_status = DR_STATUS_KNOWN;
}

START_TEST(one_address)
{
	dr_address_fact address = ADDRESSES[_i].address;
	set_addresses(&address, 1);
	WANT(verdicts().reports, ADDRESSES[_i].word, ADDRESSES[_i].why);
}
END_TEST

START_TEST(the_best_address_is_told)
{
	dr_address_fact lost_and_reached[] = { ADDRESSES[2].address, ADDRESSES[4].address,
		                               ADDRESSES[0].address };
	set_addresses(lost_and_reached, 2);
	WANT(verdicts().reports, "unknown", "whether x.example takes them could not be told");
	set_addresses(lost_and_reached, 3);
	WANT(verdicts().reports, "arriving", "at a@x.example");
}
END_TEST

START_TEST(no_addresses)
{
	rc.facts.dmarc.present_status = DR_STATUS_KNOWN;
	WANT(verdicts().reports, "blind", "no DMARC record asks for them");
	set_addresses(NULL, 0);
	WANT(verdicts().reports, "blind", "no rua address: nobody tells who sends as you");
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("render_verdict");
	TCase *tcase = tcase_create("all");
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, nothing_known);
	tcase_add_loop_test(tcase, policies, 0, (int)DR_COUNT(POLICIES));
	tcase_add_test(tcase, a_policy_that_does_not_hold_everywhere_is_open);
	tcase_add_test(tcase, only_the_first_sentence_is_told);
	tcase_add_test(tcase, spoofing_findings_count);
	tcase_add_test(tcase, delivery_by_findings);
	tcase_add_test(tcase,
	               a_broken_spf_breaks_mail_only_when_dmarc_enforces_and_dkim_cannot_help);
	tcase_add_test(tcase, waived_findings_do_not_count);
	tcase_add_test(tcase, missing_answers_make_delivery_unknown_but_a_message_does_not);
	tcase_add_test(tcase, a_domain_that_sends_nothing_wants_no_logo);
	tcase_add_test(tcase, logo);
	tcase_add_loop_test(tcase, one_address, 0, (int)DR_COUNT(ADDRESSES));
	tcase_add_test(tcase, the_best_address_is_told);
	tcase_add_test(tcase, no_addresses);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
