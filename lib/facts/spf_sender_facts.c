#include "facts/spf_make_priv.h"

enum { PAIRS_MAX = 300 /* terms and ranges that are compared with each other */ };

int64_t dr_count_ipv4(const dr_prefixset *set)
{
	return (int64_t)dr_prefixset_count(set).v4;
}

int64_t dr_count_ipv6(const dr_prefixset *set)
{
	uint64_t count = dr_prefixset_count(set).v6_slash64;
	return count < INT64_MAX ? (int64_t)count : INT64_MAX;
}

static bool holds(const dr_spf_visit *outer, const dr_spf_visit *inner)
{
	return outer->reached && outer->term->qualifier == '+' &&
	       dr_prefixset_contains(&outer->matches.set, &inner->matches.set);
}

/* Terms that refuse could come between two that let pass: then nothing is said. */
static bool refuses(const dr_spf_node *node)
{
	for (size_t i = 0; i < node->visit_count && i < PAIRS_MAX; i++) {
		const dr_spf_visit *visit = &node->visits[i];
		if (visit->reached && visit->term->kind != DR_SPF_ALL &&
		    visit->term->qualifier != '+' && visit->term->qualifier != '\0') {
			return true;
		}
	}
	return false;
}

static bool is_comparable(const dr_spf_visit *visit)
{
	return visit->reached && visit->term->qualifier == '+' && visit->term->kind != DR_SPF_ALL &&
	       !dr_spf_senders_are_empty(&visit->matches) &&
	       visit->matches.status.state == DR_KNOWN;
}

static bool is_literal(const dr_spf_visit *visit)
{
	return visit->term->kind == DR_SPF_IP4 || visit->term->kind == DR_SPF_IP6;
}

/* Whether `visit` is the one of the two that can go: not an address for a host that may move. Of
 * two terms with the same addresses that is the costlier one, or the later. */
static bool makes_needless(const dr_spf_visit *other, const dr_spf_visit *visit)
{
	bool host = other->term->kind == DR_SPF_A || other->term->kind == DR_SPF_MX;
	if (other == visit || other->term->kind == DR_SPF_ALL || !holds(other, visit) ||
	    (is_literal(visit) && host)) {
		return false;
	}
	bool cheaper = other->cost.lookups < visit->cost.lookups;
	bool same_cost = other->cost.lookups == visit->cost.lookups;
	return !holds(visit, other) || cheaper || (same_cost && other < visit);
}

static dr_str covered_by(const dr_spf_node *node, const dr_spf_visit *visit)
{
	if (!is_comparable(visit) || refuses(node)) {
		return DR_STR("");
	}
	for (size_t i = 0; i < node->visit_count && i < PAIRS_MAX; i++) {
		if (makes_needless(&node->visits[i], visit)) {
			return node->visits[i].term->text;
		}
	}
	return DR_STR("");
}

static dr_str special_of(const dr_spf_visit *visit)
{
	const dr_prefixes *lists[] = { &visit->matches.set.v4, &visit->matches.set.v6 };
	bool hosts = visit->term->kind == DR_SPF_A || visit->term->kind == DR_SPF_MX;
	for (size_t i = 0; i < DR_COUNT(lists) && hosts; i++) {
		for (size_t j = 0; j < lists[i]->len; j++) {
			const char *special = dr_ipaddr_special(lists[i]->items[j].address);
			if (special != NULL) {
				return dr_str_of(special);
			}
		}
	}
	return DR_STR("");
}

void dr_make_spf_matches(const dr_maker *m, const dr_spf_node *node, const dr_spf_visit *visit,
                         dr_spf_term_fact *fact)
{
	(void)m;
	const dr_spf_senders *matches = &visit->matches, *alone = &visit->alone;
	fact->text_problem = dr_str_of(visit->text_problem);
	fact->special = special_of(visit);
	fact->covered_by = covered_by(node, visit);
	dr_fact_with(fact, ipv4, matches->status, dr_count_ipv4(&matches->set));
	dr_fact_with(fact, ipv6, matches->status, dr_count_ipv6(&matches->set));
	dr_fact_with(fact, alone_ipv4, alone->status, dr_count_ipv4(&alone->set));
	dr_fact_with(fact, alone_ipv6, alone->status, dr_count_ipv6(&alone->set));
}

/* From the first to the last of the terms when they stand side by side, else the first. */
static dr_span span_of(const dr_spf_proposal *proposal)
{
	dr_span span = proposal->terms.items[0]->term->span;
	for (size_t i = 1; i < proposal->terms.len; i++) {
		const dr_spf_visit *last = proposal->terms.items[i - 1];
		if (proposal->terms.items[i] != last + 1) {
			return proposal->terms.items[0]->term->span;
		}
		dr_span next = proposal->terms.items[i]->term->span;
		span.len = next.off + next.len - span.off;
	}
	return span;
}

