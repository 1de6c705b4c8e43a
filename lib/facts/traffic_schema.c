#include "facts/traffic_facts.h"
#include "facts/facts_priv.h"

static const char *const CLASSES[] = {
	"aligned",      "spf-only",           "not-aligned", "misconfigured",     "forwarder",
	"mailing-list", "changed-in-transit", "unknown",     "probable-spoofing", NULL
};
static const char *const CONFIDENCES[] = { "certain", "likely", "cannot-tell", NULL };
static const char *const DECISIONS[] = { "", "ours", "not-ours", "forwarder", "retired", NULL };

/* As those of findings: of playbooks. */
static const char *const SCOPES[] = { "p", "sp", "own", NULL };

/* clang-format off */
static const dr_field SOURCE_FIELDS[] = {
	DR_PLAIN(dr_traffic_source_fact, source, "by what it is known, \"dkim:vendor.example\""),
	DR_PLAIN(dr_traffic_source_fact, name, "name for people"),
	DR_PLAIN(dr_traffic_source_fact, service, "id of its service, or empty"),
	DR_PLAIN(dr_traffic_source_fact, class, "what it is", DR_CHOICES(CLASSES)),
	DR_PLAIN(dr_traffic_source_fact, confidence, "how sure that is", DR_CHOICES(CONFIDENCES)),
	DR_PLAIN(dr_traffic_source_fact, diagnosis, "what is wrong, as a code"),
	DR_PLAIN(dr_traffic_source_fact, problem, "what is wrong, in words; may be empty"),
	DR_PLAIN(dr_traffic_source_fact, remedy, "what to do, in words; may be empty"),
	DR_PLAIN(dr_traffic_source_fact, is, "what people decided, or empty", DR_CHOICES(DECISIONS)),
	DR_PLAIN(dr_traffic_source_fact, owner, "who must act, or empty"),
	DR_PLAIN(dr_traffic_source_fact, ours, "decided, or it passes as the domain"),
	DR_PLAIN(dr_traffic_source_fact, undecided, "a person must say what it is"),
	DR_PLAIN(dr_traffic_source_fact, lapsed, "it was decided, and the evidence has changed"),
	DR_PLAIN(dr_traffic_source_fact, messages, "direct messages that were reported"),
	DR_PLAIN(dr_traffic_source_fact, failing, "of them, not aligned", DR_SEE("RFC 9989 5.1")),
	DR_PLAIN(dr_traffic_source_fact, dkim, "of them, aligned by DKIM"),
	DR_PLAIN(dr_traffic_source_fact, spf_only, "of them, aligned by SPF alone"),
	DR_PLAIN(dr_traffic_source_fact, indirect, "messages that went through others"),
	DR_PLAIN(dr_traffic_source_fact, days, "days on which it was reported"),
	DR_PLAIN(dr_traffic_source_fact, last_week, "messages of the last 7 report days"),
	DR_PLAIN(dr_traffic_source_fact, week_before, "messages of the 7 days before"),
	DR_FACT(dr_traffic_source_fact, spf_lost,
		"messages of senders that go on, by SPF alone, from addresses that left the record"),
	DR_PLAIN(dr_traffic_source_fact, spf_lost_of, "messages as those author domains, since the first of them"),
	DR_PLAIN(dr_traffic_source_fact, spf_lost_from, "such addresses, at most three"),
	DR_PLAIN(dr_traffic_source_fact, spf_lost_as, "the names that they passed as, at most three"),
	DR_PLAIN(dr_traffic_source_fact, spf_lost_scope,
		"whose policy is about such mail: p of the domain; sp: all of it is from names below; "
		"own: from names below with records of their own", DR_CHOICES(SCOPES)),
	DR_PLAIN(dr_traffic_source_fact, spf_lost_silent,
		"it sent nothing since, for longer than it ever paused: it may have been given up"),
	DR_FACT(dr_traffic_source_fact, in_spf, "an address of it is in the SPF record"),
};
DR_SCHEMA(DR_TRAFFIC_SOURCE_FACT_SCHEMA, "source", dr_traffic_source_fact, SOURCE_FIELDS,
	"a source of mail");

