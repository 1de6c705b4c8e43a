#include "store/digest.h"
#include "doc/json_out.h"
#include "report/words.h"
#include <stdlib.h>

typedef DR_LIST(dr_evidence_row) dr_evidence_rows;
typedef DR_LIST(dr_evidence_report) dr_evidence_reports;
typedef DR_LIST(dr_evidence_oddity) dr_evidence_oddities;
typedef DR_LIST(dr_evidence_tls) dr_evidence_sessions;

/* A reverse name, until it is written. */
typedef struct {
	dr_evidence_name name;
	bool written;
} known_name;

/* What is gathered before a line is written; days are written in their order. */
typedef struct {
	dr_arena *arena;
	dr_evidence_reports reports;
	dr_evidence_oddities oddities;
	dr_evidence_sessions tls;
	DR_LIST(known_name) names; /* by address */
	size_t next_report, next_oddity;
} gathered;

typedef struct {
	dr_arena *arena; /* of one day */
	gathered *all;
	dr_evidence_rows rows;
	dr_digest_line line;
	void *self;
	dr_error *err;
} writing;

static int no_memory(dr_error *err)
{
	return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory to write the digest");
}

static int write_object(writing *w, void (*fill)(dr_json *json, const void *what, dr_arena *arena),
                        const void *what)
{
	dr_buf out;
	dr_buf_init(&out, w->arena);
	dr_json *json = dr_json_open(&out, false);
	int code = DR_ENOMEM;
	if (json != NULL) {
		dr_json_object(json);
		fill(json, what, w->arena);
		dr_json_end(json);
		code = dr_json_close(json);
	}
	if (code != DR_OK) {
		return no_memory(w->err);
	}
	return w->line(w->self, dr_buf_str(&out), w->err);
}

static void fill_head(dr_json *json, const void *what, dr_arena *arena)
{
	(void)arena;
	const dr_evidence_query *query = what;
	dr_json_put_str(json, "schema", DR_STR("dmarcramp.digest/1"));
	dr_json_put_str(json, "domain", query->domain);
}

/* Only what is true is said. */
static void add_flags(dr_json *json, bool newer, bool vouched)
{
	if (newer) {
		dr_json_put_bool(json, "rfc9990", true);
	}
	if (vouched) {
		dr_json_put_bool(json, "vouched", true);
	}
}

static void fill_report(dr_json *json, const void *what, dr_arena *arena)
{
	(void)arena;
	const dr_evidence_report *report = what;
	dr_json_put_day(json, "day", report->day);
	dr_json_put_str(json, "domain", report->domain);
	dr_json_put_str(json, "reporter", report->reporter);
	dr_json_put_str(json, "policy", report->policy);
	dr_json_put_count(json, "reports", report->reports);
	dr_json_put_count(json, "records", report->records);
	dr_json_put_count(json, "messages", report->messages);
	add_flags(json, report->newer, report->vouched);
}

static void fill_oddity(dr_json *json, const void *what, dr_arena *arena)
{
	(void)arena;
	const dr_evidence_oddity *oddity = what;
	dr_json_put_day(json, "day", oddity->day);
	dr_json_put_str(json, "domain", oddity->domain);
	dr_json_put_str(json, "reporter", oddity->reporter);
	dr_json_put_str(json, "odd", oddity->kind);
	dr_json_put_count(json, "reports", oddity->reports);
}

static void fill_tls(dr_json *json, const void *what, dr_arena *arena)
{
	(void)arena;
	const dr_evidence_tls *tls = what;
	dr_json_put_day(json, "day", tls->day);
	dr_json_put_str(json, "domain", tls->domain);
	dr_json_put_str(json, "reporter", tls->reporter);
	dr_json_put_str(json, "tls", tls->type);
	dr_json_put_str(json, "result", tls->result);
	dr_json_put_str(json, "host", tls->host);
	dr_json_put_count(json, "sessions", tls->sessions);
}

static void add_address(dr_json *json, const char *key, dr_ipaddr ip, dr_arena *arena)
{
	dr_buf address;
	dr_buf_init(&address, arena);
	if (ip.family != DR_IP_NONE) {
		dr_ipaddr_write(ip, &address);
	}
	dr_json_put_str(json, key, dr_buf_str(&address));
}

static void fill_name(dr_json *json, const void *what, dr_arena *arena)
{
	const dr_evidence_name *name = what;
	add_address(json, "address", name->ip, arena);
	dr_json_put_str(json, "rdns", name->name);
	dr_json_put_day(json, "asked", name->day);
}

static void add_spf(dr_json *json, const dr_evidence_row *row, dr_arena *arena)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_buf_add(&text, dr_report_word_of(&DR_REPORTED_WORDS, row->spf_result));
	dr_buf_add_char(&text, ' ');
	dr_buf_add(&text, row->spf_domain.len > 0 ? row->spf_domain : DR_STR("-"));
	if (row->spf_scope != DR_SCOPE_UNKNOWN) {
		dr_buf_add_char(&text, ' ');
		dr_buf_add(&text, dr_report_word_of(&DR_SCOPE_WORDS, row->spf_scope));
	}
	dr_json_put_str(json, "spf", dr_buf_str(&text));
}

