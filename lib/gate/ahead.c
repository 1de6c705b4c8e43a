/* A stream on days ahead, when things go well: it sends on the days that its cadence has, and all
 * of it passes. */
#include "gate/evidence_priv.h"

enum {
	LATELY = 14, /* as in streams.c */
	TURNS = 4,   /* of a rare stream: three good days, and one that is late */
	MOST = 120,  /* days ahead with mail of it: any window is over by then */
	FAR = 400,   /* days that are looked at, at least */
	WEEK = 7,
	QUARTER_MONTHS = 3,
	YEAR_MONTHS = 12,
};

/* After how long it sends again: months, or days. */
typedef struct {
	int months, days;
} turn;

static int month_length(int year, int month)
{
	dr_day next =
		month == YEAR_MONTHS ? dr_day_of(year + 1, 1, 1) : dr_day_of(year, month + 1, 1);
	return (int)(next - dr_day_of(year, month, 1));
}

/* The same day so many turns later; the last one of a month that is shorter. */
static dr_day after_turns(dr_day day, turn t, int turns)
{
	if (t.months == 0) {
		return day + (dr_day)(t.days * turns);
	}
	dr_date date = dr_day_date(day);
	int months = date.year * YEAR_MONTHS + date.month - 1 + t.months * turns;
	int year = months / YEAR_MONTHS, month = months % YEAR_MONTHS + 1;
	int length = month_length(year, month);
	return dr_day_of(year, month, date.day < length ? date.day : length);
}

/* The days up to today with mail of it. */
static dr_stream_days days_so_far(dr_arena *arena, const dr_stream_days *all, dr_day today)
{
	dr_stream_days days = { NULL, 0 };
	for (size_t i = 0; i < all->len; i++) {
		if (all->items[i].day <= today && all->items[i].direct.counted.messages > 0) {
			dr_list_add(arena, &days, all->items[i]);
		}
	}
	return days;
}

/* Where nobody said how often it sends: as often as it ever did. */
static int least_gap(const dr_stream_days *days)
{
	dr_day least = days->len > 1 ? FAR : 1;
	for (size_t i = 1; i < days->len; i++) {
		dr_day gap = days->items[i].day - days->items[i - 1].day;
		least = gap < least ? gap : least;
	}
	return (int)least;
}

static turn turn_of(const dr_sender *sender, const dr_stream_days *days)
{
	static const turn SAID[] = { [DR_CADENCE_DAILY] = { .days = 1 },
		                     [DR_CADENCE_WEEKLY] = { .days = WEEK },
		                     [DR_CADENCE_MONTHLY] = { .months = 1 },
		                     [DR_CADENCE_QUARTERLY] = { .months = QUARTER_MONTHS },
		                     [DR_CADENCE_YEARLY] = { .months = YEAR_MONTHS } };
	bool said = sender->decision != NULL && sender->decision->cadence != DR_CADENCE_UNSET;
	return said ? SAID[sender->decision->cadence] : (turn){ .days = least_gap(days) };
}

static uint64_t busiest_of(const dr_stream_days *days)
{
	uint64_t most = 0;
	for (size_t i = 0; i < days->len; i++) {
		uint64_t messages = days->items[i].direct.counted.messages;
		most = messages > most ? messages : most;
	}
	return most;
}

/* The turn that comes next, or is late; those that it left out before are not made up for. */
static int next_turn(dr_day last, turn t, dr_day until)
{
	int next = 1;
	while (after_turns(last, t, next + 1) <= until) {
		next++;
	}
	return next;
}

/* Where its days of the last turn begin. What is nearly as old as a turn is of the one before,
 * which came a little later. */
static size_t find_last_turn(const dr_stream_days *days, turn t)
{
	size_t from = days->len - 1;
	dr_day last = days->items[from].day, length = last - after_turns(last, t, -1);
	while (from > 0 && days->items[from - 1].day > last - length * 3 / 4) {
		from--;
	}
	return from;
}

