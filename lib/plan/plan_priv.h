/*
 * What the parts of the planner share while one plan is made.
 */
#pragma once
#include "gate/evidence.h"
#include "plan/plan.h"
#include "record/dmarc.h"

/* A gate holds so many report days running. */
enum { DR_GATE_REPORT_DAYS = 3 };

/* Whether the next step of p waits for names below the domain that move in steps of their own. */
typedef struct {
	const dr_playbook_phase *alone; /* it leaves them where they are; NULL: it does not */
	bool first;                     /* they do not move before it, only with it */
} dr_plan_turn;

typedef struct {
	dr_arena *arena;
	const dr_plan_request *request;
	const dr_playbook *playbook;
	const dr_facts *facts;
	dr_values values; /* facts, ask, findings */
	dr_ask_facts ask;
	dr_list findings; /* the variable: a dr_finding_facts, of the phase that is being made */
	dr_finding_facts
		unread; /* that may be there too: answers that were asked for are missing */
	DR_LIST(dr_why_set) unread_why; /* of each of them */
	/* As it was at the end of the last report days, latest first; none without reports. */
	dr_gate_evidence evidence[DR_GATE_REPORT_DAYS];
	size_t evidence_count;
	dr_reports_fact unread_reports; /* what they may show at best, when there are none */
	dr_stream_fact unread_stream;   /* the same of a stream */
	dr_stream_aheads *aheads;       /* of the streams of evidence[0], once looked at; or NULL */
	dr_target_facts targets;        /* of the phase that is being made */
	dr_strs apart; /* names below the domain that phases before give a record of their own */
	dr_str shared_with; /* another domain, to whose record _dmarc is a CNAME; empty: to none */
	/* A phase that sets names apart, and the one before which it comes when that is not its
	 * place in the playbook; NULL: it is. */
	const dr_playbook_phase *apart_phase, *apart_before;
	dr_plan_turn turn;
	dr_strs unmoved;   /* for which no step does more: they get none */
	bool went_back;    /* the present policy is weaker than the one before it */
	bool since_is_old; /* no report tells whether it is of this step or of the one before */
	dr_strs homeless;  /* names that fail, are not in DNS, and can get none */
	struct dr_planner_history *history; /* of the record, as reports tell it */
	dr_plan *plan;
	dr_error *err; /* set by the first phase that could not be judged */
	int code;
} dr_planner;

/* A name below the domain, what is to be said of it, and what to do. */
typedef struct {
	dr_str name, text, todo;
} dr_planner_name;
typedef DR_LIST(dr_planner_name) dr_planner_names;

/* A condition of the playbook. NULL holds. An undecided one does not; when an answer is missing
 * that was asked for, the plan becomes incomplete. */
bool dr_planner_holds(dr_planner *p, const dr_expr *condition);
/* A text of the playbook. */
dr_str dr_planner_text(dr_planner *p, const dr_template *template);

/* The same phase of the plan, to be written to; NULL for NULL. */
dr_plan_phase *dr_planner_writable(dr_planner *p, const dr_plan_phase *phase);
/* A phase of the playbook by its id, or NULL. */
const dr_playbook_phase *dr_planner_find_phase(const dr_playbook *playbook, dr_str id);

/* ask.c: what the person asked for, in words of the playbook. */
void dr_planner_fill_ask(dr_planner *p);
/* No record of its own, and the policy of another name's record is enforced. */
bool dr_planner_inherits(dr_planner *p);

/* records.c: a record, read. */
dr_dmarc dr_planner_parse(dr_planner *p, dr_str text);
/* The record that is inherited, as one of the domain's own; the empty slice: there is none. */
dr_str dr_planner_inherited(dr_planner *p);
/* Receivers of both generations treat the name as such a record would have them do. */
bool dr_planner_inherits_evenly(dr_planner *p);
/* The record before the plan; the empty slice when there is none that counts. */
dr_str dr_planner_published(dr_planner *p);
/* Without a policy that can be read, every receiver acts as if p, sp and np said none (RFC 9989
 * 4.10.1, RFC 7489 6.6.3): a plan starts from there. Only new ones look at np. */
bool dr_planner_is_void(const dr_dmarc *record);
/* The record of a phase, made from the one before it. */
dr_str dr_planner_edit(dr_planner *p, const dr_playbook_phase *from, dr_str before);
/* Whether a phase's record does anything that the one before it does not: one that says the same in
 * other words does nothing. */
