#include "answer/rdata.h"
#include "survey/spf_target_priv.h"

void dr_spf_note_unknown(dr_status *status, dr_status why)
{
	if (why.state == DR_UNKNOWN &&
	    (status->state == DR_KNOWN || status->why == DR_WHY_MESSAGE)) {
		*status = why;
	}
}

static void match_prefix(const dr_asking *asking, dr_spf_visit *visit, dr_prefix prefix)
{
	bool ipv4 = prefix.address.family == DR_IPV4;
	dr_list_add(asking->arena, ipv4 ? &visit->matches.set.v4 : &visit->matches.set.v6,
	            dr_prefix_masked(prefix));
}

static void match_everybody(const dr_asking *asking, dr_spf_visit *visit)
{
	match_prefix(asking, visit, (dr_prefix){ .address.family = DR_IPV4 });
	match_prefix(asking, visit, (dr_prefix){ .address.family = DR_IPV6 });
}

void dr_spf_match_at_once(const dr_asking *asking, dr_spf_visit *visit)
{
	switch ((int)visit->term->kind) {
	case DR_SPF_ALL: match_everybody(asking, visit); break;
	case DR_SPF_IP4:
	case DR_SPF_IP6: match_prefix(asking, visit, visit->term->prefix); break;
	case DR_SPF_PTR:
		visit->matches.status = (dr_status){ .state = DR_UNKNOWN, .why = DR_WHY_MESSAGE };
		break;
	case DR_SPF_EXISTS:
		visit->matches.status = visit->outcome_status;
		if (visit->outcome_status.state == DR_KNOWN && visit->outcome == DR_SPF_OK) {
			match_everybody(asking, visit);
		}
		break;
	default: break;
	}
}

void dr_spf_match_hosts(dr_spf_matcher *m, const dr_answer *addresses)
{
	const dr_spf_term *term = m->visit->term;
	dr_spf_note_unknown(&m->visit->matches.status, dr_answer_fact(addresses));
	m->visit->own_hosts = m->visit->own_hosts && addresses->hop_count == 0 &&
	                      dr_name_is_within(addresses->question.name, m->tree->organization);
	for (size_t i = 0; i < addresses->rr_count; i++) {
		dr_prefix prefix = { .length = term->v4_length };
		if (!dr_rr_read_address(&addresses->rrs[i], &prefix.address)) {
			continue;
		}
		if (m->tree->prefixes >= DR_SPF_PREFIXES_MAX) {
			const dr_status spent = { .state = DR_UNKNOWN, .why = DR_WHY_BUDGET };
			dr_spf_note_unknown(&m->visit->matches.status, spent);
			return;
		}
		if (prefix.address.family == DR_IPV6) {
			prefix.length = term->v6_length;
		}
		m->tree->prefixes++;
		dr_list_add(m->asking->arena, &m->prefixes, prefix);
	}
}

void dr_spf_match_end(dr_spf_matcher *m)
{
	dr_prefixset_build(m->asking->arena, m->prefixes.items, m->prefixes.len,
	                   &m->visit->matches.set);
}
