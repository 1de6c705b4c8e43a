#include "facts/spf_make_priv.h"

enum { RANGES_MAX = 1000, PAIRS_MAX = 300 /* of one record that are compared */ };

static bool is_range(const dr_spf_term *term)
{
	return term->valid && (term->kind == DR_SPF_IP4 || term->kind == DR_SPF_IP6);
}

/* Of two equal ranges the later one is covered. */
static dr_str covered_by(const dr_spf *record, const dr_spf_term *term)
{
	for (size_t i = 0; i < record->terms.len && i < PAIRS_MAX; i++) {
		const dr_spf_term *other = &record->terms.items[i];
		if (other == term || !is_range(other) || other->qualifier != term->qualifier ||
		    !dr_prefix_covers(other->prefix, term->prefix)) {
			continue;
		}
		if (other < term || !dr_prefix_covers(term->prefix, other->prefix)) {
			return other->text;
		}
	}
	return DR_STR("");
}

typedef struct {
	const dr_maker *m;
	dr_prefixes prefixes; /* of all ranges */
} range_maker;

static void add_range(range_maker *r, const dr_spf_node *node, const dr_spf_term *term,
                      dr_prefix prefix)
{
	const char *special = dr_ipaddr_special(prefix.address);
	dr_spf_facts *spf = &r->m->facts->spf;
	if (spf->ranges.len >= RANGES_MAX) {
		spf->ranges_status = (dr_status){ .state = DR_PARTIAL, .why = DR_WHY_BUDGET };
		return;
	}
	if (term->qualifier == '+') {
		dr_list_add(r->m->arena, &r->prefixes, prefix);
	}
	dr_list_add(
		r->m->arena, &spf->ranges,
		(dr_spf_range_fact){
			.text = term->text,
			.kind = dr_str_of(dr_spf_kind_name(term->kind)),
			.ipv6 = prefix.address.family == DR_IPV6,
			.length = prefix.length,
			.host_bits = is_range(term) && dr_prefix_has_host_bits(prefix),
			.special = dr_str_of(special),
			.covered_by = is_range(term) ? covered_by(node->record, term) : DR_STR(""),
			.place = dr_place_in(node->texts, term->span),
		});
}

/* The networks around hosts of an a or mx with a prefix length. */
static void add_networks(range_maker *r, const dr_spf_node *node, const dr_spf_visit *visit)
{
	const dr_prefixes *lists[] = { &visit->matches.set.v4, &visit->matches.set.v6 };
	for (size_t i = 0; i < DR_COUNT(lists); i++) {
		for (size_t j = 0; j < lists[i]->len; j++) {
			dr_prefix prefix = lists[i]->items[j];
			if (prefix.length < dr_ipaddr_bits(prefix.address)) {
				add_range(r, node, visit->term, prefix);
			}
		}
	}
}

static void add_ranges(range_maker *r, const dr_spf_node *node)
{
	for (size_t i = 0; i < node->visit_count; i++) {
		const dr_spf_visit *visit = &node->visits[i];
		if (is_range(visit->term)) {
			add_range(r, node, visit->term, visit->term->prefix);
		} else if (visit->term->kind == DR_SPF_A || visit->term->kind == DR_SPF_MX) {
			add_networks(r, node, visit);
		}
	}
}

void dr_make_spf_ranges(const dr_maker *m)
{
	const dr_spf_tree *tree = &m->survey->spf;
	dr_spf_facts *spf = &m->facts->spf;
	range_maker r = { .m = m };
	dr_prefixset all;
	for (size_t i = 0; i < tree->nodes.len; i++) {
		const dr_spf_node *node = tree->nodes.items[i];
		if (node->record != NULL && dr_name_is_within(node->domain, tree->organization)) {
			add_ranges(&r, node);
		}
	}
	dr_prefixset_build(m->arena, r.prefixes.items, r.prefixes.len, &all);
	dr_fact_set(spf, own_ipv4, dr_count_ipv4(&all));
}
