#include "facts/make_priv.h"

static void make_policy_host(const dr_maker *m)
{
	dr_mtasts_facts *mtasts = &m->facts->mtasts;
	const dr_answer *ipv4 = m->survey->transport.policy_ipv4;
	const dr_answer *ipv6 = m->survey->transport.policy_ipv6;
	bool any = ipv4->outcome == DR_ANSWER || ipv6->outcome == DR_ANSWER;
	dr_status status = dr_answer_fact(ipv4);
	if (status.state == DR_KNOWN) {
		status = dr_answer_fact(ipv6);
	}
	dr_fact_with(mtasts, policy_host, any ? DR_STATUS_KNOWN : status, any);
	dr_add_addresses(m, ipv4, &mtasts->policy_addresses);
	dr_add_addresses(m, ipv6, &mtasts->policy_addresses);
	mtasts->policy_addresses_status = dr_list_status(status);
}

void dr_make_mtasts(const dr_maker *m)
{
	dr_mtasts_facts *mtasts = &m->facts->mtasts;
	const dr_texts *texts = m->survey->transport.mtasts;
	dr_status status = dr_texts_status(texts);
	make_policy_host(m);
	dr_make_policy(m);
	mtasts->alias = dr_alias_of(m, texts->answer);
	if (status.state != DR_KNOWN) {
		dr_schema_mark(&DR_MTASTS_FACTS_SCHEMA, mtasts, status);
		return;
	}
	dr_fact_set(mtasts, present, texts->count == 1);
	dr_fact_set(mtasts, records, (int64_t)texts->count);
	dr_fact_set(mtasts, strays, dr_strays_of(m, texts, true));
	mtasts->issues_status = DR_STATUS_KNOWN;
	dr_fact_absent(mtasts, text);
	dr_fact_absent(mtasts, id);
	if (texts->count != 1) {
		return;
	}
	const dr_mtasts *record = texts->mtasts;
	const dr_tag *id = dr_taglist_find(&record->list, DR_MTASTS_ID);
	dr_fact_set(mtasts, text, record->text);
	mtasts->text_place = dr_place_in(texts, (dr_span){ 0, (uint32_t)record->text.len });
	mtasts->issues = dr_issues_of(m, &record->issues, texts);
	if (id != NULL) {
		dr_fact_set(mtasts, id, id->value);
		mtasts->id_place = dr_place_in(texts, id->span);
	}
}

void dr_make_tlsrpt(const dr_maker *m)
{
	dr_tlsrpt_facts *tlsrpt = &m->facts->tlsrpt;
	const dr_texts *texts = m->survey->transport.tlsrpt;
	dr_status status = dr_texts_status(texts);
	tlsrpt->alias = dr_alias_of(m, texts->answer);
	if (status.state != DR_KNOWN) {
		dr_schema_mark(&DR_TLSRPT_FACTS_SCHEMA, tlsrpt, status);
		return;
	}
	dr_make_fetch(m, &m->survey->transport.endpoint, &tlsrpt->endpoint);
	dr_fact_set(tlsrpt, present, texts->count == 1);
	dr_fact_set(tlsrpt, records, (int64_t)texts->count);
	dr_fact_set(tlsrpt, strays, dr_strays_of(m, texts, true));
	dr_fact_set(tlsrpt, rua, dr_addresses_of(m, &m->survey->transport.rua, false, texts));
	tlsrpt->issues_status = DR_STATUS_KNOWN;
	dr_fact_absent(tlsrpt, text);
	if (texts->count == 1) {
		const dr_tlsrpt *record = texts->tlsrpt;
		dr_fact_set(tlsrpt, text, record->text);
		tlsrpt->text_place = dr_place_in(texts, (dr_span){ 0, (uint32_t)record->text.len });
		tlsrpt->issues = dr_issues_of(m, &record->issues, texts);
	}
}
