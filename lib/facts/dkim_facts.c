#include "facts/make_priv.h"

static const char *const TIERS[] = {
	[DR_TIER_NAMED] = "named",
	[DR_TIER_SERVICE] = "service",
	[DR_TIER_COMMON] = "common",
};

static dr_str owner_text(const dr_maker *m, dr_str selector)
{
	dr_buf out;
	dr_buf_init(&out, m->arena);
	dr_buf_addf(&out, "%.*s._domainkey.", DR_FMT(selector));
	dr_name_write(m->survey->domain, &out);
	return dr_buf_str(&out);
}

static dr_str key_text(dr_key_kind key)
{
	return key == DR_KEY_NONE ? DR_STR("unknown") : dr_str_of(dr_key_kind_name(key));
}

static void make_size(const dr_dkim *key, const dr_texts *texts, dr_dkim_selector_fact *fact)
{
	const dr_tag *p = dr_dkim_find(key, DR_DKIM_P);
	if (p != NULL && !key->revoked) {
		dr_fact_set(fact, key, key_text(key->key));
	}
	if (key->bits > 0) {
		dr_fact_set(fact, bits, key->bits);
		fact->bits_place = dr_place_in(texts, p != NULL ? p->span : (dr_span){ 0, 0 });
	}
	if (key->key == DR_KEY_RSA && key->der.exponent > 0) {
		const uint64_t most = INT64_MAX;
		uint64_t exponent = key->der.exponent < most ? key->der.exponent : most;
		dr_fact_set(fact, exponent, (int64_t)exponent);
	}
}

static void make_key(const dr_maker *m, const dr_texts *texts, dr_dkim_selector_fact *fact)
{
	const dr_dkim *key = texts->dkim;
	dr_fact_set(fact, text, key->text);
	fact->text_place = dr_place_in(texts, (dr_span){ 0, (uint32_t)key->text.len });
	fact->valid = key->valid;
	fact->revoked = key->revoked;
	make_size(key, texts, fact);
	if (key->k.len > 0) {
		dr_fact_set(fact, k, key->k);
	}
	dr_fact_set(fact, test, key->test);
	dr_fact_set(fact, strict, key->strict);
	dr_fact_set(fact, sha256, key->sha256);
	dr_fact_set(fact, email, key->email);
	dr_fact_set(fact, version, key->version);
	dr_fact_set(fact, octets, (int64_t)key->text.len);
	fact->issues = dr_issues_of(m, &key->issues, texts);
}

static void make_no_key(const dr_texts *texts, dr_dkim_selector_fact *fact)
{
	dr_fact_set(fact, present, texts->count > 0);
	dr_fact_set(fact, records, (int64_t)texts->answer->rr_count);
	dr_fact_set(fact, valid, false);
	dr_fact_set(fact, revoked, false);
	dr_fact_absent(fact, text);
	dr_fact_absent(fact, key);
	dr_fact_absent(fact, k);
	dr_fact_absent(fact, bits);
	dr_fact_absent(fact, exponent);
	dr_fact_absent(fact, test);
	dr_fact_absent(fact, strict);
	dr_fact_absent(fact, sha256);
	dr_fact_absent(fact, email);
	dr_fact_absent(fact, version);
	dr_fact_absent(fact, octets);
	dr_fact_absent(fact, same_as);
	fact->issues_status = DR_STATUS_KNOWN;
}

static bool is_same_key(const dr_texts *a, const dr_texts *b)
{
	return a->count > 0 && b->count > 0 && a->dkim->octets.len > 0 &&
	       dr_str_eq(a->dkim->octets, b->dkim->octets);
}

