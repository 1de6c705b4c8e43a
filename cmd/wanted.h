/*
 * The records of a phase of the plan as answers, for `live --phase`: what every name server should
 * say while the phase lasts.
 */
#pragma once
#include "errand.h"

typedef DR_LIST(const dr_answer *) wanted_answers;

/* Surveys the domain, plans it and takes the records of the phase that --phase names. The answers
 * are in on->arena. EXIT_CLEAN, or a status after telling what is wrong: EXIT_USAGE when the plan
 * has no such phase, EXIT_UNSURE when an answer that the plan needs could not be had. */
int wanted_of_phase(errand *on, wanted_answers *ret_wanted);
