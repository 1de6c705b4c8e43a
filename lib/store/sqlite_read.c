#include "store/sqlite_priv.h"
#include "base/cursor.h"
#include <stdlib.h>

typedef struct {
	dr_sqlite *sqlite;
	const dr_evidence_query *query;
	dr_arena *arena; /* of one row */
	dr_error *err;
} reading;

void dr_sqlite_bind_days(sqlite3_stmt *statement, int at, const dr_evidence_query *query)
{
	sqlite3_bind_int64(statement, at, query->since != DR_NO_DAY ? query->since : INT32_MIN);
	sqlite3_bind_int64(statement, at + 1, query->until != DR_NO_DAY ? query->until : INT32_MAX);
}

static int text_at(reading *r, sqlite3_stmt *statement, int column, dr_str *ret_text)
{
	return dr_sqlite_text_of(r->sqlite, sqlite3_column_int64(statement, column), ret_text,
	                         r->err);
}

dr_ipaddr dr_sqlite_column_address(sqlite3_stmt *statement, int column)
{
	dr_ipaddr address = { .family = DR_IP_NONE };
	dr_cursor c = dr_cursor_of((dr_str){ sqlite3_column_blob(statement, column),
	                                     (size_t)sqlite3_column_bytes(statement, column) });
	size_t len = dr_cursor_left(&c);
	address.family = len == 4 ? DR_IPV4 : len == 16 ? DR_IPV6 : DR_IP_NONE;
	for (size_t i = 0; i < len && i < sizeof(address.octets); i++) {
		address.octets[i] = dr_cursor_u8(&c);
	}
	return address;
}

static int compare_texts(const void *left, const void *right)
{
	return dr_str_cmp(*(const dr_str *)left, *(const dr_str *)right);
}

static int reporters_at(reading *r, sqlite3_stmt *statement, int column, dr_strs *ret_reporters)
{
	dr_strs list = { NULL, 0 };
	dr_cursor c = dr_cursor_of((dr_str){ sqlite3_column_blob(statement, column),
	                                     (size_t)sqlite3_column_bytes(statement, column) });
	while (!dr_cursor_at_end(&c)) {
		dr_str name;
		int code = dr_sqlite_text_of(r->sqlite, dr_cursor_u32(&c), &name, r->err);
		if (code != DR_OK) {
			return code;
		}
		dr_list_add(r->arena, &list, name);
	}
	if (list.len > 1) {
		qsort(list.items, list.len, sizeof(*list.items), compare_texts);
	}
	*ret_reporters = list;
	return DR_OK;
}

static int read_row(reading *r, sqlite3_stmt *statement, dr_evidence_row *row)
{
	dr_sqlite_result result = dr_sqlite_result_unpack(sqlite3_column_int64(statement, 6));
	*row = (dr_evidence_row){
		.day = (dr_day)sqlite3_column_int64(statement, 1),
		.ip = dr_sqlite_column_address(statement, 2),
		.spf_scope = result.spf_scope,
		.spf_result = result.spf_result,
		.disposition = result.disposition,
		.dkim = result.dkim,
		.spf = result.spf,
		.overrides = result.overrides,
		.newer = result.newer,
		.vouched = result.vouched,
		.messages = (uint64_t)sqlite3_column_int64(statement, 7),
		.records = (uint64_t)sqlite3_column_int64(statement, 8),
	};
	int code = text_at(r, statement, 0, &row->domain);
	code = code == DR_OK ? text_at(r, statement, 3, &row->spf_domain) : code;
	code = code == DR_OK ? text_at(r, statement, 5, &row->header_from) : code;
	code = code == DR_OK
	               ? dr_sqlite_signatures_of(r->sqlite, sqlite3_column_int64(statement, 4),
	                                         &row->signatures, r->err)
	               : code;
	return code == DR_OK ? reporters_at(r, statement, 9, &row->reporters) : code;
}

static int rows_of_domain(reading *r, int64_t domain, dr_evidence_row_visit visit, void *visitor)
{
	sqlite3_stmt *rows = dr_sqlite_statement(r->sqlite, DR_SQL_ROWS, r->err);
	if (rows == NULL) {
		return DR_EIO;
	}
	sqlite3_bind_int64(rows, 1, domain);
	dr_sqlite_bind_days(rows, 2, r->query);
	int code = DR_OK, status = SQLITE_DONE;
	while (code == DR_OK && (status = sqlite3_step(rows)) == SQLITE_ROW) {
		dr_evidence_row row;
		dr_arena_reset(r->arena);
		code = read_row(r, rows, &row);
		if (code == DR_OK) {
			code = visit(visitor, &row, r->err);
		}
	}
	if (code == DR_OK && status != SQLITE_DONE) {
		code = dr_sqlite_fail(r->sqlite, "read", r->err);
	}
	sqlite3_reset(rows);
	return code;
}

typedef DR_LIST(int64_t) numbers;

