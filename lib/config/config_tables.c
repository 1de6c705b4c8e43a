#include "config/config_priv.h"

static const char *const MAIL[] = { "people", "transactional", "mixed", "none", NULL };
static const char *const PACES[] = { "small", "large", NULL };

static const dr_field RULES_FIELDS[] = {
	DR_PLAIN(dr_rules_text, select, "ids, names, kinds of record, categories: only these"),
	DR_KEPT(dr_rules_text, severity, "rule: error, warning, info or off", DR_OPTIONAL),
};
DR_SCHEMA(DR_RULES_TEXT_SCHEMA, "rules", dr_rules_text, RULES_FIELDS, "which rules count");

static const dr_field DOMAIN_FIELDS[] = {
	DR_PLAIN(dr_domain_text, selectors, "DKIM selectors that must have a key"),
	DR_PLAIN(dr_domain_text, mail, "who writes from the domain", DR_DEFAULT_STR(""),
	         DR_CHOICES(MAIL)),
	DR_PLAIN(dr_domain_text, pace, "how careful the rollout is", DR_DEFAULT_STR(""),
	         DR_CHOICES(PACES)),
	DR_KEPT(dr_domain_text, since, "the day the present DMARC record was published",
	        DR_OPTIONAL),
	DR_PLAIN(dr_domain_text, report_addresses, "where aggregate reports go"),
	DR_KEPT(dr_domain_text, rules, "rules of this domain", DR_OPTIONAL),
};
DR_SCHEMA(DR_DOMAIN_TEXT_SCHEMA, "domain", dr_domain_text, DOMAIN_FIELDS,
          "what is known of a domain");

static const dr_field WAIVER_FIELDS[] = {
	DR_KEPT(dr_waiver_text, rule, "id or name of the rule"),
	DR_KEPT(dr_waiver_text, owner, "owner name of the record"),
	DR_KEPT(dr_waiver_text, until, "the last day on which it holds", DR_OPTIONAL),
	DR_PLAIN(dr_waiver_text, reason, "why, for whoever reads it later", DR_DEFAULT_STR("")),
};
DR_SCHEMA(DR_WAIVER_TEXT_SCHEMA, "waiver", dr_waiver_text, WAIVER_FIELDS,
          "a finding that is accepted for a time");

static const dr_field CONFIG_FIELDS[] = {
	DR_KEPT(dr_config_text, domains, "domains by name", DR_OPTIONAL),
	DR_KEPT(dr_config_text, rules, "which rules count", DR_OPTIONAL),
	DR_KEPT(dr_config_text, waivers, "findings that are accepted for a time", DR_OPTIONAL),
};
DR_SCHEMA(DR_CONFIG_TEXT_SCHEMA, "the config file", dr_config_text, CONFIG_FIELDS,
          "dmarcramp.yaml");
