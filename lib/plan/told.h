/* Policies as reports tell them (policy_published, RFC 7489 appendix C, RFC 9990 appendix A), as
 * facts and records do, to be compared. */
#pragma once
#include "plan/plan_priv.h"
#include "record/policy.h"

/* What holds for the domain and for names below it. Reports may leave sp and np out, which then are
 * DR_POLICY_UNSET: older reporters say nothing of np. */
typedef struct dr_planner_told {
	dr_policy p, sp, np;
	uint64_t pct;            /* of the mail that p is meant for; 100 where nobody says so */
	bool t;                  /* meant as a test */
	bool tells_pct, tells_t; /* newer reporters do not know pct, older ones t */
} dr_planner_told;

enum {
	DR_PLANNER_STRAGGLE_DAYS = 3, /* reports may still show what a cache answered */
	DR_PLANNER_ALL = 100          /* pct, of the mail */
};

/* "p=none sp=reject pct=10". */
dr_planner_told dr_planner_read_told(dr_str text);
/* habits.c: fills p->told. Who tells sp (or np) of one record and leaves it out of another saw that
 * it was not written there, unless others tell it on the same days. */
void dr_planner_read_policies(dr_planner *p);
/* By the tags that can be read, with what they fall back to. */
dr_planner_told dr_planner_told_by(const dr_dmarc_facts *dmarc);
/* The same of today's record, where p falls back to none. */
dr_planner_told dr_planner_told_now(const dr_planner *p);
/* The same of any record. */
dr_planner_told dr_planner_told_in(const dr_dmarc *record);
/* Fewer messages were meant by it than are today, or it was a test: as far as it tells. */
bool dr_planner_was_milder(const dr_planner_told *then, const dr_planner_told *now);
/* They do not differ in what both tell of pct and t, as far as that matters. */
bool dr_planner_is_same_stage(const dr_planner_told *a, const dr_planner_told *b);
/* Nothing that both of them tell differs. */
bool dr_planner_is_same_policy(const dr_planner_told *a, const dr_planner_told *b);
/* Without what a reporter may fill in where it does not read a tag. */
dr_planner_told dr_planner_firm(dr_planner_told t);
/* A tag that a report left out may say anything. */
bool dr_planner_agrees(dr_policy seen, dr_policy now);
/* Only an organizational domain's sp and np are looked at. */
bool dr_planner_speaks_below(const dr_planner *p);

/* A policy of the domain as reports that are believed saw it. */
typedef struct {
	dr_planner_told told;
	dr_day first, last;
	dr_strs reporters; /* that told it then */
} dr_planner_sighting;
typedef DR_LIST(dr_planner_sighting) dr_planner_sightings;

/* What reporters told on the same days on which others told today's policy. */
typedef struct {
	dr_str text;
	dr_day last; /* of those days */
	dr_strs reporters;
} dr_planner_dissent;
typedef DR_LIST(dr_planner_dissent) dr_planner_dissents;

/* sightings.c: what they saw up to the day of the plan, without what is left aside, as others
 * outweigh it. What is disputed is not outweighed, but would be if somebody said that today's
 * policy is older. */
typedef struct {
	dr_planner_sightings list;
	dr_planner_dissents aside, disputed;
} dr_planner_seen;
dr_planner_seen dr_planner_read_sightings(dr_planner *p);
/* undated.c: reports of that p tell the one from the other. */
bool dr_planner_can_tell(const dr_planner_sightings *list, const dr_planner_told *one,
                         const dr_planner_told *other);
/* clock.c: reports do not tell today's record from the one before: it counts from what somebody
 * said, or from an earlier snapshot, if they saw no other policy since (DR_NO_DAY: they never did).
 */
void dr_planner_forget_reports(dr_planner *p, const dr_planner_told *then, dr_day last_other);
/* dissent.c: what was left aside of late, and who held the clock up. */
void dr_planner_note_dissent(dr_planner *p, const dr_planner_seen *seen);

/* turned.c: the last day on which a reporter told the other policy that goes on to tell today's;
 * DR_NO_DAY: nobody did. */
dr_day dr_planner_left_on(const dr_planner *p, const dr_planner_told *other,
                          const dr_planner_told *now);
