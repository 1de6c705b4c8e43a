/* Reporters that tell another policy than the others: who they are, and what came of it. */
#include "plan/history.h"

/* "reports of odd.example (and of 2 more) told p=none until 2026-12-09, …", of those of the list
 * that told the policy, the first of them at `at`. */
static void add_note(dr_planner *p, const dr_planner_sights *list, size_t at, const char *what)
{
	const dr_traffic *traffic = p->request->traffic;
	const uint32_t policy = list->items[at].policy;
	dr_day last = list->items[at].day;
	size_t more = 0;
	for (size_t i = at + 1; i < list->len; i++) {
		const dr_planner_sight *one = &list->items[i];
		more += one->policy == policy;
		last = one->policy == policy && one->day > last ? one->day : last;
	}
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "reports of %.*s",
	            DR_FMT(traffic->reporters.items[list->items[at].reporter].name));
	if (more > 0) {
		dr_buf_addf(&text, " (and of %zu more)", more);
	}
	dr_buf_addf(&text, " told %.*s until ", DR_FMT(traffic->policies.items[policy].text));
	dr_day_write(last, &text);
	dr_buf_addf(&text, "%s", what);
	dr_list_add(p->arena, &p->plan->notes, dr_buf_str(&text));
}

/* A line for each policy; anybody can mail reports, so not for all of many. */
static void add_notes(dr_planner *p, const dr_planner_sights *list, const char *what)
{
	enum { SHOWN = 3 };
	size_t count = 0;
	for (size_t i = 0; i < list->len; i++) {
		bool first = true;
		for (size_t k = 0; k < i && first; k++) {
			first = list->items[k].policy != list->items[i].policy;
		}
		if (first && count++ < SHOWN) {
			add_note(p, list, i, what);
		}
	}
	if (count > SHOWN) {
		dr_buf text;
		dr_buf_init(&text, p->arena);
		dr_buf_addf(&text, "reports told %zu more policies%s", count - SHOWN, what);
		dr_list_add(p->arena, &p->plan->notes, dr_buf_str(&text));
	}
}

/* Later than a cache explains, and not long ago. */
static bool is_late(const dr_plan *plan, const dr_planner_sight *last)
{
	enum { TOLD_DAYS = 28 };
	return plan->since_given && last->day > plan->since + DR_PLANNER_STRAGGLE_DAYS &&
	       last->day > plan->as_of - TOLD_DAYS;
}

/* What it told last holds the clock up. */
static bool holds_clock(const dr_planner *p, const dr_planner_sight *last)
{
	return p->plan->clock == DR_CLOCK_REPORTS && p->plan->since == last->day + 1 &&
	       !dr_planner_is_same_policy(&last->told, &p->history->now);
}

void dr_planner_note_dissent(dr_planner *p)
{
	const dr_planner_history *h = p->history;
	dr_planner_sights aside = { 0 }, held = { 0 };
	bool others = false; /* told today's while one of them did not */
	for (size_t i = 0; i < h->aside.len; i++) {
		if (is_late(p->plan, &h->aside.items[i])) {
			dr_list_add(p->arena, &aside, h->aside.items[i]);
		}
	}
	for (size_t i = 0; i < h->sights.len && !h->is_left; i++) {
		const dr_planner_sight *one = &h->sights.items[i];
		bool last = i + 1 == h->sights.len || one[1].reporter != one->reporter;
		others = others || (one->day == h->last_other &&
		                    dr_planner_is_same_policy(&one->told, &h->now));
		if (last && holds_clock(p, one)) {
			dr_list_add(p->arena, &held, *one);
		}
	}
	add_notes(p, &aside, ", while others told the present record: that is left aside");
	if (others) {
		add_notes(p, &held,
		          ", as others told the present record, which therefore counts from the "
		          "day after: where that is wrong, --since DATE says so");
	}
}
