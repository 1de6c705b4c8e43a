#include "traffic/source.h"
#include "base/table.h"
#include <stdlib.h>
#include <string.h>

/* One address of one source. */
typedef struct {
	dr_str key;
	dr_traffic_address address;
	UT_hash_handle hh;
} address_entry;

typedef struct source_entry {
	dr_str key;
	dr_traffic_source source;
	UT_hash_handle hh;
} source_entry;

typedef struct {
	dr_arena *arena;
	dr_traffic *traffic;
	source_entry *sources;
	address_entry *addresses;
	dr_buf key;
} gathering;

/* The signature that says most about who sent: one that passed and names the author's domain or one
 * around it, else one that passed, else the first. */
static const dr_report_dkim *telling_signature(const dr_evidence_row *row)
{
	const dr_report_dkim *best = NULL;
	int best_worth = -1;
	for (size_t i = 0; i < row->signatures.len; i++) {
		const dr_report_dkim *one = &row->signatures.items[i];
		bool passed = one->result == DR_REPORTED_PASS;
		bool own = one->domain.len > 0 && dr_str_ends(row->header_from, one->domain);
		int worth = (passed ? 2 : 0) + (own ? 1 : 0);
		if (worth > best_worth) {
			best = one;
			best_worth = worth;
		}
	}
	return best;
}

static dr_traffic_source describe(const dr_evidence_row *row)
{
	const dr_report_dkim *signature = telling_signature(row);
	dr_traffic_source source = {
		.spf_domain = row->spf_domain,
		.spf_pass = row->spf_result == DR_REPORTED_PASS,
		.ip = row->ip,
		.first = row->day,
		.last = row->day,
	};
	if (signature != NULL) {
		source.dkim_domain = signature->domain;
		source.dkim_pass = signature->result == DR_REPORTED_PASS;
	}
	if (source.dkim_pass || source.spf_pass) {
		source.ip = (dr_ipaddr){ .family = DR_IP_NONE };
	}
	return source;
}

static void add_octets(dr_buf *key, const void *octets, size_t len)
{
	dr_buf_add(key, (dr_str){ octets, len });
}

static void add_part(dr_buf *key, dr_str text)
{
	add_octets(key, &text.len, sizeof(text.len));
	dr_buf_add(key, text);
}

static source_entry *find_source(gathering *g, const dr_evidence_row *row)
{
	dr_traffic_source found = describe(row);
	g->key.len = 0;
	dr_buf_add_char(&g->key, (char)((found.dkim_pass ? 2 : 0) + (found.spf_pass ? 1 : 0)));
	add_part(&g->key, found.dkim_domain);
	add_part(&g->key, found.spf_domain);
	add_octets(&g->key, &found.ip, sizeof(found.ip));
	source_entry *entry;
	dr_str key = dr_buf_str(&g->key);
	HASH_FIND(hh, g->sources, key.ptr, key.len, entry);
	if (entry == NULL) {
		entry = dr_arena_new_of(g->arena, source_entry);
		if (entry == NULL) {
			return NULL;
		}
		entry->key = dr_arena_copy(g->arena, key);
		entry->source = found;
		HASH_ADD_KEYPTR(hh, g->sources, entry->key.ptr, entry->key.len, entry);
	}
	return entry;
}

static void add_address(gathering *g, source_entry *source, const dr_evidence_row *row)
{
	g->key.len = 0;
	add_octets(&g->key, &source, sizeof(source));
	add_octets(&g->key, &row->ip, sizeof(row->ip));
	dr_str key = dr_buf_str(&g->key);
	address_entry *entry;
	HASH_FIND(hh, g->addresses, key.ptr, key.len, entry);
	if (entry == NULL) {
		entry = dr_arena_new_of(g->arena, address_entry);
		if (entry == NULL) {
			return;
		}
		entry->key = dr_arena_copy(g->arena, key);
		entry->address.ip = row->ip;
		HASH_ADD_KEYPTR(hh, g->addresses, entry->key.ptr, entry->key.len, entry);
		source->source.addresses++;
	}
	entry->address.messages += row->messages;
}

static void count(dr_traffic_counts *counts, const dr_evidence_row *row)
{
	bool dkim = row->dkim == DR_EVALUATED_PASS, spf = row->spf == DR_EVALUATED_PASS;
	uint64_t *how = dkim && spf ? &counts->both
	                : dkim      ? &counts->dkim_only
	                : spf       ? &counts->spf_only
	                            : &counts->none;
	*how += row->messages;
	counts->messages += row->messages;
	counts->dispositions[row->disposition] += row->messages;
	for (size_t i = 0; i < DR_OVERRIDE_BITS; i++) {
		counts->overrides[i] += (row->overrides >> i & 1u) != 0 ? row->messages : 0;
	}
}

