#include "plan/plan_priv.h"
#include "plan/told.h"

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

/* The same policy is meant for less mail, or as a test. */
static void add_stage(const dr_planner_told *was, const dr_planner_told *is, dr_buf *text)
{
	if (was->p != is->p || !dr_planner_was_milder(is, was)) {
		return;
	}
	if (was->tells_pct && was->pct < DR_PLANNER_ALL) {
		dr_buf_addf(text, "pct=%d", (int)was->pct);
	} else {
		dr_buf_addf(text, "meant in full");
	}
}

/* The tags of `was` that said more than `is` does, each unless it only followed the one that it
 * falls back to: "p=reject", "sp=quarantine np=reject"; else how far it was meant. Empty: nothing
 * went back. */
static dr_str went_back(dr_planner *p, const dr_planner_told *was, const dr_planner_told *is)
{
	const struct {
		const char *tag;
		dr_policy was, is;
	} TAGS[] = { { "p", was->p, is->p }, { "sp", was->sp, is->sp }, { "np", was->np, is->np } };
	dr_buf text;
	dr_buf_init(&text, p->arena);
	for (size_t i = 0; i < (dr_planner_speaks_below(p) ? DR_COUNT(TAGS) : 1); i++) {
		bool follows =
			i > 0 && TAGS[i].was == TAGS[i - 1].was && TAGS[i].is == TAGS[i - 1].is;
		if (TAGS[i].was > TAGS[i].is && !follows) {
			dr_buf_addf(&text, "%s%s=%s", text.len > 0 ? " " : "", TAGS[i].tag,
			            dr_policy_name(TAGS[i].was));
		}
	}
	if (text.len == 0) {
		add_stage(was, is, &text);
	}
	return dr_buf_str(&text);
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
	dr_planner_told was = dr_planner_told_by(&before->dmarc),
			is = dr_planner_told_by(&p->facts->dmarc);
	dr_str more = went_back(p, &was, &is);
	if (more.len > 0) {
		p->went_back = true;
		p->plan->regressed = true;
		note_policy(p, more, "on", p->plan->as_of - (dr_day)before->days, "");
	}
}

/* When reports saw the present policy first, and another one last. */
typedef struct {
	dr_day first, first_other, last_other;
	dr_planner_told other;
} outline;

static bool is_now(const dr_planner_told *t, const dr_planner_told *now)
{
	return t->p == now->p && dr_planner_agrees(t->sp, now->sp) &&
	       dr_planner_agrees(t->np, now->np);
}

/* The first day on which reports told today's pct, or t, where that is less than all of it;
 * DR_NO_DAY: they do not tell it, or it is all. */
static dr_day first_stage(const dr_planner_sightings *list, const dr_planner_told *now)
{
	dr_day first = DR_NO_DAY;
	for (size_t i = 0; i < list->len; i++) {
		const dr_planner_sighting *seen = &list->items[i];
		const dr_planner_told *t = &seen->told;
		bool tells = (t->tells_pct && t->pct < 100 && t->pct == now->pct) ||
		             (t->tells_t && t->t && now->t);
		if (tells && is_now(t, now)) {
			first = first == DR_NO_DAY || seen->first < first ? seen->first : first;
		}
	}
	return first;
}

/* Who tells it so told more than others all the time: it does not read pct, or t. */
static bool is_blind(const dr_planner_sightings *list, const dr_planner_sighting *seen,
                     const dr_planner_told *now)
{
	for (size_t i = 0; i < list->len; i++) {
		const dr_planner_sighting *one = &list->items[i];
		dr_day from = one->first > seen->first ? one->first : seen->first;
		dr_day until = one->last < seen->last ? one->last : seen->last;
		if (until - from > DR_PLANNER_STRAGGLE_DAYS && is_now(&one->told, now) &&
		    dr_planner_was_milder(&one->told, &seen->told) &&
		    !dr_planner_is_same_stage(&one->told, now)) {
			return true;
		}
	}
	return false;
}

/* The last day on which it was meant in full, or for more than today: until reporters that had told
 * it went over to today's; else until reports began to tell today's pct, or t, of a policy that had
 * been told before. Some tell pct=100 whatever the record says, and go on so. DR_NO_DAY: it was
 * not.
 */
