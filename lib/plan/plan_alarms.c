#include "plan/evidence_priv.h"
#include "plan/plan_priv.h"

enum {
	LATELY = 7, /* days: an older break is known by now */
	FEW = 3,    /* messages of a day that prove something when all fail */
	BUSY = 50,  /* messages a day: from there on shares are compared */
	MEDIAN_DAYS = 14,
	WHOLE = 10000, /* shares are ten-thousandths */
	DROP = 9000,   /* of the median */
	LARGE_LEAST = 9700,
	GOOD_OF = 50, /* one failure among so many is a good day */
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
static bool is_broken(dr_str volume, const dr_stream_days *days, size_t at)
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

static bool is_good(const dr_tally *tally)
{
	return tally->messages > 0 && tally->none * GOOD_OF <= tally->messages;
}

/* The day since which a stream is broken, as an index; `days->len` when it is not: a good day ends
 * the matter. */
static size_t find_break(const dr_planner *p, dr_day from, const dr_stream_days *days)
{
	size_t found = days->len;
	for (size_t i = 0; i < days->len; i++) {
		if (days->items[i].day < from || days->items[i].day > p->plan->as_of) {
			continue;
		}
		if (is_broken(p->evidence[0].reports.volume, days, i)) {
			found = found == days->len ? i : found;
		} else if (is_good(tally_of(days, i))) {
			found = days->len;
		}
	}
	return found;
}

static void add_alarm(dr_planner *p, const dr_sender *sender, const dr_mail_stream *stream,
                      size_t at)
{
	const dr_tally *tally = tally_of(&stream->days, at);
	dr_buf text;
	dr_buf_init(&text, p->arena);
	dr_buf_addf(&text, "%.*s", DR_FMT(sender->name));
	if (!dr_str_eq_nocase(stream->scope, p->plan->domain)) {
		dr_buf_addf(&text, " as %.*s", DR_FMT(stream->scope));
	}
	dr_buf_addf(&text, ": %llu of %llu messages failed on ", (unsigned long long)tally->none,
	            (unsigned long long)tally->messages);
	dr_day_write(stream->days.items[at].day, &text);
	dr_list_add(p->arena, &p->plan->alarms,
	            (dr_plan_alarm){ .source = sender->name,
	                             .domain = stream->scope,
	                             .day = stream->days.items[at].day,
	                             .messages = tally->messages,
	                             .failing = tally->none,
	                             .text = dr_buf_str(&text) });
}

static bool is_enforced(const dr_planner *p, const dr_mail_stream *stream)
{
	return !dr_str_eq(dr_planner_strictest(p, p->plan->current, stream->scope), DR_STR("none"));
}

void dr_planner_find_alarms(dr_planner *p)
{
	const dr_plan *plan = p->plan;
	if (plan->current == NULL || p->evidence_count == 0 || p->request->traffic == NULL) {
		return;
	}
	dr_day from = plan->as_of - LATELY;
	from = plan->since_given && plan->since > from ? plan->since : from;
	for (size_t i = 0; i < p->request->traffic->senders.len; i++) {
		const dr_sender *sender = p->request->traffic->senders.items[i];
		for (size_t j = 0; dr_gate_evidence_is_ours(sender) && j < sender->streams.len;
		     j++) {
			const dr_mail_stream *stream = &sender->streams.items[j];
			size_t at = find_break(p, from, &stream->days);
			if (at < stream->days.len && is_enforced(p, stream)) {
				add_alarm(p, sender, stream, at);
			}
		}
	}
}
