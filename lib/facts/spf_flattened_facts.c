/* Includes that were replaced by their addresses, and what became of those. */
#include "facts/spf_make_priv.h"

enum { PREFIXES_MAX = 5 /* that are shown */ };

/* Whom the include let pass when the record still had it. */
static dr_prefixset senders_then(const dr_survey *before, dr_name source)
{
	const dr_spf_node *root = before != NULL ? before->spf.root : NULL;
	for (size_t i = 0; root != NULL && i < root->visit_count; i++) {
		const dr_spf_visit *visit = &root->visits[i];
		if (visit->term->kind == DR_SPF_INCLUDE && dr_name_eq(visit->target, source)) {
			return visit->matches.set;
		}
	}
	return (dr_prefixset){ 0 };
}

/* True when the literals are at least half of what the source lets pass. */
static bool are_most(const dr_prefixset *shared, const dr_prefixset *senders)
{
	dr_prefix_count written = dr_prefixset_count(shared), all = dr_prefixset_count(senders);
	return all.v4 > 0 ? written.v4 >= all.v4 - written.v4
	                  : written.v6_slash64 >= all.v6_slash64 - written.v6_slash64 &&
	                            all.v6_slash64 > 0;
}

static void add_flattened(const dr_maker *m, const dr_flattened *found)
{
	dr_spf_facts *spf = &m->facts->spf;
	const dr_prefixset *literals = &m->survey->flattened.literals, *now = &found->senders.set;
	dr_prefixset then = senders_then(m->input->before_survey, found->source);
	dr_prefixset shared, taken, missing, stale;
	dr_prefixset_common(m->arena, literals, now, &shared);
	dr_prefixset_common(m->arena, literals, &then, &taken);
	bool written = found->was_included
	                       ? !dr_prefixset_is_empty(&shared) || !dr_prefixset_is_empty(&taken)
	                       : are_most(&shared, now);
	if (!written) {
		return;
	}
	dr_prefixset_minus(m->arena, now, &m->survey->spf.root->senders.set, &missing);
	dr_prefixset_minus(m->arena, &taken, now, &stale);
	dr_list_add(
		m->arena, &spf->flattened,
		(dr_spf_flattened_fact){
			.source = dr_name_text(m->arena, found->source),
			.service_name = found->service != NULL ? found->service->name : DR_STR(""),
			.missing_ipv4 = dr_count_ipv4(&missing),
			.missing_ipv6 = dr_count_ipv6(&missing),
			.missing = dr_prefixset_texts(m->arena, &missing, PREFIXES_MAX),
			.stale_ipv4 = dr_count_ipv4(&stale),
			.stale_ipv6 = dr_count_ipv6(&stale),
			.stale = dr_prefixset_texts(m->arena, &stale, PREFIXES_MAX),
		});
}

/* What only a message can decide is not missing for certain, and not there either. */
static bool is_open(const dr_spf_senders *senders)
{
	return senders->status.state != DR_KNOWN && senders->status.why != DR_WHY_MESSAGE;
}

void dr_make_spf_flattened(const dr_maker *m)
{
	dr_spf_facts *spf = &m->facts->spf;
	const dr_flattened_found *found = &m->survey->flattened;
	const dr_spf_senders *own = &m->survey->spf.root->senders;
	spf->flattened_status = DR_STATUS_KNOWN;
	for (size_t i = 0; i < found->items.len; i++) {
		const dr_spf_senders *senders = &found->items.items[i].senders;
		if (is_open(senders) || is_open(own)) {
			spf->flattened_status =
				dr_list_status(is_open(own) ? own->status : senders->status);
		} else {
			add_flattened(m, &found->items.items[i]);
		}
	}
}
