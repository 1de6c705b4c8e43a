#include "catalog/catalog.h"

static const char *const KINDS[] = { "mailbox", "sender", "security", "forwarder", "dmarc", NULL };
static const char *const COUNTS[] = { "author-domain", "own-subdomain", "service-domain", "none",
	                              NULL };
static const char *const AUTHOR_DKIM[] = { "yes", "costs-extra", "no", "unknown", NULL };
static const char *const TYPES[] = { "CNAME", "TXT", "MX", "NS", NULL };
static const char *const EXPECTED[] = { "found", "asked", "missed", NULL };

/* clang-format off */
#define OR_EMPTY .fallback = { .given = true, .s = "" }
#define OR_FALSE .fallback = { .given = true, .b = false }

static const dr_field SELECTOR_FIELDS[] = {
	DR_PLAIN(dr_service_selector, selector, "a fixed selector"),
	DR_PLAIN(dr_service_selector, target, "suffix of its CNAME target; empty: TXT", OR_EMPTY),
	DR_PLAIN(dr_service_selector, usual, "the service sets it up by default", OR_FALSE),
	DR_PLAIN(dr_service_selector, own, "no other service uses it", OR_FALSE),
};
static DR_SCHEMA(SELECTOR_SCHEMA, "dkim selector of a service", dr_service_selector,
	SELECTOR_FIELDS, "a DKIM selector that a service uses");

static const dr_field RECORD_FIELDS[] = {
	DR_PLAIN(dr_service_record, name, "owner below the domain; @ is the domain itself"),
	DR_PLAIN(dr_service_record, type, "record type", DR_CHOICES(TYPES)),
	DR_PLAIN(dr_service_record, value, "its value; <…> differs from customer to customer"),
};
static DR_SCHEMA(RECORD_SCHEMA, "record for a service", dr_service_record, RECORD_FIELDS,
	"a record that the service asks for");

static const dr_field EXAMPLE_FIELDS[] = {
	DR_PLAIN(dr_service_example, expect, "what must come of it", DR_CHOICES(EXPECTED)),
	DR_PLAIN(dr_service_example, name, "what it shows", OR_EMPTY),
	DR_PLAIN(dr_service_example, zone, "master-file lines for example.com"),
	DR_PLAIN(dr_service_example, selectors, "DKIM selectors that the user named"),
};
static DR_SCHEMA(EXAMPLE_SCHEMA, "example of a service", dr_service_example, EXAMPLE_FIELDS,
	"a zone that shows the service, or nearly does");

static const dr_field SERVICE_FIELDS[] = {
	DR_PLAIN(dr_service, id, "kebab-case id, API"),
	DR_PLAIN(dr_service, name, "name for people"),
	DR_PLAIN(dr_service, kind, "what it does", DR_CHOICES(KINDS)),
	DR_PLAIN(dr_service, used_in, "countries where it is a usual choice; empty: everywhere"),
	DR_PLAIN(dr_service, mx, "suffixes of its mail hosts"),
	DR_PLAIN(dr_service, mx_sends, "its MX hosts send too", OR_FALSE),
	DR_PLAIN(dr_service, includes, "include targets, exact or as *.suffix"),
	DR_PLAIN(dr_service, include, "the SPF term to publish; empty: nothing", OR_EMPTY),
	DR_PLAIN(dr_service, spf_counts, "whose domain is its return-path", DR_CHOICES(COUNTS)),
	DR_LISTED_PLAIN(dr_service, dkim, dr_service_selector, SELECTOR_SCHEMA, "fixed selectors"),
	DR_PLAIN(dr_service, dkim_targets, "suffixes of CNAME targets of any selector"),
	DR_PLAIN(dr_service, hosts, "customary subdomains that are a CNAME to it"),
	DR_PLAIN(dr_service, host_targets, "suffixes of the targets of such subdomains"),
	DR_PLAIN(dr_service, tokens, "beginnings of its verification texts"),
	DR_PLAIN(dr_service, rdns, "suffixes of the reverse names of its servers"),
	DR_PLAIN(dr_service, default_signing, "d= before it is set up"),
	DR_PLAIN(dr_service, default_return_path, "return-path domains before it is set up"),
	DR_PLAIN(dr_service, before_setup, "how its mail looks before it is set up", OR_EMPTY),
	DR_PLAIN(dr_service, author_dkim, "whether it can sign as the customer's domain",
		DR_CHOICES(AUTHOR_DKIM), .fallback = { .given = true, .s = "unknown" }),
	DR_PLAIN(dr_service, can_align, "its mail can be made to pass DMARC"),
	DR_PLAIN(dr_service, retired, "why it must not be used any more", OR_EMPTY),
	DR_LISTED_PLAIN(dr_service, records, dr_service_record, RECORD_SCHEMA, "what to publish"),
	DR_PLAIN(dr_service, setup, "where to click and what to publish"),
	DR_PLAIN(dr_service, note, "what else one must know", OR_EMPTY),
	DR_PLAIN(dr_service, see, "where these facts come from"),
	DR_LISTED_PLAIN(dr_service, examples, dr_service_example, EXAMPLE_SCHEMA,
		"zones that show it, and zones that only seem to"),
};
DR_SCHEMA(DR_SERVICE_SCHEMA, "service", dr_service, SERVICE_FIELDS,
	"a service that sends or receives mail for people");
/* clang-format on */
