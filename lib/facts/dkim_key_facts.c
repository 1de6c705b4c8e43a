#include "facts/make_priv.h"
#include "base/cursor.h"

static const char *const TIERS[DR_TIER_COUNT] = {
	[DR_TIER_NAMED] = "named",
	[DR_TIER_SERVICE] = "service",
	[DR_TIER_LISTED] = "listed",
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
	if (key->key == DR_KEY_RSA && key->der.modulus.len > 0 && key->der.missing == 0) {
		const uint64_t most = INT64_MAX;
		uint64_t exponent = key->der.exponent < most ? key->der.exponent : most;
		dr_fact_set(fact, exponent, (int64_t)exponent);
	}
}

/* A text was lost at the border of two character-strings: the last one that is there is full, or as
 * long as those before it. */
static bool ends_at_border(const dr_texts *texts)
{
	enum { STRING_MAX = 255 };
	const dr_rr *rr = &texts->answer->rrs[texts->rr];
	size_t last = rr->chunk_count > 0 ? rr->chunks[rr->chunk_count - 1].octets.len : 0;
	return last == STRING_MAX ||
	       (rr->chunk_count > 1 && last > 0 && last == rr->chunks[0].octets.len);
}

static void make_octets(const dr_texts *texts, dr_dkim_selector_fact *fact)
{
	const dr_dkim *key = texts->dkim;
	dr_fact_set(fact, octets, (int64_t)key->text.len);
	dr_fact_set(fact, trailing, (int64_t)key->der.trailing);
	dr_fact_set(fact, weakness, dr_str_of(dr_weakness_name(key->weakness.kind)));
	if (key->missing.len > 0) {
		dr_fact_set(fact, missing_from, key->missing.off);
		dr_fact_set(fact, missing_to, key->missing.off + key->missing.len - 1);
		dr_fact_set(fact, lost_string,
		            key->missing.off == key->text.len && ends_at_border(texts));
	}
}

static dr_str published(const dr_dkim *key, dr_dkim_tag tag, dr_status *ret_status)
{
	const dr_tag *found = dr_dkim_find(key, tag);
	*ret_status = found != NULL ? DR_STATUS_KNOWN : DR_STATUS_ABSENT;
	return found != NULL ? found->value : (dr_str){ 0 };
}

static void make_tags(const dr_dkim *key, dr_dkim_selector_fact *fact)
{
	fact->v = published(key, DR_DKIM_V, &fact->v_status);
	fact->k = published(key, DR_DKIM_K, &fact->k_status);
	fact->h = published(key, DR_DKIM_H, &fact->h_status);
	fact->s = published(key, DR_DKIM_S, &fact->s_status);
	fact->t = published(key, DR_DKIM_T, &fact->t_status);
	fact->n = published(key, DR_DKIM_N, &fact->n_status);
}

static void make_key(const dr_maker *m, const dr_texts *texts, dr_dkim_selector_fact *fact)
{
	const dr_dkim *key = texts->dkim;
	dr_fact_set(fact, text, key->text);
	fact->text_place = dr_place_in(texts, (dr_span){ 0, (uint32_t)key->text.len });
	fact->valid = key->valid;
	fact->revoked = key->revoked;
	make_size(key, texts, fact);
	make_tags(key, fact);
	make_octets(texts, fact);
	dr_fact_set(fact, test, key->test);
	dr_fact_set(fact, strict, key->strict);
	dr_fact_set(fact, sha256, key->sha256);
	dr_fact_set(fact, email, key->email);
	dr_fact_set(fact, version, key->version);
	fact->issues = dr_issues_of(m, &key->issues, texts);
}