static dr_str terms_text(dr_arena *arena, const dr_spf_proposal *proposal)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	for (size_t i = 0; i < proposal->terms.len; i++) {
		dr_buf_addf(&out, "%s", i > 0 ? " " : "");
		dr_buf_add(&out, proposal->terms.items[i]->term->text);
	}
	return dr_buf_str(&out);
}

static void make_advice(const dr_maker *m)
{
	const dr_spf_advice *advice = &m->survey->spf_advice;
	dr_spf_facts *spf = &m->facts->spf;
	spf->advice_status = dr_list_status(spf->lookups_status);
	for (size_t i = 0; i < advice->proposals.len; i++) {
		const dr_spf_proposal *p = &advice->proposals.items[i];
		dr_list_add(m->arena, &spf->advice,
		            (dr_spf_advice_fact){
				    .measure = dr_str_of(dr_spf_measure_name(p->measure)),
				    .terms = terms_text(m->arena, p),
				    .instead = p->instead,
				    .saves = p->saves,
				    .lookups = p->lookups,
				    .loses_ipv4 = dr_count_ipv4(&p->loses),
				    .loses_ipv6 = dr_count_ipv6(&p->loses),
				    .domain = dr_name_text(m->arena, advice->node->domain),
				    .record = p->record,
				    .place = dr_place_in(advice->node->texts, span_of(p)),
			    });
	}
}

/* The first own term with which there are too many. */
static const dr_spf_term_fact *first_over_limit(const dr_spf_facts *spf)
{
	int64_t sum = 0;
	for (size_t i = 0; i < spf->terms.len; i++) {
		const dr_spf_term_fact *term = &spf->terms.items[i];
		sum += term->lookups_status.state == DR_KNOWN ? term->lookups : 0;
		if (sum > DR_SPF_LOOKUPS_MAX) {
			return term;
		}
	}
	return NULL;
}

/* What the first advice names; else the term that goes over the limit; else all of the record. */
static void make_excess(const dr_maker *m)
{
	dr_spf_facts *spf = &m->facts->spf;
	dr_fact_absent(spf, excess);
	if (spf->lookups_min_status.state != DR_KNOWN || spf->lookups_min <= DR_SPF_LOOKUPS_MAX) {
		return;
	}
	const dr_spf_term_fact *over = first_over_limit(spf);
	const dr_spf_advice_fact *advice = spf->advice.len > 0 ? &spf->advice.items[0] : NULL;
	dr_fact_set(spf, excess,
	            advice != NULL ? advice->terms
	            : over != NULL ? over->text
	                           : spf->text);
	spf->excess_place = advice != NULL ? advice->place
	                    : over != NULL ? over->place
	                                   : spf->text_place;
}

static void make_stops(const dr_maker *m, dr_status status)
{
	const dr_texts *texts = m->survey->spf.root->texts;
	const dr_spf_term *ipv4 = m->survey->spf_reach.stop_ipv4;
	const dr_spf_term *ipv6 = m->survey->spf_reach.stop_ipv6;
	dr_spf_facts *spf = &m->facts->spf;
	spf->stop_ipv4_status = spf->stop_ipv6_status =
		status.state == DR_UNKNOWN ? status : DR_STATUS_ABSENT;
	if (ipv4 != NULL) {
		dr_fact_set(spf, stop_ipv4, ipv4->text);
		spf->stop_ipv4_place = dr_place_in(texts, ipv4->span);
	}
	if (ipv6 != NULL) {
		dr_fact_set(spf, stop_ipv6, ipv6->text);
		spf->stop_ipv6_place = dr_place_in(texts, ipv6->span);
	}
}

/* Terms that are not known could only add to what is lost: what is counted is certain. */
static void make_lost(const dr_maker *m)
{
	const dr_spf_reach *reach = &m->survey->spf_reach;
	dr_spf_facts *spf = &m->facts->spf;
	dr_prefixset lost = { 0 };
	if (reach->valid) {
		dr_spf_senders_minus(m->arena, &m->survey->spf.root->senders, &reach->senders,
		                     &lost);
	}
	dr_fact_set(spf, lost_ipv4, dr_count_ipv4(&lost));
	dr_fact_set(spf, lost_ipv6, dr_count_ipv6(&lost));
}

void dr_make_spf_senders(const dr_maker *m)
{
	const dr_spf_node *root = m->survey->spf.root;
	dr_spf_facts *spf = &m->facts->spf;
	dr_fact_with(spf, senders_ipv4, root->senders.status, dr_count_ipv4(&root->senders.set));
	dr_fact_with(spf, senders_ipv6, root->senders.status, dr_count_ipv6(&root->senders.set));
	dr_fact_set(spf, senders_ipv4_min, dr_count_ipv4(&root->senders.set));
	dr_fact_set(spf, senders_ipv6_min, dr_count_ipv6(&root->senders.set));
	make_stops(m, root->cost.voids_status);
	make_lost(m);
	make_advice(m);
	make_excess(m);
}
