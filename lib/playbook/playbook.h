/*
 * Playbooks: how a rollout goes, as data. Phases with their record edits, stays, gates, triggers
 * and tasks are YAML (rules/playbooks/); conditions are expressions over the facts of a domain,
 * what the person asked for (`ask`) and the findings.
 *
 * A phase is a change of the DMARC record and the time after it.
 */
#pragma once
#include "doc/bind.h"
#include "expr/expr.h"

/* What the person asked for: the variable `ask`. */
typedef struct {
	dr_str pace; /* small large */
	dr_str mail; /* people transactional mixed none; absent when nobody said */
	dr_status mail_status;
	dr_str rua; /* --rua: URIs with commas between them; absent when not given */
	dr_status rua_status;
	dr_str ruf;
	dr_status ruf_status;
	bool named;            /* the published record names every address that was asked for */
	dr_str report_address; /* mailboxes where reports are to go */
	dr_str target;    /* where the rollout ends: none quarantine reject, as somebody said */
	dr_str owners;    /* of sources of ours: "HR (payroll), Shop"; or what to call them */
	bool verified;    /* somebody declared sources, and checked each of them outside */
	bool no_mailbox;  /* silent, no address was said, and nobody receives mail there */
	bool receives;    /* mail can be sent to the domain, as far as is known */
	bool since_given; /* the age of the present record is known */
	bool inherits;  /* it has no record of its own, and another one's policy is enforced, which
	                   one of its own can say to all receivers */
	bool parked;    /* nothing sends: SPF allows nobody and there is no MX */
	bool sends;     /* it is not parked, and nobody said that it sends nothing */
	bool decided;   /* somebody decided where the rollout ends, and said why */
	bool below;     /* names below the domain were seen in From in 90 days, or have records of
	                   their own */
	bool own_below; /* one of them has a record of its own, or gets one in this plan */
} dr_ask_facts;

extern const dr_schema DR_ASK_FACTS_SCHEMA;

/* Where a record of the phase has reports sent: the variable `address`. */
typedef struct {
	dr_str name;    /* whose record it is: the domain, or a name below it */
	dr_str list;    /* rua or ruf */
	dr_str mailbox; /* or another URI */
	dr_str host;
	dr_str takes;         /* whether reports arrive there, as far as DNS says */
	dr_str authorisation; /* owner name of the record by which the host agrees, or empty */
	bool published;       /* the domain's record names it today */
} dr_target_fact;
typedef DR_LIST(dr_target_fact) dr_target_facts;
extern const dr_schema DR_TARGET_FACT_SCHEMA;

/* A finding as playbooks see it: an element of the variable `findings`, which in a phase are those
 * of the domain as it will be when the phase's record is published. */
typedef struct {
	dr_str rule;
	dr_str severity; /* error warning info */
	dr_str record;   /* spf dkim dmarc … */
	dr_str category;
	dr_str scope; /* p sp own: whose policy it matters for */
} dr_finding_fact;

typedef DR_LIST(dr_finding_fact) dr_finding_facts;
extern const dr_schema DR_FINDING_FACT_SCHEMA;

/* What a phase asks of streams: the variable `aim`. */
typedef struct {
	double share; /* that passes: 0.98 */
	int64_t days; /* good ones in a row */
} dr_aim;
extern const dr_schema DR_AIM_SCHEMA;

/* How long a phase lasts at least, when `when` holds (NULL: always). */
typedef struct {
	const dr_expr *when;
	int64_t days;
	bool month_end; /* and until a month has ended */
} dr_stay;
typedef DR_LIST(dr_stay) dr_stays;

/* What a gate is judged for. */
typedef enum { DR_EACH_DOMAIN, DR_EACH_STREAM, DR_EACH_SOURCE, DR_EACH_ADDRESS } dr_gate_each;

typedef struct {
	dr_str name; /* as phases call it */
	dr_str id;   /* PL004 */
	dr_str title;
	dr_str scope;           /* p sp np */
	const dr_expr *when;    /* NULL: always */
	dr_gate_each each;      /* a stream of ours, a source that nobody decided about, an
	                           address that reports go to */
	const dr_expr *where;   /* which of them; NULL: all */
	bool empty_is_met;      /* when there is none, with evidence; a gate for addresses is then
	                           not there */
	const dr_expr *met;     /* NULL: never; what is not known is not met */
	const dr_expr *unknown; /* not met, and this holds: nobody knows yet; NULL: it is open */
	const dr_template *measured, *value, *of; /* NULL: nothing is measured */
	const dr_template *opens_in; /* days from today on which it cannot be met yet, empty: no
	                                number of them helps; NULL: none */
	bool looks_ahead; /* it is judged for the stream on days ahead, for the first that meets it
	                   */
	int64_t settles;  /* days after the step before, on which it cannot be met either */
	const dr_template *needed;
	dr_str evidence; /* what reports must show, when there are none */
	const dr_template *todo;
} dr_playbook_gate;
typedef DR_LIST(dr_playbook_gate) dr_playbook_gates;

