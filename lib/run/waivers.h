/*
 * Waivers in a run: those of the config file and those that stand as comments in zone files,
 * `; dmarcramp: ignore=SPF003,DMARC052 until=2027-01-31 reason=the rest of the line`, on the
 * record's line. And what became of them: the variable `waivers`, for the rules that keep house.
 */
#pragma once
#include "rule/waiver.h"
#include "schema/schema.h"
#include "zone/zones.h"

/* A waiver about a record of the domain, as rules see it. */
typedef struct {
	dr_str rule;  /* as written; empty when the comment cannot be read */
	dr_str owner; /* owner name of the record */
	dr_str until; /* a day */
	dr_status until_status;
	dr_str reason;
	dr_status reason_status;
	dr_str problem; /* why the comment cannot be read, a sentence without full stop */
	dr_status problem_status;
	bool expired; /* its last day is over */
	bool used;    /* it covers a finding of this run */
	dr_place place;
} dr_waiver_fact;

typedef DR_LIST(dr_waiver_fact) dr_waiver_list;
extern const dr_schema DR_WAIVER_FACT_SCHEMA;

/* The variable `waivers`. */
typedef struct {
	dr_waiver_list listed; /* those of the config file, then those of zones, in their order */
} dr_waivers_facts;
extern const dr_schema DR_WAIVERS_FACTS_SCHEMA;

typedef struct {
	const dr_waivers *given; /* of the config file; may be NULL */
	const dr_zones *zones;   /* their comments count too; NULL: none */
	dr_day as_of;
	dr_str domain; /* A-labels */
} dr_waiving;

/* Sets `waived` of the findings that a waiver covers which has not expired. What became of the
 * waivers whose owner belongs to this domain (`_dmarc.D` and `s1._domainkey.D` belong to D) goes to
 * `ret_facts`, in `arena`. */
void dr_run_waive(dr_arena *arena, const dr_waiving *how, const dr_findings *findings,
                  dr_waivers_facts *ret_facts);
