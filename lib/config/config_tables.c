#include "config/config_priv.h"

static const char *const MAIL[] = { "people", "transactional", "mixed", "none", NULL };
static const char *const PACES[] = { "small", "large", NULL };
static const char *const POLICIES[] = { "none", "quarantine", "reject", NULL };
static const char *const WEEKDAYS[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL };

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
	DR_PLAIN(dr_domain_text, target, "where the rollout ends", DR_DEFAULT_STR(""),
	         DR_CHOICES(POLICIES)),
	DR_KEPT(dr_domain_text, by, "the day by which the target is wanted", DR_OPTIONAL),
	DR_PLAIN(dr_domain_text, decided_by, "who decided about the target", DR_DEFAULT_STR("")),
	DR_PLAIN(dr_domain_text, reason, "why", DR_DEFAULT_STR("")),
	DR_PLAIN(dr_domain_text, provider, "who runs the DNS", DR_DEFAULT_STR("")),
	DR_PLAIN(dr_domain_text, owner, "who answers for the domain", DR_DEFAULT_STR("")),
	DR_PLAIN(dr_domain_text, outbound_per_month, "messages a month", DR_DEFAULT_INT(-1)),
	DR_PLAIN(dr_domain_text, ttl, "of records in plans, where the DNS host allows no other",
	         DR_DEFAULT_INT(0)),
	DR_PLAIN(dr_domain_text, require_approval, "no step without a line under `approve`",
	         DR_OPTIONAL),
	DR_KEPT(dr_domain_text, approve, "steps that somebody agreed to", DR_OPTIONAL),
	DR_KEPT(dr_domain_text, changes, "changes of SPF, DKIM or MX", DR_OPTIONAL),
	DR_PLAIN(dr_domain_text, services, "ids of services that it uses"),
	DR_KEPT(dr_domain_text, networks, "addresses of its own", DR_OPTIONAL),
	DR_KEPT(dr_domain_text, sources, "decisions about sources of mail", DR_OPTIONAL),
	DR_KEPT(dr_domain_text, accept, "gates that are closed for a time", DR_OPTIONAL),
	DR_KEPT(dr_domain_text, rules, "rules of this domain", DR_OPTIONAL),
};
DR_SCHEMA(DR_DOMAIN_TEXT_SCHEMA, "domain", dr_domain_text, DOMAIN_FIELDS,
          "what is known of a domain");

const char *const DR_SOURCE_IS_NAMES[] = { "ours", "not-ours", "forwarder", "retired", NULL };
const char *const DR_CADENCE_NAMES[] = { "",          "daily",  "weekly", "monthly",
	                                 "quarterly", "yearly", NULL };

static const dr_field DECISION_FIELDS[] = {
	DR_KEPT(dr_decision_text, match, "service, dkim, spf, rdns or network: which source"),
	DR_PLAIN(dr_decision_text, is, "what it is", DR_CHOICES(DR_SOURCE_IS_NAMES)),
	DR_PLAIN(dr_decision_text, name, "a name for people", DR_DEFAULT_STR("")),
	DR_PLAIN(dr_decision_text, owner, "who must act", DR_DEFAULT_STR("")),
	DR_PLAIN(dr_decision_text, cadence, "how often it sends", DR_DEFAULT_STR(""),
	         DR_CHOICES(DR_CADENCE_NAMES)),
	DR_KEPT(dr_decision_text, verified, "the day a message of it was checked outside",
	        DR_OPTIONAL),
};
DR_SCHEMA(DR_DECISION_TEXT_SCHEMA, "source", dr_decision_text, DECISION_FIELDS,
          "a decision about a source of mail");

static const dr_field ACCEPTANCE_FIELDS[] = {
	DR_PLAIN(dr_acceptance_text, gate, "id of the gate"),
	DR_PLAIN(dr_acceptance_text, source, "name, owner or identifier of a source",
	         DR_DEFAULT_STR("")),
	DR_PLAIN(dr_acceptance_text, by, "who decided"),
	DR_PLAIN(dr_acceptance_text, reason, "why"),
	DR_KEPT(dr_acceptance_text, until, "the last day on which it holds"),
};
DR_SCHEMA(DR_ACCEPTANCE_TEXT_SCHEMA, "acceptance", dr_acceptance_text, ACCEPTANCE_FIELDS,
          "a gate that a person closes for a time");

static const dr_field WAIVER_FIELDS[] = {
	DR_KEPT(dr_waiver_text, rule, "id or name of the rule"),
	DR_KEPT(dr_waiver_text, owner, "owner name of the record"),
	DR_KEPT(dr_waiver_text, until, "the last day on which it holds", DR_OPTIONAL),
	DR_PLAIN(dr_waiver_text, reason, "why, for whoever reads it later", DR_DEFAULT_STR("")),
};
DR_SCHEMA(DR_WAIVER_TEXT_SCHEMA, "waiver", dr_waiver_text, WAIVER_FIELDS,
          "a finding that is accepted for a time");

static const dr_field APPROVAL_FIELDS[] = {
	DR_PLAIN(dr_approval_text, phase, "id of the phase"),
	DR_PLAIN(dr_approval_text, by, "who agreed"),
	DR_KEPT(dr_approval_text, on, "when", DR_OPTIONAL),
};
DR_SCHEMA(DR_APPROVAL_TEXT_SCHEMA, "approval", dr_approval_text, APPROVAL_FIELDS,
          "somebody agreed to a step");

static const dr_field CHANGE_FIELDS[] = {
	DR_KEPT(dr_change_text, on, "the day"),
	DR_PLAIN(dr_change_text, what, "what changes", DR_DEFAULT_STR("")),
};
DR_SCHEMA(DR_CHANGE_TEXT_SCHEMA, "change", dr_change_text, CHANGE_FIELDS,
          "a change of SPF, DKIM keys or MX");

static const dr_field FREEZE_FIELDS[] = {
	DR_PLAIN(dr_freeze_text, name, "what it is", DR_DEFAULT_STR("")),
	DR_KEPT(dr_freeze_text, from, "the first day; 12-20: every year"),
	DR_KEPT(dr_freeze_text, until, "the last day"),
};
DR_SCHEMA(DR_FREEZE_TEXT_SCHEMA, "freeze", dr_freeze_text, FREEZE_FIELDS,
          "days on which nothing is changed");

static const dr_field CONFIG_FIELDS[] = {
	DR_KEPT(dr_config_text, domains, "domains by name", DR_OPTIONAL),
	DR_KEPT(dr_config_text, rules, "which rules count", DR_OPTIONAL),
	DR_KEPT(dr_config_text, waivers, "findings that are accepted for a time", DR_OPTIONAL),
	DR_KEPT(dr_config_text, freezes, "days on which nothing is changed", DR_OPTIONAL),
	DR_PLAIN(dr_config_text, weekdays, "days for steps", DR_CHOICES(WEEKDAYS)),
	DR_PLAIN(dr_config_text, trusted_authserv_id,
	         "servers whose Authentication-Results are believed"),
	DR_PLAIN(dr_config_text, confirmed_reporters,
	         "organisations whose reports count towards gates"),
};
DR_SCHEMA(DR_CONFIG_TEXT_SCHEMA, "the config file", dr_config_text, CONFIG_FIELDS,
          "dmarcramp.yaml");
