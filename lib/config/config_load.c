#include "config/config_priv.h"
#include "name/mailbox.h"
#include "name/name.h"

typedef dr_config_loader loader;
#define fail    dr_config_fail
#define is_kind dr_config_is_kind

bool dr_config_is_kind(loader *l, const dr_node *node, dr_node_kind kind, const char *key,
                       const char *wanted)
{
	if (node->kind == kind) {
		return true;
	}
	fail(l, DR_ETYPE, node->span, "'%s' must be %s, not %s", key, wanted,
	     dr_node_kind_name(node->kind));
	return false;
}

/* `what` says what else the name may be. */
static const dr_rule *find_rule(loader *l, const char *what, dr_str name, dr_span at)
{
	if (l->rules == NULL) {
		return NULL;
	}
	const dr_rule *rule = dr_ruleset_find(l->rules, name);
	if (rule == NULL) {
		const char *near = dr_ruleset_suggest(l->rules, name);
		fail(l, DR_ENAME, at, "no %s '%.*s'%s%s%s", what, DR_FMT(name),
		     near != NULL ? "; did you mean '" : "", near != NULL ? near : "",
		     near != NULL ? "'?" : "");
	}
	return rule;
}

dr_day dr_config_load_day(loader *l, const dr_node *node, const char *key)
{
	dr_day day = DR_NO_DAY;
	if (node != NULL && is_kind(l, node, DR_NODE_STRING, key, "a day such as 2026-11-21") &&
	    !dr_day_parse(node->text, &day)) {
		fail(l, DR_EINVAL, node->span, "'%s' is no day such as 2026-11-21", key);
	}
	return day;
}

static void load_severity(loader *l, const dr_node *value, dr_rule_severities *ret_severities)
{
	dr_rule_severity choice = { .rule = find_rule(l, "rule", value->key, value->key_span) };
	choice.off = dr_str_eq(value->text, DR_STR("off"));
	if (value->kind != DR_NODE_STRING ||
	    (!choice.off && !dr_severity_parse(value->text, &choice.severity))) {
		fail(l, DR_EINVAL, value->span,
		     "the severity of a rule is error, warning, info or off");
	} else if (choice.rule != NULL) {
		dr_list_add(l->arena, ret_severities, choice);
	}
}

static void check_selected(loader *l, const dr_node *word)
{
	if (l->rules != NULL && !dr_ruleset_is_group(l->rules, word->text)) {
		find_rule(l, "rule, kind of record or category", word->text, word->span);
	}
}

/* A word that selects nothing would silence the linter. */
static void check_select(loader *l, const dr_node *select)
{
	if (select != NULL && select->kind == DR_NODE_STRING) {
		check_selected(l, select);
	}
	for (const dr_node *word = select != NULL && select->kind == DR_NODE_SEQ ? select->first
	                                                                         : NULL;
	     word != NULL; word = word->next) {
		check_selected(l, word);
	}
}

static void load_rules(loader *l, const dr_node *node, dr_rules_config *ret_rules)
{
	dr_rules_text text = { 0 };
	if (node == NULL) {
		return;
	}
	l->count += dr_bind(l->arena, l->source, &DR_RULES_TEXT_SCHEMA, node, &text, l->errors);
	ret_rules->select = text.select;
	check_select(l, dr_node_find(node, "select"));
	if (text.severity == NULL ||
	    !is_kind(l, text.severity, DR_NODE_MAP, "severity", "a map from rules to severities")) {
		return;
	}
	for (const dr_node *value = text.severity->first; value != NULL; value = value->next) {
		load_severity(l, value, &ret_rules->severities);
	}
}

/* The name in A-labels; the empty slice, with an error, when it is none. */
static dr_str load_name(loader *l, dr_str text, dr_span at)
{
	dr_name name;
	dr_error err = { 0 };
	if (dr_domain_load(l->arena, text, &name, &err) == DR_OK) {
		return dr_name_text(l->arena, name);
	}
	fail(l, err.code, at, "%s", err.text);
	return (dr_str){ 0 };
}

/* Mailboxes, with their domains in A-labels. */
static void load_mailboxes(loader *l, const dr_strs *texts, const dr_node *node,
                           dr_strs *ret_mailboxes)
{
	for (size_t i = 0; i < texts->len; i++) {
		dr_str mailbox;
		dr_error err = { 0 };
		if (dr_mailbox_load(l->arena, texts->items[i], &mailbox, &err) == DR_OK) {
			dr_list_add(l->arena, ret_mailboxes, mailbox);
		} else {
			fail(l, err.code, node->span, "%s", err.text);
		}
	}
}

