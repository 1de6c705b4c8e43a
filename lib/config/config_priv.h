/*
 * The config file as its YAML says it. Members are keys.
 */
#pragma once
#include "config/config.h"

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
	const dr_node *rules;
} dr_domain_text;

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
} dr_config_text;

extern const dr_schema DR_RULES_TEXT_SCHEMA;
extern const dr_schema DR_DOMAIN_TEXT_SCHEMA;
extern const dr_schema DR_WAIVER_TEXT_SCHEMA;
extern const dr_schema DR_CONFIG_TEXT_SCHEMA;
