#include "facts/facts_priv.h"

static const char *const KINDS[] = { "all", "include", "a",        "mx",  "ptr",     "ip4",
	                             "ip6", "exists",  "redirect", "exp", "unknown", NULL };
static const char *const QUALIFIERS[] = { "+", "-", "~", "?", NULL };
static const char *const TERM_QUALIFIERS[] = { "", "+", "-", "~", "?", NULL };
static const char *const OUTCOMES[] = { "ok",      "no-record",       "no-name",
	                                "no-data", "several-records", "permerror",
	                                "loop",    "too-many",        "null-mx",
	                                NULL };
static const char *const COUNTS[] = {
	"", "author-domain", "own-subdomain", "service-domain", "none", NULL
};

static const char *const SIGNS[] = { "", "yes", "costs-extra", "no", NULL };
static const char *const TEXT_PROBLEMS[] = { "", "non-ascii", "macro", NULL };
static const char *const RANGE_KINDS[] = { "ip4", "ip6", "a", "mx", NULL };
static const char *const MEASURES[] = { "drop-useless", "drop-unlikely", "drop-duplicate",
	                                "drop-dead",    "drop-covered",  "write-address",
	                                "drop-ptr",     "move",          NULL };

/* clang-format off */
#define TERM_AT DR_PLACE(dr_spf_term_fact, place)

static const dr_field TERM_FIELDS[] = {
	DR_PLAIN(dr_spf_term_fact, text, "the term as written", TERM_AT),
	DR_PLAIN(dr_spf_term_fact, kind, "mechanism or modifier", DR_CHOICES(KINDS), TERM_AT,
		DR_SEE("RFC 7208 5")),
	DR_PLAIN(dr_spf_term_fact, qualifier, "its qualifier; empty for modifiers",
		DR_CHOICES(TERM_QUALIFIERS), TERM_AT, DR_SEE("RFC 7208 4.6.2")),
	DR_PLAIN(dr_spf_term_fact, target, "its domain, the record's own when left out; an address",
		TERM_AT),
	DR_PLAIN(dr_spf_term_fact, valid, "it has the right syntax", TERM_AT,
		DR_SEE("RFC 7208 4.6.1")),
	DR_PLAIN(dr_spf_term_fact, after_all, "it stands after all and is never evaluated", TERM_AT,
		DR_SEE("RFC 7208 5.1")),
	DR_PLAIN(dr_spf_term_fact, message, "its target depends on the message", TERM_AT,
		DR_SEE("RFC 7208 7")),
	DR_PLAIN(dr_spf_term_fact, duplicate, "the same term stands earlier in the record", TERM_AT),
	DR_PLAIN(dr_spf_term_fact, counts, "it is one of the DNS terms that are limited to ten",
		TERM_AT, DR_SEE("RFC 7208 4.6.4")),
	DR_FACT(dr_spf_term_fact, lookups, "DNS terms of this term and of everything below it",
		TERM_AT, DR_SEE("RFC 7208 4.6.4")),
	DR_FACT(dr_spf_term_fact, outcome, "what asking for its target gave; absent when it asks nothing",
		DR_MAY_BE_ABSENT, DR_CHOICES(OUTCOMES), TERM_AT, DR_SEE("RFC 7208 5")),
	DR_FACT(dr_spf_term_fact, is_void, "a look-up of it finds nothing", TERM_AT,
		DR_SEE("RFC 7208 4.6.4")),
	DR_FACT(dr_spf_term_fact, unregistered,
		"its target is below a registrable domain that does not exist", TERM_AT),
	DR_PLAIN(dr_spf_term_fact, service, "id of the service whose include it is, or empty", TERM_AT),
	DR_PLAIN(dr_spf_term_fact, spf_counts, "where that service's SPF counts, or empty",
		DR_CHOICES(COUNTS), TERM_AT),
	DR_PLAIN(dr_spf_term_fact, service_name, "that service's name, or empty", TERM_AT),
	DR_PLAIN(dr_spf_term_fact, service_signs, "whether that service signs as its customer, or empty",
		DR_CHOICES(SIGNS), TERM_AT),
	DR_PLAIN(dr_spf_term_fact, early, "a modifier that stands before a mechanism", TERM_AT,
		DR_SEE("RFC 7208 6")),
	DR_PLAIN(dr_spf_term_fact, failing, "the servers of its target answer with SERVFAIL", TERM_AT,
		DR_SEE("RFC 7208 2.6.6")),
	DR_PLAIN(dr_spf_term_fact, dangling, "its target is a CNAME to a name that does not exist",
		TERM_AT),
	DR_PLAIN(dr_spf_term_fact, dead_hosts, "mx: hosts without any address", TERM_AT,
		DR_SEE("RFC 7208 5.4")),
	DR_PLAIN(dr_spf_term_fact, text_problem, "what is wrong with the text that exp leads to, or empty",
		DR_CHOICES(TEXT_PROBLEMS), TERM_AT, DR_SEE("RFC 7208 6.2")),
	DR_PLAIN(dr_spf_term_fact, special,
		"a, mx: the special purpose of an address it leads to, or empty",
		DR_CHOICES(DR_SPECIAL_CHOICES), TERM_AT, DR_SEE("RFC 6890")),
	DR_PLAIN(dr_spf_term_fact, covered_by,
		"another own term that lets everybody pass whom this one does, or empty", TERM_AT),
	DR_FACT(dr_spf_term_fact, ipv4, "IPv4 addresses that it matches", TERM_AT),
	DR_FACT(dr_spf_term_fact, ipv6, "IPv6 networks of 64 bits in which it matches", TERM_AT),
	DR_FACT(dr_spf_term_fact, alone_ipv4,
		"IPv4 addresses that pass by this term only; absent when it lets nobody pass",
		DR_MAY_BE_ABSENT, TERM_AT),
	DR_FACT(dr_spf_term_fact, alone_ipv6, "the same for IPv6 networks of 64 bits",
		DR_MAY_BE_ABSENT, TERM_AT),
};
DR_SCHEMA(DR_SPF_TERM_FACT_SCHEMA, "spf term", dr_spf_term_fact, TERM_FIELDS,
	"a term of the domain's own SPF record");

