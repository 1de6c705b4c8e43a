#include "store/digest.h"
#include "doc/json_out.h"
#include "report/words.h"
#include <stdlib.h>

typedef DR_LIST(dr_evidence_row) dr_evidence_rows;
typedef DR_LIST(dr_evidence_report) dr_evidence_reports;

typedef struct {
	dr_arena *arena; /* of one day */
	dr_evidence_rows rows;
	dr_digest_line line;
	void *self;
	dr_error *err;
} writing;

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
		return dr_fail(w->err, DR_ENOMEM, DR_NOWHERE, "no memory to write the digest");
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

static void add_day(dr_json *json, dr_day day, dr_arena *arena)
{
	dr_buf text;
	dr_buf_init(&text, arena);
	dr_day_write(day, &text);
	dr_json_put_str(json, "day", dr_buf_str(&text));
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
	const dr_evidence_report *report = what;
	add_day(json, report->day, arena);
	dr_json_put_str(json, "domain", report->domain);
	dr_json_put_str(json, "reporter", report->reporter);
	dr_json_put_str(json, "policy", report->policy);
	dr_json_put_count(json, "reports", report->reports);
	dr_json_put_count(json, "records", report->records);
	dr_json_put_count(json, "messages", report->messages);
	add_flags(json, report->newer, report->vouched);
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
	dr_buf address;
	dr_buf_init(&address, arena);
	if (row->ip.family != DR_IP_NONE) {
		dr_ipaddr_write(row->ip, &address);
	}
	add_day(json, row->day, arena);
	dr_json_put_str(json, "domain", row->domain);
	dr_json_put_str(json, "ip", dr_buf_str(&address));
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
	return dr_arena_failed(w->arena)
	               ? dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory to write the digest")
	               : DR_OK;
}

static int compare_rows(const void *left, const void *right)
{
	return dr_evidence_row_cmp(left, right);
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
	return code;
}

typedef struct {
	dr_arena *arena;
	dr_evidence_reports reports;
} report_list;

static int take_report(void *self, const dr_evidence_report *report, dr_error *err)
{
	report_list *list = self;
	dr_list_add(list->arena, &list->reports, *report);
	return dr_arena_failed(list->arena)
	               ? dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory to write the digest")
	               : DR_OK;
}

/* From report `at` on, all of one day; `*ret_next` is the first of the next day. */
static int write_day(writing *w, dr_evidence *evidence, const dr_evidence_query *query,
                     const dr_evidence_reports *reports, size_t at, size_t *ret_next)
{
	dr_day day = reports->items[at].day;
	const dr_evidence_query one_day = { query->domain, day, day };
	int code = DR_OK;
	dr_arena_reset(w->arena);
	w->rows = (dr_evidence_rows){ NULL, 0 };
	for (; at < reports->len && reports->items[at].day == day && code == DR_OK; at++) {
		code = write_object(w, fill_report, &reports->items[at]);
	}
	*ret_next = at;
	if (code == DR_OK) {
		code = evidence->rows(evidence, &one_day, take_row, w, w->err);
	}
	return code == DR_OK ? write_rows(w) : code;
}

int dr_digest_write(dr_evidence *evidence, const dr_evidence_query *query, dr_digest_line line,
                    void *self, dr_error *err)
{
	writing w = { .arena = dr_arena_new(0), .line = line, .self = self, .err = err };
	report_list list = { .arena = dr_arena_new(0) };
	int code = DR_OK;
	if (w.arena == NULL || list.arena == NULL) {
		code = dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory to write the digest");
	}
	if (code == DR_OK) {
		code = write_object(&w, fill_head, query);
	}
	if (code == DR_OK) {
		code = evidence->reports(evidence, query, take_report, &list, err);
	}
	for (size_t at = 0; at < list.reports.len && code == DR_OK;) {
		code = write_day(&w, evidence, query, &list.reports, at, &at);
	}
	dr_arena_free(w.arena);
	dr_arena_free(list.arena);
	return code;
}
