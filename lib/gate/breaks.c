/* Days of a stream that call for the way back. */
#include "gate/evidence.h"

enum {
	FEW = DR_BREAK_MESSAGES,
	BUSY = 50, /* messages a day: from there on shares are compared */
	MEDIAN_DAYS = 14,
	KNOWN_DAYS = 3, /* days that say what is usual; fewer are chance */
	WHOLE = 10000,  /* shares are ten-thousandths */
	DROP = 9000,    /* of the median */
	LARGE_LEAST = 9700,
};

/* Values in ascending order. */
typedef struct {
	uint64_t values[MEDIAN_DAYS];
	size_t count;
} sample;

/* The last days that show what is usual: places in the list of days. */
typedef struct {
	size_t places[MEDIAN_DAYS];
	size_t count;
} usual_days;

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

static void add_usual(usual_days *usual, size_t place)
{
	size_t kept = usual->count < MEDIAN_DAYS ? usual->count : MEDIAN_DAYS - 1;
	for (size_t i = kept; i > 0; i--) {
		usual->places[i] = usual->places[i - 1];
	}
	usual->places[0] = place;
	usual->count = kept + 1;
}

static uint64_t usual_messages(const usual_days *usual, const dr_stream_days *days)
{
	sample messages = { .count = 0 };
	for (size_t i = 0; i < usual->count; i++) {
		add_value(&messages, tally_of(days, usual->places[i])->messages);
	}
	return median(&messages);
}

static uint64_t usual_share(const usual_days *usual, const dr_stream_days *days)
{
	sample shares = { .count = 0 };
	for (size_t i = 0; i < usual->count; i++) {
		add_value(&shares, share_of(tally_of(days, usual->places[i])));
	}
	return median(&shares);
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

/* Nothing of it passed: that calls for it in every class. */
static bool is_lost(const dr_stream_days *days, dr_day from, size_t at, dr_break *ret_break)
{
	const dr_tally *tally = tally_of(days, at);
	bool enough = tally->messages >= FEW && tally->none == tally->messages;
	*ret_break = enough ? day_of(days, at) : run_until(days, from, at);
	return tally->messages > 0 && ret_break->failing >= FEW;
}

static bool has_dropped(const dr_break_trigger *trigger, const usual_days *usual,
                        const dr_stream_days *days, size_t at)
{
	const dr_tally *tally = tally_of(days, at);
	bool small = dr_str_eq(trigger->volume, DR_STR("small"));
	if (small || tally->none == 0 || usual_messages(usual, days) < BUSY) {
		return false;
	}
	bool large = dr_str_eq(trigger->volume, DR_STR("large"));
	uint64_t share = share_of(tally);
	return share * WHOLE < usual_share(usual, days) * DROP ||
	       (large && share < LARGE_LEAST && was_low_before(days, at));
}

/* What was usual before a day. What breaks in the present phase never becomes usual, however long
 * it lasts; before it people knew how the mail was. */
static usual_days find_usual(const dr_break_trigger *trigger, const dr_stream_days *days, size_t at)
{
	usual_days usual = { .count = 0 };
	for (size_t i = 0; i < at; i++) {
		bool kept = days->items[i].day >= trigger->since && usual.count >= KNOWN_DAYS;
		if (tally_of(days, i)->messages > 0 &&
		    !(kept && has_dropped(trigger, &usual, days, i))) {
			add_usual(&usual, i);
		}
	}
	return usual;
}

bool dr_gate_evidence_is_broken(const dr_break_trigger *trigger, const dr_stream_days *days,
                                size_t at, dr_break *ret_break)
{
	if (is_lost(days, trigger->from, at, ret_break)) {
		return true;
	}
	const usual_days usual = find_usual(trigger, days, at);
	if (!has_dropped(trigger, &usual, days, at)) {
		return false;
	}
	*ret_break = day_of(days, at);
	return true;
}
