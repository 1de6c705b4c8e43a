#include "plan/plan_priv.h"

enum { QUIET_DAYS = 7 }; /* before and after a change of SPF, DKIM keys or MX */

static dr_day day_of_year(dr_day day)
{
	dr_date date = dr_day_date(day);
	return date.month * 100 + date.day;
}

static bool is_frozen(const dr_freeze *freeze, dr_day day)
{
	if (!freeze->yearly) {
		return day >= freeze->from && day <= freeze->until;
	}
	dr_day at = day_of_year(day);
	bool over_new_year = freeze->until < freeze->from;
	return over_new_year ? at >= freeze->from || at <= freeze->until
	                     : at >= freeze->from && at <= freeze->until;
}

static const dr_freeze *find_freeze(const dr_config *config, dr_day day)
{
	for (size_t i = 0; config != NULL && i < config->freezes.len; i++) {
		if (is_frozen(&config->freezes.items[i], day)) {
			return &config->freezes.items[i];
		}
	}
	return NULL;
}

static const dr_known_change *find_change(const dr_domain_config *own, dr_day day)
{
	for (size_t i = 0; own != NULL && i < own->changes.len; i++) {
		dr_day on = own->changes.items[i].on;
		if (day > on - QUIET_DAYS && day < on + QUIET_DAYS) {
			return &own->changes.items[i];
		}
	}
	return NULL;
}

static void add_delay(dr_planner *p, dr_strs *delays, dr_str text)
{
	for (size_t i = 0; i < delays->len; i++) {
		if (dr_str_eq(delays->items[i], text)) {
			return;
		}
	}
	dr_list_add(p->arena, delays, text);
}

static dr_str freeze_text(dr_planner *p, const dr_freeze *freeze)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "nothing is changed during %.*s",
	            DR_FMT(freeze->name.len > 0 ? freeze->name : DR_STR("a freeze")));
	return dr_buf_str(&text);
}

static dr_str change_text(dr_planner *p, const dr_known_change *change)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "7 days before and after another change (%.*s",
	            DR_FMT(change->what.len > 0 ? change->what : DR_STR("declared")));
	dr_buf_addf(&text, ", ");
	dr_day_write(change->on, &text);
	dr_buf_addf(&text, ")");
	return dr_buf_str(&text);
}

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
	enum { DAYS_MAX = 800 }; /* more than two years without a free day: nothing helps */
	uint8_t said = p->request->config != NULL ? p->request->config->weekdays : 0;
	uint8_t weekdays = said != 0 ? said : p->playbook->weekdays;
	for (dr_day at = day; at < day + DAYS_MAX; at++) {
		const dr_freeze *freeze = find_freeze(p->request->config, at);
		const dr_known_change *change = find_change(p->request->own, at);
		if (freeze != NULL) {
			add_delay(p, delays, freeze_text(p, freeze));
		} else if (change != NULL) {
			add_delay(p, delays, change_text(p, change));
		} else if (changed_lately(p, at)) {
			add_delay(p, delays,
			          DR_STR("SPF changed since the earlier snapshot: 7 days"));
		} else if ((weekdays & 1U << dr_day_date(at).weekday) != 0) {
			return at;
		}
	}
	add_delay(p, delays, DR_STR("the freezes leave no day"));
	return day + DAYS_MAX;
}
