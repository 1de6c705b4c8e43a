#include "facts/make_priv.h"

/* clang-format off */
static const dr_field BEFORE_FIELDS[] = {
	DR_FACT(dr_before_facts, days, "days since then"),
	DR_RECORD(dr_before_facts, spf, dr_spf_facts, DR_SPF_FACTS_SCHEMA, "its SPF record then"),
	DR_RECORD(dr_before_facts, dkim, dr_dkim_facts, DR_DKIM_FACTS_SCHEMA, "its keys then"),
	DR_RECORD(dr_before_facts, dmarc, dr_dmarc_facts, DR_DMARC_FACTS_SCHEMA,
		"the DMARC record that applied then"),
	DR_RECORD(dr_before_facts, bimi, dr_bimi_facts, DR_BIMI_FACTS_SCHEMA, "its BIMI record then"),
	DR_RECORD(dr_before_facts, mtasts, dr_mtasts_facts, DR_MTASTS_FACTS_SCHEMA,
		"its MTA-STS record then"),
	DR_RECORD(dr_before_facts, tlsrpt, dr_tlsrpt_facts, DR_TLSRPT_FACTS_SCHEMA,
		"its TLS reporting record then"),
	DR_RECORD(dr_before_facts, mx, dr_mx_facts, DR_MX_FACTS_SCHEMA, "where it received mail then"),
};
DR_SCHEMA(DR_BEFORE_FACTS_SCHEMA, "before", dr_before_facts, BEFORE_FIELDS,
	"what an earlier snapshot says");
/* clang-format on */

void dr_make_before(const dr_maker *m)
{
	const dr_facts *then = m->input->before;
	dr_before_facts *before = then != NULL ? dr_arena_new_of(m->arena, dr_before_facts) : NULL;
	if (before == NULL) {
		return;
	}
	*before = (dr_before_facts){
		.spf = then->spf,
		.dkim = then->dkim,
		.dmarc = then->dmarc,
		.bimi = then->bimi,
		.mtasts = then->mtasts,
		.tlsrpt = then->tlsrpt,
		.mx = then->mx,
	};
	bool dated = m->input->before_day != DR_NO_DAY && m->input->as_of != DR_NO_DAY;
	dr_fact_with(before, days, dated ? DR_STATUS_KNOWN : DR_STATUS_NOT_GIVEN,
	             m->input->as_of - m->input->before_day);
	m->facts->before = before;
}