#define PROBLEM_AT DR_PLACE(dr_spf_problem_fact, place)

static const dr_field PROBLEM_FIELDS[] = {
	DR_PLAIN(dr_spf_problem_fact, domain, "the domain whose record holds the term", PROBLEM_AT),
	DR_PLAIN(dr_spf_problem_fact, text, "the term as written", PROBLEM_AT),
	DR_PLAIN(dr_spf_problem_fact, target, "its domain", PROBLEM_AT),
	DR_PLAIN(dr_spf_problem_fact, outcome, "what asking for its target gave",
		DR_CHOICES(OUTCOMES), PROBLEM_AT, DR_SEE("RFC 7208 5")),
	DR_PLAIN(dr_spf_problem_fact, via, "the term of the domain's own record that leads there",
		PROBLEM_AT),
	DR_PLAIN(dr_spf_problem_fact, depth, "records between the domain's own and the term, plus one",
		PROBLEM_AT),
	DR_PLAIN(dr_spf_problem_fact, is_void, "a look-up of it finds nothing", PROBLEM_AT,
		DR_SEE("RFC 7208 4.6.4")),
	DR_PLAIN(dr_spf_problem_fact, unregistered,
		"its target is below a registrable domain that does not exist", PROBLEM_AT),
};
DR_SCHEMA(DR_SPF_PROBLEM_FACT_SCHEMA, "spf problem", dr_spf_problem_fact, PROBLEM_FIELDS,
	"a term below the domain's own SPF record that has a problem");

#define RANGE_AT DR_PLACE(dr_spf_range_fact, place)

static const dr_field RANGE_FIELDS[] = {
	DR_PLAIN(dr_spf_range_fact, text, "the term as written", RANGE_AT),
	DR_PLAIN(dr_spf_range_fact, kind, "mechanism", DR_CHOICES(RANGE_KINDS), RANGE_AT),
	DR_PLAIN(dr_spf_range_fact, ipv6, "it is an IPv6 range", RANGE_AT),
	DR_PLAIN(dr_spf_range_fact, length, "prefix length in bits", RANGE_AT, DR_SEE("RFC 7208 5.6")),
	DR_PLAIN(dr_spf_range_fact, host_bits, "address bits are set below the prefix length", RANGE_AT),
	DR_PLAIN(dr_spf_range_fact, special, "the special purpose of its addresses, or empty",
		DR_CHOICES(DR_SPECIAL_CHOICES), RANGE_AT, DR_SEE("RFC 6890")),
	DR_PLAIN(dr_spf_range_fact, covered_by, "another own term that holds all of it, or empty",
		RANGE_AT),
};
DR_SCHEMA(DR_SPF_RANGE_FACT_SCHEMA, "spf range", dr_spf_range_fact, RANGE_FIELDS,
	"an address range that the domain itself writes");

#define ADVICE_AT DR_PLACE(dr_spf_advice_fact, place)

