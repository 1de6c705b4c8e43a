#include "facts/facts_priv.h"

static const char *const YES_NO[] = { "y", "n", NULL };
static const char *const YES_NO_UNKNOWN[] = { "y", "n", "u", NULL };
static const char *const ALIGNMENTS[] = { "r", "s", NULL };

/* clang-format off */
#define POLICY DR_MAY_BE_ABSENT, DR_CHOICES(DR_POLICY_CHOICES)

static const dr_field POLICIES_FIELDS[] = {
	DR_FACT(dr_dmarc_policies, p, "policy for the domain; absent when no DMARC applies", POLICY,
		DR_SEE("RFC 9989 4.7")),
	DR_FACT(dr_dmarc_policies, sp, "policy for names below it that exist", POLICY,
		DR_SEE("RFC 9989 4.7")),
	DR_FACT(dr_dmarc_policies, np, "policy for names below it that do not exist", POLICY,
		DR_SEE("RFC 9989 4.7")),
};
DR_SCHEMA(DR_DMARC_POLICIES_SCHEMA, "policies", dr_dmarc_policies, POLICIES_FIELDS,
	"policies that apply to the domain and below it");

static const dr_field EFFECTIVE_FIELDS[] = {
	DR_RECORD(dr_dmarc_effective, rfc9989, dr_dmarc_policies, DR_DMARC_POLICIES_SCHEMA,
		"at receivers that know t and np, and not pct", DR_SEE("RFC 9989 4.7")),
	DR_RECORD(dr_dmarc_effective, rfc7489, dr_dmarc_policies, DR_DMARC_POLICIES_SCHEMA,
		"at receivers that sample by pct, and know neither t nor np",
		DR_SEE("RFC 7489 6.6.4")),
	DR_RECORD(dr_dmarc_effective, weakest, dr_dmarc_policies, DR_DMARC_POLICIES_SCHEMA,
		"the weakest at any kind of receiver"),
	DR_RECORD(dr_dmarc_effective, strictest, dr_dmarc_policies, DR_DMARC_POLICIES_SCHEMA,
		"the strictest at any kind of receiver"),
};
DR_SCHEMA(DR_DMARC_EFFECTIVE_SCHEMA, "effective policies", dr_dmarc_effective, EFFECTIVE_FIELDS,
	"what receivers do, by what they know");

static const dr_field STEP_FIELDS[] = {
	DR_PLAIN(dr_dmarc_step_fact, domain, "the domain whose _dmarc name is asked for",
		DR_SEE("RFC 9989 4.10")),
	DR_FACT(dr_dmarc_step_fact, records, "v=DMARC1 records there; several count as none",
		DR_SEE("RFC 9989 4.10")),
	DR_FACT(dr_dmarc_step_fact, psd, "psd of the only record there", DR_MAY_BE_ABSENT,
		DR_CHOICES(YES_NO_UNKNOWN), DR_SEE("RFC 9989 4.10")),
	DR_FACT(dr_dmarc_step_fact, shared,
		"above the domain, whose _dmarc is a CNAME to the record there"),
};
DR_SCHEMA(DR_DMARC_STEP_FACT_SCHEMA, "walk step", dr_dmarc_step_fact, STEP_FIELDS,
	"one name of the tree walk");

static const dr_field BELOW_FIELDS[] = {
	DR_PLAIN(dr_dmarc_below_fact, name, "the name"),
	DR_FACT(dr_dmarc_below_fact, exists, "it exists in DNS", DR_SEE("RFC 9989 3.2.13")),
	DR_FACT(dr_dmarc_below_fact, own, "it has one DMARC record of its own",
		DR_SEE("RFC 9989 4.10.1")),
	DR_FACT(dr_dmarc_below_fact, shared,
		"its _dmarc is a CNAME to the record of the domain, whose p holds for it then",
		DR_SEE("RFC 9989 4.10.1")),
	DR_FACT(dr_dmarc_below_fact, text, "that record", DR_MAY_BE_ABSENT),
	DR_FACT(dr_dmarc_below_fact, p, "its valid p", POLICY, DR_SEE("RFC 9989 4.7")),
	DR_RECORD(dr_dmarc_below_fact, alias, dr_alias_facts, DR_ALIAS_FACTS_SCHEMA,
		"the CNAME at its _dmarc, if it is one"),
	DR_LISTED_PLAIN(dr_dmarc_below_fact, reports, dr_address_fact, DR_ADDRESS_FACT_SCHEMA,
		"report addresses elsewhere that a record of its own would name",
		DR_SEE("RFC 9990 4")),
};
DR_SCHEMA(DR_DMARC_BELOW_FACT_SCHEMA, "name below", dr_dmarc_below_fact, BELOW_FIELDS,
	"a name below the domain that reports or people tell of");

