/* Days of a stream that call for the way back. */
#include "gate/evidence.h"

enum {
	FEW = DR_BREAK_MESSAGES,
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

/* The run of failing mail that ends on a day: it begins after the last message that passed. */
static dr_break run_until(const dr_stream_days *days, dr_day from, size_t at)
{
	dr_break run = { .first = days->items[at].day, .last = days->items[at].day };
	for (size_t i = at + 1; i > 0; i--) {
		const dr_tally *tally = tally_of(days, i - 1);
		dr_day day = days->items[i - 1].day;
		if (tally->none < tally->messages || day < from ||
		    day <= run.last - DR_BREAK_DAYS) {
			break;
		}
		run.first = tally->messages > 0 ? day : run.first;
		run.messages += tally->messages;
		run.failing += tally->none;
	}
	return run;
}

static dr_break day_of(const dr_stream_days *days, size_t at)
{
	const dr_tally *tally = tally_of(days, at);
	return (dr_break){ days->items[at].day, days->items[at].day, tally->messages, tally->none };
}

bool dr_gate_evidence_is_broken(dr_str volume, const dr_stream_days *days, dr_day from, size_t at,
                                dr_break *ret_break)
{
	const dr_tally *tally = tally_of(days, at);
	bool small = dr_str_eq(volume, DR_STR("small")), large = dr_str_eq(volume, DR_STR("large"));
	sample messages, shares;
	read_usual(days, at, &messages, &shares);
	if (small || median(&messages) < BUSY) {
		bool enough = tally->messages >= FEW && tally->none == tally->messages;
		*ret_break = enough ? day_of(days, at) : run_until(days, from, at);
		return tally->messages > 0 && ret_break->failing >= FEW;
	}
	uint64_t share = share_of(tally);
	*ret_break = day_of(days, at);
	return share * WHOLE < median(&shares) * DROP ||
	       (large && share < LARGE_LEAST && was_low_before(days, at));
}
