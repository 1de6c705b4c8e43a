/* What records say, and what reports tell of them (policy_published, RFC 7489 appendix C, RFC 9990
 * appendix A), to be compared. */
#pragma once
#include "plan/plan_priv.h"
#include "record/policy.h"

typedef enum {
	DR_TOLD_P,
	DR_TOLD_SP,
	DR_TOLD_NP,
	DR_TOLD_PCT,
	DR_TOLD_FULL, /* not a test: 0 where t=y */
	DR_TOLD_TAGS
} dr_told_tag;

enum {
	DR_TOLD_NOT = -1,             /* a report leaves the tag out: it may say anything */
	DR_PLANNER_ALL = 100,         /* pct, of the mail */
	DR_PLANNER_STRAGGLE_DAYS = 3, /* reports may still show what a cache answered */
};

/* Of each tag what holds: a dr_policy, a share, 0 or 1. More is stronger. */
typedef struct dr_planner_told {
	int16_t says[DR_TOLD_TAGS];
} dr_planner_told;

/* "p=none sp=reject pct=10": only what stands there. */
dr_planner_told dr_planner_read_told(dr_str text);
/* What holds where the tag does not stand there. */
int16_t dr_planner_fallback(const dr_planner_told *told, dr_told_tag tag);
/* Today's record by the tags that can be read, with what they fall back to, p to none; as
 * dr_planner_acting(). */
dr_planner_told dr_planner_told_now(const dr_planner *p);
/* The same of any record. */
dr_planner_told dr_planner_told_in(const dr_dmarc *record);
/* Without pct and t, where they say nothing: beside p=none for all. */
dr_planner_told dr_planner_acting(dr_planner_told told);
/* Nothing that both of them tell differs. */
bool dr_planner_is_same_policy(const dr_planner_told *a, const dr_planner_told *b);
/* The tags of `was` that said more than `is` does: "p=reject", "sp=quarantine np=reject"; else how
 * far it was meant. Empty: nothing went back. */
dr_str dr_planner_say_more(const dr_planner *p, const dr_planner_told *was,
                           const dr_planner_told *is);
/* Only an organizational domain's sp and np are looked at. */
bool dr_planner_speaks_below(const dr_planner *p);
