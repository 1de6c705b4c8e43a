/*
 * dmarcramp.yaml: what people say about their domains, and how they want rules to be used. Kept
 * under version control beside the zones.
 *
 * Every key is read or refused: an unknown one is an error with a suggestion. What the command line
 * says goes before what stands here.
 */
#pragma once
#include "base/clock.h"
#include "base/prefixset.h"
#include "doc/bind.h"
#include "rule/rule.h"
#include "rule/waiver.h"

/* What the severity of a rule becomes. */
typedef struct {
	const dr_rule *rule;
	bool off;
	dr_severity severity; /* when it is not off */
} dr_rule_severity;
typedef DR_LIST(dr_rule_severity) dr_rule_severities;

/* The key `rules`, at the top and for one domain. */
typedef struct {
	dr_strs select; /* ids, names, kinds of record, categories: only these; empty: all */
	dr_rule_severities severities;
} dr_rules_config;

/* Somebody has agreed to a step. */
typedef struct {
	dr_str phase; /* its id in the playbook */
	dr_str by;
	dr_day on; /* DR_NO_DAY: not said */
} dr_approval;
typedef DR_LIST(dr_approval) dr_approvals;

/* A change of SPF, DKIM keys or MX that is planned or was made. */
typedef struct {
	dr_day on;
	dr_str what;
} dr_known_change;
typedef DR_LIST(dr_known_change) dr_known_changes;

/* Days on which nothing is changed, both included. A yearly one has month * 100 + day instead of
 * days, and its end may lie before its beginning: it goes over the end of the year. */
typedef struct {
	dr_str name;
	bool yearly;
	dr_day from, until;
} dr_freeze;
typedef DR_LIST(dr_freeze) dr_freezes;

/* What a person says a source of mail is. */
typedef enum {
	DR_IS_OURS,      /* its mail must pass */
	DR_IS_NOT_OURS,  /* it never blocks */
	DR_IS_FORWARDER, /* it sends on what others sent */
	DR_IS_RETIRED,   /* it was ours and must not send any more */
} dr_source_is;

/* How often a source that is ours sends. */
typedef enum {
	DR_CADENCE_UNSET,
	DR_CADENCE_DAILY,
	DR_CADENCE_WEEKLY,
	DR_CADENCE_MONTHLY,
	DR_CADENCE_QUARTERLY,
	DR_CADENCE_YEARLY
} dr_cadence;

/* A decision about a source. It is about the source of which one of these holds: its service, a
 * domain that signs, a return-path's domain, an address, a reverse name ("*.vendor.example": any
 * name below). Exactly one is said. */
typedef struct {
	dr_str service, dkim, spf, rdns; /* lower case; empty: not by this */
	dr_prefix network;               /* family DR_IP_NONE: not by this */
	dr_source_is is;
	dr_str name;  /* for people and for `accept`; may be empty */
	dr_str owner; /* who must act; may be empty */
	dr_cadence cadence;
	dr_day verified; /* a message of it was checked outside; DR_NO_DAY: never */
	dr_span at;
} dr_source_decision;
typedef DR_LIST(dr_source_decision) dr_source_decisions;

/* A gate that a person closes for a time. */
typedef struct {
	dr_str gate;   /* id of the gate, "PL003" */
	dr_str source; /* name, owner or identifier of the source; empty: the gate as a whole */
	dr_str by, reason;
	dr_day until; /* the last day on which it holds; DR_NO_DAY: not said */
	dr_span at;
} dr_acceptance;
typedef DR_LIST(dr_acceptance) dr_acceptances;

/* One domain; what is not said is empty, DR_NO_DAY. */
typedef struct {
	dr_str domain;            /* A-labels, lower case, no final dot */
	dr_strs selectors;        /* DKIM selectors that must have a key */
	dr_str mail;              /* people transactional mixed none */
	dr_str pace;              /* small large */
	dr_day since;             /* since when the present DMARC record is published */
	dr_strs report_addresses; /* where aggregate reports go: mailboxes, domains in A-labels */
	dr_str target;            /* none quarantine reject: the decision where the rollout ends */
	dr_str decided_by, reason;
	dr_day by;                  /* the day by which the target is wanted */
	dr_str provider;            /* who runs its DNS */
	dr_str owner;               /* who answers for the domain */
	int64_t outbound_per_month; /* messages; -1: not said */
	int64_t ttl;                /* seconds, of records in plans; 0: not said */
	bool wants_approval;        /* `require_approval`, or `approve` is there, even empty */
	dr_approvals approve;
	dr_known_changes changes;
	dr_strs services;     /* ids of services it uses, as written */
	dr_prefixes networks; /* addresses of its own */
	dr_source_decisions sources;
	dr_acceptances accept;
	dr_rules_config rules;
	dr_span at; /* of its name in the file */
} dr_domain_config;
typedef DR_LIST(dr_domain_config) dr_domain_configs;

typedef struct {
	const dr_source *source;
	dr_domain_configs domains; /* in the order of the file */
	dr_rules_config rules;
	dr_waivers waivers;
	dr_freezes freezes;
	uint8_t weekdays; /* bit 0 Monday … bit 6 Sunday: days for steps; 0: not said */
	dr_strs trusted_authserv_id; /* servers whose Authentication-Results are believed */
	dr_strs confirmed_reporters; /* organisations whose reports gates may count */
} dr_config;

/* Reads a config file into `arena`; `rules` (finished) are those it may name; NULL: rules are
 * neither checked nor kept. Every problem is an error with file, line and column. The number of
 * errors; `ret_config` is set only when it is 0. The source and the ruleset must outlive it. */
size_t dr_config_load(dr_arena *arena, const dr_source *source, const dr_ruleset *rules,
                      const dr_config **ret_config, dr_errors *errors);

/* Whether a freeze covers a day. */
bool dr_freeze_holds(const dr_freeze *freeze, dr_day day);

/* The entry of a domain (A-labels, any case), or NULL. */
const dr_domain_config *dr_config_find(const dr_config *config, dr_str domain);

/* "ours", "not-ours", "forwarder", "retired". Static storage. */
const char *dr_source_is_name(dr_source_is is);
/* "daily" … "yearly"; "" when it is not said. Static storage. */
const char *dr_cadence_name(dr_cadence cadence);

/* The settings of rules for one domain: the file's, then the domain's own (NULL: none), over those
 * of `before` (NULL: as the rules are written). In `arena`; NULL: no memory. */
const dr_rule_settings *dr_config_settings(dr_arena *arena, const dr_config *config,
                                           const dr_domain_config *domain,
                                           const dr_rule_settings *before);
