/* dmarcramp.yaml: what is read, what is refused and where, and whose word is the last. */
#include "config/config.h"
#include "rule/rule.h"
#include "unit.h"

#define RULE(id, name, severity)                                                              \
	"- id: " id "\n  name: " name "\n  record: toy\n  category: c\n  severity: " severity \
	"\n  title: t\n  when: |\n    true\n  message: m\n  why: w\n"

static const dr_stage NO_STAGES[1];
static const char *const RECORDS[] = { "toy", "other", NULL };
static const char *const CATEGORIES[] = { "c", NULL };
static const char *const WHO[] = { "you", NULL };
static const dr_rule_world WORLD = {
	.stages = NO_STAGES, .records = RECORDS, .categories = CATEGORIES, .who = WHO
};

static dr_arena *arena;
static dr_ruleset *rules;

static void set_up(void)
{
	static const dr_source source = { "toy.yaml",
		                          DR_STR_INIT(RULE("TOY001", "first-rule", "warning") RULE(
						  "TOY002", "second-rule", "info")
		                                              RULE("TOY100", "on-demand",
		                                                   "error") "  optional: true\n") };
	dr_errors errors = { 0 };
	arena = dr_arena_new(0);
	rules = dr_ruleset_new(arena, &WORLD);
	size_t count = dr_ruleset_load(rules, &source, true, &errors);
	count += dr_ruleset_finish(rules, &errors);
	ck_assert_msg(count == 0, "%s", errors.len > 0 ? errors.items[0].text : "");
}

static void tear_down(void)
{
	dr_arena_free(arena);
}

/* NULL when it is refused: then the first error is in `ret_error`. */
static const dr_config *load(const char *text, dr_error *ret_error)
{
	dr_source *source = dr_arena_new_of(arena, dr_source);
	const dr_config *config = NULL;
	dr_errors errors = { 0 };
	*source = (dr_source){ "dmarcramp.yaml", dr_str_of(text) };
	size_t count = dr_config_load(arena, source, rules, &config, &errors);
	ck_assert_uint_eq(count > 0, config == NULL);
	ck_assert_uint_eq(count > 0, errors.len > 0);
	*ret_error = errors.len > 0 ? errors.items[0] : (dr_error){ 0 };
	return config;
}

static const dr_config *load_good(const char *text)
{
	dr_error err;
	const dr_config *config = load(text, &err);
	ck_assert_msg(config != NULL, "%u:%u: %s", err.line, err.column, err.text);
	return config;
}

START_TEST(domains_are_found_by_their_a_labels)
{
	const dr_config *config = load_good("domains:\n"
	                                    "  Bücher.Example.:\n"
	                                    "    selectors: [s1, s2]\n"
	                                    "    mail: transactional\n"
	                                    "    pace: large\n"
	                                    "    since: 2026-11-03\n"
	                                    "    report_addresses: dmarc@example.com\n"
	                                    "  example.net: {}\n");
	const dr_domain_config *domain = dr_config_find(config, S("XN--bcher-kva.example"));
	ck_assert_ptr_nonnull(domain);
	ck_assert_uint_eq(domain->selectors.len, 2);
	ck_assert_dr_str(domain->selectors.items[1], "s2");
	ck_assert_dr_str(domain->mail, "transactional");
	ck_assert_dr_str(domain->pace, "large");
	ck_assert_int_eq(domain->since, dr_day_of(2026, 11, 3));
	ck_assert_dr_str(domain->report_addresses.items[0], "dmarc@example.com");
	const dr_domain_config *plain = dr_config_find(config, S("example.net"));
	ck_assert_ptr_nonnull(plain);
	ck_assert_int_eq(plain->since, DR_NO_DAY);
	ck_assert_uint_eq(plain->mail.len, 0);
	ck_assert_ptr_null(dr_config_find(config, S("mail.example.net")));
}
END_TEST

