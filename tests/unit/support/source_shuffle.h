/*
 * A source that knows everything at once made slow and unruly, by seed: answers come later, in any
 * order, some of them twice, their records in another order and some of those twice. What a run
 * makes of them must be the same octets for every seed.
 */
#pragma once
#include "answer/source.h"

/* `behind` answers through `immediate`; what it does not speak for is DR_NOT_GIVEN. It is not
 * owned. */
dr_source_of_answers *source_shuffle_open(dr_source_of_answers *behind, uint32_t seed);
