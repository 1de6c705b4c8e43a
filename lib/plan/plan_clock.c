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
		p->went_back = true;
		add_note(p, "the policy went back", before->dmarc.p,
		         p->plan->as_of - (dr_day)before->days);
	}
}

/* The value of p in "p=none sp=reject". */
static dr_policy seen_policy(dr_str text)
{
	dr_str rest = text, part;
	while (dr_str_split(&rest, ' ', &part)) {
		if (dr_str_starts(part, DR_STR("p="))) {
			return dr_policy_parse(dr_str_sub(part, 2, part.len));
		}
	}
	return DR_POLICY_UNSET;
}

/* A policy that reports saw, and the last day on which they did. */
typedef struct {
	dr_policy policy;
	dr_day last;
} last_seen;

/* The first day on which reports saw the present policy; after another one, if they saw that later
 * than stragglers do that answer from a cache. *ret_other: the last one before; its day is
 * DR_NO_DAY when they saw none. */
static dr_day seen_since(const dr_planner *p, dr_policy now, last_seen *ret_other)
{
	enum { STRAGGLE_DAYS = 3 };
	const dr_traffic *traffic = p->request->traffic;
	last_seen other = { DR_POLICY_UNSET, DR_NO_DAY };
	dr_day first = DR_NO_DAY;
	for (size_t i = 0; traffic != NULL && i < traffic->policies.len; i++) {
		const dr_seen_policy *seen = &traffic->policies.items[i];
		if (!dr_str_eq_nocase(seen->domain, p->facts->domain.name)) {
			continue;
		}
		dr_policy policy = seen_policy(seen->text);
		if (policy == now) {
			bool earlier = first == DR_NO_DAY || seen->first < first;
			first = earlier ? seen->first : first;
		} else if (seen->last > other.last) {
			other = (last_seen){ policy, seen->last };
		}
	}
	*ret_other = other;
	bool after = first != DR_NO_DAY && other.last > first + STRAGGLE_DAYS;
	return after ? other.last + 1 : first;
}

static bool read_reports(dr_planner *p)
{
	const dr_dmarc_facts *now = &p->facts->dmarc;
	if (!is_known(now->p_status) || dr_planner_published(p).len == 0) {
		return false;
	}
	last_seen other;
	dr_policy policy = dr_policy_parse(now->p);
	dr_day since = seen_since(p, policy, &other);
	dr_day said = p->request->since;
	bool older = other.last == DR_NO_DAY && said != DR_NO_DAY && said < since;
	if (since == DR_NO_DAY || since > p->plan->as_of || older) {
		return false;
	}
	p->went_back = p->went_back || (since > other.last && other.policy > policy);
	set_clock(p, DR_CLOCK_REPORTS, since);
	return true;
}

void dr_planner_read_clock(dr_planner *p)
{
	const dr_before_facts *before = p->facts->before;
	bool there = was_published(before);
	if (there) {
		note_regression(p, before);
	}
	if (read_reports(p)) {
		return;
	}
	if (p->request->since != DR_NO_DAY) {
		set_clock(p, DR_CLOCK_SAID, p->request->since);
	} else if (there && dr_str_eq(before->dmarc.text, dr_planner_published(p))) {
		set_clock(p, DR_CLOCK_SNAPSHOT, p->plan->as_of - (dr_day)before->days);
	} else {
		set_clock(p, DR_CLOCK_TODAY, DR_NO_DAY);
	}
}
