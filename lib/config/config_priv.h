/*
 * The config file as its YAML says it. Members are keys.
 */
#pragma once
#include "config/config.h"

/* What reading one config file needs. */
typedef struct {
	dr_arena *arena;
	const dr_source *source;
	const dr_ruleset *rules; /* NULL: rules are not looked at */
	dr_errors *errors;
	size_t count; /* of errors added */
} dr_config_loader;

#define dr_config_fail(l, code, span, ...) \
	((l)->count +=                     \
	 dr_errors_add((l)->arena, (l)->errors, (l)->source, (code), (span), __VA_ARGS__))

/* Whether a node is what its key needs; an error when it is not. */
bool dr_config_is_kind(dr_config_loader *l, const dr_node *node, dr_node_kind kind, const char *key,
                       const char *wanted);
/* The day of a key; DR_NO_DAY when the node is NULL or, with an error, no day. */
dr_day dr_config_load_day(dr_config_loader *l, const dr_node *node, const char *key);

typedef struct {
	dr_strs select;
	const dr_node *severity; /* a map from rules to severities */
} dr_rules_text;

typedef struct {
	dr_strs selectors;
	dr_str mail;
	dr_str pace;
	const dr_node *since;
	dr_strs report_addresses;
	dr_str target;
	const dr_node *by;
	dr_str decided_by;
	dr_str reason;
	dr_str provider;
	dr_str owner;
	int64_t outbound_per_month;
	int64_t ttl;
	bool require_approval;
	const dr_node *approve; /* a list of dr_approval_text */
	const dr_node *changes; /* a list of dr_change_text */
	dr_strs services;
	const dr_node *networks; /* a list of addresses and prefixes */
	const dr_node *sources;  /* a list of dr_decision_text */
	const dr_node *accept;   /* a list of dr_acceptance_text */
	const dr_node *rules;
} dr_domain_text;

typedef struct {
	dr_str phase;
	dr_str by;
	const dr_node *on;
} dr_approval_text;

typedef struct {
	const dr_node *on;
	dr_str what;
} dr_change_text;

typedef struct {
	dr_str name;
	const dr_node *from;
	const dr_node *until;
} dr_freeze_text;

typedef struct {
	const dr_node *match; /* a map with one key */
	dr_str is;
	dr_str name;
	dr_str owner;
	dr_str cadence;
	const dr_node *verified;
} dr_decision_text;

typedef struct {
	dr_str gate;
	dr_str source;
	dr_str by;
	dr_str reason;
	const dr_node *until;
} dr_acceptance_text;

typedef struct {
	const dr_node *rule;
	const dr_node *owner;
	const dr_node *until;
	dr_str reason;
} dr_waiver_text;

typedef struct {
	const dr_node *domains; /* a map from names to dr_domain_text */
	const dr_node *rules;
	const dr_node *waivers; /* a list of dr_waiver_text */
	const dr_node *freezes; /* a list of dr_freeze_text */
	dr_strs weekdays;
	dr_strs trusted_authserv_id;
	dr_strs confirmed_reporters;
} dr_config_text;

/* The keys `networks`, `sources`, `accept` of a domain; NULL: not there. */
void dr_config_load_networks(dr_config_loader *l, const dr_node *node, dr_prefixes *ret_networks);
void dr_config_load_sources(dr_config_loader *l, const dr_node *node,
                            dr_source_decisions *ret_sources);
void dr_config_load_accept(dr_config_loader *l, const dr_node *node, dr_acceptances *ret_accept);

/* The words of dr_source_is and dr_cadence, in their order; NULL at the end. */
extern const char *const DR_SOURCE_IS_NAMES[];
extern const char *const DR_CADENCE_NAMES[];

extern const dr_schema DR_RULES_TEXT_SCHEMA;
extern const dr_schema DR_DOMAIN_TEXT_SCHEMA;
extern const dr_schema DR_DECISION_TEXT_SCHEMA;
extern const dr_schema DR_ACCEPTANCE_TEXT_SCHEMA;
extern const dr_schema DR_WAIVER_TEXT_SCHEMA;
extern const dr_schema DR_APPROVAL_TEXT_SCHEMA;
extern const dr_schema DR_CHANGE_TEXT_SCHEMA;
extern const dr_schema DR_FREEZE_TEXT_SCHEMA;
extern const dr_schema DR_CONFIG_TEXT_SCHEMA;

/* config_calendar.c: what people say about the rollout of a domain, and when nothing may move. */
void dr_config_load_rollout(dr_config_loader *l, const dr_domain_text *text,
                            dr_domain_config *domain);
void dr_config_load_calendar(dr_config_loader *l, const dr_config_text *text, dr_config *config);