static void load_domain(loader *l, const dr_node *node, dr_config *config)
{
	dr_domain_text text = { 0 };
	l->count += dr_bind(l->arena, l->source, &DR_DOMAIN_TEXT_SCHEMA, node, &text, l->errors);
	dr_domain_config domain = {
		.domain = load_name(l, node->key, node->key_span),
		.selectors = text.selectors,
		.mail = text.mail,
		.pace = text.pace,
		.since = dr_config_load_day(l, text.since, "since"),
		.services = text.services,
		.at = node->key_span,
	};
	dr_config_load_rollout(l, &text, &domain);
	load_mailboxes(l, &text.report_addresses, dr_node_find(node, "report_addresses"),
	               &domain.report_addresses);
	dr_config_load_networks(l, text.networks, &domain.networks);
	dr_config_load_sources(l, text.sources, &domain.sources);
	dr_config_load_accept(l, text.accept, &domain.accept);
	load_rules(l, text.rules, &domain.rules);
	if (dr_config_find(config, domain.domain) != NULL) {
		fail(l, DR_ENAME, node->key_span, "%.*s is here twice", DR_FMT(domain.domain));
	}
	dr_list_add(l->arena, &config->domains, domain);
}

static void load_domains(loader *l, const dr_node *node, dr_config *config)
{
	if (node == NULL || !is_kind(l, node, DR_NODE_MAP, "domains", "a map by domain names")) {
		return;
	}
	for (const dr_node *value = node->first; value != NULL; value = value->next) {
		load_domain(l, value, config);
	}
}

static dr_file_place place_of(const loader *l, dr_span at)
{
	dr_position position = dr_source_find(l->source, at.off);
	return (dr_file_place){ l->source->name, position.line, position.column };
}

static void load_waiver(loader *l, const dr_node *node, dr_config *config)
{
	dr_waiver_text text = { 0 };
	size_t wrong = dr_bind(l->arena, l->source, &DR_WAIVER_TEXT_SCHEMA, node, &text, l->errors);
	l->count += wrong;
	if (wrong > 0 || !is_kind(l, text.rule, DR_NODE_STRING, "rule", "a rule's id or name") ||
	    !is_kind(l, text.owner, DR_NODE_STRING, "owner", "the owner name of a record")) {
		return;
	}
	find_rule(l, "rule", text.rule->text, text.rule->span);
	dr_waiver waiver = {
		.rule = text.rule->text,
		.owner = load_name(l, text.owner->text, text.owner->span),
		.until = dr_config_load_day(l, text.until, "until"),
		.reason = text.reason,
		.at = place_of(l, node->span),
	};
	dr_list_add(l->arena, &config->waivers, waiver);
}

static void load_waivers(loader *l, const dr_node *node, dr_config *config)
{
	if (node == NULL || !is_kind(l, node, DR_NODE_SEQ, "waivers", "a list")) {
		return;
	}
	for (const dr_node *value = node->first; value != NULL; value = value->next) {
		load_waiver(l, value, config);
	}
}

static void load_config(loader *l, const dr_node *root, dr_config *config)
{
	dr_config_text text = { 0 };
	l->count += dr_bind(l->arena, l->source, &DR_CONFIG_TEXT_SCHEMA, root, &text, l->errors);
	load_domains(l, text.domains, config);
	load_rules(l, text.rules, &config->rules);
	load_waivers(l, text.waivers, config);
	dr_config_load_calendar(l, &text, config);
	config->trusted_authserv_id = text.trusted_authserv_id;
	config->confirmed_reporters = text.confirmed_reporters;
}

size_t dr_config_load(dr_arena *arena, const dr_source *source, const dr_ruleset *rules,
                      const dr_config **ret_config, dr_errors *errors)
{
	loader l = { .arena = arena, .source = source, .rules = rules, .errors = errors };
	dr_config *config = dr_arena_new_of(arena, dr_config);
	const dr_node *root = NULL;
	dr_error err = { 0 };
	if (config == NULL) {
		fail(&l, DR_ENOMEM, DR_NOWHERE, "no memory to read %s", source->name);
	} else if (dr_yaml_parse(arena, source, &root, &err) != DR_OK) {
		dr_list_add(arena, errors, err);
		l.count = 1;
	} else if (root != NULL) {
		config->source = source;
		load_config(&l, root, config);
	}
	if (l.count == 0) {
		*ret_config = config;
	}
	return l.count;
}