static const dr_field SELECTOR_FIELDS[] = {
	DR_PLAIN(dr_traffic_selector_fact, domain, "the domain that signs"),
	DR_PLAIN(dr_traffic_selector_fact, selector, "the selector"),
	DR_PLAIN(dr_traffic_selector_fact, here, "that is the domain itself"),
	DR_PLAIN(dr_traffic_selector_fact, passing, "messages whose signature held"),
	DR_PLAIN(dr_traffic_selector_fact, failing, "messages whose signature did not"),
	DR_PLAIN(dr_traffic_selector_fact, in_use,
		"a sender signs with it, and has not gone over to another one"),
	DR_PLAIN(dr_traffic_selector_fact, ours,
		"such a sender is a source of which somebody said that it is ours"),
	DR_PLAIN(dr_traffic_selector_fact, used, "messages of such senders whose signature held"),
	DR_PLAIN(dr_traffic_selector_fact, scope,
		"whose policy is about what they sign: p of the domain; sp: all of it is from names "
		"below; own: from names below with records of their own", DR_CHOICES(SCOPES)),
	DR_PLAIN(dr_traffic_selector_fact, carried,
		"all of their last mail passed by SPF as well, from addresses that are in the record"),
	DR_PLAIN(dr_traffic_selector_fact, silent,
		"such senders that sent nothing for longer than they ever paused, at most three: they may "
		"have been given up"),
	DR_PLAIN(dr_traffic_selector_fact, unvouched,
		"it held in the last week, only in reports that gates do not count"),
	DR_FACT(dr_traffic_selector_fact, published, "there is a key today",
		DR_SEE("RFC 6376 3.6.1")),
	DR_FACT(dr_traffic_selector_fact, revoked, "its p is empty", DR_SEE("RFC 6376 3.6.1")),
};
DR_SCHEMA(DR_TRAFFIC_SELECTOR_FACT_SCHEMA, "reported selector", dr_traffic_selector_fact,
	SELECTOR_FIELDS, "a signature of the organization that reports tell of");

static const dr_field STREAM_FIELDS[] = {
	DR_PLAIN(dr_traffic_stream_fact, source, "of which source it is, by its id"),
	DR_PLAIN(dr_traffic_stream_fact, name, "its name for people"),
	DR_PLAIN(dr_traffic_stream_fact, scope, "the author domain"),
	DR_PLAIN(dr_traffic_stream_fact, messages, "direct messages that were reported"),
	DR_PLAIN(dr_traffic_stream_fact, failing, "of them, not aligned", DR_SEE("RFC 9989 5.1")),
	DR_PLAIN(dr_traffic_stream_fact, bound, 
		"one-sided 95 % lower bound of its aligned share, in thousandths"),
	DR_PLAIN(dr_traffic_stream_fact, broke,
		"a day of the last week failed as a whole, and the days before did not"),
};
DR_SCHEMA(DR_TRAFFIC_STREAM_FACT_SCHEMA, "stream", dr_traffic_stream_fact, STREAM_FIELDS,
	"mail of a source of ours as one author domain");

static const dr_field ODDITY_FIELDS[] = {
	DR_PLAIN(dr_traffic_oddity_fact, kind, "variant, overlap, or the code of a deviation"),
	DR_PLAIN(dr_traffic_oddity_fact, reports, "reports that are so"),
	DR_PLAIN(dr_traffic_oddity_fact, reporters, "whose they are; at most 16"),
};
DR_SCHEMA(DR_TRAFFIC_ODDITY_FACT_SCHEMA, "oddity", dr_traffic_oddity_fact, ODDITY_FIELDS,
	"what reporters do in their own way");

static const dr_field TLS_FIELDS[] = {
	DR_PLAIN(dr_traffic_tls_fact, policy, "under which policy: sts, tlsa, no-policy-found"),
	DR_PLAIN(dr_traffic_tls_fact, result, "why they failed", DR_SEE("RFC 8460 4.3")),
	DR_PLAIN(dr_traffic_tls_fact, host, "with which host; may be empty"),
	DR_PLAIN(dr_traffic_tls_fact, remedy, "what to do about it"),
	DR_PLAIN(dr_traffic_tls_fact, sessions, "how many"),
};
DR_SCHEMA(DR_TRAFFIC_TLS_FACT_SCHEMA, "failed TLS sessions", dr_traffic_tls_fact, TLS_FIELDS,
	"TLS sessions that failed, as TLS reports have it");

