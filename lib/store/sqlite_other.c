/* Failure reports and TLS reports. */
#include "store/sqlite_priv.h"
#include "base/digest.h"
#include "doc/json_out.h"

enum { DIGEST_OCTETS = 32 };

typedef struct {
	const char *key;
	size_t member;
} text_key;

#define KEY(name)                                 \
	{                                         \
#name, offsetof(dr_failure, name) \
	}

static const text_key FAILURE_KEYS[] = {
	KEY(reporter),
	KEY(user_agent),
	KEY(auth_failure),
	KEY(identity_alignment),
	KEY(delivery_result),
	KEY(reported_domain),
	KEY(mail_from),
	KEY(arrival_date),
	KEY(reporting_mta),
	KEY(authentication_results),
	KEY(dkim_domain),
	KEY(dkim_selector),
	KEY(dkim_identity),
	KEY(spf_dns),
	KEY(from_domain),
	KEY(message_id),
	KEY(date),
	KEY(subject),
	KEY(headers),
};

/* One line of JSON with what there is. */
static int write_failure(dr_buf *out, const dr_failure *report)
{
	dr_json *json = dr_json_open(out, false);
	if (json == NULL) {
		return DR_ENOMEM;
	}
	dr_json_object(json);
	for (size_t i = 0; i < DR_COUNT(FAILURE_KEYS); i++) {
		const dr_str *text = (const dr_str *)(const void *)((const char *)report +
		                                                    FAILURE_KEYS[i].member);
		if (text->len > 0) {
			dr_json_put_str(json, FAILURE_KEYS[i].key, *text);
		}
	}
	if (report->source_ip.family != DR_IP_NONE) {
		dr_buf address;
		dr_buf_init(&address, out->arena);
		dr_ipaddr_write(report->source_ip, &address);
		dr_json_put_str(json, "source_ip", dr_buf_str(&address));
	}
	dr_json_put_count(json, "incidents", report->incidents);
	dr_json_end(json);
	return dr_json_close(json);
}

int dr_sqlite_failure(dr_store *self, const dr_failure *report, dr_stored *ret_stored,
                      dr_error *err)
{
	dr_sqlite *s = (dr_sqlite *)self;
	dr_buf document;
	dr_arena_reset(s->scratch);
	dr_buf_init(&document, s->scratch);
	if (write_failure(&document, report) != DR_OK) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for a failure report");
	}
	dr_sha256 digest = dr_digest_sha256(dr_buf_str(&document));
	int64_t domain = 0;
	dr_str about =
		report->reported_domain.len > 0 ? report->reported_domain : report->from_domain;
	int code = dr_sqlite_begin(s, err);
	if (code == DR_OK) {
		code = dr_sqlite_intern(s, about, &domain, err);
	}
	sqlite3_stmt *add = dr_sqlite_statement(s, DR_SQL_ADD_FAILURE, err);
	if (code != DR_OK || add == NULL) {
		return code != DR_OK ? code : DR_EIO;
	}
	dr_sqlite_bind_blob(add, 1, digest.octets, DIGEST_OCTETS);
	sqlite3_bind_int64(add, 2, report->day);
	sqlite3_bind_int64(add, 3, domain);
	dr_sqlite_bind_text(add, 4, dr_buf_str(&document));
	code = dr_sqlite_run(s, add, err);
	*ret_stored = sqlite3_changes(s->db) > 0 ? DR_STORED_NEW : DR_STORED_AGAIN;
	return code;
}

static void add_texts(dr_buf *out, const dr_strs *list)
{
	for (size_t i = 0; i < list->len; i++) {
		dr_buf_addf(out, "%s%.*s", i > 0 ? "\n" : "", DR_FMT(list->items[i]));
	}
}

static int intern_list(dr_sqlite *s, const dr_strs *list, int64_t *ret_id, dr_error *err)
{
	dr_buf text;
	dr_buf_init(&text, s->scratch);
	add_texts(&text, list);
	return dr_sqlite_intern(s, dr_buf_str(&text), ret_id, err);
}

/* Everything that tells two TLS reports of one identity apart. */
static dr_sha256 tls_digest(dr_sqlite *s, const dr_tls_report *report)
{
	dr_buf all;
	dr_buf_init(&all, s->scratch);
	for (size_t i = 0; i < report->policies.len; i++) {
		const dr_tls_policy *policy = &report->policies.items[i];
		dr_buf_addf(&all, "%.*s %.*s %llu %llu\n", DR_FMT(policy->type),
		            DR_FMT(policy->domain), (unsigned long long)policy->successful,
		            (unsigned long long)policy->failed);
		add_texts(&all, &policy->strings);
		add_texts(&all, &policy->hosts);
		for (size_t k = 0; k < policy->failures.len; k++) {
			const dr_tls_failure *failure = &policy->failures.items[k];
			dr_buf_addf(&all, "%.*s %.*s %.*s %.*s %.*s %llu\n",
			            DR_FMT(failure->result_type), DR_FMT(failure->sending_ip),
			            DR_FMT(failure->receiving_host), DR_FMT(failure->receiving_ip),
			            DR_FMT(failure->reason), (unsigned long long)failure->sessions);
		}
	}
	return dr_digest_sha256(dr_buf_str(&all));
}

static void bind_numbers(sqlite3_stmt *statement, const int64_t *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		sqlite3_bind_int64(statement, (int)i + 1, numbers[i]);
	}
}

