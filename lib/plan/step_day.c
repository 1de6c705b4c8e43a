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
		if (own->changes.items[i].on >= p->plan->as_of - (dr_day)before->days) {
			return NULL;
		}
	}
	return has_new_spf(&before->spf, &p->facts->spf)     ? "SPF"
	       : has_new_key(&before->dkim, &p->facts->dkim) ? "a DKIM key"
	       : has_new_mx(&before->mx, &p->facts->mx)      ? "MX"
	                                                     : NULL;
}

static dr_day wait_for_change(dr_planner *p, dr_day day, dr_strs *delays)
{
	const char *what = changed_lately(p, day);
	if (what == NULL) {
		return day;
	}
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "%s changed since the earlier snapshot: 7 days", what);
	dr_list_add(p->arena, delays, dr_buf_str(&text));
	return p->plan->as_of + QUIET_DAYS;
}

/* ---- records of names below ---- */

/* The first day of mail as a name. */
static dr_day first_mail(const dr_traffic *traffic, dr_str name)
{
	dr_day first = DR_NO_DAY;
	for (size_t i = 0; i < traffic->senders.len; i++) {
		const dr_mail_streams *streams = &traffic->senders.items[i]->streams;
		for (size_t j = 0; j < streams->len; j++) {
			const dr_mail_stream *one = &streams->items[j];
			bool sooner = first == DR_NO_DAY || one->first < first;
			first = sooner && dr_str_eq_nocase(one->scope, name) ? one->first : first;
		}
	}
	return first;
}

/* The day on which reports saw the record of a name below first. Mail of the name that they tell of
 * before was judged by another record. DR_NO_DAY: they tell of none. */
static dr_day came(const dr_planner *p, dr_str name)
{
	const dr_traffic *traffic = p->request->traffic;
	dr_day first = DR_NO_DAY;
	for (size_t i = 0; i < traffic->policies.len; i++) {
		const dr_seen_policy *seen = &traffic->policies.items[i];
		bool sooner = first == DR_NO_DAY || seen->first < first;
		if (sooner && dr_str_eq_nocase(seen->domain, name) &&
		    dr_planner_is_believed(p, seen)) {
			first = seen->first;
		}
	}
	dr_day mail = first_mail(traffic, name);
	return mail != DR_NO_DAY && mail < first ? first : DR_NO_DAY;
}

/* The config knows of a change in the week before a day, or later. */
static bool is_declared(const dr_planner *p, dr_day day)
{
	const dr_domain_config *own = p->request->own;
	for (size_t i = 0; own != NULL && i < own->changes.len; i++) {
		if (own->changes.items[i].on > day - QUIET_DAYS) {
			return true;
		}
	}
	return false;
}

dr_day dr_planner_wait_for_names(dr_planner *p, dr_day day, dr_strs *delays)
{
	const dr_dmarc_below_facts *list = &p->facts->dmarc.below;
	for (size_t i = 0; i < list->len && p->request->traffic != NULL; i++) {
		const dr_dmarc_below_fact *below = &list->items[i];
		bool ours = dr_planner_has_own(below) && !dr_planner_is_planned(p, below->name);
		dr_day on = ours ? came(p, below->name) : DR_NO_DAY;
		if (on == DR_NO_DAY || day >= on + QUIET_DAYS || is_declared(p, on)) {
			continue;
		}
		dr_buf text;
		dr_buf_init(&text, p->arena);
		dr_buf_addf(&text, "7 days after the record of %.*s came (as reports saw, ",
		            DR_FMT(below->name));
		dr_day_write(on, &text);
		dr_buf_addf(&text, ")");
		dr_list_add(p->arena, delays, dr_buf_str(&text));
		day = on + QUIET_DAYS;
	}
	return day;
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
