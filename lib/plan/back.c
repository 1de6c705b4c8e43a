#include "plan/plan_priv.h"
#include "record/edit.h"

static dr_str with_policy(dr_planner *p, dr_policy policy)
{
	const dr_tag_edit edit = { DR_STR("p"), dr_str_of(dr_policy_name(policy)) };
	return dr_dmarc_edit(p->arena, p->plan->published, &edit, 1);
}

static dr_plan_return not_possible(dr_str why)
{
	return (dr_plan_return){ .why = why };
}

/* What the published policy has done: of the phase that raises p to it, though sp or np may keep
 * the plan in an earlier one. */
static dr_strs not_undone(dr_planner *p)
{
	const dr_plan *plan = p->plan;
	dr_dmarc record = dr_planner_parse(p, plan->published);
	dr_policy below = record.sp > record.np ? record.sp : record.np;
	dr_policy now = record.p > below ? record.p : below;
	for (size_t i = 0; i < p->playbook->phases.len; i++) {
		const dr_playbook_phase *from = &p->playbook->phases.items[i];
		if (now > DR_POLICY_NONE && dr_policy_parse(from->raise_p) == now) {
			return from->cannot_undo;
		}
	}
	return plan->current != NULL ? plan->current->cannot_undo : (dr_strs){ NULL, 0 };
}

static dr_plan_return go_to(dr_planner *p, dr_str text, dr_str why)
{
	dr_plan_return back = { .possible = true, .why = why, .cannot_undo = not_undone(p) };
	dr_list_add(p->arena, &back.records, dr_planner_record(p, text, why));
	return back;
}

/* What an earlier snapshot says was there, when it was another record, and no stricter one: that
 * would be no way back. */
static dr_str known_before(dr_planner *p, dr_policy now)
{
	if (p->facts->before == NULL) {
		return (dr_str){ 0 };
	}
	const dr_dmarc_facts *before = &p->facts->before->dmarc;
	bool there = before->own_status.state == DR_KNOWN && before->own &&
	             before->text_status.state == DR_KNOWN;
	bool other = there && !dr_str_eq(before->text, p->plan->published);
	bool stricter = other && dr_planner_parse(p, before->text).p > now;
	return other && !stricter ? before->text : (dr_str){ 0 };
}

/* Under p=none sp rose after np: the last one goes. */
static dr_plan_return lower_below(dr_planner *p, const dr_dmarc *record)
{
	const char *tag = record->sp > DR_POLICY_NONE ? "sp" : "np";
	const dr_tag_edit edit = { dr_str_of(tag), { NULL, 0 } };
	return go_to(p, dr_dmarc_edit(p->arena, p->plan->published, &edit, 1),
	             DR_STR("names below the domain as they were before this record; give "
	                    "--previous FILE for the very record"));
}

static bool acts_below(const dr_dmarc *record)
{
	return record->sp > DR_POLICY_NONE || record->np > DR_POLICY_NONE;
}

static dr_plan_return rollback(dr_planner *p, const dr_dmarc *record)
{
	dr_policy now = record->p;
	dr_str before = known_before(p, now);
	if (before.len > 0) {
		return go_to(p, before, DR_STR("the record of the earlier snapshot"));
	}
	if (now <= DR_POLICY_NONE && acts_below(record)) {
		return lower_below(p, record);
	}
	if (now <= DR_POLICY_NONE) {
		return go_to(p, (dr_str){ 0 },
		             DR_STR("the first step is undone by removing the record"));
	}
	return go_to(p, with_policy(p, dr_policy_lowered(now)),
	             DR_STR("the policy before this one; give --previous FILE for the very "
	                    "record"));
}

static dr_plan_return emergency(dr_planner *p, const dr_dmarc *record)
{
	if (record->p <= DR_POLICY_NONE) {
		return not_possible(
			acts_below(record)
				? DR_STR("p=none already. Receivers still act on sp and np for "
		                         "names below the domain: --rollback takes that back")
				: DR_STR("p=none already: no receiver acts on the record"));
	}
	return go_to(p, with_policy(p, DR_POLICY_NONE),
	             DR_STR("p=none; sp, np and rua stay as they are written"));
}

static dr_plan_return step_down(dr_planner *p, dr_policy now)
{
	if (now <= DR_POLICY_NONE) {
		return not_possible(DR_STR("p=none is the lowest policy"));
	}
	return go_to(p, with_policy(p, dr_policy_lowered(now)),
	             DR_STR("one policy lower, until the failing source is repaired"));
}

void dr_planner_fill_returns(dr_planner *p)
{
	dr_plan *plan = p->plan;
	if (plan->published.len == 0) {
		dr_str why = DR_STR("the domain has no DMARC record of its own");
		plan->rollback = plan->emergency = plan->step_down = not_possible(why);
		return;
	}
	dr_dmarc record = dr_planner_parse(p, plan->published);
	plan->kept = dr_planner_ttl(p) > dr_planner_new_ttl(p) ? dr_planner_ttl(p)
	                                                       : dr_planner_new_ttl(p);
	plan->rollback = rollback(p, &record);
	plan->emergency = emergency(p, &record);
	plan->step_down = step_down(p, record.p);
}
