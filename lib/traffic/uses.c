/* By which keys and from which addresses a source passes, and whether it still does. */
#include "traffic/traffic_priv.h"
#include <string.h>

enum {
	WEEK = 7,
	LATE = 2, /* days by which a source may be later than it ever was */
};

/* By a signature of the author's organization; without one, by SPF alone. */
static dr_traffic_use use_of(dr_reading *r, const dr_evidence_row *row)
{
	const dr_report_dkim *own = dr_traffic_own_signature(r, row);
	if (row->dkim == DR_EVALUATED_PASS && own != NULL && own->result == DR_REPORTED_PASS) {
		return (dr_traffic_use){ .domain = own->domain, .selector = own->selector };
	}
	bool alone = row->spf == DR_EVALUATED_PASS && row->dkim != DR_EVALUATED_PASS;
	return (dr_traffic_use){ .domain = alone ? row->spf_domain : DR_STR(""),
		                 .by_spf = alone,
		                 .ip = row->ip };
}

static dr_str key_of(dr_reading *r, const dr_sender *sender, const dr_traffic_use *use)
{
	r->key.len = 0;
	dr_buf_addf(&r->key, "%.*s %.*s ", DR_FMT(sender->id), DR_FMT(use->domain));
	if (use->by_spf) {
		dr_ipaddr_write(use->ip, &r->key);
	} else {
		dr_buf_addf(&r->key, "/%.*s", DR_FMT(use->selector));
	}
	return dr_buf_str(&r->key);
}

static dr_use_entry *entry_of(dr_reading *r, dr_sender *sender, const dr_traffic_use *use)
{
	dr_str key = key_of(r, sender, use);
	dr_use_entry *entry = NULL;
	HASH_FIND(hh, r->uses, key.ptr, key.len, entry);
	if (entry != NULL || sender->uses.len >= DR_TRAFFIC_ADDRESSES_MAX) {
		return entry;
	}
	entry = dr_arena_new_of(r->arena, dr_use_entry);
	if (entry != NULL) {
		entry->key = dr_arena_copy(r->arena, key);
		entry->use = *use;
		entry->use.domain = dr_arena_copy(r->arena, use->domain);
		entry->use.selector = dr_arena_copy(r->arena, use->selector);
		HASH_ADD_KEYPTR(hh, r->uses, entry->key.ptr, entry->key.len, entry);
		dr_list_add(r->arena, &sender->uses, &entry->use);
	}
	return entry;
}

/* Days come mostly in order, so the search begins at the end. */
static void add_day(dr_arena *arena, dr_traffic_use *use, dr_day day)
{
	size_t at = use->days.len, old = use->days.len;
	while (at > 0 && use->days.items[at - 1] > day) {
		at--;
	}
	if (at > 0 && use->days.items[at - 1] == day) {
		return;
	}
	dr_list_add(arena, &use->days, day);
	if (use->days.len > old) {
		memmove(&use->days.items[at + 1], &use->days.items[at], (old - at) * sizeof(day));
		use->days.items[at] = day;
	}
}

void dr_traffic_add_use(dr_reading *r, dr_sender *sender, const dr_evidence_row *row)
{
	dr_traffic_use use = use_of(r, row);
	dr_use_entry *entry = use.domain.len > 0 ? entry_of(r, sender, &use) : NULL;
	if (entry != NULL) {
		entry->use.messages += row->messages;
		add_day(r->arena, &entry->use, row->day);
	}
}

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

/* A source that sends rarely is missed after two of its turns. */
static int64_t turn_of(const dr_sender *sender, const dr_traffic_use *use)
{
	static const int64_t TURNS[] = {
		[DR_CADENCE_MONTHLY] = 62, [DR_CADENCE_QUARTERLY] = 184, [DR_CADENCE_YEARLY] = 400
	};
	dr_cadence cadence =
		sender->decision != NULL ? sender->decision->cadence : DR_CADENCE_UNSET;
	int64_t said = (size_t)cadence < DR_COUNT(TURNS) ? TURNS[cadence] : 0;
	int64_t seen = longest_pause(use);
	return said > seen ? said : seen;
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

bool dr_traffic_use_goes_on(const dr_traffic *traffic, const dr_sender *sender,
                            const dr_traffic_use *use)
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

uint64_t dr_traffic_messages_since(const dr_sender *sender, dr_day day)
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
