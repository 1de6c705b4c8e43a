/*
 * What the evidence about a domain adds up to: sources, what a person would call one sender, and
 * for each what it sends as which author domain on which day, how that authenticates, what is
 * wrong with it and what to do.
 *
 * Reading makes sources and counts (dr_traffic_read); judging gives each its class, from the
 * counts, from what people decided and from what DNS says today (dr_traffic_judge). Reading judges
 * once without DNS. Every number is of reported messages: not every receiver reports.
 *
 * Direct mail came from the source to the reporter. Indirect mail went through somebody who
 * forwards, sends on to a list, or changes messages; that somebody is then the source. Gates look
 * at direct mail of sources that are ours, per stream: one source within one author domain.
 */
#pragma once
#include "base/prefixset.h"
#include "catalog/catalog.h"
#include "config/config.h"
#include "name/suffixes.h"
#include "record/dmarc.h"
#include "store/evidence.h"
#include "store/owners.h"

enum {
	DR_TRAFFIC_ADDRESSES_SHOWN = 3,
	DR_TRAFFIC_ADDRESSES_MAX = 4096, /* kept of one source; more are only counted */
	DR_TRAFFIC_SOURCES_MAX = 16384,  /* unknown addresses beyond this are one source */
	DR_TRAFFIC_STREAMS_MAX = 256,    /* author domains of one source; more are with the last */
	DR_TRAFFIC_AUTHORS_MAX = 16,     /* kept of one key or address */
	DR_TRAFFIC_BESIDE_MAX = 64,      /* kept of one key; what is more counts as failing SPF */
};

/* Messages by what was aligned (RFC 9989 5.1). `messages` is the sum of the next four. */
typedef struct {
	uint64_t messages;
	uint64_t both, dkim_only, spf_only, none;
} dr_tally;

/* `counted`: of reports that gates may count, because the mail they came in passed DMARC or their
 * organisation is confirmed (anyone can mail XML). It is a part of `all`. */
typedef struct {
	dr_tally all, counted;
} dr_tallies;

typedef struct {
	dr_day day; /* UTC */
	dr_tallies direct, indirect;
} dr_stream_day;
typedef DR_LIST(dr_stream_day) dr_stream_days;

/* What receivers did, and why. */
typedef struct {
	uint64_t dispositions[DR_DISPOSITION_COUNT];
	uint64_t overrides[DR_OVERRIDE_BITS];
	uint64_t rescued;          /* failed, and delivered because of local_policy with arc=pass */
	uint64_t newer;            /* messages of reporters that write as RFC 9990 has it */
	uint64_t dkim_never;       /* messages without any DKIM signature in the report */
	uint64_t without_selector; /* of newer reporters, with a signature whose selector is missing
	                            */
	uint64_t spared;  /* failed, delivered, and the report gives a reason for an override */
	uint64_t relaxed; /* that are aligned, and would not be if both modes were strict */
} dr_outcomes;

/* What a policy would have done at receivers of one generation. A message that passes DMARC, by the
 * policy's own alignment modes, is left alone; what fails is the rest. Receivers of RFC 7489 sample
 * on pct. */
typedef struct {
	uint64_t messages; /* the sum of the next four */
	uint64_t passed, none, quarantine, reject;
} dr_fate;

enum { DR_FATE_RFC7489, DR_FATE_RFC9989, DR_FATE_COUNT };

typedef struct {
	dr_fate direct[DR_FATE_COUNT], indirect[DR_FATE_COUNT];
} dr_fates;

/* What one source sends as one author domain. */
typedef struct {
	dr_str scope; /* the domain in From (header_from) */
	dr_tallies direct, indirect;
	dr_outcomes outcomes;
	dr_day first, last;
	dr_stream_days days; /* with messages only, ascending */
	dr_day broke; /* the last day on which a few direct messages came and all failed, though it
	                 was aligned before and these days are recent; DR_NO_DAY: none */
	dr_fates would; /* under input->policy */
} dr_mail_stream;
typedef DR_LIST(dr_mail_stream) dr_mail_streams;

