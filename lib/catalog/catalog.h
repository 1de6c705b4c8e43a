/*
 * Services that send or receive mail for people: how they are recognised, where their SPF counts,
 * how their DKIM is set up. One YAML file each in rules/services/.
 *
 * Matching is by data: exact names, names below a suffix, CNAME targets, selectors. Each look-up
 * costs one hash for each label of the name, however many services there are. The catalogue knows
 * no DNS; the survey shows it names.
 */
#pragma once
#include "base/source.h"
#include "doc/bind.h"

/* A DKIM selector of a service. */
typedef struct {
	dr_str selector; /* "google", "s1"; fixed ones only */
	dr_str target;   /* suffix of the CNAME target, "dkim.mcsv.net"; empty: a TXT record */
	bool usual;      /* set by default: asked for when the service is in use */
	bool own;        /* nobody else uses this selector: a key there shows the service */
} dr_service_selector;
typedef DR_LIST(dr_service_selector) dr_service_selectors;

/* A record to publish; what differs from customer to customer is in angle brackets. */
typedef struct {
	dr_str name; /* below the domain, "s1._domainkey"; "@": the domain itself */
	dr_str type; /* CNAME TXT MX NS */
	dr_str value;
} dr_service_record;
typedef DR_LIST(dr_service_record) dr_service_records;

/* A zone from life, in which the service is found, is only asked about, or is missed. */
typedef struct {
	dr_str expect;     /* found asked missed */
	dr_str name;       /* what it shows; may be empty */
	dr_str zone;       /* lines of a zone file with the origin example.com */
	dr_strs selectors; /* that the user named */
} dr_service_example;
typedef DR_LIST(dr_service_example) dr_service_examples;

typedef struct {
	dr_str id, name, kind; /* kind: mailbox sender security forwarder dmarc */
	dr_strs used_in;       /* countries where it is a usual choice: "jp"; empty: everywhere */
	dr_strs mx;            /* suffixes of MX hosts: "google.com" matches aspmx.l.google.com */
	bool mx_sends;         /* its MX hosts send too: the SPF term mx lists them */
	dr_strs includes;      /* include targets, exact or as "*.suffix" */
	dr_str include;        /* what to publish: "include:_spf.google.com"; empty: nothing */
	dr_str spf_counts;     /* author-domain own-subdomain service-domain none */
	dr_service_selectors dkim;
	dr_strs dkim_targets;    /* suffixes of CNAME targets of any selector */
	dr_strs hosts;           /* customary subdomains whose CNAME target shows the service … */
	dr_strs host_targets;    /* … when it ends with one of these */
	dr_strs tokens;          /* beginnings of verification TXT records: a weak sign */
	dr_strs rdns;            /* suffixes of reverse names */
	dr_strs default_signing; /* d= when nothing was configured */
	dr_strs default_return_path; /* the same for the return-path */
	dr_str before_setup;         /* how its mail looks then, in words; may be empty */
	dr_str author_dkim; /* yes costs-extra no unknown: whether it signs as the customer */
	bool can_align;     /* its mail can be made to pass DMARC for the domain */
	dr_str retired;     /* why it must not be used any more; empty: it works */
	dr_service_records records;
	dr_str setup; /* where to click, what to publish */
	dr_str note;  /* what else one must know; may be empty */
	dr_strs see;  /* sources of these facts */
	dr_service_examples examples;
} dr_service;

/* The keys of a service file, for documentation and tests. */
extern const dr_schema DR_SERVICE_SCHEMA;

typedef struct dr_catalog dr_catalog;

/* In `arena`, which must outlive it. */
dr_catalog *dr_catalog_new(dr_arena *arena);
/* Reads one service file. The number of errors added. */
size_t dr_catalog_load(dr_catalog *catalog, const dr_source *source, dr_errors *errors);
/* After the last: sorts by id, refuses equal ids and names that two services claim, and makes the
 * tables that the look-ups below need. The number of errors added. */
size_t dr_catalog_finish(dr_catalog *catalog, dr_errors *errors);

size_t dr_catalog_count(const dr_catalog *catalog);
const dr_service *dr_catalog_at(const dr_catalog *catalog, size_t index); /* in order of id */
/* The file it was read from. */
const dr_source *dr_catalog_source_at(const dr_catalog *catalog, size_t index);
/* Where its example number `example` begins. */
dr_span dr_catalog_example_at(const dr_catalog *catalog, size_t index, size_t example);
/* By id or name, any case. */
const dr_service *dr_catalog_find(const dr_catalog *catalog, dr_str id_or_name);
/* The nearest id or name, or NULL. */
const char *dr_catalog_suggest(const dr_catalog *catalog, dr_str id_or_name);

/* The customary subdomains of all services, each once. */
const dr_strs *dr_catalog_hosts(const dr_catalog *catalog);

/* Names are lower-case A-labels without a final dot. NULL when nobody matches; the longest match
 * wins. */
const dr_service *dr_catalog_by_mx(const dr_catalog *catalog, dr_str host);
const dr_service *dr_catalog_by_include(const dr_catalog *catalog, dr_str target);
const dr_service *dr_catalog_by_dkim_target(const dr_catalog *catalog, dr_str target);
const dr_service *dr_catalog_by_host_target(const dr_catalog *catalog, dr_str target);
const dr_service *dr_catalog_by_rdns(const dr_catalog *catalog, dr_str name);
const dr_service *dr_catalog_by_selector(const dr_catalog *catalog, dr_str selector); /* own ones */
const dr_service *dr_catalog_by_token(const dr_catalog *catalog, dr_str text);
