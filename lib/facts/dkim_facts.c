#include "facts/make_priv.h"

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
		dr_list_add(m->arena, &dkim->selectors, dr_make_selector(m, found));
	}
}

static bool has_tag(dr_str text, dr_str tag)
{
	for (dr_str rest = text, part; dr_str_split(&rest, ';', &part);) {
		if (dr_str_starts(dr_str_trim(part), tag)) {
			return true;
		}
	}
	return false;
}

/* The first text of an answer with this tag; the empty slice when there is none. */
static dr_str text_with(const dr_answer *answer, dr_str tag)
{
	for (size_t i = 0; answer != NULL && i < answer->rr_count; i++) {
		if (has_tag(answer->rrs[i].text, tag)) {
			return answer->rrs[i].text;
		}
	}
	return (dr_str){ 0 };
}

/* Of a text of an answer, which is NULL where its name cannot exist. */
static dr_status text_status(const dr_answer *answer, dr_str text)
{
	dr_status status = answer != NULL ? dr_answer_fact(answer) : DR_STATUS_ABSENT;
	return status.state == DR_KNOWN && text.len == 0 ? DR_STATUS_ABSENT : status;
}

static void make_historic(const dr_dkim_search *search, dr_dkim_facts *dkim)
{
	const dr_texts *base = search->base;
	dr_str policy = text_with(base->answer, DR_STR("o="));
	dr_str adsp = text_with(search->adsp, DR_STR("dkim="));
	dr_str key = base->count > 0 && !base->dkim->revoked ? base->dkim->text : DR_STR("");
	dr_fact_with(dkim, policy, text_status(base->answer, policy), policy);
	dr_fact_with(dkim, adsp, text_status(search->adsp, adsp), adsp);
	dr_fact_with(dkim, unselected, text_status(base->answer, key), key);
}

void dr_make_dkim(const dr_maker *m)
{
	dr_dkim_facts *dkim = &m->facts->dkim;
	const dr_dkim_search *search = &m->survey->dkim;
	const dr_texts *random = search->random;
	dr_status status = dr_texts_status(random);
	dr_fact_with(dkim, possible, dr_texts_status(search->base),
	             search->base->answer->outcome != DR_NO_NAME);
	dr_fact_with(dkim, wildcard, status, random->answer->outcome == DR_ANSWER);
	dr_fact_with(dkim, wildcard_key, status, random->count > 0 && !random->dkim->revoked);
	dr_fact_set(dkim, tried, (int64_t)search->selectors.len);
	make_selectors(m);
	make_historic(search, dkim);
	dr_make_doubled(m);
}
