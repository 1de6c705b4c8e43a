#include "traffic/traffic_priv.h"
#include <stdlib.h>

enum {
	WEEK = 7,
	BREAK_MESSAGES = 3, /* a day that breaks has as many, and all fail */
};

static int no_memory(dr_error *err)
{
	return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for the sources");
}

static int profile_row(void *self, const dr_evidence_row *row, dr_error *err)
{
	return dr_profile_row(self, row) ? DR_OK : no_memory(err);
}

static void add_names(dr_reading *r, const dr_evidence_row *row)
{
	const dr_report_dkim *own = dr_traffic_own_signature(r, row);
	if (r->traffic->scopes.len < DR_TRAFFIC_SCOPES_MAX) {
		dr_traffic_add_once(r->arena, &r->traffic->scopes, row->header_from);
	}
	if (own != NULL && own->selector.len > 0 &&
	    r->traffic->selectors.len < DR_TRAFFIC_SCOPES_MAX) {
		dr_traffic_add_once(r->arena, &r->traffic->selectors, own->selector);
	}
}

static int take_row(void *self, const dr_evidence_row *row, dr_error *err)
{
	dr_reading *r = self;
	dr_sender *sender = dr_traffic_sender(r, row, dr_traffic_path(r, row));
	if (sender == NULL) {
		return no_memory(err);
	}
	dr_traffic_count(r, sender, row);
	add_names(r, row);
	return dr_arena_failed(r->arena) ? no_memory(err) : DR_OK;
}

static int compare_addresses(const void *left, const void *right)
{
	const dr_traffic_address *a = left, *b = right;
	if (a->messages != b->messages) {
		return a->messages > b->messages ? -1 : 1;
	}
	return dr_ipaddr_cmp(a->ip, b->ip);
}

/* Days with messages, and the messages of the last week with reports and the one before. */
static void add_trend(dr_sender *sender, dr_day last)
{
	dr_day counted = DR_NO_DAY;
	size_t at[DR_TRAFFIC_STREAMS_MAX] = { 0 };
	for (;;) {
		dr_day next = DR_NO_DAY;
		for (size_t i = 0; i < sender->streams.len; i++) {
			const dr_stream_days *days = &sender->streams.items[i].days;
			if (at[i] < days->len &&
			    (next == DR_NO_DAY || days->items[at[i]].day < next)) {
				next = days->items[at[i]].day;
			}
		}
		if (next == DR_NO_DAY) {
			return;
		}
		sender->days += next != counted ? 1 : 0;
		counted = next;
		for (size_t i = 0; i < sender->streams.len; i++) {
			const dr_stream_days *days = &sender->streams.items[i].days;
			if (at[i] < days->len && days->items[at[i]].day == next) {
				const dr_stream_day *day = &days->items[at[i]++];
				uint64_t messages =
					day->direct.all.messages + day->indirect.all.messages;
				sender->recent += next > last - WEEK ? messages : 0;
				sender->before += next <= last - WEEK && next > last - 2 * WEEK
				                          ? messages
				                          : 0;
			}
		}
	}
}

/* The last day of the last week with reports on which a stream broke, unless it has mended since.
 */
static dr_day broke(const dr_mail_stream *stream, dr_day last)
{
	dr_day found = DR_NO_DAY;
	bool was_good = false;
	for (size_t i = 0; i < stream->days.len; i++) {
		const dr_tally *tally = &stream->days.items[i].direct.all;
		dr_day day = stream->days.items[i].day;
		if (tally->none < tally->messages) {
			was_good = true;
			found = DR_NO_DAY;
		} else if (was_good && tally->messages >= BREAK_MESSAGES && day > last - WEEK) {
			found = day;
		}
	}
	return found;
}

static uint64_t messages_of(const dr_sender *sender)
{
	return sender->direct.all.messages + sender->indirect.all.messages;
}

static int compare_senders(const void *left, const void *right)
{
	const dr_sender *a = *(const dr_sender *const *)left;
	const dr_sender *b = *(const dr_sender *const *)right;
	if (messages_of(a) != messages_of(b)) {
		return messages_of(a) > messages_of(b) ? -1 : 1;
	}
	return dr_str_cmp(a->id, b->id);
}

static int compare_identities(const void *left, const void *right)
{
	const dr_traffic_identity *a = left, *b = right;
	int order = dr_str_cmp(a->domain, b->domain);
	return order != 0 ? order : dr_str_cmp(a->selector, b->selector);
}

