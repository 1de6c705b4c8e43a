#include "facts/facts_priv.h"

static const char *const KINDS[] = { "mailbox", "sender", "security", "forwarder", "dmarc", NULL };
static const char *const SIGNS[] = { "mx", "spf", "dkim", "return-path", "token", NULL };
static const char *const COUNTS[] = { "author-domain", "own-subdomain", "service-domain", "none",
	                              NULL };
static const char *const AUTHOR_DKIM[] = { "yes", "costs-extra", "no", "unknown", NULL };
static const char *const MAIL[] = { "people", "transactional", "mixed", "none", NULL };

/* clang-format off */
#define AT DR_PLACE(dr_service_fact, place)

static const dr_field SERVICE_FIELDS[] = {
	DR_PLAIN(dr_service_fact, id, "id in the catalogue", AT),
	DR_PLAIN(dr_service_fact, name, "name for people", AT),
	DR_PLAIN(dr_service_fact, kind, "what it does", DR_CHOICES(KINDS), AT),
	DR_PLAIN(dr_service_fact, in_use, "strong signs show it; else it is only a question", AT),
	DR_PLAIN(dr_service_fact, signs, "what shows it", DR_CHOICES(SIGNS), AT),
	DR_PLAIN(dr_service_fact, spf_counts, "where its SPF counts", DR_CHOICES(COUNTS), AT),
	DR_PLAIN(dr_service_fact, include, "the term that SPF needs for it, or empty", AT),
	DR_FACT(dr_service_fact, include_found,
		"that include is anywhere in the SPF tree; absent without SPF",
		DR_DEFAULT_BOOL(false), AT),
	DR_FACT(dr_service_fact, include_direct,
		"that include is in the domain's own record; absent without SPF",
		DR_DEFAULT_BOOL(false), AT),
	DR_FACT(dr_service_fact, listed,
		"SPF lets it send, by its include or by its hosts; absent without SPF",
		DR_DEFAULT_BOOL(false), AT),
	DR_FACT(dr_service_fact, dkim_found, "a DKIM key of it was found", AT),
	DR_PLAIN(dr_service_fact, dkim_guessable, "its selectors can be known without being told", AT),
	DR_PLAIN(dr_service_fact, selectors, "its selectors that were asked for", AT),
	DR_PLAIN(dr_service_fact, can_align, "its mail can be made to pass DMARC for the domain", AT),
	DR_PLAIN(dr_service_fact, author_dkim, "whether it can sign as the domain",
		DR_CHOICES(AUTHOR_DKIM), AT),
	DR_PLAIN(dr_service_fact, retired, "why it must not be used any more, or empty", AT),
	DR_PLAIN(dr_service_fact, setup, "where to click and what to publish", AT),
};
DR_SCHEMA(DR_SERVICE_FACT_SCHEMA, "service", dr_service_fact, SERVICE_FIELDS,
	"a service that the domain's records show");

static const dr_field SERVICES_FIELDS[] = {
	DR_LISTED(dr_services_facts, found, dr_service_fact, DR_SERVICE_FACT_SCHEMA,
		"services in order of id"),
};
DR_SCHEMA(DR_SERVICES_FACTS_SCHEMA, "services", dr_services_facts, SERVICES_FIELDS,
	"services that the domain's records show");

#undef AT
#define AT DR_PLACE(dr_zone_issue_fact, place)

static const dr_field ZONE_ISSUE_FIELDS[] = {
	DR_PLAIN(dr_zone_issue_fact, code, "what is wrong", AT),
	DR_PLAIN(dr_zone_issue_fact, subject, "the field or owner it is about", AT),
	DR_PLAIN(dr_zone_issue_fact, text, "a sentence about it, without a full stop", AT),
	DR_PLAIN(dr_zone_issue_fact, owner, "owner name of the line, or empty", AT),
	DR_PLAIN(dr_zone_issue_fact, file, "the file", AT),
	DR_PLAIN(dr_zone_issue_fact, line, "the line, from 1", AT),
	DR_PLAIN(dr_zone_issue_fact, column, "the column in octets, from 1", AT),
};
DR_SCHEMA(DR_ZONE_ISSUE_FACT_SCHEMA, "zone issue", dr_zone_issue_fact, ZONE_ISSUE_FIELDS,
	"something wrong in a zone's text");

static const dr_field ZONE_FIELDS[] = {
	DR_PLAIN(dr_zone_facts, origin, "the zone's name"),
	DR_PLAIN(dr_zone_facts, complete, "it has a SOA: what it does not hold does not exist"),
	DR_LISTED_PLAIN(dr_zone_facts, issues, dr_zone_issue_fact, DR_ZONE_ISSUE_FACT_SCHEMA,
		"problems at or below the domain; the apex has all others too"),
	DR_PLAIN(dr_zone_facts, elsewhere,
		"names that mail needs and that the zone delegates to other name servers"),
	DR_PLAIN(dr_zone_facts, unprotected, "other names of the zone with MX and without SPF"),
	DR_PLAIN(dr_zone_facts, reporters,
		"other domains whose DMARC reports may come to this one; *: those of all",
		DR_SEE("RFC 9990 4")),
};
DR_SCHEMA(DR_ZONE_FACTS_SCHEMA, "zone", dr_zone_facts, ZONE_FIELDS,
	"the zone file the domain's records came from");

static const dr_field NETWORK_FIELDS[] = {
	DR_PLAIN(dr_network_fact, text, "the address or network"),
	DR_FACT(dr_network_fact, passes, "SPF lets at least one of its addresses send"),
};
DR_SCHEMA(DR_NETWORK_FACT_SCHEMA, "network", dr_network_fact, NETWORK_FIELDS,
	"addresses that the user declared as the domain's own");

static const dr_field DOMAIN_FIELDS[] = {
	DR_PLAIN(dr_domain_facts, name, "the domain, in A-labels and lower case"),
	DR_FACT(dr_domain_facts, mail, "what mail it sends, as the user declared it",
		DR_MAY_BE_ABSENT, DR_CHOICES(MAIL)),
	DR_FACT(dr_domain_facts, sends, "it sends mail: declared, or shown by MX, SPF or services"),
	DR_PLAIN(dr_domain_facts, selectors, "DKIM selectors that the user named"),
	DR_PLAIN(dr_domain_facts, report_addresses,
		"where the user wants aggregate reports to go"),
	DR_LISTED_PLAIN(dr_domain_facts, networks, dr_network_fact, DR_NETWORK_FACT_SCHEMA,
		"addresses that the user declared as the domain's own"),
};
DR_SCHEMA(DR_DOMAIN_FACTS_SCHEMA, "domain", dr_domain_facts, DOMAIN_FIELDS,
	"the domain and what the user said about it");
/* clang-format on */
