/*
 * Facts about files of the web: the MTA-STS policy, the BIMI logo, the mark certificate.
 */
#pragma once
#include "facts/record_facts.h"

/* How fetching a file went. */
typedef struct {
	dr_str url; /* the last one asked; absent when nothing was to be fetched, or a file was
	               given */
	dr_status url_status;
	dr_str result; /* ok, file, no-address, … (web_schema.c); absent when nothing was to be
	                  fetched */
	dr_status result_status;
	int64_t code; /* HTTP status; absent without a response */
	dr_status code_status;
	dr_str content_type; /* lower case, without parameters; absent without a response */
	dr_status content_type_status;
	int64_t redirects; /* that were followed */
	dr_status redirects_status;
	dr_str location; /* where it redirects to; absent when it does not */
	dr_status location_status;
	dr_strs names; /* of the server's certificate, as far as it was seen */
	dr_status names_status;
} dr_fetch_facts;

extern const dr_schema DR_FETCH_FACTS_SCHEMA;

/* An mx line of a policy. */
typedef struct {
	dr_str pattern;
	bool valid;
	bool used; /* some mail host of the domain matches it */
	dr_status used_status;
} dr_policy_mx_fact;

typedef DR_LIST(dr_policy_mx_fact) dr_policy_mx_facts;
extern const dr_schema DR_POLICY_MX_FACT_SCHEMA;

/* The MTA-STS policy (RFC 8461 3.2). */
typedef struct {
	dr_fetch_facts fetch;
	bool present; /* a body came that may be one */
	dr_status present_status;
	int64_t size; /* octets */
	dr_status size_status;
	bool valid; /* a sender can use it */
	dr_status valid_status;
	bool version;
	dr_status version_status;
	dr_str mode; /* absent when there is none that is valid */
	dr_status mode_status;
	int64_t max_age; /* seconds */
	dr_status max_age_status;
	bool lf_only;
	dr_status lf_only_status;
	dr_policy_mx_facts mx;
	dr_status mx_status;
	dr_strs uncovered; /* mail hosts that no pattern matches */
	dr_status uncovered_status;
	dr_issue_facts issues;
	dr_status issues_status;
} dr_policy_facts;

extern const dr_schema DR_POLICY_FACTS_SCHEMA;

/* Something that is wrong with a logo (mark/problem.def). */
typedef struct {
	dr_str code, kind, subject;
	int64_t line;  /* 0: none */
	int64_t count; /* how often */
} dr_logo_problem_fact;

typedef DR_LIST(dr_logo_problem_fact) dr_logo_problem_facts;
extern const dr_schema DR_LOGO_PROBLEM_FACT_SCHEMA;

typedef struct {
	dr_fetch_facts fetch;
	bool present; /* there are octets to look at */
	dr_status present_status;
	int64_t size; /* octets, unpacked */
	dr_status size_status;
	bool gzip;
	dr_status gzip_status;
	dr_str title; /* absent when there is none */
	dr_status title_status;
	dr_logo_problem_facts problems;
	dr_status problems_status;
} dr_logo_facts;

extern const dr_schema DR_LOGO_FACTS_SCHEMA;

/* The evidence document: a mark certificate. */
typedef struct {
	dr_fetch_facts fetch;
	bool present;
	dr_status present_status;
	bool readable; /* it holds a certificate */
	dr_status readable_status;
	dr_str subject, issuer;
	dr_status subject_status, issuer_status;
	dr_str mark_type; /* absent when it names none */
	dr_status mark_type_status;
	int64_t days_left; /* to its last day; negative when that is over */
	dr_status days_left_status;
	bool begun; /* its first day has come */
	dr_status begun_status;
	dr_strs names;
	dr_status names_status;
	bool covers; /* it is for the domain, its organizational domain, or their selector */
	dr_status covers_status;
	dr_str chain_problem; /* empty: it leads to a known root */
	dr_status chain_problem_status;
	bool timestamps;
	dr_status timestamps_status;
	dr_strs extensions, fields, marks; /* what its issuer got wrong */
	dr_status extensions_status, fields_status, marks_status;
	bool logo_matches; /* its logo is the one that is served; absent when one of them is not */
	dr_status logo_matches_status;
} dr_evidence_facts;

extern const dr_schema DR_EVIDENCE_FACTS_SCHEMA;
