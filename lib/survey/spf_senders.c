#include "survey/spf_senders.h"
#include "survey/spf_target_priv.h"

enum { ALONE_MAX = 40 /* terms of one record */ };

bool dr_spf_senders_are_empty(const dr_spf_senders *senders)
{
	return senders->set.v4.len == 0 && senders->set.v6.len == 0;
}

void dr_spf_senders_minus(dr_arena *arena, const dr_spf_senders *a, const dr_spf_senders *b,
                          dr_prefixset *ret_set)
{
	dr_prefixset_minus(arena, &a->set, &b->set, ret_set);
}

/* Terms with the same effect that stand together are joined before they are applied. */
typedef struct {
	dr_arena *arena;
	dr_spf_tree *tree;
	dr_spf_senders result;
	const dr_prefixset *only; /* the only set of the run, while there is one … */
	dr_prefixes run;          /* … else the prefixes of all of them */
	bool passes;              /* what the run does to whom it matches */
	bool spent;               /* there are too many prefixes: nothing is known */
} folder;

static size_t size_of(const dr_prefixset *set)
{
	return set->v4.len + set->v6.len;
}

/* Counts prefixes before they are made; false: there are too many. */
static bool may_make(folder *f, size_t count)
{
	if (count > DR_SPF_PREFIXES_MAX - f->tree->prefixes) {
		const dr_status spent = { .state = DR_UNKNOWN, .why = DR_WHY_BUDGET };
		dr_spf_note_unknown(&f->result.status, spent);
		f->spent = true;
		return false;
	}
	f->tree->prefixes += count;
	return true;
}

static void add_prefixes(folder *f, const dr_prefixset *set)
{
	for (size_t i = 0; i < set->v4.len; i++) {
		dr_list_add(f->arena, &f->run, set->v4.items[i]);
	}
	for (size_t i = 0; i < set->v6.len; i++) {
		dr_list_add(f->arena, &f->run, set->v6.items[i]);
	}
}

static void apply_minus(folder *f, const dr_prefixset *removed)
{
	dr_prefixset_minus(f->arena, &f->result.set, removed, &f->result.set);
	may_make(f, size_of(&f->result.set));
}

/* Applies the run to what comes behind it and starts the next one. */
static void apply(folder *f)
{
	dr_prefixset joined = { 0 };
	if (f->passes && f->run.len > 0 && may_make(f, f->run.len + size_of(&f->result.set))) {
		add_prefixes(f, &f->result.set);
		dr_prefixset_build(f->arena, f->run.items, f->run.len, &f->result.set);
	} else if (f->passes && f->only != NULL && size_of(&f->result.set) == 0) {
		f->result.set = *f->only;
	} else if (f->passes && f->only != NULL &&
	           may_make(f, size_of(f->only) + size_of(&f->result.set))) {
		dr_prefixset_union(f->arena, f->only, &f->result.set, &f->result.set);
	} else if (!f->passes && f->only != NULL) {
		apply_minus(f, f->only);
	} else if (!f->passes && f->run.len > 0) {
		dr_prefixset_build(f->arena, f->run.items, f->run.len, &joined);
		apply_minus(f, &joined);
	}
	f->only = NULL;
	f->run = (dr_prefixes){ 0 };
}

static void take(folder *f, const dr_spf_senders *matches, bool passes)
{
	dr_spf_note_unknown(&f->result.status, matches->status);
	if (size_of(&matches->set) == 0 || f->spent) {
		return;
	}
	if (passes != f->passes) {
		apply(f);
		f->passes = passes;
	}
	if (f->only == NULL && f->run.len == 0) {
		f->only = &matches->set;
		return;
	}
	if (f->only != NULL && may_make(f, size_of(f->only))) {
		add_prefixes(f, f->only);
	}
	f->only = NULL;
	if (may_make(f, size_of(&matches->set))) {
		add_prefixes(f, &matches->set);
	}
}

/* From the last term to the first: each takes precedence over what comes behind it. A redirect
 * stands behind everything (RFC 7208 6.1). */
void dr_spf_fold(dr_arena *arena, dr_spf_tree *tree, const dr_spf_node *node,
                 const dr_spf_senders *matches, dr_spf_senders *ret_senders)
{
	folder f = { .arena = arena, .tree = tree, .passes = true };
	f.result.status = DR_STATUS_KNOWN;
	for (size_t i = 0; i < 2 * node->visit_count; i++) {
		size_t at = node->visit_count - 1 - i % node->visit_count;
		const dr_spf_visit *visit = &node->visits[at];
		bool redirect = visit->term->kind == DR_SPF_REDIRECT;
		if (visit->reached && visit->term->kind != DR_SPF_EXP &&
		    redirect == (i < node->visit_count)) {
			take(&f, matches != NULL ? &matches[at] : &visit->matches,
			     redirect || visit->term->qualifier == '+');
		}
	}
	apply(&f);
	if (f.spent) {
		f.result.set = (dr_prefixset){ 0 };
	}
	*ret_senders = f.result;
}

static bool is_alone(const dr_spf_visit *visit)
{
	dr_spf_kind kind = visit->term->kind;
	return visit->reached && visit->term->qualifier == '+' && kind != DR_SPF_IP4 &&
	       kind != DR_SPF_IP6;
}

static void find_alone(dr_arena *arena, dr_spf_tree *tree, dr_spf_visit *visit,
                       dr_spf_senders *matches)
{
	const dr_spf_senders own = *matches;
	dr_spf_senders without;
	*matches = (dr_spf_senders){ .status = DR_STATUS_KNOWN };
	dr_spf_fold(arena, tree, tree->root, matches - (visit - tree->root->visits), &without);
	*matches = own;
	visit->alone.status = visit->matches.status;
	if (without.status.state == DR_UNKNOWN && without.status.why != DR_WHY_MESSAGE) {
		visit->alone.status = without.status;
	}
	dr_spf_senders_minus(arena, &tree->root->senders, &without, &visit->alone.set);
}

void dr_spf_find_alone(dr_arena *arena, dr_spf_tree *tree)
{
	dr_spf_node *root = tree->root;
	size_t found = 0;
	dr_spf_senders *matches = dr_arena_alloc_array(arena, root->visit_count, sizeof(*matches));
	for (size_t i = 0; i < root->visit_count && matches != NULL; i++) {
		matches[i] = root->visits[i].matches;
	}
	for (size_t i = 0; i < root->visit_count && matches != NULL; i++) {
		root->visits[i].alone.status = DR_STATUS_ABSENT;
		if (is_alone(&root->visits[i]) && found++ < ALONE_MAX) {
			find_alone(arena, tree, &root->visits[i], &matches[i]);
		}
	}
}
