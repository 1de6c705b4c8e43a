#include "facts/facts_priv.h"

static const char *const TIERS[] = { "named", "service", "common", NULL };
static const char *const KEYS[] = { "rsa", "ed25519", "unknown", NULL };

/* clang-format off */
#define AT DR_PLACE(dr_dkim_selector_fact, place)

static const dr_field SELECTOR_FIELDS[] = {
	DR_PLAIN(dr_dkim_selector_fact, selector, "the selector", AT, DR_SEE("RFC 6376 3.1")),
	DR_PLAIN(dr_dkim_selector_fact, owner, "owner name of the key", AT, DR_SEE("RFC 6376 3.6.2.1")),
	DR_PLAIN(dr_dkim_selector_fact, tier, "why it was asked for", DR_CHOICES(TIERS), AT),
	DR_FACT(dr_dkim_selector_fact, present, "a TXT record there reads as a key", AT),
	DR_FACT(dr_dkim_selector_fact, records, "TXT records at the name", AT,
		DR_SEE("RFC 6376 3.6.2.2")),
	DR_FACT(dr_dkim_selector_fact, text, "the first record that reads as a key", DR_MAY_BE_ABSENT,
		DR_PLACE(dr_dkim_selector_fact, text_place)),
	DR_FACT(dr_dkim_selector_fact, valid, "a verifier can use the key", AT,
		DR_SEE("RFC 6376 6.1.2")),
	DR_FACT(dr_dkim_selector_fact, revoked, "p= is empty", AT, DR_SEE("RFC 6376 3.6.1")),
	DR_FACT(dr_dkim_selector_fact, key, "what the octets of p are", DR_MAY_BE_ABSENT,
		DR_CHOICES(KEYS), AT),
	DR_FACT(dr_dkim_selector_fact, k, "key type as published", DR_DEFAULT_STR("rsa"), AT,
		DR_SEE("RFC 6376 3.6.1")),
	DR_FACT(dr_dkim_selector_fact, bits, "size of the key", DR_MAY_BE_ABSENT,
		DR_PLACE(dr_dkim_selector_fact, bits_place), DR_SEE("RFC 8301 3.2")),
	DR_FACT(dr_dkim_selector_fact, exponent, "public exponent of an RSA key", DR_MAY_BE_ABSENT, AT,
		DR_SEE("RFC 6376 3.3.1")),
	DR_FACT(dr_dkim_selector_fact, test, "t=y: verifiers treat the mail as unsigned",
		DR_DEFAULT_BOOL(false), AT, DR_SEE("RFC 6376 3.6.1")),
	DR_FACT(dr_dkim_selector_fact, strict, "t=s: no subdomains in i=", DR_DEFAULT_BOOL(false), AT,
		DR_SEE("RFC 6376 3.6.1")),
	DR_FACT(dr_dkim_selector_fact, sha256, "h= allows sha256", DR_DEFAULT_BOOL(true), AT,
		DR_SEE("RFC 8301 3.1")),
	DR_FACT(dr_dkim_selector_fact, email, "s= allows mail", DR_DEFAULT_BOOL(true), AT,
		DR_SEE("RFC 6376 3.6.1")),
	DR_FACT(dr_dkim_selector_fact, version, "v=DKIM1 is there", DR_DEFAULT_BOOL(false), AT,
		DR_SEE("RFC 6376 3.6.1")),
	DR_FACT(dr_dkim_selector_fact, octets, "octets of the record", DR_DEFAULT_INT(0), AT),
	DR_FACT(dr_dkim_selector_fact, same_as, "an earlier selector with the same key",
		DR_MAY_BE_ABSENT, AT),
	DR_LISTED(dr_dkim_selector_fact, issues, dr_issue_fact, DR_ISSUE_FACT_SCHEMA,
		"what is wrong in the record's text"),
	DR_RECORD(dr_dkim_selector_fact, alias, dr_alias_facts, DR_ALIAS_FACTS_SCHEMA,
		"the CNAME at the selector"),
	DR_PLAIN(dr_dkim_selector_fact, service, "id of the service it belongs to, or empty", AT),
};
DR_SCHEMA(DR_DKIM_SELECTOR_FACT_SCHEMA, "dkim selector", dr_dkim_selector_fact, SELECTOR_FIELDS,
	"a selector that has a record, or that somebody named");

static const dr_field DKIM_FIELDS[] = {
	DR_FACT(dr_dkim_facts, possible, "_domainkey exists, so selectors may", DR_SEE("RFC 8020 2")),
	DR_FACT(dr_dkim_facts, wildcard, "a random selector has a TXT record", DR_SEE("RFC 4592 2.1")),
	DR_FACT(dr_dkim_facts, wildcard_key, "a random selector has a key that is not revoked"),
	DR_FACT(dr_dkim_facts, tried, "selectors that were asked for"),
	DR_FACT(dr_dkim_facts, found, "selectors with a key that is not revoked"),
	DR_LISTED(dr_dkim_facts, selectors, dr_dkim_selector_fact, DR_DKIM_SELECTOR_FACT_SCHEMA,
		"selectors with a record or a CNAME, and named ones found or not"),
	DR_FACT(dr_dkim_facts, doubled, "owner of a key below the zone's suffix twice",
		DR_MAY_BE_ABSENT),
};
DR_SCHEMA(DR_DKIM_FACTS_SCHEMA, "dkim", dr_dkim_facts, DKIM_FIELDS, "the DKIM keys that were found");
/* clang-format on */