typedef struct {
	dr_ipaddr ip;
	uint64_t messages;
} dr_traffic_address;
typedef DR_LIST(dr_traffic_address) dr_traffic_addresses;

/* Mail that passes by a key passed SPF as well, as this domain. */
typedef struct {
	dr_ipaddr ip;
	dr_str domain;
	dr_day last;
} dr_traffic_beside;

/* A key by which direct mail of one source passes, or an address from which it passes by SPF alone,
 * in reports that gates count. */
typedef struct {
	dr_str domain;   /* that signed, or passed SPF */
	dr_str selector; /* of a signature */
	bool by_spf;
	dr_ipaddr ip; /* by SPF */
	uint64_t messages;
	dr_strs authors;      /* domains in From of that mail; at most DR_TRAFFIC_AUTHORS_MAX … */
	bool more_authors;    /* … and there are more */
	DR_LIST(dr_day) days; /* ascending, at least one */
	DR_LIST(dr_traffic_beside) beside; /* of a key; at most DR_TRAFFIC_BESIDE_MAX */
	dr_day alone; /* the last day on which mail passed by the key and not by one of these;
	                 DR_NO_DAY: none */
} dr_traffic_use;
typedef DR_LIST(dr_traffic_use *) dr_traffic_uses;

/* By what a source is told apart. */
typedef enum {
	DR_SOURCE_SERVICE, /* of the catalogue */
	DR_SOURCE_DKIM,    /* by the domain that signed */
	DR_SOURCE_SPF,     /* by the return-path's domain */
	DR_SOURCE_RDNS,    /* by the domain of confirmed reverse names */
	DR_SOURCE_NETWORK, /* by its address, or a network that people named */
	DR_SOURCE_REST,    /* what is beyond DR_TRAFFIC_SOURCES_MAX */
} dr_source_kind;

/* How its mail came to the reporter. */
typedef enum {
	DR_PATH_DIRECT,
	DR_PATH_FORWARDED,
	DR_PATH_LIST,
	DR_PATH_CHANGED, /* a signature of ours broke on the way */
} dr_path;

typedef enum {
	DR_CLASS_ALIGNED,       /* by DKIM, or by DKIM and SPF */
	DR_CLASS_SPF_ONLY,      /* breaks when it is forwarded */
	DR_CLASS_NOT_ALIGNED,   /* authenticated, as somebody else */
	DR_CLASS_MISCONFIGURED, /* a known service, or an address of ours, that does not align */
	DR_CLASS_FORWARDER,
	DR_CLASS_LIST,
	DR_CLASS_CHANGED,  /* in transit, or by our own outbound gateway */
	DR_CLASS_UNKNOWN,  /* decide */
	DR_CLASS_SPOOFING, /* probable */
	DR_CLASS_COUNT
} dr_class;

typedef enum { DR_CERTAIN, DR_LIKELY, DR_CANNOT_TELL } dr_confidence;

/* What is wrong with a source, and what to do: rows of traffic/diagnosis.def. */
typedef enum {
#define DR_DIAGNOSIS(id, ...) DR_DIAGNOSIS_##id,
#include "traffic/diagnosis.def"
#undef DR_DIAGNOSIS
	DR_DIAGNOSIS_COUNT
} dr_diagnosis;