static const dr_field ADVICE_FIELDS[] = {
	DR_PLAIN(dr_spf_advice_fact, measure, "what is done", DR_CHOICES(MEASURES), ADVICE_AT),
	DR_PLAIN(dr_spf_advice_fact, terms, "the terms that go, as written", ADVICE_AT),
	DR_PLAIN(dr_spf_advice_fact, instead, "what is written in their place, or empty", ADVICE_AT),
	DR_PLAIN(dr_spf_advice_fact, saves, "look-ups that this saves", ADVICE_AT),
	DR_PLAIN(dr_spf_advice_fact, lookups, "look-ups that are left", ADVICE_AT),
	DR_PLAIN(dr_spf_advice_fact, loses_ipv4, "IPv4 addresses that pass no more", ADVICE_AT),
	DR_PLAIN(dr_spf_advice_fact, loses_ipv6, "IPv6 networks of 64 bits that pass no more",
		ADVICE_AT),
	DR_PLAIN(dr_spf_advice_fact, domain, "the domain whose record is changed", ADVICE_AT),
	DR_PLAIN(dr_spf_advice_fact, record, "what that record is then", ADVICE_AT),
};
DR_SCHEMA(DR_SPF_ADVICE_FACT_SCHEMA, "spf advice", dr_spf_advice_fact, ADVICE_FIELDS,
	"a change that costs fewer look-ups, on top of those before it");

static const dr_field FLATTENED_FIELDS[] = {
	DR_PLAIN(dr_spf_flattened_fact, source, "the name whose record would be included"),
	DR_PLAIN(dr_spf_flattened_fact, service_name, "the service that it belongs to, or empty"),
	DR_PLAIN(dr_spf_flattened_fact, missing_ipv4,
		"IPv4 addresses that it lets pass today and the domain's record does not"),
	DR_PLAIN(dr_spf_flattened_fact, missing_ipv6, "the same for IPv6 networks of 64 bits"),
	DR_PLAIN(dr_spf_flattened_fact, missing, "the first of them"),
	DR_PLAIN(dr_spf_flattened_fact, stale_ipv4,
		"IPv4 addresses of the domain's record that it let pass then and today no more"),
	DR_PLAIN(dr_spf_flattened_fact, stale_ipv6, "the same for IPv6 networks of 64 bits"),
	DR_PLAIN(dr_spf_flattened_fact, stale, "the first of them"),
};
DR_SCHEMA(DR_SPF_FLATTENED_FACT_SCHEMA, "flattened include", dr_spf_flattened_fact,
	FLATTENED_FIELDS, "an include that was replaced by its addresses");