START_TEST(a_rollout_has_an_end_people_and_days)
{
	const dr_config *config =
		load_good("weekdays: [tue, thu]\n"
	                  "freezes:\n"
	                  "  - {name: year end, from: 12-20, until: 01-06}\n"
	                  "  - {from: 2027-02-08, until: 2027-02-12}\n"
	                  "domains:\n"
	                  "  example.com:\n"
	                  "    target: reject\n"
	                  "    decided_by: A. Person\n"
	                  "    reason: asked for\n"
	                  "    by: 2027-03-31\n"
	                  "    owner: IT\n"
	                  "    provider: example DNS\n"
	                  "    outbound_per_month: 40000\n"
	                  "    approve: [{phase: quarantine, by: B, on: 2026-12-01}]\n"
	                  "    changes: [{on: 2026-12-03, what: gateway}]\n"
	                  "  example.net: {approve: []}\n"
	                  "  example.org: {}\n");
	ck_assert_uint_eq(config->weekdays, 0x0A);
	ck_assert_uint_eq(config->freezes.len, 2);
	ck_assert(config->freezes.items[0].yearly);
	ck_assert_int_eq(config->freezes.items[0].from, 1220);
	ck_assert_int_eq(config->freezes.items[0].until, 106);
	ck_assert_int_eq(config->freezes.items[1].until, dr_day_of(2027, 2, 12));
	const dr_domain_config *domain = dr_config_find(config, S("example.com"));
	ck_assert_dr_str(domain->target, "reject");
	ck_assert_dr_str(domain->decided_by, "A. Person");
	ck_assert_int_eq(domain->by, dr_day_of(2027, 3, 31));
	ck_assert_int_eq(domain->outbound_per_month, 40000);
	ck_assert_dr_str(domain->approve.items[0].by, "B");
	ck_assert_int_eq(domain->changes.items[0].on, dr_day_of(2026, 12, 3));
	ck_assert(dr_config_find(config, S("example.net"))->wants_approval);
	ck_assert(!dr_config_find(config, S("example.org"))->wants_approval);
	ck_assert_int_eq(dr_config_find(config, S("example.org"))->outbound_per_month, -1);
}
END_TEST

static const char DECISIONS[] =
	"trusted_authserv_id: mx.example.com\n"
	"confirmed_reporters: [google.com, Enterprise Outlook]\n"
	"domains:\n"
	"  example.com:\n"
	"    services: [sendgrid]\n"
	"    networks: [192.0.2.77/24, 2001:db8::1]\n"
	"    sources:\n"
	"      - {match: {dkim: Mail.Vendor.Example.}, is: ours, name: payroll, owner: HR,\n"
	"         cadence: monthly, verified: 2026-11-02}\n"
	"      - {match: {network: 198.51.100.7}, is: not-ours}\n"
	"      - {match: {rdns: '*.relay.example'}, is: forwarder}\n"
	"    accept:\n"
	"      - {gate: PL003, source: payroll, by: Kim, reason: r, until: 2027-01-31}\n";

START_TEST(decisions_about_sources_are_read)
{
	const dr_config *config = load_good(DECISIONS);
	const dr_domain_config *domain = dr_config_find(config, S("example.com"));
	ck_assert_dr_str(config->trusted_authserv_id.items[0], "mx.example.com");
	ck_assert_dr_str(config->confirmed_reporters.items[1], "Enterprise Outlook");
	ck_assert_dr_str(domain->services.items[0], "sendgrid");
	ck_assert_uint_eq(domain->networks.len, 2);
	ck_assert_uint_eq(domain->networks.items[0].length, 24);
	ck_assert_uint_eq(domain->networks.items[0].address.octets[3], 0);
	ck_assert_uint_eq(domain->networks.items[1].length, 128);
	ck_assert_uint_eq(domain->sources.len, 3);
	const dr_source_decision *first = &domain->sources.items[0];
	ck_assert_dr_str(first->dkim, "mail.vendor.example");
	ck_assert_int_eq(first->is, DR_IS_OURS);
	ck_assert_dr_str(first->owner, "HR");
	ck_assert_str_eq(dr_cadence_name(first->cadence), "monthly");
	ck_assert_int_eq(first->verified, dr_day_of(2026, 11, 2));
	ck_assert_uint_eq(first->network.address.family, DR_IP_NONE);
	ck_assert_uint_eq(domain->sources.items[1].network.length, 32);
	ck_assert_str_eq(dr_source_is_name(domain->sources.items[2].is), "forwarder");
	ck_assert_dr_str(domain->accept.items[0].source, "payroll");
	ck_assert_int_eq(domain->accept.items[0].until, dr_day_of(2027, 1, 31));
}
END_TEST

START_TEST(an_empty_file_says_nothing)
{
	const dr_config *config = load_good("# nothing yet\n");
	ck_assert_uint_eq(config->domains.len + config->waivers.len, 0);
}
END_TEST

