/* What is told beside rows and reports: oddities, TLS sessions, reverse names. */
#include "store/sqlite_priv.h"

typedef struct {
	dr_sqlite *sqlite;
	const dr_evidence_query *query;
	void *visitor;
	dr_error *err;
} reading;

/* Reads one row of a statement and visits it. */
typedef int (*take)(reading *r, sqlite3_stmt *row, const void *visit);

static int each(reading *r, dr_sql which, take one, const void *visit)
{
	sqlite3_stmt *statement = dr_sqlite_statement(r->sqlite, which, r->err);
	if (statement == NULL) {
		return DR_EIO;
	}
	if (r->query != NULL) {
		dr_sqlite_bind_days(statement, 1, r->query);
	}
	int code = DR_OK, status = SQLITE_DONE;
	while (code == DR_OK && (status = sqlite3_step(statement)) == SQLITE_ROW) {
		code = one(r, statement, visit);
	}
	sqlite3_reset(statement);
	return code == DR_OK && status != SQLITE_DONE ? dr_sqlite_fail(r->sqlite, "read", r->err)
	                                              : code;
}

typedef struct {
	int column;
	dr_str *ret_text;
} wanted_text;

static int read_texts(reading *r, sqlite3_stmt *row, const wanted_text *texts, size_t count)
{
	int code = DR_OK;
	for (size_t i = 0; i < count && code == DR_OK; i++) {
		code = dr_sqlite_text_of(r->sqlite, sqlite3_column_int64(row, texts[i].column),
		                         texts[i].ret_text, r->err);
	}
	return code;
}

/* Issues are stored as "code subject; code subject": one visit for each code. */
static int visit_issues(reading *r, dr_evidence_oddity *oddity, dr_str issues,
                        dr_evidence_oddity_visit visit)
{
	int code = DR_OK;
	dr_str rest = issues.len > 0 ? issues : (dr_str){ NULL, 0 }, part, before = { NULL, 0 };
	while (code == DR_OK && dr_str_split(&rest, ';', &part)) {
		dr_str words = dr_str_trim(part);
		dr_str_split(&words, ' ', &oddity->kind);
		if (!dr_str_eq(oddity->kind, before)) {
			code = visit(r->visitor, oddity, r->err);
		}
		before = oddity->kind;
	}
	return code;
}

static int take_oddity(reading *r, sqlite3_stmt *row, const void *visit)
{
	dr_evidence_oddity_visit tell = *(const dr_evidence_oddity_visit *)visit;
	dr_evidence_oddity oddity = { .day = (dr_day)sqlite3_column_int64(row, 1), .reports = 1 };
	dr_str issues;
	const wanted_text texts[] = { { 0, &oddity.domain },
		                      { 2, &oddity.reporter },
		                      { 3, &issues } };
	int code = read_texts(r, row, texts, DR_COUNT(texts));
	if (code != DR_OK || !dr_evidence_matches(r->query, oddity.domain, oddity.day)) {
		return code;
	}
	static const char *const KINDS[] = { "variant", "overlap" };
	for (int i = 0; i < (int)DR_COUNT(KINDS) && code == DR_OK; i++) {
		oddity.kind = dr_str_of(KINDS[i]);
		if (sqlite3_column_int(row, 4 + i) != 0) {
			code = tell(r->visitor, &oddity, r->err);
		}
	}
	return code == DR_OK ? visit_issues(r, &oddity, issues, tell) : code;
}

int dr_sqlite_oddities(dr_evidence *self, const dr_evidence_query *query,
                       dr_evidence_oddity_visit visit, void *visitor, dr_error *err)
{
	reading r = { (dr_sqlite *)self, query, visitor, err };
	return each(&r, DR_SQL_ODDITIES, take_oddity, &visit);
}

/* Sessions that failed, and no detail of the report says why, have -1 for the result. */
static int take_tls(reading *r, sqlite3_stmt *row, const void *visit)
{
	dr_evidence_tls tls = { .day = (dr_day)sqlite3_column_int64(row, 1),
		                .sessions = (uint64_t)sqlite3_column_int64(row, 6) };
	const wanted_text texts[] = { { 0, &tls.domain },
		                      { 2, &tls.reporter },
		                      { 3, &tls.type },
		                      { 5, &tls.host },
		                      { 4, &tls.result } };
	bool told = sqlite3_column_int64(row, 4) >= 0;
	int code = read_texts(r, row, texts, DR_COUNT(texts) - (told ? 0 : 1));
	tls.result = told ? tls.result : DR_STR("not-told");
	if (code == DR_OK && dr_evidence_matches(r->query, tls.domain, tls.day)) {
		code = (*(const dr_evidence_tls_visit *)visit)(r->visitor, &tls, r->err);
	}
	return code;
}

int dr_sqlite_tls_sessions(dr_evidence *self, const dr_evidence_query *query,
                           dr_evidence_tls_visit visit, void *visitor, dr_error *err)
{
	reading r = { (dr_sqlite *)self, query, visitor, err };
	return each(&r, DR_SQL_TLS, take_tls, &visit);
}

static int take_name(reading *r, sqlite3_stmt *row, const void *visit)
{
	dr_evidence_name name = { .ip = dr_sqlite_column_address(row, 0),
		                  .day = (dr_day)sqlite3_column_int64(row, 2) };
	const wanted_text texts[] = { { 1, &name.name } };
	int code = read_texts(r, row, texts, DR_COUNT(texts));
	return code == DR_OK ? (*(const dr_evidence_name_visit *)visit)(r->visitor, &name, r->err)
	                     : code;
}

int dr_sqlite_names(dr_evidence *self, dr_evidence_name_visit visit, void *visitor, dr_error *err)
{
	reading r = { (dr_sqlite *)self, NULL, visitor, err };
	return each(&r, DR_SQL_NAMES, take_name, &visit);
}

int dr_sqlite_put_name(dr_store *self, const dr_evidence_name *name, dr_error *err)
{
	dr_sqlite *s = (dr_sqlite *)self;
	int64_t id;
	int code = dr_sqlite_begin(s, err);
	code = code == DR_OK ? dr_sqlite_intern(s, name->name, &id, err) : code;
	sqlite3_stmt *put = code == DR_OK ? dr_sqlite_statement(s, DR_SQL_PUT_NAME, err) : NULL;
	if (put == NULL) {
		return code != DR_OK ? code : DR_EIO;
	}
	dr_str octets = dr_sqlite_address_octets(&name->ip);
	dr_sqlite_bind_blob(put, 1, octets.ptr, octets.len);
	sqlite3_bind_int64(put, 2, id);
	sqlite3_bind_int64(put, 3, name->day);
	return dr_sqlite_run(s, put, err);
}