static int add_tls_failure(dr_sqlite *s, int64_t tls, int64_t policy, int64_t number,
                           const dr_tls_failure *failure, dr_error *err)
{
	int64_t ids[5];
	const dr_str texts[] = { failure->result_type, failure->sending_ip, failure->receiving_host,
		                 failure->receiving_ip, failure->reason };
	int code = DR_OK;
	for (size_t i = 0; i < DR_COUNT(texts) && code == DR_OK; i++) {
		code = dr_sqlite_intern(s, texts[i], &ids[i], err);
	}
	sqlite3_stmt *add = dr_sqlite_statement(s, DR_SQL_ADD_TLS_FAILURE, err);
	if (code != DR_OK || add == NULL) {
		return code != DR_OK ? code : DR_EIO;
	}
	const int64_t numbers[] = { tls,    policy, number,
		                    ids[0], ids[1], ids[2],
		                    ids[3], ids[4], (int64_t)failure->sessions };
	bind_numbers(add, numbers, DR_COUNT(numbers));
	return dr_sqlite_run(s, add, err);
}

static int add_tls_policy(dr_sqlite *s, int64_t tls, int64_t number, const dr_tls_policy *policy,
                          dr_error *err)
{
	int64_t type, domain, strings, hosts;
	int code = dr_sqlite_intern(s, policy->type, &type, err);
	code = code == DR_OK ? dr_sqlite_intern(s, policy->domain, &domain, err) : code;
	code = code == DR_OK ? intern_list(s, &policy->strings, &strings, err) : code;
	code = code == DR_OK ? intern_list(s, &policy->hosts, &hosts, err) : code;
	sqlite3_stmt *add = dr_sqlite_statement(s, DR_SQL_ADD_TLS_POLICY, err);
	if (code != DR_OK || add == NULL) {
		return code != DR_OK ? code : DR_EIO;
	}
	const int64_t numbers[] = { tls,
		                    number,
		                    type,
		                    domain,
		                    strings,
		                    hosts,
		                    (int64_t)policy->successful,
		                    (int64_t)policy->failed };
	bind_numbers(add, numbers, DR_COUNT(numbers));
	code = dr_sqlite_run(s, add, err);
	for (size_t i = 0; i < policy->failures.len && code == DR_OK; i++) {
		code = add_tls_failure(s, tls, number, (int64_t)i, &policy->failures.items[i], err);
	}
	return code;
}

/* org, report id and period, and what is stored under them. */
static int find_tls(dr_sqlite *s, const int64_t *identity, const dr_sha256 *digest,
                    dr_stored *ret_stored, dr_error *err)
{
	sqlite3_stmt *find = dr_sqlite_statement(s, DR_SQL_FIND_TLS, err);
	if (find == NULL) {
		return DR_EIO;
	}
	bind_numbers(find, identity, 4);
	dr_sqlite_bind_blob(find, 5, digest->octets, DIGEST_OCTETS);
	int status = sqlite3_step(find);
	*ret_stored = DR_STORED_NEW;
	if (status == SQLITE_ROW) {
		*ret_stored =
			sqlite3_column_int(find, 0) != 0 ? DR_STORED_AGAIN : DR_STORED_VARIANT;
	}
	sqlite3_reset(find);
	return status == SQLITE_ROW || status == SQLITE_DONE ? DR_OK
	                                                     : dr_sqlite_fail(s, "read", err);
}

static int add_tls(dr_sqlite *s, const dr_tls_report *report, const int64_t *identity,
                   const dr_sha256 *digest, bool variant, dr_error *err)
{
	sqlite3_stmt *add = dr_sqlite_statement(s, DR_SQL_ADD_TLS, err);
	if (add == NULL) {
		return DR_EIO;
	}
	bind_numbers(add, identity, 4);
	dr_sqlite_bind_blob(add, 5, digest->octets, DIGEST_OCTETS);
	sqlite3_bind_int(add, 6, variant);
	sqlite3_bind_int64(add, 7, dr_evidence_day(report->begin, report->end));
	int code = dr_sqlite_run(s, add, err);
	int64_t id = sqlite3_last_insert_rowid(s->db);
	for (size_t i = 0; i < report->policies.len && code == DR_OK; i++) {
		code = add_tls_policy(s, id, (int64_t)i, &report->policies.items[i], err);
	}
	return code;
}

int dr_sqlite_tls(dr_store *self, const dr_tls_report *report, dr_stored *ret_stored, dr_error *err)
{
	dr_sqlite *s = (dr_sqlite *)self;
	int64_t identity[4] = { 0, 0, report->begin, report->end };
	dr_arena_reset(s->scratch);
	dr_sha256 digest = tls_digest(s, report);
	int code = dr_sqlite_begin(s, err);
	code = code == DR_OK ? dr_sqlite_intern(s, report->org_name, &identity[0], err) : code;
	code = code == DR_OK ? dr_sqlite_intern(s, report->report_id, &identity[1], err) : code;
	code = code == DR_OK ? find_tls(s, identity, &digest, ret_stored, err) : code;
	if (code != DR_OK || *ret_stored == DR_STORED_AGAIN) {
		return code;
	}
	return add_tls(s, report, identity, &digest, *ret_stored == DR_STORED_VARIANT, err);
}
