/*
 * Asking for one thing alone: not a survey of a domain, but one algorithm of a receiver
 * (check_host(), what becomes of one message), with the sources, limits and passes of a run.
 */
#pragma once
#include "receiver/asking.h"
#include "run/run.h"

typedef struct {
	/* Plain sequential code over answers. Called once for each pass; what the last call leaves
	 * in asking->arena lives as long as the result. */
	void (*ask)(void *self, const dr_asking *asking);
	/* Looked at between polls: true ends the inquiry early (a signal). NULL: nobody does. */
	bool (*stop)(void *self);
	void *self;
} dr_inquiry;

typedef struct {
	dr_arena *arena;
	dr_answers *answers; /* every answer that was had */
	bool incomplete;     /* an answer was asked for and not had, or a limit of ours was spent */
	bool stopped;        /* the rest says nothing */
	size_t passes;
} dr_inquiry_result;

/* 0 or DR_ENOMEM (also when the limit of the arena is reached). Close with
 * dr_inquiry_result_done. */
int dr_inquiry_run(const dr_run_config *config, const dr_inquiry *inquiry,
                   dr_inquiry_result *ret_result);
void dr_inquiry_result_done(dr_inquiry_result *result); /* a zeroed result is fine */