static dr_day went_down(const dr_planner *p, const dr_planner_sightings *list,
                        const dr_planner_sighting *seen, const dr_planner_told *now, dr_day stage)
{
	if (!dr_planner_was_milder(now, &seen->told) || stage == DR_NO_DAY) {
		return DR_NO_DAY;
	}
	dr_day left = dr_planner_left_on(p, &seen->told, now);
	bool before = seen->first < stage && seen->last <= stage + DR_PLANNER_STRAGGLE_DAYS;
	return left != DR_NO_DAY                      ? left
	       : before && !is_blind(list, seen, now) ? seen->last
	                                              : DR_NO_DAY;
}

static outline read_policies(const dr_planner *p, const dr_planner_sightings *list,
                             const dr_planner_told *now)
{
	const dr_day stage = first_stage(list, now);
	outline s = { .first = DR_NO_DAY, .first_other = DR_NO_DAY, .last_other = DR_NO_DAY };
	for (size_t i = 0; i < list->len; i++) {
		const dr_planner_sighting *seen = &list->items[i];
		dr_day down = went_down(p, list, seen, now, stage);
		dr_day last = down != DR_NO_DAY ? down : seen->last;
		bool other = dr_planner_was_milder(&seen->told, now) || down != DR_NO_DAY;
		if (!other && is_now(&seen->told, now)) {
			bool earlier = s.first == DR_NO_DAY || seen->first < s.first;
			s.first = earlier ? seen->first : s.first;
		} else if (last > s.last_other) {
			s.first_other = seen->first;
			s.last_other = last;
			s.other = seen->told;
		}
	}
	return s;
}

/* It was there: not only told since today's policy is, by who reads a tag wrongly. */
static bool was_there(const dr_planner *p, const dr_planner_told *now, const outline *s)
{
	const dr_planner_told firm = dr_planner_firm(s->other);
	return s->first == DR_NO_DAY || s->first_other + DR_PLANNER_STRAGGLE_DAYS < s->first ||
	       !dr_planner_is_same_policy(&firm, now) ||
	       dr_planner_left_on(p, &s->other, now) != DR_NO_DAY;
}

/* The same by reports. It is news for some weeks, for people look once in one; unless somebody said
 * since when the present policy is there: they know. */
static void note_seen_regression(dr_planner *p, const dr_planner_told *now, const outline *s)
{
	enum { TOLD_DAYS = 28 };
	dr_plan *plan = p->plan;
	const dr_dmarc_facts *dmarc = &p->facts->dmarc;
	bool own = dr_is_known(dmarc->own_status) && dmarc->own;
	bool none = dr_is_known(dmarc->present_status) && !dmarc->present;
	dr_str more = went_back(p, &s->other, now);
	bool weaker = (own || none) && more.len > 0 && was_there(p, now, s) &&
	              s->last_other <= plan->as_of;
	int32_t days = weaker ? plan->as_of - s->last_other : TOLD_DAYS;
	if (days < TOLD_DAYS && plan->notes.len == 0) {
		plan->regressed = p->request->since <= s->last_other;
		note_policy(p, more, "until", s->last_other, ", as reports saw");
	}
}

