#include "base/prefixset.h"
#include "facts/make_priv.h"

static dr_str qualifier_text(char qualifier)
{
	static const char QUALIFIERS[] = "+-~?";
	for (size_t i = 0; QUALIFIERS[i] != '\0'; i++) {
		if (QUALIFIERS[i] == qualifier) {
			return (dr_str){ &QUALIFIERS[i], 1 };
		}
	}
	return DR_STR("");
}

static dr_str kind_text(dr_spf_kind kind)
{
	return dr_str_of(dr_spf_kind_name(kind == DR_SPF_OTHER ? DR_SPF_UNKNOWN : kind));
}

static dr_str target_text(const dr_maker *m, const dr_spf_node *node, const dr_spf_visit *visit)
{
	const dr_spf_term *term = visit->term;
	bool address = term->kind == DR_SPF_IP4 || term->kind == DR_SPF_IP6;
	if (dr_name_is_set(visit->target)) {
		return dr_name_text(m->arena, visit->target);
	}
	if (address && term->valid) {
		dr_buf out;
		dr_buf_init(&out, m->arena);
		dr_prefix_write(term->prefix, &out);
		return dr_buf_str(&out);
	}
	bool own = term->domain.len == 0 &&
	           (term->kind == DR_SPF_A || term->kind == DR_SPF_MX || term->kind == DR_SPF_PTR);
	return own ? dr_name_text(m->arena, node->domain) : term->domain;
}

static bool stands_earlier(const dr_spf *record, const dr_spf_term *term)
{
	for (const dr_spf_term *other = record->terms.items; other < term; other++) {
		if (dr_str_eq_nocase(other->text, term->text)) {
			return true;
		}
	}
	return false;
}

static void set_service(const dr_maker *m, const dr_spf_visit *visit, dr_spf_term_fact *fact)
{
	const dr_service *service = NULL;
	bool leads_on = visit->term->kind == DR_SPF_INCLUDE || visit->term->kind == DR_SPF_REDIRECT;
	if (leads_on && visit->term->valid && m->input->catalog != NULL) {
		service = dr_catalog_by_include(m->input->catalog, fact->target);
	}
	if (service != NULL) {
		fact->service = service->id;
		fact->service_name = service->name;
		fact->spf_counts = service->spf_counts;
	}
}

/* What a term looks up for one message only is no void look-up that could be counted. */
static dr_status void_status_of(const dr_spf_visit *visit)
{
	return visit->term->message ? DR_STATUS_KNOWN : visit->void_status;
}

static dr_spf_term_fact term_fact(const dr_maker *m, const dr_spf_node *node,
                                  const dr_spf_visit *visit)
{
	const dr_spf *record = node->record;
	const dr_spf_term *term = visit->term;
	dr_spf_term_fact fact = {
		.text = term->text,
		.kind = kind_text(term->kind),
		.qualifier = qualifier_text(term->qualifier),
		.target = target_text(m, node, visit),
		.valid = term->valid,
		.after_all = record->all != NULL && term > record->all && term->qualifier != '\0',
		.message = term->message,
		.duplicate = stands_earlier(record, term),
		.counts = term->counts,
		.place = dr_place_in(node->texts, term->span),
	};
	set_service(m, visit, &fact);
	dr_fact_with(&fact, lookups, visit->cost.lookups_status, visit->cost.lookups);
	dr_fact_with(&fact, outcome, visit->outcome_status,
	             dr_str_of(dr_spf_outcome_name(visit->outcome)));
	dr_fact_with(&fact, is_void, void_status_of(visit), visit->void_ipv4 && visit->void_ipv6);
	dr_fact_with(&fact, unregistered, visit->unregistered_status, visit->unregistered);
	return fact;
}

static void add_problem(const dr_maker *m, const dr_spf_node *node, const dr_spf_visit *visit)
{
	const dr_texts *own = m->survey->spf.root->texts;
	dr_list_add(m->arena, &m->facts->spf.problems,
	            (dr_spf_problem_fact){
			    .domain = dr_name_text(m->arena, node->domain),
			    .text = visit->term->text,
			    .target = target_text(m, node, visit),
			    .outcome = dr_str_of(dr_spf_outcome_name(visit->outcome)),
			    .via = node->via->term->text,
			    .depth = (int64_t)node->depth,
			    .is_void = visit->void_ipv4 && visit->void_ipv6,
			    .unregistered = visit->unregistered,
			    .place = dr_place_in(own, node->via->term->span),
		    });
}

