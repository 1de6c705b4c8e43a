/*
 * One domain's run: questions, answers, facts, rules, findings; and many of them in a window.
 *
 * The program fills in what the library must not touch itself (clock, random numbers, files) and
 * the sources of answers. A run lives in its own arena, is driven by poll(2) beside the others of
 * the window, and hands its result over once, when nothing is open any more.
 */
#pragma once
#include "answer/answers.h"
#include "base/clock.h"
#include "base/prefixset.h"
#include "change/change.h"
#include "name/name.h"
#include "plan/plan_facts.h"
#include "rule/waiver.h"
#include "run/world.h"
#include "survey/hints.h"
#include "zone/zones.h"

/* What the user says about one domain; slices are borrowed while the run lives. */
typedef struct {
	dr_str domain;        /* as typed; checked and converted by the run */
	dr_str id;            /* scan: handed back */
	dr_strs selectors;    /* named ones */
	dr_str bimi_selector; /* that a mail asked for; empty: none */
	dr_str mail;          /* people transactional mixed none, or empty */
	dr_dkim_probe probe;
	dr_strs services;                 /* ids of services that it uses; may be empty */
	dr_prefixes networks;             /* addresses of its own; may be empty */
	dr_strs report_addresses;         /* where the user wants aggregate reports; may be empty */
	const dr_rule_settings *settings; /* of this domain; NULL: those of the config */
	const dr_change_side *since; /* the same domain before a change; NULL: nothing to compare */
	const struct dr_mail *message; /* that the domain may have signed; NULL: none */
	struct dr_traffic *traffic;    /* what reports say; judged again; NULL: no evidence */
	struct dr_traffic *planned;    /* what reports say, for a plan only: rules do not see
	                                  it, but its selectors are asked for */
	dr_strs rua, ruf; /* URIs that somebody asks for, published or not; may be empty */
	dr_strs below;    /* names below it that are looked at beside those in reports */
} dr_request;

typedef struct dr_run_result dr_run_result;

/* What many runs share; all of it is const while they run. */
typedef struct {
	const dr_catalog *catalog;        /* NULL: no service is recognised */
	const dr_suffixes *suffixes;      /* NULL: the built-in public suffix list */
	const dr_ruleset *rules;          /* NULL: no rules are run */
	const dr_rule_settings *settings; /* NULL: as written */
	const dr_waivers *waivers;        /* of the config file; NULL: none */
	dr_day as_of; /* the day on which to judge; 0 or DR_NO_DAY: certificates are not judged */
	dr_source_of_answers *first; /* answers before the zones (examples); NULL: none */
	dr_zones *zones;             /* answer next; NULL: none */
	const dr_domains *domains; /* that are run in one go: what is wrong in a zone's text is told
	                              with the nearest of them above it, once; NULL: with every one
	                              above it */
	dr_source_of_answers *snapshot; /* NULL: none; answers everything */
	dr_source_of_answers *live;     /* NULL: offline */
	dr_source_of_answers *web;      /* NULL: nothing is fetched */
	dr_source_of_answers *previous; /* an earlier snapshot to compare with; NULL: none */
	dr_day previous_day;            /* of that snapshot; DR_NO_DAY: it does not say */
	bool authoritative;             /* ask the zone's own name servers too */
	bool allow_private;             /* also at addresses that are not public */
	dr_str logo,
		certificate;   /* octets of files that stand for what BIMI names; ptr NULL: none */
	dr_str mark_roots;     /* PEM: what mark certificates must lead to; ptr NULL: not judged */
	const dr_clock *clock; /* may be NULL when offline */
	size_t max_questions, max_fetches, max_arena; /* 0: the limits of base/limits.h */
	int64_t run_ms;                               /* 0: DR_LIMIT_RUN_MS */
	/* Makes the variable `plan` of a run whose facts are judged, in its arena; NULL: nobody
	 * plans this domain. Called from the thread of the run. NULL: nobody plans any. */
	const dr_plan_facts *(*plan)(void *self, dr_run_result *result);
	void *plan_self;
	bool shuffle_passes; /* tests: run a pass after every single answer */
} dr_run_config;

/* What became of a run. Everything in it lives in `arena`, which the result owns. */
struct dr_run_result {
	const dr_request *request;
	dr_arena *arena; /* the receiver of the result may use it for what it derives */
	dr_error error;  /* the domain is no domain: code set, and nothing below is */
	dr_str domain;   /* A-labels, lower case */
	dr_answers *answers;
	const dr_survey *survey; /* what the facts were made from; NULL: memory was spent */
	const dr_facts *facts;
	const dr_change *change; /* since request->since; NULL: nothing to compare with */
	dr_values values;        /* of run/variables.def, for rules of later stages and templates */
	dr_judgement judgement;  /* all stages, waivers applied;
	                            dr_judgement_finish() is still to come */
	bool incomplete;  /* an answer that matters was not had: a rule is undecided for want of it,
	                     or  without rules: any answer is missing (a message's absence never
	                     counts) */
	bool over_budget; /* a limit of ours was spent */
	size_t passes;
};

typedef void (*dr_run_done)(void *self, dr_run_result *result);

/* Runs one domain to its end. DR_ENOMEM, or 0 (a bad domain is in the result). Close with
 * dr_run_result_done. */
int dr_run_one(const dr_run_config *config, const dr_request *request, dr_run_result *ret_result);
void dr_run_result_done(dr_run_result *result); /* a zeroed result is fine */
