#include "facts/make_priv.h"

/* One letter as a text that lives for ever. */
static dr_str letter_text(char letter)
{
	static const char LETTERS[] = "ynurs";
	for (size_t i = 0; LETTERS[i] != '\0'; i++) {
		if (LETTERS[i] == letter) {
			return (dr_str){ &LETTERS[i], 1 };
		}
	}
	return DR_STR("");
}

/* The fact of a tag: its value when that is valid, else absent. */
static void set_tag(const dr_dmarc_step *step, dr_dmarc_tag tag, dr_str value, dr_str *ret_value,
                    dr_status *ret_status, dr_place *ret_place)
{
	*ret_status = DR_STATUS_ABSENT;
	if (dr_dmarc_is_valid(step->record, tag)) {
		*ret_value = value;
		*ret_status = DR_STATUS_KNOWN;
		*ret_place = dr_place_in(step->texts, dr_dmarc_find(step->record, tag)->span);
	}
}

#define SET_TAG(step, tag, member, value)                                        \
	set_tag((step), (tag), (value), &dmarc->member, &dmarc->member##_status, \
	        &dmarc->member##_place)

static dr_str policy_text(dr_policy policy)
{
	return dr_str_of(dr_policy_name(policy));
}

static void make_tags(dr_dmarc_facts *dmarc, const dr_dmarc_step *step)
{
	const dr_dmarc *record = step->record;
	SET_TAG(step, DR_DMARC_P, p, policy_text(record->p));
	SET_TAG(step, DR_DMARC_SP, sp, policy_text(record->sp));
	SET_TAG(step, DR_DMARC_NP, np, policy_text(record->np));
	SET_TAG(step, DR_DMARC_T, t, letter_text(record->t ? 'y' : 'n'));
	SET_TAG(step, DR_DMARC_PSD, psd, letter_text(record->psd));
	SET_TAG(step, DR_DMARC_ADKIM, adkim, letter_text(record->adkim));
	SET_TAG(step, DR_DMARC_ASPF, aspf, letter_text(record->aspf));
	const dr_tag *fo = dr_dmarc_find(record, DR_DMARC_FO);
	SET_TAG(step, DR_DMARC_FO, fo, fo != NULL ? fo->value : DR_STR(""));
	dr_fact_absent(dmarc, pct);
	if (dr_dmarc_is_valid(record, DR_DMARC_PCT)) {
		dr_fact_set(dmarc, pct, record->pct);
		dmarc->pct_place =
			dr_place_in(step->texts, dr_dmarc_find(record, DR_DMARC_PCT)->span);
	}
}

static void make_record(const dr_maker *m, const dr_dmarc_step *step)
{
	dr_dmarc_facts *dmarc = &m->facts->dmarc;
	const dr_dmarc *record = step->record;
	const dr_texts *texts = step->texts;
	dr_fact_set(dmarc, text, record->text);
	dmarc->text_place = dr_place_in(texts, (dr_span){ 0, (uint32_t)record->text.len });
	make_tags(dmarc, step);
	dr_fact_set(dmarc, rua, dr_addresses_of(m, &m->survey->rua, false, texts));
	dr_fact_set(dmarc, ruf, dr_addresses_of(m, &m->survey->ruf, true, texts));
	for (size_t i = 0; i < record->list.tags.len; i++) {
		const dr_tag *tag = &record->list.tags.items[i];
		bool known = tag->def != DR_TAG_UNKNOWN;
		dr_list_add(m->arena, &dmarc->tags,
		            known ? dr_str_of(dr_dmarc_tag_name((dr_dmarc_tag)tag->def))
		                  : tag->name);
	}
	dmarc->tags_status = DR_STATUS_KNOWN;
	dr_fact_set(dmarc, usable_rua, record->usable_rua);
	dr_fact_set(dmarc, issues, dr_issues_of(m, &record->issues, texts));
	dr_fact_set(dmarc, octets, (int64_t)record->text.len);
	dr_fact_set(dmarc, ttl, texts->answer->ttl);
}

/* The record's facts when no record applies. */
static void make_no_record(dr_dmarc_facts *dmarc)
{
	dr_fact_absent(dmarc, text);
	dr_fact_absent(dmarc, p);
	dr_fact_absent(dmarc, sp);
	dr_fact_absent(dmarc, np);
	dr_fact_absent(dmarc, pct);
	dr_fact_absent(dmarc, t);
	dr_fact_absent(dmarc, psd);
	dr_fact_absent(dmarc, adkim);
	dr_fact_absent(dmarc, aspf);
	dr_fact_absent(dmarc, fo);
	dr_fact_absent(dmarc, octets);
	dr_fact_absent(dmarc, ttl);
	dr_fact_set(dmarc, usable_rua, false);
	dmarc->rua_status = dmarc->ruf_status = DR_STATUS_KNOWN;
	dmarc->tags_status = dmarc->issues_status = DR_STATUS_KNOWN;
}

/* A status as that of a plain yes or no: what is certainly not there is known. */
static dr_status known_or_not(dr_status status)
{
	return status.state == DR_ABSENT ? DR_STATUS_KNOWN : status;
}

static void make_found(const dr_maker *m)
{
	dr_dmarc_facts *dmarc = &m->facts->dmarc;
	const dr_dmarc_discovery *d = &m->survey->dmarc;
	const dr_dmarc_found *found = &d->rfc9989, *old = &d->rfc7489;
	const dr_texts *own = d->walk.steps[0].texts;
	dr_fact_with(dmarc, present, known_or_not(found->status), found->status.state == DR_KNOWN);
	dr_fact_with(dmarc, present_rfc7489, known_or_not(old->status),
	             old->status.state == DR_KNOWN);
	dr_fact_with(dmarc, found_at, found->status, dr_name_text(m->arena, found->step.domain));
	dr_fact_with(dmarc, found_at_rfc7489, old->status,
	             dr_name_text(m->arena, old->step.domain));
	dr_fact_with(dmarc, own, known_or_not(found->status),
	             found->status.state == DR_KNOWN &&
	                     dr_name_eq(found->step.domain, m->survey->domain));
	dr_fact_with(dmarc, records, dr_texts_status(own), (int64_t)own->count);
	dr_fact_with(dmarc, secure, dr_secure_status(own->answer),
	             own->answer->secure == DR_TRUST_YES);
	dr_fact_with(dmarc, strays, dr_texts_status(own), dr_strays_of(m, own, true));
	dmarc->alias = dr_own_alias_of(m, own->answer);
	if (found->status.state == DR_KNOWN) {
		make_record(m, &found->step);
	} else if (found->status.state == DR_ABSENT) {
		make_no_record(dmarc);
	}
}

/* The domain's _dmarc is a CNAME that ends where that of a name above stands. */
static bool is_shared(const dr_maker *m, const dr_dmarc_step *own, const dr_dmarc_step *above)
{
	const dr_answer *answer = own->texts->answer;
	return above != own && answer->hop_count > 0 &&
	       !dr_random_gives_alias(&m->survey->random, answer) &&
	       dr_name_eq(dr_answer_end(answer), dr_answer_end(above->texts->answer));
}

static void make_walk(const dr_maker *m)
{
	dr_dmarc_facts *dmarc = &m->facts->dmarc;
	const dr_dmarc_walk *walk = &m->survey->dmarc.walk;
	dmarc->walk_status = dr_list_status(walk->status);
	for (size_t i = 0; i < walk->count; i++) {
		const dr_dmarc_step *step = &walk->steps[i];
		dr_dmarc_step_fact fact = { .domain = dr_name_text(m->arena, step->domain) };
		dr_fact_with(&fact, records, dr_texts_status(step->texts),
		             (int64_t)step->texts->count);
		dr_fact_with(&fact, shared, fact.records_status,
		             is_shared(m, &walk->steps[0], step));
		fact.psd_status = fact.records_status;
		if (step->record != NULL) {
			fact.psd = letter_text(step->record->psd);
		} else if (fact.psd_status.state == DR_KNOWN) {
			dr_fact_absent(&fact, psd);
		}
		dr_list_add(m->arena, &dmarc->walk, fact);
	}
	dr_fact_with(dmarc, organizational, walk->status,
	             dr_name_text(m->arena, walk->organizational));
	dr_fact_set(dmarc, organizational_rfc7489,
	            dr_name_text(m->arena, m->survey->dmarc.organizational_rfc7489));
}

static void set_policy(dr_policy policy, dr_str *ret_value, dr_status *ret_status)
{
	*ret_status = policy == DR_POLICY_UNSET ? DR_STATUS_ABSENT : DR_STATUS_KNOWN;
	*ret_value = policy_text(policy);
}

#define SET_POLICY(st, member, policy) set_policy((policy), &(st)->member, &(st)->member##_status)

/* The record at the organizational domain, or NULL. */
static const dr_dmarc *record_of_organization(const dr_dmarc_walk *walk)
{
	for (size_t i = 0; i < walk->count; i++) {
		if (dr_name_eq(walk->steps[i].domain, walk->organizational)) {
			return walk->steps[i].record;
		}
	}
	return NULL;
}

static dr_strs addresses_of(dr_arena *arena, const dr_dmarc *record)
{
	dr_strs addresses = { NULL, 0 };
	for (size_t i = 0; record != NULL && i < record->rua.len; i++) {
		const dr_mailuri *uri = &record->rua.items[i];
		if (uri->valid && uri->mailto) {
			dr_list_add(arena, &addresses, dr_lower_text(arena, uri->address));
		}
	}
	return addresses;
}

static bool is_readable(const dr_dmarc *record)
{
	bool sp = dr_dmarc_find(record, DR_DMARC_SP) != NULL;
	return record->p != DR_POLICY_UNSET && (!sp || dr_dmarc_is_valid(record, DR_DMARC_SP));
}

static void make_organization(const dr_maker *m)
{
	dr_dmarc_organization_facts *o = &m->facts->dmarc.organization;
	const dr_dmarc_walk *walk = &m->survey->dmarc.walk;
	if (walk->status.state != DR_KNOWN) {
		dr_schema_mark(&DR_DMARC_ORGANIZATION_FACTS_SCHEMA, o, walk->status);
		return;
	}
	const dr_dmarc *record = record_of_organization(walk);
	dr_fact_set(o, addresses, addresses_of(m->arena, record));
	dr_fact_set(o, present, record != NULL);
	dr_fact_set(o, rua, record != NULL && record->usable_rua);
	dr_fact_set(o, readable, record != NULL && is_readable(record));
	SET_POLICY(o, p, record != NULL ? record->p : DR_POLICY_UNSET);
	SET_POLICY(o, sp, record != NULL ? record->sp : DR_POLICY_UNSET);
	SET_POLICY(o, np, record != NULL ? record->np : DR_POLICY_UNSET);
	dr_fact_absent(o, pct);
	dr_fact_absent(o, t);
	if (record != NULL && dr_dmarc_is_valid(record, DR_DMARC_PCT)) {
		dr_fact_set(o, pct, record->pct);
	}
	if (record != NULL && dr_dmarc_is_valid(record, DR_DMARC_T)) {
		dr_fact_set(o, t, letter_text(record->t ? 'y' : 'n'));
	}
}

/* Names below the domain: what a random one shows. */
static void make_below(const dr_maker *m)
{
	dr_dmarc_facts *dmarc = &m->facts->dmarc;
	const dr_random_found *random = &m->survey->random;
	dr_status status = dr_answer_fact(random->txt);
	dr_fact_with(dmarc, random_exists, status, dr_answer_name_exists(random->txt));
	if (random->dmarc != NULL) {
		status = dr_answer_fact(random->dmarc);
	}
	dr_fact_with(dmarc, wildcard, status,
	             random->dmarc != NULL && dr_answer_has(random->dmarc, DR_RECORD_DMARC));
}

void dr_make_dmarc(const dr_maker *m)
{
	dr_dmarc_facts *dmarc = &m->facts->dmarc;
	dmarc->labels = (int64_t)dr_name_labels(m->survey->domain);
	dmarc->public_suffix = dr_suffixes_is_public(m->input->suffixes, m->survey->domain);
	make_found(m);
	make_walk(m);
	make_organization(m);
	make_below(m);
	dr_make_effective(m);
	dr_make_names_below(m);
	dmarc->asked_rua = dr_addresses_of(m, &m->survey->asked_rua, false, NULL);
	dmarc->asked_ruf = dr_addresses_of(m, &m->survey->asked_ruf, true, NULL);
	dr_schema_mark(&DR_DMARC_FACTS_SCHEMA, dmarc, m->survey->dmarc.rfc9989.status);
}