static void add_signatures(dr_json *json, const dr_evidence_row *row, dr_arena *arena)
{
	dr_strs list = { NULL, 0 };
	for (size_t i = 0; i < row->signatures.len; i++) {
		dr_report_dkims one = { &row->signatures.items[i], 1 };
		dr_buf text;
		dr_buf_init(&text, arena);
		dr_evidence_signatures_write(&one, &text);
		dr_list_add(arena, &list, dr_buf_str(&text));
	}
	dr_json_put_strs(json, "dkim", &list);
}

static void add_overrides(dr_json *json, unsigned overrides, dr_arena *arena)
{
	dr_strs list = { NULL, 0 };
	for (unsigned i = 0; i < DR_OVERRIDE_BITS; i++) {
		if ((overrides >> i & 1u) != 0) {
			dr_list_add(arena, &list, dr_report_word_of(&DR_OVERRIDE_WORDS, i));
		}
	}
	if (list.len > 0) {
		dr_json_put_strs(json, "overrides", &list);
	}
}

static void fill_row(dr_json *json, const void *what, dr_arena *arena)
{
	const dr_evidence_row *row = what;
	dr_json_put_day(json, "day", row->day);
	dr_json_put_str(json, "domain", row->domain);
	add_address(json, "ip", row->ip, arena);
	dr_json_put_str(json, "from", row->header_from);
	add_spf(json, row, arena);
	add_signatures(json, row, arena);
	dr_json_put_str(json, "aligned_dkim", dr_report_word_of(&DR_EVALUATED_WORDS, row->dkim));
	dr_json_put_str(json, "aligned_spf", dr_report_word_of(&DR_EVALUATED_WORDS, row->spf));
	dr_json_put_str(json, "disposition",
	                dr_report_word_of(&DR_DISPOSITION_WORDS, row->disposition));
	add_overrides(json, row->overrides, arena);
	add_flags(json, row->newer, row->vouched);
	dr_json_put_count(json, "records", row->records);
	dr_json_put_count(json, "messages", row->messages);
	dr_json_put_strs(json, "reporters", &row->reporters);
}

static int take_row(void *self, const dr_evidence_row *row, dr_error *err)
{
	writing *w = self;
	dr_evidence_row copy = *row;
	copy.reporters = (dr_strs){ NULL, 0 };
	for (size_t i = 0; i < row->reporters.len; i++) {
		dr_list_add(w->arena, &copy.reporters, row->reporters.items[i]);
	}
	copy.signatures = (dr_report_dkims){ NULL, 0 };
	for (size_t i = 0; i < row->signatures.len; i++) {
		dr_list_add(w->arena, &copy.signatures, row->signatures.items[i]);
	}
	dr_list_add(w->arena, &w->rows, copy);
	return dr_arena_failed(w->arena) ? no_memory(err) : DR_OK;
}

static int compare_rows(const void *left, const void *right)
{
	return dr_evidence_row_cmp(left, right);
}

/* The name of an address that comes for the first time. */
static int write_name(writing *w, dr_ipaddr ip)
{
	size_t low = 0, high = w->all->names.len;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		bool below = dr_ipaddr_cmp(w->all->names.items[middle].name.ip, ip) < 0;
		*(below ? &low : &high) = below ? middle + 1 : middle;
	}
	known_name *known = low < w->all->names.len ? &w->all->names.items[low] : NULL;
	if (known == NULL || known->written || dr_ipaddr_cmp(known->name.ip, ip) != 0) {
		return DR_OK;
	}
	known->written = true;
	return write_object(w, fill_name, &known->name);
}

static int write_rows(writing *w)
{
	if (w->rows.len > 1) {
		qsort(w->rows.items, w->rows.len, sizeof(*w->rows.items), compare_rows);
	}
	int code = DR_OK;
	for (size_t i = 0; i < w->rows.len && code == DR_OK; i++) {
		code = write_object(w, fill_row, &w->rows.items[i]);
	}
	for (size_t i = 0; i < w->rows.len && code == DR_OK; i++) {
		code = write_name(w, w->rows.items[i].ip);
	}
	return code;
}

static int gather_report(void *self, const dr_evidence_report *report, dr_error *err)
{
	gathered *all = self;
	dr_list_add(all->arena, &all->reports, *report);
	return dr_arena_failed(all->arena) ? no_memory(err) : DR_OK;
}

static int gather_oddity(void *self, const dr_evidence_oddity *oddity, dr_error *err)
{
	gathered *all = self;
	dr_evidence_oddity copy = *oddity;
	copy.kind = dr_arena_copy(all->arena, oddity->kind);
	dr_list_add(all->arena, &all->oddities, copy);
	return dr_arena_failed(all->arena) ? no_memory(err) : DR_OK;
}

