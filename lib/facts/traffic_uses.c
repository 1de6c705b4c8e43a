/* Turns of a source: how long it may be silent, and what took the place of what. */
#include "facts/traffic_uses.h"

enum {
	WEEK = 7,
	LATE = 2, /* days by which a source may be later than it ever was */
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
		                         [DR_CADENCE_YEARLY] = 400 };
	dr_cadence cadence =
		sender->decision != NULL ? sender->decision->cadence : DR_CADENCE_UNSET;
	return (size_t)cadence < DR_COUNT(TURNS) ? TURNS[cadence] : 0;
}

/* The same as its days have it: one pause is by chance, from the second on there is a mean. */
static int64_t seen_turns(const dr_traffic_use *use)
{
	int64_t pauses = (int64_t)use->days.len - 1;
	int64_t span = (int64_t)last_of(use) - use->days.items[0];
	return pauses > 1 ? 2 * span / pauses : 0;
}

/* A source that sends rarely is missed after two of its turns, or after its longest pause. */
static int64_t turn_of(const dr_sender *sender, const dr_traffic_use *use)
{
	int64_t said = said_turns(sender), seen = seen_turns(use), pause = longest_pause(use);
	int64_t turns = said > seen ? said : seen;
	return (turns > pause ? turns : pause) + LATE;
}

/* Another key or address took its place: it is seen since the last day of this one, and was not
 * before, or this one was never silent for so long. Only a signature takes the place of one: what
 * passes by SPF after a key went is what is left. */
static bool is_replaced(const dr_sender *sender, const dr_traffic_use *use, int64_t silent)
{
	bool missed = silent > longest_pause(use) + LATE;
	for (size_t i = 0; i < sender->uses.len; i++) {
		const dr_traffic_use *other = sender->uses.items[i];
		bool may = use->by_spf || !other->by_spf;
		if (may && last_of(other) > last_of(use) &&
		    (missed || other->days.items[0] > last_of(use))) {
			return true;
		}
	}
	return false;
}

static bool passed_since(const dr_sender *sender, dr_day last)
{
	for (size_t i = 0; i < sender->uses.len; i++) {
		if (last_of(sender->uses.items[i]) > last) {
			return true;
		}
	}
	return false;
}

bool dr_use_goes_on(const dr_traffic *traffic, const dr_sender *sender, const dr_traffic_use *use)
{
	bool given_up = sender->decision != NULL && sender->decision->is != DR_IS_OURS;
	int64_t silent = (int64_t)told_until(traffic) - last_of(use);
	if (given_up) {
		return false;
	}
	return silent < WEEK
	               ? !is_replaced(sender, use, silent)
	               : !passed_since(sender, last_of(use)) && silent <= turn_of(sender, use);
}

uint64_t dr_messages_since(const dr_sender *sender, dr_day day)
{
	uint64_t sum = 0;
	for (size_t i = 0; i < sender->streams.len; i++) {
		const dr_stream_days *days = &sender->streams.items[i].days;
		for (size_t k = 0; k < days->len; k++) {
			sum += days->items[k].day >= day ? days->items[k].direct.counted.messages
			                                 : 0;
		}
	}
	return sum;
}