/* Of a name where certainly is no key, too. */
static void make_records(const dr_texts *texts, dr_dkim_selector_fact *fact)
{
	const dr_answer *answer = texts->answer;
	dr_fact_set(fact, present, texts->count > 0);
	dr_fact_set(fact, records, (int64_t)answer->rr_count);
	dr_fact_set(fact, valid, false);
	dr_fact_set(fact, revoked, false);
	fact->issues_status = DR_STATUS_KNOWN;
	if (answer->rr_count > 0) {
		dr_fact_set(fact, ttl, answer->ttl);
	}
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

/* A name that stands twice in a chain. Resolvers report such a chain as a failure. */
static bool is_loop(const dr_answer *answer)
{
	for (size_t i = 0; i < answer->hop_count; i++) {
		for (size_t j = 0; j <= i; j++) {
			if (dr_name_eq(answer->hops[i].target, answer->hops[j].name)) {
				return true;
			}
		}
	}
	return false;
}

static bool is_selector_char(char c)
{
	return dr_is_alnum(c) || c == '-' || c == '_';
}

/* Sub-domains between dots (RFC 6376 3.1, RFC 5321 4.1.2), and the underscores that services use.
 */
static bool is_selector(dr_str selector)
{
	for (dr_str rest = selector, label; dr_str_split(&rest, '.', &label);) {
		dr_cursor c = dr_cursor_of(label);
		dr_cursor_take_while(&c, is_selector_char);
		if (label.len == 0 || label.len > DR_LABEL_MAX || !dr_cursor_at_end(&c) ||
		    label.ptr[0] == '-' || label.ptr[label.len - 1] == '-') {
			return false;
		}
	}
	return selector.len > 0;
}

/* "s1._domainkey" is the name of the key, not the selector. */
static bool is_well_named(dr_str selector)
{
	return is_selector(selector) &&
	       dr_str_search(selector, DR_STR("_domainkey")) == selector.len;
}

static dr_str owner_of(const dr_maker *m, const dr_texts *texts)
{
	return dr_name_text(m->arena, texts->answer->question.name);
}

/* What does not depend on an answer to the selector's own question. */
static dr_dkim_selector_fact make_named(const dr_maker *m, const dr_dkim_selector *found)
{
	const dr_texts *texts = found->texts, *doubled = m->survey->dkim.doubled.texts;
	const dr_service *service = found->service;
	dr_dkim_selector_fact fact = {
		.selector = found->selector,
		.owner = owner_text(m, found->selector),
		.tier = dr_str_of(TIERS[found->tier]),
		.name_valid = is_well_named(found->selector),
		.alias = dr_alias_of(m, texts->answer),
		.service = service != NULL ? service->id : DR_STR(""),
		.service_name = service != NULL ? service->name : DR_STR(""),
		.place = dr_place_in(texts, (dr_span){ 0, 0 }),
	};
	bool loop = is_loop(texts->answer);
	dr_fact_with(&fact, loop, loop ? DR_STATUS_KNOWN : dr_texts_status(texts), loop);
	if (loop) {
		dr_fact_set(&fact.alias, dangling, true);
	}
	if (doubled != NULL) {
		dr_str owner = owner_of(m, doubled);
		fact.misplaced = dr_str_starts_nocase(owner, found->selector) &&
		                 dr_str_starts(dr_str_sub(owner, found->selector.len, owner.len),
		                               DR_STR("._domainkey."));
	}
	return fact;
}

dr_dkim_selector_fact dr_make_selector(const dr_maker *m, const dr_dkim_selector *found)
{
	const dr_texts *texts = found->texts;
	dr_dkim_selector_fact fact = make_named(m, found);
	dr_status status = dr_texts_status(texts);
	if (status.state == DR_KNOWN) {
		make_records(texts, &fact);
		status = DR_STATUS_ABSENT;
	}
	if (texts->count > 0) {
		fact.place.span.len = (uint32_t)texts->dkim->text.len;
		make_key(m, texts, &fact);
		dr_make_fits(m, texts->dkim, &fact);
		make_same_as(&m->survey->dkim, found, &fact);
	}
	if (found->shared != NULL) {
		dr_fact_set(&fact, shared_with, owner_of(m, found->shared));
	}
	dr_schema_mark(&DR_DKIM_SELECTOR_FACT_SCHEMA, &fact, status);
	return fact;
}
