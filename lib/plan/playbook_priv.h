/*
 * A playbook as its YAML says it, before expressions are compiled. Members are keys.
 */
#pragma once
#include "plan/playbook.h"

typedef struct {
	const dr_node *when;
	int64_t days;
	bool month_end;
} dr_stay_text;
typedef DR_LIST(dr_stay_text) dr_stay_texts;

typedef struct {
	dr_str id, title, scope;
	const dr_node *when, *met;
	dr_str evidence, needed, todo;
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
	const dr_node *when, *reached, *raise, *set;
	dr_strs remove;
	dr_stay_texts stay;
	dr_gate_texts gates;
	dr_task_texts tasks;
	dr_strs triggers, cannot_undo;
	const dr_node *decision;
	dr_str question;
	dr_strs in_favour, against;
} dr_phase_text;
typedef DR_LIST(dr_phase_text) dr_phase_texts;

typedef struct {
	dr_str name, title;
	dr_strs weekdays;
	int64_t ttl;
	dr_assumption_texts assumptions;
	dr_strs questions;
	dr_phase_texts phases;
} dr_playbook_text;

extern const dr_schema DR_RAISE_TEXT_SCHEMA;
extern const dr_schema DR_PLAYBOOK_TEXT_SCHEMA;