/* Problems of one record below the domain's own; the first missing answer makes the list partial.
 */
static void add_problems(const dr_maker *m, const dr_spf_node *node)
{
	dr_spf_facts *spf = &m->facts->spf;
	for (size_t i = 0; node->record != NULL && i < node->record->terms.len; i++) {
		const dr_spf_visit *visit = &node->visits[i];
		dr_status status = visit->outcome_status;
		if (status.state == DR_KNOWN && visit->outcome != DR_SPF_OK && node->depth > 0) {
			add_problem(m, node, visit);
		}
		if (status.state == DR_UNKNOWN && status.why != DR_WHY_MESSAGE &&
		    spf->problems_status.state == DR_KNOWN) {
			spf->problems_status = dr_list_status(status);
		}
	}
}

static void make_tree(const dr_maker *m)
{
	dr_spf_facts *spf = &m->facts->spf;
	const dr_spf_tree *tree = &m->survey->spf;
	spf->problems_status = DR_STATUS_KNOWN;
	for (size_t i = 0; i < tree->nodes.len; i++) {
		const dr_spf_node *node = tree->nodes.items[i];
		add_problems(m, node);
		if (node->times > 1) {
			dr_list_add(m->arena, &spf->repeated, dr_name_text(m->arena, node->domain));
		}
	}
	spf->repeated_status = spf->problems_status;
	const dr_spf_cost *cost = &tree->root->cost;
	dr_fact_with(spf, lookups, cost->lookups_status, cost->lookups);
	dr_fact_set(spf, lookups_min, cost->lookups);
	dr_fact_with(spf, voids_ipv4, cost->voids_status, cost->voids_ipv4);
	dr_fact_with(spf, voids_ipv6, cost->voids_status, cost->voids_ipv6);
}

static bool is_range(const dr_spf_term *term)
{
	return term->valid && (term->kind == DR_SPF_IP4 || term->kind == DR_SPF_IP6);
}

/* Of two equal ranges the later one is covered. */
static dr_str covered_by(const dr_spf *record, const dr_spf_term *term)
{
	for (size_t i = 0; i < record->terms.len; i++) {
		const dr_spf_term *other = &record->terms.items[i];
		if (other == term || !is_range(other) ||
		    !dr_prefix_covers(other->prefix, term->prefix)) {
			continue;
		}
		if (other < term || !dr_prefix_covers(term->prefix, other->prefix)) {
			return other->text;
		}
	}
	return DR_STR("");
}

static void make_ranges(const dr_maker *m, const dr_spf_node *node)
{
	dr_spf_facts *spf = &m->facts->spf;
	const dr_spf_terms *terms = &node->record->terms;
	dr_prefixset own;
	DR_LIST(dr_prefix) prefixes = { 0 };
	for (size_t i = 0; i < terms->len; i++) {
		const dr_spf_term *term = &terms->items[i];
		if (!is_range(term)) {
			continue;
		}
		const char *special = dr_ipaddr_special(term->prefix.address);
		dr_list_add(m->arena, &prefixes, term->prefix);
		dr_list_add(m->arena, &spf->ranges,
		            (dr_spf_range_fact){
				    .text = term->text,
				    .ipv6 = term->kind == DR_SPF_IP6,
				    .length = term->prefix.length,
				    .host_bits = dr_prefix_has_host_bits(term->prefix),
				    .special = dr_str_of(special),
				    .covered_by = covered_by(node->record, term),
				    .place = dr_place_in(node->texts, term->span),
			    });
	}
	dr_prefixset_build(m->arena, prefixes.items, prefixes.len, &own);
	spf->own_ipv4 = (int64_t)dr_prefixset_count(&own).v4;
}

static const dr_spf_visit *visit_of(const dr_spf_node *node, const dr_spf_term *term)
{
	return term != NULL ? &node->visits[term - node->record->terms.items] : NULL;
}

