/* Names that a client's address has in both directions (RFC 7208 5.5, 7.3). */
#include "answer/rdata.h"
#include "receiver/spf_eval_priv.h"

typedef struct {
	dr_name items[DR_SPF_PTR_HOSTS_MAX];
	size_t len;
} names;

/* True when the answer has records. A DNS error is as good as none here, but one that is ours is
 * the step's problem. */
static bool has_records(dr_spf_evaluator *e, dr_spf_step *step, const dr_answer *answer)
{
	if (dr_spf_is_ours(answer)) {
		dr_spf_stop(e, step, answer);
	}
	return step->problem == DR_SPF_PROBLEM_NONE && answer->outcome == DR_ANSWER;
}

/* The first ten names of the address that lead back to it. */
static void find_names(dr_spf_evaluator *e, dr_spf_step *step, names *ret_names)
{
	ret_names->len = 0;
	const dr_answer *ptr =
		dr_spf_ask(e, step, dr_reverse_name(e->asking->arena, e->values.ip), DR_TYPE_PTR);
	if (!has_records(e, step, ptr)) {
		return;
	}
	for (size_t i = 0; i < ptr->rr_count && i < DR_SPF_PTR_HOSTS_MAX; i++) {
		dr_name host;
		if (!dr_rr_read_name(&ptr->rrs[i], &host)) {
			continue;
		}
		const dr_answer *back = dr_spf_ask_host(e, step, host);
		if (has_records(e, step, back) &&
		    dr_spf_holds_client(e, back, dr_ipaddr_bits(e->values.ip))) {
			ret_names->items[ret_names->len++] = host;
		}
		if (step->problem != DR_SPF_PROBLEM_NONE) {
			return;
		}
	}
}

bool dr_spf_match_ptr(dr_spf_evaluator *e, dr_spf_step *step, dr_name target)
{
	names found;
	find_names(e, step, &found);
	for (size_t i = 0; i < found.len && step->problem == DR_SPF_PROBLEM_NONE; i++) {
		if (dr_name_is_within(found.items[i], target)) {
			return true;
		}
	}
	return false;
}

/* How well a name stands for the current domain: itself, below it, any other. */
static int fit(dr_name name, dr_name domain)
{
	return dr_name_eq(name, domain) ? 2 : dr_name_is_within(name, domain) ? 1 : 0;
}

void dr_spf_validate(dr_spf_evaluator *e, dr_spf_step *step)
{
	names found;
	e->values.validated = (dr_str){ 0 };
	if (!dr_spf_count(e, step)) {
		return;
	}
	find_names(e, step, &found);
	dr_name domain = dr_spf_domain_of(e->asking->arena, e->values.domain).name;
	size_t best = 0;
	for (size_t i = 1; i < found.len; i++) {
		best = fit(found.items[i], domain) > fit(found.items[best], domain) ? i : best;
	}
	if (found.len > 0) {
		e->values.validated = dr_name_text(e->asking->arena, found.items[best]);
	}
}
