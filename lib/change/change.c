#include "change/change.h"
#include "record/policy.h"

static const char *const CAUSE_NAMES[DR_CAUSE_COUNT] = {
	[DR_CAUSE_ADDED] = "added",
	[DR_CAUSE_REMOVED] = "removed",
	[DR_CAUSE_CHANGED] = "changed",
	[DR_CAUSE_STOP] = "stop",
};

const char *dr_cause_name(dr_cause_kind kind)
{
	return CAUSE_NAMES[kind];
}

static bool has_term(const dr_spf_node *node, dr_str text)
{
	for (size_t i = 0; i < node->visit_count; i++) {
		if (node->visits[i].reached && dr_str_eq_nocase(node->visits[i].term->text, text)) {
			return true;
		}
	}
	return false;
}

/* A cause of those addresses of `moved` that are in `set`, when there are any. */
static void add_cause(dr_arena *arena, dr_spf_shift *shift, const dr_prefixset *moved,
                      dr_spf_cause cause, const dr_prefixset *set)
{
	dr_prefixset_common(arena, moved, set, &cause.addresses);
	if (!dr_prefixset_is_empty(&cause.addresses)) {
		dr_list_add(arena, &shift->causes, cause);
	}
}

/* The terms of `node` that match what changed sides; `kind` for those that `other` does not have.
 */
static void add_terms(dr_arena *arena, dr_spf_shift *shift, const dr_prefixset *moved,
                      const dr_spf_node *node, const dr_spf_node *other, dr_cause_kind kind)
{
	for (size_t i = 0; i < node->visit_count && !dr_prefixset_is_empty(moved); i++) {
		const dr_spf_visit *visit = &node->visits[i];
		bool passes = visit->term->qualifier == '+' || visit->term->kind == DR_SPF_REDIRECT;
		if (visit->reached && passes) {
			bool both = has_term(other, visit->term->text);
			const dr_spf_cause cause = { .kind = both ? DR_CAUSE_CHANGED : kind,
				                     .term = visit->term->text };
			add_cause(arena, shift, moved, cause, &visit->matches.set);
		}
	}
}

/* The terms of `other` that refuse what changed sides, and that `node` does not have; takes what
 * they refuse out of `moved`. */
static void add_refusals(dr_arena *arena, dr_spf_shift *shift, dr_prefixset *moved,
                         const dr_spf_node *node, const dr_spf_node *other, dr_cause_kind kind)
{
	for (size_t i = 0; i < other->visit_count && !dr_prefixset_is_empty(moved); i++) {
		const dr_spf_visit *visit = &other->visits[i];
		const dr_spf_term *term = visit->term;
		bool refuses = term->qualifier != '+' && term->qualifier != '\0';
		if (visit->reached && refuses && term->kind != DR_SPF_ALL &&
		    !has_term(node, term->text)) {
			const dr_spf_cause cause = { .kind = kind, .term = term->text };
			add_cause(arena, shift, moved, cause, &visit->matches.set);
			dr_prefixset_minus(arena, moved, &visit->matches.set, moved);
		}
	}
}

/* The term in which evaluation ends with a permanent error: at a limit, or because it is none. */
static const dr_spf_term *stop_of(const dr_spf_node *node, const dr_spf_reach *reach)
{
	const dr_spf *record = node->texts->spf;
	if (reach->stop_ipv4 != NULL || reach->stop_ipv6 != NULL) {
		return reach->stop_ipv4 != NULL ? reach->stop_ipv4 : reach->stop_ipv6;
	}
	for (size_t i = 0; record != NULL && i < record->terms.len; i++) {
		if (!record->terms.items[i].valid) {
			return &record->terms.items[i];
		}
	}
	return NULL;
}

/* Addresses that pass on the side of `node` only. Where the other side means to pass them too, the
 * term in which its evaluation stops is the cause; else terms are. */
