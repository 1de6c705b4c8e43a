#include "plan/plan_priv.h"
#include "plan/history.h"

static void set_clock(dr_planner *p, dr_plan_clock clock, dr_day since)
{
	p->plan->clock = clock;
	p->plan->since = since;
	p->plan->since_given = clock != DR_CLOCK_TODAY;
}

/* The record of an earlier snapshot, when it was the domain's own. */
static bool was_published(const dr_before_facts *before)
{
	return before != NULL && dr_is_known(before->days_status) &&
	       dr_is_known(before->dmarc.own_status) && before->dmarc.own &&
	       dr_is_known(before->dmarc.text_status);
}

/* "it was p=reject on 2026-11-27". */
static void note_policy(dr_planner *p, dr_str policy, const char *when, dr_day day, const char *how)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "the policy went back: it was %.*s %s ", DR_FMT(policy), when);
	dr_day_write(day, &text);
	dr_buf_addf(&text, "%s", how);
	dr_list_add(p->arena, &p->plan->notes, dr_buf_str(&text));
}

/* The policy was stronger once: somebody went back, and the plan opens again there. */
static void note_regression(dr_planner *p, const dr_before_facts *before)
{
	const dr_dmarc record = dr_planner_parse(p, before->dmarc.text);
	const dr_planner_told was = dr_planner_told_in(&record);
	dr_str more = dr_planner_say_more(p, &was, &p->history->now);
	if (more.len > 0) {
		p->went_back = true;
		p->plan->regressed = true;
		note_policy(p, more, "on", p->plan->as_of - (dr_day)before->days, "");
	}
}

/* The same by reports. It is news for some weeks, for people look once in one; unless somebody said
 * since when the present policy is there: they know. */
static void note_seen_regression(dr_planner *p, dr_str more)
{
	enum { TOLD_DAYS = 28 };
	dr_plan *plan = p->plan;
	const dr_day last = p->history->last_other;
	const dr_dmarc_facts *dmarc = &p->facts->dmarc;
	bool own = dr_is_known(dmarc->own_status) && dmarc->own;
	bool none = dr_is_known(dmarc->present_status) && !dmarc->present;
	bool weaker = (own || none) && more.len > 0;
	int32_t days = weaker ? plan->as_of - last : TOLD_DAYS;
	if (days < TOLD_DAYS && plan->notes.len == 0) {
		plan->regressed = p->request->since + DR_PLANNER_STRAGGLE_DAYS < last;
		note_policy(p, more, "until", last, ", as reports saw");
	}
}

/* Another policy was seen later than stragglers see one that answer from a cache. */
static bool is_overtaken(const dr_planner_history *h, dr_day day)
{
	return day != DR_NO_DAY && h->last_other > day + DR_PLANNER_STRAGGLE_DAYS;
}

/* The earlier snapshot shows the record that is there today. */
static bool is_published_still(dr_planner *p)
{
	const dr_before_facts *before = p->facts->before;
	return was_published(before) && dr_str_eq(before->dmarc.text, dr_planner_published(p));
}

static dr_day day_of_snapshot(const dr_planner *p)
{
	return p->plan->as_of - (dr_day)p->facts->before->days;
}

/* A day on which the present policy was there: as reports saw it, as people say, or as the earlier
 * snapshot shows it. DR_NO_DAY: none is known. */
static dr_day day_of_policy(dr_planner *p, const dr_planner_history *h)
{
	dr_day said = p->request->since;
	if (h->first != DR_NO_DAY || said != DR_NO_DAY) {
		return h->first != DR_NO_DAY ? h->first : said;
	}
	return is_published_still(p) ? day_of_snapshot(p) : DR_NO_DAY;
}

/* The first day on which the present policy can have been there, as reports saw it: after another
 * one, if they saw that later than stragglers do. What people said counts when it is older and
 * nothing was seen before, or younger: they know of changes that reports do not tell. */
static bool read_reports(dr_planner *p)
{
	const dr_planner_history *h = p->history;
	dr_str more = { NULL, 0 };
	if (h->last_other != DR_NO_DAY) {
		more = dr_planner_say_more(p, &h->other, &h->now);
		note_seen_regression(p, more);
	}
	if (dr_planner_published(p).len == 0) {
		return false;
	}
	dr_day said = p->request->since;
	bool overtaken = is_overtaken(h, day_of_policy(p, h));
	dr_day since = overtaken ? h->last_other + 1 : h->first;
	if (since == DR_NO_DAY || since > p->plan->as_of) {
		return false;
	}
	p->went_back = p->went_back || (since > h->last_other && more.len > 0);
	bool older = h->last_other == DR_NO_DAY && said != DR_NO_DAY && said < since;
	bool younger = said > since && said <= p->plan->as_of;
	if (older || younger) {
		return false;
	}
	set_clock(p, DR_CLOCK_REPORTS, since);
	return true;
}

/* The present policy is younger than an earlier snapshot: there was another one then, or no record.
 * How much of it receivers are to act on, as pct and t say, is part of it. */
static bool came_later(dr_planner *p, const dr_before_facts *before)
{
	if (!was_published(before)) {
		return dr_is_known(before->days_status) && dr_is_known(before->dmarc.own_status) &&
		       !before->dmarc.own;
	}
	dr_dmarc was = dr_planner_parse(p, before->dmarc.text);
	dr_dmarc is = dr_planner_parse(p, dr_planner_published(p));
	dr_planner_told then = dr_planner_told_in(&was), now = dr_planner_told_in(&is);
	return memcmp(&then, &now, sizeof(then)) != 0 || was.pct != is.pct || was.t != is.t;
}

