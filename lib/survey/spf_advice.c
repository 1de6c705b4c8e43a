#include "survey/spf_advice_priv.h"

enum { MOVES_MAX = 6 /* a longer way is none */ };

static const char *const MEASURE_NAMES[DR_SPF_MEASURE_COUNT] = {
	[DR_SPF_DROP_USELESS] = "drop-useless",
	[DR_SPF_DROP_UNLIKELY] = "drop-unlikely",
	[DR_SPF_DROP_DUPLICATE] = "drop-duplicate",
	[DR_SPF_DROP_DEAD] = "drop-dead",
	[DR_SPF_DROP_COVERED] = "drop-covered",
	[DR_SPF_WRITE_ADDRESS] = "write-address",
	[DR_SPF_DROP_PTR] = "drop-ptr",
	[DR_SPF_MOVE] = "move",
};

const char *dr_spf_measure_name(dr_spf_measure measure)
{
	return MEASURE_NAMES[measure];
}

/* "ip4:192.0.2.1 ip6:2001:db8::/64": whom a term matches, under its own qualifier. */
static dr_str addresses_of(dr_arena *arena, const dr_spf_visit *visit)
{
	const dr_prefixes *lists[] = { &visit->matches.set.v4, &visit->matches.set.v6 };
	dr_buf out;
	dr_buf_init(&out, arena);
	for (size_t i = 0; i < DR_COUNT(lists); i++) {
		for (size_t j = 0; j < lists[i]->len; j++) {
			dr_prefix prefix = lists[i]->items[j];
			dr_buf_addf(&out, "%s", out.len > 0 ? " " : "");
			if (visit->term->qualifier != '+') {
				dr_buf_add_char(&out, visit->term->qualifier);
			}
			dr_buf_addf(&out, "ip%d:", (int)prefix.address.family);
			if (prefix.length == dr_ipaddr_bits(prefix.address)) {
				dr_ipaddr_write(prefix.address, &out);
			} else {
				dr_prefix_write(prefix, &out);
			}
		}
	}
	return dr_buf_str(&out);
}

static dr_str record_text(const dr_spf_adviser *a)
{
	const dr_spf_terms *terms = &a->node->record->terms;
	dr_buf out;
	dr_buf_init(&out, a->arena);
	dr_buf_add(&out, DR_STR("v=spf1"));
	for (size_t i = 0; i < terms->len; i++) {
		bool seen = i < a->node->visit_count;
		if (!seen || !a->gone[i]) {
			bool itself = !seen || a->instead[i].ptr == NULL;
			dr_buf_add_char(&out, ' ');
			dr_buf_add(&out, itself ? terms->items[i].text : a->instead[i]);
		}
	}
	return dr_buf_str(&out);
}

static void drop(dr_spf_adviser *a, size_t term, dr_spf_proposal *proposal)
{
	a->gone[term] = true;
	a->matches[term] = (dr_spf_senders){ .status = DR_STATUS_KNOWN };
	dr_list_add(a->arena, &proposal->terms, &a->node->visits[term]);
	proposal->saves += a->node->visits[term].cost.lookups;
}

static void write_addresses(dr_spf_adviser *a, size_t term, dr_spf_proposal *proposal)
{
	dr_buf all;
	dr_buf_init(&all, a->arena);
	a->instead[term] = addresses_of(a->arena, &a->node->visits[term]);
	dr_buf_add(&all, proposal->instead);
	dr_buf_add(&all, all.len > 0 ? DR_STR(" ") : DR_STR(""));
	dr_buf_add(&all, a->instead[term]);
	proposal->instead = dr_buf_str(&all);
	dr_list_add(a->arena, &proposal->terms, &a->node->visits[term]);
	proposal->saves += a->node->visits[term].cost.lookups;
}

static void propose(dr_spf_adviser *a, dr_spf_proposal *proposal, dr_spf_advice *advice)
{
	dr_spf_senders after;
	if (proposal->terms.len == 0 || a->spent) {
		return;
	}
	dr_spf_fold(a->arena, a->tree, a->node, a->matches, &after);
	a->spent = dr_spf_is_spent(&after);
	if (a->spent) {
		return;
	}
	dr_spf_senders_minus(a->arena, &a->senders, &after, &proposal->loses);
	a->senders = after;
	a->lookups -= proposal->saves;
	proposal->lookups = a->lookups;
	proposal->record = record_text(a);
	dr_list_add(a->arena, &advice->proposals, *proposal);
}

