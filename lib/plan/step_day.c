#include "plan/plan_priv.h"

enum { QUIET_DAYS = 7 }; /* after a change of SPF, DKIM keys or MX */

static bool has_new_spf(const dr_spf_facts *was, const dr_spf_facts *is)
{
	return dr_is_known(was->text_status) && dr_is_known(is->text_status) &&
	       !dr_str_eq(was->text, is->text);
}

/* A key that says something else now; one that is new beside it changes no mail yet. */
static bool has_new_key(const dr_dkim_facts *was, const dr_dkim_facts *is)
{
	for (size_t i = 0; i < was->selectors.len; i++) {
		const dr_dkim_selector_fact *old = &was->selectors.items[i];
		for (size_t j = 0; j < is->selectors.len; j++) {
			const dr_dkim_selector_fact *new = &is->selectors.items[j];
			bool same = dr_str_eq_nocase(old->selector, new->selector);
			if (same && dr_is_known(old->text_status) &&
			    dr_is_known(new->text_status) && !dr_str_eq(old->text, new->text)) {
				return true;
			}
		}
	}
	return false;
}

static bool has_host(const dr_mx_host_facts *hosts, dr_str name)
{
	for (size_t i = 0; i < hosts->len; i++) {
		if (dr_str_eq_nocase(hosts->items[i].name, name)) {
			return true;
		}
	}
	return false;
}

static bool has_new_mx(const dr_mx_facts *was, const dr_mx_facts *is)
{
	if (!dr_is_known(was->hosts_status) || !dr_is_known(is->hosts_status)) {
		return false;
	}
	for (size_t i = 0; i < is->hosts.len; i++) {
		if (!has_host(&was->hosts, is->hosts.items[i].name)) {
			return true;
		}
	}
	return is->hosts.len != was->hosts.len;
}

/* A change that a snapshot shows may have been made today, unless the config knows its day. NULL:
 * there is none. */
static const char *changed_lately(const dr_planner *p, dr_day day)
{
	const dr_before_facts *before = p->facts->before;
	if (before == NULL || !dr_is_known(before->days_status) ||
	    day >= p->plan->as_of + QUIET_DAYS) {
		return NULL;
	}
	const dr_domain_config *own = p->request->own;
	for (size_t i = 0; own != NULL && i < own->changes.len; i++) {
		dr_day on = own->changes.items[i].on;
		if (on >= p->plan->as_of - (dr_day)before->days && on <= p->plan->as_of) {
			return NULL;
		}
	}
	return has_new_spf(&before->spf, &p->facts->spf)     ? "SPF"
	       : has_new_key(&before->dkim, &p->facts->dkim) ? "a DKIM key"
	       : has_new_mx(&before->mx, &p->facts->mx)      ? "MX"
	                                                     : NULL;
}

static dr_str delay_of_change(const dr_planner *p, const char *what)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "%s changed since the earlier snapshot: 7 days", what);
	return dr_buf_str(&text);
}

static dr_day wait_for_change(dr_planner *p, dr_day day, dr_strs *delays)
{
	const char *what = changed_lately(p, day);
	if (what == NULL) {
		return day;
	}
	dr_list_add(p->arena, delays, delay_of_change(p, what));
	return p->plan->as_of + QUIET_DAYS;
}

static bool is_delayed_by(const dr_plan_phase *phase, dr_str delay)
{
	for (size_t i = 0; i < phase->delays.len; i++) {
		if (dr_str_eq(phase->delays.items[i], delay)) {
			return true;
		}
	}
	return false;
}

const char *dr_planner_waits_without_end(const dr_planner *p, const dr_plan_phase *phase,
                                         dr_day *ret_then)
{
	const char *what = changed_lately(p, p->plan->as_of);
	if (what == NULL || p->facts->before->days <= QUIET_DAYS || phase->records.len == 0 ||
	    !is_delayed_by(phase, delay_of_change(p, what))) {
		return NULL;
	}
	*ret_then = p->plan->as_of - (dr_day)p->facts->before->days;
	return what;
}

dr_day dr_planner_next_day(dr_planner *p, dr_day day, dr_strs *delays)
{
	dr_day first = wait_for_change(p, day, delays);
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
