/* Turns of a source: how long it may be silent, and what took the place of what. */
#include "facts/traffic_uses.h"

enum {
	WEEK = 7,
	YEAR = 400, /* the longest turn that one can have */
	LATE = 2,   /* days by which a source may be later than it ever was */
};

static dr_day last_of(const dr_traffic_use *use)
{
	return use->days.items[use->days.len - 1];
}

/* The last day of which somebody tells whom gates believe. */
static dr_day told_until(const dr_traffic *traffic)
{
	for (size_t i = traffic->days.len; i > 0; i--) {
		if (traffic->days.items[i - 1].counted_reporters > 0) {
			return traffic->days.items[i - 1].day;
		}
	}
	return DR_NO_DAY;
}

static int64_t longest_pause(const dr_traffic_use *use)
{
	int64_t longest = 0;
	for (size_t i = 1; i < use->days.len; i++) {
		int64_t pause = (int64_t)use->days.items[i] - use->days.items[i - 1];
		longest = pause > longest ? pause : longest;
	}
	return longest;
}

/* Two turns of a source of which somebody said how often it sends. */
static int64_t said_turns(const dr_sender *sender)
{
	static const int64_t TURNS[] = { [DR_CADENCE_WEEKLY] = 14,
		                         [DR_CADENCE_MONTHLY] = 62,
		                         [DR_CADENCE_QUARTERLY] = 184,
		                         [DR_CADENCE_YEARLY] = YEAR };
	dr_cadence cadence =
		sender->decision != NULL ? sender->decision->cadence : DR_CADENCE_UNSET;
	return (size_t)cadence < DR_COUNT(TURNS) ? TURNS[cadence] : 0;
}

/* Days on which a run of it began: what comes on days in a row, or nearly, is one run of a source
 * that pauses for most of a week. A run is short beside the pause, and no longer than a week: daily
 * mail that paused once or twice is none. */
static int64_t count_runs(const dr_traffic_use *use, dr_day *ret_last)
{
	int64_t pause = longest_pause(use), within = pause >= WEEK - 2 ? 2 : 0;
	int64_t longest = pause / 2 < WEEK ? pause / 2 : WEEK;
	dr_day began = use->days.items[0];
	int64_t runs = 1;
	for (size_t i = 1; i < use->days.len; i++) {
		dr_day day = use->days.items[i];
		if ((int64_t)day - use->days.items[i - 1] > within ||
		    (int64_t)day - began > longest) {
			began = day;
			runs++;
		}
	}
	*ret_last = began;
	return runs;
}

/* The same as its days have it: one pause is by chance, from the second on there is a mean. */
static int64_t seen_turns(const dr_traffic_use *use)
{
	dr_day last = DR_NO_DAY;
	int64_t pauses = count_runs(use, &last) - 1;
	return pauses > 1 ? 2 * ((int64_t)last - use->days.items[0]) / pauses : 0;
}

/* A source that sends rarely is missed after two of its turns, or after its longest pause. */
static int64_t turn_of(const dr_sender *sender, const dr_traffic_use *use)
{
	int64_t said = said_turns(sender), seen = seen_turns(use), pause = longest_pause(use);
	int64_t turns = said > seen ? said : seen;
	return (turns > pause ? turns : pause) + LATE;
}

static bool is_missed(const dr_sender *sender, const dr_traffic_use *use, int64_t silent)
{
	return silent > turn_of(sender, use);
}

/* Only a signature takes the place of one; an address may be left for another, or for a key. */
static bool is_of_kind(const dr_traffic_use *other, const dr_traffic_use *use)
{
	return other != use && (use->by_spf || !other->by_spf);
}

/* As many of its kind began after its end and up to a day as ended: each took the place of one.
 * What it was used beside may be about to end while the new one is young. */
static bool has_heir(const dr_sender *sender, const dr_traffic_use *use, dr_day by, dr_day now)
{
	const dr_day end = last_of(use);
	size_t heirs = 0, ended = 1;
	for (size_t i = 0; i < sender->uses.len; i++) {
		const dr_traffic_use *other = sender->uses.items[i];
		dr_day began = other->days.items[0], last = last_of(other);
		if (is_of_kind(other, use)) {
			bool over = began <= end || (began < by && last + LATE < now);
			heirs += began > end && began <= by;
			ended += over && last >= end && last < by + WEEK;
		}
	}
	return heirs >= ended;
}

/* The first of its kind that began after its end took its place, or the last one, not that of
 * another that the source used beside it. */
static bool is_inherited(const dr_sender *sender, const dr_traffic_use *use, int64_t silent)
{
	const dr_day end = last_of(use), now = end + (dr_day)silent;
	dr_day first = DR_NO_DAY, last = DR_NO_DAY;
	for (size_t i = 0; i < sender->uses.len; i++) {
		const dr_traffic_use *other = sender->uses.items[i];
		dr_day began = other->days.items[0];
		if (is_of_kind(other, use) && began > end) {
			first = first == DR_NO_DAY || began < first ? began : first;
			last = began > last ? began : last;
		}
	}
	return first != DR_NO_DAY &&
	       (has_heir(sender, use, first, now) || has_heir(sender, use, last, now));
}

/* Another key or address is seen since the last day of this one: it took its place, or this one was
 * never silent for so long. What passes by SPF in the week after a key went is what is left of it.
 */
