#include "facts/facts_priv.h"

static const char *const RESOLVES[] = { "yes", "no-name", "no-address", NULL };
static const char *const REVERSE[] = { "none", "unconfirmed", "confirmed", NULL };
static const char *const TLSA[] = { "none", "usable", "unusable", "unsigned", NULL };

/* clang-format off */
#define HOST_AT DR_PLACE(dr_mx_host_fact, place)

static const dr_field HOST_FIELDS[] = {
	DR_PLAIN(dr_mx_host_fact, name, "the host; \".\" is the null MX", HOST_AT),
	DR_PLAIN(dr_mx_host_fact, preference, "its preference, lowest first", HOST_AT),
	DR_PLAIN(dr_mx_host_fact, literal, "the name is an IP address", HOST_AT,
		DR_SEE("RFC 1035 3.3.9")),
	DR_PLAIN(dr_mx_host_fact, duplicate, "the same host stands earlier in the list", HOST_AT),
	DR_FACT(dr_mx_host_fact, alias, "the name is a CNAME", HOST_AT, DR_SEE("RFC 2181 10.3")),
	DR_FACT(dr_mx_host_fact, resolves, "whether it has an address", DR_CHOICES(RESOLVES), HOST_AT),
	DR_FACT(dr_mx_host_fact, addresses, "its addresses, IPv4 first", HOST_AT),
	DR_FACT(dr_mx_host_fact, special, "the special purpose of its worst address, or empty",
		DR_CHOICES(DR_SPECIAL_CHOICES), HOST_AT, DR_SEE("RFC 6890")),
	DR_PLAIN(dr_mx_host_fact, service, "id of the service it belongs to, or empty", HOST_AT),
	DR_FACT(dr_mx_host_fact, tlsa, "whether senders of DANE can use its TLSA records",
		DR_CHOICES(TLSA), HOST_AT, DR_SEE("RFC 7672 2.2")),
	DR_FACT(dr_mx_host_fact, listed, "the MTA-STS policy lists it", DR_MAY_BE_ABSENT, HOST_AT,
		DR_SEE("RFC 8461 4.1")),
	DR_FACT(dr_mx_host_fact, reverse,
		"reverse name of an own host that sends too, of the worst of its addresses",
		DR_MAY_BE_ABSENT, DR_CHOICES(REVERSE), HOST_AT, DR_SEE("RFC 1912 2.1")),
	DR_FACT(dr_mx_host_fact, reverse_address, "the address that this is about", DR_MAY_BE_ABSENT,
		HOST_AT),
	DR_FACT(dr_mx_host_fact, reverse_name, "the first reverse name of that address",
		DR_MAY_BE_ABSENT, HOST_AT, DR_SEE("RFC 1035 3.5")),
	DR_FACT(dr_mx_host_fact, helo_spf,
		"the name of an own host that sends too has an SPF record of its own",
		DR_MAY_BE_ABSENT, HOST_AT, DR_SEE("RFC 7208 10.1.3")),
	DR_FACT(dr_mx_host_fact, approved,
		"it is of the services and networks of the configuration, or below the domain",
		DR_MAY_BE_ABSENT, HOST_AT),
	DR_FACT(dr_mx_host_fact, secure, "DNSSEC protects its addresses", HOST_AT,
		DR_SEE("RFC 4035 3.2.3")),
};
DR_SCHEMA(DR_MX_HOST_FACT_SCHEMA, "mx host", dr_mx_host_fact, HOST_FIELDS,
	"a host that receives mail for the domain");

static const dr_field MX_FIELDS[] = {
	DR_FACT(dr_mx_facts, exists, "the domain's name exists"),
	DR_FACT(dr_mx_facts, present, "it has MX records, the null MX included"),
	DR_FACT(dr_mx_facts, null_mx, "it has a null MX: it receives no mail", DR_SEE("RFC 7505 3")),
	DR_LISTED(dr_mx_facts, hosts, dr_mx_host_fact, DR_MX_HOST_FACT_SCHEMA,
		"its mail hosts by preference, then name"),
	DR_FACT(dr_mx_facts, address, "the domain itself has an address", DR_SEE("RFC 5321 5.1")),
	DR_FACT(dr_mx_facts, receives, "mail can be sent to it: by MX, or to its own address",
		DR_SEE("RFC 5321 5.1")),
	DR_FACT(dr_mx_facts, secure, "DNSSEC protects its MX records", DR_SEE("RFC 4035 3.2.3")),
	DR_FACT(dr_mx_facts, wildcard, "names that do not exist get an MX from a wildcard",
		DR_SEE("RFC 4592 2.1")),
	DR_FACT(dr_mx_facts, negative_ttl, "seconds that \"not there\" is remembered",
		DR_MAY_BE_ABSENT, DR_SEE("RFC 2308 5")),
};
DR_SCHEMA(DR_MX_FACTS_SCHEMA, "mx", dr_mx_facts, MX_FIELDS, "where the domain receives mail");