bool dr_planner_changes(dr_planner *p, const dr_playbook_phase *from, dr_str before, dr_str after);
/* Whether some receiver would do less: what a phase adds acts on p, sp and np at once. */
bool dr_planner_weakens(dr_planner *p, dr_str before, dr_str after);
/* Fills records, effect and rollback of a phase whose record is `phase->text`. */
void dr_planner_fill_records(dr_planner *p, dr_plan_phase *phase, dr_str before);

/* held.c: whether some receiver would apply a stricter p than the phase is about, as pct and t go.
 */
bool dr_planner_raises_p(dr_planner *p, const dr_playbook_phase *from, dr_str before, dr_str after);
/* The same of sp and np, as far as pct and t held them back, once p is enforced. */
bool dr_planner_raises_names(dr_planner *p, const dr_playbook_phase *from, dr_str before,
                             dr_str after);
/* What a phase makes of the record. One about p keeps pct and t where names below would else go
 * beyond what it is about, or beyond the target: p does not wait for them. */
dr_str dr_planner_let_go(dr_planner *p, const dr_playbook_phase *from, dr_str before);

/* Some receiver would do more than it does now, and more than the target. */
bool dr_planner_exceeds(dr_planner *p, dr_policy target, dr_str before, dr_str after);

/* readable.c: a record without what no receiver can read: what is no tag, or has no value that it
 * allows. Policies and addresses stay as they are. */
dr_str dr_planner_readable(dr_planner *p, dr_str text);
/* What could not be read before, or stood there twice, and is not in `after`: "\"foo bar\", …". */
dr_str dr_planner_left_out(dr_planner *p, dr_str before, dr_str after);

/* below.c: names below the domain. */
void dr_planner_list_names(dr_planner *p);
/* What DNS says of one; NULL: nothing. */
const dr_dmarc_below_fact *dr_planner_find_below(const dr_planner *p, dr_str name);
/* It has a record of its own. NULL: nobody knows of one. */
bool dr_planner_has_own(const dr_dmarc_below_fact *below);
/* Its _dmarc is a CNAME to the domain's record: it has no record of its own, and p holds for it. */
bool dr_planner_is_shared(const dr_dmarc_below_fact *below);
/* It is certainly not in DNS. */
bool dr_planner_is_missing(const dr_dmarc_below_fact *below);
/* People plan the name by itself: it keeps its record. */
bool dr_planner_is_planned(const dr_planner *p, dr_str name);
/* apart.c: no phase has given a name a record of its own so far. */
void dr_planner_start_below(dr_planner *p);
/* Records of names below the domain that a phase sets or takes away. */
void dr_planner_fill_beside(dr_planner *p, const dr_playbook_phase *from, dr_plan_phase *phase);
/* room.c: a record apart is of use only when a step after it would do more to the name; the others
 * are listed in planner->unmoved. */
bool dr_planner_sets_apart_for_nothing(dr_planner *p);
/* It comes just before that step: steps before it do not wait for records that they do not need. */
bool dr_planner_sets_apart_too_early(dr_planner *p);
/* run.c: whose policy the finding matters for; what is not only about names below is about p. */
dr_str dr_planner_scope_of(const dr_finding *finding);
/* run.c: one phase with its gates: whether it is part of the plan, and its record, made from
 * the one before. */
dr_plan_phase dr_planner_make_phase(dr_planner *p, const dr_playbook_phase *from, dr_str before);
/* The phases of the plan, for the turn that is taken, with the present one and the next. */
void dr_planner_plan_phases(dr_planner *p);
/* turns.c: the phases of the plan. */
void dr_planner_take_turns(dr_planner *p);
/* A step that moves names below the domain only, beside the ladder of p or after its first rung. */
bool dr_planner_is_on_top(dr_planner *p, const dr_plan_phase *phase);
/* alone.c: a gate's scope is sp or np. */
bool dr_planner_is_below(dr_str scope);
/* The gate is open. One about a name that gets a record of its own before is in nobody's way. */
bool dr_planner_is_in_the_way(const dr_planner *p, const dr_plan_gate *gate);
/* The record before a phase has p where the phase wants it. */
bool dr_planner_stands(dr_planner *p, const dr_playbook_phase *from, dr_str before);
/* follow.c: the first phase after this one in which names below follow p; NULL: there is none. */
const dr_playbook_phase *dr_planner_find_following(const dr_planner *p,
                                                   const dr_playbook_phase *from);
