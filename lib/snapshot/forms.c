#include "snapshot/snapshot_priv.h"

const char SNAPSHOT_SCHEMA_NAME[] = "dmarcramp.snapshot/1";

static const char *const SCHEMAS[] = { SNAPSHOT_SCHEMA_NAME, NULL };
static const char *const DEFAULTS[] = { "unknown", "nxdomain", NULL };

/* clang-format off */
#define OR_INT(n) .fallback = { .given = true, .i = (n) }

static const dr_field DOCUMENT_FIELDS[] = {
	DR_PLAIN(document_form, schema, "which document this is", DR_CHOICES(SCHEMAS)),
	{ .name = "default", .type = &DR_STRING, .offset = offsetof(document_form, missing),
	  .size = sizeof(dr_str), .status = -1, .doc = "what a name gets that no answer lists",
	  .choices = DEFAULTS, .fallback = { .given = true, .s = "unknown" } },
	DR_PLAIN(document_form, as_of, "the day of the answers", DR_OPTIONAL),
	DR_KEPT(document_form, answers, "answers of DNS", DR_OPTIONAL),
	DR_KEPT(document_form, fetches, "answers of HTTPS", DR_OPTIONAL),
};
DR_SCHEMA(SNAPSHOT_DOCUMENT, "snapshot", document_form, DOCUMENT_FIELDS, "answers at rest");

static const dr_field ANSWER_FIELDS[] = {
	DR_PLAIN(answer_form, name, "the name that was asked for"),
	DR_PLAIN(answer_form, type, "the type of record"),
	DR_PLAIN(answer_form, server, "who was asked; without: a resolver", DR_OPTIONAL),
	DR_PLAIN(answer_form, flags, "cd: checking disabled"),
	DR_PLAIN(answer_form, outcome, "how it ended"),
	DR_KEPT(answer_form, chain, "CNAMEs, in order", DR_OPTIONAL),
	DR_PLAIN(answer_form, alias, "short for a chain of one", DR_OPTIONAL),
	DR_PLAIN(answer_form, ttl, "seconds", OR_INT(SNAPSHOT_TTL)),
	DR_PLAIN(answer_form, ttl_exact, "from the authority", DR_OPTIONAL),
	DR_PLAIN(answer_form, soa, "owner of the SOA of a negative answer", DR_OPTIONAL),
	DR_PLAIN(answer_form, negative_ttl, "seconds", DR_OPTIONAL),
	DR_FACT(answer_form, secure, "validated by DNSSEC"),
	DR_PLAIN(answer_form, size, "octets of the message", DR_OPTIONAL),
	DR_PLAIN(answer_form, truncated, "TCP was needed", DR_OPTIONAL),
	DR_PLAIN(answer_form, rrs, "rdata as in a master file"),
};
DR_SCHEMA(SNAPSHOT_ANSWER, "answer", answer_form, ANSWER_FIELDS, "an answer of DNS");

static const dr_field HOP_FIELDS[] = {
	DR_PLAIN(hop_form, name, "owner of the CNAME"),
	DR_PLAIN(hop_form, target, "where it leads"),
	DR_PLAIN(hop_form, ttl, "seconds", OR_INT(SNAPSHOT_TTL)),
};
DR_SCHEMA(SNAPSHOT_HOP, "link of a chain", hop_form, HOP_FIELDS, "a CNAME");

static const dr_field FETCH_FIELDS[] = {
	DR_PLAIN(fetch_form, url, "what was fetched"),
	DR_PLAIN(fetch_form, outcome, "how it ended"),
	DR_PLAIN(fetch_form, status, "of HTTP", DR_OPTIONAL),
	DR_PLAIN(fetch_form, content_type, "of the header field", DR_OPTIONAL),
	DR_PLAIN(fetch_form, body, "in base64", DR_OPTIONAL),
	DR_PLAIN(fetch_form, body_cut, "the body was longer than what is kept", DR_OPTIONAL),
	DR_PLAIN(fetch_form, peer, "address of the server", DR_OPTIONAL),
	DR_KEPT(fetch_form, tls, "the certificate", DR_OPTIONAL),
	DR_PLAIN(fetch_form, redirects, "locations, in order"),
};
DR_SCHEMA(SNAPSHOT_FETCH, "fetch", fetch_form, FETCH_FIELDS, "an answer of HTTPS");

static const dr_field TLS_FIELDS[] = {
	DR_PLAIN(tls_form, verified, "the certificate is valid for the host", DR_OPTIONAL),
	DR_PLAIN(tls_form, problem, "why it is not valid", DR_OPTIONAL),
	DR_PLAIN(tls_form, names, "its dNSNames"),
	DR_PLAIN(tls_form, not_after, "its last day", DR_OPTIONAL),
};
DR_SCHEMA(SNAPSHOT_TLS, "certificate", tls_form, TLS_FIELDS, "what TLS showed");
/* clang-format on */
