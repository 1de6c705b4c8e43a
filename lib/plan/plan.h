/*
 * The plan: phases from what is published today to the target, each with its exact record, dates,
 * gates, effect per kind of receiver, tasks and the way back.
 *
 * A plan is made of facts, findings and a playbook; nothing of it depends on the clock. It never
 * proposes a weaker policy than the published one, and what is not known never makes a gate met.
 */
#pragma once
#include "base/clock.h"
#include "config/config.h"
#include "facts/facts.h"
#include "plan/calendar.h"
#include "playbook/playbook.h"
#include "rule/rule.h"
#include "traffic/traffic.h"

typedef enum {
	DR_PHASE_DONE,
	DR_PHASE_CURRENT,
	DR_PHASE_UPCOMING,
	DR_PHASE_SKIPPED
} dr_phase_state;
const char *dr_phase_state_name(dr_phase_state state);

typedef enum { DR_GATE_MET, DR_GATE_OPEN, DR_GATE_UNKNOWN, DR_GATE_ACCEPTED } dr_gate_state;
const char *dr_gate_state_name(dr_gate_state state);

/* Where the age of the present record is known from. */
typedef enum {
	DR_CLOCK_REPORTS,  /* reports name the policy that they saw */
	DR_CLOCK_SAID,     /* --since, or `since` of the config */
	DR_CLOCK_SNAPSHOT, /* it was there on the day of an earlier snapshot: at least as old */
	DR_CLOCK_CHANGED,  /* an earlier snapshot shows another policy: at most as old */
	DR_CLOCK_TODAY     /* not known: counted from today */
} dr_plan_clock;
const char *dr_plan_clock_name(dr_plan_clock clock);

typedef struct {
	dr_str action; /* set remove */
	dr_str name;   /* _dmarc.example.com, or the name that it is a CNAME to */
	dr_str type;   /* TXT */
	int64_t ttl;
	dr_str value;      /* joined text; empty for remove */
	dr_str host_field; /* what a web form wants: "_dmarc"; the whole name in a foreign zone */
	dr_str zone;       /* the zone, which a web form adds; empty: the name is not in it */
	dr_str why;
} dr_plan_record;
typedef DR_LIST(dr_plan_record) dr_plan_records;

/* What a gate saw. */
typedef struct {
	bool given;
	int64_t value; /* in ten-thousandths: a share of 1, or a count; -1: no number */
	int64_t of;    /* messages, days; -1: of nothing that is counted */
	dr_str text;
} dr_measure;

typedef struct {
	dr_str id, title, scope;
	dr_str each;   /* stream, source, address: what it is judged for; empty: the domain */
	dr_str owner;  /* who answers for the source; empty: nobody said */
	dr_str source; /* the stream, source or address it is about; empty: the domain */
	dr_str sender; /* the same without the author domain it uses */
	dr_str domain; /* that author domain; empty: it is about no stream or source */
	dr_gate_state state;
	dr_measure measured;
	dr_str needed, todo;
	dr_str accepted_by; /* who, until when and why; empty unless accepted */
	dr_day opens;       /* it cannot be met before this day, even if it is accepted for a time;
	                       DR_NO_DAY: nobody can tell */
	dr_day opens_checked; /* the same once a message of its stream was checked outside;
	                         DR_NO_DAY: that makes it hardly sooner */
	dr_strs because;      /* facts that are missing when it is unknown for want of an answer */
	bool unread;          /* unknown, for an answer was asked for and could not be had */
	bool left_out;        /* so it is, for a limit of ours: time does not tell, a person may */
	bool waits;           /* nothing of its stream is to be repaired: days must go by */
} dr_plan_gate;
typedef DR_LIST(dr_plan_gate) dr_plan_gates;

typedef struct {
	dr_str kind, text;
	dr_str because; /* id of the rule whose finding it is, or empty */
} dr_plan_task;
typedef DR_LIST(dr_plan_task) dr_plan_tasks;

/* What receivers do with mail that fails, while the phase lasts. */
typedef struct {
	dr_str rfc7489, rfc9989, weakest, strictest; /* none quarantine reject */
} dr_plan_effect;

