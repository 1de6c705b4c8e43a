/* Days of a stream that call for the way back. */
#include "gate/evidence.h"

enum {
	FEW = 3,   /* messages of a day that prove something when all fail */
	BUSY = 50, /* messages a day: from there on shares are compared */
	MEDIAN_DAYS = 14,
	WHOLE = 10000, /* shares are ten-thousandths */
	DROP = 9000,   /* of the median */
	LARGE_LEAST = 9700,
};

typedef struct {
	uint64_t values[MEDIAN_DAYS];
	size_t count;
} sample;

/* Keeps the values ascending. */
static void add_value(sample *s, uint64_t value)
{
	size_t at = s->count++;
	for (; at > 0 && s->values[at - 1] > value; at--) {
		s->values[at] = s->values[at - 1];
	}
	s->values[at] = value;
}

static uint64_t median(const sample *s)
{
	return s->count > 0 ? s->values[s->count / 2] : 0;
}

static const dr_tally *tally_of(const dr_stream_days *days, size_t at)
{
	return &days->items[at].direct.counted;
}

static uint64_t share_of(const dr_tally *tally)
{
	return tally->messages > 0 ? dr_tally_aligned(tally) * WHOLE / tally->messages : WHOLE;
}

/* What was usual on the days with messages before this one. */
static void read_usual(const dr_stream_days *days, size_t at, sample *messages, sample *shares)
{
	*messages = *shares = (sample){ .count = 0 };
	for (size_t i = at; i > 0 && messages->count < MEDIAN_DAYS; i--) {
		const dr_tally *tally = tally_of(days, i - 1);
		if (tally->messages > 0) {
			add_value(messages, tally->messages);
			add_value(shares, share_of(tally));
		}
	}
}

static bool was_low_before(const dr_stream_days *days, size_t at)
{
	for (size_t i = at; i > 0; i--) {
		if (tally_of(days, i - 1)->messages > 0) {
			return share_of(tally_of(days, i - 1)) < LARGE_LEAST;
		}
	}
	return false;
}

/* The triggers of a volume class, for one day of a stream. */
bool dr_gate_evidence_is_broken(dr_str volume, const dr_stream_days *days, size_t at)
{
	const dr_tally *tally = tally_of(days, at);
	bool small = dr_str_eq(volume, DR_STR("small")), large = dr_str_eq(volume, DR_STR("large"));
	sample messages, shares;
	read_usual(days, at, &messages, &shares);
	if (small || median(&messages) < BUSY) {
		return tally->messages >= FEW && tally->none == tally->messages;
	}
	uint64_t share = share_of(tally);
	return share * WHOLE < median(&shares) * DROP ||
	       (large && share < LARGE_LEAST && was_low_before(days, at));
}
