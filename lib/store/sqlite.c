#include "store/sqlite_priv.h"
#include <stdlib.h>
#include <string.h>

enum { BUSY_MS = 600000, PAUSE_MS = 10, TEXTS_MAX = 32768 };

#define DR_SQL_ADD_UP                                                                             \
	"ON CONFLICT DO UPDATE SET messages = messages + excluded.messages, records = records + " \
	"1, reporters = number_union(reporters, excluded.reporters)"

static const char *const SQL[] = {
#define DR_SQL(id, text) [DR_SQL_##id] = (text),
#include "store/sqlite_sql.def"
#undef DR_SQL
};

int dr_sqlite_fail(dr_sqlite *s, const char *what, dr_error *err)
{
	int code = sqlite3_errcode(s->db) == SQLITE_NOMEM ? DR_ENOMEM : DR_EIO;
	const char *why = sqlite3_errmsg(s->db);
	return dr_fail(err, code, DR_NOWHERE, "cannot %s the evidence: %s", what, why);
}

int dr_sqlite_exec(dr_sqlite *s, const char *sql, dr_error *err)
{
	if (sqlite3_exec(s->db, sql, NULL, NULL, NULL) != SQLITE_OK) {
		return dr_sqlite_fail(s, "write", err);
	}
	return DR_OK;
}

sqlite3_stmt *dr_sqlite_statement(dr_sqlite *s, dr_sql which, dr_error *err)
{
	sqlite3_stmt **statement = &s->statements[which];
	if (*statement == NULL &&
	    sqlite3_prepare_v3(s->db, SQL[which], -1, SQLITE_PREPARE_PERSISTENT, statement, NULL) !=
	            SQLITE_OK) {
		dr_sqlite_fail(s, "read", err);
		return NULL;
	}
	sqlite3_reset(*statement);
	return *statement;
}

void dr_sqlite_bind_text(sqlite3_stmt *statement, int at, dr_str text)
{
	sqlite3_bind_text64(statement, at, text.ptr != NULL ? text.ptr : "", text.len,
	                    SQLITE_TRANSIENT, SQLITE_UTF8);
}

void dr_sqlite_bind_blob(sqlite3_stmt *statement, int at, const void *octets, size_t len)
{
	sqlite3_bind_blob64(statement, at, octets, len, SQLITE_TRANSIENT);
}

int dr_sqlite_run(dr_sqlite *s, sqlite3_stmt *statement, dr_error *err)
{
	int status = sqlite3_step(statement);
	sqlite3_reset(statement);
	return status == SQLITE_DONE || status == SQLITE_ROW ? DR_OK
	                                                     : dr_sqlite_fail(s, "write", err);
}

dr_str dr_sqlite_column_text(sqlite3_stmt *statement, int at)
{
	const char *text = (const char *)sqlite3_column_text(statement, at);
	return (dr_str){ text != NULL ? text : "", (size_t)sqlite3_column_bytes(statement, at) };
}

static int run_simple(dr_sqlite *s, dr_sql which, dr_error *err)
{
	sqlite3_stmt *statement = dr_sqlite_statement(s, which, err);
	return statement != NULL ? dr_sqlite_run(s, statement, err) : DR_EIO;
}

int dr_sqlite_begin(dr_sqlite *s, dr_error *err)
{
	if (s->writing) {
		return DR_OK;
	}
	int code = run_simple(s, DR_SQL_BEGIN, err);
	s->writing = code == DR_OK;
	return code;
}

int dr_sqlite_commit(dr_store *self, dr_error *err)
{
	dr_sqlite *s = (dr_sqlite *)self;
	if (!s->writing) {
		return DR_OK;
	}
	int code = run_simple(s, DR_SQL_COMMIT, err);
	s->writing = code != DR_OK;
	return code;
}

void dr_sqlite_forget_texts(dr_sqlite *s)
{
	HASH_CLEAR(hh, s->texts);
	dr_arena_reset(s->text_arena);
}

