/* The record before the present one, as an earlier snapshot or reports saw it. */
#include "plan/history.h"
#include "record/edit.h"

/* Nobody saw the other one go, and some told today's all the while: who of them is wrong, nobody
 * can tell. */
static bool is_doubtful(const dr_planner *p)
{
	const dr_planner_history *h = p->history;
	bool told = false;
	for (size_t i = 0; i < h->sights.len && !h->is_left && !told; i++) {
		const dr_planner_sight *one = &h->sights.items[i];
		const dr_planner_told says = dr_planner_as_told(p, one);
		told = dr_planner_is_same_policy(&says, &h->now) &&
		       !dr_planner_is_same_policy(&says, &h->other) &&
		       one->day + DR_PLANNER_STRAGGLE_DAYS < h->last_other;
	}
	return told;
}

static dr_tag_edit edit_policy(const char *tag, int16_t policy, int16_t fallback)
{
	return (dr_tag_edit){ dr_str_of(tag), policy != fallback
		                                      ? dr_str_of(dr_policy_name((dr_policy)policy))
		                                      : (dr_str){ 0 } };
}

static dr_tag_edit edit_pct(dr_planner *p, int16_t pct)
{
	dr_buf share;
	dr_buf_init(&share, p->arena);
	if (pct != DR_TOLD_NOT && pct < DR_PLANNER_ALL) {
		dr_buf_addf(&share, "%d", pct);
	}
	return (dr_tag_edit){ DR_STR("pct"), dr_buf_str(&share) };
}

/* Today's record with the policies of then. What nobody told stays as it is, but pct and t, which
 * were written for the p that is left. */
static dr_str with_policies(dr_planner *p, const dr_planner_told *then)
{
	const int16_t *was = then->says;
	dr_dmarc record = dr_planner_parse(p, p->plan->published);
	bool names = dr_planner_speaks_below(p), other = was[DR_TOLD_P] != (int16_t)record.p;
	int16_t written = record.sp != DR_POLICY_UNSET ? (int16_t)record.sp : was[DR_TOLD_P];
	int16_t sp = was[DR_TOLD_SP] != DR_TOLD_NOT ? was[DR_TOLD_SP] : written;
	dr_tag_edit edits[DR_TOLD_TAGS];
	size_t count = 0;
	edits[count++] = edit_policy("p", was[DR_TOLD_P], DR_TOLD_NOT);
	if (names && was[DR_TOLD_SP] != DR_TOLD_NOT) {
		edits[count++] = edit_policy("sp", was[DR_TOLD_SP], was[DR_TOLD_P]);
	}
	if (names && was[DR_TOLD_NP] != DR_TOLD_NOT) {
		edits[count++] = edit_policy("np", was[DR_TOLD_NP], sp);
	}
	if (was[DR_TOLD_PCT] != DR_TOLD_NOT || other) {
		edits[count++] = edit_pct(p, was[DR_TOLD_PCT]);
	}
	if (was[DR_TOLD_FULL] != DR_TOLD_NOT || other) {
		dr_str t = was[DR_TOLD_FULL] == 0 ? DR_STR("y") : (dr_str){ 0 };
		edits[count++] = (dr_tag_edit){ DR_STR("t"), t };
	}
	return dr_dmarc_edit(p->arena, p->plan->published, edits, count);
}

/* Another record, and no stricter one at any receiver, for no name: that would be no way back. */
static bool is_way_back(dr_planner *p, dr_str before, dr_policy now)
{
	dr_dmarc record = dr_planner_parse(p, before);
	bool stricter = (record.p > now && record.p > DR_POLICY_NONE) ||
	                dr_planner_weakens(p, before, p->plan->published);
	return !dr_str_eq(before, p->plan->published) && !stricter && !dr_planner_is_void(&record);
}

static dr_str of_snapshot(dr_planner *p, dr_policy now)
{
	const dr_before_facts *before = p->facts->before;
	bool there = before != NULL && dr_is_known(before->dmarc.own_status) && before->dmarc.own &&
	             dr_is_known(before->dmarc.text_status);
	return there && is_way_back(p, before->dmarc.text, now) ? before->dmarc.text
	                                                        : (dr_str){ 0 };
}

/* The playbook has a step with the same p before today's, and reports that know pct and t are
 * missing: what they saw last before is of the step before that. */
static bool is_between(dr_planner *p)
{
	const dr_planner_history *h = p->history;
	dr_dmarc record = dr_planner_parse(p, p->plan->published);
	dr_str text = dr_planner_stage_before(p, &record);
	dr_dmarc before = dr_planner_parse(p, text);
	dr_planner_told stage = h->now;
	stage.says[DR_TOLD_PCT] = (int16_t)before.pct;
	stage.says[DR_TOLD_FULL] = !before.t;
	return text.len > 0 && h->other.says[DR_TOLD_P] != h->now.says[DR_TOLD_P] &&
	       !dr_planner_can_tell(p, &h->now, &stage);
}

/* The other policy came after the snapshot. */
static bool is_newer(dr_planner *p)
{
	const dr_before_facts *before = p->facts->before;
	const dr_dmarc record = dr_planner_parse(p, before->dmarc.text);
	const dr_planner_told was = dr_planner_told_in(&record);
	bool same = dr_planner_is_same_policy(&p->history->other, &was);
	return dr_is_known(before->days_status) && !same &&
	       p->history->last_other >
	               p->plan->as_of - (dr_day)before->days + DR_PLANNER_STRAGGLE_DAYS;
}

static dr_str say_seen(dr_planner *p, dr_day until)
{
	dr_buf why;
	dr_buf_init(&why, p->arena);
	dr_buf_addf(&why, "as reports saw it until ");
	dr_day_write(until, &why);
	dr_buf_addf(&why, "; give --previous FILE for the very record");
	return dr_buf_str(&why);
}

dr_str dr_planner_seen_before(dr_planner *p, dr_policy now, dr_str *ret_why)
{
	const dr_planner_history *h = p->history;
	const bool seen = h->last_other != DR_NO_DAY && !is_doubtful(p);
	dr_str snapshot = of_snapshot(p, now);
	if (snapshot.len > 0 && (!seen || !is_newer(p))) {
		*ret_why = DR_STR("the record of the earlier snapshot");
		return snapshot;
	}
	dr_dmarc record = dr_planner_parse(p, p->plan->published);
	if (!seen || dr_planner_is_void(&record) || is_between(p)) {
		return (dr_str){ 0 };
	}
	dr_str text = with_policies(p, &h->other);
	*ret_why = say_seen(p, h->last_other);
	return is_way_back(p, text, now) ? text : (dr_str){ 0 };
}
