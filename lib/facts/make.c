#include "facts/make_priv.h"

static void (*const MAKERS[])(const dr_maker *m) = {
	dr_make_mx,     dr_make_mx_hosts, dr_make_spf,     dr_make_dmarc,  dr_make_bimi,
	dr_make_mtasts, dr_make_tlsas,    dr_make_tlsrpt,  dr_make_dkim,   dr_make_services,
	dr_make_domain, dr_make_zone,     dr_make_servers, dr_make_before, dr_make_traffic,
};

const dr_facts *dr_facts_make(dr_arena *arena, const dr_facts_input *input)
{
	dr_maker m = {
		.arena = arena,
		.input = input,
		.survey = input->survey,
		.facts = dr_arena_new_of(arena, dr_facts),
	};
	if (m.facts == NULL || input->survey->spf.root == NULL) {
		return NULL;
	}
	for (size_t i = 0; i < DR_COUNT(MAKERS); i++) {
		MAKERS[i](&m);
	}
	return m.facts;
}

const dr_facts *dr_facts_unknown(dr_arena *arena, dr_str domain, dr_why why)
{
	const dr_status status = { .state = DR_UNKNOWN, .why = (uint8_t)why };
	dr_facts *facts = dr_arena_new_of(arena, dr_facts);
	if (facts == NULL) {
		return NULL;
	}
	facts->domain.name = domain;
	const struct {
		const dr_schema *schema;
		void *record;
	} parts[] = {
		{ &DR_DOMAIN_FACTS_SCHEMA, &facts->domain },
		{ &DR_SPF_FACTS_SCHEMA, &facts->spf },
		{ &DR_DKIM_FACTS_SCHEMA, &facts->dkim },
		{ &DR_DMARC_FACTS_SCHEMA, &facts->dmarc },
		{ &DR_BIMI_FACTS_SCHEMA, &facts->bimi },
		{ &DR_MTASTS_FACTS_SCHEMA, &facts->mtasts },
		{ &DR_TLSRPT_FACTS_SCHEMA, &facts->tlsrpt },
		{ &DR_MX_FACTS_SCHEMA, &facts->mx },
		{ &DR_SERVICES_FACTS_SCHEMA, &facts->services },
	};
	for (size_t i = 0; i < DR_COUNT(parts); i++) {
		dr_schema_mark(parts[i].schema, parts[i].record, status);
	}
	return facts;
}