/* Messages of a source that a step would touch. */
typedef struct {
	dr_str source;
	uint64_t affected;
} dr_plan_affected;
typedef DR_LIST(dr_plan_affected) dr_plan_affected_list;

/* What the evidence says a phase would have touched, had it been in force: at least so much, for
 * not every receiver reports. Probable forgeries and what people disowned are not in it. */
typedef struct {
	bool given;
	dr_day from, to;
	uint64_t reporters, messages, affected;
	dr_plan_affected_list sources; /* largest first */
} dr_plan_impact;

/* What a break of the main stream on the first day costs before a rollback works. */
typedef struct {
	bool given;
	uint64_t messages;
	int64_t hours;
	dr_str stream;
} dr_plan_exposure;

typedef struct {
	dr_str id, title, why;
	dr_phase_state state;
	dr_str skipped_because; /* empty unless skipped */
	bool there;             /* skipped, for what it is about is there with the step before */
	dr_plan_records records;
	dr_plan_records elsewhere; /* that others publish before: they agree to take reports */
	dr_plan_records wanted; /* what stands in DNS while the phase lasts; empty when skipped */
	dr_str text;            /* the DMARC record while the phase lasts */
	dr_plan_effect p, sp, np;
	dr_day not_before; /* upcoming: DR_NO_DAY when no day is free, see `delays`; current and
	                      done: since when, DR_NO_DAY when not known */
	dr_day earliest;   /* the same, with what gates wait for that only time brings */
	dr_str waits_for;  /* "PL002 (A quarter end was seen)"; empty: no gate takes longer */
	bool by_check;     /* a message of the stream, checked outside, makes that sooner */
	int64_t min_days;
	dr_day month_end; /* the stay also waits for this day; DR_NO_DAY: it does not */
	dr_strs delays;   /* why it does not begin earlier than its stays allow */
	dr_plan_gates gates;
	dr_plan_tasks tasks;
	dr_plan_impact impact;
	dr_plan_exposure exposure;
	dr_plan_records rollback;
	dr_strs triggers, cannot_undo;
	bool moves_p, moves_sp, moves_np; /* some receiver does more than before with such mail */
	bool enforces_more;               /* one of them; else the step need not wait */
	bool raises_p, raises_sp, raises_np; /* those do that already did most */
	bool alone;           /* names below stay behind p: they are not ready, or follow */
	dr_str ahead;         /* sp and np rise before p: what p waits for; empty: they do not */
	bool beside;          /* it changes records of names below the domain only */
	bool decision;        /* comes only after a person has decided */
	dr_findings findings; /* of the domain with this record, as far as that can be judged */
} dr_plan_phase;
typedef DR_LIST(dr_plan_phase) dr_plan_phases;

typedef struct {
	dr_str id, question;
	dr_strs in_favour, against;
	dr_str cost;   /* what it costs in a few words; empty: not known */
	dr_str answer; /* what was decided, by whom and why; empty: nothing yet */
} dr_plan_decision;
typedef DR_LIST(dr_plan_decision) dr_plan_decisions;

typedef struct {
	dr_str rule, message;
} dr_plan_blocker;
typedef DR_LIST(dr_plan_blocker) dr_plan_blockers;

/* One thing that stands in the way, as people would call it: a sender, a finding, a decision.
 * Behind the last step it is what must be decided to stay there. */
typedef struct {
	dr_str what;     /* "Payroll (payvendor.example, 41 reported messages): signs as …" */
	dr_str todo;     /* "ask HR: …" */
	dr_str command;  /* that says more; may be empty */
	dr_strs because; /* ids of gates or of a rule */
	bool to_do;      /* whatever the day: mail that fails, a source nobody decided about */
} dr_plan_obstacle;
typedef DR_LIST(dr_plan_obstacle) dr_plan_obstacles;

/* A name below the domain that was seen in From in 90 days, or has a record of its own. */
typedef struct {
	dr_str name;
	bool exists_known, exists; /* in DNS: np is for those that are not */
	bool own_known;
	dr_str own;                 /* its own DMARC record; empty: none, or not known */
	uint64_t messages, failing; /* reported in 90 days */
} dr_plan_name;
typedef DR_LIST(dr_plan_name) dr_plan_names;