static int gather_tls(void *self, const dr_evidence_tls *tls, dr_error *err)
{
	gathered *all = self;
	dr_list_add(all->arena, &all->tls, *tls);
	return dr_arena_failed(all->arena) ? no_memory(err) : DR_OK;
}

/* Addresses without a name are not told. */
static int gather_name(void *self, const dr_evidence_name *name, dr_error *err)
{
	gathered *all = self;
	if (name->name.len > 0) {
		dr_list_add(all->arena, &all->names, ((known_name){ .name = *name }));
	}
	return dr_arena_failed(all->arena) ? no_memory(err) : DR_OK;
}

static uint64_t plus(uint64_t a, uint64_t b)
{
	return a > INT64_MAX - b ? INT64_MAX : a + b;
}

static int compare_oddities(const void *left, const void *right)
{
	return dr_evidence_oddity_cmp(left, right);
}

/* Sorted, and what is about the same added up. */
static void merge_oddities(dr_evidence_oddities *list)
{
	size_t kept = 0;
	if (list->len > 1) {
		qsort(list->items, list->len, sizeof(*list->items), compare_oddities);
	}
	for (size_t i = 0; i < list->len; i++) {
		dr_evidence_oddity *last = kept > 0 ? &list->items[kept - 1] : NULL;
		if (last != NULL && dr_evidence_oddity_cmp(last, &list->items[i]) == 0) {
			last->reports = plus(last->reports, list->items[i].reports);
		} else {
			list->items[kept++] = list->items[i];
		}
	}
	list->len = kept;
}

static int compare_sessions(const void *left, const void *right)
{
	return dr_evidence_tls_cmp(left, right);
}

static void merge_sessions(dr_evidence_sessions *list)
{
	size_t kept = 0;
	if (list->len > 1) {
		qsort(list->items, list->len, sizeof(*list->items), compare_sessions);
	}
	for (size_t i = 0; i < list->len; i++) {
		dr_evidence_tls *last = kept > 0 ? &list->items[kept - 1] : NULL;
		if (last != NULL && dr_evidence_tls_cmp(last, &list->items[i]) == 0) {
			last->sessions = plus(last->sessions, list->items[i].sessions);
		} else {
			list->items[kept++] = list->items[i];
		}
	}
	list->len = kept;
}

static int gather(gathered *all, dr_evidence *evidence, const dr_evidence_query *query,
                  dr_error *err)
{
	int code = evidence->reports(evidence, query, gather_report, all, err);
	code = code == DR_OK ? evidence->oddities(evidence, query, gather_oddity, all, err) : code;
	code = code == DR_OK ? evidence->tls(evidence, query, gather_tls, all, err) : code;
	code = code == DR_OK ? evidence->names(evidence, gather_name, all, err) : code;
	merge_oddities(&all->oddities);
	merge_sessions(&all->tls);
	return code;
}

/* All of the day of the next report. Oddities are about days with reports. */
static int write_day(writing *w, dr_evidence *evidence, const dr_evidence_query *query)
{
	gathered *all = w->all;
	dr_day day = all->reports.items[all->next_report].day;
	const dr_evidence_query one_day = { query->domain, day, day };
	int code = DR_OK;
	dr_arena_reset(w->arena);
	w->rows = (dr_evidence_rows){ NULL, 0 };
	while (code == DR_OK && all->next_report < all->reports.len &&
	       all->reports.items[all->next_report].day == day) {
		code = write_object(w, fill_report, &all->reports.items[all->next_report++]);
	}
	while (code == DR_OK && all->next_oddity < all->oddities.len &&
	       all->oddities.items[all->next_oddity].day <= day) {
		code = write_object(w, fill_oddity, &all->oddities.items[all->next_oddity++]);
	}
	if (code == DR_OK) {
		code = evidence->rows(evidence, &one_day, take_row, w, w->err);
	}
	return code == DR_OK ? write_rows(w) : code;
}

static int write_all(writing *w, dr_evidence *evidence, const dr_evidence_query *query)
{
	int code = write_object(w, fill_head, query);
	code = code == DR_OK ? gather(w->all, evidence, query, w->err) : code;
	for (size_t i = 0; i < w->all->tls.len && code == DR_OK; i++) {
		code = write_object(w, fill_tls, &w->all->tls.items[i]);
	}
	while (code == DR_OK && w->all->next_report < w->all->reports.len) {
		code = write_day(w, evidence, query);
	}
	return code;
}

int dr_digest_write(dr_evidence *evidence, const dr_evidence_query *query, dr_digest_line line,
                    void *self, dr_error *err)
{
	gathered all = { .arena = dr_arena_new(0) };
	writing w = {
		.arena = dr_arena_new(0), .all = &all, .line = line, .self = self, .err = err
	};
	bool good = w.arena != NULL && all.arena != NULL;
	int code = good ? write_all(&w, evidence, query) : no_memory(err);
	dr_arena_free(w.arena);
	dr_arena_free(all.arena);
	return code;
}