typedef struct {
	dr_str id;   /* "service:sendgrid", "dkim:vendor.example", "network:192.0.2.7" … with
	                "+forwarded", "+list", "+changed" behind it for indirect mail */
	dr_str name; /* for people: the service's name, the domain, the address */
	dr_source_kind kind;
	dr_path path;
	const dr_service *service;          /* NULL: none that is known */
	const dr_source_decision *decision; /* NULL: nobody decided */

	dr_mail_streams streams; /* by scope, in octet order */
	dr_tallies direct, indirect;
	dr_fates would; /* under input->policy */
	dr_outcomes outcomes;
	dr_day first, last;
	uint64_t days;                  /* on which it was reported */
	uint64_t recent, before;        /* messages of the last 7 report days, and the 7 before */
	dr_strs reporters;              /* in octet order */
	dr_strs signers, return_paths;  /* domains seen, in octet order; at most 16 each */
	dr_strs selectors;              /* of signatures in the author's organization */
	uint64_t address_count;         /* different ones that were kept … */
	bool more_addresses;            /* … and there are more */
	dr_traffic_addresses addresses; /* largest first; at most DR_TRAFFIC_ADDRESSES_MAX */
	dr_traffic_uses uses;           /* at most DR_TRAFFIC_ADDRESSES_MAX */
	dr_str rdns;                    /* a confirmed reverse name of it; empty: not known */
	dr_str network;                 /* its network's name; empty: not known */
	bool signs_as_us;    /* a signature of the author's organization was seen, good or bad */
	bool ever_aligned;   /* something of it passed, aligned */
	bool breaks_ours;    /* a signature of ours fails there that holds elsewhere */
	bool never_verifies; /* one of ours fails there, and everywhere */
	bool within_us;      /* mail failed with a good signature of the author's organization */
	bool uses_our_return_path; /* its return-path is in the author's organization */
	bool spf_denied;           /* every message of it was said to fail SPF as us */

	/* Set by judging. */
	dr_class class;
	dr_confidence confidence;
	dr_diagnosis diagnosis;
	bool in_spf, in_networks; /* an address of it is in our SPF record, in our networks */
	bool ours;      /* people said so; or nobody decided and it aligns by DKIM or SPF */
	bool undecided; /* a person must say what it is */
	bool lapsed;    /* somebody decided, and the evidence has changed since */
	dr_str problem, remedy, tells; /* sentences; `tells`: what would tell; may be empty */
} dr_sender;
typedef DR_LIST(dr_sender *) dr_senders;

/* The days on which a reporter told a policy. */
typedef struct {
	size_t policy;        /* its place in dr_traffic.policies */
	DR_LIST(dr_day) days; /* ascending */
} dr_policy_days;

/* Who reports. */
typedef struct {
	dr_str name;
	uint64_t reports, messages; /* messages in its reports */
	bool counted;               /* gates may count its reports */
	bool newer;                 /* it writes as RFC 9990 has it */
	dr_day first, last;
	dr_day last_counted;  /* the last day with a report that counts; 0: none */
	DR_LIST(dr_day) days; /* with a report of it that counts, ascending */
	DR_LIST(dr_policy_days) told;
} dr_reporter;
typedef DR_LIST(dr_reporter) dr_reporters;

/* One day of reports about the domain. */
typedef struct {
	dr_day day;
	uint64_t reporters, counted_reporters; /* organisations */
	uint64_t messages, counted_messages;
} dr_report_day;
typedef DR_LIST(dr_report_day) dr_report_days;

/* A signature of the organization, wherever it was seen. */
typedef struct {
	dr_str domain, selector;
	uint64_t passed, failed;   /* messages */
	dr_day last, last_counted; /* passed; in a report that counts; DR_NO_DAY: on none */
} dr_traffic_identity;
typedef DR_LIST(dr_traffic_identity) dr_traffic_identities;

/* A policy as reporters saw it. */
typedef struct {
	dr_str domain; /* where it was found */
	dr_str text;   /* as dr_evidence_policy_write() writes it */
	bool counted;  /* by reporters that count; what others say they saw is an item of its own */
	dr_day first, last;
	uint64_t reports;
} dr_seen_policy;
typedef DR_LIST(dr_seen_policy) dr_seen_policies;

/* What reporters do in their own way, by kind (dr_evidence_oddity). */
typedef struct {
	dr_str kind;
	dr_strs reporters; /* in octet order; at most 16 */
	uint64_t reports;
	dr_day last;
} dr_traffic_oddity;
typedef DR_LIST(dr_traffic_oddity) dr_traffic_oddities;