static const dr_field ORGANIZATION_FIELDS[] = {
	DR_FACT(dr_dmarc_organization_facts, present, "the organizational domain has one record"),
	DR_FACT(dr_dmarc_organization_facts, readable,
	        "its p is valid, and its sp if there is one: else receivers act as if it said none",
	        DR_SEE("RFC 9989 4.10.1, RFC 7489 6.6.3")),
	DR_FACT(dr_dmarc_organization_facts, p, "its valid p", POLICY, DR_SEE("RFC 9989 4.7")),
	DR_FACT(dr_dmarc_organization_facts, sp, "its valid sp", POLICY, DR_SEE("RFC 9989 4.7")),
	DR_FACT(dr_dmarc_organization_facts, np, "its valid np", POLICY, DR_SEE("RFC 9989 4.7")),
	DR_FACT(dr_dmarc_organization_facts, pct, "its valid pct", DR_DEFAULT_INT(100),
		DR_SEE("RFC 7489 6.3")),
	DR_FACT(dr_dmarc_organization_facts, t, "its valid t", DR_DEFAULT_STR("n"),
		DR_CHOICES(YES_NO), DR_SEE("RFC 9989 4.7")),
	DR_FACT(dr_dmarc_organization_facts, rua, "it asks for aggregate reports at a valid address"),
	DR_FACT(dr_dmarc_organization_facts, addresses, "mailboxes of its rua, in lower case"),
};
DR_SCHEMA(DR_DMARC_ORGANIZATION_FACTS_SCHEMA, "organization's record", dr_dmarc_organization_facts,
	ORGANIZATION_FIELDS, "the record at the organizational domain");

