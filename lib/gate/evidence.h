/*
 * What gates see of aggregate reports: measures of streams, of sources that nobody decided about,
 * and of the reports themselves, over a window that ends on one day. The numbers are product rules;
 * thresholds are the playbook's.
 *
 * A stream is a source that is ours within one author domain. Only direct mail counts, and only of
 * reports that gates may count.
 */
#pragma once
#include "base/clock.h"
#include "config/config.h"
#include "facts/dmarc_facts.h"
#include "schema/schema.h"
#include "traffic/traffic.h"

/* The variable `reports`. */
typedef struct {
	dr_str volume;         /* small medium large: legitimate messages a month */
	int64_t messages;      /* of streams, in the 30 days before */
	int64_t window;        /* days that gates look at */
	int64_t days;          /* of the window with reports */
	int64_t organisations; /* that reported in the window */
	int64_t large;         /* of Google, Microsoft, Yahoo */
	int64_t silent;        /* usual reporters that said nothing for 3 days */
	bool below_only;       /* streams are of names below the domain, none of it */
	bool month_end;        /* one ended in the 31 days before, with evidence */
	bool quarter_end;      /* a quarter ended since evidence began */
	int64_t month_end_in;  /* days until gates can have seen one, at least; 0: they may have */
	int64_t quarter_end_in;
	bool verified;      /* every declared source was checked outside, at most 30 days ago */
	int64_t since_step; /* full report days beyond TTL and 48 h after the last step */
} dr_reports_fact;

enum { DR_BUSIEST_DAYS = 3 };

/* The variable `stream`. */
typedef struct {
	dr_str name;     /* of the source */
	dr_str domain;   /* in From */
	dr_str scope;    /* by which it is judged: p: the domain itself, or a name below that shares
	                    its record; sp: below it; np: below it and not in DNS */
	bool exists;     /* the domain is in DNS; false: it is not, or nobody knows */
	bool own_record; /* the domain is below and has a DMARC record of its own */
	bool shared;     /* it is below, and its _dmarc is a CNAME to the domain's record */
	dr_str owner;
	bool declared; /* somebody said it is ours */
	bool seen;     /* it was reported at all */
	bool silent;   /* the source is, for longer than its kind is */
	bool paused;   /* the same of the source as this domain: it may go on as another */
	bool verified; /* a message of it was checked, at most 30 days ago */
	bool rare;     /* it sends weekly or rarer */
	bool rarer;    /* rarer than weekly */
	int64_t messages, failing;
	double bound;         /* one-sided 95 % lower bound of the aligned share */
	int64_t dkim_failing; /* not aligned by DKIM */
	double dkim_bound;    /* the same for DKIM alone */
	int64_t failing_14;   /* in the last 14 days */
	int64_t dkim_failing_14;
	int64_t good_days; /* in a row, days without mail passed over */
	int64_t dkim_good_days;
	double hit_a_day; /* messages that fail */
	bool broke;      /* after the days that count something is seen that calls for a way back */
	int64_t busiest; /* messages of its busiest DR_BUSIEST_DAYS days in a row */
	/* Of whom and of which mail this was made; NULL: of none. */
	const dr_sender *sender;
	const dr_mail_stream *mail;
} dr_stream_fact;

/* The variable `source`: one that a person must decide about. */
typedef struct {
	dr_str name;
	dr_str domain; /* in From */
	dr_str scope;
	bool exists, own_record, shared; /* as of a stream */
	int64_t messages;                /* in the window and up to today: what is seen is seen */
	int64_t days;
	int64_t week; /* messages of its busiest 7 days in a row */
	double share; /* of all messages of streams, in the window */
	bool rarer;   /* it sends rarer than weekly: two turns of a month are looked at */
	bool telling; /* in our SPF or networks, a service, or it signs as us */
} dr_source_fact;