/* A stream of ours that broke while the policy is enforced: what the present phase names as a
 * reason to go back. It lasts until a day without failures. */
typedef struct {
	dr_str source, domain;      /* who sends, as which author domain */
	dr_day day;                 /* the first day that calls for the way back */
	uint64_t messages, failing; /* of the days that do so together */
	dr_str text;                /* all of this in a sentence */
} dr_plan_alarm;
typedef DR_LIST(dr_plan_alarm) dr_plan_alarms;

/* A way back from what is published today. */
typedef struct {
	bool possible;
	dr_str why; /* why it is not, or what it assumes */
	dr_plan_records records;
	dr_strs cannot_undo;
} dr_plan_return;

/* The step that brought p where it is, judged as if it were still ahead. */
typedef struct {
	size_t waiting; /* gates that are open or unknown, and may be judged after it */
	dr_str bars;    /* what else speaks against it: "nobody has decided …"; may be empty */
} dr_plan_taken;

typedef struct {
	dr_str domain, playbook, pace, mail;
	dr_str owner;    /* who answers for the domain; empty: nobody said */
	dr_str provider; /* who runs its DNS; empty: nobody said */
	/* Options that it was made with, as one types them, each after a space: those that change
	 * its records, and the files that it was made from. For commands that are printed. */
	dr_str wishes, files;
	bool silent;    /* nothing sends as the domain: parked, or somebody said so */
	size_t senders; /* sources of ours that reports show or people declared; 0: not known */
	const dr_traffic *traffic; /* what it was made from; NULL: there were no reports */
	dr_day as_of;
	dr_calendar calendar; /* of its steps */
	dr_plan_clock clock;
	bool since_given; /* `since` is known */
	dr_day since;     /* since when the present record is published; DR_NO_DAY: not known */
	dr_day p_since, names_since; /* since when p is what it is, and sp and np: that day, or
	                                earlier, where only the others moved since;
	                                DR_NO_DAY: not known */
	dr_day said_since;           /* what somebody said about that; DR_NO_DAY: nobody did */
	dr_str disproved; /* why that cannot be: "reports saw another policy until …"; or empty */
	dr_day due;       /* when the stays let the next phase begin; before as_of: it is overdue */
	dr_day by;        /* when the target is wanted; DR_NO_DAY: nobody said */
	dr_day end;       /* when the last step may begin, with what gates wait for that only time
	                     brings; DR_NO_DAY: there is none ahead, or no day */
	dr_str late;      /* why `by` is not possible; empty when it is */
	dr_strs notes;    /* what changed behind the plan's back */
	dr_strs remarks;  /* what the config says about it that comes to nothing, and why */
	bool regressed;   /* the policy went back, and that is news: somebody should know why */
	bool unheard;     /* reports stopped while the policy is enforced */
	dr_plan_alarms alarms;    /* reasons to go back now; a plan with one begins no phase */
	dr_plan_return rollback;  /* to the record before */
	dr_plan_return emergency; /* to p=none, everything else untouched */
	dr_plan_return step_down; /* one policy lower */
	dr_str published;         /* the record today, empty when there is none */
	dr_str inherited_from;    /* the domain whose policy holds instead; empty: none does */
	int64_t kept; /* seconds that others may go on seeing it for after a way back; 0: there is
	                 none */
	dr_strs assumptions;
	dr_strs questions;   /* what to ask colleagues */
	dr_plan_names below; /* the domain; those in reports first */
	dr_plan_phases phases;
	const dr_plan_phase *current; /* NULL: nothing is published that the plan knows */
	const dr_plan_phase *next;    /* NULL: the plan is at its end */
	dr_plan_taken taken;
	dr_plan_decisions decisions;
	dr_plan_blockers blockers; /* errors that stand in the way of the next phase */
	bool losing; /* a stream of ours fails under the domain's present policy, which is enforced
	              */
	dr_strs losses; /* such streams that the next step does not wait for */
	dr_strs apart; /* streams that fail as names which the next step gives a record of their own
	                */
	dr_plan_obstacles obstacles; /* all that the next phase waits for beside its day */
	dr_str cname;    /* _dmarc is a CNAME to this name: its owner must change the record; or
	                    empty */
	bool incomplete; /* an answer that the plan needs could not be had */
	dr_str missing;  /* the fact that it would have given */
	dr_status missing_status;
} dr_plan;

