#include "facts/server_facts.h"
#include "facts/facts_priv.h"

static const char *const SPEAKS[] = { "yes",         "without-edns", "lame",      "silent",
	                              "unreachable", "broken",       "not-asked", NULL };
static const char *const WHATS[] = {
	"spf", "mx", "dmarc", "dkim", "mtasts", "tlsrpt", "bimi", NULL
};

/* clang-format off */
static const dr_field SERVER_FIELDS[] = {
	DR_PLAIN(dr_server_fact, name, "name of the server", DR_SEE("RFC 1034 4.2.2")),
	DR_PLAIN(dr_server_fact, address, "the address that was asked"),
	DR_FACT(dr_server_fact, speaks, "how it answers for the zone", DR_CHOICES(SPEAKS),
		DR_SEE("RFC 1912 2.8")),
	DR_FACT(dr_server_fact, serial, "serial of the SOA that it has", DR_MAY_BE_ABSENT,
		DR_SEE("RFC 1035 3.3.13")),
};
DR_SCHEMA(DR_SERVER_FACT_SCHEMA, "server", dr_server_fact, SERVER_FIELDS,
	"one address of a name server of the zone");

static const dr_field RECORD_FIELDS[] = {
	DR_PLAIN(dr_server_record_fact, what, "what it is", DR_CHOICES(WHATS)),
	DR_PLAIN(dr_server_record_fact, owner, "name that was asked for"),
	DR_PLAIN(dr_server_record_fact, type, "type that was asked for"),
	DR_FACT(dr_server_record_fact, agree, "all servers that speak say the same",
		DR_SEE("RFC 2182 2")),
	DR_FACT(dr_server_record_fact, differ, "servers that say something else than most"),
	DR_FACT(dr_server_record_fact, lost, "servers that tell their SOA, but not this"),
	DR_FACT(dr_server_record_fact, stale, "they agree, and the resolver says something else"),
	DR_FACT(dr_server_record_fact, ttl, "seconds that resolvers may keep it, exact",
		DR_MAY_BE_ABSENT, DR_SEE("RFC 2181 8")),
	DR_FACT(dr_server_record_fact, octets, "octets of the largest answer", DR_MAY_BE_ABSENT),
	DR_FACT(dr_server_record_fact, needs_tcp, "it does not fit into plain UDP",
		DR_SEE("RFC 7766 5")),
	DR_FACT(dr_server_record_fact, bogus,
		"the resolver fails with DNSSEC and answers without", DR_SEE("RFC 4035 5.5")),
};
DR_SCHEMA(DR_SERVER_RECORD_FACT_SCHEMA, "server record", dr_server_record_fact, RECORD_FIELDS,
	"one record, as the zone's servers have it");

static const dr_field SERVERS_FIELDS[] = {
	DR_FACT(dr_servers_facts, zone, "the zone that holds the domain", DR_SEE("RFC 1034 4.2")),
	DR_LISTED(dr_servers_facts, items, dr_server_fact, DR_SERVER_FACT_SCHEMA,
		"addresses of its name servers: at most four servers by two"),
	DR_LISTED(dr_servers_facts, records, dr_server_record_fact, DR_SERVER_RECORD_FACT_SCHEMA,
		"the records that matter to mail, as they have them"),
	DR_FACT(dr_servers_facts, speaking, "addresses that tell the zone's SOA"),
	DR_FACT(dr_servers_facts, same_serial, "all of them have the same serial",
		DR_SEE("RFC 1912 2.2")),
	DR_FACT(dr_servers_facts, serials, "the different serials"),
};
DR_SCHEMA(DR_SERVERS_FACTS_SCHEMA, "servers", dr_servers_facts, SERVERS_FIELDS,
	"the zone's own name servers");
/* clang-format on */
