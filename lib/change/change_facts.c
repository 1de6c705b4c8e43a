#include "change/change_facts.h"
#include "survey/survey.h"

enum { PREFIXES_MAX = 20, HOSTS_MAX = 64 };

typedef struct {
	dr_arena *arena;
	const dr_change *change;
	const dr_change_side *before, *after;
	dr_change_facts *facts;
} maker;

static bool holds(const dr_strs *list, dr_str text)
{
	for (size_t i = 0; i < list->len; i++) {
		if (dr_str_eq_nocase(list->items[i], text)) {
			return true;
		}
	}
	return false;
}

/* ---- SPF ---- */

/* What is certain counts, even while more may be missing. */
static dr_status count_status(const maker *m, uint64_t count)
{
	return count > 0 ? DR_STATUS_KNOWN : m->change->spf_status;
}

static void make_shift(const maker *m, const dr_spf_shift *shift, dr_shift_facts *facts)
{
	dr_prefix_count count = dr_prefixset_count(&shift->addresses);
	dr_fact_with(facts, ipv4, count_status(m, count.v4), (int64_t)count.v4);
	dr_fact_with(facts, ipv6, count_status(m, count.v6_slash64),
	             count.v6_slash64 < INT64_MAX ? (int64_t)count.v6_slash64 : INT64_MAX);
	facts->prefixes = dr_prefixset_texts(m->arena, &shift->addresses, PREFIXES_MAX);
	for (size_t i = 0; i < shift->causes.len; i++) {
		if (!holds(&facts->terms, shift->causes.items[i].term)) {
			dr_list_add(m->arena, &facts->terms, shift->causes.items[i].term);
		}
	}
}

/* ---- DMARC ---- */

static void make_policies(const maker *m)
{
	dr_change_facts *facts = m->facts;
	dr_status status = m->change->dmarc_status;
	for (size_t i = 0; status.state == DR_KNOWN && i < DR_POLICY_CHANGES; i++) {
		const dr_policy_change *p = &m->change->policies[i];
		const dr_policy_change_fact fact = { dr_str_of(p->tag), p->before, p->after,
			                             p->weaker };
		if (!dr_str_eq(p->before, p->after)) {
			dr_list_add(m->arena, &facts->policies, fact);
		}
	}
	facts->policies_status = status.state == DR_KNOWN ? status : dr_list_status(status);
	dr_fact_with(facts, weaker, status, m->change->weakened);
	dr_fact_with(facts, stricter, status, m->change->strengthened);
	dr_fact_with(facts, skips_a_phase, status, m->change->skips_a_phase);
}

/* The zone of each side tells who may send reports here. */
static void make_reporters(const maker *m)
{
	const dr_zone_facts *from = m->before->facts->zone, *to = m->after->facts->zone;
	dr_strs gone = { 0 };
	bool both = from != NULL && to != NULL;
	for (size_t i = 0; both && !holds(&to->reporters, DR_STR("*")) && i < from->reporters.len;
	     i++) {
		if (!holds(&to->reporters, from->reporters.items[i])) {
			dr_list_add(m->arena, &gone, from->reporters.items[i]);
		}
	}
	dr_fact_with(m->facts, reporters, both ? DR_STATUS_KNOWN : DR_STATUS_NOT_GIVEN, gone);
}

/* ---- DKIM ---- */

static const dr_dkim *usable_key(const dr_dkim_selector *selector)
{
	const dr_texts *texts = selector->texts;
	bool usable = texts->count == 1 && texts->dkim->octets.len > 0;
	return usable ? texts->dkim : NULL;
}

static const dr_dkim_selector *selector_of(const dr_dkim_search *search, dr_str name)
{
	for (size_t i = 0; i < search->selectors.len; i++) {
		if (dr_str_eq_nocase(search->selectors.items[i].selector, name)) {
			return &search->selectors.items[i];
		}
	}
	return NULL;
}