/* Into a list that is in octet order; texts of evidence stay where they are. */
static void add_once(dr_arena *arena, dr_strs *list, dr_str text)
{
	size_t at = list->len;
	while (at > 0) {
		int order = dr_str_cmp(list->items[at - 1], text);
		if (order == 0) {
			return;
		}
		if (order < 0) {
			break;
		}
		at--;
	}
	size_t old = list->len;
	dr_list_add(arena, list, text);
	if (list->len > old) {
		memmove(&list->items[at + 1], &list->items[at], (old - at) * sizeof(text));
		list->items[at] = text;
	}
}

static void add_all_once(dr_arena *arena, dr_strs *list, const dr_strs *more)
{
	for (size_t i = 0; i < more->len; i++) {
		add_once(arena, list, more->items[i]);
	}
}

static int take_row(void *self, const dr_evidence_row *row, dr_error *err)
{
	gathering *g = self;
	source_entry *entry = find_source(g, row);
	if (entry == NULL) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for the sources");
	}
	dr_traffic_source *source = &entry->source;
	count(&source->counts, row);
	count(&g->traffic->counts, row);
	add_address(g, entry, row);
	add_once(g->arena, &source->scopes, row->header_from);
	add_all_once(g->arena, &source->reporters, &row->reporters);
	source->first = row->day < source->first ? row->day : source->first;
	source->last = row->day > source->last ? row->day : source->last;
	return DR_OK;
}

static int take_report(void *self, const dr_evidence_report *report, dr_error *err)
{
	(void)err;
	gathering *g = self;
	dr_traffic *traffic = g->traffic;
	add_once(g->arena, &traffic->reporters, report->reporter);
	if (traffic->first == DR_NO_DAY) {
		traffic->first = report->day;
	}
	if (report->day != traffic->last) {
		traffic->days++;
		traffic->last = report->day;
	}
	return DR_OK;
}

/* Keeps the largest few, in order. */
static void keep_largest(dr_arena *arena, dr_traffic_addresses *list, dr_traffic_address address)
{
	size_t at = list->len;
	while (at > 0 && (list->items[at - 1].messages < address.messages ||
	                  (list->items[at - 1].messages == address.messages &&
	                   dr_ipaddr_cmp(list->items[at - 1].ip, address.ip) > 0))) {
		at--;
	}
	if (at == DR_TRAFFIC_ADDRESSES_SHOWN) {
		return;
	}
	if (list->len < DR_TRAFFIC_ADDRESSES_SHOWN) {
		dr_list_add(arena, list, address);
	}
	for (size_t i = list->len; i > at + 1; i--) {
		list->items[i - 1] = list->items[i - 2];
	}
	if (at < list->len) {
		list->items[at] = address;
	}
}

static void spread_addresses(gathering *g)
{
	for (address_entry *entry = g->addresses; entry != NULL; entry = entry->hh.next) {
		source_entry *source;
		memcpy(&source, entry->key.ptr, sizeof(source));
		keep_largest(g->arena, &source->source.most_used, entry->address);
	}
}

static int compare_sources(const void *left, const void *right)
{
	const dr_traffic_source *a = *(const dr_traffic_source *const *)left;
	const dr_traffic_source *b = *(const dr_traffic_source *const *)right;
	if (a->counts.messages != b->counts.messages) {
		return a->counts.messages > b->counts.messages ? -1 : 1;
	}
	int order = dr_str_cmp(a->dkim_domain, b->dkim_domain);
	order = order != 0 ? order : dr_str_cmp(a->spf_domain, b->spf_domain);
	order = order != 0 ? order : dr_ipaddr_cmp(a->ip, b->ip);
	order = order != 0 ? order : (int)b->dkim_pass - (int)a->dkim_pass;
	return order != 0 ? order : (int)b->spf_pass - (int)a->spf_pass;
}

static void list_sources(gathering *g)
{
	dr_traffic_sources *list = &g->traffic->sources;
	for (source_entry *entry = g->sources; entry != NULL; entry = entry->hh.next) {
		dr_list_add(g->arena, list, &entry->source);
	}
	if (list->len > 1) {
		qsort(list->items, list->len, sizeof(*list->items), compare_sources);
	}
}

int dr_traffic_read(dr_arena *arena, dr_evidence *evidence, const dr_evidence_query *query,
                    dr_traffic **ret_traffic, dr_error *err)
{
	gathering g = { .arena = arena, .traffic = dr_arena_new_of(arena, dr_traffic) };
	dr_buf_init(&g.key, arena);
	if (g.traffic == NULL) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for the sources");
	}
	g.traffic->domain = dr_arena_copy(arena, query->domain);
	g.traffic->first = g.traffic->last = DR_NO_DAY;
	int code = evidence->reports(evidence, query, take_report, &g, err);
	if (code == DR_OK) {
		code = evidence->rows(evidence, query, take_row, &g, err);
	}
	spread_addresses(&g);
	list_sources(&g);
	HASH_CLEAR(hh, g.sources);
	HASH_CLEAR(hh, g.addresses);
	if (code == DR_OK && dr_arena_failed(arena)) {
		code = dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for the sources");
	}
	if (code == DR_OK) {
		*ret_traffic = g.traffic;
	}
	return code;
}