static const dr_field SPF_FIELDS[] = {
	DR_FACT(dr_spf_facts, present, "a text begins with v=spf1", DR_SEE("RFC 7208 4.5")),
	DR_FACT(dr_spf_facts, records, "texts that begin with v=spf1", DR_SEE("RFC 7208 4.5")),
	DR_FACT(dr_spf_facts, text, "the only record", DR_MAY_BE_ABSENT,
		DR_PLACE(dr_spf_facts, text_place)),
	DR_FACT(dr_spf_facts, valid, "one record without a syntax error", DR_SEE("RFC 7208 4.6")),
	DR_FACT(dr_spf_facts, all, "qualifier of the first all", DR_MAY_BE_ABSENT,
		DR_CHOICES(QUALIFIERS), DR_PLACE(dr_spf_facts, all_place), DR_SEE("RFC 7208 5.1")),
	DR_FACT(dr_spf_facts, effective_all, "qualifier of the first all, through redirect",
		DR_MAY_BE_ABSENT, DR_CHOICES(QUALIFIERS), DR_SEE("RFC 7208 6.1")),
	DR_FACT(dr_spf_facts, redirect, "the domain that redirect= names", DR_MAY_BE_ABSENT,
		DR_PLACE(dr_spf_facts, redirect_place), DR_SEE("RFC 7208 6.1")),
	DR_FACT(dr_spf_facts, exp, "the domain that exp= names", DR_MAY_BE_ABSENT,
		DR_PLACE(dr_spf_facts, exp_place), DR_SEE("RFC 7208 6.2")),
	DR_FACT(dr_spf_facts, sends_nothing, "the record is v=spf1 -all",
		DR_SEE("RFC 7208 10.1.2")),
	DR_LISTED(dr_spf_facts, terms, dr_spf_term_fact, DR_SPF_TERM_FACT_SCHEMA,
		"terms of the domain's own record, in order"),
	DR_LISTED(dr_spf_facts, issues, dr_issue_fact, DR_ISSUE_FACT_SCHEMA,
		"what is wrong in the record's text"),
	DR_LISTED(dr_spf_facts, strays, dr_stray_fact, DR_STRAY_FACT_SCHEMA,
		"texts at the name that are nearly an SPF record, and records of other kinds"),
	DR_FACT(dr_spf_facts, lookups, "DNS terms of the worst message, at most ten are allowed",
		DR_SEE("RFC 7208 4.6.4")),
	DR_FACT(dr_spf_facts, lookups_min, "DNS terms that are certain, whatever is unanswered",
		DR_SEE("RFC 7208 4.6.4")),
	DR_FACT(dr_spf_facts, counted, "lookups_min is all of them"),
	DR_FACT(dr_spf_facts, voids_ipv4, "void look-ups for an IPv4 client, at most two are allowed",
		DR_SEE("RFC 7208 4.6.4")),
	DR_FACT(dr_spf_facts, voids_ipv6, "void look-ups for an IPv6 client, at most two are allowed",
		DR_SEE("RFC 7208 4.6.4")),
	DR_FACT(dr_spf_facts, mx_hosts, "hosts of mx terms, whose addresses are asked for beside the ten",
		DR_SEE("RFC 7208 4.6.4")),
	DR_FACT(dr_spf_facts, excess,
		"the term to begin with when there are more look-ups than allowed", DR_MAY_BE_ABSENT,
		DR_PLACE(dr_spf_facts, excess_place), DR_SEE("RFC 7208 4.6.4")),
	DR_FACT(dr_spf_facts, stop_ipv4,
		"the own term in which evaluation ends with permerror at the latest, for IPv4 clients",
		DR_MAY_BE_ABSENT, DR_PLACE(dr_spf_facts, stop_ipv4_place), DR_SEE("RFC 7208 4.6.4")),
	DR_FACT(dr_spf_facts, stop_ipv6, "the same for IPv6 clients", DR_MAY_BE_ABSENT,
		DR_PLACE(dr_spf_facts, stop_ipv6_place), DR_SEE("RFC 7208 4.6.4")),
	DR_FACT(dr_spf_facts, senders_ipv4, "IPv4 addresses that the record means to pass"),
	DR_FACT(dr_spf_facts, senders_ipv6, "IPv6 networks of 64 bits that the record means to pass"),
	DR_FACT(dr_spf_facts, senders_ipv4_min,
		"IPv4 addresses that certainly pass, whatever is unanswered"),
	DR_FACT(dr_spf_facts, senders_ipv6_min,
		"IPv6 networks of 64 bits that certainly pass, whatever is unanswered"),
	DR_FACT(dr_spf_facts, lost_ipv4,
		"IPv4 addresses of these that get permerror, by a limit or a broken term"),
	DR_FACT(dr_spf_facts, lost_ipv6, "IPv6 networks of 64 bits of these that get permerror"),
	DR_LISTED(dr_spf_facts, advice, dr_spf_advice_fact, DR_SPF_ADVICE_FACT_SCHEMA,
		"changes that bring the look-ups down, the safest first"),
	DR_LISTED(dr_spf_facts, problems, dr_spf_problem_fact, DR_SPF_PROBLEM_FACT_SCHEMA,
		"terms below the record that have a problem"),
	DR_FACT(dr_spf_facts, repeated, "include targets that the tree reaches more than once"),
	DR_LISTED(dr_spf_facts, ranges, dr_spf_range_fact, DR_SPF_RANGE_FACT_SCHEMA,
		"address ranges that the domain itself writes"),
	DR_FACT(dr_spf_facts, own_ipv4, "IPv4 addresses of all ranges"),
	DR_LISTED(dr_spf_facts, flattened, dr_spf_flattened_fact, DR_SPF_FLATTENED_FACT_SCHEMA,
		"includes that the record does not have, with their addresses written out"),
	DR_FACT(dr_spf_facts, octets, "octets of the record", DR_SEE("RFC 7208 3.4")),
	DR_FACT(dr_spf_facts, strings, "character-strings of the record", DR_SEE("RFC 7208 3.3")),
	DR_FACT(dr_spf_facts, answer_octets, "octets of all TXT data at the name",
		DR_SEE("RFC 7208 3.4")),
	DR_FACT(dr_spf_facts, type99, "records of the type SPF, which nobody reads",
		DR_SEE("RFC 7208 3.1")),
	DR_FACT(dr_spf_facts, wildcard, "names that do not exist get an SPF record from a wildcard",
		DR_SEE("RFC 7208 3.5")),
	DR_RECORD(dr_spf_facts, alias, dr_alias_facts, DR_ALIAS_FACTS_SCHEMA,
		"the CNAME at the domain's name"),
};
DR_SCHEMA(DR_SPF_FACTS_SCHEMA, "spf", dr_spf_facts, SPF_FIELDS,
	"the domain's SPF record and the tree of records it pulls in");
/* clang-format on */
