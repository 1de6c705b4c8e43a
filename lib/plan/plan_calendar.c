#include "plan/plan_priv.h"

enum { QUIET_DAYS = 7 }; /* after a change of SPF, DKIM keys or MX */

/* A change that a snapshot shows may have been made today, unless the config knows its day. */
static bool changed_lately(dr_planner *p, dr_day day)
{
	const dr_before_facts *before = p->facts->before;
	if (before == NULL || before->days_status.state != DR_KNOWN ||
	    day >= p->plan->as_of + QUIET_DAYS) {
		return false;
	}
	const dr_domain_config *own = p->request->own;
	for (size_t i = 0; own != NULL && i < own->changes.len; i++) {
		if (own->changes.items[i].on >= p->plan->as_of - (dr_day)before->days) {
			return false;
		}
	}
	bool known = before->spf.text_status.state == DR_KNOWN &&
	             p->facts->spf.text_status.state == DR_KNOWN;
	return known && !dr_str_eq(before->spf.text, p->facts->spf.text);
}

dr_day dr_planner_next_day(dr_planner *p, dr_day day, dr_strs *delays)
{
	dr_day first = day;
	if (changed_lately(p, day)) {
		dr_list_add(p->arena, delays,
		            DR_STR("SPF changed since the earlier snapshot: 7 days"));
		first = p->plan->as_of + QUIET_DAYS;
	}
	return dr_calendar_next(&p->plan->calendar, first, p->arena, delays);
}

dr_calendar dr_planner_calendar(const dr_planner *p)
{
	const dr_config *config = p->request->config;
	uint8_t said = config != NULL ? config->weekdays : 0;
	return (dr_calendar){
		.config = config,
		.own = p->request->own,
		.weekdays = said != 0 ? said : p->playbook->weekdays,
	};
}
