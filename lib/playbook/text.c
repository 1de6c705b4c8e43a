#include "playbook/playbook_priv.h"

static const char *const POLICIES[] = { "none", "quarantine", "reject", NULL };
static const char *const SCOPES[] = { "p", "sp", "np", NULL };
static const char *const TASKS[] = { "dns", "sender", "people", "verify", "decide", NULL };
static const char *const WEEKDAYS[] = { "mon", "tue", "wed", "thu", "fri", "sat", "sun", NULL };

static const char *const EACH[] = { "stream", "source", "address", NULL };

static const dr_field STAY_FIELDS[] = {
	DR_KEPT(dr_stay_text, when, "condition; left out: always", DR_MAY_BE_ABSENT),
	DR_PLAIN(dr_stay_text, days, "how long the phase lasts at least"),
	DR_PLAIN(dr_stay_text, month_end, "and until a month has ended", DR_DEFAULT_BOOL(false)),
};
static DR_SCHEMA(STAY_SCHEMA, "stay", dr_stay_text, STAY_FIELDS, "a least duration");

static const dr_field GATE_FIELDS[] = {
	DR_PLAIN(dr_gate_text, name, "as phases call it"),
	DR_PLAIN(dr_gate_text, id, "PL and a number"),
	DR_PLAIN(dr_gate_text, title, "what must hold"),
	DR_PLAIN(dr_gate_text, scope, "which policy it is about", DR_CHOICES(SCOPES)),
	DR_KEPT(dr_gate_text, like,
	        "a gate named before it, from which it has what it does not say itself",
	        DR_MAY_BE_ABSENT),
	DR_KEPT(dr_gate_text, when, "condition; left out: always", DR_MAY_BE_ABSENT),
	DR_PLAIN(dr_gate_text, each, "stream, source or address: one gate for each of them",
	         DR_DEFAULT_STR(""), DR_CHOICES(EACH)),
	DR_KEPT(dr_gate_text, where, "which of them", DR_MAY_BE_ABSENT),
	DR_PLAIN(dr_gate_text, empty_is_met, "it is met when there is none",
	         DR_DEFAULT_BOOL(false)),
	DR_KEPT(dr_gate_text, met, "condition", DR_MAY_BE_ABSENT),
	DR_KEPT(dr_gate_text, unknown, "condition: what is not met is not known yet",
	        DR_MAY_BE_ABSENT),
	DR_KEPT(dr_gate_text, measured, "what was seen; a template", DR_MAY_BE_ABSENT),
	DR_KEPT(dr_gate_text, value, "its number; a template", DR_MAY_BE_ABSENT),
	DR_KEPT(dr_gate_text, of, "of how many; a template", DR_MAY_BE_ABSENT),
	DR_KEPT(dr_gate_text, opens_in,
	        "days from today on which it cannot be met yet; empty: none helps; a template",
	        DR_MAY_BE_ABSENT),
	DR_PLAIN(dr_gate_text, looks_ahead,
	         "of a stream: the same, found by judging it on days ahead, when things go well",
	         DR_DEFAULT_BOOL(false)),
	DR_PLAIN(dr_gate_text, settles,
	         "days after the step before it, on which it cannot be met either",
	         DR_DEFAULT_INT(0)),
	DR_PLAIN(dr_gate_text, evidence, "what reports must show, when there are none",
	         DR_DEFAULT_STR("")),
	DR_KEPT(dr_gate_text, needed, "what the condition wants; a template", DR_MAY_BE_ABSENT),
	DR_KEPT(dr_gate_text, todo, "what a person does about it; a template"),
};
DR_SCHEMA(DR_GATE_TEXT_SCHEMA, "gate", dr_gate_text, GATE_FIELDS, "a condition for a phase");

static const dr_field TASK_FIELDS[] = {
	DR_PLAIN(dr_task_text, kind, "who acts", DR_CHOICES(TASKS)),
	DR_KEPT(dr_task_text, when, "condition; left out: always", DR_MAY_BE_ABSENT),
	DR_KEPT(dr_task_text, text, "what to do; a template"),
};
static DR_SCHEMA(TASK_SCHEMA, "task", dr_task_text, TASK_FIELDS, "something to do");

static const dr_field ASSUMPTION_FIELDS[] = {
	DR_KEPT(dr_assumption_text, when, "condition"),
	DR_KEPT(dr_assumption_text, text, "what is assumed; a template"),
};
static DR_SCHEMA(ASSUMPTION_SCHEMA, "assumption", dr_assumption_text, ASSUMPTION_FIELDS,
                 "something the plan had to assume");

static const dr_field RAISE_FIELDS[] = {
	DR_PLAIN(dr_raise_text, p, "policy", DR_DEFAULT_STR(""), DR_CHOICES(POLICIES)),
	DR_PLAIN(dr_raise_text, sp, "policy", DR_DEFAULT_STR(""), DR_CHOICES(POLICIES)),
	DR_PLAIN(dr_raise_text, np, "policy", DR_DEFAULT_STR(""), DR_CHOICES(POLICIES)),
};
DR_SCHEMA(DR_RAISE_TEXT_SCHEMA, "raise", dr_raise_text, RAISE_FIELDS, "policies to raise to");

