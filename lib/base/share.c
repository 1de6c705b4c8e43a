#include "base/share.h"
#include <math.h>

static const double DOUBT = 0.05;
static const double NORMAL_95 = 1.6448536269514722; /* of the normal distribution, one-sided */
enum { EXACT_MAX = 1000, STEPS = 60 };

/* The logarithm of the chance of at most `bad` failures among `all` at the failure rate `rate`. */
static double log_tail(uint64_t bad, uint64_t all, double rate)
{
	double odds = rate / (1.0 - rate), term = 1.0, sum = 1.0, scale = 0.0;
	for (uint64_t i = 1; i <= bad; i++) {
		term *= (double)(all - i + 1) / (double)i * odds;
		sum += term;
		if (sum > 1e250) {
			term /= 1e250;
			sum /= 1e250;
			scale += log(1e250);
		}
	}
	return log(sum) + scale + (double)all * log1p(-rate);
}

/* The largest failure rate that would still show as few failures with a chance of DOUBT. */
static double exact_rate(uint64_t bad, uint64_t all)
{
	double low = (double)bad / (double)all, high = 1.0;
	for (int i = 0; i < STEPS; i++) {
		double middle = (low + high) / 2.0;
		if (log_tail(bad, all, middle) > log(DOUBT)) {
			low = middle;
		} else {
			high = middle;
		}
	}
	return high;
}

static double wilson_bound(uint64_t good, uint64_t all)
{
	double n = (double)all, share = (double)good / n, z = NORMAL_95, z2 = z * z;
	double centre = share + z2 / (2.0 * n);
	double width = z * sqrt(share * (1.0 - share) / n + z2 / (4.0 * n * n));
	return (centre - width) / (1.0 + z2 / n);
}

double dr_share_bound(uint64_t good, uint64_t all)
{
	if (all == 0 || good == 0) {
		return 0.0;
	}
	uint64_t bad = good < all ? all - good : 0;
	return bad <= EXACT_MAX ? 1.0 - exact_rate(bad, all) : wilson_bound(good, all);
}
