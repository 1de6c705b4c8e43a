/* DANE records of mail hosts, and whether the MTA-STS policy lists the same hosts. */
#include "base/cursor.h"
#include "facts/make_priv.h"

enum { DANE_TA = 2, DANE_EE = 3, FULL = 0, SHA256 = 1, SHA512 = 2 };

/* RFC 7672 3.1.3: senders use the usages 2 and 3 only; RFC 6698 2.1. */
static bool is_usable(dr_str rdata)
{
	dr_cursor c = dr_cursor_of(rdata);
	uint8_t usage = dr_cursor_u8(&c), selector = dr_cursor_u8(&c), matching = dr_cursor_u8(&c);
	size_t left = dr_cursor_left(&c);
	bool fits = (matching == FULL && left > 0) || (matching == SHA256 && left == 32) ||
	            (matching == SHA512 && left == 64);
	return !c.overrun && (usage == DANE_TA || usage == DANE_EE) && selector <= 1 && fits;
}

static dr_str tlsa_of(const dr_answer *answer)
{
	if (answer->outcome != DR_ANSWER) {
		return DR_STR("none");
	}
	if (answer->secure == DR_TRUST_NO) {
		return DR_STR("unsigned");
	}
	for (size_t i = 0; i < answer->rr_count; i++) {
		if (is_usable(answer->rrs[i].rdata)) {
			return DR_STR("usable");
		}
	}
	return DR_STR("unusable");
}

static void make_listed(const dr_maker *m, dr_mx_host_fact *host)
{
	const dr_policy_facts *policy = &m->facts->mtasts.policy;
	if (policy->present_status.state != DR_KNOWN) {
		host->listed_status = policy->present_status;
	} else if (!policy->present) {
		dr_fact_absent(host, listed);
	} else {
		bool uncovered = false;
		for (size_t i = 0; i < policy->uncovered.len; i++) {
			uncovered = uncovered || dr_str_eq(policy->uncovered.items[i], host->name);
		}
		dr_fact_set(host, listed, !uncovered);
	}
}

void dr_make_tlsas(const dr_maker *m)
{
	const dr_tlsas_found *found = &m->survey->transport.tlsas;
	dr_mx_host_facts *hosts = &m->facts->mx.hosts;
	for (size_t i = 0; i < hosts->len; i++) {
		dr_fact_set(&hosts->items[i], tlsa, DR_STR("none"));
		make_listed(m, &hosts->items[i]);
	}
	for (size_t i = 0; i < found->len; i++) {
		const dr_tlsa_found *one = &found->items[i];
		if (one->host < hosts->len) {
			dr_fact_with(&hosts->items[one->host], tlsa, dr_answer_fact(one->tlsa),
			             tlsa_of(one->tlsa));
		}
	}
}
