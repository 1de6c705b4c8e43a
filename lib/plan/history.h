/* The history of the domain's record as reports that are believed tell it: each reporter is
 * compared with itself, as it writes all records in its own way, and what they saw move is put
 * together. */
#pragma once
#include "plan/told.h"

/* What a reporter told on a day, as it means it. A tag is not told where the reporter never says
 * more of it than what would hold without it: it may not read it. */
typedef struct {
	dr_day day;
	uint32_t reporter, policy; /* their places in the traffic */
	dr_planner_told told;
	uint8_t assumed; /* by tag: it leaves that out, as it does where it is not written */
	bool wrong;      /* others know better, or who says since when today's record is there */
} dr_planner_sight;
typedef DR_LIST(dr_planner_sight) dr_planner_sights; /* by reporter, then day */

/* Older reports say nothing of today's record. */
enum { DR_PLANNER_HISTORY_DAYS = 4000 };
/* The first day of which there can be sights. */
dr_day dr_planner_first_sight(const dr_planner *p);

/* One tag of today's record. */
typedef struct {
	dr_day first;      /* since when it is there, as somebody told; DR_NO_DAY: nobody did */
	dr_day last_other; /* on which another value was told; DR_NO_DAY: none was */
} dr_planner_moved;

typedef struct dr_planner_history {
	dr_planner_told now;
	dr_planner_sights sights; /* of those that are right */
	dr_planner_sights aside;  /* the last ones of others */
	dr_planner_moved tags[DR_TOLD_TAGS];
	dr_day first, last_other; /* the same of all of them together */
	dr_planner_told other;    /* what was there on that day */
	bool is_left;             /* somebody who told it went over to what is there today */
} dr_planner_history;

/* sights.c: up to the day of the plan. */
dr_planner_sights dr_planner_read_sights(dr_planner *p);
/* What it tells, also by tags that the reporter may only fill in. */
dr_planner_told dr_planner_as_told(const dr_planner *p, const dr_planner_sight *sight);
/* weigh.c: leaves aside who is wrong. */
void dr_planner_weigh(dr_planner *p, dr_planner_history *history);
/* Where the sights of the reporter of the one at `at` end. */
size_t dr_planner_end_of_reporter(const dr_planner_sights *list, size_t at);
/* history.c: fills p->history. */
void dr_planner_read_history(dr_planner *p);
/* The first day of what these tags (bits) say today; DR_NO_DAY: nobody tells. */
dr_day dr_planner_first_of(const dr_planner_history *history, unsigned tags);
/* dissent.c: who was left aside of late, and who held the clock up. */
void dr_planner_note_dissent(dr_planner *p);
/* undated.c: reports of that p tell the one from the other. */
bool dr_planner_can_tell(const dr_planner *p, const dr_planner_told *one,
                         const dr_planner_told *other);
/* clock.c: reports do not tell today's record from the one before: it counts from what somebody
 * said, or from an earlier snapshot, if they saw no other policy since. */
void dr_planner_forget_reports(dr_planner *p, const dr_planner_told *then);
