/*
 * Many domains, one order of moves: names that send nothing first, then those with one sender, then
 * programs, people last; at most five moves a week. A source, or a report address, that several
 * domains wait for is one task.
 */
#pragma once
#include "plan/plan.h"

enum { DR_MOVES_A_WEEK = 5 };

typedef enum {
	DR_WAVE_SILENT,
	DR_WAVE_ONE_SENDER,
	DR_WAVE_TRANSACTIONAL,
	DR_WAVE_PEOPLE, /* and those of which nobody said */
} dr_wave;

/* "silent", "one-sender", "transactional", "people". Static storage. */
const char *dr_wave_name(dr_wave wave);

/* The order of rows, in words. */
#define DR_PORTFOLIO_ORDER DR_STR("names that send nothing, one sender, programs, people")

/* What the table keeps of a plan; texts are copies. */
typedef struct {
	dr_str domain, mail, owner;
	dr_str now, next;  /* ids of phases; empty: none */
	dr_str missing;    /* the answer without which there is no plan; empty: there is one */
	bool moves;        /* the next phase changes a record */
	dr_day not_before; /* DR_NO_DAY: nothing is ahead, or no day is free for it */
	size_t waiting;    /* gates of the next phase that are open or unknown */
	bool decision;     /* it comes only after a person has decided */
	dr_wave wave;
	dr_calendar calendar;
} dr_portfolio_row;
typedef DR_LIST(dr_portfolio_row) dr_portfolio_rows;

typedef struct {
	dr_str sender, todo;
	dr_strs domains; /* that wait for it, in the order of the plans */
} dr_portfolio_task;
typedef DR_LIST(dr_portfolio_task) dr_portfolio_tasks;

typedef struct {
	dr_arena *arena; /* of all copies */
	dr_portfolio_rows rows;
	dr_portfolio_tasks tasks; /* also those of a single domain */
} dr_portfolio;

/* Takes a plan in; it may go away afterwards, its config must not. */
void dr_portfolio_add(dr_portfolio *portfolio, const dr_plan *plan);

/* The rows in their order, in `arena`, with days that leave no week more than five moves. */
dr_portfolio_rows dr_portfolio_order(const dr_portfolio *portfolio, dr_arena *arena);
