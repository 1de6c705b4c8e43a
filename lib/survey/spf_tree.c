#include "survey/spf_senders.h"
#include "survey/spf_target_priv.h"

static const char *const OUTCOME_NAMES[DR_SPF_OUTCOME_COUNT] = {
	[DR_SPF_OK] = "ok",
	[DR_SPF_NO_NAME] = "no-name",
	[DR_SPF_NO_DATA] = "no-data",
	[DR_SPF_NO_RECORD] = "no-record",
	[DR_SPF_SEVERAL] = "several-records",
	[DR_SPF_PERMERROR] = "permerror",
	[DR_SPF_LOOP] = "loop",
	[DR_SPF_TOO_MANY] = "too-many",
	[DR_SPF_NULL_MX] = "null-mx",
};

const char *dr_spf_outcome_name(dr_spf_outcome outcome)
{
	return OUTCOME_NAMES[outcome];
}

typedef struct {
	const dr_asking *asking;
	dr_spf_tree *tree;
} climber;

static void evaluate(climber *c, dr_spf_node *node);

dr_spf_node *dr_spf_find_node(const dr_spf_tree *tree, dr_name domain)
{
	for (size_t i = 0; i < tree->nodes.len; i++) {
		if (dr_name_eq(tree->nodes.items[i]->domain, domain)) {
			return tree->nodes.items[i];
		}
	}
	return NULL;
}

/* NULL when the tree is too large, or memory is spent. */
static dr_spf_node *add_node(climber *c, dr_name domain)
{
	dr_spf_node *node = NULL;
	if (c->tree->nodes.len < DR_SPF_NODES_MAX) {
		node = dr_arena_new_of(c->asking->arena, dr_spf_node);
	}
	if (node != NULL) {
		node->domain = domain;
		node->cost.lookups_status = node->cost.voids_status = DR_STATUS_KNOWN;
		node->senders.status = DR_STATUS_KNOWN;
		node->texts = dr_texts_ask(c->asking, domain, DR_RECORD_SPF);
		node->record = node->texts->count == 1 ? node->texts->spf : NULL;
		dr_list_add(c->asking->arena, &c->tree->nodes, node);
	}
	return node;
}

static void add_cost(dr_spf_cost *sum, const dr_spf_cost *cost)
{
	const int64_t most = INT32_MAX;
	sum->lookups += cost->lookups;
	sum->voids_ipv4 += cost->voids_ipv4;
	sum->voids_ipv6 += cost->voids_ipv6;
	sum->mx_hosts += cost->mx_hosts;
	sum->lookups = sum->lookups < most ? sum->lookups : most;
	sum->voids_ipv4 = sum->voids_ipv4 < most ? sum->voids_ipv4 : most;
	sum->voids_ipv6 = sum->voids_ipv6 < most ? sum->voids_ipv6 : most;
	sum->mx_hosts = sum->mx_hosts < most ? sum->mx_hosts : most;
	dr_spf_note_unknown(&sum->lookups_status, cost->lookups_status);
	dr_spf_note_unknown(&sum->voids_status, cost->voids_status);
}

static dr_spf_outcome outcome_of_node(const dr_spf_node *node)
{
	const dr_texts *texts = node->texts;
	if (texts->answer->outcome != DR_ANSWER) {
		return texts->answer->outcome == DR_NO_NAME ? DR_SPF_NO_NAME : DR_SPF_NO_DATA;
	}
	if (texts->count != 1 || node->record == NULL) {
		return texts->count <= 1 ? DR_SPF_NO_RECORD : DR_SPF_SEVERAL;
	}
	bool valid = node->record != NULL && node->record->valid; /* NULL: memory is spent */
	return node->active ? DR_SPF_LOOP : valid ? DR_SPF_OK : DR_SPF_PERMERROR;
}