/* An earlier selector that holds the same key at a name of its own. */
static void make_same_as(const dr_dkim_search *search, const dr_dkim_selector *found,
                         dr_dkim_selector_fact *fact)
{
	for (const dr_dkim_selector *other = search->selectors.items; other < found; other++) {
		bool same_name = dr_name_eq(dr_answer_end(other->texts->answer),
		                            dr_answer_end(found->texts->answer));
		if (!same_name && is_same_key(other->texts, found->texts)) {
			dr_fact_set(fact, same_as, other->selector);
			return;
		}
	}
}

static dr_dkim_selector_fact selector_fact(const dr_maker *m, const dr_dkim_selector *found)
{
	const dr_texts *texts = found->texts;
	dr_dkim_selector_fact fact = {
		.selector = found->selector,
		.owner = owner_text(m, found->selector),
		.tier = dr_str_of(TIERS[found->tier]),
		.alias = dr_alias_of(m, texts->answer),
		.service = found->service != NULL ? found->service->id : DR_STR(""),
		.place = dr_place_in(texts, (dr_span){ 0, 0 }),
	};
	dr_status status = dr_texts_status(texts);
	if (status.state != DR_KNOWN) {
		dr_schema_mark(&DR_DKIM_SELECTOR_FACT_SCHEMA, &fact, status);
		return fact;
	}
	make_no_key(texts, &fact);
	if (texts->count > 0) {
		fact.place.span.len = (uint32_t)texts->dkim->text.len;
		make_key(m, texts, &fact);
		make_same_as(&m->survey->dkim, found, &fact);
	}
	return fact;
}

/* What a wildcard gives to every name is nothing that was found, whether it is a key or not. */
static bool is_of_wildcard(const dr_dkim_search *search, const dr_texts *texts)
{
	const dr_answer *random = search->random->answer, *answer = texts->answer;
	if (random->outcome != DR_ANSWER || answer->rr_count != random->rr_count) {
		return false;
	}
	for (size_t i = 0; i < answer->rr_count; i++) {
		if (!dr_str_eq(answer->rrs[i].rdata, random->rrs[i].rdata)) {
			return false;
		}
	}
	return true;
}

static bool is_listed(const dr_dkim_search *search, const dr_dkim_selector *found)
{
	const dr_answer *answer = found->texts->answer;
	bool there = answer->outcome == DR_ANSWER || answer->hop_count > 0;
	return found->tier == DR_TIER_NAMED || (there && !is_of_wildcard(search, found->texts));
}

static void make_selectors(const dr_maker *m)
{
	dr_dkim_facts *dkim = &m->facts->dkim;
	const dr_dkim_search *search = &m->survey->dkim;
	dkim->selectors_status = DR_STATUS_KNOWN;
	dr_fact_set(dkim, found, 0);
	for (size_t i = 0; i < search->selectors.len; i++) {
		const dr_dkim_selector *found = &search->selectors.items[i];
		dr_status status = dr_texts_status(found->texts);
		if (status.state != DR_KNOWN && dkim->found_status.state == DR_KNOWN) {
			dkim->found_status = status;
			dkim->selectors_status = dr_list_status(status);
		}
		if (!is_listed(search, found)) {
			continue;
		}
		if (found->texts->count > 0 && !found->texts->dkim->revoked) {
			dkim->found++;
		}
		dr_list_add(m->arena, &dkim->selectors, selector_fact(m, found));
	}
}

void dr_make_dkim(const dr_maker *m)
{
	dr_dkim_facts *dkim = &m->facts->dkim;
	const dr_dkim_search *search = &m->survey->dkim;
	const dr_texts *random = search->random;
	dr_status status = dr_texts_status(random);
	dr_fact_with(dkim, possible, dr_answer_fact(search->base),
	             search->base->outcome != DR_NO_NAME);
	dr_fact_with(dkim, wildcard, status, random->answer->outcome == DR_ANSWER);
	dr_fact_with(dkim, wildcard_key, status, random->count > 0 && !random->dkim->revoked);
	dr_fact_set(dkim, tried, (int64_t)search->selectors.len);
	make_selectors(m);
	dr_make_doubled(m);
}
