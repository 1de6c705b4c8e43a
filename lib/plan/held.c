/* What pct and t hold back: a phase that takes them away, or moves them, is about no more of it
 * than what it raises. The rest comes with the phase that asks for all that a stricter policy
 * needs. */
#include "plan/plan_priv.h"
#include "plan/told.h"
#include "record/policy.h"

static const dr_generation GENERATIONS[] = { DR_RFC7489, DR_RFC9989 };

/* The policy for one role, before a phase and after it. */
typedef struct {
	dr_policy tag_before, tag_after; /* as the record says it */
	dr_policy before, after;         /* at the receiver that does least */
	bool more;                       /* messages are chosen than before */
} held;

static dr_policy of_role(dr_policies policies, dr_policy_role role)
{
	return role == DR_ROLE_OWN        ? policies.p
	       : role == DR_ROLE_EXISTING ? policies.sp
	                                  : policies.np;
}

static held compare(const dr_dmarc *before, const dr_dmarc *after, dr_generation generation,
                    dr_policy_role role)
{
	return (held){
		.tag_before = dr_policy_choose(before, generation, role).policy,
		.tag_after = dr_policy_choose(after, generation, role).policy,
		.before = of_role(dr_policy_effects(before, generation).weakest, role),
		.after = of_role(dr_policy_effects(after, generation).weakest, role),
		.more = before->pct < after->pct,
	};
}

static bool is_let_go(const held *h)
{
	return h->before < h->after || (h->more && h->tag_after > DR_POLICY_NONE);
}

/* A phase that raises nothing is there to end pct and t. */
static bool raises_nothing(const dr_playbook_phase *from)
{
	return from->raise_p.len + from->raise_sp.len + from->raise_np.len == 0;
}

static dr_policy wanted_of(dr_str policy)
{
	dr_policy wanted = dr_policy_parse(policy);
	return wanted > DR_POLICY_NONE ? wanted : DR_POLICY_NONE;
}

bool dr_planner_raises_p(dr_planner *p, const dr_playbook_phase *from, dr_str before, dr_str after)
{
	dr_policy wanted = wanted_of(from->raise_p);
	dr_dmarc old = dr_planner_parse(p, before), new = dr_planner_parse(p, after);
	for (size_t i = 0; i < DR_COUNT(GENERATIONS); i++) {
		held h = compare(&old, &new, GENERATIONS[i], DR_ROLE_OWN);
		bool rises = h.tag_after > h.tag_before || (is_let_go(&h) && !raises_nothing(from));
		if (rises && h.tag_after > wanted) {
			return true;
		}
	}
	return false;
}

/* Old receivers go by sp where a name is not in DNS. */
static bool lets_go(const dr_dmarc *old, const dr_dmarc *new, dr_generation generation,
                    dr_policy_role role, dr_policy wanted)
{
	held h = compare(old, new, generation, role);
	return h.tag_before == h.tag_after && is_let_go(&h) && h.tag_after > wanted;
}

bool dr_planner_raises_names(dr_planner *p, const dr_playbook_phase *from, dr_str before,
                             dr_str after)
{
	const dr_playbook_phase *whole = dr_planner_find_phase(p->playbook, from->id);
	if (raises_nothing(whole) || !dr_planner_speaks_below(p)) {
		return false;
	}
	dr_dmarc old = dr_planner_parse(p, before), new = dr_planner_parse(p, after);
	dr_policy sp = wanted_of(whole->raise_sp), np = wanted_of(whole->raise_np);
	/* Where p is none, it does not wait for what nobody should send as. */
	bool missing = old.p > DR_POLICY_NONE &&
	               lets_go(&old, &new, DR_RFC9989, DR_ROLE_NONEXISTENT, np > sp ? np : sp);
	return missing || lets_go(&old, &new, DR_RFC7489, DR_ROLE_EXISTING, sp) ||
	       lets_go(&old, &new, DR_RFC9989, DR_ROLE_EXISTING, sp);
}

bool dr_planner_exceeds(dr_planner *p, dr_policy target, dr_str before, dr_str after)
{
	dr_dmarc old = dr_planner_parse(p, before), new = dr_planner_parse(p, after);
	size_t roles = dr_planner_speaks_below(p) ? DR_ROLE_NONEXISTENT + 1 : DR_ROLE_OWN + 1;
	for (size_t i = 0; i < DR_COUNT(GENERATIONS); i++) {
		for (size_t role = DR_ROLE_OWN; role < roles; role++) {
			held h = compare(&old, &new, GENERATIONS[i], (dr_policy_role)role);
			if (h.before < h.after && h.after > target) {
				return true;
			}
		}
	}
	return false;
}

static dr_playbook_phase without_letting_go(dr_planner *p, const dr_playbook_phase *from)
{
	dr_playbook_phase kept = *from;
	kept.remove = (dr_strs){ 0 };
	for (size_t i = 0; i < from->remove.len; i++) {
		dr_str tag = from->remove.items[i];
		if (!dr_str_eq(tag, DR_STR("pct")) && !dr_str_eq(tag, DR_STR("t"))) {
			dr_list_add(p->arena, &kept.remove, tag);
		}
	}
	return kept;
}

dr_str dr_planner_let_go(dr_planner *p, const dr_playbook_phase *from, dr_str before)
{
	dr_str after = dr_planner_edit(p, from, before);
	bool of_p = wanted_of(from->raise_p) > DR_POLICY_NONE && before.len > 0;
	if (!of_p || !(dr_planner_raises_names(p, from, before, after) ||
	               dr_planner_record_beyond_target(p, before, after).len > 0)) {
		return after;
	}
	const dr_playbook_phase keeping = without_letting_go(p, from);
	dr_str kept = dr_planner_edit(p, &keeping, before);
	return dr_planner_changes(p, from, before, kept) ? kept : after;
}