static int remember(dr_sqlite *s, dr_str text, int64_t id, dr_error *err)
{
	if (HASH_COUNT(s->texts) >= TEXTS_MAX) {
		dr_sqlite_forget_texts(s);
	}
	dr_sqlite_text *fresh = dr_arena_new_of(s->text_arena, dr_sqlite_text);
	dr_str copy = dr_arena_copy(s->text_arena, text);
	if (dr_arena_failed(s->text_arena)) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for the evidence");
	}
	fresh->value = copy;
	fresh->id = id;
	HASH_ADD_KEYPTR(hh, s->texts, fresh->value.ptr, fresh->value.len, fresh);
	return DR_OK;
}

static int find_or_add(dr_sqlite *s, dr_str text, int64_t *ret_id, dr_error *err)
{
	sqlite3_stmt *find = dr_sqlite_statement(s, DR_SQL_FIND_TEXT, err);
	if (find == NULL) {
		return DR_EIO;
	}
	dr_sqlite_bind_text(find, 1, text);
	int status = sqlite3_step(find);
	if (status == SQLITE_ROW) {
		*ret_id = sqlite3_column_int64(find, 0);
	}
	sqlite3_reset(find);
	if (status == SQLITE_ROW) {
		return DR_OK;
	}
	sqlite3_stmt *add = dr_sqlite_statement(s, DR_SQL_ADD_TEXT, err);
	if (add == NULL) {
		return DR_EIO;
	}
	dr_sqlite_bind_text(add, 1, text);
	int code = dr_sqlite_run(s, add, err);
	*ret_id = sqlite3_last_insert_rowid(s->db);
	return code;
}

int dr_sqlite_intern(dr_sqlite *s, dr_str text, int64_t *ret_id, dr_error *err)
{
	*ret_id = 0;
	if (text.len == 0) {
		return DR_OK;
	}
	dr_sqlite_text *known;
	HASH_FIND(hh, s->texts, text.ptr, text.len, known);
	if (known != NULL) {
		*ret_id = known->id;
		return DR_OK;
	}
	int code = find_or_add(s, text, ret_id, err);
	return code == DR_OK ? remember(s, text, *ret_id, err) : code;
}

/* Room for the number; NULL without memory. */
static dr_sqlite_number *number_at(dr_sqlite *s, int64_t id)
{
	if (id < 0 || (uint64_t)id >= SIZE_MAX / 4 / sizeof(*s->numbers)) {
		return NULL;
	}
	if ((size_t)id >= s->number_room) {
		size_t room = s->number_room > 0 ? s->number_room : 1024;
		while (room <= (size_t)id) {
			room *= 2;
		}
		dr_sqlite_number *grown = realloc(s->numbers, room * sizeof(*grown));
		if (grown == NULL) {
			return NULL;
		}
		memset(grown + s->number_room, 0, (room - s->number_room) * sizeof(*grown));
		s->numbers = grown;
		s->number_room = room;
	}
	return &s->numbers[id];
}

int dr_sqlite_text_of(dr_sqlite *s, int64_t id, dr_str *ret_text, dr_error *err)
{
	dr_sqlite_number *number = number_at(s, id);
	if (number == NULL) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory to read the evidence");
	}
	if (!number->has_value) {
		sqlite3_stmt *find = dr_sqlite_statement(s, DR_SQL_TEXT_OF, err);
		if (find == NULL) {
			return DR_EIO;
		}
		sqlite3_bind_int64(find, 1, id);
		if (sqlite3_step(find) == SQLITE_ROW) {
			number->value =
				dr_arena_copy(s->number_arena, dr_sqlite_column_text(find, 0));
		}
		sqlite3_reset(find);
		number->has_value = true;
	}
	*ret_text = number->value;
	return DR_OK;
}