static void descend(climber *c, dr_spf_node *from, dr_spf_visit *visit)
{
	dr_spf_node *node = dr_spf_find_node(c->tree, visit->target);
	bool first = node == NULL;
	if (first) {
		node = add_node(c, visit->target);
	}
	if (node == NULL) {
		const dr_status spent = { .state = DR_UNKNOWN, .why = DR_WHY_BUDGET };
		visit->outcome_status = visit->void_status = visit->cost.lookups_status = spent;
		visit->matches.status = spent;
		return;
	}
	if (first) {
		node->depth = from->depth + 1;
		node->parent = from;
		node->entry = visit;
		node->via = from->depth == 0 ? visit : from->via;
	}
	node->times++;
	visit->outcome_status = visit->void_status = dr_texts_status(node->texts);
	visit->outcome = outcome_of_node(node);
	visit->below = visit->outcome != DR_SPF_LOOP ? node : NULL;
	bool nothing = visit->outcome_status.state == DR_KNOWN &&
	               (visit->outcome == DR_SPF_NO_NAME || visit->outcome == DR_SPF_NO_DATA);
	visit->void_ipv4 = visit->void_ipv6 = nothing;
	dr_spf_note_registration(c->asking, node->texts->answer, visit);
	dr_spf_note_unknown(&visit->cost.lookups_status, visit->outcome_status);
	if (first && node->record != NULL) {
		evaluate(c, node);
	}
	dr_spf_note_unknown(&visit->matches.status, visit->outcome_status);
	if (visit->below != NULL && visit->outcome == DR_SPF_OK) {
		visit->matches = node->senders;
	}
}

/* A look-up that begins with %{p} is one of the ten terms of its own (RFC 7208 4.6.4). */
static uint8_t lookups_of(const dr_spf_term *term)
{
	bool reverse = (term->letters & DR_MACRO_BIT('p')) != 0;
	return (uint8_t)(term->counts ? reverse ? 2 : 1 : 0);
}

static void sum_up(dr_spf_visit *visit)
{
	visit->lookups = lookups_of(visit->term);
	if (visit->cost.mx_hosts == 0) {
		visit->voids_ipv4 = visit->void_ipv4;
		visit->voids_ipv6 = visit->void_ipv6;
	}
	visit->cost.lookups = visit->lookups;
	visit->cost.voids_ipv4 = visit->voids_ipv4;
	visit->cost.voids_ipv6 = visit->voids_ipv6;
	if (!visit->term->message) {
		dr_spf_note_unknown(&visit->cost.voids_status, visit->void_status);
	}
	if (visit->below != NULL) {
		add_cost(&visit->cost, &visit->below->cost);
	}
}

static void visit_term(climber *c, dr_spf_node *node, dr_spf_visit *visit)
{
	const dr_spf_term *term = visit->term;
	bool leads_on = term->kind == DR_SPF_INCLUDE || term->kind == DR_SPF_REDIRECT;
	visit->reached = true;
	if (term->message) {
		visit->outcome_status = (dr_status){ .state = DR_UNKNOWN, .why = DR_WHY_MESSAGE };
		visit->void_status = visit->matches.status = visit->outcome_status;
		if (leads_on) {
			visit->cost.lookups_status = visit->outcome_status;
		}
	} else if (leads_on) {
		visit->target = dr_spf_target_name(c->asking, node->domain, term);
		if (dr_name_is_set(visit->target)) {
			descend(c, node, visit);
		} else {
			visit->outcome = DR_SPF_NO_NAME;
			visit->outcome_status = DR_STATUS_KNOWN;
		}
	} else {
		dr_spf_target_ask(c->asking, c->tree, node->domain, visit);
		dr_spf_match_at_once(c->asking, visit);
	}
	sum_up(visit);
}

/* What the worst message evaluates: everything before the first `all`; redirect without one. exp
 * costs nothing and is asked for only at the domain itself, where it would be used. */
static bool is_reached(const dr_spf_node *node, const dr_spf_term *term)
{
	const dr_spf *record = node->record;
	switch ((int)term->kind) {
	case DR_SPF_REDIRECT: return term->valid && record->all == NULL && term == record->redirect;
	case DR_SPF_EXP: return term->valid && node->depth == 0 && term == record->exp;
	default: return term->valid && (record->all == NULL || term <= record->all);
	}
}

