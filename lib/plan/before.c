/* The record before the present one, as an earlier snapshot or reports saw it. */
#include "plan/told.h"
#include "record/edit.h"

/* The days on which reports saw today's policy, told apart from the other; DR_NO_DAY: none. */
static dr_planner_sighting find_today(const dr_planner_sightings *list, const dr_planner_told *now,
                                      const dr_planner_sighting *other)
{
	dr_planner_sighting today = { .first = DR_NO_DAY, .last = DR_NO_DAY };
	for (size_t i = 0; i < list->len; i++) {
		const dr_planner_sighting *one = &list->items[i];
		if (dr_planner_is_same_policy(&one->told, now) &&
		    !dr_planner_is_same_policy(&one->told, &other->told)) {
			bool sooner = today.first == DR_NO_DAY || one->first < today.first;
			today.first = sooner ? one->first : today.first;
			today.last = one->last > today.last ? one->last : today.last;
		}
	}
	return today;
}

/* Both are told for days: some reporter tells it wrongly, or today's policy was there before, went
 * and came again. That it came again is certain when the other is seen no more. */
static bool is_doubtful(const dr_planner_sightings *list, const dr_planner_told *now,
                        const dr_planner_sighting *other)
{
	const dr_planner_sighting today = find_today(list, now, other);
	bool both =
		today.first != DR_NO_DAY && today.first + DR_PLANNER_STRAGGLE_DAYS < other->last;
	bool between = today.first + DR_PLANNER_STRAGGLE_DAYS < other->first &&
	               other->last + DR_PLANNER_STRAGGLE_DAYS < today.last;
	return both && !between;
}

/* The one that reporters left last for today's, of those that one cannot tell apart the one that
 * others told last; NULL: none of them saw that. */
static const dr_planner_sighting *find_left(const dr_planner *p, const dr_planner_sightings *list,
                                            const dr_planner_told *now)
{
	const dr_planner_sighting *found = NULL;
	dr_day last = DR_NO_DAY;
	for (size_t i = 0; i < list->len; i++) {
		const dr_planner_told *told = &list->items[i].told;
		dr_day left = dr_planner_is_same_policy(told, now)
		                      ? DR_NO_DAY
		                      : dr_planner_left_on(p, told, now);
		bool later = left > last || (left == last && left != DR_NO_DAY &&
		                             list->items[i].last > found->last);
		found = later ? &list->items[i] : found;
		last = later ? left : last;
	}
	return found;
}

/* The one that was seen last before today's; NULL: there is none, or nobody can tell. */
static const dr_planner_sighting *find_last(const dr_planner_sightings *list,
                                            const dr_planner_told *now)
{
	const dr_planner_sighting *found = NULL;
	for (size_t i = 0; i < list->len; i++) {
		const dr_planner_sighting *one = &list->items[i];
		bool later = found == NULL || one->last > found->last ||
		             (one->last == found->last && one->first > found->first);
		if (later && !dr_planner_is_same_policy(&one->told, now)) {
			found = one;
		}
	}
	return found != NULL && !is_doubtful(list, now, found) ? found : NULL;
}

/* Others told it only when the one had been left: who left that did not report in between, or told
 * the step on one day with what was there before. */
static bool came_after(const dr_planner *p, const dr_planner_sighting *one,
                       const dr_planner_sighting *left, const dr_planner_told *now)
{
	dr_day day = dr_planner_left_on(p, &left->told, now);
	return one->first + DR_PLANNER_STRAGGLE_DAYS > day &&
	       one->last > day + DR_PLANNER_STRAGGLE_DAYS;
}

static const dr_planner_sighting *find_other(const dr_planner *p, const dr_planner_sightings *list,
                                             const dr_planner_told *now)
{
	const dr_planner_sighting *left = find_left(p, list, now);
	const dr_planner_sighting *last = find_last(list, now);
	return left == NULL || (last != NULL && came_after(p, last, left, now)) ? last : left;
}

/* Adds what another reporter told of the same policy. */
static void merge(dr_planner_told *into, const dr_planner_told *one)
{
	into->sp = into->sp != DR_POLICY_UNSET ? into->sp : one->sp;
	into->np = into->np != DR_POLICY_UNSET ? into->np : one->np;
	if (!into->tells_pct && one->tells_pct) {
		into->tells_pct = true;
		into->pct = one->pct;
	}
	if (!into->tells_t && one->tells_t) {
		into->tells_t = true;
		into->t = one->t;
	}
}

/* It tells the other policy, as far as it goes, about when that was told last. */
static bool is_near(const dr_planner_sighting *one, const dr_planner_sighting *other)
{
	return one->last + DR_PLANNER_STRAGGLE_DAYS >= other->last && one->first <= other->last &&
	       dr_planner_is_same_policy(&one->told, &other->told);
}

static bool share_reporter(const dr_planner_sighting *a, const dr_planner_sighting *b)
{
	for (size_t i = 0; i < a->reporters.len; i++) {
		for (size_t j = 0; j < b->reporters.len; j++) {
			if (dr_str_eq(a->reporters.items[i], b->reporters.items[j])) {
				return true;
			}
		}
	}
	return false;
}

static bool tells_sp(const dr_planner_told *told)
{
	return told->sp != DR_POLICY_UNSET;
}

static bool tells_np(const dr_planner_told *told)
{
	return told->np != DR_POLICY_UNSET;
}