static const dr_field EXAMPLE_FIELDS[] = {
	DR_PLAIN(dr_phase_example, published, "DMARC record of the domain", DR_DEFAULT_STR("")),
	DR_PLAIN(dr_phase_example, zone, "its other records", DR_DEFAULT_STR("")),
	DR_PLAIN(dr_phase_example, below, "names below it that are asked for"),
	DR_PLAIN(dr_phase_example, asks, "URIs of addresses that people want aggregate reports at"),
	DR_PLAIN(dr_phase_example, pace, "small or large", DR_DEFAULT_STR("small")),
	DR_PLAIN(dr_phase_example, mail, "who sends", DR_DEFAULT_STR("")),
	DR_KEPT(dr_phase_example, reports, "the variable", DR_MAY_BE_ABSENT),
	DR_KEPT(dr_phase_example, streams, "each the variable stream", DR_MAY_BE_ABSENT),
	DR_KEPT(dr_phase_example, sources, "each the variable source", DR_MAY_BE_ABSENT),
	DR_KEPT(dr_phase_example, state, "done, current, upcoming, skipped"),
	DR_PLAIN(dr_phase_example, writes, "the record of the phase", DR_DEFAULT_STR("")),
	DR_PLAIN(dr_phase_example, removes, "owner name whose record goes away",
	         DR_DEFAULT_STR("")),
	DR_KEPT(dr_phase_example, gates, "states by id", DR_MAY_BE_ABSENT),
};
static DR_SCHEMA(EXAMPLE_SCHEMA, "example", dr_phase_example, EXAMPLE_FIELDS,
                 "how the phase behaves in one domain");

static const dr_field PHASE_FIELDS[] = {
	DR_PLAIN(dr_phase_text, id, "name of the phase"),
	DR_PLAIN(dr_phase_text, title, "one line"),
	DR_PLAIN(dr_phase_text, why, "what it is for"),
	DR_PLAIN(dr_phase_text, skipped, "why it is left out when `when` does not hold",
	         DR_DEFAULT_STR("")),
	DR_KEPT(dr_phase_text, when, "condition"),
	DR_KEPT(dr_phase_text, reached, "condition"),
	DR_KEPT(dr_phase_text, raise, "policies to raise to", DR_MAY_BE_ABSENT),
	DR_KEPT(dr_phase_text, set, "templates tag=value", DR_MAY_BE_ABSENT),
	DR_KEPT(dr_phase_text, replace, "templates tag=value, whatever stands there", DR_OPTIONAL),
	DR_PLAIN(dr_phase_text, remove, "tags"),
	DR_LISTED_PLAIN(dr_phase_text, stay, dr_stay_text, STAY_SCHEMA, "least durations"),
	DR_KEPT(dr_phase_text, aim, "what gates ask of streams", DR_OPTIONAL),
	DR_KEPT(dr_phase_text, gates, "names of gates", DR_OPTIONAL),
	DR_KEPT(dr_phase_text, leaves_below, "condition: p does not wait for sp and np",
	        DR_OPTIONAL),
	DR_KEPT(dr_phase_text, while_p_waits, "condition: sp and np rise here only while p waits",
	        DR_OPTIONAL),
	DR_PLAIN(dr_phase_text, catches_up, "only where p went on without names below the domain",
	         DR_DEFAULT_BOOL(false)),
	DR_PLAIN(dr_phase_text, apart, "gate whose open names get a record of their own",
	         DR_DEFAULT_STR("")),
	DR_PLAIN(dr_phase_text, rejoin, "own records that say the same go away",
	         DR_DEFAULT_BOOL(false)),
	DR_LISTED_PLAIN(dr_phase_text, tasks, dr_task_text, TASK_SCHEMA, "things to do"),
	DR_PLAIN(dr_phase_text, triggers, "when to go back"),
	DR_PLAIN(dr_phase_text, cannot_undo, "what going back does not mend"),
	DR_KEPT(dr_phase_text, decision, "condition", DR_MAY_BE_ABSENT),
	DR_PLAIN(dr_phase_text, question, "what a person decides", DR_DEFAULT_STR("")),
	DR_PLAIN(dr_phase_text, in_favour, "arguments"),
	DR_PLAIN(dr_phase_text, against, "arguments"),
	DR_LISTED_PLAIN(dr_phase_text, examples, dr_phase_example, EXAMPLE_SCHEMA,
	                "run by rules test"),
};
static DR_SCHEMA(PHASE_SCHEMA, "phase", dr_phase_text, PHASE_FIELDS, "a phase of a rollout");

static const dr_field PLAYBOOK_FIELDS[] = {
	DR_PLAIN(dr_playbook_text, name, "name of the playbook"),
	DR_PLAIN(dr_playbook_text, title, "one line"),
	DR_PLAIN(dr_playbook_text, weekdays, "days for steps", DR_CHOICES(WEEKDAYS)),
	DR_PLAIN(dr_playbook_text, ttl, "of records, seconds", DR_DEFAULT_INT(3600)),
	DR_LISTED_PLAIN(dr_playbook_text, assumptions, dr_assumption_text, ASSUMPTION_SCHEMA,
	                "what is assumed"),
	DR_PLAIN(dr_playbook_text, questions, "what to ask colleagues"),
	DR_LISTED_PLAIN(dr_playbook_text, gates, dr_gate_text, DR_GATE_TEXT_SCHEMA,
	                "gates of its own"),
	DR_LISTED_PLAIN(dr_playbook_text, phases, dr_phase_text, PHASE_SCHEMA, "in their order"),
};
DR_SCHEMA(DR_PLAYBOOK_TEXT_SCHEMA, "playbook", dr_playbook_text, PLAYBOOK_FIELDS,
          "how a rollout goes");