/* The policy domains that a query is about. */
static int find_domains(reading *r, dr_arena *arena, numbers *ret_domains)
{
	sqlite3_stmt *find = dr_sqlite_statement(r->sqlite, DR_SQL_DOMAINS, r->err);
	if (find == NULL) {
		return DR_EIO;
	}
	int code = DR_OK, status = SQLITE_DONE;
	const dr_evidence_query any_day = { r->query->domain, DR_NO_DAY, DR_NO_DAY };
	while (code == DR_OK && (status = sqlite3_step(find)) == SQLITE_ROW) {
		dr_str name;
		int64_t id = sqlite3_column_int64(find, 0);
		code = dr_sqlite_text_of(r->sqlite, id, &name, r->err);
		if (code == DR_OK && dr_evidence_matches(&any_day, name, 0)) {
			dr_list_add(arena, ret_domains, id);
		}
	}
	sqlite3_reset(find);
	if (code == DR_OK && status != SQLITE_DONE) {
		code = dr_sqlite_fail(r->sqlite, "read", r->err);
	}
	return code;
}

static int no_memory(dr_error *err)
{
	return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory to read the evidence");
}

int dr_sqlite_rows(dr_evidence *self, const dr_evidence_query *query, dr_evidence_row_visit visit,
                   void *visitor, dr_error *err)
{
	reading r = { (dr_sqlite *)self, query, dr_arena_new(0), err };
	dr_arena *list = dr_arena_new(0);
	numbers domains = { NULL, 0 };
	int code = r.arena == NULL || list == NULL ? no_memory(err) : DR_OK;
	if (code == DR_OK) {
		code = find_domains(&r, list, &domains);
	}
	for (size_t i = 0; i < domains.len && code == DR_OK; i++) {
		code = rows_of_domain(&r, domains.items[i], visit, visitor);
	}
	dr_arena_free(list);
	dr_arena_free(r.arena);
	return code;
}

static int read_report(reading *r, sqlite3_stmt *statement, dr_evidence_report *report)
{
	*report = (dr_evidence_report){
		.day = (dr_day)sqlite3_column_int64(statement, 1),
		.newer = sqlite3_column_int(statement, 4) != 0,
		.vouched = sqlite3_column_int(statement, 5) != 0,
		.reports = (uint64_t)sqlite3_column_int64(statement, 6),
		.records = (uint64_t)sqlite3_column_int64(statement, 7),
		.messages = (uint64_t)sqlite3_column_int64(statement, 8),
	};
	int code = text_at(r, statement, 0, &report->domain);
	code = code == DR_OK ? text_at(r, statement, 2, &report->reporter) : code;
	return code == DR_OK ? text_at(r, statement, 3, &report->policy) : code;
}

int dr_sqlite_reports(dr_evidence *self, const dr_evidence_query *query,
                      dr_evidence_report_visit visit, void *visitor, dr_error *err)
{
	reading r = { (dr_sqlite *)self, query, NULL, err };
	sqlite3_stmt *reports = dr_sqlite_statement(r.sqlite, DR_SQL_REPORTS, err);
	if (reports == NULL) {
		return DR_EIO;
	}
	dr_sqlite_bind_days(reports, 1, query);
	int code = DR_OK, status = SQLITE_DONE;
	while (code == DR_OK && (status = sqlite3_step(reports)) == SQLITE_ROW) {
		dr_evidence_report report;
		code = read_report(&r, reports, &report);
		if (code == DR_OK && dr_evidence_matches(query, report.domain, report.day)) {
			code = visit(visitor, &report, err);
		}
	}
	sqlite3_reset(reports);
	return code == DR_OK && status != SQLITE_DONE ? dr_sqlite_fail(r.sqlite, "read", err)
	                                              : code;
}

static int read_record(reading *r, sqlite3_stmt *statement, dr_stored_record *stored)
{
	dr_sqlite_result result = dr_sqlite_result_unpack(sqlite3_column_int64(statement, 3));
	dr_aggregate_record *record = &stored->record;
	*record = (dr_aggregate_record){
		.source_ip = dr_sqlite_column_address(statement, 1),
		.messages = (uint32_t)sqlite3_column_int64(statement, 2),
		.disposition = result.disposition,
		.dkim = result.dkim,
		.spf = result.spf,
		.overrides = result.overrides,
		.spf_scope = result.spf_scope,
		.spf_result = result.spf_result,
	};
	stored->number = (uint64_t)sqlite3_column_int64(statement, 0);
	int code = text_at(r, statement, 4, &record->header_from);
	code = code == DR_OK ? text_at(r, statement, 5, &record->envelope_from) : code;
	code = code == DR_OK ? text_at(r, statement, 6, &record->envelope_to) : code;
	code = code == DR_OK ? text_at(r, statement, 7, &record->spf_domain) : code;
	code = code == DR_OK ? text_at(r, statement, 9, &record->comment) : code;
	return code == DR_OK
	               ? dr_sqlite_signatures_of(r->sqlite, sqlite3_column_int64(statement, 8),
	                                         &record->signatures, r->err)
	               : code;
}

