/* How often a source sends, and when it has been silent for too long. */
#include "gate/evidence_priv.h"

enum {
	SEEN_DAYS = 21, /* before that nobody can tell how often a source sends */
	RARE_OF = 5,    /* rare: on fewer than one day of so many */
	RARER_OF = 10,  /* the same, rarer than weekly */
	SHORTEST = 28,  /* days that any source may pause */
};

dr_cadence dr_gate_evidence_cadence(const dr_sender *sender, const dr_mail_stream *stream)
{
	if (sender->decision != NULL && sender->decision->cadence != DR_CADENCE_UNSET) {
		return sender->decision->cadence;
	}
	int64_t span = (int64_t)stream->last - stream->first + 1, days = (int64_t)stream->days.len;
	if (span < SEEN_DAYS || days * RARE_OF >= span) {
		return DR_CADENCE_DAILY;
	}
	return days * RARER_OF < span ? DR_CADENCE_MONTHLY : DR_CADENCE_WEEKLY;
}

/* The longest pause that such a source makes: two turns of it, for those that are rare. */
static int64_t pause_of(dr_cadence cadence, int64_t window)
{
	static const int64_t PAUSES[] = {
		[DR_CADENCE_MONTHLY] = 62, [DR_CADENCE_QUARTERLY] = 184, [DR_CADENCE_YEARLY] = 400
	};
	int64_t least = window > SHORTEST ? window : SHORTEST;
	return PAUSES[cadence] > least ? PAUSES[cadence] : least;
}

/* The last day with a message of it. */
static dr_day last_of(const dr_gate_evidence_view *view, const dr_mail_stream *stream)
{
	dr_day last = DR_NO_DAY;
	for (size_t i = 0; i < stream->days.len; i++) {
		const dr_stream_day *day = &stream->days.items[i];
		bool counts = day->direct.counted.messages > 0 && day->day <= view->today;
		last = counts && (last == DR_NO_DAY || day->day > last) ? day->day : last;
	}
	return last;
}

/* The same, whatever name it wrote in From. */
static dr_day last_seen(const dr_gate_evidence_view *view, const dr_sender *sender)
{
	dr_day last = DR_NO_DAY;
	for (size_t i = 0; i < sender->streams.len; i++) {
		dr_day of = last_of(view, &sender->streams.items[i]);
		last = last == DR_NO_DAY || (of != DR_NO_DAY && of > last) ? of : last;
	}
	return last;
}

static bool is_long_ago(const dr_gate_evidence_view *view, dr_day last, dr_cadence cadence,
                        int64_t window)
{
	return last != DR_NO_DAY && view->until - last > pause_of(cadence, window);
}

bool dr_gate_evidence_is_silent(const dr_gate_evidence_view *view, const dr_sender *sender,
                                dr_cadence cadence, int64_t window)
{
	return is_long_ago(view, last_seen(view, sender), cadence, window);
}

bool dr_gate_evidence_is_paused(const dr_gate_evidence_view *view, const dr_mail_stream *stream,
                                dr_cadence cadence, int64_t window)
{
	return is_long_ago(view, last_of(view, stream), cadence, window);
}