static const struct {
	const char *text;
	unsigned line, column;
	const char *error;
} REFUSED[] = {
	{ "domain:\n  example.com: {}\n", 1, 1,
	  "no key 'domain' in the config file; did you mean 'domains'?" },
	{ "domains: [example.com]\n", 1, 10,
	  "'domains' must be a map by domain names, not a list" },
	{ "domains:\n  example.com:\n    selectorz: [a]\n", 3, 5,
	  "no key 'selectorz' in domain; did you mean 'selectors'?" },
	{ "domains:\n  example.com:\n    mail: peple\n", 3, 11,
	  "'mail' cannot be 'peple'; it is one of people, transactional, mixed, none; did you "
	  "mean 'people'?" },
	{ "freezes:\n  - {from: 02-30, until: 03-01}\n", 2, 5,
	  "a freeze goes from a day such as 2026-12-20, or 12-20 for every year, until a later "
	  "one of the same form" },
	{ "weekdays: [monday]\n", 1, 12,
	  "'weekdays' cannot be 'monday'; it is one of mon, tue, wed, thu, fri, sat, sun" },
	{ "domains:\n  example.com:\n    approve: yes\n", 3, 14,
	  "'approve' must be a list, not a text" },
	{ "domains:\n  example.com:\n    since: 3 Nov\n", 3, 12,
	  "'since' is no day such as 2026-11-21" },
	{ "domains:\n  example.com: {}\n  EXAMPLE.com: {}\n", 3, 3, "example.com is here twice" },
	{ "rules:\n  severity: {TOY003: off}\n", 2, 14,
	  "no rule 'TOY003'; did you mean 'TOY001'?" },
	{ "rules: {select: TOY200}\n", 1, 17,
	  "no rule, kind of record or category 'TOY200'; did you mean 'TOY100'?" },
	{ "rules:\n  select: [toy, c, otherr]\n", 2, 20,
	  "no rule, kind of record or category 'otherr'" },
	{ "rules:\n  severity: {TOY001: fatal}\n", 2, 22,
	  "the severity of a rule is error, warning, info or off" },
	{ "domains:\n  example.com:\n    networks: [192.0.2.0/33]\n", 3, 16,
	  "expected a network such as 192.0.2.0/24 or an address" },
	{ "domains:\n  example.com:\n    sources:\n      - {match: {ip: 192.0.2.1}, is: ours}\n", 4,
	  18, "a source is matched by service, dkim, spf, rdns or network, not by 'ip'" },
	{ "domains:\n  example.com:\n    sources:\n"
	  "      - {match: {dkim: a.example, spf: b.example}, is: ours}\n",
	  4, 17, "'match' has one key: service, dkim, spf, rdns or network" },
	{ "domains:\n  example.com:\n    accept:\n      - {source: payroll}\n", 4, 10,
	  "the key 'gate' is missing" },
	{ "domains:\n  example.com:\n    accept:\n      - {gate: PL003, by: Kim, reason: r}\n", 4,
	  10, "the key 'until' is missing" },
	{ "waivers:\n  - {rule: TOY001}\n", 2, 6, "the key 'owner' is missing" },
	{ "waivers:\n  - {rule: TOY009, owner: example.com}\n", 2, 12,
	  "no rule 'TOY009'; did you mean 'TOY001'?" },
	{ "waivers:\n  - {rule: TOY001, owner: example.com, until: 2026-02-30}\n", 2, 47,
	  "'until' is no day such as 2026-11-21" },
};

START_TEST(what_cannot_be_meant_is_refused_with_its_place)
{
	dr_error err;
	ck_assert_ptr_null(load(REFUSED[_i].text, &err));
	ck_assert_str_eq(err.text, REFUSED[_i].error);
	ck_assert_uint_eq(err.line, REFUSED[_i].line);
	ck_assert_uint_eq(err.column, REFUSED[_i].column);
}
END_TEST

/* "off" or the severity of a rule for a domain. */
static const char *decided(const dr_config *config, const char *domain, const char *id)
{
	const dr_rule *rule = dr_ruleset_find(rules, dr_str_of(id));
	const dr_rule_settings *settings =
		dr_config_settings(arena, config, dr_config_find(config, dr_str_of(domain)), NULL);
	dr_severity severity = rule->severity;
	return settings->decide(settings->self, rule, &severity) ? dr_severity_name(severity)
	                                                         : "off";
}

