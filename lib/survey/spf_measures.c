#include "survey/spf_advice_priv.h"

enum { ADDRESSES_MAX = 6 /* of one term that are worth writing down */ };

bool dr_spf_is_spent(const dr_spf_senders *senders)
{
	return senders->status.state == DR_UNKNOWN && senders->status.why == DR_WHY_BUDGET;
}

const dr_service *dr_spf_service_of(const dr_spf_adviser *a, size_t term)
{
	const dr_spf_visit *visit = &a->node->visits[term];
	if (a->catalog == NULL || visit->term->kind != DR_SPF_INCLUDE ||
	    !dr_name_is_set(visit->target)) {
		return NULL;
	}
	return dr_catalog_by_include(a->catalog, dr_name_text(a->arena, visit->target));
}

bool dr_spf_is_candidate(const dr_spf_adviser *a, size_t term)
{
	const dr_spf_visit *visit = &a->node->visits[term];
	return visit->reached && !a->gone[term] && a->instead[term].ptr == NULL &&
	       visit->lookups > 0 && visit->term->kind != DR_SPF_REDIRECT;
}

static bool counts_at(const dr_spf_adviser *a, size_t term, dr_str where)
{
	const dr_service *service = dr_spf_service_of(a, term);
	return service != NULL && dr_str_eq(service->spf_counts, where);
}

static bool is_useless(const dr_spf_adviser *a, size_t term)
{
	return counts_at(a, term, DR_STR("service-domain"));
}

static bool is_unlikely(const dr_spf_adviser *a, size_t term)
{
	return counts_at(a, term, DR_STR("own-subdomain"));
}

static bool is_same(const dr_spf_visit *a, const dr_spf_visit *b)
{
	return a->term->kind == b->term->kind && a->term->qualifier == b->term->qualifier &&
	       a->term->v4_length == b->term->v4_length &&
	       a->term->v6_length == b->term->v6_length && dr_name_eq(a->target, b->target);
}

static bool is_duplicate(const dr_spf_adviser *a, size_t term)
{
	const dr_spf_visit *visits = a->node->visits;
	for (size_t i = 0; i < term && dr_name_is_set(visits[term].target); i++) {
		if (visits[i].reached && !a->gone[i] && is_same(&visits[i], &visits[term])) {
			return true;
		}
	}
	return false;
}

/* Targets that are there and broken are for their owners to mend. */
static bool is_dead(const dr_spf_adviser *a, size_t term)
{
	const dr_spf_visit *visit = &a->node->visits[term];
	return visit->outcome_status.state == DR_KNOWN && visit->term->kind != DR_SPF_PTR &&
	       (visit->outcome == DR_SPF_NO_NAME || visit->outcome == DR_SPF_NO_DATA ||
	        visit->outcome == DR_SPF_NO_RECORD || visit->outcome == DR_SPF_NULL_MX);
}

/* Another term that matches everybody whom this one matches; not one that has to go because it is
 * over the limit by itself. */
static bool has_larger(const dr_spf_adviser *a, size_t term)
{
	const dr_prefixset *set = &a->node->visits[term].matches.set;
	for (size_t i = 0; i < a->node->visit_count; i++) {
		const dr_spf_visit *other = &a->node->visits[i];
		if (i != term && other->reached && other->term->qualifier == '+' &&
		    other->cost.lookups <= DR_SPF_LOOKUPS_MAX &&
		    dr_prefixset_contains(&a->matches[i].set, set)) {
			return true;
		}
	}
	return false;
}

static bool is_covered(const dr_spf_adviser *a, size_t term)
{
	const dr_spf_senders *matches = &a->node->visits[term].matches;
	const dr_spf_senders own = a->matches[term];
	dr_spf_senders without;
	dr_prefixset lost;
	if (matches->status.state != DR_KNOWN || dr_spf_senders_are_empty(matches) ||
	    !has_larger(a, term)) {
		return false;
	}
	a->matches[term] = (dr_spf_senders){ .status = DR_STATUS_KNOWN };
	dr_spf_fold(a->arena, a->tree, a->node, a->matches, &without);
	a->matches[term] = own;
	dr_spf_senders_minus(a->arena, &a->senders, &without, &lost);
	bool spent = without.status.state == DR_UNKNOWN && without.status.why == DR_WHY_BUDGET;
	return !spent && lost.v4.len + lost.v6.len == 0;
}

static bool is_address(const dr_spf_adviser *a, size_t term)
{
	const dr_spf_visit *visit = &a->node->visits[term];
	size_t count = visit->matches.set.v4.len + visit->matches.set.v6.len;
	return visit->own_hosts && visit->outcome == DR_SPF_OK && count > 0 &&
	       count <= ADDRESSES_MAX && visit->matches.status.state == DR_KNOWN;
}

static bool is_ptr(const dr_spf_adviser *a, size_t term)
{
	return a->node->visits[term].term->kind == DR_SPF_PTR;
}

const dr_spf_measure_rule DR_SPF_MEASURES[DR_SPF_MEASURE_COUNT] = {
	[DR_SPF_DROP_USELESS] = { is_useless, true },
	[DR_SPF_DROP_UNLIKELY] = { is_unlikely, true },
	[DR_SPF_DROP_DUPLICATE] = { is_duplicate, false },
	[DR_SPF_DROP_DEAD] = { is_dead, false },
	[DR_SPF_DROP_COVERED] = { is_covered, true },
	[DR_SPF_WRITE_ADDRESS] = { is_address, false },
	[DR_SPF_DROP_PTR] = { is_ptr, true },
};
