/*
 * What the survey is told: names to ask for, services it may recognise. It never learns where hints
 * came from (an option, a file, a message, reports).
 */
#pragma once
#include "base/list.h"
#include "catalog/catalog.h"
#include "name/suffixes.h"

/* How far the search for DKIM selectors goes; each includes those before it. */
typedef enum {
	DR_PROBE_NAMED,    /* selectors that were named */
	DR_PROBE_SERVICES, /* and those of services that the domain's records show */
	DR_PROBE_COMMON    /* and common names */
} dr_dkim_probe;

typedef struct {
	dr_str domain, selector;
} dr_hint_key;
typedef DR_LIST(dr_hint_key) dr_hint_keys;

typedef struct {
	dr_strs selectors;      /* named ones */
	dr_strs listed;         /* that are known to have been there; they need not be in use */
	dr_strs below;          /* names below the domain that are looked at too; may be empty */
	dr_hint_keys used_keys; /* of other names, that mail of the domain is signed with */
	dr_strs used_spf;       /* other names that its mail passes SPF as */
	dr_strs included;       /* names that its SPF record once included; may be empty */
	dr_strs rua, ruf;     /* URIs that reports are wanted at, published or not; may be empty */
	dr_str bimi_selector; /* besides the default one; empty: none */
	dr_dkim_probe probe;
	dr_strs domains;             /* that are looked at in the same go; may be empty */
	const dr_catalog *catalog;   /* NULL: no service is recognised */
	const dr_suffixes *suffixes; /* NULL: the built-in public suffix list */
	bool authoritative;          /* ask the zone's own name servers too */
	bool allow_private;          /* also those at addresses that are not public */
} dr_hints;
