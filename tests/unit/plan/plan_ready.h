/*
 * Domains that are ready for the next step of p, but for one flaw perhaps: whether the step may be
 * taken today is known by how they are made (d->readiness).
 */
#pragma once
#include "plan_domain.h"

/* Playbook 0, 1 or 2; `as_of` and what there is of random numbers are set already. */
void plan_ready_generate(plan_domain *d);
