/*
 * Services that send or receive mail for people: how they are recognised, where their SPF counts,
 * how their DKIM is set up. One YAML file each in rules/services/.
 *
 * Matching is by data: exact names, names below a suffix, and CNAME targets. The catalogue knows no
 * DNS; the survey shows it names.
 */
#pragma once
#include "base/source.h"
#include "doc/bind.h"

/* A DKIM selector of a service. */
typedef struct {
	dr_str selector; /* "google", "s1"; fixed ones only */
	dr_str target;   /* suffix of the CNAME target, "dkim.mcsv.net"; empty: a TXT record */
	bool usual;      /* set by default: asked for when the service is in use */
} dr_service_selector;
typedef DR_LIST(dr_service_selector) dr_service_selectors;

typedef struct {
	dr_str id, name, kind; /* kind: mailbox sender security forwarder dmarc */
	dr_strs mx;            /* suffixes of MX hosts: "google.com" matches aspmx.l.google.com */
	dr_strs includes;      /* include targets, exact or as "*.suffix" */
	dr_str include;        /* what to publish: "include:_spf.google.com"; empty: nothing */
	dr_str spf_counts;     /* author-domain own-subdomain service-domain none */
	dr_service_selectors dkim;
	dr_strs dkim_targets;    /* suffixes of CNAME targets of any selector */
	dr_strs hosts;           /* customary subdomains whose CNAME target shows the service … */
	dr_strs host_targets;    /* … when it ends with one of these */
	dr_strs tokens;          /* beginnings of verification TXT records: a weak sign */
	dr_strs rdns;            /* suffixes of reverse names */
	dr_strs default_signing; /* d= and return-path domains when nothing was configured */
	bool can_align;
	dr_str setup; /* where to click, what to publish */
	dr_strs see;  /* sources of these facts */
} dr_service;

/* The keys of a service file, for documentation and tests. */
extern const dr_schema DR_SERVICE_SCHEMA;

typedef struct dr_catalog dr_catalog;

/* In `arena`, which must outlive it. */
dr_catalog *dr_catalog_new(dr_arena *arena);
/* Reads one service file. The number of errors added. */
size_t dr_catalog_load(dr_catalog *catalog, const dr_source *source, dr_errors *errors);
/* After the last: sorts by id, refuses equal ids. */
size_t dr_catalog_finish(dr_catalog *catalog, dr_errors *errors);

size_t dr_catalog_count(const dr_catalog *catalog);
const dr_service *dr_catalog_at(const dr_catalog *catalog, size_t index); /* in order of id */
const dr_service *dr_catalog_find(const dr_catalog *catalog, dr_str id);
/* Names are lower-case A-labels without a final dot. NULL when nobody matches; the longest match
 * wins. */
const dr_service *dr_catalog_by_mx(const dr_catalog *catalog, dr_str host);
const dr_service *dr_catalog_by_include(const dr_catalog *catalog, dr_str target);
const dr_service *dr_catalog_by_dkim_target(const dr_catalog *catalog, dr_str target);
const dr_service *dr_catalog_by_host_target(const dr_catalog *catalog, dr_str target);
const dr_service *dr_catalog_by_token(const dr_catalog *catalog, dr_str text);
