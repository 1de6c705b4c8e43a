/* Makes a way back one for the mail that broke: a record that treats it as today's does is none. */
#include "plan/plan_priv.h"
#include "record/edit.h"

static const dr_str WHY = DR_STR_INIT("one policy lower for the mail that broke");
static const dr_str AT_ONCE =
	DR_STR_INIT("p=none for the mail that broke; sp, np and rua stay as they are written");

/* The tag by which receivers judge a name: "p", "sp", "np"; "none": a record of its own. */
static dr_str tag_of(const dr_planner *p, dr_str name)
{
	const dr_plan_phase tags = { .p = { .strictest = DR_STR("p") },
		                     .sp = { .strictest = DR_STR("sp") },
		                     .np = { .strictest = DR_STR("np") } };
	return dr_planner_strictest(p, &tags, name);
}

static bool has_own(const dr_planner *p, const dr_plan_alarm *alarm)
{
	return dr_str_eq(tag_of(p, alarm->domain), DR_STR("none"));
}

static dr_policy policy_of(const dr_policies *policies, dr_str tag)
{
	return dr_str_eq(tag, DR_STR("p"))    ? policies->p
	       : dr_str_eq(tag, DR_STR("sp")) ? policies->sp
	                                      : policies->np;
}

/* What the name is judged by goes one policy lower, other names stay as they are. */
static dr_str relieve(dr_planner *p, const dr_dmarc *record, dr_str text, dr_str tag)
{
	dr_dmarc back = dr_planner_parse(p, text);
	dr_policies now = dr_policy_effective(record).strictest;
	dr_policies then = dr_policy_effective(&back).strictest;
	dr_policy level = policy_of(&now, tag);
	if (level <= DR_POLICY_NONE || policy_of(&then, tag) < level) {
		return text;
	}
	dr_str lower = dr_str_of(dr_policy_name(dr_policy_lowered(level)));
	if (dr_str_eq(tag, DR_STR("p"))) {
		dr_str below = dr_str_of(dr_policy_name(then.sp));
		const dr_tag_edit edits[] = { { DR_STR("sp"), below }, { tag, lower } };
		return dr_dmarc_edit(p->arena, text, edits, DR_COUNT(edits));
	}
	/* Receivers that do not know np judge a missing name by sp. */
	const dr_tag_edit edits[] = { { tag, lower }, { DR_STR("sp"), lower } };
	bool both = dr_str_eq(tag, DR_STR("np")) && then.sp >= level;
	return dr_dmarc_edit(p->arena, text, edits, both ? DR_COUNT(edits) : 1);
}

/* Records of names below the domain that broke; the domain's own stays, when it is about nobody
 * else, or has no way back. */
static void relieve_own(dr_planner *p, bool at_once, dr_str why, dr_plan_return *back)
{
	const dr_plan_alarms *alarms = &p->plan->alarms;
	dr_plan_records own = { NULL, 0 };
	size_t others = 0;
	for (size_t i = 0; i < alarms->len; i++) {
		if (has_own(p, &alarms->items[i])) {
			dr_planner_lower_own(p, alarms->items[i].domain, at_once, why, &own);
		} else {
			others++;
		}
	}
	if (own.len > 0 && (others == 0 || !back->possible)) {
		back->possible = true;
		back->records = (dr_plan_records){ NULL, 0 };
		back->why = why;
	}
	for (size_t i = 0; i < own.len; i++) {
		dr_list_add(p->arena, &back->records, own.items[i]);
	}
}

/* The domain's own record, for mail that it is about. */
static void relieve_domain(dr_planner *p, const dr_dmarc *record, dr_plan_return *back)
{
	const dr_plan_alarms *alarms = &p->plan->alarms;
	dr_str before = back->records.items[0].value, text = before;
	for (size_t i = 0; i < alarms->len && text.len > 0; i++) {
		if (!has_own(p, &alarms->items[i])) {
			text = relieve(p, record, text, tag_of(p, alarms->items[i].domain));
		}
	}
	if (!dr_str_eq(text, before)) {
		back->records.items[0] = dr_planner_record(p, text, WHY);
		back->why = WHY;
	}
}

void dr_planner_relieve(dr_planner *p, const dr_dmarc *record, dr_plan_return *back)
{
	if (back->possible && back->records.len > 0) {
		relieve_domain(p, record, back);
	}
	relieve_own(p, false, WHY, back);
}

void dr_planner_relieve_at_once(dr_planner *p, dr_plan_return *back)
{
	relieve_own(p, true, AT_ONCE, back);
}