/* Why names do not follow p in such a phase, made as `phase`; the empty slice: they do. */
dr_str dr_planner_does_not_follow(dr_planner *p, const dr_playbook_phase *from,
                                  const dr_plan_phase *phase, dr_str before);
/* A record treats names below the domain milder than the domain: an earlier step went alone, or
 * whoever wrote it wanted it so. */
bool dr_planner_are_names_behind(dr_planner *p, dr_str text);
/* Whether a step takes p alone, for only names below the domain are in the way;
 * *ret_alone is the phase as it is then. */
bool dr_planner_goes_alone(dr_planner *p, const dr_playbook_phase *from, const dr_plan_phase *phase,
                           dr_str before, dr_playbook_phase *ret_alone);
/* What p's step drops held names below back, too, though sp and np stay as they are: the gates of
 * those that it moves are added to `alone`. False: they are those of all that the phase is about.
 */
bool dr_planner_asks_of_moved(dr_planner *p, const dr_playbook_phase *from,
                              const dr_plan_phase *lone, dr_playbook_phase *alone);
/* The published p is as strong as the phase makes it. */
bool dr_planner_is_raised(const dr_planner *p, const dr_playbook_phase *from);
/* ahead.c: the same the other way round, for a phase that comes only while p waits: why it does not
 * come; the empty slice when it does, and `phase->ahead` says what p waits for. */
dr_str dr_planner_stays_with_p(dr_planner *p, const dr_playbook_phase *from, dr_plan_phase *phase,
                               dr_str before);
/* alone.c: says what stays behind, and why. */
void dr_planner_add_left_task(dr_planner *p, const dr_playbook_phase *from, dr_plan_phase *phase);
/* Whether a phase before gives this name a record of its own. */
bool dr_planner_is_set_apart(const dr_planner *p, dr_str domain);
/* Why names that fail get no record of their own, and what to do instead. */
void dr_planner_add_homeless_tasks(dr_planner *p, dr_plan_phase *next);
/* Names whose own record stays weaker than what the record of a phase, the last, says of names
 * below it, and that nobody plans by themselves; with a sentence that says so. */
dr_planner_names dr_planner_find_weaker(dr_planner *p, const dr_plan_phase *phase);
/* Tasks about them, for the last phase that is ahead. */
void dr_planner_add_weaker_tasks(dr_planner *p, dr_plan_phase *next);
/* The most that a receiver does while a phase lasts, by the domain's record, with mail of an author
 * domain that fails. */
dr_str dr_planner_strictest(const dr_planner *p, const dr_plan_phase *phase, dr_str domain);
/* What the strictest receivers do today with its mail that fails, a record of its own read too. */
dr_policy dr_planner_today(dr_planner *p, dr_str domain);
/* apart.c: the name's own record is the one that the plan would give it today. */
bool dr_planner_is_apart(dr_planner *p, const dr_dmarc_below_fact *below);
/* The record of a name below as it was: with that policy, as it went; DR_POLICY_UNSET:
 * there was none. */
dr_plan_record dr_planner_own_before(dr_planner *p, const dr_dmarc_below_fact *below,
                                     dr_policy policy, dr_str why);
/* Adds a name's own record, as it is or, where it has none, as the domain's, with p one policy
 * lower, or none `at_once`; once for a name. False: not where nobody knows whether it has one. */
bool dr_planner_lower_own(dr_planner *p, dr_str name, bool at_once, dr_str why,
                          dr_plan_records *records);
/* A phase changes that, and no phase before takes the name out of it. */
bool dr_planner_touches(const dr_planner *p, const dr_plan_phase *phase, dr_str domain);

/* foresee.c: what gates may see at best of reports that nobody has read. */
void dr_planner_expect_reports(dr_planner *p);
/* What only days can bring: the first day on which the gate can be met, of reports as they are;
 * DR_NO_DAY: nobody can tell. One of streams looks at the variable. */
dr_day dr_planner_opens_on(dr_planner *p, const dr_playbook_gate *from);
/* The same once a message of the stream was checked outside; DR_NO_DAY: that is less than a
 * week sooner than `opens`, the day without it. */
