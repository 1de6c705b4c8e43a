/* What mechanisms look up (RFC 7208 5). */
#include "answer/rdata.h"
#include "receiver/spf_eval_priv.h"

bool dr_spf_is_ours(const dr_answer *answer)
{
	dr_outcome outcome = answer->outcome;
	return outcome == DR_OPEN || outcome == DR_BUDGET || outcome == DR_NOT_GIVEN;
}

void dr_spf_stop(dr_spf_evaluator *e, dr_spf_step *step, const dr_answer *answer)
{
	step->problem = DR_SPF_PROBLEM_DNS;
	e->out->status = dr_status_of_answer(answer);
}

bool dr_spf_count(dr_spf_evaluator *e, dr_spf_step *step)
{
	if (!e->explaining && ++e->out->lookups > DR_SPF_LOOKUPS_MAX) {
		step->problem = DR_SPF_PROBLEM_LOOKUPS;
		return false;
	}
	return true;
}

static bool is_void(const dr_answer *answer)
{
	return answer->outcome == DR_NO_DATA || answer->outcome == DR_NO_NAME;
}

const dr_answer *dr_spf_ask(dr_spf_evaluator *e, dr_spf_step *step, dr_name name, uint16_t type)
{
	const dr_answer *answer = dr_ask_dns(e->asking->answers, name, type);
	dr_list_add(e->asking->arena, &step->answers, answer);
	bool counts = step->term != NULL && !e->explaining;
	if (counts && is_void(answer) && ++e->out->void_lookups > DR_SPF_VOID_LOOKUPS_MAX) {
		step->problem = DR_SPF_PROBLEM_VOID_LOOKUPS;
	}
	return answer;
}

const dr_answer *dr_spf_ask_host(dr_spf_evaluator *e, dr_spf_step *step, dr_name host)
{
	bool v6 = e->values.ip.family == DR_IPV6;
	return dr_spf_ask(e, step, host, v6 ? DR_TYPE_AAAA : DR_TYPE_A);
}

bool dr_spf_holds_client(const dr_spf_evaluator *e, const dr_answer *answer, uint8_t length)
{
	for (size_t i = 0; i < answer->rr_count; i++) {
		dr_prefix prefix = { .length = length };
		if (dr_rr_read_address(&answer->rrs[i], &prefix.address) &&
		    dr_prefix_holds(prefix, e->values.ip)) {
			return true;
		}
	}
	return false;
}

bool dr_spf_needs_ascii(const dr_spf_evaluator *e, uint32_t letters)
{
	return !e->local_is_ascii && (letters & (DR_MACRO_BIT('s') | DR_MACRO_BIT('l'))) != 0;
}

static dr_str expand(const dr_spf_evaluator *e, const dr_spf_term *term)
{
	if (term->domain.len == 0) {
		return e->values.domain;
	}
	if (dr_str_find(term->domain, 0, '%') == term->domain.len) {
		return term->domain;
	}
	dr_buf expanded;
	dr_buf_init(&expanded, e->asking->arena);
	dr_spf_macro_expand(term->domain, &e->values, false, &expanded);
	return dr_buf_str(&expanded);
}

bool dr_spf_expand_target(dr_spf_evaluator *e, dr_spf_step *step, dr_spf_domain *ret_target)
{
	const dr_spf_term *term = step->term;
	if (dr_spf_needs_ascii(e, term->letters)) {
		return false;
	}
	if ((term->letters & DR_MACRO_BIT('p')) != 0) {
		dr_spf_validate(e, step);
	}
	if (step->problem != DR_SPF_PROBLEM_NONE) {
		return false;
	}
	step->target = dr_spf_macro_shorten(expand(e, term));
	*ret_target = dr_spf_domain_of(e->asking->arena, step->target);
	return true;
}

/* True when the answer has records. A DNS error is the step's problem. */
static bool has_records(dr_spf_evaluator *e, dr_spf_step *step, const dr_answer *answer)
{
	if (!dr_outcome_is_certain(answer->outcome)) {
		dr_spf_stop(e, step, answer);
	}
	return step->problem == DR_SPF_PROBLEM_NONE && answer->outcome == DR_ANSWER;
}

bool dr_spf_match_a(dr_spf_evaluator *e, dr_spf_step *step, dr_name target)
{
	bool v6 = e->values.ip.family == DR_IPV6;
	const dr_answer *answer = dr_spf_ask_host(e, step, target);
	return has_records(e, step, answer) &&
	       dr_spf_holds_client(e, answer, v6 ? step->term->v6_length : step->term->v4_length);
}

bool dr_spf_match_mx(dr_spf_evaluator *e, dr_spf_step *step, dr_name target)
{
	const dr_answer *mx = dr_spf_ask(e, step, target, DR_TYPE_MX);
	if (!has_records(e, step, mx)) {
		return false;
	}
	if (mx->rr_count > DR_SPF_MX_HOSTS_MAX) {
		step->problem = DR_SPF_PROBLEM_MX_HOSTS;
		return false;
	}
	bool matched = false;
	for (size_t i = 0; i < mx->rr_count && !matched; i++) {
		uint16_t preference;
		dr_name host;
		bool is_host = dr_rr_read_mx(&mx->rrs[i], &preference, &host) && host.len > 1;
		matched = is_host && dr_spf_match_a(e, step, host);
		if (step->problem != DR_SPF_PROBLEM_NONE) {
			return false;
		}
	}
	return matched;
}

bool dr_spf_match_exists(dr_spf_evaluator *e, dr_spf_step *step, dr_name target)
{
	return has_records(e, step, dr_spf_ask(e, step, target, DR_TYPE_A));
}