typedef struct {
	dr_str kind;         /* dns sender people verify decide */
	const dr_expr *when; /* NULL: always */
	const dr_template *text;
} dr_playbook_task;
typedef DR_LIST(dr_playbook_task) dr_playbook_tasks;

typedef struct {
	const dr_expr *when;
	const dr_template *text;
} dr_assumption;
typedef DR_LIST(dr_assumption) dr_assumptions;

typedef DR_LIST(const dr_template *) dr_templates;

/* How a phase behaves in one domain (run/playbook_examples.h). */
typedef struct {
	dr_str published; /* its DMARC record; empty: none */
	dr_str zone;      /* its other records; empty: those of a domain that sends */
	dr_strs below;    /* names below it that people or reports tell of */
	dr_strs asks;     /* URIs of addresses that people want aggregate reports at */
	dr_str pace, mail;
	const dr_node *reports, *streams, *sources; /* what gates see of reports; NULL: nothing */
	const dr_node *state;                       /* of the phase, in words */
	dr_str writes;                              /* the phase's record; empty: not said */
	dr_str removes;       /* owner name whose record the phase takes away; empty: not said */
	const dr_node *gates; /* states by id; NULL: not said */
} dr_phase_example;
typedef DR_LIST(dr_phase_example) dr_phase_examples;

typedef struct {
	dr_str id, title, why;
	dr_span at;                         /* of the phase in the text */
	const dr_expr *when;                /* whether the phase is part of a domain's plan */
	const dr_expr *reached;             /* whether the published record is there */
	dr_str skipped;                     /* why it is not part of the plan */
	dr_str raise_p, raise_sp, raise_np; /* policies this phase raises to; empty: as it is */
	dr_templates set;                   /* "tag=value": added where the tag is not there */
	dr_templates replace;               /* the same, whatever stands there */
	dr_strs remove;                     /* tags */
	dr_stays stay;
	dr_aim aim;
	dr_playbook_gates gates;       /* to be met before the phase begins */
	const dr_playbook_gate *apart; /* names below the domain of which a stream leaves this
	                                  gate open get a record of their own; or NULL */
	const dr_expr *leaves_below;  /* holds: the step does not wait for gates of sp and np; NULL:
	                                 it does */
	const dr_expr *while_p_waits; /* holds: the phase is part of the plan only while an open
	                                 gate holds up p, and none of its own is open; or NULL */
	bool catches_up; /* sp and np rise after p: the phase is part of the plan only where a step
	                    leaves them weaker, or the record does */
	bool rejoin;     /* own records of names below that say the same as the domain's go away */
	dr_playbook_tasks tasks;
	dr_strs triggers; /* when to go back */
	dr_strs cannot_undo;
	const dr_expr
		*decision; /* holds: a person decides whether the phase comes at all; or NULL */
	dr_str question;
	dr_strs in_favour, against;
	dr_phase_examples examples;
} dr_playbook_phase;
typedef DR_LIST(dr_playbook_phase) dr_playbook_phases;

typedef struct {
	dr_str name, title;
	uint8_t weekdays; /* bit 0 Monday … bit 6 Sunday: days on which a step may be taken */
	int64_t ttl;      /* of the records, seconds */
	dr_assumptions assumptions;
	dr_strs questions; /* what to ask colleagues */
	dr_playbook_phases phases;
	dr_playbook_gates gates; /* that its phases may name */
	const dr_source *text;   /* where it was read; borrowed */
	/* Those of facts, then `ask`, `findings`, `aim`, and `reports`, `stream`, `source`
	 * (evidence.h), and `address`. */
	dr_variables variables;
	size_t ask, findings, aim, reports, stream, source, address; /* their indices */
} dr_playbook;

/* Reads a playbook; `gates` is a list of gates that it may name beside its own, `facts` are the
 * variables of rules (run/variables.def). Every problem is added to `errors` with file, line and
 * column. The number of errors; the playbook is set only when it is 0. It lives in `arena`; both
 * sources must outlive it. */
size_t dr_playbook_load(dr_arena *arena, const dr_source *source, const dr_source *gates,
                        const dr_variables *facts, const dr_playbook **ret_playbook,
                        dr_errors *errors);

/* The gate of phases that somebody must approve, in every playbook. */
#define DR_PLAYBOOK_APPROVAL DR_STR("PL013")
/* Whether phases of the playbook may have a gate of that id. */
bool dr_playbook_has_gate(const dr_playbook *playbook, dr_str id);

/* Every phase needs an example in which it is ahead, with what it writes or removes when it edits
 * records, and one in which it is not. What is missing is added to `errors`; their number. */
size_t dr_playbook_check_examples(dr_arena *arena, const dr_playbook *playbook, dr_errors *errors);
