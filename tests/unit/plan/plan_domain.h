/*
 * Generated domains for tests of the planner: what is in DNS, what people said, what reports say.
 * Everything of one follows from its number.
 *
 * The truth about each stream of mail is kept, so that a test can judge a plan without the planner.
 */
#pragma once
#include "config/config.h"
#include "plan/plan.h"

enum { STREAMS_MAX = 6, REPORTERS_MAX = 6, REPORT_LAG = 3 };

/* How the mail of a stream authenticates. */
typedef enum {
	MAIL_PASSES,
	MAIL_SPF_ONLY,
	MAIL_SOME_FAIL, /* one message in ten */
	MAIL_FAILS,
	MAIL_BROKE,    /* it passed until a few days ago */
	MAIL_STUMBLED, /* one message in ten, on one day */
	MAIL_FOREIGN,  /* signed and sent as somebody else */
	MAIL_FORWARDED,
	MAIL_FORGED, /* a burst of a day or two */
	MAIL_KINDS
} mail_kind;

typedef struct {
	mail_kind kind;
	dr_str from; /* author domain */
	unsigned number;
	dr_day first, last, broke;          /* `broke`: since then it fails, or on that day */
	int every;                          /* days between two on which it sends */
	uint64_t messages;                  /* on a day on which it sends */
	bool inside;                        /* its address is in our SPF record */
	bool sampled;                       /* reporters say that failures were sampled out */
	const dr_source_decision *decision; /* of people; NULL: none */
} mail_stream;

typedef struct {
	uint64_t messages, failing, without_dkim;
} mail_count;

typedef struct {
	dr_day first, last; /* days of reports; DR_NO_DAY: there are none */
	int gap;            /* every so many days nobody reports; 0: never */
	size_t reporters;
	bool vouched;  /* gates may count them */
	dr_day turned; /* from then on they saw the present policy, before that another one */
	dr_str before, now;
	mail_stream streams[STREAMS_MAX];
	size_t count;
} mail_reports;

/* Whether the next step may be taken today, when that is known by how the domain is made. */
typedef enum { PLAN_ANY, PLAN_READY, PLAN_FLAWED } plan_readiness;

/* A TXT record that the plan may change. */
typedef struct {
	dr_str name, value;
} dns_text;
typedef DR_LIST(dns_text) dns_texts;

typedef struct {
	uint32_t number, random;
	dr_arena *arena;
	dr_str domain;
	size_t playbook;
	const char *pace, *mail, *rua;
	dr_day as_of, since, by;
	dr_day past;        /* of an earlier snapshot; DR_NO_DAY: there is none */
	dr_str past_record; /* its DMARC record then; empty: it had none */
	int ttl;            /* of `texts`, seconds */
	bool ripe;          /* nothing but its mail may keep the next step away */
	plan_readiness readiness;
	size_t flaw;              /* of plan_ready.c */
	bool sends;               /* SPF and MX say so */
	bool logo, declines;      /* BIMI: a record is there; it says that there is no logo */
	bool keys;                /* it has a DKIM key */
	dns_texts texts, aliases; /* CNAMEs, with the names that they lead to; or empty */
	dr_config config;         /* `domains` holds what is said about this one first */
	mail_reports reports;
} plan_domain;

/* A number below `limit`. */
uint32_t random_below(plan_domain *d, uint32_t limit);
/* True once in `n`. */
bool one_in(plan_domain *d, uint32_t n);
const char *random_of(plan_domain *d, const char *const *texts, size_t count);
#define RANDOM_OF(d, ...)                                    \
	random_of((d), (const char *const[]){ __VA_ARGS__ }, \
	          DR_COUNT(((const char *const[]){ __VA_ARGS__ })))

/* plan_domain.c; `playbooks`: how many there are. */
plan_domain plan_domain_generate(dr_arena *arena, uint32_t number, size_t playbooks);
/* The URI of the address that somebody asks for; the empty slice: nobody does. */
dr_str plan_domain_rua(const plan_domain *d);
/* Lets so many days go by, with all that is told by how long ago it was. */
void plan_domain_move(plan_domain *d, dr_day by);
const dr_domain_config *plan_domain_own(const plan_domain *d);
/* The domain after a step on its day, with the reports as they were, seen from that day. */
plan_domain plan_domain_after(dr_arena *arena, const plan_domain *d, const dr_plan *plan,
                              const dr_plan_phase *step);
/* "p=none sp=reject np=reject" of a record, as reporters tell it. */
dr_str plan_policy_seen(dr_arena *arena, dr_str record);
/* For messages of tests. */
const char *plan_domain_show(const plan_domain *d);

/* plan_dns.c: what stands in DNS. */
void plan_dns_generate(plan_domain *d);
/* Any DMARC record. */
dr_str plan_dns_record(plan_domain *d);
/* What stands at a name itself; the empty slice: nothing. */
dr_str plan_domain_text(const plan_domain *d, dr_str name);
/* Where it is a CNAME to; the empty slice: it is none. */
dr_str plan_domain_alias(const plan_domain *d, dr_str name);
/* The name at the end of its CNAMEs, itself where there is none; and what stands there. */
dr_str plan_domain_end(const plan_domain *d, dr_str name);
dr_str plan_domain_found(const plan_domain *d, dr_str name);
/* "_dmarc.DOMAIN". */
dr_str plan_domain_place(const plan_domain *d, dr_str domain);
/* A name below finds the record of this domain as its own. */
bool plan_domain_shares(const plan_domain *d, dr_str name);
/* The record that a name below has for itself, wherever it stands; the empty slice: none. */
dr_str plan_domain_own_record(const plan_domain *d, dr_str name);
bool plan_domain_exists(const plan_domain *d, dr_str name);
/* Its DMARC record, or the one that _dmarc is a CNAME to. */
dr_str plan_domain_published(const plan_domain *d);
/* That record names an address for reports. */
bool plan_domain_asks_for_reports(const plan_domain *d);
/* Takes the place of a CNAME; the empty slice removes it. */
void plan_domain_set(plan_domain *d, dr_str name, dr_str value);
/* Makes the name a CNAME. */
void plan_domain_lead(plan_domain *d, dr_str name, dr_str target);
/* Either of them, as a plan says; nothing stands beside it. */
void plan_domain_put(plan_domain *d, const dr_plan_record *record);
/* Sets its DMARC record, where it is found. */
void plan_domain_publish(plan_domain *d, dr_str value);
/* Records of its own, in its arena: a copy of a domain can then change. */
void plan_domain_copy_dns(plan_domain *d);
/* As a zone file. */
dr_str plan_domain_zone(const plan_domain *d, dr_arena *arena);

/* plan_past.c: an earlier snapshot. */
void plan_past_generate(plan_domain *d);
/* It shows another policy than today's, or none; both can be read. */
bool plan_past_is_other(const plan_domain *d);
/* The domain as it was then. */
plan_domain plan_past_domain(const plan_domain *d, dr_arena *arena);

/* plan_people.c: freezes, changes, decisions, what was accepted and approved. */
void plan_people_generate(plan_domain *d);

/* plan_mail.c */
dr_ipaddr plan_mail_address(const mail_stream *stream);
void plan_mail_generate(plan_domain *d);
bool plan_mail_is_reported(const plan_domain *d, dr_day day);
mail_count plan_mail_count(const plan_domain *d, const mail_stream *stream, dr_day from,
                           dr_day until);
/* Reads the reports as the program does; NULL: there are none. `backwards` gives their rows in the
 * opposite order. */
dr_traffic *plan_mail_read(const plan_domain *d, dr_arena *arena, bool backwards);
