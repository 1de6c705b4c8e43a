/* The record that the playbook would have had before the present one, where nobody saw it. */
#include "plan/plan_priv.h"
#include "record/edit.h"
#include "record/policy.h"

/* Policies that phases raise to. */
typedef struct {
	dr_policy p, sp, np;
} rung;

static rung rung_of(const dr_playbook_phase *from)
{
	return (rung){ dr_policy_parse(from->raise_p), dr_policy_parse(from->raise_sp),
		       dr_policy_parse(from->raise_np) };
}

static dr_policy higher(dr_policy a, dr_policy b)
{
	return a > b ? a : b;
}

/* A tag that says what the phase wrote, and more than phases before it did. */
static bool is_step(dr_policy now, dr_policy written, dr_policy before)
{
	return now == written && now > DR_POLICY_NONE && now > before;
}

/* The record shows the phase: what it raised stands there, and p is where it wanted p. */
static bool shows(const dr_dmarc *now, const rung *to, const rung *before)
{
	return now->p >= to->p &&
	       (is_step(now->p, to->p, before->p) || is_step(now->sp, to->sp, before->sp) ||
	        is_step(now->np, to->np, before->np));
}

/* A phase that comes only while p waits, or after it: most plans go without, and then the record
 * before was without, too. */
static bool comes_on_top(dr_planner *p, const dr_playbook_phase *from)
{
	return from->catches_up ||
	       (from->while_p_waits != NULL && dr_planner_holds(p, from->while_p_waits));
}

/* The last phase that the record shows (NULL: none), and what was reached before. A phase about np
 * alone is passed by where p is at its end, and was there. */
static const dr_playbook_phase *find_step(dr_planner *p, const dr_dmarc *now, rung *ret_before)
{
	const dr_playbook_phase *found = NULL;
	rung reached = { DR_POLICY_NONE, DR_POLICY_UNSET, DR_POLICY_UNSET };
	for (size_t i = 0; i < p->playbook->phases.len; i++) {
		const dr_playbook_phase *from = &p->playbook->phases.items[i];
		rung to = rung_of(from);
		bool only_np = from->raise_p.len == 0 && from->raise_sp.len == 0;
		if (!only_np && !dr_planner_holds(p, from->when)) {
			continue;
		}
		if (shows(now, &to, &reached)) {
			found = from;
			*ret_before = reached;
		}
		if (!comes_on_top(p, from)) {
			reached = (rung){ higher(reached.p, to.p), higher(reached.sp, to.sp),
				          higher(reached.np, to.np) };
		}
	}
	return found;
}

/* `inherited`: what holds when the tag is not there. */
static void add_lowered(dr_tag_edit *edits, size_t *count, const char *tag, dr_policy before,
                        dr_policy inherited)
{
	bool written = before != DR_POLICY_UNSET && before != inherited;
	edits[(*count)++] =
		(dr_tag_edit){ dr_str_of(tag),
		               written ? dr_str_of(dr_policy_name(before)) : (dr_str){ 0 } };
}

/* The record without what its last step raised. Empty: no step of the playbook made it, or some
 * receiver would do more without that. */
static dr_str without_step(dr_planner *p, const dr_dmarc *record)
{
	dr_dmarc now = *record;
	now.sp = record->sp != DR_POLICY_UNSET ? record->sp : record->p;
	rung before = { DR_POLICY_NONE, DR_POLICY_UNSET, DR_POLICY_UNSET };
	const dr_playbook_phase *step = find_step(p, &now, &before);
	if (step == NULL) {
		return (dr_str){ 0 };
	}
	rung to = rung_of(step);
	dr_tag_edit edits[3];
	size_t count = 0;
	dr_policy left = now.p;
	if (is_step(now.p, to.p, before.p)) {
		left = before.p;
		add_lowered(edits, &count, "p", left, DR_POLICY_UNSET);
	}
	if (is_step(now.sp, to.sp, before.sp) || (left != now.p && now.sp == before.sp)) {
		add_lowered(edits, &count, "sp", before.sp, left);
	}
	if (is_step(now.np, to.np, before.np)) {
		add_lowered(edits, &count, "np", before.np, DR_POLICY_UNSET);
	}
	dr_str back = dr_dmarc_edit(p->arena, p->plan->published, edits, count);
	back = dr_planner_without_stage(p, back);
	return dr_planner_weakens(p, back, p->plan->published) ? (dr_str){ 0 } : back;
}

dr_str dr_planner_likely_before(dr_planner *p, const dr_dmarc *record)
{
	dr_str before = dr_planner_stage_before(p, record);
	return before.len > 0 ? before : without_step(p, record);
}
