#include "plan/plan_priv.h"
#include "record/policy.h"

static bool is_known(dr_status status)
{
	return status.state == DR_KNOWN;
}

static void set_clock(dr_planner *p, dr_plan_clock clock, dr_day since)
{
	p->plan->clock = clock;
	p->plan->since = since;
	p->plan->since_given = clock != DR_CLOCK_TODAY;
}

/* The record of an earlier snapshot, when it was the domain's own. */
static bool was_published(const dr_before_facts *before)
{
	return before != NULL && is_known(before->days_status) &&
	       is_known(before->dmarc.own_status) && before->dmarc.own &&
	       is_known(before->dmarc.text_status);
}

static void add_note(dr_planner *p, const char *what, dr_str policy, dr_day day)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "%s: it was p=%.*s on ", what, DR_FMT(policy));
	dr_day_write(day, &text);
	dr_list_add(p->arena, &p->plan->notes, dr_buf_str(&text));
}

/* The policy was stronger once: somebody went back, and the plan opens again there. */
static void note_regression(dr_planner *p, const dr_before_facts *before)
{
	const dr_dmarc_facts *now = &p->facts->dmarc;
	if (!is_known(before->dmarc.p_status)) {
		return;
	}
	dr_policy was = dr_policy_parse(before->dmarc.p);
	dr_policy is = is_known(now->p_status) ? dr_policy_parse(now->p) : DR_POLICY_UNSET;
	if (was > is) {
		add_note(p, "the policy went back", before->dmarc.p,
		         p->plan->as_of - (dr_day)before->days);
	}
}

void dr_planner_read_clock(dr_planner *p)
{
	const dr_before_facts *before = p->facts->before;
	bool there = was_published(before);
	if (there) {
		note_regression(p, before);
	}
	if (p->request->since != DR_NO_DAY) {
		set_clock(p, DR_CLOCK_SAID, p->request->since);
	} else if (there && dr_str_eq(before->dmarc.text, dr_planner_published(p))) {
		set_clock(p, DR_CLOCK_SNAPSHOT, p->plan->as_of - (dr_day)before->days);
	} else {
		set_clock(p, DR_CLOCK_TODAY, DR_NO_DAY);
	}
}
