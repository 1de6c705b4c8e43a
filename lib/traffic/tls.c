/* TLS sessions of other servers with ours (RFC 8460). */
#include "traffic/traffic_priv.h"

enum { SESSIONS_MAX = 256 };
static const uint64_t NUMBER_MAX = INT64_MAX / SESSIONS_MAX; /* all together fit an int64_t */

/* RFC 8460 4.3: why sessions failed, and what to do about it. */
static const struct {
	const char *result, *remedy;
} RESULTS[] = {
	{ "starttls-not-supported",
	  "switch STARTTLS on at that mail server, or ask what strips it on "
	  "the way" },
	{ "certificate-host-mismatch", "give that mail server a certificate for the name in the MX "
	                               "record" },
	{ "certificate-expired", "renew the certificate of that mail server" },
	{ "certificate-not-trusted",
	  "send the intermediate certificates too, from an authority that "
	  "others trust" },
	{ "validation-failure", "look at the mail server's log of that day; the report has no more "
	                        "exact word" },
	{ "tlsa-invalid",
	  "write TLSA records of the certificate that is in use, and new ones before "
	  "it changes" },
	{ "dnssec-invalid", "mend DNSSEC of the mail server's zone" },
	{ "dane-required", "publish TLSA records in a signed zone; that sender delivers to no host "
	                   "without" },
	{ "sts-policy-fetch-error", "make https://mta-sts.DOMAIN/.well-known/mta-sts.txt answer" },
	{ "sts-policy-invalid", "mend the lines of the MTA-STS policy" },
	{ "sts-webpki-invalid",
	  "give the web server of mta-sts.DOMAIN a certificate for that name" },
};

dr_str dr_traffic_tls_remedy(dr_str result)
{
	for (size_t i = 0; i < DR_COUNT(RESULTS); i++) {
		if (dr_str_eq(result, dr_str_of(RESULTS[i].result))) {
			return dr_str_of(RESULTS[i].remedy);
		}
	}
	return DR_STR("look at the mail server's log of that day");
}

static int compare(const dr_traffic_sessions *a, const dr_evidence_tls *b)
{
	int order = dr_str_cmp(a->type, b->type);
	order = order != 0 ? order : dr_str_cmp(a->result, b->result);
	return order != 0 ? order : dr_str_cmp(a->host, b->host);
}

/* Of the same outcome; NULL: there are too many, or no memory. */
static dr_traffic_sessions *sessions_of(dr_reading *r, const dr_evidence_tls *tls)
{
	dr_traffic_tls *list = &r->traffic->tls;
	size_t at = list->len, old = list->len;
	while (at > 0 && compare(&list->items[at - 1], tls) > 0) {
		at--;
	}
	if (at > 0 && compare(&list->items[at - 1], tls) == 0) {
		return &list->items[at - 1];
	}
	if (old >= SESSIONS_MAX) {
		return NULL;
	}
	dr_traffic_sessions fresh = { .type = dr_arena_copy(r->arena, tls->type),
		                      .result = dr_arena_copy(r->arena, tls->result),
		                      .host = dr_arena_copy(r->arena, tls->host),
		                      .first = tls->day,
		                      .last = tls->day };
	dr_list_insert(r->arena, list, at, fresh);
	return list->len > old ? &list->items[at] : NULL;
}

/* A policy of DANE is about a mail server, which may be below the domain. */
static bool is_about(const dr_traffic *traffic, const dr_evidence_tls *tls)
{
	return dr_str_eq(tls->domain, traffic->domain) || dr_str_eq(tls->type, DR_STR("tlsa"));
}

int dr_traffic_take_tls(void *self, const dr_evidence_tls *tls, dr_error *err)
{
	dr_reading *r = self;
	dr_traffic_sessions *sessions = is_about(r->traffic, tls) ? sessions_of(r, tls) : NULL;
	if (sessions != NULL) {
		bool fits = tls->sessions <= NUMBER_MAX - sessions->sessions;
		sessions->sessions = fits ? sessions->sessions + tls->sessions : NUMBER_MAX;
		sessions->first = tls->day < sessions->first ? tls->day : sessions->first;
		sessions->last = tls->day > sessions->last ? tls->day : sessions->last;
		dr_traffic_add_few(r->arena, &sessions->reporters, tls->reporter);
	}
	return dr_arena_failed(r->arena)
	               ? dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for TLS sessions")
	               : DR_OK;
}