dr_day dr_planner_opens_checked(dr_planner *p, const dr_playbook_gate *from, dr_day opens);
/* The same where there are no reports: one of streams waits for a stream that is well. */
dr_day dr_planner_opens_unread(dr_planner *p, const dr_playbook_gate *from);
/* The first day of reports that begin with a step on this day; DR_NO_DAY: none do. */
dr_day dr_planner_reports_begin(dr_planner *p, const dr_plan_phase *step, dr_day on);
/* When a phase's gate may open at the earliest, as reports begin on a day that is ahead. */
dr_day dr_planner_opens_with(dr_planner *p, const dr_playbook_phase *from, const dr_plan_gate *gate,
                             dr_day reports);
/* The first day on which what a step changed is settled, as far as the gate goes. */
dr_day dr_planner_settles_on(const dr_playbook_gate *from, dr_day step, int64_t ttl);

/* gates.c, tasks.c */
/* Points the variables of evidence at one of the report days that are looked at. */
void dr_planner_look_at(dr_planner *p, size_t end);
/* Judges a gate as a phase would; for streams and sources one result each. */
void dr_planner_judge_gate(dr_planner *p, const dr_playbook_phase *from,
                           const dr_playbook_gate *gate, dr_plan_gates *gates);
/* accept.c: a person may close a gate of which nobody knows, for a time; never an open one. */
void dr_planner_accept_gate(dr_planner *p, dr_plan_gate *gate);
/* A line of the config closes it on that day. */
bool dr_planner_is_accepted_on(const dr_planner *p, const dr_plan_gate *gate, dr_day day);
/* What the config says that comes to nothing. */
void dr_planner_find_remarks(dr_planner *p);
/* doubt.c: a gate that is met only as long as findings that could not be made are not there is not
 * known. */
void dr_planner_doubt_gate(dr_planner *p, const dr_playbook_gate *from, dr_plan_gate *gate);
/* Whether the gate would be there with findings that could not be made. */
bool dr_planner_may_be_there(dr_planner *p, const dr_playbook_gate *gate);
void dr_planner_fill_gates(dr_planner *p, const dr_playbook_phase *from, dr_plan_phase *phase);
/* asked.c: whether a step asks this of anything, and of what a gate was judged for. */
bool dr_planner_asks(const dr_planner *p, const dr_playbook_phase *from, const dr_plan_phase *phase,
                     const dr_playbook_gate *gate);
bool dr_planner_asks_of(const dr_planner *p, const dr_playbook_phase *from,
                        const dr_plan_phase *phase, const dr_plan_gate *gate);
/* `before`: the record before the phase. */
void dr_planner_fill_tasks(dr_planner *p, const dr_playbook_phase *from, dr_str before,
                           dr_plan_phase *phase);
/* A second address, when all reports go elsewhere. */
void dr_planner_add_reader_task(dr_planner *p, dr_plan_phase *next);
/* Tasks of findings go to the next phase, errors also become blockers. */
void dr_planner_add_findings(dr_planner *p, dr_plan_phase *next);
/* The same of errors alone, for the phase that a plan ends with. */
void dr_planner_add_errors(dr_planner *p, dr_plan_phase *last);
/* Sources that nobody decided about and that no gate waits for: a step may touch them. */
void dr_planner_add_small_sources(dr_planner *p, dr_plan_phase *next);

/* targets.c: where the records of a phase have reports sent, see planner->targets. What only the
 * planned record `before` it names is that phase's; empty: everything counts. */
void dr_planner_find_targets(dr_planner *p, const dr_plan_phase *phase, dr_str before);
/* Every address that somebody asked for is in a record's list. */
bool dr_planner_names_all(dr_planner *p, const dr_mailuris *list, const dr_strs *asked);

/* obstacles.c: what stands in the way, of gates, findings and decisions. */
void dr_planner_find_obstacles(dr_planner *p);
/* Adds one; NULL: no memory. */
dr_plan_obstacle *dr_planner_add_obstacle(dr_planner *p, dr_str what, dr_str todo, dr_str command,
                                          dr_str because);
