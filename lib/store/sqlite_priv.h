/*
 * The SQLite back end: its database, statements, and texts by number.
 *
 * Texts are stored once, in `text`; everywhere else stands their number (0: none). A number stays
 * what it is for good, so that every process may remember it; only a rollback of our own unmakes
 * some.
 */
#pragma once
#include "base/table.h"
#include "store/store.h"
#include <sqlite3.h>

typedef enum {
#define DR_SQL(id, text) DR_SQL_##id,
#include "store/sqlite_sql.def"
#undef DR_SQL
	DR_SQL_COUNT
} dr_sql;

typedef struct dr_sqlite_text {
	dr_str value;
	int64_t id;
	UT_hash_handle hh;
} dr_sqlite_text;

/* A text by its number, and as signatures once it was asked for as such. */
typedef struct {
	dr_str value;
	dr_report_dkims signatures;
	bool has_value, has_signatures;
} dr_sqlite_number;

typedef struct {
	dr_store store; /* a pointer to it is one to this */
	sqlite3 *db;
	sqlite3_stmt *statements[DR_SQL_COUNT];
	bool writing; /* a transaction is open */

	dr_arena *text_arena; /* of `texts` */
	dr_sqlite_text *texts;

	dr_arena *number_arena;
	dr_sqlite_number *numbers; /* by id */
	size_t number_room;

	/* The report being added. */
	bool in_report, streamed; /* streamed: inside a savepoint */
	bool counts;              /* rows go into the rollups */
	dr_stored stored;         /* what became of it so far */
	int64_t report, row;      /* their numbers */
	int64_t org, domain;
	dr_day day;
	bool newer, vouched;
	dr_arena *scratch;
} dr_sqlite;

int dr_sqlite_fail(dr_sqlite *s, const char *what, dr_error *err);
int dr_sqlite_exec(dr_sqlite *s, const char *sql, dr_error *err);
/* Ready to bind; NULL after setting err. */
sqlite3_stmt *dr_sqlite_statement(dr_sqlite *s, dr_sql which, dr_error *err);
void dr_sqlite_bind_text(sqlite3_stmt *statement, int at, dr_str text);
void dr_sqlite_bind_blob(sqlite3_stmt *statement, int at, const void *octets, size_t len);
/* Runs a statement that gives no rows. */
int dr_sqlite_run(dr_sqlite *s, sqlite3_stmt *statement, dr_error *err);
/* Borrows until the next step. */
dr_str dr_sqlite_column_text(sqlite3_stmt *statement, int at);

/* An address as it is stored: 4 octets, 16, or none. */
dr_ipaddr dr_sqlite_column_address(sqlite3_stmt *statement, int at);
dr_str dr_sqlite_address_octets(const dr_ipaddr *address); /* borrows */
/* Binds the first and the last day of a query at `at` and behind it. */
void dr_sqlite_bind_days(sqlite3_stmt *statement, int at, const dr_evidence_query *query);

/* Opens a transaction unless one is open. */
int dr_sqlite_begin(dr_sqlite *s, dr_error *err);

/* The number of a text, which is stored if it is not yet; 0 for the empty one. */
int dr_sqlite_intern(dr_sqlite *s, dr_str text, int64_t *ret_id, dr_error *err);
void dr_sqlite_forget_texts(dr_sqlite *s);
/* The text of a number; lives as long as the store. */
int dr_sqlite_text_of(dr_sqlite *s, int64_t id, dr_str *ret_text, dr_error *err);
int dr_sqlite_signatures_of(dr_sqlite *s, int64_t id, dr_report_dkims *ret_signatures,
                            dr_error *err);

/* Creates or updates the tables. */
int dr_sqlite_migrate(dr_sqlite *s, dr_error *err);
bool dr_sqlite_add_functions(dr_sqlite *s);

/* The members of the interface. */
int dr_sqlite_report_begin(dr_store *self, const dr_aggregate *report, const dr_content *content,
                           dr_stored *ret_stored, dr_error *err);
int dr_sqlite_report_record(dr_store *self, const dr_aggregate_record *record, dr_error *err);
int dr_sqlite_report_end(dr_store *self, const dr_aggregate *report, const dr_content *content,
                         dr_stored *ret_stored, dr_error *err);
int dr_sqlite_report_drop(dr_store *self, dr_error *err);
int dr_sqlite_failure(dr_store *self, const dr_failure *report, dr_stored *ret_stored,
                      dr_error *err);
int dr_sqlite_tls(dr_store *self, const dr_tls_report *report, dr_stored *ret_stored,
                  dr_error *err);
int dr_sqlite_put_name(dr_store *self, const dr_evidence_name *name, dr_error *err);
int dr_sqlite_commit(dr_store *self, dr_error *err);
int dr_sqlite_records(dr_store *self, const dr_evidence_query *query, dr_stored_record_visit visit,
                      void *visitor, dr_error *err);
int dr_sqlite_prune(dr_store *self, dr_day day, uint64_t *ret_reports, dr_error *err);
int dr_sqlite_totals(dr_store *self, dr_store_totals *ret_totals, dr_error *err);
int dr_sqlite_rows(dr_evidence *self, const dr_evidence_query *query, dr_evidence_row_visit visit,
                   void *visitor, dr_error *err);
int dr_sqlite_reports(dr_evidence *self, const dr_evidence_query *query,
                      dr_evidence_report_visit visit, void *visitor, dr_error *err);
int dr_sqlite_oddities(dr_evidence *self, const dr_evidence_query *query,
                       dr_evidence_oddity_visit visit, void *visitor, dr_error *err);
int dr_sqlite_tls_sessions(dr_evidence *self, const dr_evidence_query *query,
                           dr_evidence_tls_visit visit, void *visitor, dr_error *err);
int dr_sqlite_names(dr_evidence *self, dr_evidence_name_visit visit, void *visitor, dr_error *err);

/* A row's outcome as one number, so that it can be part of a key. */
typedef struct {
	dr_disposition disposition;
	dr_evaluated dkim, spf;
	unsigned overrides;
	dr_spf_scope spf_scope;
	dr_reported spf_result;
	bool newer, vouched;
} dr_sqlite_result;

int64_t dr_sqlite_result_pack(const dr_sqlite_result *result);
dr_sqlite_result dr_sqlite_result_unpack(int64_t packed);
