/*
 * Facts about reported mail: what aggregate reports say of who sends as the domain.
 */
#pragma once
#include "facts/record_facts.h"

/* One source: what a person would call one sender (traffic/traffic.h). */
typedef struct {
	dr_str source, name;
	dr_str service;    /* id, or empty */
	dr_str class;      /* aligned spf-only not-aligned misconfigured forwarder … */
	dr_str confidence; /* certain likely cannot-tell */
	dr_str diagnosis;  /* include-missing, vendor-signing, … */
	dr_str problem, remedy;
	dr_str is, owner; /* what people decided, or empty */
	bool ours, undecided, lapsed;
	int64_t messages, failing; /* direct ones */
	int64_t dkim, spf_only;    /* of them, aligned: by DKIM, by SPF alone */
	int64_t indirect;
	int64_t days, last_week, week_before; /* days, messages */
	int64_t spf_lost; /* counted ones by SPF alone, from addresses that left the record … */
	int64_t spf_lost_of;   /* … of so many as those authors, since the first of them */
	dr_strs spf_lost_from; /* such addresses, at most three; the names that they passed as */
	dr_strs spf_lost_as;
	dr_str spf_lost_scope; /* p sp own: whose policy is about such mail */
	bool spf_lost_silent;  /* none of it came for longer than it ever paused */
	dr_status spf_lost_status;
	bool in_spf; /* an address of it is in the SPF record */
	dr_status in_spf_status;
} dr_traffic_source_fact;

typedef DR_LIST(dr_traffic_source_fact) dr_traffic_source_facts;
extern const dr_schema DR_TRAFFIC_SOURCE_FACT_SCHEMA;

/* A signature of the domain itself, or of another name of its organization that a sender uses. */
typedef struct {
	dr_str domain, selector;
	bool here;                /* of the domain itself */
	int64_t passing, failing; /* messages */
	bool in_use;              /* somebody signs with it, as reports that count have it … */
	bool ours;                /* … a source of which somebody said that it is ours … */
	int64_t used;             /* … and held so many messages of those who do … */
	dr_str scope;             /* p sp own: whose policy is about what they signed */
	bool carried;             /* … whose mail passes by SPF as well, with today's record */
	dr_strs silent; /* … sources of ours of which none came for long, at most three */
	bool unvouched; /* it held in the last week, only in reports that do not count */
	bool published; /* there is a key today */
	dr_status published_status;
	bool revoked; /* … with an empty p */
	dr_status revoked_status;
} dr_traffic_selector_fact;

typedef DR_LIST(dr_traffic_selector_fact) dr_traffic_selector_facts;
extern const dr_schema DR_TRAFFIC_SELECTOR_FACT_SCHEMA;

/* Mail of a source that is ours as one author domain. */
typedef struct {
	dr_str source, name;       /* of the source */
	dr_str scope;              /* the author domain */
	int64_t messages, failing; /* direct ones */
	int64_t bound; /* one-sided 95 % lower bound of the aligned share, in thousandths */
	bool broke;    /* a day of the last week failed as a whole, and the days before did not */
} dr_traffic_stream_fact;

typedef DR_LIST(dr_traffic_stream_fact) dr_traffic_stream_facts;
extern const dr_schema DR_TRAFFIC_STREAM_FACT_SCHEMA;

/* What reporters do in their own way. */
typedef struct {
	dr_str kind; /* "variant", "overlap", or the code of an issue of reports */
	int64_t reports;
	dr_strs reporters;
} dr_traffic_oddity_fact;

typedef DR_LIST(dr_traffic_oddity_fact) dr_traffic_oddity_facts;
extern const dr_schema DR_TRAFFIC_ODDITY_FACT_SCHEMA;

/* TLS sessions that failed, of TLS reports. */
typedef struct {
	dr_str policy; /* "sts", "tlsa", "no-policy-found" */
	dr_str result, host;
	dr_str remedy; /* what to do about it */
	int64_t sessions;
} dr_traffic_tls_fact;

typedef DR_LIST(dr_traffic_tls_fact) dr_traffic_tls_facts;
extern const dr_schema DR_TRAFFIC_TLS_FACT_SCHEMA;

/* An include of the domain's own SPF record. */
typedef struct {
	dr_str domain;
	int64_t lookups;
} dr_traffic_include_fact;

typedef DR_LIST(dr_traffic_include_fact) dr_traffic_include_facts;
extern const dr_schema DR_TRAFFIC_INCLUDE_FACT_SCHEMA;

/* The variable `traffic`; only with evidence. */
typedef struct {
	int64_t messages, direct, indirect;
	int64_t failing; /* direct ones that do not align */
	int64_t days;    /* with reports */
	int64_t span;    /* from the first to the last of them, both included */
	int64_t gap;     /* the longest run of days without a report between them */
	int64_t age;     /* days from the last of them to the day of this run */
	dr_status age_status;
	int64_t reporters, counted_reporters; /* organisations; those that gates count */
	int64_t largest_percent;              /* of messages, by the largest reporter */
	int64_t newer_percent;                /* of messages, by reporters of RFC 9990 */
	dr_str largest_reporter;
	dr_str policy; /* that the last reports about the domain's record saw; absent: none */
	dr_status policy_status;
	dr_str seen_p; /* its p */
	dr_status seen_p_status;
	dr_strs subdomains; /* author domains below the domain */
	dr_strs missing;    /* of them, those that do not exist in DNS */
	dr_status missing_status;
	dr_strs overridden;       /* reasons why receivers did not do what the policy asks */
	int64_t spared;           /* messages that failed and were delivered for such a reason */
	int64_t relaxed;          /* messages that only relaxed alignment lets pass */
	int64_t without_selector; /* of RFC 9990 reporters, with a signature that has none */
	dr_traffic_oddity_facts oddities;
	dr_traffic_tls_facts tls; /* sessions that failed … */
	int64_t tls_sessions;     /* … of so many */
	dr_traffic_stream_facts streams;
	dr_traffic_include_facts unused; /* includes of the SPF record that sent nothing */
	dr_status unused_status;
	dr_traffic_selector_facts selectors;
	dr_traffic_source_facts sources; /* largest first, at most 200 */
} dr_traffic_facts;

extern const dr_schema DR_TRAFFIC_FACTS_SCHEMA;