START_TEST(the_nearer_word_is_the_last)
{
	const dr_config *config = load_good("rules:\n"
	                                    "  severity: {TOY001: off, second-rule: error}\n"
	                                    "domains:\n"
	                                    "  example.com:\n"
	                                    "    rules:\n"
	                                    "      severity: {first-rule: error, TOY002: off}\n");
	ck_assert_str_eq(decided(config, "example.com", "TOY001"), "error");
	ck_assert_str_eq(decided(config, "example.com", "TOY002"), "off");
	ck_assert_str_eq(decided(config, "example.net", "TOY001"), "off");
	ck_assert_str_eq(decided(config, "example.net", "TOY002"), "error");
}
END_TEST

START_TEST(only_what_is_selected_counts)
{
	const dr_config *config = load_good("rules: {select: [TOY002]}\n"
	                                    "domains:\n"
	                                    "  example.com: {rules: {select: other}}\n");
	ck_assert_str_eq(decided(config, "example.net", "TOY001"), "off");
	ck_assert_str_eq(decided(config, "example.net", "TOY002"), "info");
	ck_assert_str_eq(decided(config, "example.com", "TOY002"), "off");
}
END_TEST

START_TEST(an_optional_rule_is_on_when_it_is_called_by_its_name)
{
	const dr_config *config = load_good("domains:\n"
	                                    "  a.example: {rules: {select: [toy100]}}\n"
	                                    "  b.example: {rules: {select: [on-demand, TOY001]}}\n"
	                                    "  c.example: {rules: {severity: {TOY100: warning}}}\n"
	                                    "  d.example: {rules: {select: [toy, Other, c]}}\n");
	ck_assert_str_eq(decided(config, "a.example", "TOY100"), "error");
	ck_assert_str_eq(decided(config, "b.example", "TOY100"), "error");
	ck_assert_str_eq(decided(config, "c.example", "TOY100"), "warning");
	ck_assert_str_eq(decided(config, "d.example", "TOY100"), "off");
	ck_assert_str_eq(decided(config, "example.net", "TOY100"), "off");
}
END_TEST

START_TEST(a_waiver_holds_to_the_end_of_its_last_day)
{
	const dr_config *config = load_good("waivers:\n"
	                                    "  - rule: first-rule\n    owner: _dmarc.Example.com\n"
	                                    "    until: 2026-12-31\n    reason: agreed\n");
	const dr_waiver *waiver = &config->waivers.items[0];
	const dr_rule *first = dr_ruleset_find(rules, S("TOY001"));
	const dr_rule *second = dr_ruleset_find(rules, S("TOY002"));
	ck_assert(dr_waiver_covers(waiver, first, S("_DMARC.example.com")));
	ck_assert(!dr_waiver_covers(waiver, first, S("example.com")));
	ck_assert(!dr_waiver_covers(waiver, second, S("_dmarc.example.com")));
	ck_assert(!dr_waiver_is_expired(waiver, dr_day_of(2026, 12, 31)));
	ck_assert(dr_waiver_is_expired(waiver, dr_day_of(2027, 1, 1)));
	ck_assert_uint_eq(waiver->at.line, 2);
}
END_TEST

int main(void)
{
	Suite *suite = suite_create("config");
	TCase *tcase = tcase_create("config");
	tcase_add_checked_fixture(tcase, set_up, tear_down);
	tcase_add_test(tcase, domains_are_found_by_their_a_labels);
	tcase_add_test(tcase, a_rollout_has_an_end_people_and_days);
	tcase_add_test(tcase, decisions_about_sources_are_read);
	tcase_add_test(tcase, an_empty_file_says_nothing);
	tcase_add_loop_test(tcase, what_cannot_be_meant_is_refused_with_its_place, 0,
	                    (int)DR_COUNT(REFUSED));
	tcase_add_test(tcase, the_nearer_word_is_the_last);
	tcase_add_test(tcase, only_what_is_selected_counts);
	tcase_add_test(tcase, an_optional_rule_is_on_when_it_is_called_by_its_name);
	tcase_add_test(tcase, a_waiver_holds_to_the_end_of_its_last_day);
	suite_add_tcase(suite, tcase);
	SRunner *runner = srunner_create(suite);
	srunner_run_all(runner, CK_NORMAL);
	int failed = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failed == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
