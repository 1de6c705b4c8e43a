/*
 * How sure a share is: the lower end of what is behind a sample.
 */
#pragma once
#include <stdint.h>

/* The one-sided 95 % lower bound of the share of successes behind `good` of `all`: Clopper and
 * Pearson's exact bound (Biometrika 26, 1934) up to 1 000 failures, Wilson's score bound (JASA 22,
 * 1927) above, where they agree to the fourth digit. 149 of 149 give 0.980, 299 of 299 give 0.990.
 * 0 when all is 0. */
double dr_share_bound(uint64_t good, uint64_t all);