/* Where many domains move, not all at once: when there is room for the next step of this one. */
typedef struct {
	dr_day day;     /* DR_NO_DAY: never */
	dr_strs delays; /* why not earlier */
} dr_plan_slot;

typedef struct {
	const dr_playbook *playbook;
	const dr_facts *facts;
	const dr_values *values; /* of the fact variables, in the playbook's order */
	const dr_judgement *judgement;
	const dr_config *config;     /* freezes and weekdays; NULL: none */
	const dr_domain_config *own; /* what people say about the domain; NULL: nothing */
	dr_day as_of;
	const dr_traffic *traffic;               /* judged; NULL: there are no reports */
	const struct dr_gate_evidence *evidence; /* what gates see instead of `traffic`; or NULL */
	dr_day since;                            /* as somebody said; DR_NO_DAY: nobody did */
	dr_day by;   /* when the target is wanted; DR_NO_DAY: nobody said */
	dr_str pace; /* small large */
	dr_str mail; /* empty: nobody said */
	dr_strs rua; /* URIs of addresses where reports are to go; empty: nobody said */
	dr_strs ruf;
	dr_str stop_at;           /* id of the last phase to plan; empty: all */
	dr_str wishes, files;     /* as in dr_plan */
	const dr_plan_slot *slot; /* NULL: there is room at any time */
	/* Judges the domain as it will be with this DMARC record: the findings, in `arena`. NULL:
	 * the findings of today stand for those of every phase. 0 or DR_E*. */
	int (*judge_after)(void *self, dr_arena *arena, dr_str record, dr_findings *ret_findings,
	                   dr_error *err);
	void *self;
	/* What reports show of the records of today. */
	dr_findings reported;
} dr_plan_request;

/* Makes a plan in `arena`. DR_ENAME when `stop_at` is no phase of the playbook; DR_ENOMEM; what
 * `judge_after` gave. */
int dr_plan_run(dr_arena *arena, const dr_plan_request *request, dr_plan *ret_plan, dr_error *err);

/* A phase of a plan by its id; NULL: there is none. */
const dr_plan_phase *dr_plan_find(const dr_plan *plan, dr_str id);

/* A phase is ahead, and freezes and declared changes leave no day on which it may begin. */
bool dr_plan_lacks_day(const dr_plan_phase *phase);

/* Whether a phase may begin on the plan's day. */
typedef struct {
	const dr_plan_phase *phase;
	bool reached;    /* it has begun already */
	bool allowed;    /* reached, or nothing stands in the way */
	bool unsure;     /* nothing does but answers that could not be had */
	dr_strs reasons; /* what does */
	dr_strs open;    /* of the last phase, once it has begun: what must be settled to stay */
} dr_plan_move;

/* DR_ENAME, with the phases that there are in err->text. */
int dr_plan_no_such_phase(dr_arena *arena, const dr_plan *plan, dr_str id, dr_error *err);

/* `id` empty: the next phase (at the end of a plan: the current one). DR_ENAME when the plan has no
 * such phase, DR_ENOMEM. */
int dr_plan_may_move(dr_arena *arena, const dr_plan *plan, dr_str id, dr_plan_move *ret_move,
                     dr_error *err);

/* Nothing but its day is in the way of the next step: no gate, no decision, no alarm. */
bool dr_plan_is_ready(const dr_plan *plan);

/* The same, and that day moves on with today, as nobody told since when the record is there. */
bool dr_plan_is_undated(const dr_plan *plan);
/* A person must act: a stream broke, or fails under a policy that is enforced, a step is due and
 * may begin within a week, or nobody can tell when, something stands in the way of one that is due,
 * a decision is missing, a source is new behind the last step, reports stopped, or the policy went
 * back behind the plan. */
bool dr_plan_needs_a_person(const dr_plan *plan);