static void list_identities(dr_reading *r)
{
	dr_traffic_identities *list = &r->traffic->identities;
	for (const dr_identity *one = r->identities;
	     one != NULL && list->len < DR_TRAFFIC_SCOPES_MAX; one = one->hh.next) {
		dr_list_add(r->arena, list,
		            (dr_traffic_identity){ one->domain, one->selector, one->passed,
		                                   one->failed, one->last, one->last_counted });
	}
	if (list->len > 1) {
		qsort(list->items, list->len, sizeof(*list->items), compare_identities);
	}
}

static void finish_sender(dr_reading *r, dr_sender *sender)
{
	add_trend(sender, r->traffic->last);
	for (size_t i = 0; i < sender->streams.len; i++) {
		dr_mail_stream *stream = &sender->streams.items[i];
		stream->broke = broke(stream, r->traffic->last);
	}
	sender->address_count = sender->addresses.len;
	if (sender->addresses.len > 1) {
		qsort(sender->addresses.items, sender->addresses.len,
		      sizeof(*sender->addresses.items), compare_addresses);
	}
	const dr_owners *owners = r->input->owners;
	if (owners != NULL && sender->addresses.len > 0) {
		sender->network = owners->find(owners, r->arena, sender->addresses.items[0].ip);
	}
	for (size_t i = 0; i < sender->addresses.len && sender->rdns.len == 0; i++) {
		sender->rdns = dr_traffic_reverse(r, sender->addresses.items[i].ip);
	}
}

static void finish(dr_reading *r)
{
	dr_senders *senders = &r->traffic->senders;
	for (size_t i = 0; i < senders->len; i++) {
		finish_sender(r, senders->items[i]);
	}
	if (senders->len > 1) {
		qsort(senders->items, senders->len, sizeof(*senders->items), compare_senders);
	}
	list_identities(r);
	r->traffic->networks = r->networks;
	r->traffic->unsigned_mail = r->aligned_unsigned * 20 > r->aligned_by_spf;
}

static bool open_reading(dr_reading *r)
{
	const dr_domain_config *config = r->input->config;
	r->traffic = dr_arena_new_of(r->arena, dr_traffic);
	dr_buf_init(&r->key, r->arena);
	dr_service_signs_make(r->arena, r->input->catalog, &r->signs);
	if (config != NULL) {
		dr_prefixset_build(r->arena, config->networks.items, config->networks.len,
		                   &r->networks);
	}
	if (r->traffic != NULL) {
		r->traffic->domain = dr_arena_copy(r->arena, r->input->query.domain);
		r->traffic->first = r->traffic->last = DR_NO_DAY;
	}
	return !dr_arena_failed(r->arena);
}

static void close_reading(dr_reading *r)
{
	HASH_CLEAR(hh, r->names);
	HASH_CLEAR(hh, r->reverse);
	HASH_CLEAR(hh, r->identities);
	HASH_CLEAR(hh, r->profiles);
	HASH_CLEAR(hh, r->senders);
	HASH_CLEAR(hh, r->addresses);
	HASH_CLEAR(hh, r->uses);
	HASH_CLEAR(hh, r->heard);
}

static int read_all(dr_reading *r, dr_evidence *evidence, dr_error *err)
{
	int code = dr_traffic_read_names(r, evidence, err);
	code = code == DR_OK ? dr_traffic_read_reports(r, evidence, err) : code;
	code = code == DR_OK ? dr_traffic_read_rows(r, evidence, profile_row, err) : code;
	code = code == DR_OK ? dr_traffic_read_rows(r, evidence, take_row, err) : code;
	code = code == DR_OK ? dr_traffic_read_beside(r, evidence, err) : code;
	if (code == DR_OK) {
		finish(r);
		const dr_traffic_knowledge nothing = { .spf = NULL };
		code = dr_traffic_judge(r->arena, r->traffic, &nothing, err);
	}
	return code;
}

int dr_traffic_read(dr_arena *arena, dr_evidence *evidence, const dr_traffic_input *input,
                    dr_traffic **ret_traffic, dr_error *err)
{
	dr_reading r = { .arena = arena, .input = input };
	int code = open_reading(&r) ? read_all(&r, evidence, err) : no_memory(err);
	close_reading(&r);
	if (code == DR_OK && dr_arena_failed(arena)) {
		code = no_memory(err);
	}
	if (code == DR_OK) {
		*ret_traffic = r.traffic;
	}
	return code;
}
