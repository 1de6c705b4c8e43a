#include "facts/facts_priv.h"
#include "base/issue.h"

const char *const DR_POLICY_CHOICES[] = { "none", "quarantine", "reject", NULL };
const char *const DR_SPECIAL_CHOICES[] = {
	"", "private", "loopback", "link-local", "documentation", "multicast", "reserved", NULL
};

static const char *const STRAY_PROBLEMS[] = { "leading-space", "version",   "quoted",
	                                      "other-record",  "unrelated", NULL };
static const char *const STRAY_KINDS[] = { "",       "spf",    "dmarc",    "dkim", "bimi",
	                                   "mtasts", "tlsrpt", "senderid", NULL };
static const char *const ACCEPTS[] = { "yes", "no", "null-mx", "no-name", NULL };

/* clang-format off */
static const dr_field ISSUE_FIELDS[] = {
	DR_PLAIN(dr_issue_fact, code, "what is wrong",
		DR_CHOICES(DR_ISSUE_NAMES), DR_PLACE(dr_issue_fact, place)),
	DR_PLAIN(dr_issue_fact, subject, "the tag, term or value it is about",
		DR_PLACE(dr_issue_fact, place)),
	DR_PLAIN(dr_issue_fact, nearest, "the nearest known name to an unknown one, or empty",
		DR_PLACE(dr_issue_fact, place)),
	DR_PLAIN(dr_issue_fact, first, "no issue of the record before it has this code",
		DR_PLACE(dr_issue_fact, place)),
};
DR_SCHEMA(DR_ISSUE_FACT_SCHEMA, "issue", dr_issue_fact, ISSUE_FIELDS,
	"something wrong in a record's text");

static const dr_field STRAY_FIELDS[] = {
	DR_PLAIN(dr_stray_fact, problem, "why it is not the record", DR_CHOICES(STRAY_PROBLEMS),
		DR_PLACE(dr_stray_fact, place)),
	DR_PLAIN(dr_stray_fact, kind, "the record it looks like, or empty",
		DR_CHOICES(STRAY_KINDS), DR_PLACE(dr_stray_fact, place)),
	DR_PLAIN(dr_stray_fact, text, "the text", DR_PLACE(dr_stray_fact, place)),
};
DR_SCHEMA(DR_STRAY_FACT_SCHEMA, "stray text", dr_stray_fact, STRAY_FIELDS,
	"a text at a record's name that is not that record");

static const dr_field ALIAS_FIELDS[] = {
	DR_FACT(dr_alias_facts, present, "the name is a CNAME"),
	DR_FACT(dr_alias_facts, target, "the last name of the CNAME chain", DR_MAY_BE_ABSENT),
	DR_FACT(dr_alias_facts, dangling, "the chain ends without a record of the type"),
	DR_FACT(dr_alias_facts, hops, "CNAMEs in the chain"),
	DR_FACT(dr_alias_facts, service, "id of the service that owns the target, or empty"),
};
DR_SCHEMA(DR_ALIAS_FACTS_SCHEMA, "alias", dr_alias_facts, ALIAS_FIELDS,
	"the CNAME between a record's name and the record");

static const dr_field ADDRESS_FIELDS[] = {
	DR_PLAIN(dr_address_fact, uri, "the URI as published", DR_PLACE(dr_address_fact, place)),
	DR_PLAIN(dr_address_fact, scheme, "its scheme in lower case, or empty",
		DR_PLACE(dr_address_fact, place)),
	DR_PLAIN(dr_address_fact, address, "the mailbox of a mailto: URI, or empty",
		DR_PLACE(dr_address_fact, place)),
	DR_PLAIN(dr_address_fact, host, "domain of the mailbox, or host of the URI",
		DR_PLACE(dr_address_fact, place)),
	DR_PLAIN(dr_address_fact, valid, "the URI has the right syntax",
		DR_SEE("RFC 9989 4.7")),
	DR_FACT(dr_address_fact, external, "it is in another organizational domain",
		DR_SEE("RFC 9990 4")),
	DR_FACT(dr_address_fact, authorised, "the destination takes the reports, or need not say so",
		DR_SEE("RFC 9990 4")),
	DR_FACT(dr_address_fact, by_wildcard, "it says so through a wildcard record",
		DR_SEE("RFC 9990 4")),
	DR_FACT(dr_address_fact, accepts, "whether its host can receive mail; yes for other schemes",
		DR_CHOICES(ACCEPTS), DR_SEE("RFC 5321 5.1")),
	DR_PLAIN(dr_address_fact, authorisation,
		"owner name of the record that must be there when external, or empty",
		DR_SEE("RFC 9990 4")),
	DR_PLAIN(dr_address_fact, replaced_by, "the URI that record names instead, or empty",
		DR_SEE("RFC 9990 4")),
	DR_PLAIN(dr_address_fact, malformed,
		"a text there that was meant to agree and does not, or empty", DR_SEE("RFC 9990 4")),
	DR_PLAIN(dr_address_fact, diverted,
		"replaced_by has another host, so no report goes to either", DR_SEE("RFC 9990 4")),
};
DR_SCHEMA(DR_ADDRESS_FACT_SCHEMA, "report address", dr_address_fact, ADDRESS_FIELDS,
	"where reports are sent");
/* clang-format on */
