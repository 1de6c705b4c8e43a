#include "rule/rule_priv.h"

static bool is_superseded_by(const dr_rule *rule, const dr_rule *other)
{
	for (size_t i = 0; i < other->superseded_count; i++) {
		if (other->superseded[i] == rule) {
			return true;
		}
	}
	return false;
}

static bool about_the_same_record(const dr_finding *a, const dr_finding *b)
{
	bool a_is_anywhere = a->place.answer == NULL && a->owner.len == 0;
	bool b_is_anywhere = b->place.answer == NULL && b->owner.len == 0;
	if (a_is_anywhere || b_is_anywhere) {
		return true;
	}
	if (a->place.answer != NULL && a->place.answer == b->place.answer) {
		return true;
	}
	return a->owner.len > 0 && dr_str_eq_nocase(a->owner, b->owner);
}

static bool may_explain(const dr_finding *cause)
{
	return cause->outcome == DR_HIT && cause->rule->superseded_count > 0;
}

static bool explains(const dr_finding *cause, const dr_finding *finding)
{
	return may_explain(cause) && is_superseded_by(finding->rule, cause->rule) &&
	       about_the_same_record(cause, finding);
}

static dr_finding *explanation(const dr_findings *findings, const dr_finding *finding)
{
	for (size_t i = 0; i < findings->len; i++) {
		if (explains(findings->items[i], finding)) {
			return findings->items[i];
		}
	}
	return NULL;
}

/* The finding that explains this one and that nothing explains in turn; NULL when it stands for
 * itself. The steps are bounded for rules that dr_ruleset_finish() refused. */
static dr_finding *find_cause(const dr_findings *findings, const dr_finding *finding)
{
	dr_finding *cause = explanation(findings, finding);
	for (size_t i = 0; cause != NULL && cause->superseded && i < findings->len; i++) {
		cause = explanation(findings, cause);
	}
	return cause;
}

static void mark_superseded(const dr_findings *findings)
{
	for (size_t i = 0; i < findings->len; i++) {
		const dr_finding *cause = findings->items[i];
		for (size_t k = 0; k < findings->len && may_explain(cause); k++) {
			dr_finding *finding = findings->items[k];
			finding->superseded |=
				finding->outcome == DR_HIT && explains(cause, finding);
		}
	}
}

void dr_judgement_finish(dr_arena *arena, dr_judgement *judgement)
{
	dr_findings all = judgement->findings;
	size_t kept = 0;
	mark_superseded(&all);
	for (size_t i = 0; i < all.len; i++) {
		dr_finding *cause =
			all.items[i]->superseded ? find_cause(&all, all.items[i]) : NULL;
		if (cause != NULL) {
			dr_list_add(arena, &cause->consequences, all.items[i]);
		}
	}
	for (size_t i = 0; i < all.len; i++) {
		if (!all.items[i]->superseded) {
			judgement->findings.items[kept++] = all.items[i];
		}
	}
	judgement->findings.len = kept;
}
