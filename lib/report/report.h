/*
 * What report mails say, in our own terms: aggregate reports (RFC 7489 7.2 and appendix C, RFC
 * 9990), failure reports (RFC 6591, RFC 9991) and TLS reports (RFC 8460).
 *
 * A report is data, however broken it is: what a reporter wrote in its own way is read as it was
 * meant and noted as an issue. Domains and selectors are lower-case, without a final dot and
 * without white space or control characters; every text is UTF-8.
 */
#pragma once
#include "base/clock.h"
#include "base/ipaddr.h"
#include "base/list.h"

/* What a receiver did with the messages. "pass" is RFC 9990's word for no action on mail that
 * passed. */
typedef enum {
	DR_DISPOSITION_UNKNOWN,
	DR_DISPOSITION_NONE,
	DR_DISPOSITION_PASS,
	DR_DISPOSITION_QUARANTINE,
	DR_DISPOSITION_REJECT,
	DR_DISPOSITION_COUNT
} dr_disposition;

/* The DMARC-aligned result of DKIM or SPF (policy_evaluated). */
typedef enum {
	DR_EVALUATED_UNKNOWN,
	DR_EVALUATED_PASS,
	DR_EVALUATED_FAIL,
	DR_EVALUATED_COUNT
} dr_evaluated;

/* The result of DKIM or SPF alone (auth_results). */
typedef enum {
	DR_REPORTED_UNKNOWN,
	DR_REPORTED_NONE,
	DR_REPORTED_PASS,
	DR_REPORTED_FAIL,
	DR_REPORTED_SOFTFAIL,
	DR_REPORTED_NEUTRAL,
	DR_REPORTED_POLICY,
	DR_REPORTED_TEMPERROR,
	DR_REPORTED_PERMERROR,
	DR_REPORTED_COUNT
} dr_reported;

typedef enum { DR_SCOPE_UNKNOWN, DR_SCOPE_MFROM, DR_SCOPE_HELO, DR_SCOPE_COUNT } dr_spf_scope;

/* Why the disposition is not what the policy says: bits of a set. */
typedef enum {
	DR_OVERRIDE_FORWARDED = 1u << 0,
	DR_OVERRIDE_SAMPLED_OUT = 1u << 1,
	DR_OVERRIDE_TRUSTED_FORWARDER = 1u << 2,
	DR_OVERRIDE_MAILING_LIST = 1u << 3,
	DR_OVERRIDE_LOCAL_POLICY = 1u << 4,
	DR_OVERRIDE_OTHER = 1u << 5,
	DR_OVERRIDE_POLICY_TEST_MODE = 1u << 6,
	DR_OVERRIDE_ARC_PASS = 1u << 7, /* the comment says arc=pass (RFC 8617 7.2.2) */
} dr_override;
enum { DR_OVERRIDE_BITS = 8 };

typedef enum {
#define DR_REPORT_ISSUE(id, code, doc) DR_REPORT_##id,
#include "report/report_issue.def"
#undef DR_REPORT_ISSUE
	DR_REPORT_ISSUE_COUNT
} dr_report_issue_code;

/* Something a reporter wrote in its own way. The same issue about the same subject is kept once,
 * with the first place. */
typedef struct {
	dr_report_issue_code code;
	dr_str subject; /* element, key or value */
	uint32_t line;  /* of the document, from 1; 0: of no line */
	uint64_t times;
} dr_report_issue;

typedef DR_LIST(dr_report_issue) dr_report_issues;

/* The policy that the reporter saw; texts as published, lower-case, empty when not said. */
typedef struct {
	dr_str domain; /* where the record was found */
	dr_str p, sp, np, adkim, aspf, pct, fo, discovery_method, testing;
} dr_report_policy;

typedef struct {
	dr_str org_name, email, extra_contact, report_id, generator;
	dr_strs errors;
	int64_t begin, end; /* seconds since 1970-01-01 UTC; begin <= end */
	dr_report_policy policy;
	bool newer;        /* of RFC 9990: by its namespace or an element only it has */
	bool vouched;      /* a trusted server says that the mail it came in passed DMARC */
	uint64_t records;  /* rows that count */
	uint64_t messages; /* in them */
	dr_report_issues issues;
} dr_aggregate;

typedef struct {
	dr_str domain, selector;
	dr_reported result;
} dr_report_dkim;

typedef DR_LIST(dr_report_dkim) dr_report_dkims;

/* One row of an aggregate report. */
typedef struct {
	dr_ipaddr source_ip; /* DR_IP_NONE: not said */
	uint32_t messages;   /* at least 1 */
	dr_disposition disposition;
	dr_evaluated dkim, spf;
	unsigned overrides; /* dr_override bits */
	dr_str comment;     /* of the first override that has one */
	dr_str header_from, envelope_from, envelope_to;
	dr_report_dkims signatures; /* in the order reported */
	dr_str spf_domain;
	dr_spf_scope spf_scope;
	dr_reported spf_result;
} dr_aggregate_record;

/* A failure report: fields of its feedback part, and what the header of the message it is about
 * says. Addresses are `*@domain` unless personal data is kept. */
typedef struct {
	dr_str user_agent, auth_failure, identity_alignment, delivery_result;
	dr_str reported_domain, mail_from, arrival_date, reporting_mta;
	dr_str authentication_results;
	dr_str dkim_domain, dkim_selector, dkim_identity, spf_dns;
	dr_ipaddr source_ip;
	uint64_t incidents; /* at least 1 */
	dr_day day;         /* of arrival_date, else of the report mail; DR_NO_DAY: neither */
	dr_str reporter;    /* domain of the report mail's From */
	dr_str from_domain; /* of the message's From; empty: not told */
	dr_str message_id, date, subject; /* subject: only when personal data is kept */
	dr_str headers; /* the message's header fields that are kept, one a line */
	dr_report_issues issues;
} dr_failure;

/* A kind of failed TLS session (RFC 8460 4.3). */
typedef struct {
	dr_str result_type, sending_ip, receiving_host, receiving_ip, reason;
	uint64_t sessions;
} dr_tls_failure;

typedef DR_LIST(dr_tls_failure) dr_tls_failures;

typedef struct {
	dr_str type; /* "sts", "tlsa", "no-policy-found" */
	dr_str domain;
	dr_strs strings, hosts;
	uint64_t successful, failed; /* sessions */
	dr_tls_failures failures;
} dr_tls_policy;

typedef DR_LIST(dr_tls_policy) dr_tls_policies;

typedef struct {
	dr_str org_name, contact, report_id;
	int64_t begin, end; /* seconds since 1970-01-01 UTC */
	dr_tls_policies policies;
	dr_report_issues issues;
} dr_tls_report;

/* The code as lists show it: "count-zero"; one sentence for people. Static storage. */
const char *dr_report_issue_name(dr_report_issue_code code);
const char *dr_report_issue_doc(dr_report_issue_code code);
/* Notes an issue, once for each code and subject; the subject is copied. At most 64 of one report
 * are kept. */
void dr_report_issue_add(dr_arena *arena, dr_report_issues *issues, dr_report_issue_code code,
                         dr_str subject, uint32_t line);