static const dr_field INCLUDE_FIELDS[] = {
	DR_PLAIN(dr_traffic_include_fact, domain, "the include's domain"),
	DR_PLAIN(dr_traffic_include_fact, lookups, "DNS look-ups that it costs"),
};
DR_SCHEMA(DR_TRAFFIC_INCLUDE_FACT_SCHEMA, "unused include", dr_traffic_include_fact,
	INCLUDE_FIELDS, "an include of the domain's own SPF record");

static const dr_field TRAFFIC_FIELDS[] = {
	DR_PLAIN(dr_traffic_facts, messages, "messages that were reported"),
	DR_PLAIN(dr_traffic_facts, direct, "of them, direct ones"),
	DR_PLAIN(dr_traffic_facts, indirect, "of them, forwarded, from lists, changed"),
	DR_PLAIN(dr_traffic_facts, failing, "direct ones that do not align"),
	DR_PLAIN(dr_traffic_facts, days, "days with reports"),
	DR_PLAIN(dr_traffic_facts, span, "days from the first report to the last"),
	DR_PLAIN(dr_traffic_facts, gap, "the longest run of days without a report between them"),
	DR_FACT(dr_traffic_facts, age, "days since the last report"),
	DR_PLAIN(dr_traffic_facts, reporters, "organisations that reported"),
	DR_PLAIN(dr_traffic_facts, counted_reporters, "of them, those whose reports gates count"),
	DR_PLAIN(dr_traffic_facts, largest_percent, "of messages, by the largest reporter"),
	DR_PLAIN(dr_traffic_facts, newer_percent, "of messages, by reporters of RFC 9990",
		DR_SEE("RFC 9990 3.1.1")),
	DR_PLAIN(dr_traffic_facts, largest_reporter, "its name"),
	DR_FACT(dr_traffic_facts, policy, "the policy that the last reports saw", DR_MAY_BE_ABSENT,
		DR_SEE("RFC 9990 3.1.1.5")),
	DR_FACT(dr_traffic_facts, seen_p, "its p", DR_MAY_BE_ABSENT, DR_CHOICES(DR_POLICY_CHOICES)),
	DR_PLAIN(dr_traffic_facts, subdomains, "author domains below the domain"),
	DR_FACT(dr_traffic_facts, missing, "of them, those that do not exist in DNS",
		DR_SEE("RFC 9989 4.7")),
	DR_PLAIN(dr_traffic_facts, overridden, "reasons not to do what the policy asks",
		DR_SEE("RFC 9990 3.1.1.9")),
	DR_PLAIN(dr_traffic_facts, spared, "messages that failed, delivered for such a reason"),
	DR_PLAIN(dr_traffic_facts, relaxed, "messages that only relaxed alignment lets pass",
		DR_SEE("RFC 9989 3.2.10")),
	DR_PLAIN(dr_traffic_facts, without_selector,
		"messages of RFC 9990 reporters with a signature whose selector is missing"),
	DR_LISTED_PLAIN(dr_traffic_facts, oddities, dr_traffic_oddity_fact,
		DR_TRAFFIC_ODDITY_FACT_SCHEMA, "what reporters do in their own way"),
	DR_LISTED_PLAIN(dr_traffic_facts, tls, dr_traffic_tls_fact, DR_TRAFFIC_TLS_FACT_SCHEMA,
		"TLS sessions that failed"),
	DR_PLAIN(dr_traffic_facts, tls_sessions, "TLS sessions that were reported, all in all"),
	DR_LISTED_PLAIN(dr_traffic_facts, streams, dr_traffic_stream_fact,
		DR_TRAFFIC_STREAM_FACT_SCHEMA, "mail of sources of ours, by author domain"),
	DR_LISTED(dr_traffic_facts, unused, dr_traffic_include_fact,
		DR_TRAFFIC_INCLUDE_FACT_SCHEMA, "includes whose addresses sent nothing"),
	DR_LISTED_PLAIN(dr_traffic_facts, selectors, dr_traffic_selector_fact,
		DR_TRAFFIC_SELECTOR_FACT_SCHEMA, "signatures of the domain itself, and of names that sign for it"),
	DR_LISTED_PLAIN(dr_traffic_facts, sources, dr_traffic_source_fact,
		DR_TRAFFIC_SOURCE_FACT_SCHEMA, "sources, largest first; at most 200"),
};
DR_SCHEMA(DR_TRAFFIC_FACTS_SCHEMA, "traffic", dr_traffic_facts, TRAFFIC_FIELDS,
	"what aggregate reports say of who sends as the domain");
/* clang-format on */
