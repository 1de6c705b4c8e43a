/* By which keys and from which addresses a source passes. */
#include "traffic/traffic_priv.h"
#include <string.h>

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