/* True when everybody has matched by then. A redirect comes last, wherever it stands. */
static bool is_over(const dr_spf_visit *visit, bool *all_ipv4, bool *all_ipv6)
{
	const dr_prefixset *set = &visit->matches.set;
	if (visit->matches.status.state == DR_KNOWN && visit->term->kind != DR_SPF_REDIRECT) {
		*all_ipv4 = *all_ipv4 || (set->v4.len == 1 && set->v4.items[0].length == 0);
		*all_ipv6 = *all_ipv6 || (set->v6.len == 1 && set->v6.items[0].length == 0);
	}
	return *all_ipv4 && *all_ipv6;
}

static void begin_visit(dr_spf_visit *visit, const dr_spf_term *term)
{
	visit->term = term;
	visit->outcome_status = DR_STATUS_ABSENT;
	visit->void_status = visit->unregistered_status = DR_STATUS_KNOWN;
	visit->cost.lookups_status = visit->cost.voids_status = DR_STATUS_KNOWN;
	visit->matches.status = DR_STATUS_KNOWN;
	visit->alone.status = DR_STATUS_ABSENT;
}

static bool open_visits(climber *c, dr_spf_node *node)
{
	const dr_status spent = { .state = DR_UNKNOWN, .why = DR_WHY_BUDGET };
	size_t count = node->record->terms.len, room = DR_SPF_VISITS_MAX - c->tree->visits;
	if (count > room) {
		node->cost.lookups_status = node->cost.voids_status = spent;
		count = room;
	}
	c->tree->visits += count;
	node->visits = dr_arena_alloc_array(c->asking->arena, count, sizeof(dr_spf_visit));
	node->visit_count = node->visits != NULL ? count : 0;
	return node->visits != NULL;
}

static void evaluate(climber *c, dr_spf_node *node)
{
	bool over = false, all_ipv4 = false, all_ipv6 = false;
	if (!open_visits(c, node)) {
		node->record = NULL;
		return;
	}
	node->active = true;
	for (size_t i = 0; i < node->visit_count; i++) {
		dr_spf_visit *visit = &node->visits[i];
		begin_visit(visit, &node->record->terms.items[i]);
		bool left_out = over && visit->term->kind != DR_SPF_EXP;
		if (!left_out && is_reached(node, visit->term)) {
			visit_term(c, node, visit);
			add_cost(&node->cost, &visit->cost);
			over = is_over(visit, &all_ipv4, &all_ipv6);
		}
	}
	dr_status cut = node->cost.lookups_status;
	dr_spf_fold(c->asking->arena, c->tree, node, NULL, &node->senders);
	if (node->visit_count < node->record->terms.len) {
		dr_spf_note_unknown(&node->senders.status, cut);
	}
	node->active = false;
}

bool dr_spf_sends_nothing(const dr_spf *record)
{
	return record->valid && record->terms.len == 1 && record->all != NULL &&
	       record->all->qualifier == '-';
}

void dr_survey_spf_tree(const dr_asking *asking, dr_name domain, dr_spf_tree *ret_tree)
{
	*ret_tree = (dr_spf_tree){
		.organization = dr_suffixes_organizational(asking->suffixes, domain),
	};
	climber c = { asking, ret_tree };
	ret_tree->root = add_node(&c, domain);
	if (ret_tree->root == NULL) {
		return;
	}
	dr_status status = dr_texts_status(ret_tree->root->texts);
	dr_spf_note_unknown(&ret_tree->root->cost.lookups_status, status);
	dr_spf_note_unknown(&ret_tree->root->cost.voids_status, status);
	dr_spf_note_unknown(&ret_tree->root->senders.status, status);
	ret_tree->root->times = 1;
	if (ret_tree->root->record != NULL) {
		evaluate(&c, ret_tree->root);
		dr_spf_find_alone(asking->arena, ret_tree);
	}
}

void dr_survey_spf(const dr_asking *asking, dr_name domain, dr_spf_tree *ret_tree)
{
	dr_survey_spf_tree(asking, domain, ret_tree);
	ret_tree->type99 = dr_ask_dns(asking->answers, domain, DR_TYPE_SPF);
}
