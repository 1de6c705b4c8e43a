/* Streams that passed and broke: what they did on the average of all days says nothing of that. */
#include "plan/plan_priv.h"

enum {
	KNOWN_DAYS = 3, /* with mail that say how it was; fewer are chance */
	FAILS_OF = 10,  /* one message in so many, at least, of a day on which it fails */
	PASSED_OF = 50, /* fewer than one in so many failed before */
};

static const dr_tally *tally_of(const dr_stream_days *days, size_t at)
{
	return &days->items[at].direct.counted;
}

static bool fails(const dr_tally *tally)
{
	return tally->none * FAILS_OF >= tally->messages;
}

static void add(dr_tally *sum, const dr_tally *day)
{
	sum->messages += day->messages;
	sum->both += day->both;
	sum->dkim_only += day->dkim_only;
	sum->spf_only += day->spf_only;
	sum->none += day->none;
}

/* The last days with mail of it, up to `end`, on which it fails: where they begin; what the mail
 * did on them is added to `run`. */
static size_t find_run(const dr_stream_days *days, size_t end, dr_tally *run)
{
	size_t begin = end;
	for (size_t i = end; i > 0; i--) {
		const dr_tally *tally = tally_of(days, i - 1);
		if (tally->messages > 0 && !fails(tally)) {
			break;
		}
		begin = tally->messages > 0 ? i - 1 : begin;
		add(run, tally);
	}
	return begin;
}

bool dr_planner_find_broken(const dr_planner *p, const dr_mail_stream *stream,
                            dr_planner_broken *ret_broken)
{
	const dr_stream_days *days = &stream->days;
	dr_planner_broken broken = { .since = DR_NO_DAY };
	size_t end = days->len, known = 0;
	while (end > 0 && days->items[end - 1].day > p->plan->as_of) {
		end--;
	}
	size_t begin = find_run(days, end, &broken.now);
	for (size_t i = 0; i < begin; i++) {
		known += tally_of(days, i)->messages > 0;
		add(&broken.before, tally_of(days, i));
	}
	if (known < KNOWN_DAYS || broken.before.none * PASSED_OF >= broken.before.messages ||
	    broken.now.none < DR_BREAK_MESSAGES) {
		return false;
	}
	broken.since = days->items[begin].day;
	*ret_broken = broken;
	return true;
}
