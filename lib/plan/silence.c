/* Reports that stopped while the policy is enforced: what breaks now goes unseen. */
#include "plan/plan_priv.h"

enum {
	PATIENCE_DAYS = 7, /* as rule DMARC050 has it */
	USUAL_GAPS = 3,    /* where little is sent, reports come seldom */
	USUAL_DAYS = 3,    /* of reports, before anything is usual */
};

static bool is_enforced(const dr_plan_phase *now)
{
	return now != NULL && (dr_policy_parse(now->p.strictest) > DR_POLICY_NONE ||
	                       dr_policy_parse(now->sp.strictest) > DR_POLICY_NONE ||
	                       dr_policy_parse(now->np.strictest) > DR_POLICY_NONE);
}

/* So many days without a report are nothing unusual. */
static int64_t usual_silence(const dr_traffic *traffic)
{
	int64_t days = (int64_t)traffic->days.len;
	int64_t span = traffic->last - traffic->days.items[0].day + 1;
	int64_t patience = (span + days - 1) / days * USUAL_GAPS;
	return patience > PATIENCE_DAYS ? patience : PATIENCE_DAYS;
}

void dr_planner_find_silence(dr_planner *p)
{
	dr_plan *plan = p->plan;
	const dr_traffic *traffic = p->request->traffic;
	if (traffic == NULL || traffic->days.len < USUAL_DAYS || plan->silent ||
	    !is_enforced(plan->current)) {
		return;
	}
	int64_t days = plan->as_of - traffic->last;
	if (days < usual_silence(traffic)) {
		return;
	}
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "reports stopped: the last is of ");
	dr_day_write(traffic->last, &text);
	dr_buf_addf(&text, ", %d days ago; mail that breaks now goes unseen", (int)days);
	plan->unheard = true;
	dr_list_add(p->arena, &plan->notes, dr_buf_str(&text));
}
