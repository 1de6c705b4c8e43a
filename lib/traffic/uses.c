/* By which keys and from which addresses a source passes. */
#include "traffic/traffic_priv.h"
#include <string.h>

/* By a signature of the author's organization; without one, by SPF alone. */
static dr_traffic_use use_of(dr_reading *r, const dr_evidence_row *row)
{
	const dr_report_dkim *own = dr_traffic_own_signature(r, row);
	if (row->dkim == DR_EVALUATED_PASS && own != NULL && own->result == DR_REPORTED_PASS) {
		return (dr_traffic_use){ .domain = own->domain,
			                 .selector = own->selector,
			                 .alone = DR_NO_DAY };
	}
	bool alone = row->spf == DR_EVALUATED_PASS && row->dkim != DR_EVALUATED_PASS;
	return (dr_traffic_use){ .domain = alone ? row->spf_domain : DR_STR(""),
		                 .by_spf = alone,
		                 .ip = row->ip,
		                 .alone = DR_NO_DAY };
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

static dr_traffic_beside *beside_of(dr_arena *arena, dr_traffic_use *use,
                                    const dr_evidence_row *row)
{
	for (size_t i = 0; i < use->beside.len; i++) {
		dr_traffic_beside *one = &use->beside.items[i];
		if (dr_ipaddr_eq(one->ip, row->ip) && dr_str_eq(one->domain, row->spf_domain)) {
			return one;
		}
	}
	size_t at = use->beside.len;
	if (at < DR_TRAFFIC_BESIDE_MAX) {
		const dr_traffic_beside one = { row->ip, dr_arena_copy(arena, row->spf_domain),
			                        row->day };
		dr_list_add(arena, &use->beside, one);
	}
	return use->beside.len > at ? &use->beside.items[at] : NULL;
}

/* What would carry the mail if the key went. */
static void add_beside(dr_arena *arena, dr_traffic_use *use, const dr_evidence_row *row)
{
	dr_traffic_beside *beside =
		row->spf == DR_EVALUATED_PASS ? beside_of(arena, use, row) : NULL;
	dr_day *last = beside != NULL ? &beside->last : &use->alone;
	*last = *last == DR_NO_DAY || row->day > *last ? row->day : *last;
}

static void add_author(dr_arena *arena, dr_traffic_use *use, dr_str author)
{
	for (size_t i = 0; i < use->authors.len; i++) {
		if (dr_str_eq_nocase(use->authors.items[i], author)) {
			return;
		}
	}
	if (use->authors.len < DR_TRAFFIC_AUTHORS_MAX) {
		dr_list_add(arena, &use->authors, dr_arena_copy(arena, author));
	} else {
		use->more_authors = true;
	}
}

void dr_traffic_add_use(dr_reading *r, dr_sender *sender, const dr_evidence_row *row)
{
	dr_traffic_use use = use_of(r, row);
	dr_use_entry *entry = use.domain.len > 0 ? entry_of(r, sender, &use) : NULL;
	if (entry != NULL) {
		entry->use.messages += row->messages;
		add_author(r->arena, &entry->use, row->header_from);
		add_day(r->arena, &entry->use, row->day);
	}
	if (entry != NULL && !entry->use.by_spf) {
		add_beside(r->arena, &entry->use, row);
	}
}
