/*
 * What reports add up to, whoever keeps it: rows per UTC day, source, scope and result. A store and
 * a digest file give the same rows; everything that judges reads them through this.
 */
#pragma once
#include "base/clock.h"
#include "base/error.h"
#include "report/report.h"

/* One source's mail of one day with one outcome. Several reporters may be in it. */
typedef struct {
	dr_str domain; /* where the policy was found */
	dr_day day;    /* UTC: the one in which the middle of the period lies */
	dr_ipaddr ip;  /* DR_IP_NONE: not reported */
	dr_str header_from;
	dr_str spf_domain;
	dr_spf_scope spf_scope;
	dr_reported spf_result;
	dr_report_dkims signatures;
	dr_disposition disposition;
	dr_evaluated dkim, spf;
	unsigned overrides; /* dr_override bits */
	bool newer;         /* its reporters write as RFC 9990 has it */
	bool vouched;       /* the mails that the reports came in passed DMARC */
	uint64_t messages, records;
	dr_strs reporters; /* organisations, in octet order */
} dr_evidence_row;

/* What one reporter said about one day. */
typedef struct {
	dr_str domain;
	dr_day day;
	dr_str reporter;
	dr_str policy; /* as dr_evidence_policy_write() writes it */
	bool newer, vouched;
	uint64_t reports, records, messages;
} dr_evidence_report;

/* Something that one reporter did in its own way on one day. */
typedef struct {
	dr_str domain;
	dr_day day;
	dr_str reporter;
	dr_str kind; /* the code of an issue (report/report_issue.def); "variant": other content
	                under the same identity; "overlap": its period runs into that of the one
	                before */
	uint64_t reports;
} dr_evidence_oddity;

/* TLS sessions of one day with one outcome (RFC 8460). */
typedef struct {
	dr_str domain; /* of the policy: the domain, or with DANE the mail server */
	dr_day day;
	dr_str reporter;
	dr_str type;   /* of the policy: "sts", "tlsa", "no-policy-found" */
	dr_str result; /* result-type of those that failed, "not-told": the report has only their
	                  number; empty: they succeeded */
	dr_str host;   /* receiving-mx-hostname; may be empty */
	uint64_t sessions;
} dr_evidence_tls;

/* A reverse name that an address had, and that has the address. */
typedef struct {
	dr_ipaddr ip;
	dr_str name; /* empty: it has none that is confirmed */
	dr_day day;  /* on which it was asked */
} dr_evidence_name;

typedef struct {
	dr_str domain;       /* this one and those below it */
	dr_day since, until; /* both included; DR_NO_DAY: open */
} dr_evidence_query;

typedef int (*dr_evidence_row_visit)(void *self, const dr_evidence_row *row, dr_error *err);
typedef int (*dr_evidence_report_visit)(void *self, const dr_evidence_report *report,
                                        dr_error *err);

typedef int (*dr_evidence_oddity_visit)(void *self, const dr_evidence_oddity *oddity,
                                        dr_error *err);
typedef int (*dr_evidence_tls_visit)(void *self, const dr_evidence_tls *tls, dr_error *err);
typedef int (*dr_evidence_name_visit)(void *self, const dr_evidence_name *name, dr_error *err);

typedef struct dr_evidence dr_evidence;

/* Rows come in no order that means anything; what they point to lives as long as the evidence, but
 * the lists `signatures` and `reporters` only during the call. A visit that fails ends it. */
struct dr_evidence {
	int (*rows)(dr_evidence *self, const dr_evidence_query *query, dr_evidence_row_visit visit,
	            void *visitor, dr_error *err);
	/* In the order of day, domain, reporter, policy. */
	int (*reports)(dr_evidence *self, const dr_evidence_query *query,
	               dr_evidence_report_visit visit, void *visitor, dr_error *err);
	/* Several visits may be about the same day, reporter and kind. */
	int (*oddities)(dr_evidence *self, const dr_evidence_query *query,
	                dr_evidence_oddity_visit visit, void *visitor, dr_error *err);
	int (*tls)(dr_evidence *self, const dr_evidence_query *query, dr_evidence_tls_visit visit,
	           void *visitor, dr_error *err);
	/* All that are kept, by address. */
	int (*names)(dr_evidence *self, dr_evidence_name_visit visit, void *visitor, dr_error *err);
	void (*close)(dr_evidence *self);
};

void dr_evidence_close(dr_evidence *evidence); /* NULL is fine */

/* True for the query's domain and those below it, within its days. */
bool dr_evidence_matches(const dr_evidence_query *query, dr_str domain, dr_day day);
/* The day that a period counts for. */
dr_day dr_evidence_day(int64_t begin, int64_t end);
/* The order of rows in documents: all that tells them apart, by text. */
int dr_evidence_row_cmp(const dr_evidence_row *a, const dr_evidence_row *b);
int dr_evidence_oddity_cmp(const dr_evidence_oddity *a, const dr_evidence_oddity *b);
int dr_evidence_tls_cmp(const dr_evidence_tls *a, const dr_evidence_tls *b);

/* "p=none sp=reject adkim=r" in a fixed order, only what was said. */
void dr_evidence_policy_write(const dr_report_policy *policy, dr_buf *out);
/* "pass example.com s1" and the next one behind "; "; what is empty is "-". */
void dr_evidence_signatures_write(const dr_report_dkims *signatures, dr_buf *out);
dr_report_dkims dr_evidence_signatures_parse(dr_arena *arena, dr_str text);