int dr_sqlite_signatures_of(dr_sqlite *s, int64_t id, dr_report_dkims *ret_signatures,
                            dr_error *err)
{
	dr_str text;
	int code = dr_sqlite_text_of(s, id, &text, err);
	if (code != DR_OK) {
		return code;
	}
	dr_sqlite_number *number = number_at(s, id);
	if (!number->has_signatures) {
		number->signatures = dr_evidence_signatures_parse(s->number_arena, text);
		number->has_signatures = true;
	}
	*ret_signatures = number->signatures;
	return DR_OK;
}

static void close_store(dr_evidence *self)
{
	dr_sqlite *s = (dr_sqlite *)self;
	for (size_t i = 0; i < DR_SQL_COUNT; i++) {
		sqlite3_finalize(s->statements[i]);
	}
	sqlite3_close(s->db);
	HASH_CLEAR(hh, s->texts);
	dr_arena_free(s->text_arena);
	dr_arena_free(s->number_arena);
	dr_arena_free(s->scratch);
	free(s->numbers);
	free(s);
}

static const dr_store METHODS = {
	.evidence = { dr_sqlite_rows, dr_sqlite_reports, dr_sqlite_oddities, dr_sqlite_tls_sessions,
	              dr_sqlite_names, close_store },
	.begin = dr_sqlite_report_begin,
	.record = dr_sqlite_report_record,
	.end = dr_sqlite_report_end,
	.drop = dr_sqlite_report_drop,
	.failure = dr_sqlite_failure,
	.tls = dr_sqlite_tls,
	.name = dr_sqlite_put_name,
	.commit = dr_sqlite_commit,
	.records = dr_sqlite_records,
	.prune = dr_sqlite_prune,
	.totals = dr_sqlite_totals,
};

static dr_sqlite *store_new(void)
{
	dr_sqlite *s = calloc(1, sizeof(*s));
	if (s == NULL) {
		return NULL;
	}
	s->store = METHODS;
	s->text_arena = dr_arena_new(0);
	s->number_arena = dr_arena_new(0);
	s->scratch = dr_arena_new(0);
	if (s->text_arena == NULL || s->number_arena == NULL || s->scratch == NULL) {
		close_store(&s->store.evidence);
		return NULL;
	}
	return s;
}

/* The switch to write-ahead logging does not wait by itself while another process makes the same.
 */
static int use_log(dr_sqlite *s, dr_error *err)
{
	for (int waited = 0;; waited += PAUSE_MS) {
		int status = sqlite3_exec(s->db, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
		if (status == SQLITE_OK) {
			return DR_OK;
		}
		if (status != SQLITE_BUSY || waited >= BUSY_MS) {
			return dr_sqlite_fail(s, "write", err);
		}
		sqlite3_sleep(PAUSE_MS);
	}
}

static int open_database(dr_sqlite *s, const char *path, dr_store_mode mode, dr_error *err)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
	flags |= mode == DR_STORE_WRITE ? SQLITE_OPEN_CREATE : 0;
	if (sqlite3_open_v2(path, &s->db, flags, NULL) != SQLITE_OK ||
	    !dr_sqlite_add_functions(s)) {
		return dr_sqlite_fail(s, "open", err);
	}
	sqlite3_busy_timeout(s->db, BUSY_MS);
	int code = use_log(s, err);
	if (code == DR_OK) {
		code = dr_sqlite_exec(s, "PRAGMA synchronous = FULL; PRAGMA cache_size = -8192",
		                      err);
	}
	return code == DR_OK ? dr_sqlite_migrate(s, err) : code;
}

int dr_store_open(const char *path, dr_store_mode mode, dr_store **ret_store, dr_error *err)
{
	dr_sqlite *s = store_new();
	if (s == NULL) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for the evidence");
	}
	int code = open_database(s, path, mode, err);
	if (code != DR_OK) {
		close_store(&s->store.evidence);
		return code;
	}
	*ret_store = &s->store;
	return DR_OK;
}

void dr_store_close(dr_store *store)
{
	if (store != NULL) {
		dr_evidence_close(&store->evidence);
	}
}