/* A reporter tells the tag of today's policy, and left it out then: it was not written. */
static bool was_unwritten(const dr_planner_sightings *list, const dr_planner_told *now,
                          const dr_planner_sighting *other,
                          bool (*tells)(const dr_planner_told *told))
{
	for (size_t i = 0; i < list->len; i++) {
		const dr_planner_sighting *then = &list->items[i];
		for (size_t j = 0; is_near(then, other) && !tells(&then->told) && j < list->len;
		     j++) {
			const dr_planner_sighting *today = &list->items[j];
			if (tells(&today->told) && !is_near(today, other) &&
			    dr_planner_is_same_policy(&today->told, now) &&
			    share_reporter(then, today)) {
				return true;
			}
		}
	}
	return false;
}

/* What one reporter leaves out another may tell. */
static void complete(const dr_planner_sightings *list, const dr_planner_told *now,
                     dr_planner_sighting *other)
{
	bool sp = was_unwritten(list, now, other, tells_sp);
	bool np = was_unwritten(list, now, other, tells_np);
	for (size_t i = 0; i < list->len; i++) {
		if (is_near(&list->items[i], other)) {
			merge(&other->told, &list->items[i].told);
		}
	}
	if (sp && other->told.sp == DR_POLICY_UNSET) {
		other->told.sp = other->told.p;
	}
	if (np && other->told.np == DR_POLICY_UNSET) {
		other->told.np = other->told.sp;
	}
}

static dr_tag_edit edit_policy(const char *tag, dr_policy policy, dr_policy fallback)
{
	return (dr_tag_edit){ dr_str_of(tag), policy != fallback ? dr_str_of(dr_policy_name(policy))
		                                                 : (dr_str){ 0 } };
}

static dr_tag_edit edit_pct(dr_planner *p, const dr_planner_told *then)
{
	dr_buf share;
	dr_buf_init(&share, p->arena);
	if (then->pct < 100) {
		dr_buf_addf(&share, "%d", (int)then->pct);
	}
	return (dr_tag_edit){ DR_STR("pct"), dr_buf_str(&share) };
}

/* Today's record with the policies of then. What nobody told stays as it is, but pct and t, which
 * were written for the p that is left. */
static dr_str with_policies(dr_planner *p, const dr_planner_told *then)
{
	dr_dmarc record = dr_planner_parse(p, p->plan->published);
	bool names = dr_planner_speaks_below(p), other = then->p != record.p;
	dr_policy written = record.sp != DR_POLICY_UNSET ? record.sp : then->p;
	dr_policy sp = then->sp != DR_POLICY_UNSET ? then->sp : written;
	dr_tag_edit edits[5];
	size_t count = 0;
	edits[count++] = edit_policy("p", then->p, DR_POLICY_UNSET);
	if (names && then->sp != DR_POLICY_UNSET) {
		edits[count++] = edit_policy("sp", then->sp, then->p);
	}
	if (names && then->np != DR_POLICY_UNSET) {
		edits[count++] = edit_policy("np", then->np, sp);
	}
	if (then->tells_pct || other) {
		edits[count++] = edit_pct(p, then);
	}
	if (then->tells_t || other) {
		edits[count++] =
			(dr_tag_edit){ DR_STR("t"), then->t ? DR_STR("y") : (dr_str){ 0 } };
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
static bool is_between(dr_planner *p, const dr_planner_sightings *list, const dr_planner_told *now,
                       const dr_planner_sighting *other)
{
	dr_dmarc record = dr_planner_parse(p, p->plan->published);
	dr_str text = dr_planner_stage_before(p, &record);
	dr_dmarc before = dr_planner_parse(p, text);
	dr_planner_told stage = *now;
	stage.pct = (uint64_t)before.pct;
	stage.t = before.t;
	return text.len > 0 && other->told.p != now->p && !dr_planner_can_tell(list, now, &stage);
}

/* The other policy came after the snapshot. */
static bool is_newer(const dr_planner *p, const dr_planner_sighting *other)
{
	const dr_before_facts *before = p->facts->before;
	dr_planner_told was = dr_planner_told_by(&before->dmarc);
	bool same = dr_planner_is_same_policy(&other->told, &was);
	return dr_is_known(before->days_status) && !same &&
	       other->last > p->plan->as_of - (dr_day)before->days + DR_PLANNER_STRAGGLE_DAYS;
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
	const dr_planner_told is = dr_planner_told_now(p);
	const dr_planner_sightings list = dr_planner_read_sightings(p).list;
	const dr_planner_sighting *other = find_other(p, &list, &is);
	dr_planner_sighting then = { .last = DR_NO_DAY };
	if (other != NULL) {
		then = *other;
		complete(&list, &is, &then);
	}
	dr_str snapshot = of_snapshot(p, now);
	if (snapshot.len > 0 && (other == NULL || !is_newer(p, &then))) {
		*ret_why = DR_STR("the record of the earlier snapshot");
		return snapshot;
	}
	dr_dmarc record = dr_planner_parse(p, p->plan->published);
	if (other == NULL || dr_planner_is_void(&record) || is_between(p, &list, &is, other)) {
		return (dr_str){ 0 };
	}
	dr_str text = with_policies(p, &then.told);
	*ret_why = say_seen(p, then.last);
	return is_way_back(p, text, now) ? text : (dr_str){ 0 };
}
