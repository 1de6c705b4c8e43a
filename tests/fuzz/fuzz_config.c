/*
 * Config files, and waivers in zone comments, of strangers: what is refused says why; what is read
 * decides about rules and waives nothing that it does not name.
 */
#include "../unit/toy_world.h"
#include "config/config.h"
#include "fuzz.h"
#include "run/waivers.h"

static const dr_source RULE = {
	"toy.yaml", DR_STR_INIT("- id: TOY001\n  name: first\n  record: toy\n  category: safety\n"
	                        "  severity: info\n  title: t\n  when: |\n    true\n  message: m\n"
	                        "  why: w\n")
};

static void use(dr_arena *arena, const dr_config *config, const dr_ruleset *rules)
{
	for (size_t i = 0; i < config->domains.len; i++) {
		const dr_domain_config *domain = &config->domains.items[i];
		REQUIRE(dr_config_find(config, domain->domain) == domain);
		const dr_rule_settings *settings = dr_config_settings(arena, config, domain, NULL);
		for (size_t k = 0; k < dr_ruleset_count(rules); k++) {
			dr_severity severity = DR_INFO;
			settings->decide(settings->self, dr_ruleset_at(rules, k), &severity);
			REQUIRE(severity < DR_SEVERITY_COUNT);
		}
	}
}

static void waive(dr_arena *arena, const dr_source *source, const dr_waivers *given)
{
	dr_zone *zone = NULL;
	dr_error err = { 0 };
	const dr_zone_options options = { .origin = dr_name_of(arena, DR_STR("example.com")) };
	bool read = dr_zone_parse(source, &options, NULL, &zone, &err) == DR_OK;
	const dr_waiving how = { .given = given,
		                 .zones = dr_zones_new(arena, &zone, read ? 1 : 0),
		                 .domain = DR_STR("example.com") };
	dr_waivers_facts facts = { 0 };
	dr_run_waive(arena, &how, &(dr_findings){ 0 }, &facts);
	for (size_t i = 0; i < facts.listed.len; i++) {
		const dr_waiver_fact *fact = &facts.listed.items[i];
		REQUIRE(!fact->used && fact->place.file != NULL);
		REQUIRE(fact->rule.len > 0 || fact->problem_status.state == DR_KNOWN ||
		        fact->problem_status.state == DR_ABSENT);
	}
	dr_zone_close(zone);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	dr_arena *arena = dr_arena_new(0);
	const dr_source source = { "fuzz", { (const char *)data, size } };
	dr_ruleset *rules = dr_ruleset_new(arena, &TOY_WORLD);
	const dr_config *config = NULL;
	dr_errors errors = { 0 };
	dr_ruleset_load(rules, &RULE, true, &errors);
	dr_ruleset_finish(rules, &errors);
	errors.len = 0;
	size_t count = dr_config_load(arena, &source, rules, &config, &errors);
	REQUIRE((count > 0) == (config == NULL));
	REQUIRE(count == 0 || errors.len > 0);
	if (config != NULL) {
		use(arena, config, rules);
	}
	waive(arena, &source, config != NULL ? &config->waivers : NULL);
	dr_arena_free(arena);
	return 0;
}
