/* Reporters that tell another policy than the others: who they are, and what came of it. */
#include "plan/told.h"

enum { TOLD_DAYS = 28 };

/* "reports of odd.example (and 2 more) tell p=none until 2026-12-09". */
static void add_who(const dr_planner_dissent *dissent, dr_buf *text)
{
	dr_buf_addf(text, "reports of %.*s", DR_FMT(dissent->reporters.items[0]));
	if (dissent->reporters.len > 1) {
		dr_buf_addf(text, " (and of %zu more)", dissent->reporters.len - 1);
	}
	dr_buf_addf(text, " told %.*s until ", DR_FMT(dissent->text));
	dr_day_write(dissent->last, text);
}

static void add_note(dr_planner *p, const dr_planner_dissent *dissent, const char *what)
{
	dr_buf text;
	dr_buf_init(&text, p->arena);
	add_who(dissent, &text);
	dr_buf_addf(&text, "%s", what);
	dr_list_add(p->arena, &p->plan->notes, dr_buf_str(&text));
}

/* Later than a cache explains, and not long ago. */
static bool is_late(const dr_plan *plan, dr_day day)
{
	return plan->since_given && day > plan->since + DR_PLANNER_STRAGGLE_DAYS &&
	       day > plan->as_of - TOLD_DAYS;
}

/* Who reads no tag and fills in what would hold without it tells nothing new. */
static bool is_filled_in(const dr_planner_dissent *dissent, const dr_planner_told *now)
{
	const dr_planner_told firm = dr_planner_firm(dr_planner_read_told(dissent->text));
	return dr_planner_is_same_policy(&firm, now);
}

void dr_planner_note_dissent(dr_planner *p, const dr_planner_seen *seen)
{
	const dr_plan *plan = p->plan;
	const dr_planner_told now = dr_planner_told_now(p);
	for (size_t i = 0; i < seen->aside.len; i++) {
		if (is_late(plan, seen->aside.items[i].last) &&
		    !is_filled_in(&seen->aside.items[i], &now)) {
			add_note(p, &seen->aside.items[i],
			         ", while others told the present record: that is left aside");
		}
	}
	for (size_t i = 0; i < seen->disputed.len; i++) {
		if (plan->clock == DR_CLOCK_REPORTS &&
		    plan->since == seen->disputed.items[i].last + 1) {
			add_note(p, &seen->disputed.items[i],
			         ", as others told the present record, which therefore counts from "
			         "the day after: where that is wrong, --since DATE says so");
		}
	}
}
