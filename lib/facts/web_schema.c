#include "facts/facts_priv.h"
#include "facts/web_facts.h"

static const char *const RESULTS[] = {
	"ok",          "file",        "no-address", "private-address", "no-connection", "tls-name",
	"tls-expired", "tls-not-yet", "tls-chain",  "tls-handshake",   "redirect",      "status",
	"too-big",     NULL
};
static const char *const MODES[] = { "none", "testing", "enforce", NULL };
static const char *const KINDS[] = { "document", "root",      "position", "title", "shape",
	                             "colour",   "forbidden", "outside",  NULL };
static const char *const PROBLEMS[] = {
#define DR_MARK(id, kind, name, doc) (name),
#include "mark/problem.def"
#undef DR_MARK
	NULL,
};

/* clang-format off */
static const dr_field FETCH_FIELDS[] = {
	DR_FACT(dr_fetch_facts, url, "what was fetched", DR_MAY_BE_ABSENT),
	DR_FACT(dr_fetch_facts, result, "what came of it", DR_MAY_BE_ABSENT, DR_CHOICES(RESULTS)),
	DR_FACT(dr_fetch_facts, code, "HTTP status", DR_MAY_BE_ABSENT, DR_SEE("RFC 9110 15")),
	DR_FACT(dr_fetch_facts, content_type, "media type, lower case, without parameters",
		DR_MAY_BE_ABSENT),
	DR_FACT(dr_fetch_facts, redirects, "redirects that were followed"),
	DR_FACT(dr_fetch_facts, location, "where the response redirects to", DR_MAY_BE_ABSENT),
	DR_FACT(dr_fetch_facts, names, "names of the server's certificate"),
};
DR_SCHEMA(DR_FETCH_FACTS_SCHEMA, "fetch", dr_fetch_facts, FETCH_FIELDS, "how fetching a file went");

static const dr_field POLICY_MX_FIELDS[] = {
	DR_PLAIN(dr_policy_mx_fact, pattern, "a mail host, or *. and a name"),
	DR_PLAIN(dr_policy_mx_fact, valid, "the pattern is one", DR_SEE("RFC 8461 3.2")),
	DR_FACT(dr_policy_mx_fact, used, "a mail host of the domain matches it",
		DR_SEE("RFC 8461 4.1")),
};
DR_SCHEMA(DR_POLICY_MX_FACT_SCHEMA, "policy mx", dr_policy_mx_fact, POLICY_MX_FIELDS,
	"an mx line of the policy");

static const dr_field POLICY_FIELDS[] = {
	DR_RECORD(dr_policy_facts, fetch, dr_fetch_facts, DR_FETCH_FACTS_SCHEMA, "how it was fetched"),
	DR_FACT(dr_policy_facts, present, "the policy host gave a file", DR_SEE("RFC 8461 3.3")),
	DR_FACT(dr_policy_facts, size, "its octets", DR_SEE("RFC 8461 3.3")),
	DR_FACT(dr_policy_facts, valid, "senders can use it", DR_SEE("RFC 8461 3.2")),
	DR_FACT(dr_policy_facts, version, "it says version: STSv1", DR_SEE("RFC 8461 3.2")),
	DR_FACT(dr_policy_facts, mode, "what senders do", DR_MAY_BE_ABSENT, DR_CHOICES(MODES),
		DR_SEE("RFC 8461 5")),
	DR_FACT(dr_policy_facts, max_age, "seconds that senders remember it", DR_MAY_BE_ABSENT,
		DR_SEE("RFC 8461 3.2")),
	DR_FACT(dr_policy_facts, lf_only, "a line ends with LF alone", DR_SEE("RFC 8461 3.2")),
	DR_LISTED(dr_policy_facts, mx, dr_policy_mx_fact, DR_POLICY_MX_FACT_SCHEMA, "its mx lines"),
	DR_FACT(dr_policy_facts, uncovered, "mail hosts of the domain that no mx line matches",
		DR_SEE("RFC 8461 4.1")),
	DR_LISTED(dr_policy_facts, issues, dr_issue_fact, DR_ISSUE_FACT_SCHEMA,
		"what is wrong in its text"),
};
DR_SCHEMA(DR_POLICY_FACTS_SCHEMA, "mta-sts policy", dr_policy_facts, POLICY_FIELDS,
	"the policy that the domain's web server gives");