static void read_said(dr_planner *p)
{
	if (p->request->since != DR_NO_DAY && p->request->since <= p->plan->as_of) {
		set_clock(p, DR_CLOCK_SAID, p->request->since);
	} else if (is_published_still(p)) {
		set_clock(p, DR_CLOCK_SNAPSHOT, day_of_snapshot(p));
	} else {
		set_clock(p, DR_CLOCK_TODAY, DR_NO_DAY);
	}
}

/* The day of an earlier snapshot that shows another policy than today's: it is not older.
 * DR_NO_DAY: there is none. */
static dr_day day_of_other(dr_planner *p)
{
	const dr_before_facts *before = p->facts->before;
	if (before == NULL || dr_planner_published(p).len == 0 || !came_later(p, before)) {
		return DR_NO_DAY;
	}
	dr_day then = day_of_snapshot(p);
	return then <= p->plan->as_of ? then : DR_NO_DAY;
}

/* Whatever is said or seen by few: what another policy was seen after is not so old. The snapshot
 * may have been made in the morning, and the step taken at noon. */
static void correct_by_snapshot(dr_planner *p)
{
	dr_day then = day_of_other(p);
	if (p->plan->since_given && then != DR_NO_DAY && p->plan->since < then) {
		set_clock(p, DR_CLOCK_CHANGED, then);
	}
}

/* What somebody said is older than what was seen allows. Reports may see a new policy days late,
 * when little is sent: that disproves nothing. */
static void find_disproof(dr_planner *p, const dr_planner_history *h)
{
	dr_plan *plan = p->plan;
	dr_day then = day_of_other(p);
	bool seen = plan->clock == DR_CLOCK_REPORTS && is_overtaken(h, plan->said_since);
	bool other = then != DR_NO_DAY && then > plan->said_since;
	if (plan->said_since == DR_NO_DAY || !(seen || other)) {
		return;
	}
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, seen ? "reports saw another policy until " : "a snapshot of ");
	dr_day_write(seen ? h->last_other : then, &text);
	dr_buf_addf(&text, seen ? "" : " shows another policy");
	plan->disproved = dr_buf_str(&text);
}

/* The day of an earlier snapshot that had p meant for another share of the mail: new reports do not
 * tell that. DR_NO_DAY: there is none. */
static dr_day had_other_share(dr_planner *p)
{
	const dr_before_facts *before = p->facts->before;
	if (!was_published(before)) {
		return DR_NO_DAY;
	}
	dr_dmarc was = dr_planner_parse(p, before->dmarc.text);
	dr_dmarc is = dr_planner_parse(p, dr_planner_published(p));
	bool other = was.pct != is.pct || was.t != is.t;
	return other ? p->plan->as_of - (dr_day)before->days : DR_NO_DAY;
}

/* What these tags say may be older than the record: only others moved since. */
static dr_day since_of(dr_planner *p, unsigned tags, dr_day share)
{
	const dr_plan *plan = p->plan;
	const dr_day first = dr_planner_first_of(p->history, tags);
	const dr_day since = share > first ? share : first;
	bool older = plan->since == DR_NO_DAY || since < plan->since;
	return first != DR_NO_DAY && since <= plan->as_of && older ? since : plan->since;
}

/* Since when p, and names below, stand as they do. Of p=none pct and t hold nothing back; an np
 * that is as strict as it can be moves no more, and what waits for names below is about sp. */
static void find_parts(dr_planner *p)
{
	enum {
		P = 1U << DR_TOLD_P,
		SP = 1U << DR_TOLD_SP,
		NP = 1U << DR_TOLD_NP,
		SHARE = 1U << DR_TOLD_PCT | 1U << DR_TOLD_FULL
	};
	const dr_planner_history *h = p->history;
	dr_plan *plan = p->plan;
	bool none = h->now.says[DR_TOLD_P] <= (int16_t)DR_POLICY_NONE;
	bool ends = h->now.says[DR_TOLD_NP] >= (int16_t)DR_POLICY_REJECT;
	plan->p_since = plan->names_since = plan->since;
	if (h->last_other != DR_NO_DAY && dr_planner_speaks_below(p)) {
		dr_day share = had_other_share(p);
		plan->p_since = none ? since_of(p, P, DR_NO_DAY) : since_of(p, P | SHARE, share);
		plan->names_since = since_of(p, (ends ? SP : SP | NP) | SHARE, share);
	}
}

void dr_planner_read_clock(dr_planner *p)
{
	const dr_before_facts *before = p->facts->before;
	if (was_published(before)) {
		note_regression(p, before);
	}
	if (!read_reports(p)) {
		read_said(p);
	}
	correct_by_snapshot(p);
	find_disproof(p, p->history);
	find_parts(p);
	dr_planner_note_dissent(p);
}

void dr_planner_forget_reports(dr_planner *p, const dr_planner_told *then)
{
	const dr_planner_told *now = &p->history->now;
	dr_plan *plan = p->plan;
	const dr_day said = p->request->since;
	if (said != DR_NO_DAY && said <= plan->as_of && plan->disproved.len == 0) {
		set_clock(p, DR_CLOCK_SAID, said);
	} else if (is_published_still(p) && day_of_snapshot(p) > p->history->last_other) {
		set_clock(p, DR_CLOCK_SNAPSHOT, day_of_snapshot(p));
	} else {
		set_clock(p, DR_CLOCK_TODAY, DR_NO_DAY);
	}
	bool none = now->says[DR_TOLD_P] <= (int16_t)DR_POLICY_NONE;
	bool same = then->says[DR_TOLD_P] == now->says[DR_TOLD_P] &&
	            (none || (then->says[DR_TOLD_PCT] == now->says[DR_TOLD_PCT] &&
	                      then->says[DR_TOLD_FULL] == now->says[DR_TOLD_FULL]));
	plan->names_since = plan->since;
	plan->p_since = same ? plan->p_since : plan->since;
}