/* What became of a key: NULL when it is as it was. `status` is left alone when that is certain. */
static const char *fate_of(const dr_dkim *key, const dr_dkim_search *after, dr_str selector,
                           dr_status *status)
{
	const dr_dkim_selector *now = selector_of(after, selector);
	if (after->base->answer->outcome == DR_NO_NAME) {
		return "gone";
	}
	dr_status known = now != NULL ? dr_texts_status(now->texts) : DR_STATUS_NOT_GIVEN;
	if (known.state != DR_KNOWN) {
		*status = dr_list_status(known);
		return NULL;
	}
	if (now->texts->count == 0) {
		return "gone";
	}
	const dr_dkim *fresh = now->texts->dkim;
	return fresh->revoked                           ? "revoked"
	       : !dr_str_eq(fresh->octets, key->octets) ? "replaced"
	                                                : NULL;
}

static void make_keys(const maker *m)
{
	const dr_dkim_search *before = &m->before->survey->dkim, *after = &m->after->survey->dkim;
	dr_status status = DR_STATUS_KNOWN;
	for (size_t i = 0; i < before->selectors.len; i++) {
		const dr_dkim_selector *old = &before->selectors.items[i];
		const dr_dkim *key = usable_key(old);
		const char *what = key != NULL ? fate_of(key, after, old->selector, &status) : NULL;
		if (what != NULL && !dr_dkim_is_wildcard(before)) {
			const dr_key_change_fact fact = {
				old->selector,
				dr_name_text(m->arena, old->texts->answer->question.name),
				dr_str_of(what),
			};
			dr_list_add(m->arena, &m->facts->keys, fact);
		}
	}
	m->facts->keys_status = status;
}

/* ---- MTA-STS ---- */

/* False: there is none that senders can have. */
static bool read_policy(const maker *m, dr_mtasts_policy *ret_policy)
{
	const dr_policy_facts *facts = &m->before->facts->mtasts.policy;
	const dr_fetched *fetched = &m->before->survey->transport.policy;
	return facts->present_status.state == DR_KNOWN && facts->present &&
	       dr_mtasts_policy_parse(m->arena, fetched->answer->http->body, ret_policy) == DR_OK &&
	       ret_policy->valid && ret_policy->mode == DR_MTASTS_ENFORCE;
}

static bool is_listed(const dr_mtasts_policy *policy, dr_name host)
{
	for (size_t i = 0; i < policy->mx.len; i++) {
		if (dr_mtasts_mx_matches(&policy->mx.items[i], host)) {
			return true;
		}
	}
	return false;
}

static bool had_host(const dr_mail_found *mail, dr_name host)
{
	for (size_t i = 0; i < mail->hosts.len; i++) {
		if (dr_name_eq(mail->hosts.items[i].name, host)) {
			return true;
		}
	}
	return false;
}

/* Senders keep the policy of before for a while: a new host must be on it first. */
static void make_unlisted(const maker *m)
{
	const dr_mail_found *then = &m->before->survey->mail, *now = &m->after->survey->mail;
	dr_status status = m->before->facts->mtasts.policy.present_status;
	dr_mtasts_policy policy = { 0 };
	dr_strs hosts = { 0 };
	bool binds = read_policy(m, &policy);
	for (size_t i = 0; binds && i < now->hosts.len && i < HOSTS_MAX; i++) {
		dr_name host = now->hosts.items[i].name;
		if (host.len > 1 && !had_host(then, host) && !is_listed(&policy, host)) {
			dr_list_add(m->arena, &hosts, dr_name_text(m->arena, host));
		}
	}
	if (binds || status.state != DR_UNKNOWN) {
		status = binds ? m->after->facts->mx.hosts_status : DR_STATUS_KNOWN;
	}
	dr_fact_with(m->facts, unlisted, status, hosts);
}

const dr_change_facts *dr_change_facts_make(dr_arena *arena, const dr_change *change,
                                            const dr_change_side *before,
                                            const dr_change_side *after)
{
	dr_change_facts *facts = dr_arena_new_of(arena, dr_change_facts);
	const maker m = { arena, change, before, after, facts };
	if (facts == NULL) {
		return NULL;
	}
	make_shift(&m, &change->lost, &facts->lost);
	make_shift(&m, &change->gained, &facts->gained);
	make_policies(&m);
	make_reporters(&m);
	if (before->survey != NULL && after->survey != NULL) {
		make_keys(&m);
		make_unlisted(&m);
	}
	dr_schema_mark(&DR_CHANGE_FACTS_SCHEMA, facts, change->spf_status);
	return facts;
}
