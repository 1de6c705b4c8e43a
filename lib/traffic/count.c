#include "traffic/traffic_priv.h"
#include <string.h>

void dr_tally_add(dr_tally *sum, const dr_tally *more)
{
	sum->messages += more->messages;
	sum->both += more->both;
	sum->dkim_only += more->dkim_only;
	sum->spf_only += more->spf_only;
	sum->none += more->none;
}

uint64_t dr_tally_aligned(const dr_tally *tally)
{
	return tally->messages - tally->none;
}

static dr_tally tally_of(const dr_evidence_row *row)
{
	bool dkim = row->dkim == DR_EVALUATED_PASS, spf = row->spf == DR_EVALUATED_PASS;
	dr_tally tally = { .messages = row->messages };
	*(dkim && spf ? &tally.both
	  : dkim      ? &tally.dkim_only
	  : spf       ? &tally.spf_only
	              : &tally.none) = row->messages;
	return tally;
}

/* A signature without a selector, which RFC 9990 asks for. */
static bool lacks_selector(const dr_evidence_row *row)
{
	for (size_t i = 0; i < row->signatures.len; i++) {
		if (row->signatures.items[i].selector.len == 0) {
			return true;
		}
	}
	return false;
}

/* Something with exactly the author's domain passed. */
static bool passes_strictly(const dr_evidence_row *row)
{
	for (size_t i = 0; i < row->signatures.len; i++) {
		const dr_report_dkim *one = &row->signatures.items[i];
		if (one->result == DR_REPORTED_PASS && dr_str_eq(one->domain, row->header_from)) {
			return true;
		}
	}
	return row->spf == DR_EVALUATED_PASS && dr_str_eq(row->spf_domain, row->header_from);
}

static void add_outcome(dr_outcomes *sum, const dr_evidence_row *row, const dr_tally *tally)
{
	unsigned arc = DR_OVERRIDE_LOCAL_POLICY | DR_OVERRIDE_ARC_PASS;
	sum->dispositions[row->disposition] += row->messages;
	for (size_t i = 0; i < DR_OVERRIDE_BITS; i++) {
		sum->overrides[i] += (row->overrides >> i & 1u) != 0 ? row->messages : 0;
	}
	sum->rescued += (row->overrides & arc) == arc ? tally->none : 0;
	sum->newer += row->newer ? row->messages : 0;
	sum->dkim_never += row->signatures.len == 0 ? row->messages : 0;
	bool delivered =
		row->disposition == DR_DISPOSITION_NONE || row->disposition == DR_DISPOSITION_PASS;
	sum->spared += row->overrides != 0 && delivered ? tally->none : 0;
	sum->without_selector += row->newer && lacks_selector(row) ? row->messages : 0;
	sum->relaxed += tally->none == 0 && !passes_strictly(row) ? row->messages : 0;
}

/* Where an item of this day or text is, or belongs, in an ascending list: days come mostly in
 * order, so the search begins at the end. */
static dr_stream_day *day_of(dr_arena *arena, dr_mail_stream *stream, dr_day day)
{
	dr_stream_days *days = &stream->days;
	size_t at = days->len;
	while (at > 0 && days->items[at - 1].day > day) {
		at--;
	}
	if (at > 0 && days->items[at - 1].day == day) {
		return &days->items[at - 1];
	}
	size_t old = days->len;
	dr_list_add(arena, days, (dr_stream_day){ .day = day });
	if (days->len == old) {
		return NULL;
	}
	memmove(&days->items[at + 1], &days->items[at], (old - at) * sizeof(*days->items));
	days->items[at] = (dr_stream_day){ .day = day };
	return &days->items[at];
}

static dr_mail_stream *stream_of(dr_arena *arena, dr_sender *sender, dr_str scope)
{
	dr_mail_streams *streams = &sender->streams;
	size_t at = streams->len, old = streams->len;
	while (at > 0 && dr_str_cmp(streams->items[at - 1].scope, scope) > 0) {
		at--;
	}
	if (at > 0 && dr_str_eq(streams->items[at - 1].scope, scope)) {
		return &streams->items[at - 1];
	}
	if (old >= DR_TRAFFIC_STREAMS_MAX) {
		return &streams->items[old - 1];
	}
	dr_mail_stream fresh = { .scope = dr_arena_copy(arena, scope),
		                 .first = DR_NO_DAY,
		                 .last = DR_NO_DAY,
		                 .broke = DR_NO_DAY };
	dr_list_add(arena, streams, fresh);
	if (streams->len == old) {
		return NULL;
	}
	memmove(&streams->items[at + 1], &streams->items[at], (old - at) * sizeof(fresh));
	streams->items[at] = fresh;
	return &streams->items[at];
}

static void widen(dr_day *first, dr_day *last, dr_day day)
{
	*first = *first == DR_NO_DAY || day < *first ? day : *first;
	*last = *last == DR_NO_DAY || day > *last ? day : *last;
}

static void add_tally(dr_tallies *sum, const dr_tally *tally, bool counted)
{
	dr_tally_add(&sum->all, tally);
	if (counted) {
		dr_tally_add(&sum->counted, tally);
	}
}

bool dr_traffic_is_counted(const dr_reading *r, dr_str reporter)
{
	const dr_strs *confirmed = r->input->confirmed;
	for (size_t i = 0; confirmed != NULL && i < confirmed->len; i++) {
		if (dr_str_eq_nocase(confirmed->items[i], reporter)) {
			return true;
		}
	}
	return false;
}