static const dr_field DMARC_FIELDS[] = {
	DR_FACT(dr_dmarc_facts, present, "a record applies at receivers of RFC 9989",
		DR_SEE("RFC 9989 4.10.1")),
	DR_FACT(dr_dmarc_facts, secure, "DNSSEC protects what _dmarc says",
		DR_SEE("RFC 4035 3.2.3")),
	DR_FACT(dr_dmarc_facts, present_rfc7489, "a record applies at receivers of RFC 7489",
		DR_SEE("RFC 7489 6.6.3")),
	DR_FACT(dr_dmarc_facts, records, "v=DMARC1 records at the domain's own _dmarc name",
		DR_SEE("RFC 9989 4.10")),
	DR_FACT(dr_dmarc_facts, own, "the record that applies is the domain's own"),
	DR_FACT(dr_dmarc_facts, found_at, "the domain whose record applies (RFC 9989)",
		DR_MAY_BE_ABSENT, DR_SEE("RFC 9989 4.10.1")),
	DR_FACT(dr_dmarc_facts, found_at_rfc7489, "the domain whose record applies (RFC 7489)",
		DR_MAY_BE_ABSENT, DR_SEE("RFC 7489 6.6.3")),
	DR_FACT(dr_dmarc_facts, organizational, "organizational domain by the tree walk",
		DR_SEE("RFC 9989 4.10.2")),
	DR_FACT(dr_dmarc_facts, organizational_rfc7489,
		"organizational domain by the public suffix list", DR_SEE("RFC 7489 3.2")),
	DR_PLAIN(dr_dmarc_facts, labels, "labels of the domain", DR_SEE("RFC 9989 4.10")),
	DR_PLAIN(dr_dmarc_facts, public_suffix, "the domain is on the public suffix list"),
	DR_LISTED(dr_dmarc_facts, walk, dr_dmarc_step_fact, DR_DMARC_STEP_FACT_SCHEMA,
		"names of the tree walk, from the domain upwards", DR_SEE("RFC 9989 4.10")),
	DR_RECORD(dr_dmarc_facts, organization, dr_dmarc_organization_facts,
		DR_DMARC_ORGANIZATION_FACTS_SCHEMA,
		"the record at the organizational domain, which may be the domain's own"),
	DR_FACT(dr_dmarc_facts, text, "the record that applies", DR_MAY_BE_ABSENT,
		DR_PLACE(dr_dmarc_facts, text_place)),
	DR_FACT(dr_dmarc_facts, p, "its valid p", POLICY, DR_PLACE(dr_dmarc_facts, p_place),
		DR_SEE("RFC 9989 4.7")),
	DR_FACT(dr_dmarc_facts, sp, "its valid sp", POLICY, DR_PLACE(dr_dmarc_facts, sp_place),
		DR_SEE("RFC 9989 4.7")),
	DR_FACT(dr_dmarc_facts, np, "its valid np", POLICY, DR_PLACE(dr_dmarc_facts, np_place),
		DR_SEE("RFC 9989 4.7")),
	DR_FACT(dr_dmarc_facts, pct, "its valid pct", DR_DEFAULT_INT(100),
		DR_PLACE(dr_dmarc_facts, pct_place), DR_SEE("RFC 7489 6.3")),
	DR_FACT(dr_dmarc_facts, t, "its valid t", DR_DEFAULT_STR("n"), DR_CHOICES(YES_NO),
		DR_PLACE(dr_dmarc_facts, t_place), DR_SEE("RFC 9989 4.7")),
	DR_FACT(dr_dmarc_facts, psd, "its valid psd", DR_DEFAULT_STR("u"),
		DR_CHOICES(YES_NO_UNKNOWN), DR_PLACE(dr_dmarc_facts, psd_place),
		DR_SEE("RFC 9989 4.7")),
	DR_FACT(dr_dmarc_facts, adkim, "its valid adkim", DR_DEFAULT_STR("r"),
		DR_CHOICES(ALIGNMENTS), DR_PLACE(dr_dmarc_facts, adkim_place),
		DR_SEE("RFC 9989 4.7")),
	DR_FACT(dr_dmarc_facts, aspf, "its valid aspf", DR_DEFAULT_STR("r"),
		DR_CHOICES(ALIGNMENTS), DR_PLACE(dr_dmarc_facts, aspf_place),
		DR_SEE("RFC 9989 4.7")),
	DR_FACT(dr_dmarc_facts, fo, "its fo as published", DR_DEFAULT_STR("0"),
		DR_PLACE(dr_dmarc_facts, fo_place), DR_SEE("RFC 9989 4.7")),
	DR_LISTED(dr_dmarc_facts, rua, dr_address_fact, DR_ADDRESS_FACT_SCHEMA,
		"where aggregate reports go", DR_SEE("RFC 9989 4.7")),
	DR_LISTED(dr_dmarc_facts, ruf, dr_address_fact, DR_ADDRESS_FACT_SCHEMA,
		"where failure reports go", DR_SEE("RFC 9991 2")),
	DR_LISTED_PLAIN(dr_dmarc_facts, asked_rua, dr_address_fact, DR_ADDRESS_FACT_SCHEMA,
		"where people ask for aggregate reports, published or not", DR_SEE("RFC 9990 4")),
	DR_LISTED_PLAIN(dr_dmarc_facts, asked_ruf, dr_address_fact, DR_ADDRESS_FACT_SCHEMA,
		"where they ask for failure reports", DR_SEE("RFC 9990 4")),
	DR_FACT(dr_dmarc_facts, tags, "names of its tags, in order; known ones in lower case"),
	DR_FACT(dr_dmarc_facts, usable_rua, "it has a valid rua URI: decides what a bad p means",
		DR_SEE("RFC 9989 4.10.1")),
	DR_LISTED(dr_dmarc_facts, issues, dr_issue_fact, DR_ISSUE_FACT_SCHEMA,
		"what is wrong in the record's text"),
	DR_LISTED(dr_dmarc_facts, strays, dr_stray_fact, DR_STRAY_FACT_SCHEMA,
		"other texts at the domain's own _dmarc name"),
	DR_RECORD(dr_dmarc_facts, effective, dr_dmarc_effective, DR_DMARC_EFFECTIVE_SCHEMA,
		"what receivers do with mail from this domain and from below it"),
	DR_RECORD(dr_dmarc_facts, alias, dr_alias_facts, DR_ALIAS_FACTS_SCHEMA,
		"the CNAME at the domain's own _dmarc name"),
	DR_LISTED_PLAIN(dr_dmarc_facts, below, dr_dmarc_below_fact, DR_DMARC_BELOW_FACT_SCHEMA,
		"names below the domain that reports or people tell of"),
	DR_FACT(dr_dmarc_facts, random_exists,
		"a random name below the domain exists, so np never applies", DR_SEE("RFC 9989 3.2.13")),
	DR_FACT(dr_dmarc_facts, wildcard, "a wildcard gives every name below a DMARC record",
		DR_SEE("RFC 4592 2.1")),
	DR_FACT(dr_dmarc_facts, octets, "octets of the record", DR_DEFAULT_INT(0)),
	DR_FACT(dr_dmarc_facts, ttl, "seconds the record may be cached, at least",
		DR_MAY_BE_ABSENT),
};
DR_SCHEMA(DR_DMARC_FACTS_SCHEMA, "dmarc", dr_dmarc_facts, DMARC_FIELDS,
	"the DMARC record that applies to the domain");
/* clang-format on */