static const dr_field PROBLEM_FIELDS[] = {
	DR_PLAIN(dr_logo_problem_fact, code, "what is wrong", DR_CHOICES(PROBLEMS)),
	DR_PLAIN(dr_logo_problem_fact, kind, "what sort of problem", DR_CHOICES(KINDS)),
	DR_PLAIN(dr_logo_problem_fact, subject, "the element, attribute or value"),
	DR_PLAIN(dr_logo_problem_fact, line, "of the first one; 0 for none"),
	DR_PLAIN(dr_logo_problem_fact, count, "how many there are"),
};
DR_SCHEMA(DR_LOGO_PROBLEM_FACT_SCHEMA, "logo problem", dr_logo_problem_fact, PROBLEM_FIELDS,
	"something to change in the logo");

static const dr_field LOGO_FIELDS[] = {
	DR_RECORD(dr_logo_facts, fetch, dr_fetch_facts, DR_FETCH_FACTS_SCHEMA, "how it was fetched"),
	DR_FACT(dr_logo_facts, present, "there is a file to look at"),
	DR_FACT(dr_logo_facts, size, "octets, unpacked"),
	DR_FACT(dr_logo_facts, gzip, "it is gzipped: SVGZ"),
	DR_FACT(dr_logo_facts, title, "its title", DR_MAY_BE_ABSENT),
	DR_LISTED(dr_logo_facts, problems, dr_logo_problem_fact, DR_LOGO_PROBLEM_FACT_SCHEMA,
		"what is not SVG Tiny PS", DR_SEE("draft-svg-tiny-ps-abrotman")),
};
DR_SCHEMA(DR_LOGO_FACTS_SCHEMA, "logo", dr_logo_facts, LOGO_FIELDS, "the picture of BIMI");

static const dr_field EVIDENCE_FIELDS[] = {
	DR_RECORD(dr_evidence_facts, fetch, dr_fetch_facts, DR_FETCH_FACTS_SCHEMA, "how it was fetched"),
	DR_FACT(dr_evidence_facts, present, "there is a file to look at"),
	DR_FACT(dr_evidence_facts, readable, "it holds a certificate in PEM"),
	DR_FACT(dr_evidence_facts, subject, "whose mark it is"),
	DR_FACT(dr_evidence_facts, issuer, "who issued it"),
	DR_FACT(dr_evidence_facts, mark_type, "its type of mark", DR_MAY_BE_ABSENT),
	DR_FACT(dr_evidence_facts, days_left, "days to its last day; negative when that is over"),
	DR_FACT(dr_evidence_facts, begun, "its first day has come"),
	DR_FACT(dr_evidence_facts, names, "the names it is for"),
	DR_FACT(dr_evidence_facts, covers, "it is for the domain, its organizational domain, or their "
		"selector", DR_SEE("draft-fetch-validation-vmc-wchuang")),
	DR_FACT(dr_evidence_facts, chain_problem, "why it leads to no known root, or empty"),
	DR_FACT(dr_evidence_facts, timestamps, "it has timestamps of certificate logs",
		DR_SEE("RFC 6962 3.3")),
	DR_FACT(dr_evidence_facts, extensions, "what is wrong with its extensions"),
	DR_FACT(dr_evidence_facts, fields, "what its subject lacks"),
	DR_FACT(dr_evidence_facts, marks, "what is wrong with its type of mark"),
	DR_FACT(dr_evidence_facts, logo_matches, "its logo is the one that is served",
		DR_MAY_BE_ABSENT),
};
DR_SCHEMA(DR_EVIDENCE_FACTS_SCHEMA, "mark certificate", dr_evidence_facts, EVIDENCE_FIELDS,
	"the certificate of the mark");
/* clang-format on */
