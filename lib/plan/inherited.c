/* Ways back of a name without a record of its own: one of its own takes it out of the policy that
 * it inherits. */
#include "plan/plan_priv.h"
#include "record/edit.h"
#include "record/policy.h"

static dr_str record_with(dr_planner *p, dr_policy policy)
{
	dr_buf mailbox;
	dr_buf_init(&mailbox, p->arena);
	dr_buf_addf(&mailbox, "mailto:%.*s", DR_FMT(p->ask.report_address));
	dr_str rua = p->ask.rua.len > 0 ? p->ask.rua : dr_buf_str(&mailbox);
	const dr_tag_edit edits[] = { { DR_STR("p"), dr_str_of(dr_policy_name(policy)) },
		                      { DR_STR("pct"), { 0 } },
		                      { DR_STR("t"), { 0 } },
		                      { DR_STR("rua"), p->ask.no_mailbox ? (dr_str){ 0 } : rua } };
	return dr_dmarc_edit(p->arena, dr_planner_inherited(p), edits, DR_COUNT(edits));
}

static dr_plan_return take_out(dr_planner *p, dr_policy policy)
{
	const dr_plan *plan = p->plan;
	dr_buf why;
	dr_buf_init(&why, p->arena);
	dr_buf_addf(
		&why,
		"a record of its own, p=%s, takes %.*s alone out of the policy of %.*s; it goes "
		"again when the mail is repaired",
		dr_policy_name(policy), DR_FMT(plan->domain), DR_FMT(plan->inherited_from));
	if (p->ask.rua.len == 0 && !p->ask.no_mailbox) {
		dr_buf_addf(&why,
		            ". Its reports go to %.*s: create the mailbox, or say --rua ADDRESS",
		            DR_FMT(p->ask.report_address));
	}
	dr_plan_return back = {
		.possible = true,
		.why = dr_buf_str(&why),
		.cannot_undo = plan->current != NULL ? plan->current->cannot_undo : (dr_strs){ 0 },
	};
	dr_list_add(p->arena, &back.records,
	            dr_planner_record(p, record_with(p, policy), back.why));
	return back;
}

void dr_planner_fill_returns_of_inherited(dr_planner *p)
{
	dr_plan *plan = p->plan;
	dr_policy now = dr_policy_parse(p->facts->dmarc.effective.strictest.p);
	plan->kept = dr_planner_ttl(p);
	plan->rollback = plan->step_down = take_out(p, dr_policy_lowered(now));
	plan->emergency = take_out(p, DR_POLICY_NONE);
}