/* Another policy was seen later than stragglers see one that answer from a cache. */
static bool is_overtaken(const outline *s, dr_day day)
{
	return day != DR_NO_DAY && s->last_other > day + DR_PLANNER_STRAGGLE_DAYS;
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
static dr_day day_of_policy(dr_planner *p, const outline *s)
{
	dr_day said = p->request->since;
	if (s->first != DR_NO_DAY || said != DR_NO_DAY) {
		return s->first != DR_NO_DAY ? s->first : said;
	}
	return is_published_still(p) ? day_of_snapshot(p) : DR_NO_DAY;
}

/* The first day on which the present policy can have been there, as reports saw it: after another
 * one, if they saw that later than stragglers do. What people said counts when it is older and
 * nothing was seen before, or younger: they know of changes that reports do not tell. */
static bool read_reports(dr_planner *p, const dr_planner_told *now, const outline *s)
{
	note_seen_regression(p, now, s);
	if (dr_planner_published(p).len == 0) {
		return false;
	}
	dr_day said = p->request->since;
	bool overtaken = is_overtaken(s, day_of_policy(p, s));
	dr_day since = overtaken ? s->last_other + 1 : s->first;
	if (since == DR_NO_DAY || since > p->plan->as_of) {
		return false;
	}
	p->went_back = p->went_back || (since > s->last_other && was_there(p, now, s) &&
	                                went_back(p, &s->other, now).len > 0);
	bool older = s->last_other == DR_NO_DAY && said != DR_NO_DAY && said < since;
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
	return then.p != now.p || then.sp != now.sp || then.np != now.np || was.pct != is.pct ||
	       was.t != is.t;
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
static void find_disproof(dr_planner *p, const outline *s)
{
	dr_plan *plan = p->plan;
	dr_day then = day_of_other(p);
	bool seen = plan->clock == DR_CLOCK_REPORTS && is_overtaken(s, plan->said_since);
	bool other = then != DR_NO_DAY && then > plan->said_since;
	if (plan->said_since == DR_NO_DAY || !(seen || other)) {
		return;
	}
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, seen ? "reports saw another policy until " : "a snapshot of ");
	dr_day_write(seen ? s->last_other : then, &text);
	dr_buf_addf(&text, seen ? "" : " shows another policy");
	plan->disproved = dr_buf_str(&text);
}

/* Of p=none pct and t hold nothing back. */
static bool is_same_p(const dr_planner_told *seen, const dr_planner_told *now)
{
	return seen->p == now->p &&
	       (now->p == DR_POLICY_NONE || dr_planner_is_same_stage(seen, now));
}

static bool has_same_names(const dr_planner_told *seen, const dr_planner_told *now)
{
	return dr_planner_agrees(seen->sp, now->sp) && dr_planner_agrees(seen->np, now->np) &&
	       dr_planner_is_same_stage(seen, now);
}

/* When reports saw what the record says of p, or of names below, first, whatever it said of the
 * others; DR_NO_DAY: they did not. */
static dr_day first_with(const dr_planner_sightings *list, const dr_planner_told *now,
                         bool (*is_same)(const dr_planner_told *seen, const dr_planner_told *now))
{
	dr_day first = DR_NO_DAY, last_other = DR_NO_DAY;
	for (size_t i = 0; i < list->len; i++) {
		const dr_planner_sighting *seen = &list->items[i];
		if (is_same(&seen->told, now)) {
			first = first == DR_NO_DAY || seen->first < first ? seen->first : first;
		} else if (seen->last > last_other) {
			last_other = seen->last;
		}
	}
	bool overtaken = first != DR_NO_DAY && last_other > first + DR_PLANNER_STRAGGLE_DAYS;
	return overtaken ? last_other + 1 : first;
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

/* What reports saw before the present policy said the same of p: only names below moved since; or
 * the other way round. */
static void find_parts(dr_planner *p, const dr_planner_sightings *list, const dr_planner_told *now,
                       const outline *s)
{
	dr_plan *plan = p->plan;
	plan->p_since = plan->names_since = plan->since;
	if (s->last_other == DR_NO_DAY || !dr_planner_speaks_below(p)) {
		return;
	}
	bool of_p = is_same_p(&s->other, now);
	dr_day first = of_p                             ? first_with(list, now, is_same_p)
	               : has_same_names(&s->other, now) ? first_with(list, now, has_same_names)
	                                                : DR_NO_DAY;
	bool shared = first != DR_NO_DAY && !(of_p && now->p == DR_POLICY_NONE);
	dr_day other = shared ? had_other_share(p) : DR_NO_DAY;
	first = first > other ? first : other;
	if (first != DR_NO_DAY && first <= plan->as_of &&
	    (plan->since == DR_NO_DAY || first < plan->since)) {
		*(of_p ? &plan->p_since : &plan->names_since) = first;
	}
}

void dr_planner_read_clock(dr_planner *p)
{
	const dr_before_facts *before = p->facts->before;
	const dr_planner_told now = dr_planner_told_now(p);
	const dr_planner_seen all = dr_planner_read_sightings(p);
	const outline seen = read_policies(p, &all.list, &now);
	if (was_published(before)) {
		note_regression(p, before);
	}
	if (!read_reports(p, &now, &seen)) {
		read_said(p);
	}
	correct_by_snapshot(p);
	find_disproof(p, &seen);
	find_parts(p, &all.list, &now, &seen);
	dr_planner_note_dissent(p, &all);
}

void dr_planner_forget_reports(dr_planner *p, const dr_planner_told *then, dr_day last_other)
{
	const dr_planner_told now = dr_planner_told_now(p);
	dr_plan *plan = p->plan;
	const dr_day said = p->request->since;
	if (said != DR_NO_DAY && said <= plan->as_of && plan->disproved.len == 0) {
		set_clock(p, DR_CLOCK_SAID, said);
	} else if (is_published_still(p) && day_of_snapshot(p) > last_other) {
		set_clock(p, DR_CLOCK_SNAPSHOT, day_of_snapshot(p));
	} else {
		set_clock(p, DR_CLOCK_TODAY, DR_NO_DAY);
	}
	plan->names_since = plan->since;
	plan->p_since = is_same_p(then, &now) ? plan->p_since : plan->since;
}