/* "dmarcramp WHAT ABOUT". */
dr_str dr_planner_command(dr_planner *p, const char *what, dr_str about);
/* sender_obstacle.c: what a gate saw and needs, in words. */
void dr_planner_add_measure(const dr_plan_gate *gate, dr_buf *text);
/* A gate about a stream or source as an obstacle, unless it is repaired. */
void dr_planner_add_sender_obstacle(dr_planner *p, const dr_plan_gate *gate);
/* What gates about streams say is to be done, where that is to wait. */
void dr_planner_fill_todos(dr_planner *p);
/* mended.c: the stream that a gate is about; NULL: it is about none. */
const dr_stream_fact *dr_planner_find_stream(const dr_planner *p, const dr_plan_gate *gate);
/* The stream that an open gate is about passes since a week. */
bool dr_planner_passes_by_now(const dr_planner *p, const dr_plan_gate *gate);
/* What the gate is about is well by now: for a gate of DKIM it passes by that. */
bool dr_planner_is_mended(const dr_planner *p, const dr_plan_gate *gate);
/* Reports show what is wrong with the sender, and it is so still. */
bool dr_planner_has_problem(const dr_planner *p, const dr_plan_gate *gate, const dr_sender *sender);
/* broken.c: a stream that passed, and fails on the last days with mail of it. */
typedef struct {
	dr_day since;
	dr_tally before, now; /* of the days until then, and of those since */
} dr_planner_broken;
bool dr_planner_find_broken(const dr_planner *p, const dr_mail_stream *stream,
                            dr_planner_broken *ret_broken);
/* losses.c: mail of ours that today's policy costs, whatever the next step is. */
void dr_planner_find_losses(dr_planner *p);
/* Tasks of a phase that sets names apart: whose mail fails as them, and who repairs it. */
void dr_planner_tell_of_apart(dr_planner *p, dr_plan_phase *phase);
/* An address that the phase has reports sent to does not take them. */
bool dr_planner_waits_for_address(const dr_plan_phase *phase);
/* The finding holds the phase up: it waits for clean records, as the first record does not. */
bool dr_planner_is_blocker(const dr_plan_phase *phase, const dr_finding *finding);

/* place.c: a record of _dmarc.<domain>, or of the name that it is a CNAME to; an empty value
 * removes it. */
dr_plan_record dr_planner_record(dr_planner *p, dr_str value, dr_str why);
/* The same of any name. */
dr_plan_record dr_planner_record_at(dr_planner *p, dr_str name, dr_str value, dr_str why);
dr_plan_record dr_planner_cname_at(dr_planner *p, dr_str name, dr_str target, dr_str why);
/* What stands at the domain's own name before a step: the CNAME to the record of another domain, or
 * a record. */
dr_plan_record dr_planner_record_before(dr_planner *p, dr_str before, dr_str why);
/* Whether _dmarc is a CNAME; who then has to change the record. */
void dr_planner_find_place(dr_planner *p);
/* What a CNAME to the record of another domain means for ways back. */
void dr_planner_note_returns(dr_planner *p);
void dr_planner_add_place_task(dr_planner *p, dr_plan_phase *phase);
/* What a CNAME at _dmarc of a name below means for a record that a phase sets or takes away there.
 */
void dr_planner_add_alias_task(dr_planner *p, dr_plan_phase *phase,
                               const dr_dmarc_below_fact *below);

/* clock.c: since when the present record is published, and what else the past says. */
void dr_planner_read_clock(dr_planner *p);
/* undated.c: whether they do, by the step that the playbook would have taken last. */
void dr_planner_doubt_clock(dr_planner *p);

/* evidence.c: the TTL of the published record, or that of new ones; seconds. */
int64_t dr_planner_ttl(const dr_planner *p);
/* That of records that the plan writes: what the config says of the DNS host, else the playbook's.
 */
int64_t dr_planner_new_ttl(const dr_planner *p);
/* Adds the messages of a stream since a day, direct or not. */
void dr_planner_count_stream(const dr_planner *p, const dr_mail_stream *stream, dr_day from,
                             uint64_t *messages, uint64_t *failing);
/* What reports show on the last report days; what they say about a phase. */
void dr_planner_read_evidence(dr_planner *p);
size_t dr_planner_count_senders(const dr_planner *p);
void dr_planner_fill_impact(dr_planner *p, dr_plan_phase *phase);
/* Both columns of a decision about reject. */
void dr_planner_fill_columns(dr_planner *p, dr_plan_decision *decision);

/* alarms.c: what broke since the present phase began. */
void dr_planner_find_alarms(dr_planner *p);

/* silence.c: whether reports stopped. */
void dr_planner_find_silence(dr_planner *p);

/* dates.c: stays of all phases and the days on which they may begin. */
void dr_planner_fill_dates(dr_planner *p);
/* The day on which a phase that begins on `start` may end. */
dr_day dr_planner_end_of_stay(dr_planner *p, const dr_plan_phase *phase, dr_day start);
/* proof.c: what to say of a check that ends before a step which rests on it; or empty. */
dr_str dr_planner_ends_before_step(dr_planner *p, const dr_source_decision *d);

