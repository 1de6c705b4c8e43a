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

static bool is_readable(const dr_dmarc *record)
{
	return dr_dmarc_find(record, DR_DMARC_NP) == NULL || dr_dmarc_is_valid(record, DR_DMARC_NP);
}

/* Receivers show a logo only where names below are enforced, too. */
static bool darkens(dr_planner *p, dr_str text)
{
	const dr_bimi_facts *bimi = &p->facts->bimi;
	bool live = dr_is_known(bimi->present_status) && bimi->present &&
	            !(dr_is_known(bimi->declined_status) && bimi->declined);
	dr_dmarc record = dr_planner_parse(p, text);
	dr_policies then = dr_policy_effective(&record).strictest;
	return live && text.len > 0 && then.p > DR_POLICY_NONE && then.sp <= DR_POLICY_NONE;
}

/* The name is treated more mildly with the text. */
static bool helps(dr_planner *p, const dr_dmarc *record, dr_str text, dr_str tag)
{
	dr_dmarc back = dr_planner_parse(p, text);
	dr_policies now = dr_policy_effective(record).strictest;
	dr_policies then = dr_policy_effective(&back).strictest;
	return text.len == 0 || policy_of(&then, tag) < policy_of(&now, tag);
}

/* Whether the way back begins with mail that broke. A step down is always one of p; the record
 * before a phase may be one for others. */
static bool is_for_broken(dr_planner *p, const dr_dmarc *record, bool down, dr_str text)
{
	const dr_plan_alarms *alarms = &p->plan->alarms;
	down = down && record->p > DR_POLICY_NONE;
	for (size_t i = 0; i < alarms->len; i++) {
		dr_str tag = tag_of(p, alarms->items[i].domain);
		bool own = has_own(p, &alarms->items[i]);
		if (!own && (down ? dr_str_eq(tag, DR_STR("p")) : helps(p, record, text, tag))) {
			return true;
		}
	}
	return false;
}

static void replace(dr_planner *p, dr_str text, const dr_plan_records *own, dr_plan_return *back)
{
	bool changed = text.len == 0 || !dr_str_eq(text, p->plan->published);
	dr_plan_records records = { NULL, 0 };
	if (changed && back->records.len > 0 && dr_str_eq(text, back->records.items[0].value)) {
		dr_list_add(p->arena, &records, back->records.items[0]);
	} else if (changed) {
		dr_list_add(p->arena, &records, dr_planner_record(p, text, WHY));
		back->why = WHY;
	}
	for (size_t i = 0; i < own->len; i++) {
		dr_list_add(p->arena, &records, own->items[i]);
	}
	if (records.len > 0) {
		back->why = changed ? back->why : WHY;
		back->records = records;
		back->possible = true;
	}
}

void dr_planner_relieve(dr_planner *p, const dr_dmarc *record, bool down, dr_plan_return *back)
{
	const dr_plan_alarms *alarms = &p->plan->alarms;
	if (alarms->len == 0) {
		return;
	}
	bool lowers = back->possible && back->records.len > 0;
	dr_str text = lowers ? back->records.items[0].value : p->plan->published;
	if (lowers && is_readable(record) &&
	    (darkens(p, text) || !is_for_broken(p, record, down, text))) {
		text = p->plan->published;
	}
	dr_plan_records own = { NULL, 0 };
	for (size_t i = 0; i < alarms->len; i++) {
		const dr_plan_alarm *alarm = &alarms->items[i];
		bool apart = has_own(p, alarm);
		dr_str lower = apart || text.len == 0
		                       ? text
		                       : relieve(p, record, text, tag_of(p, alarm->domain));
		if (apart || darkens(p, lower)) {
			dr_planner_lower_own(p, alarm->domain, false, WHY, &own);
		} else {
			text = lower;
		}
	}
	replace(p, text, &own, back);
}

/* p=none does not reach it. */
static bool is_out_of_reach(dr_planner *p, const dr_dmarc *record, dr_str name)
{
	dr_policies now = dr_policy_effective(record).strictest;
	bool sp = record->sp > DR_POLICY_NONE, np = sp || record->np > DR_POLICY_NONE;
	dr_str tag = tag_of(p, name);
	return dr_str_eq(tag, DR_STR("none")) || (dr_str_eq(tag, DR_STR("sp")) && sp) ||
	       (dr_str_eq(tag, DR_STR("np")) && np && now.np > DR_POLICY_NONE);
}

static dr_str say_not_helped(dr_planner *p, dr_str why, const dr_strs *names)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_add(&text, why);
	for (size_t i = 0; i < names->len; i++) {
		dr_buf_addf(&text, "%s%.*s", i == 0 ? ". It does not help " : ", ",
		            DR_FMT(names->items[i]));
	}
	if (names->len > 0) {
		dr_buf_addf(&text, ": what holds for names below the domain stays");
	}
	return dr_buf_str(&text);
}

void dr_planner_relieve_at_once(dr_planner *p, const dr_dmarc *record, dr_plan_return *back)
{
	const dr_plan_alarms *alarms = &p->plan->alarms;
	dr_plan_records own = { NULL, 0 };
	dr_strs unhelped = { NULL, 0 };
	size_t others = 0;
	for (size_t i = 0; i < alarms->len; i++) {
		dr_str name = alarms->items[i].domain;
		if (!is_out_of_reach(p, record, name)) {
			others++;
		} else if (!dr_planner_lower_own(p, name, true, AT_ONCE, &own)) {
			dr_list_add(p->arena, &unhelped, name);
		}
	}
	if (own.len > 0 && (others == 0 || !back->possible)) {
		*back = (dr_plan_return){ .possible = true,
			                  .why = AT_ONCE,
			                  .cannot_undo = p->plan->rollback.cannot_undo };
	}
	for (size_t i = 0; i < own.len; i++) {
		dr_list_add(p->arena, &back->records, own.items[i]);
	}
	back->why = say_not_helped(p, back->why, &unhelped);
}
