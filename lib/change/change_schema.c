#include "change/change_facts.h"

static const char *const TAGS[] = { "p", "sp", "np", NULL };
static const char *const POLICIES[] = { "", "none", "quarantine", "reject", NULL };
static const char *const KEY_CHANGES[] = { "gone", "revoked", "replaced", NULL };

/* clang-format off */
static const dr_field SHIFT_FIELDS[] = {
	DR_FACT(dr_shift_facts, ipv4, "IPv4 addresses, as far as they are certain"),
	DR_FACT(dr_shift_facts, ipv6, "IPv6 networks of 64 bits, as far as they are certain"),
	DR_PLAIN(dr_shift_facts, prefixes, "the first of them"),
	DR_PLAIN(dr_shift_facts, terms, "terms of the domain's own record that are the cause"),
};
DR_SCHEMA(DR_SHIFT_FACTS_SCHEMA, "shift", dr_shift_facts, SHIFT_FIELDS,
	"addresses that pass SPF on one side only");

static const dr_field POLICY_FIELDS[] = {
	DR_PLAIN(dr_policy_change_fact, tag, "whose policy it is", DR_CHOICES(TAGS),
		DR_SEE("RFC 9989 4.7")),
	DR_PLAIN(dr_policy_change_fact, before, "at the weakest receiver; empty: no DMARC",
		DR_CHOICES(POLICIES)),
	DR_PLAIN(dr_policy_change_fact, after, "at the weakest receiver; empty: no DMARC",
		DR_CHOICES(POLICIES)),
	DR_PLAIN(dr_policy_change_fact, weaker, "it asks for less than before"),
};
DR_SCHEMA(DR_POLICY_CHANGE_FACT_SCHEMA, "policy change", dr_policy_change_fact, POLICY_FIELDS,
	"a DMARC policy that differs");

static const dr_field KEY_FIELDS[] = {
	DR_PLAIN(dr_key_change_fact, selector, "the selector"),
	DR_PLAIN(dr_key_change_fact, owner, "the key's owner name"),
	DR_PLAIN(dr_key_change_fact, what, "what became of the key", DR_CHOICES(KEY_CHANGES)),
};
DR_SCHEMA(DR_KEY_CHANGE_FACT_SCHEMA, "key change", dr_key_change_fact, KEY_FIELDS,
	"a DKIM key that could be used before");

static const dr_field CHANGE_FIELDS[] = {
	DR_RECORD(dr_change_facts, lost, dr_shift_facts, DR_SHIFT_FACTS_SCHEMA,
		"addresses that pass SPF no more", DR_SEE("RFC 7208 4.6")),
	DR_RECORD(dr_change_facts, gained, dr_shift_facts, DR_SHIFT_FACTS_SCHEMA,
		"addresses that pass SPF now", DR_SEE("RFC 7208 4.6")),
	DR_LISTED(dr_change_facts, policies, dr_policy_change_fact, DR_POLICY_CHANGE_FACT_SCHEMA,
		"DMARC policies that differ"),
	DR_FACT(dr_change_facts, weaker, "a DMARC policy asks for less than before"),
	DR_FACT(dr_change_facts, stricter, "a DMARC policy asks for more than before"),
	DR_FACT(dr_change_facts, skips_a_phase, "p goes from nothing or none to reject"),
	DR_LISTED(dr_change_facts, keys, dr_key_change_fact, DR_KEY_CHANGE_FACT_SCHEMA,
		"DKIM keys that can be used no more", DR_SEE("RFC 6376 3.6.1")),
	DR_FACT(dr_change_facts, reporters, "domains whose DMARC reports may come here no more",
		DR_SEE("RFC 9990 4")),
	DR_FACT(dr_change_facts, unlisted,
		"new mail hosts that an enforced MTA-STS policy of before does not list",
		DR_SEE("RFC 8461 4.1")),
};
DR_SCHEMA(DR_CHANGE_FACTS_SCHEMA, "change", dr_change_facts, CHANGE_FIELDS,
	"what a change means for mail");
/* clang-format on */