/* Follows redirects to the record whose `all` speaks for the domain. */
static void make_effective_all(const dr_maker *m)
{
	dr_spf_facts *spf = &m->facts->spf;
	const dr_spf_node *node = m->survey->spf.root;
	dr_fact_absent(spf, effective_all);
	while (node != NULL && node->record != NULL) {
		if (node->record->all != NULL) {
			dr_fact_set(spf, effective_all,
			            qualifier_text(node->record->all->qualifier));
			return;
		}
		const dr_spf_visit *redirect = visit_of(node, node->record->redirect);
		if (redirect != NULL && redirect->outcome_status.state == DR_UNKNOWN) {
			spf->effective_all_status = redirect->outcome_status;
		}
		node = redirect != NULL ? redirect->below : NULL;
	}
}

static void make_special_terms(const dr_maker *m, const dr_spf_node *node)
{
	dr_spf_facts *spf = &m->facts->spf;
	const dr_spf *record = node->record;
	if (record->all != NULL) {
		dr_fact_set(spf, all, qualifier_text(record->all->qualifier));
		spf->all_place = dr_place_in(node->texts, record->all->span);
	}
	if (record->redirect != NULL) {
		dr_fact_set(spf, redirect, target_text(m, node, visit_of(node, record->redirect)));
		spf->redirect_place = dr_place_in(node->texts, record->redirect->span);
	}
	if (record->exp != NULL) {
		dr_fact_set(spf, exp, target_text(m, node, visit_of(node, record->exp)));
		spf->exp_place = dr_place_in(node->texts, record->exp->span);
	}
}

static void make_record(const dr_maker *m, const dr_spf_node *node)
{
	dr_spf_facts *spf = &m->facts->spf;
	const dr_spf *record = node->record;
	const dr_rr *rr = &node->texts->answer->rrs[node->texts->rr];
	dr_fact_set(spf, text, record->text);
	spf->text_place = dr_place_in(node->texts, (dr_span){ 0, (uint32_t)record->text.len });
	spf->valid = record->valid;
	spf->sends_nothing = dr_spf_sends_nothing(record);
	spf->issues = dr_issues_of(m, &record->issues, node->texts);
	spf->octets = (int64_t)record->text.len;
	spf->strings = (int64_t)rr->chunk_count;
	make_special_terms(m, node);
	for (size_t i = 0; i < record->terms.len; i++) {
		dr_list_add(m->arena, &spf->terms, term_fact(m, node, &node->visits[i]));
	}
	make_ranges(m, node);
}

/* What holds for a name that has no record, until a record says otherwise. */
static void make_nothing(dr_spf_facts *spf, const dr_texts *texts)
{
	dr_fact_set(spf, present, texts->count > 0);
	dr_fact_set(spf, records, (int64_t)texts->count);
	dr_fact_set(spf, valid, false);
	dr_fact_set(spf, sends_nothing, false);
	dr_fact_set(spf, own_ipv4, 0);
	dr_fact_set(spf, octets, 0);
	dr_fact_set(spf, strings, 0);
	dr_fact_set(spf, answer_octets, 0);
	dr_fact_absent(spf, text);
	dr_fact_absent(spf, all);
	dr_fact_absent(spf, redirect);
	dr_fact_absent(spf, exp);
	spf->terms_status = spf->issues_status = spf->strays_status = DR_STATUS_KNOWN;
	spf->ranges_status = DR_STATUS_KNOWN;
	for (size_t i = 0; i < texts->answer->rr_count; i++) {
		spf->answer_octets += (int64_t)texts->answer->rrs[i].text.len;
	}
}

void dr_make_spf(const dr_maker *m)
{
	dr_spf_facts *spf = &m->facts->spf;
	const dr_spf_node *root = m->survey->spf.root;
	const dr_answer *random = m->survey->random.txt;
	dr_fact_with(spf, wildcard, dr_answer_fact(random), dr_answer_has(random, DR_RECORD_SPF));
	spf->alias = dr_alias_of(m, root->texts->answer);
	dr_status status = dr_texts_status(root->texts);
	if (status.state != DR_KNOWN) {
		dr_schema_mark(&DR_SPF_FACTS_SCHEMA, spf, status);
		return;
	}
	make_nothing(spf, root->texts);
	spf->strays = dr_strays_of(m, root->texts, false);
	if (root->record != NULL) {
		make_record(m, root);
	}
	make_tree(m);
	make_effective_all(m);
}