typedef DR_LIST(dr_stream_fact) dr_stream_facts;
typedef DR_LIST(dr_source_fact) dr_source_facts;
extern const dr_schema DR_REPORTS_FACT_SCHEMA, DR_STREAM_FACT_SCHEMA, DR_SOURCE_FACT_SCHEMA;

typedef struct {
	const dr_traffic *traffic;
	const dr_domain_config *own;       /* NULL: nobody said anything */
	const dr_dmarc_below_facts *below; /* what DNS says of names below the domain */
	dr_day until;                      /* the last day that counts */
	dr_day today;                      /* what people checked is as old as it is today */
	dr_day since;                      /* of the last step; DR_NO_DAY: none is known */
	int64_t ttl;                       /* of the record then, seconds */
} dr_gate_evidence_view;

typedef struct dr_gate_evidence {
	dr_day until; /* of the view */
	dr_gate_evidence_view view;
	dr_reports_fact reports;
	dr_stream_facts streams;
	dr_source_facts sources;
} dr_gate_evidence;

/* In `arena`; borrows from the traffic. */
void dr_gate_evidence_make(dr_arena *arena, const dr_gate_evidence_view *view,
                           dr_gate_evidence *ret_facts);

/* What reports cover at best that nobody has read: every day from `first` on, of a domain with as
 * much mail as its owner says; little, where `own` is null or silent. Days are below 0 until the
 * first can be in. `ret_stream`: a stream that sends every day, and passes. */
dr_reports_fact dr_gate_evidence_at_best(const dr_domain_config *own, dr_day first, dr_day today,
                                         dr_stream_fact *ret_stream);

/* A stream as gates can see it at the end of a day that is ahead. */
typedef struct {
	dr_day until;
	dr_stream_fact fact;
} dr_stream_ahead;
typedef DR_LIST(dr_stream_ahead) dr_stream_aheads;

/* The days after `evidence->until` at whose end something of it changes, ascending, when things go
 * well: it sends when its cadence has it again, as much as on its busiest day, and all of it
 * passes. One without mail sends every day; of one that fell silent nobody knows the day. */
dr_stream_aheads dr_gate_evidence_look_ahead(dr_arena *arena, const dr_gate_evidence *evidence,
                                             const dr_stream_fact *stream);

/* Days for which others go on seeing the record before: of its TTL, seconds. */
int64_t dr_gate_evidence_ttl_days(int64_t ttl);

/* A source of ours whose mail comes directly. */
bool dr_gate_evidence_is_ours(const dr_sender *sender);

/* A message of a declared source was checked, at most 30 days before. */
bool dr_gate_evidence_is_verified(const dr_source_decision *decision, dr_day as_of);

/* Somebody declared sources of ours, and a message of each was checked at most 30 days before. */
bool dr_gate_evidence_all_verified(const dr_domain_config *own, dr_day as_of);

/* What people call a source, or by what they know it. */
dr_str dr_gate_evidence_name_of(const dr_source_decision *decision);

/* Mail of a stream that calls for the way back. */
typedef struct {
	dr_day first, last;
	uint64_t messages, failing;
} dr_break;

/* So many messages of a stream that has few, of so many days, call for it when none passes. */
enum { DR_BREAK_MESSAGES = 3, DR_BREAK_DAYS = 7 };

/* What calls for it: the class of volume; the first day whose messages count; the day of the
 * present phase: what breaks from then on does not become usual. */
typedef struct {
	dr_str volume;
	dr_day from, since;
} dr_break_trigger;

/* Whether a day of a stream calls for the way back. `ret_break` is of use only then. */
bool dr_gate_evidence_is_broken(const dr_break_trigger *trigger, const dr_stream_days *days,
                                size_t at, dr_break *ret_break);

/* What DNS says of a name below the domain; NULL: nothing. */
const dr_dmarc_below_fact *dr_gate_evidence_find_below(const dr_dmarc_below_facts *list,
                                                       dr_str name);