/* Of several reporters in one row nobody knows who said what: all must be confirmed. */
bool dr_traffic_is_row_counted(const dr_reading *r, const dr_evidence_row *row)
{
	size_t confirmed = 0;
	for (size_t i = 0; i < row->reporters.len && !row->vouched; i++) {
		confirmed += dr_traffic_is_counted(r, row->reporters.items[i]) ? 1 : 0;
	}
	return row->vouched || (confirmed > 0 && confirmed == row->reporters.len);
}

static void add_address(dr_reading *r, dr_sender *sender, const dr_evidence_row *row)
{
	dr_address_key key;
	memset(&key, 0, sizeof(key));
	key.sender = sender;
	key.ip = row->ip;
	dr_address_entry *entry = NULL;
	HASH_FIND(hh, r->addresses, &key, sizeof(key), entry);
	if (entry != NULL) {
		sender->addresses.items[entry->at].messages += row->messages;
		return;
	}
	if (row->ip.family == DR_IP_NONE || sender->addresses.len >= DR_TRAFFIC_ADDRESSES_MAX) {
		sender->more_addresses = sender->more_addresses || row->ip.family != DR_IP_NONE;
		return;
	}
	entry = dr_arena_new_of(r->arena, dr_address_entry);
	if (entry != NULL) {
		entry->key = key;
		entry->at = sender->addresses.len;
		HASH_ADD(hh, r->addresses, key, sizeof(key), entry);
		dr_list_add(r->arena, &sender->addresses,
		            (dr_traffic_address){ row->ip, row->messages });
	}
}

/* A broken signature of ours (NULL: none): one that holds elsewhere, or one that never does. */
static void add_broken(dr_reading *r, dr_sender *sender, const dr_report_dkim *broken)
{
	const dr_identity *identity = broken != NULL ? dr_identity_find(r, broken) : NULL;
	bool holds = identity != NULL && identity->passed > 0;
	sender->breaks_ours = sender->breaks_ours || holds;
	sender->never_verifies = sender->never_verifies || (identity != NULL && !holds);
}

static bool is_aligned(const dr_evidence_row *row)
{
	return row->dkim == DR_EVALUATED_PASS || row->spf == DR_EVALUATED_PASS;
}

static void add_identifiers(dr_reading *r, dr_sender *sender, const dr_evidence_row *row)
{
	dr_str ours = dr_traffic_organization(r, row->header_from);
	for (size_t i = 0; i < row->signatures.len; i++) {
		const dr_report_dkim *one = &row->signatures.items[i];
		bool own = one->domain.len > 0 &&
		           dr_str_eq(dr_traffic_organization(r, one->domain), ours);
		bool passed = one->result == DR_REPORTED_PASS;
		sender->signs_as_us = sender->signs_as_us || own;
		add_broken(r, sender, own && !passed ? one : NULL);
		sender->within_us = sender->within_us || (own && passed && !is_aligned(row));
		if (passed || own) {
			dr_traffic_add_few(r->arena, &sender->signers, one->domain);
		}
		if (own) {
			dr_traffic_add_few(r->arena, &sender->selectors, one->selector);
		}
	}
	if (row->spf_result == DR_REPORTED_PASS) {
		dr_traffic_add_few(r->arena, &sender->return_paths, row->spf_domain);
	}
	bool our_path = row->spf_domain.len > 0 && row->spf_scope != DR_SCOPE_HELO &&
	                dr_str_eq(dr_traffic_organization(r, row->spf_domain), ours);
	bool denied = our_path && (row->spf_result == DR_REPORTED_FAIL ||
	                           row->spf_result == DR_REPORTED_SOFTFAIL);
	bool first = sender->direct.all.messages + sender->indirect.all.messages == row->messages;
	sender->uses_our_return_path = sender->uses_our_return_path || our_path;
	sender->spf_denied = denied && (first || sender->spf_denied);
}

void dr_traffic_count(dr_reading *r, dr_sender *sender, const dr_evidence_row *row)
{
	dr_tally tally = tally_of(row);
	bool counted = dr_traffic_is_row_counted(r, row), direct = sender->path == DR_PATH_DIRECT;
	dr_mail_stream *stream = stream_of(r->arena, sender, row->header_from);
	dr_stream_day *day = stream != NULL ? day_of(r->arena, stream, row->day) : NULL;
	if (day == NULL) {
		return;
	}
	dr_tallies *sums[] = {
		direct ? &day->direct : &day->indirect,
		direct ? &stream->direct : &stream->indirect,
		direct ? &sender->direct : &sender->indirect,
		direct ? &r->traffic->direct : &r->traffic->indirect,
	};
	for (size_t i = 0; i < DR_COUNT(sums); i++) {
		add_tally(sums[i], &tally, counted);
	}
	dr_traffic_replay(r, sender, stream, row);
	add_outcome(&stream->outcomes, row, &tally);
	add_outcome(&sender->outcomes, row, &tally);
	add_outcome(&r->traffic->outcomes, row, &tally);
	widen(&stream->first, &stream->last, row->day);
	widen(&sender->first, &sender->last, row->day);
	sender->ever_aligned = sender->ever_aligned || tally.none == 0;
	for (size_t i = 0; i < row->reporters.len; i++) {
		dr_traffic_add_once(r->arena, &sender->reporters, row->reporters.items[i]);
	}
	add_address(r, sender, row);
	add_identifiers(r, sender, row);
	if (direct && counted) {
		dr_traffic_add_use(r, sender, row);
	}
}