static const dr_field BIMI_FIELDS[] = {
	DR_FACT(dr_bimi_facts, present, "a record applies to the domain's default selector",
		DR_SEE("draft-brand-indicators-for-message-identification")),
	DR_FACT(dr_bimi_facts, records, "v=BIMI1 records at the domain's own default selector"),
	DR_FACT(dr_bimi_facts, found_at, "the domain whose record it is: itself or the organizational one",
		DR_MAY_BE_ABSENT),
	DR_FACT(dr_bimi_facts, text, "the record", DR_MAY_BE_ABSENT,
		DR_PLACE(dr_bimi_facts, text_place)),
	DR_FACT(dr_bimi_facts, l, "URI of the indicator; may be empty", DR_MAY_BE_ABSENT,
		DR_PLACE(dr_bimi_facts, l_place)),
	DR_FACT(dr_bimi_facts, a, "URI of the evidence document; may be empty", DR_MAY_BE_ABSENT,
		DR_PLACE(dr_bimi_facts, a_place)),
	DR_FACT(dr_bimi_facts, avp, "whose avatar is preferred, as published",
		DR_DEFAULT_STR("brand"), DR_PLACE(dr_bimi_facts, avp_place)),
	DR_FACT(dr_bimi_facts, lps, "local-part selectors as published", DR_MAY_BE_ABSENT,
		DR_PLACE(dr_bimi_facts, lps_place)),
	DR_FACT(dr_bimi_facts, declined, "l and a are empty: the domain wants no indicator"),
	DR_FACT(dr_bimi_facts, differs, "its own record is not that of the organizational domain"),
	DR_FACT(dr_bimi_facts, selector, "the selector that a mail asked for", DR_MAY_BE_ABSENT,
		DR_SEE("BIMI draft, BIMI-Selector")),
	DR_FACT(dr_bimi_facts, selector_present, "that selector has one record"),
	DR_RECORD(dr_bimi_facts, logo, dr_logo_facts, DR_LOGO_FACTS_SCHEMA, "the picture that l names"),
	DR_RECORD(dr_bimi_facts, evidence, dr_evidence_facts, DR_EVIDENCE_FACTS_SCHEMA,
		"the mark certificate that a names"),
	DR_LISTED(dr_bimi_facts, issues, dr_issue_fact, DR_ISSUE_FACT_SCHEMA,
		"what is wrong in the record's text"),
	DR_LISTED(dr_bimi_facts, strays, dr_stray_fact, DR_STRAY_FACT_SCHEMA,
		"other texts at the default selector"),
	DR_RECORD(dr_bimi_facts, alias, dr_alias_facts, DR_ALIAS_FACTS_SCHEMA,
		"the CNAME at the domain's own default selector"),
};
DR_SCHEMA(DR_BIMI_FACTS_SCHEMA, "bimi", dr_bimi_facts, BIMI_FIELDS,
	"the BIMI assertion record of the default selector");

static const dr_field MTASTS_FIELDS[] = {
	DR_FACT(dr_mtasts_facts, present, "one v=STSv1 record is there", DR_SEE("RFC 8461 3.1")),
	DR_FACT(dr_mtasts_facts, records, "v=STSv1 records at _mta-sts", DR_SEE("RFC 8461 3.1")),
	DR_FACT(dr_mtasts_facts, text, "the only record", DR_MAY_BE_ABSENT,
		DR_PLACE(dr_mtasts_facts, text_place)),
	DR_FACT(dr_mtasts_facts, id, "id of the policy", DR_MAY_BE_ABSENT,
		DR_PLACE(dr_mtasts_facts, id_place), DR_SEE("RFC 8461 3.1")),
	DR_FACT(dr_mtasts_facts, policy_host, "the policy host mta-sts has an address",
		DR_SEE("RFC 8461 3.3")),
	DR_FACT(dr_mtasts_facts, policy_addresses, "addresses of the policy host, IPv4 first"),
	DR_RECORD(dr_mtasts_facts, policy, dr_policy_facts, DR_POLICY_FACTS_SCHEMA,
		"the policy that the policy host gives"),
	DR_LISTED(dr_mtasts_facts, issues, dr_issue_fact, DR_ISSUE_FACT_SCHEMA,
		"what is wrong in the record's text"),
	DR_LISTED(dr_mtasts_facts, strays, dr_stray_fact, DR_STRAY_FACT_SCHEMA,
		"other texts at _mta-sts"),
	DR_RECORD(dr_mtasts_facts, alias, dr_alias_facts, DR_ALIAS_FACTS_SCHEMA,
		"the CNAME at _mta-sts"),
};
DR_SCHEMA(DR_MTASTS_FACTS_SCHEMA, "mtasts", dr_mtasts_facts, MTASTS_FIELDS,
	"the MTA-STS record and its policy host");

static const dr_field TLSRPT_FIELDS[] = {
	DR_FACT(dr_tlsrpt_facts, present, "one v=TLSRPTv1 record is there", DR_SEE("RFC 8460 3")),
	DR_FACT(dr_tlsrpt_facts, records, "v=TLSRPTv1 records at _smtp._tls", DR_SEE("RFC 8460 3")),
	DR_FACT(dr_tlsrpt_facts, text, "the only record", DR_MAY_BE_ABSENT,
		DR_PLACE(dr_tlsrpt_facts, text_place)),
	DR_LISTED(dr_tlsrpt_facts, rua, dr_address_fact, DR_ADDRESS_FACT_SCHEMA,
		"where TLS reports go", DR_SEE("RFC 8460 3")),
	DR_RECORD(dr_tlsrpt_facts, endpoint, dr_fetch_facts, DR_FETCH_FACTS_SCHEMA,
		"how the first https address answers"),
	DR_LISTED(dr_tlsrpt_facts, issues, dr_issue_fact, DR_ISSUE_FACT_SCHEMA,
		"what is wrong in the record's text"),
	DR_LISTED(dr_tlsrpt_facts, strays, dr_stray_fact, DR_STRAY_FACT_SCHEMA,
		"other texts at _smtp._tls"),
	DR_RECORD(dr_tlsrpt_facts, alias, dr_alias_facts, DR_ALIAS_FACTS_SCHEMA,
		"the CNAME at _smtp._tls"),
};
DR_SCHEMA(DR_TLSRPT_FACTS_SCHEMA, "tlsrpt", dr_tlsrpt_facts, TLSRPT_FIELDS,
	"the TLS reporting record");
/* clang-format on */