static bool is_replaced(const dr_sender *sender, const dr_traffic_use *use, int64_t silent)
{
	bool missed = is_missed(sender, use, silent);
	for (size_t i = 0; i < sender->uses.len && missed; i++) {
		const dr_traffic_use *other = sender->uses.items[i];
		bool may = use->by_spf || !other->by_spf || silent >= WEEK;
		if (may && last_of(other) > last_of(use)) {
			return true;
		}
	}
	return is_inherited(sender, use, silent);
}

static bool is_same_key(const dr_traffic_use *a, const dr_traffic_use *b)
{
	return !a->by_spf && !b->by_spf && dr_str_eq_nocase(a->domain, b->domain) &&
	       dr_str_eq_nocase(a->selector, b->selector);
}

/* Everybody else whose mail the key signed had left it before that day. */
static bool all_left_before(const dr_traffic *traffic, const dr_traffic_use *use, dr_day day)
{
	bool any_went_over = false;
	for (size_t i = 0; i < traffic->senders.len; i++) {
		const dr_sender *sender = traffic->senders.items[i];
		for (size_t j = 0; j < sender->uses.len; j++) {
			const dr_traffic_use *other = sender->uses.items[j];
			bool same = other != use && is_same_key(other, use);
			if (same && last_of(other) >= day) {
				return false;
			}
			any_went_over =
				any_went_over ||
				(same && is_replaced(sender, other, (int64_t)day - last_of(other)));
		}
	}
	return any_went_over;
}

/* A message of the source was looked at when the others had gone over to another key. That it was
 * looked at tells nothing of a key that nobody else had: it may have been there still. */
static bool is_verified_since(const dr_traffic *traffic, const dr_sender *sender,
                              const dr_traffic_use *use, dr_day today)
{
	dr_day day = sender->decision != NULL ? sender->decision->verified : DR_NO_DAY;
	return day != DR_NO_DAY && day > last_of(use) && day <= today && !use->by_spf &&
	       all_left_before(traffic, use, day);
}

/* Nothing of the source passed by anything else since. */
static bool is_last(const dr_sender *sender, const dr_traffic_use *use)
{
	for (size_t i = 0; i < sender->uses.len; i++) {
		if (last_of(sender->uses.items[i]) > last_of(use)) {
			return false;
		}
	}
	return true;
}

/* Silence alone is no end of what somebody said is ours: holidays end, and who gave it up says that
 * it is retired. */
static bool is_waited_for(const dr_sender *sender, const dr_traffic_use *use, int64_t silent)
{
	bool ours = sender->decision != NULL && sender->decision->is == DR_IS_OURS;
	return ours && silent <= YEAR && is_last(sender, use);
}

bool dr_use_goes_on(const dr_traffic *traffic, const dr_sender *sender, const dr_traffic_use *use,
                    dr_day today)
{
	bool given_up = sender->decision != NULL && sender->decision->is != DR_IS_OURS;
	int64_t silent = (int64_t)told_until(traffic) - last_of(use);
	return !given_up &&
	       (silent < WEEK || silent <= turn_of(sender, use) ||
	        is_waited_for(sender, use, silent)) &&
	       !is_replaced(sender, use, silent) && !is_verified_since(traffic, sender, use, today);
}

/* Direct mail of the source, as whomever, after its last day. */
static bool is_followed(const dr_sender *sender, const dr_traffic_use *use)
{
	for (size_t i = 0; i < sender->streams.len; i++) {
		const dr_mail_stream *stream = &sender->streams.items[i];
		if (dr_messages_since(sender, stream->scope, last_of(use) + 1) > 0) {
			return true;
		}
	}
	return false;
}

static dr_day last_of_all(const dr_sender *sender)
{
	dr_day last = DR_NO_DAY;
	for (size_t i = 0; i < sender->uses.len; i++) {
		dr_day of = last_of(sender->uses.items[i]);
		last = of > last ? of : last;
	}
	return last;
}

/* All that it passes by as one: an address of a pool has turns of its own, and is not missed. */
static dr_traffic_use join_uses(dr_arena *arena, const dr_traffic *traffic, const dr_sender *sender)
{
	dr_traffic_use all = { .alone = DR_NO_DAY };
	const size_t days = (size_t)(traffic->last - traffic->first) + 1;
	bool *sent = dr_arena_alloc_array(arena, days, sizeof(*sent));
	for (size_t i = 0; sent != NULL && i < sender->uses.len; i++) {
		const dr_traffic_use *use = sender->uses.items[i];
		for (size_t k = 0; k < use->days.len; k++) {
			sent[use->days.items[k] - traffic->first] = true;
		}
	}
	for (size_t i = 0; sent != NULL && i < days; i++) {
		if (sent[i]) {
			dr_list_add(arena, &all.days, traffic->first + (dr_day)i);
		}
	}
	return all;
}

bool dr_source_is_silent(dr_arena *arena, const dr_traffic *traffic, const dr_sender *sender)
{
	const dr_day last = last_of_all(sender);
	const int64_t silent = (int64_t)told_until(traffic) - last;
	if (last == DR_NO_DAY || silent < WEEK) {
		return false;
	}
	const dr_traffic_use all = join_uses(arena, traffic, sender);
	return all.days.len > 0 && silent > turn_of(sender, &all) && !is_followed(sender, &all);
}

uint64_t dr_messages_since(const dr_sender *sender, dr_str author, dr_day day)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < sender->streams.len; i++) {
		const dr_mail_stream *stream = &sender->streams.items[i];
		bool meant = dr_str_eq_nocase(stream->scope, author);
		for (size_t k = 0; meant && k < stream->days.len; k++) {
			const dr_stream_day *one = &stream->days.items[k];
			sum += one->day >= day ? one->direct.counted.messages : 0;
		}
	}
	return sum;
}