/* TLS sessions of other servers with ours, by outcome. */
typedef struct {
	dr_str type, result, host; /* as in dr_evidence_tls */
	uint64_t sessions;
	dr_strs reporters; /* in octet order; at most 16 */
	dr_day first, last;
} dr_traffic_sessions;
typedef DR_LIST(dr_traffic_sessions) dr_traffic_tls;

typedef struct dr_traffic {
	dr_str domain;
	dr_tallies direct, indirect;
	dr_fates would;     /* under input->policy … */
	uint64_t elsewhere; /* … which does not count for so many: names with their own record */
	dr_outcomes outcomes;
	dr_senders senders;        /* largest first */
	dr_reporters reporters;    /* in octet order */
	dr_report_days days;       /* with reports, ascending; those of `since` and later */
	dr_seen_policies policies; /* by domain, then first day */
	dr_strs scopes;            /* author domains seen, in octet order */
	dr_strs selectors;         /* of signatures in its organization: hints for the survey */
	dr_traffic_identities identities; /* by domain, then selector; at most 1024 */
	dr_traffic_oddities oddities;     /* in the order of kind; at most 64 */
	dr_traffic_tls tls;    /* by type, result, host; at most 256; of the domain itself, and of
	                          mail servers below it that have a policy of DANE */
	dr_prefixset networks; /* of the config */
	bool unsigned_mail;    /* over a twentieth of what passes SPF is not signed by us */
	dr_day first, last;    /* of aggregate reports; DR_NO_DAY: none */
} dr_traffic;

/* What sources are made from beside the evidence. NULL and empty members: not known. */
typedef struct {
	dr_evidence_query query;
	const dr_catalog *catalog;
	const dr_suffixes *suffixes;    /* NULL: the built-in list */
	const dr_domain_config *config; /* decisions, networks, services */
	const dr_strs *confirmed;       /* organisations whose reports gates count */
	const dr_owners *owners;        /* of networks; NULL: not known */
	const dr_dmarc *policy; /* to replay: a record as it would be at the domain; NULL: none */
} dr_traffic_input;

/* Reads the evidence about a domain and those below it, and what reports about a domain above hold
 * of their mail, which is there while no record of their own is; rows at least twice. In `arena`.
 * DR_ENOMEM, or what the evidence fails with; *ret_traffic is then untouched. */
int dr_traffic_read(dr_arena *arena, dr_evidence *evidence, const dr_traffic_input *input,
                    dr_traffic **ret_traffic, dr_error *err);

/* What DNS says today. */
typedef struct {
	const dr_prefixset *spf; /* addresses that our SPF record lets pass; NULL: not known */
} dr_traffic_knowledge;

/* Judges again. DR_ENOMEM. */
int dr_traffic_judge(dr_arena *arena, dr_traffic *traffic, const dr_traffic_knowledge *knowledge,
                     dr_error *err);

/* "aligned", "spf-only", "not-aligned", …; "certain", "likely", "cannot-tell"; the codes of
 * diagnoses, "include-missing". Static storage. */
const char *dr_class_name(dr_class class);
const char *dr_class_words(dr_class class); /* for people: "aligned by SPF only" */
const char *dr_confidence_name(dr_confidence confidence);
const char *dr_diagnosis_name(dr_diagnosis diagnosis);

/* What to do about TLS sessions that failed so (RFC 8460 4.3). Static storage. */
dr_str dr_traffic_tls_remedy(dr_str result);

/* "forwarded", "mailing_list" …: the reason of a bit of dr_override. Static storage. */
dr_str dr_traffic_override_name(unsigned bit);

void dr_tally_add(dr_tally *sum, const dr_tally *more);
/* What passes DMARC. */
uint64_t dr_tally_aligned(const dr_tally *tally);
