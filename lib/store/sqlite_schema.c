#include "store/sqlite_priv.h"
#include <stdio.h>

enum { APPLICATION_ID = 0x646d6172 /* "dmar" */ };

/* What brings a database from version N to N + 1. Never changed once released; added to. */
static const char *const MIGRATIONS[] = {
	"CREATE TABLE text(id INTEGER PRIMARY KEY, value TEXT NOT NULL UNIQUE);"
	"INSERT INTO text VALUES(0, '');"
	"CREATE TABLE report("
	" id INTEGER PRIMARY KEY, org INT NOT NULL, report_id INT NOT NULL, domain INT NOT NULL,"
	" period_begin INT NOT NULL, period_end INT NOT NULL, day INT NOT NULL, digest BLOB,"
	" variant INT NOT NULL, newer INT NOT NULL, vouched INT NOT NULL, policy INT NOT NULL,"
	" records INT, messages INT, email INT, contact INT, generator INT, errors INT,"
	" issues INT);"
	"CREATE UNIQUE INDEX report_identity ON"
	" report(org, report_id, domain, period_begin, period_end, digest);"
	"CREATE INDEX report_day ON report(domain, day);"
	"CREATE TABLE record("
	" report INT NOT NULL, n INT NOT NULL, ip BLOB NOT NULL, messages INT NOT NULL,"
	" result INT NOT NULL, header_from INT NOT NULL, envelope_from INT NOT NULL,"
	" envelope_to INT NOT NULL, spf_domain INT NOT NULL, signatures INT NOT NULL,"
	" comment INT NOT NULL, PRIMARY KEY(report, n)) WITHOUT ROWID;"
	"CREATE TABLE rollup("
	" domain INT NOT NULL, day INT NOT NULL, ip BLOB NOT NULL, spf_domain INT NOT NULL,"
	" signatures INT NOT NULL, header_from INT NOT NULL, result INT NOT NULL,"
	" messages INT NOT NULL, records INT NOT NULL, reporters BLOB NOT NULL,"
	" PRIMARY KEY(domain, day, ip, spf_domain, signatures, header_from, result))"
	" WITHOUT ROWID;"
	"CREATE TABLE failure("
	" id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, day INT NOT NULL,"
	" domain INT NOT NULL, document TEXT NOT NULL);"
	"CREATE TABLE tls("
	" id INTEGER PRIMARY KEY, org INT NOT NULL, report_id INT NOT NULL,"
	" period_begin INT NOT NULL, period_end INT NOT NULL, digest BLOB NOT NULL,"
	" variant INT NOT NULL, day INT NOT NULL);"
	"CREATE UNIQUE INDEX tls_identity ON"
	" tls(org, report_id, period_begin, period_end, digest);"
	"CREATE TABLE tls_policy("
	" tls INT NOT NULL, n INT NOT NULL, type INT NOT NULL, domain INT NOT NULL,"
	" strings INT NOT NULL, hosts INT NOT NULL, successful INT NOT NULL,"
	" failed INT NOT NULL, PRIMARY KEY(tls, n)) WITHOUT ROWID;"
	"CREATE TABLE tls_failure("
	" tls INT NOT NULL, policy INT NOT NULL, n INT NOT NULL, result INT NOT NULL,"
	" sending_ip INT NOT NULL, host INT NOT NULL, receiving_ip INT NOT NULL,"
	" reason INT NOT NULL, sessions INT NOT NULL, PRIMARY KEY(tls, policy, n))"
	" WITHOUT ROWID;",
	"CREATE TABLE reverse(ip BLOB PRIMARY KEY, name INT NOT NULL, day INT NOT NULL)"
	" WITHOUT ROWID;",
};

static int read_number(dr_sqlite *s, const char *sql, int64_t *ret_number, dr_error *err)
{
	sqlite3_stmt *statement;
	if (sqlite3_prepare_v2(s->db, sql, -1, &statement, NULL) != SQLITE_OK) {
		return dr_sqlite_fail(s, "read", err);
	}
	int code = DR_OK;
	if (sqlite3_step(statement) == SQLITE_ROW) {
		*ret_number = sqlite3_column_int64(statement, 0);
	} else {
		code = dr_sqlite_fail(s, "read", err);
	}
	sqlite3_finalize(statement);
	return code;
}

/* Ours, or empty; and of which version. */
static int read_version(dr_sqlite *s, int64_t *ret_version, dr_error *err)
{
	int64_t id = 0, tables = 0;
	int code = read_number(s, "PRAGMA application_id", &id, err);
	if (code == DR_OK) {
		code = read_number(s, "SELECT count(*) FROM sqlite_schema", &tables, err);
	}
	if (code == DR_OK && id != APPLICATION_ID && tables > 0) {
		return dr_fail(err, DR_EIO, DR_NOWHERE, "it is a database, but not of dmarcramp");
	}
	if (code == DR_OK) {
		code = read_number(s, "PRAGMA user_version", ret_version, err);
	}
	if (code == DR_OK && *ret_version > (int64_t)DR_COUNT(MIGRATIONS)) {
		return dr_fail(err, DR_EIO, DR_NOWHERE,
		               "it was written by a later dmarcramp (version %d of its tables; "
		               "this one knows %d)",
		               (int)*ret_version, (int)DR_COUNT(MIGRATIONS));
	}
	return code;
}

static int migrate_one(dr_sqlite *s, int64_t version, dr_error *err)
{
	char mark[96];
	snprintf(mark, sizeof(mark), "PRAGMA user_version = %d; PRAGMA application_id = %d",
	         (int)version + 1, APPLICATION_ID);
	int code = dr_sqlite_exec(s, MIGRATIONS[version], err);
	return code == DR_OK ? dr_sqlite_exec(s, mark, err) : code;
}

int dr_sqlite_migrate(dr_sqlite *s, dr_error *err)
{
	int64_t version = 0;
	int code = read_version(s, &version, err);
	if (code != DR_OK || version == (int64_t)DR_COUNT(MIGRATIONS)) {
		return code;
	}
	code = dr_sqlite_exec(s, "BEGIN IMMEDIATE", err);
	if (code == DR_OK) {
		code = read_version(s, &version, err); /* another process may have been faster */
	}
	while (code == DR_OK && version < (int64_t)DR_COUNT(MIGRATIONS)) {
		code = migrate_one(s, version++, err);
	}
	if (code != DR_OK) {
		sqlite3_exec(s->db, "ROLLBACK", NULL, NULL, NULL);
		return code;
	}
	return dr_sqlite_exec(s, "COMMIT", err);
}
