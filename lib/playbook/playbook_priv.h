/*
 * A playbook as its YAML says it, before expressions are compiled. Members are keys.
 */
#pragma once
#include "playbook/playbook.h"

typedef struct {
	const dr_node *when;
	int64_t days;
	bool month_end;
} dr_stay_text;
typedef DR_LIST(dr_stay_text) dr_stay_texts;

typedef struct {
	dr_str name, id, title, scope;
	const dr_node *like; /* a name */
	const dr_node *when;
	dr_str each;
	const dr_node *where;
	bool empty_is_met;
	const dr_node *met, *unknown, *measured, *value, *of, *opens_in;
	bool looks_ahead;
	int64_t settles;
	dr_str evidence;
	const dr_node *needed, *todo;
} dr_gate_text;
typedef DR_LIST(dr_gate_text) dr_gate_texts;

typedef struct {
	dr_str kind;
	const dr_node *when, *text;
} dr_task_text;
typedef DR_LIST(dr_task_text) dr_task_texts;

typedef struct {
	const dr_node *when, *text;
} dr_assumption_text;
typedef DR_LIST(dr_assumption_text) dr_assumption_texts;

typedef struct {
	dr_str p;
	dr_str sp;
	dr_str np;
} dr_raise_text;

typedef struct {
	dr_str id, title, why, skipped;
	const dr_node *when, *reached, *raise, *set, *replace;
	dr_strs remove;
	dr_stay_texts stay;
	const dr_node *aim;
	const dr_node *gates; /* names */
	const dr_node *leaves_below, *while_p_waits;
	bool catches_up;
	dr_str apart; /* name of a gate; or empty */
	bool rejoin;
	dr_task_texts tasks;
	dr_strs triggers, cannot_undo;
	const dr_node *decision;
	dr_str question;
	dr_strs in_favour, against;
	dr_phase_examples examples;
} dr_phase_text;
typedef DR_LIST(dr_phase_text) dr_phase_texts;

typedef struct {
	dr_str name, title;
	dr_strs weekdays;
	int64_t ttl;
	dr_assumption_texts assumptions;
	dr_strs questions;
	dr_gate_texts gates;
	dr_phase_texts phases;
} dr_playbook_text;

extern const dr_schema DR_RAISE_TEXT_SCHEMA, DR_GATE_TEXT_SCHEMA;
extern const dr_schema DR_PLAYBOOK_TEXT_SCHEMA;

typedef struct {
	dr_arena *arena;
	const dr_source *source;
	dr_errors *errors;
	size_t count; /* of errors added */
	dr_variables variables;
	dr_playbook_gates gates; /* that phases may name */
} dr_playbook_loader;

/* gates.c: expressions and texts of a node; NULL for none, or with an error. */
const dr_expr *dr_playbook_compile(dr_playbook_loader *l, const dr_node *node);
const dr_template *dr_playbook_compile_template(dr_playbook_loader *l, const dr_node *node);
/* Adds gates to those that may be named. */
void dr_playbook_load_gates(dr_playbook_loader *l, const dr_gate_texts *texts);
/* The one of a name; NULL: there is none. */
const dr_playbook_gate *dr_playbook_find_gate(const dr_playbook_loader *l, dr_str name);
/* Those that a phase names. */
void dr_playbook_name_gates(dr_playbook_loader *l, const dr_node *names, dr_playbook_gates *gates);
void dr_playbook_load_aim(dr_playbook_loader *l, const dr_node *node, dr_aim *aim);
