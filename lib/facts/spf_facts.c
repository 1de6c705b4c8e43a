#include "facts/spf_make_priv.h"

enum { TERMS_MAX = 1000 /* of a record that are facts */ };

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
		fact->service_signs = service->author_dkim;
	}
}

/* What a term looks up for one message only is no void look-up that could be counted. */
static dr_status void_status_of(const dr_spf_visit *visit)
{
	return visit->term->message ? DR_STATUS_KNOWN : visit->void_status;
}

/* Unknown modifiers may stand where they like. */
static bool is_early(const dr_spf *record, const dr_spf_term *term)
{
	bool ours = term->kind == DR_SPF_REDIRECT || term->kind == DR_SPF_EXP;
	const dr_spf_term *end = record->terms.items + record->terms.len;
	for (const dr_spf_term *other = term + 1; ours && other < end; other++) {
		if (other->qualifier != '\0') {
			return true;
		}
	}
	return false;
}

static bool is_failing(const dr_spf_visit *visit)
{
	return visit->below != NULL && visit->below->texts->answer->outcome == DR_SERVFAIL;
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
		.early = is_early(record, term),
		.failing = is_failing(visit),
		.dangling = visit->dangling,
		.dead_hosts = visit->dead_hosts,
		.place = dr_place_in(node->texts, term->span),
	};
	set_service(m, visit, &fact);
	dr_make_spf_matches(m, node, visit, &fact);
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
	for (size_t i = 0; node->record != NULL && i < node->visit_count; i++) {
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
	dr_fact_set(spf, counted, cost->lookups_status.state == DR_KNOWN);
	dr_fact_with(spf, voids_ipv4, cost->voids_status, cost->voids_ipv4);
	dr_fact_with(spf, voids_ipv6, cost->voids_status, cost->voids_ipv6);
	dr_fact_set(spf, mx_hosts, cost->mx_hosts);
}

static const dr_spf_visit *visit_of(const dr_spf_node *node, const dr_spf_term *term)
{
	size_t at = term != NULL ? (size_t)(term - node->record->terms.items) : SIZE_MAX;
	return at < node->visit_count ? &node->visits[at] : NULL;
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

static dr_str target_of(const dr_maker *m, const dr_spf_node *node, const dr_spf_term *term)
{
	const dr_spf_visit *visit = visit_of(node, term);
	return visit != NULL ? target_text(m, node, visit) : term->domain;
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
		dr_fact_set(spf, redirect, target_of(m, node, record->redirect));
		spf->redirect_place = dr_place_in(node->texts, record->redirect->span);
	}
	if (record->exp != NULL) {
		dr_fact_set(spf, exp, target_of(m, node, record->exp));
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
	for (size_t i = 0; i < node->visit_count && i < TERMS_MAX; i++) {
		dr_list_add(m->arena, &spf->terms, term_fact(m, node, &node->visits[i]));
	}
	if (spf->terms.len < record->terms.len) {
		spf->terms_status = (dr_status){ .state = DR_PARTIAL, .why = DR_WHY_BUDGET };
	}
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

/* Servers that do not know the type give nothing to judge. */
static void make_type99(dr_spf_facts *spf, const dr_answer *type99)
{
	bool certain = dr_outcome_is_certain(type99->outcome);
	dr_fact_with(spf, type99, certain ? DR_STATUS_KNOWN : DR_STATUS_NOT_GIVEN,
	             type99->rr_count > 0);
}

void dr_make_spf(const dr_maker *m)
{
	dr_spf_facts *spf = &m->facts->spf;
	const dr_spf_node *root = m->survey->spf.root;
	const dr_answer *random = m->survey->random.txt;
	make_type99(spf, m->survey->spf.type99);
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
	dr_make_spf_ranges(m);
	dr_make_spf_senders(m);
	dr_make_spf_flattened(m);
}
