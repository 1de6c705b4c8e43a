#include "plan/plan_priv.h"

enum { BETWEEN_CHANGES = 7 }; /* days */

/* The first day after the month of `start` has ended. */
static dr_day after_month_end(dr_day start)
{
	dr_date d = dr_day_date(start);
	return d.month == 12 ? dr_day_of(d.year + 1, 1, 1) : dr_day_of(d.year, d.month + 1, 1);
}

static dr_day later(dr_day a, dr_day b)
{
	return a > b ? a : b;
}

/* Sets the least duration of a phase that begins on `start`; the day on which it may end. */
static dr_day fill_stay(dr_planner *p, dr_plan_phase *phase, dr_day start)
{
	const dr_stays *stays = &dr_planner_find_phase(p->playbook, phase->id)->stay;
	phase->min_days = 0;
	phase->month_end = DR_NO_DAY;
	for (size_t i = 0; i < stays->len; i++) {
		if (dr_planner_holds(p, stays->items[i].when)) {
			phase->min_days = stays->items[i].days;
			bool waits = stays->items[i].month_end && start != DR_NO_DAY;
			phase->month_end = waits ? after_month_end(start) : DR_NO_DAY;
			break;
		}
	}
	return later(start + (dr_day)phase->min_days, phase->month_end);
}

/* The present phase lasts at least until this day. A policy that is inherited has no clock, unless
 * somebody says since when. */
static dr_day end_of_present(dr_planner *p)
{
	dr_plan *plan = p->plan;
	for (size_t i = 0; i < plan->phases.len; i++) {
		dr_plan_phase *phase = &plan->phases.items[i];
		if (phase->state == DR_PHASE_CURRENT && plan->inherited_from.len > 0 &&
		    !plan->since_given) {
			return plan->as_of;
		}
		if (phase->state == DR_PHASE_CURRENT) {
			phase->not_before = plan->since_given ? plan->since : plan->as_of;
			return fill_stay(p, phase, phase->not_before);
		}
	}
	return plan->as_of;
}

/* Why the target cannot be reached on the day it is wanted. */
static void judge_target(dr_planner *p, bool stuck)
{
	dr_plan *plan = p->plan;
	bool late = plan->end != DR_NO_DAY && plan->end > plan->by;
	bool never = plan->end == DR_NO_DAY && stuck;
	if (plan->by == DR_NO_DAY || !(late || never)) {
		return;
	}
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "not possible by ");
	dr_day_write(plan->by, &text);
	dr_buf_addf(&text, ", because");
	const char *join = " ";
	for (size_t i = 0; i < plan->phases.len; i++) {
		const dr_plan_phase *phase = &plan->phases.items[i];
		if (phase->state != DR_PHASE_UPCOMING || phase->records.len == 0) {
			continue;
		}
		dr_buf_addf(&text, "%s%.*s ", join, DR_FMT(phase->id));
		if (dr_plan_lacks_day(phase)) {
			dr_buf_addf(&text, "has no day");
		} else {
			dr_buf_addf(&text, "may begin on ");
			dr_day_write(phase->not_before, &text);
		}
		for (size_t j = 0; j < phase->delays.len; j++) {
			dr_buf_addf(&text, " (%.*s)", DR_FMT(phase->delays.items[j]));
		}
		if (dr_plan_lacks_day(phase)) {
			break;
		}
		join = ", ";
	}
	plan->late = dr_buf_str(&text);
}

/* The day from which on a phase may begin as far as the stays before it go: `free_from` for what
 * enforces more, at once for what does not. A record for a name that is not ready comes just before
 * the step that it makes room for: until then it may still be mended. */
static dr_day first_day(dr_planner *p, const dr_plan_phase *phase, dr_day free_from)
{
	if (phase->enforces_more || phase->records.len == 0) {
		return free_from;
	}
	bool apart = dr_planner_find_phase(p->playbook, phase->id)->apart != NULL;
	return apart ? later(p->plan->as_of, free_from - BETWEEN_CHANGES) : p->plan->as_of;
}

/* The last change of a record, as the plan goes on. */
typedef struct {
	dr_day on;    /* DR_NO_DAY: nobody knows */
	bool planned; /* by a step of the plan */
} change;

/* Reports are asked for at once, however new the record is that does not. */
static bool keeps_away(dr_planner *p, const dr_plan_phase *phase, const change *last)
{
	const dr_playbook_phase *from = dr_planner_find_phase(p->playbook, phase->id);
	bool beside = from->apart != NULL || from->rejoin;
	return phase->records.len > 0 && last->on != DR_NO_DAY &&
	       (last->planned || phase->enforces_more || beside);
}

/* Where many domains move, the next step also waits for its turn. */
static dr_day wait_for_slot(dr_planner *p, dr_plan_phase *next, dr_day start)
{
	const dr_plan_slot *slot = p->request->slot;
	if (slot == NULL || (slot->day != DR_NO_DAY && slot->day <= start)) {
		return start;
	}
	for (size_t i = 0; i < slot->delays.len; i++) {
		dr_list_add(p->arena, &next->delays, slot->delays.items[i]);
	}
	p->plan->due = slot->day;
	return slot->day;
}

void dr_planner_fill_dates(dr_planner *p)
{
	dr_plan *plan = p->plan;
	dr_day today = plan->as_of, stayed = end_of_present(p), free_from = later(stayed, today);
	bool stuck = false; /* behind a phase without a day no other has one */
	change last = { plan->since_given ? plan->since : DR_NO_DAY, false };
	for (size_t i = 0; i < plan->phases.len; i++) {
		dr_plan_phase *phase = &plan->phases.items[i];
		if (phase->there && last.planned) {
			free_from = later(free_from, fill_stay(p, phase, last.on));
		}
		if (phase->state != DR_PHASE_UPCOMING) {
			continue;
		}
		dr_day start = first_day(p, phase, free_from);
		if (keeps_away(p, phase, &last)) {
			start = later(start, last.on + BETWEEN_CHANGES);
		}
		if (phase == plan->next) {
			plan->due = phase->enforces_more ? stayed : start;
			start = wait_for_slot(p, phase, start);
			stuck = start == DR_NO_DAY;
		}
		if (!stuck) {
			phase->not_before = dr_planner_next_day(p, start, &phase->delays);
		}
		stuck = phase->not_before == DR_NO_DAY;
		free_from = later(free_from, fill_stay(p, phase, phase->not_before));
		if (phase->records.len > 0) {
			last = (change){ phase->not_before, true };
			plan->end = phase->not_before;
		}
	}
	judge_target(p, stuck);
}
