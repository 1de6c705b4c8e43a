/*
 * Days on which a step may be taken: not in a freeze, not beside another change of the domain, and
 * on the weekdays that are for steps.
 */
#pragma once
#include "base/clock.h"
#include "config/config.h"

typedef struct {
	const dr_config *config;     /* its freezes; NULL: none */
	const dr_domain_config *own; /* its other changes; NULL: none */
	uint8_t weekdays;            /* bit 0 Monday … bit 6 Sunday */
} dr_calendar;

/* The first such day from `day` on; DR_NO_DAY: there is none within ten years. What it waits for is
 * added to `delays`, in `arena`, each once; NULL: nobody asks. */
dr_day dr_calendar_next(const dr_calendar *calendar, dr_day day, dr_arena *arena, dr_strs *delays);
