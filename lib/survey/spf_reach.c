#include "survey/spf_senders.h"
#include "survey/spf_target_priv.h"

/* One evaluation: what it has cost so far, and the families for whose clients it has ended. */
typedef struct {
	dr_arena *arena;
	dr_spf_tree *tree;
	int64_t lookups, voids_ipv4, voids_ipv6;
	bool over_ipv4, over_ipv6;
} receiver;

static void walk(receiver *r, const dr_spf_node *node, dr_spf_reach *top, dr_spf_senders *ret);

static bool leads_on(const dr_spf_visit *visit)
{
	return visit->term->kind == DR_SPF_INCLUDE || visit->term->kind == DR_SPF_REDIRECT;
}

/* A target that makes a permanent error of the evaluation; one that is not known is none yet. */
static bool is_broken(const dr_spf_visit *visit)
{
	return visit->outcome_status.state == DR_KNOWN &&
	       (visit->outcome == DR_SPF_TOO_MANY ||
	        (leads_on(visit) && visit->outcome != DR_SPF_OK));
}

static void count(receiver *r, const dr_spf_visit *visit)
{
	r->lookups += visit->lookups;
	r->voids_ipv4 += visit->voids_ipv4;
	r->voids_ipv6 += visit->voids_ipv6;
	bool over = r->lookups > DR_SPF_LOOKUPS_MAX || is_broken(visit);
	r->over_ipv4 = r->over_ipv4 || over || r->voids_ipv4 > DR_SPF_VOID_LOOKUPS_MAX;
	r->over_ipv6 = r->over_ipv6 || over || r->voids_ipv6 > DR_SPF_VOID_LOOKUPS_MAX;
}

static void note_stops(const receiver *r, const dr_spf_term *term, dr_spf_reach *top)
{
	if (r->over_ipv4 && top->stop_ipv4 == NULL) {
		top->stop_ipv4 = term;
	}
	if (r->over_ipv6 && top->stop_ipv6 == NULL) {
		top->stop_ipv6 = term;
	}
}

/* Whom the term matches before the evaluation ends in it or before it. */
static void evaluate_term(receiver *r, const dr_spf_visit *visit, dr_spf_senders *ret_matches)
{
	count(r, visit);
	bool goes_on = !(r->over_ipv4 && r->over_ipv6);
	if (visit->below != NULL && visit->below->record != NULL && goes_on) {
		walk(r, visit->below, NULL, ret_matches);
		return;
	}
	*ret_matches = visit->matches;
	if (r->over_ipv4) {
		ret_matches->set.v4 = (dr_prefixes){ 0 };
	}
	if (r->over_ipv6) {
		ret_matches->set.v6 = (dr_prefixes){ 0 };
	}
}

/* The terms that are redirects, or those that are not, in the order of the record. */
static void walk_terms(receiver *r, const dr_spf_node *node, bool redirects, dr_spf_reach *top,
                       dr_spf_senders *matches)
{
	for (size_t i = 0; i < node->visit_count; i++) {
		const dr_spf_visit *visit = &node->visits[i];
		bool wanted = (visit->term->kind == DR_SPF_REDIRECT) == redirects;
		if (!visit->reached || !wanted) {
			continue;
		}
		evaluate_term(r, visit, &matches[i]);
		if (top != NULL) {
			note_stops(r, visit->term, top);
		}
	}
}

/* Terms in the order of evaluation: a redirect is the last. `top` is NULL for other records than
 * the domain's own. */
static void walk(receiver *r, const dr_spf_node *node, dr_spf_reach *top, dr_spf_senders *ret)
{
	dr_spf_senders *matches =
		dr_arena_alloc_array(r->arena, node->visit_count, sizeof(*matches));
	if (matches != NULL) {
		walk_terms(r, node, false, top, matches);
		walk_terms(r, node, true, top, matches);
		dr_spf_fold(r->arena, r->tree, node, matches, ret);
	}
}

void dr_spf_find_reach(dr_arena *arena, dr_spf_tree *tree, dr_spf_reach *ret_reach)
{
	const dr_spf_node *root = tree->root;
	*ret_reach = (dr_spf_reach){ 0 };
	ret_reach->senders.status = dr_texts_status(root->texts);
	ret_reach->valid = root->record != NULL && root->record->valid;
	if (ret_reach->valid) {
		receiver r = { .arena = arena, .tree = tree };
		walk(&r, root, ret_reach, &ret_reach->senders);
	}
}