static void propose_measure(dr_spf_adviser *a, dr_spf_measure measure, dr_spf_advice *advice)
{
	const dr_spf_measure_rule *rule = &DR_SPF_MEASURES[measure];
	dr_spf_proposal proposal = { .measure = measure };
	for (size_t i = 0; i < a->node->visit_count; i++) {
		bool may = !rule->passes || a->node->visits[i].term->qualifier == '+';
		if (!may || !dr_spf_is_candidate(a, i) || !rule->fits(a, i)) {
			continue;
		}
		if (measure == DR_SPF_WRITE_ADDRESS) {
			write_addresses(a, i, &proposal);
		} else {
			drop(a, i, &proposal);
		}
	}
	propose(a, &proposal, advice);
}

/* What moving an include is worth: its look-ups, and people's mailboxes stay as long as anything
 * else can go. */
static int64_t worth(const dr_spf_adviser *a, size_t term)
{
	const dr_service *service = dr_spf_service_of(a, term);
	bool stays = service != NULL && dr_str_eq(service->kind, DR_STR("mailbox"));
	const dr_spf_visit *visit = &a->node->visits[term];
	return stays ? visit->cost.lookups - INT32_MAX : visit->cost.lookups;
}

/* False: there is none left. */
static bool propose_move(dr_spf_adviser *a, dr_spf_advice *advice)
{
	dr_spf_proposal proposal = { .measure = DR_SPF_MOVE };
	size_t best = a->node->visit_count;
	for (size_t i = 0; i < a->node->visit_count; i++) {
		const dr_spf_term *term = a->node->visits[i].term;
		if (term->kind == DR_SPF_INCLUDE && term->qualifier == '+' &&
		    dr_spf_is_candidate(a, i) &&
		    (best == a->node->visit_count || worth(a, i) > worth(a, best))) {
			best = i;
		}
	}
	if (best == a->node->visit_count) {
		return false;
	}
	drop(a, best, &proposal);
	propose(a, &proposal, advice);
	return true;
}

/* The record in which the domain writes its terms: where a redirect leads that is all it costs. */
static const dr_spf_node *find_written(const dr_spf_tree *tree)
{
	const dr_spf_node *node = tree->root;
	for (size_t hops = 0; node->record != NULL && hops < DR_SPF_LOOKUPS_MAX; hops++) {
		const dr_spf_visit *only = NULL;
		for (size_t i = 0; i < node->visit_count; i++) {
			const dr_spf_visit *visit = &node->visits[i];
			if (visit->lookups > 0 &&
			    (only != NULL || visit->term->kind != DR_SPF_REDIRECT)) {
				return node;
			}
			only = visit->lookups > 0 ? visit : only;
		}
		if (only == NULL || only->below == NULL ||
		    !dr_name_is_within(only->below->domain, tree->organization)) {
			return node;
		}
		node = only->below;
	}
	return node->record != NULL ? node : NULL;
}

static bool begin(dr_spf_adviser *a)
{
	size_t count = a->node->visit_count;
	a->matches = dr_arena_alloc_array(a->arena, count, sizeof(*a->matches));
	a->gone = dr_arena_alloc_array(a->arena, count, sizeof(*a->gone));
	a->instead = dr_arena_alloc_array(a->arena, count, sizeof(*a->instead));
	if (a->matches == NULL || a->gone == NULL || a->instead == NULL) {
		return false;
	}
	for (size_t i = 0; i < count; i++) {
		a->matches[i] = a->node->visits[i].matches;
	}
	return true;
}

void dr_spf_advise(dr_arena *arena, dr_spf_tree *tree, const dr_catalog *catalog,
                   dr_spf_advice *ret_advice)
{
	*ret_advice = (dr_spf_advice){ .node = find_written(tree) };
	dr_spf_adviser a = { .arena = arena,
		             .tree = tree,
		             .catalog = catalog,
		             .node = ret_advice->node,
		             .lookups = tree->root->cost.lookups };
	if (a.node == NULL || a.lookups < DR_SPF_LOOKUPS_NEAR || !begin(&a)) {
		return;
	}
	a.senders = a.node->senders;
	for (int measure = 0; measure < DR_SPF_MOVE; measure++) {
		propose_measure(&a, (dr_spf_measure)measure, ret_advice);
	}
	for (size_t i = 0; i < MOVES_MAX && a.lookups > DR_SPF_LOOKUPS_MAX; i++) {
		if (!propose_move(&a, ret_advice)) {
			break;
		}
	}
}
