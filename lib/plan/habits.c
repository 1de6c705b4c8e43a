/* What reporters tell of the records that they see, and what it says that one leaves a tag out. */
#include "plan/told.h"

static const dr_seen_policy *policy_of(const dr_planner *p, const dr_policy_days *told)
{
	return &p->request->traffic->policies.items[told->policy];
}

/* In the words of the report. */
static dr_planner_told read(const dr_planner *p, const dr_policy_days *told)
{
	return dr_planner_read_told(policy_of(p, told)->text);
}

/* In reports that are believed, whatever domain they are about. */
static bool tells(const dr_planner *p, const dr_reporter *reporter, bool np)
{
	for (size_t i = 0; i < reporter->told.len; i++) {
		const dr_policy_days *told = &reporter->told.items[i];
		dr_planner_told t = read(p, told);
		if (dr_planner_is_believed(p, policy_of(p, told)) &&
		    (np ? t.np : t.sp) != DR_POLICY_UNSET) {
			return true;
		}
	}
	return false;
}

static size_t count_common(const dr_policy_days *a, const dr_policy_days *b)
{
	size_t common = 0;
	for (size_t i = 0, j = 0; i < a->days.len && j < b->days.len;) {
		dr_day one = a->days.items[i], other = b->days.items[j];
		common += one == other;
		i += one <= other;
		j += other <= one;
	}
	return common;
}

/* It says the same of p, and of the tag what it does not fall back to. */
static bool writes(const dr_planner_told *t, const dr_planner_told *of, bool np)
{
	dr_policy sp = t->sp != DR_POLICY_UNSET ? t->sp : t->p;
	return t->p == of->p && (np ? t->np != DR_POLICY_UNSET && t->np != sp : sp != t->p);
}

/* Others tell the tag of the same record, for longer than caches explain. */
static bool is_contradicted(const dr_planner *p, const dr_policy_days *told, bool np)
{
	const dr_reporters *all = &p->request->traffic->reporters;
	const dr_planner_told of = read(p, told);
	for (size_t i = 0; i < all->len; i++) {
		for (size_t k = 0; k < all->items[i].told.len; k++) {
			const dr_policy_days *other = &all->items[i].told.items[k];
			dr_planner_told t = read(p, other);
			if (writes(&t, &of, np) &&
			    dr_str_eq_nocase(policy_of(p, other)->domain,
			                     policy_of(p, told)->domain) &&
			    count_common(told, other) > DR_PLANNER_STRAGGLE_DAYS) {
				return true;
			}
		}
	}
	return false;
}

/* Who tells np tells sp where it is written. */
static void fill(const dr_planner *p, const dr_reporter *reporter, dr_planner_told *told)
{
	bool sp = tells(p, reporter, false), np = tells(p, reporter, true);
	for (size_t i = 0; i < reporter->told.len; i++) {
		const dr_policy_days *days = &reporter->told.items[i];
		dr_planner_told *t = &told[i];
		if (sp && t->sp == DR_POLICY_UNSET && !is_contradicted(p, days, false)) {
			t->sp = t->p;
		}
		if (np && t->np == DR_POLICY_UNSET && !is_contradicted(p, days, true)) {
			t->np = t->sp != DR_POLICY_UNSET ? t->sp : t->p;
		}
	}
}

static dr_planner_told *read_reporter(const dr_planner *p, const dr_reporter *reporter)
{
	dr_planner_told *told =
		dr_arena_alloc_array(p->arena, reporter->told.len + 1, sizeof(*told));
	for (size_t i = 0; told != NULL && i < reporter->told.len; i++) {
		told[i] = read(p, &reporter->told.items[i]);
	}
	if (told != NULL) {
		fill(p, reporter, told);
	}
	return told;
}

void dr_planner_read_policies(dr_planner *p)
{
	const dr_traffic *traffic = p->request->traffic;
	const size_t count = traffic != NULL ? traffic->reporters.len : 0;
	bool read_all = count > 0;
	p->told = read_all ? dr_arena_alloc_array(p->arena, count, sizeof(struct dr_planner_told *))
	                   : NULL;
	for (size_t i = 0; p->told != NULL && i < count; i++) {
		p->told[i] = read_reporter(p, &traffic->reporters.items[i]);
		read_all = read_all && p->told[i] != NULL;
	}
	p->told = read_all ? p->told : NULL;
}