/* Adds the days of the last turn again and again, in turns to come. What should have come by now
 * may come any day. */
static void add_days(dr_arena *arena, dr_day until, turn t, dr_stream_days *days)
{
	const size_t so_far = days->len, from = find_last_turn(days, t);
	const uint64_t messages = busiest_of(days);
	const dr_day last = days->items[so_far - 1].day;
	const int next = next_turn(last, t, until);
	dr_day before = last > until ? last : until;
	for (int i = next; i < next + TURNS || before < until + FAR; i++) {
		for (size_t j = from; j < so_far && days->len < so_far + MOST; j++) {
			dr_day day = after_turns(days->items[j].day, t, i);
			before = day > before ? day : before + 1;
			dr_stream_day ahead = { .day = before };
			ahead.direct.counted = (dr_tally){ .messages = messages, .both = messages };
			dr_list_add(arena, days, ahead);
		}
		if (days->len >= so_far + MOST) {
			return;
		}
	}
}

/* Mail comes on this day, or some that fails is out of what gates look at. */
static bool is_of_note(const dr_stream_days *days, dr_day day, int64_t window)
{
	for (size_t i = 0; i < days->len; i++) {
		const dr_tally *tally = &days->items[i].direct.counted;
		dr_day age = day - days->items[i].day;
		bool fails = tally->none + tally->spf_only > 0;
		if (age == 0 || (fails && (age == LATELY || age == (dr_day)window))) {
			return true;
		}
	}
	return false;
}

static dr_stream_aheads look_without_mail(dr_arena *arena, dr_day until,
                                          const dr_stream_fact *stream)
{
	dr_stream_aheads found = { NULL, 0 };
	int64_t first = stream->good_days < 0 ? 1 - stream->good_days : 1;
	for (int64_t i = first; i < first + MOST; i++) {
		dr_stream_ahead ahead = { until + (dr_day)i, *stream };
		ahead.fact.good_days += i;
		ahead.fact.dkim_good_days += i;
		ahead.fact.broke = false;
		dr_list_add(arena, &found, ahead);
	}
	return found;
}

/* Whether it is rare is not found anew: that would be of days that nobody has seen. */
static void add_ahead(dr_arena *arena, const dr_gate_evidence_view *view,
                      const dr_stream_fact *stream, const dr_mail_stream *mail,
                      const dr_reports_fact *reports, dr_stream_aheads *found)
{
	dr_stream_ahead ahead = { view->until,
		                  dr_gate_evidence_measure(view, stream->sender, mail, reports) };
	ahead.fact.rare = stream->rare;
	ahead.fact.rarer = stream->rarer;
	dr_list_add(arena, found, ahead);
}

/* One that was declared as a whole is asked about, and may come any day. */
static bool is_gone(const dr_stream_fact *stream)
{
	return stream->paused && (stream->sender->decision == NULL || !stream->silent);
}

dr_stream_aheads dr_gate_evidence_look_ahead(dr_arena *arena, const dr_gate_evidence *evidence,
                                             const dr_stream_fact *stream)
{
	if (stream->mail == NULL) {
		return look_without_mail(arena, evidence->until, stream);
	}
	dr_stream_aheads found = { NULL, 0 };
	dr_gate_evidence_view view = evidence->view;
	dr_mail_stream mail = *stream->mail;
	mail.days = days_so_far(arena, &stream->mail->days, view.today);
	if (mail.days.len == 0 || is_gone(stream)) {
		return found;
	}
	add_days(arena, view.until, turn_of(stream->sender, &mail.days), &mail.days);
	dr_day last = mail.days.items[mail.days.len - 1].day;
	for (view.until++; view.until <= last; view.until++) {
		if (is_of_note(&mail.days, view.until, evidence->reports.window)) {
			add_ahead(arena, &view, stream, &mail, &evidence->reports, &found);
		}
	}
	return found;
}