static void explain(dr_arena *arena, dr_spf_shift *shift, const dr_spf_node *node,
                    const dr_spf_node *other, const dr_spf_reach *other_reach, dr_cause_kind kind)
{
	const dr_spf_term *stop = stop_of(other, other_reach);
	dr_prefixset rest = shift->addresses;
	if (stop != NULL) {
		const dr_spf_cause cause = { .kind = DR_CAUSE_STOP, .term = stop->text };
		add_cause(arena, shift, &shift->addresses, cause, &other->senders.set);
		dr_prefixset_minus(arena, &rest, &other->senders.set, &rest);
	}
	add_refusals(arena, shift, &rest, node, other,
	             kind == DR_CAUSE_ADDED ? DR_CAUSE_REMOVED : DR_CAUSE_ADDED);
	add_terms(arena, shift, &rest, node, other, kind);
}

/* Every address, but for terms that depend on the message. Of another set nothing is missing for
 * certain. */
static bool is_told(const dr_spf_senders *senders)
{
	return senders->status.state == DR_KNOWN || senders->status.why == DR_WHY_MESSAGE;
}

static void compare_spf(dr_arena *arena, const dr_survey *before, const dr_survey *after,
                        dr_change *change)
{
	const dr_spf_node *old = before->spf.root, *fresh = after->spf.root;
	const dr_spf_senders *from = &before->spf_reach.senders, *to = &after->spf_reach.senders;
	change->spf_status =
		!is_told(from) || to->status.state == DR_KNOWN ? from->status : to->status;
	if (is_told(from)) {
		dr_spf_senders_minus(arena, to, from, &change->gained.addresses);
	}
	if (is_told(to)) {
		dr_spf_senders_minus(arena, from, to, &change->lost.addresses);
	}
	explain(arena, &change->gained, fresh, old, &before->spf_reach, DR_CAUSE_ADDED);
	explain(arena, &change->lost, old, fresh, &after->spf_reach, DR_CAUSE_REMOVED);
}

typedef struct {
	const char *tag;
	dr_str value;
	dr_status status;
} level;

static level level_of(const dr_facts *facts, size_t index)
{
	const dr_dmarc_policies *weakest = &facts->dmarc.effective.weakest;
	const level LEVELS[DR_POLICY_CHANGES] = {
		{ "p", weakest->p, weakest->p_status },
		{ "sp", weakest->sp, weakest->sp_status },
		{ "np", weakest->np, weakest->np_status },
	};
	level found = LEVELS[index];
	if (found.status.state != DR_KNOWN) {
		found.value = DR_STR("");
	}
	return found;
}

/* No DMARC asks for as much as none. */
static dr_policy strength_of(dr_str policy)
{
	dr_policy parsed = dr_policy_parse(policy);
	return parsed == DR_POLICY_UNSET ? DR_POLICY_NONE : parsed;
}

static void compare_dmarc(const dr_facts *before, const dr_facts *after, dr_change *change)
{
	change->dmarc_status = DR_STATUS_KNOWN;
	for (size_t i = 0; i < DR_POLICY_CHANGES; i++) {
		level from = level_of(before, i), to = level_of(after, i);
		const level *open = from.status.state == DR_UNKNOWN ? &from : &to;
		if (open->status.state == DR_UNKNOWN) {
			change->dmarc_status = open->status;
			return;
		}
		dr_policy old = strength_of(from.value), fresh = strength_of(to.value);
		change->policies[i] =
			(dr_policy_change){ from.tag, from.value, to.value, fresh < old };
		change->weakened = change->weakened || fresh < old;
		change->strengthened = change->strengthened || fresh > old;
	}
	change->skips_a_phase = strength_of(change->policies[0].before) == DR_POLICY_NONE &&
	                        strength_of(change->policies[0].after) == DR_POLICY_REJECT;
}

void dr_change_find(dr_arena *arena, const dr_change_side *before, const dr_change_side *after,
                    dr_change *ret_change)
{
	const dr_status spent = { .state = DR_UNKNOWN, .why = DR_WHY_BUDGET };
	*ret_change = (dr_change){ .spf_status = spent, .dmarc_status = spent };
	if (before->survey != NULL && after->survey != NULL) {
		compare_spf(arena, before->survey, after->survey, ret_change);
	}
	compare_dmarc(before->facts, after->facts, ret_change);
}
