/*
 * The run's table of answers: every question a run asked, once, and what is known about it.
 *
 * A survey calls dr_ask() as plain sequential code. Immediate sources answer inside the call; what
 * they do not know is DR_OPEN, which reads like a time-out, and is listed for the driver, which
 * gets it answered and runs the pass again. In the last pass nothing is open.
 */
#pragma once
#include "answer/answer.h"
#include "answer/source.h"

typedef struct dr_answers dr_answers;

typedef struct {
	dr_source_of_answers *const *immediate; /* asked in this order inside dr_ask(); borrowed */
	size_t immediate_count;
	bool live;            /* whether what they do not know may become open; else DR_NOT_GIVEN */
	bool live_https;      /* the same for HTTPS questions */
	size_t max_questions; /* new DNS questions that may become open; over it: DR_BUDGET */
	size_t max_fetches;   /* the same for HTTPS */
} dr_answers_config;

/* In `arena`, which must outlive it. NULL: no memory. Free the table's hash with _done. */
dr_answers *dr_answers_new(dr_arena *arena, const dr_answers_config *config);
void dr_answers_done(dr_answers *answers);

/* What is known about the question; never NULL, valid as long as the arena; it changes in place
 * when it gets known. A CNAME that leads out of a zone source is followed by asking for its target,
 * so the outcome is that of the whole chain; a circle, or more than 16 links, is DR_SERVFAIL. */
const dr_answer *dr_ask(dr_answers *answers, const dr_question *question);
const dr_answer *dr_ask_dns(dr_answers *answers, dr_name name, uint16_t type);

/* Open questions that nobody has taken yet, oldest first; each is given once. */
const dr_question *dr_answers_take_open(dr_answers *answers);
/* How many are open, taken or not. */
size_t dr_answers_open(const dr_answers *answers);
/* Puts a live answer in its place (a copy). CNAMEs that lead into a zone of the run are asked again
 * there: what others say about it is what it replaces. An answer to a question that is not open is
 * ignored. */
void dr_answers_put(dr_answers *answers, const dr_answer *answer);
/* The end: every open question gets this outcome (DR_BUDGET or DR_TIMEOUT), and so does from now on
 * every new one that would become open: the pass after it is the last. */
void dr_answers_give_up(dr_answers *answers, dr_outcome outcome);

/* The answer to a question that was asked and is not open any more; NULL otherwise. */
const dr_answer *dr_answers_find(const dr_answers *answers, const dr_question *question);
/* All answers in the order of first asking; index + 1 is what dr_status.question holds. */
size_t dr_answers_count(const dr_answers *answers);
const dr_answer *dr_answers_at(const dr_answers *answers, size_t index);

/* A status that says "unknown because of this answer". */
dr_status dr_status_of_answer(const dr_answer *answer);

/* A value kept beside an answer for the whole run, so that a record is parsed once however many
 * passes look at it. `key` is the address of something static. NULL when nothing was kept. */
void *dr_answer_kept(dr_answers *answers, const dr_answer *answer, const void *key);
void dr_answer_keep(dr_answers *answers, const dr_answer *answer, const void *key, void *value);