/* target.c: whether the day on which the target is wanted can be kept, and why not. */
void dr_planner_judge_target(dr_planner *p);

/* step_day.c: the first day from `day` on on which a step may be taken; what it waits for is
 * added to `delays`. */
dr_day dr_planner_next_day(dr_planner *p, dr_day day, dr_strs *delays);
/* came.c: not within 7 days of a record of a name below, which is a step of the plan, too. */
dr_day dr_planner_wait_for_names(dr_planner *p, dr_day day, dr_strs *delays);
/* A change that an earlier snapshot shows moves the phase on with every day on which a plan is
 * made: the snapshot is too old for it to be known as lately. What changed, and the snapshot's day;
 * NULL: none does. */
const char *dr_planner_waits_without_end(const dr_planner *p, const dr_plan_phase *phase,
                                         dr_day *ret_then);
dr_calendar dr_planner_calendar(const dr_planner *p);

/* decide.c: whether somebody decided that the rollout ends at reject: a decision has somebody who
 * made it, and a reason; target: quarantine is one for less. */
bool dr_planner_is_decided(const dr_planner *p);
/* What people decided about a phase. The end that was decided skips phases. */
void dr_planner_decide(dr_planner *p, const dr_playbook_phase *from, dr_plan_phase *phase);
/* Adds the gate of a person who approves the step, where the config wants one. */
void dr_planner_add_approval(dr_planner *p, dr_plan_phase *phase);
/* The phase waits for a decision, and nobody made it. */
bool dr_planner_is_undecided(dr_planner *p, const dr_playbook_phase *from);
/* The step that it approved was taken, and went back since. */
bool dr_planner_is_older(const dr_planner *p, const dr_approval *a);
/* Why a phase that raises p, sp or np is beyond the target; the empty slice when it is not. */
dr_str dr_planner_beyond_target(dr_planner *p, const dr_playbook_phase *from);
/* Why a phase's record is: what pct or t held back would go beyond it. */
dr_str dr_planner_record_beyond_target(dr_planner *p, dr_str before, dr_str after);
/* Behind the last step: pct or t beside a policy above the target, which no step of the plan may
 * take away, for that raises the policy. Which of two records is meant only a person can say. */
void dr_planner_add_half_meant(dr_planner *p, dr_str text);

/* taken.c: whether the plan allowed the step that brought p where it is. */
void dr_planner_judge_taken(dr_planner *p);

/* back.c: ways back from what is published. */
void dr_planner_fill_returns(dr_planner *p);
/* before.c: the record before as an earlier snapshot or reports saw it; the empty slice: they saw
 * none, or one that were no way back. `now`: the p that is in force. */
dr_str dr_planner_seen_before(dr_planner *p, dr_policy now, dr_str *ret_why);
/* ladder.c: the one that the playbook would have had; the empty slice: it made none such as
 * today's. */
dr_str dr_planner_likely_before(dr_planner *p, const dr_dmarc *record);
/* came.c: records of names below that came or went after the domain's policy did: the way back is
 * about them alone. */
void dr_planner_undo_names(dr_planner *p, dr_plan_return *back);
/* stage.c: the published record with pct and t of the playbook's step before, where that has the
 * same p; the empty slice: it has not. */
dr_str dr_planner_stage_before(dr_planner *p, const dr_dmarc *record);
/* Anyone can send a report: where some reporters count, only they are believed. */
bool dr_planner_is_believed(const dr_planner *p, const dr_seen_policy *seen);
/* The value of a tag in a policy as reports saw it, "p=none sp=reject"; the empty slice: none. */
dr_str dr_planner_seen_tag(dr_str policy, dr_str tag);
/* A way back without pct and t, unless some receiver would then do more than it does now. */
dr_str dr_planner_without_stage(dr_planner *p, dr_str text);
/* inherited.c: the same of a name that inherits a policy that is enforced. */
void dr_planner_fill_returns_of_inherited(dr_planner *p);
/* relieve.c: `record` is what is published; after an alarm its records lower what broke, and no
 * more than that when the way back does not begin with it: `down`, when it is no phase's record
 * before. */
void dr_planner_relieve(dr_planner *p, const dr_dmarc *record, bool down, dr_plan_return *back);
/* The same of the emergency: names below are not helped by p where sp, np or a record of their own
 * holds. */
void dr_planner_relieve_at_once(dr_planner *p, const dr_dmarc *record, dr_plan_return *back);