static int records_of(reading *r, int64_t report, dr_stored_record *stored,
                      dr_stored_record_visit visit, void *visitor)
{
	sqlite3_stmt *rows = dr_sqlite_statement(r->sqlite, DR_SQL_RECORDS_OF, r->err);
	if (rows == NULL) {
		return DR_EIO;
	}
	sqlite3_bind_int64(rows, 1, report);
	int code = DR_OK, status = SQLITE_DONE;
	while (code == DR_OK && (status = sqlite3_step(rows)) == SQLITE_ROW) {
		code = read_record(r, rows, stored);
		if (code == DR_OK) {
			code = visit(visitor, stored, r->err);
		}
	}
	sqlite3_reset(rows);
	return code == DR_OK && status != SQLITE_DONE ? dr_sqlite_fail(r->sqlite, "read", r->err)
	                                              : code;
}

static int read_identity(reading *r, sqlite3_stmt *statement, dr_aggregate *report)
{
	*report = (dr_aggregate){
		.begin = sqlite3_column_int64(statement, 4),
		.end = sqlite3_column_int64(statement, 5),
		.newer = sqlite3_column_int(statement, 6) != 0,
		.vouched = sqlite3_column_int(statement, 7) != 0,
	};
	int code = text_at(r, statement, 1, &report->org_name);
	code = code == DR_OK ? text_at(r, statement, 2, &report->report_id) : code;
	return code == DR_OK ? text_at(r, statement, 3, &report->policy.domain) : code;
}

int dr_sqlite_records(dr_store *self, const dr_evidence_query *query, dr_stored_record_visit visit,
                      void *visitor, dr_error *err)
{
	reading r = { (dr_sqlite *)self, query, NULL, err };
	sqlite3_stmt *reports = dr_sqlite_statement(r.sqlite, DR_SQL_RECORDS, err);
	if (reports == NULL) {
		return DR_EIO;
	}
	dr_sqlite_bind_days(reports, 1, query);
	int code = DR_OK, status = SQLITE_DONE;
	while (code == DR_OK && (status = sqlite3_step(reports)) == SQLITE_ROW) {
		dr_aggregate report;
		dr_stored_record stored = { .report = &report,
			                    .variant = sqlite3_column_int(reports, 8) != 0 };
		code = read_identity(&r, reports, &report);
		dr_evidence_query any_day = { query->domain, DR_NO_DAY, DR_NO_DAY };
		if (code == DR_OK && (query->domain.len == 0 ||
		                      dr_evidence_matches(&any_day, report.policy.domain, 0))) {
			code = records_of(&r, sqlite3_column_int64(reports, 0), &stored, visit,
			                  visitor);
		}
	}
	sqlite3_reset(reports);
	return code == DR_OK && status != SQLITE_DONE ? dr_sqlite_fail(r.sqlite, "read", err)
	                                              : code;
}

int dr_sqlite_totals(dr_store *self, dr_store_totals *ret_totals, dr_error *err)
{
	dr_sqlite *s = (dr_sqlite *)self;
	sqlite3_stmt *totals = dr_sqlite_statement(s, DR_SQL_TOTALS, err);
	if (totals == NULL || sqlite3_step(totals) != SQLITE_ROW) {
		return totals == NULL ? DR_EIO : dr_sqlite_fail(s, "read", err);
	}
	bool any = sqlite3_column_type(totals, 4) != SQLITE_NULL;
	*ret_totals = (dr_store_totals){
		.reports = (uint64_t)sqlite3_column_int64(totals, 0),
		.variants = (uint64_t)sqlite3_column_int64(totals, 1),
		.records = (uint64_t)sqlite3_column_int64(totals, 2),
		.messages = (uint64_t)sqlite3_column_int64(totals, 3),
		.first = any ? (dr_day)sqlite3_column_int64(totals, 4) : DR_NO_DAY,
		.last = any ? (dr_day)sqlite3_column_int64(totals, 5) : DR_NO_DAY,
		.failures = (uint64_t)sqlite3_column_int64(totals, 6),
		.tls_reports = (uint64_t)sqlite3_column_int64(totals, 7),
	};
	sqlite3_reset(totals);
	return DR_OK;
}

int dr_sqlite_prune(dr_store *self, dr_day day, uint64_t *ret_reports, dr_error *err)
{
	dr_sqlite *s = (dr_sqlite *)self;
	static const dr_sql STEPS[] = { DR_SQL_PRUNE_RECORDS,    DR_SQL_PRUNE_ROLLUP,
		                        DR_SQL_PRUNE_TLS_POLICY, DR_SQL_PRUNE_TLS_FAILURE,
		                        DR_SQL_PRUNE_TLS,        DR_SQL_PRUNE_FAILURE,
		                        DR_SQL_PRUNE_NAMES,      DR_SQL_PRUNE_REPORT };
	int code = dr_sqlite_begin(s, err);
	for (size_t i = 0; i < DR_COUNT(STEPS) && code == DR_OK; i++) {
		sqlite3_stmt *step = dr_sqlite_statement(s, STEPS[i], err);
		if (step == NULL) {
			return DR_EIO;
		}
		sqlite3_bind_int64(step, 1, day);
		code = dr_sqlite_run(s, step, err);
	}
	if (code == DR_OK) {
		*ret_reports = (uint64_t)sqlite3_changes64(s->db);
		code = dr_sqlite_commit(self, err);
	}
	return code;
}
