/* Names below the domain: which exist, and which have a DMARC record of their own. */
#include "facts/make_priv.h"

static dr_dmarc_below_fact below_of(const dr_maker *m, const dr_below_name *found)
{
	dr_dmarc_below_fact fact = { .name = found->name };
	const dr_texts *texts = found->dmarc;
	bool shared = found->shared, own = texts->count == 1 && !shared;
	bool exists = dr_answer_name_exists(found->answer);
	dr_fact_with(&fact, exists, dr_answer_fact(found->answer), exists);
	dr_fact_with(&fact, own, dr_texts_status(texts), own);
	dr_fact_with(&fact, shared, dr_texts_status(texts), shared);
	fact.text_status = fact.p_status = fact.own_status;
	if (own) {
		dr_policy p = texts->dmarc->p;
		dr_fact_set(&fact, text, texts->dmarc->text);
		dr_fact_with(&fact, p, p != DR_POLICY_UNSET ? DR_STATUS_KNOWN : DR_STATUS_ABSENT,
		             dr_str_of(dr_policy_name(p)));
	} else if (fact.own_status.state == DR_KNOWN) {
		dr_fact_absent(&fact, text);
		dr_fact_absent(&fact, p);
	}
	fact.alias = dr_own_alias_of(m, texts->answer);
	fact.reports = dr_addresses_of(m, &found->reports, false, NULL);
	return fact;
}

void dr_make_names_below(const dr_maker *m)
{
	const dr_names_below *found = &m->survey->below;
	for (size_t i = 0; i < found->len; i++) {
		dr_list_add(m->arena, &m->facts->dmarc.below, below_of(m, &found->items[i]));
	}
}
