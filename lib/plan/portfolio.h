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
	dr_str missing;    /* the fact without which there is no plan; empty: there is one */
	dr_str lacks;      /* the same as people ask for it */
	bool moves;        /* the next phase changes a record */
	bool counts;       /* and with it what receivers do: one of the moves of its week */
	dr_day not_before; /* with what gates wait for that only time brings; DR_NO_DAY: nothing is
	                      ahead, or no day is free for it */
	dr_str waits_for;  /* the gate that takes longer than the stays; empty: none does */
	dr_strs delays;    /* why the stays alone do not say that day */
	bool held;         /* weeks before are full, else it would be earlier */
	size_t waiting;    /* gates of the next phase that are open or unknown */
	bool decision;     /* it comes only after a person has decided */
	bool ready;        /* nothing but the day is in its way */
	dr_strs alarms;    /* why it must go back now */
	dr_day moved;      /* since when the present record is published; DR_NO_DAY: not known */
	dr_wave wave;
	dr_calendar calendar;
} dr_portfolio_row;
typedef DR_LIST(dr_portfolio_row) dr_portfolio_rows;

typedef struct {
	dr_str sender, todo;
	bool waits;      /* so far no domain needs more than time for it */
	dr_strs domains; /* that wait for it, in the order of the plans */
} dr_portfolio_task;
typedef DR_LIST(dr_portfolio_task) dr_portfolio_tasks;

typedef struct {
	dr_arena *arena; /* of all copies */
	dr_day as_of;    /* of the plans */
	dr_portfolio_rows rows;
	dr_portfolio_tasks tasks; /* also those of a single domain */
} dr_portfolio;

/* Takes a plan in; it may go away afterwards, its config must not. `lacks`: what a plan that is not
 * complete lacks, in words of people. */
void dr_portfolio_add(dr_portfolio *portfolio, const dr_plan *plan, dr_str lacks);

/* When all plans are in: puts the rows in their order, who must go back first, with days that leave
 * no week more than five moves, those made already counted. Who is ready does not wait for who is
 * not. */
void dr_portfolio_settle(dr_portfolio *portfolio);

/* What comes next for a domain, in a word: to go back comes before any phase. */
dr_str dr_portfolio_next(const dr_portfolio_row *row);

/* The tasks that more than one domain waits for, in their order; in the portfolio's arena. */
dr_portfolio_tasks dr_portfolio_shared(const dr_portfolio *portfolio);

/* Moves that were made in the week of the plans' day. */
size_t dr_portfolio_count_moved(const dr_portfolio *portfolio);

/* The row of a domain; NULL: there is none. */
const dr_portfolio_row *dr_portfolio_find(const dr_portfolio *portfolio, dr_str domain);
