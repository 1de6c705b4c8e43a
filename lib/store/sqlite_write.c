#include "store/sqlite_priv.h"

enum { DIGEST_OCTETS = 32 };

typedef struct {
	dr_str text;
	int64_t *ret_id;
} to_intern;

static int intern_all(dr_sqlite *s, const to_intern *list, size_t count, dr_error *err)
{
	int code = DR_OK;
	for (size_t i = 0; i < count && code == DR_OK; i++) {
		code = dr_sqlite_intern(s, list[i].text, list[i].ret_id, err);
	}
	return code;
}

static void bind_all(sqlite3_stmt *statement, const int64_t *numbers, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		sqlite3_bind_int64(statement, (int)i + 1, numbers[i]);
	}
}

static int simple(dr_sqlite *s, dr_sql which, dr_error *err)
{
	sqlite3_stmt *statement = dr_sqlite_statement(s, which, err);
	return statement != NULL ? dr_sqlite_run(s, statement, err) : DR_EIO;
}

static dr_str policy_text(dr_sqlite *s, const dr_report_policy *policy)
{
	dr_buf text;
	dr_buf_init(&text, s->scratch);
	dr_evidence_policy_write(policy, &text);
	return dr_buf_str(&text);
}

/* What is known of the identity: a stored report other than `self`. DR_STORED_NEW: none. */
static int find_same(dr_sqlite *s, const dr_aggregate *report, int64_t report_id,
                     const dr_content *content, int64_t self, dr_stored *ret_stored, dr_error *err)
{
	sqlite3_stmt *find = dr_sqlite_statement(s, DR_SQL_FIND_REPORT, err);
	if (find == NULL) {
		return DR_EIO;
	}
	const int64_t numbers[] = { s->org, report_id, s->domain, report->begin, report->end };
	bind_all(find, numbers, DR_COUNT(numbers));
	dr_sqlite_bind_blob(find, 6, content != NULL ? content->octets : NULL,
	                    content != NULL ? DIGEST_OCTETS : 0);
	sqlite3_bind_int64(find, 7, self);
	int status = sqlite3_step(find);
	*ret_stored = DR_STORED_NEW;
	if (status == SQLITE_ROW) {
		bool same = sqlite3_column_int(find, 0) != 0;
		*ret_stored = same ? DR_STORED_AGAIN : DR_STORED_VARIANT;
	}
	sqlite3_reset(find);
	return status == SQLITE_ROW || status == SQLITE_DONE ? DR_OK
	                                                     : dr_sqlite_fail(s, "read", err);
}

/* The report of this identity that counts, and whether somebody vouched for it. */
static int find_counted(dr_sqlite *s, const dr_aggregate *report, int64_t report_id,
                        int64_t *ret_report, bool *ret_vouched, dr_error *err)
{
	sqlite3_stmt *find = dr_sqlite_statement(s, DR_SQL_FIND_COUNTED, err);
	if (find == NULL) {
		return DR_EIO;
	}
	const int64_t numbers[] = { s->org, report_id, s->domain, report->begin, report->end };
	bind_all(find, numbers, DR_COUNT(numbers));
	int status = sqlite3_step(find);
	*ret_report = status == SQLITE_ROW ? sqlite3_column_int64(find, 0) : 0;
	*ret_vouched = status != SQLITE_ROW || sqlite3_column_int(find, 1) != 0;
	sqlite3_reset(find);
	return status == SQLITE_ROW || status == SQLITE_DONE ? DR_OK
	                                                     : dr_sqlite_fail(s, "read", err);
}

static int with_numbers(dr_sqlite *s, dr_sql which, const int64_t *numbers, size_t count,
                        dr_error *err)
{
	sqlite3_stmt *statement = dr_sqlite_statement(s, which, err);
	if (statement == NULL) {
		return DR_EIO;
	}
	bind_all(statement, numbers, count);
	return dr_sqlite_run(s, statement, err);
}

/* Takes a report that nobody vouched for out of what counts; the rollup of its day is made again
 * from the reports that are left. */
static int set_aside(dr_sqlite *s, int64_t report, dr_error *err)
{
	const int64_t day[] = { s->domain, s->day };
	int code = with_numbers(s, DR_SQL_SET_ASIDE, &report, 1, err);
	if (code == DR_OK) {
		code = with_numbers(s, DR_SQL_DROP_ROLLUP, day, DR_COUNT(day), err);
	}
	return code == DR_OK ? with_numbers(s, DR_SQL_REMAKE_ROLLUP, day, DR_COUNT(day), err)
	                     : code;
}

/* Whether the report takes the place of the one of its identity that counts. */
static int displace(dr_sqlite *s, const dr_aggregate *report, int64_t report_id, dr_error *err)
{
	int64_t counted;
	bool vouched;
	if (s->stored != DR_STORED_VARIANT || !report->vouched) {
		return DR_OK;
	}
	int code = find_counted(s, report, report_id, &counted, &vouched, err);
	if (code != DR_OK || vouched) {
		return code;
	}
	s->stored = DR_STORED_INSTEAD;
	return set_aside(s, counted, err);
}

static int add_report(dr_sqlite *s, const dr_aggregate *report, int64_t report_id,
                      const dr_content *content, bool variant, dr_error *err)
{
	int64_t policy;
	int code = dr_sqlite_intern(s, policy_text(s, &report->policy), &policy, err);
	sqlite3_stmt *add = dr_sqlite_statement(s, DR_SQL_ADD_REPORT, err);
	if (code != DR_OK || add == NULL) {
		return code != DR_OK ? code : DR_EIO;
	}
	const int64_t numbers[] = {
		s->org, report_id, s->domain, report->begin, report->end, s->day
	};
	bind_all(add, numbers, DR_COUNT(numbers));
	sqlite3_bind_null(add, 7);
	if (content != NULL) {
		dr_sqlite_bind_blob(add, 7, content->octets, DIGEST_OCTETS);
	}
	sqlite3_bind_int(add, 8, variant);
	sqlite3_bind_int(add, 9, report->newer);
	sqlite3_bind_int(add, 10, report->vouched);
	sqlite3_bind_int64(add, 11, policy);
	code = dr_sqlite_run(s, add, err);
	s->report = sqlite3_last_insert_rowid(s->db);
	return code;
}

int dr_sqlite_report_begin(dr_store *self, const dr_aggregate *report, const dr_content *content,
                           dr_stored *ret_stored, dr_error *err)
{
	dr_sqlite *s = (dr_sqlite *)self;
	dr_arena_reset(s->scratch);
	int64_t report_id;
	const to_intern texts[] = { { report->org_name, &s->org },
		                    { report->report_id, &report_id },
		                    { report->policy.domain, &s->domain } };
	int code = dr_sqlite_begin(s, err);
	s->streamed = content == NULL;
	if (code == DR_OK && s->streamed) {
		code = simple(s, DR_SQL_SAVEPOINT, err);
	}
	s->in_report = code == DR_OK;
	code = code == DR_OK ? intern_all(s, texts, DR_COUNT(texts), err) : code;
	if (code == DR_OK) {
		code = find_same(s, report, report_id, content, 0, &s->stored, err);
	}
	s->day = dr_evidence_day(report->begin, report->end);
	if (code == DR_OK) {
		code = displace(s, report, report_id, err);
	}
	if (code != DR_OK) {
		s->in_report = s->streamed;
		return code;
	}
	*ret_stored = s->stored;
	if (s->stored == DR_STORED_AGAIN) {
		s->in_report = false;
		return DR_OK;
	}
	s->counts = s->stored != DR_STORED_VARIANT;
	s->newer = report->newer;
	s->vouched = report->vouched;
	s->row = 0;
	return add_report(s, report, report_id, content, !s->counts, err);
}

dr_str dr_sqlite_address_octets(const dr_ipaddr *address)
{
	size_t len = address->family == DR_IPV4 ? 4 : address->family == DR_IPV6 ? 16 : 0;
	return (dr_str){ (const char *)address->octets, len };
}

static int64_t result_of(const dr_sqlite *s, const dr_aggregate_record *record)
{
	dr_sqlite_result result = {
		.disposition = record->disposition,
		.dkim = record->dkim,
		.spf = record->spf,
		.overrides = record->overrides,
		.spf_scope = record->spf_scope,
		.spf_result = record->spf_result,
		.newer = s->newer,
		.vouched = s->vouched,
	};
	return dr_sqlite_result_pack(&result);
}

static dr_str signatures_text(dr_sqlite *s, const dr_report_dkims *signatures)
{
	dr_buf text;
	dr_buf_init(&text, s->scratch);
	dr_evidence_signatures_write(signatures, &text);
	return dr_buf_str(&text);
}

/* The numbers that stand in a row for its texts. */
typedef struct {
	int64_t header_from, envelope_from, envelope_to, spf_domain, signatures, comment;
} row_texts;

static int intern_row(dr_sqlite *s, const dr_aggregate_record *record, row_texts *ret_texts,
                      dr_error *err)
{
	const to_intern texts[] = {
		{ record->header_from, &ret_texts->header_from },
		{ record->envelope_from, &ret_texts->envelope_from },
		{ record->envelope_to, &ret_texts->envelope_to },
		{ record->spf_domain, &ret_texts->spf_domain },
		{ signatures_text(s, &record->signatures), &ret_texts->signatures },
		{ record->comment, &ret_texts->comment },
	};
	return intern_all(s, texts, DR_COUNT(texts), err);
}

static int add_row(dr_sqlite *s, const dr_aggregate_record *record, const row_texts *texts,
                   int64_t result, dr_error *err)
{
	sqlite3_stmt *add = dr_sqlite_statement(s, DR_SQL_ADD_RECORD, err);
	if (add == NULL) {
		return DR_EIO;
	}
	dr_str address = dr_sqlite_address_octets(&record->source_ip);
	const int64_t numbers[] = {
		record->messages,   result,
		texts->header_from, texts->envelope_from,
		texts->envelope_to, texts->spf_domain,
		texts->signatures,  texts->comment,
	};
	sqlite3_bind_int64(add, 1, s->report);
	sqlite3_bind_int64(add, 2, s->row++);
	dr_sqlite_bind_blob(add, 3, address.ptr, address.len);
	for (int i = 0; i < (int)DR_COUNT(numbers); i++) {
		sqlite3_bind_int64(add, i + 4, numbers[i]);
	}
	return dr_sqlite_run(s, add, err);
}

static int add_rollup(dr_sqlite *s, const dr_aggregate_record *record, const row_texts *texts,
                      int64_t result, dr_error *err)
{
	sqlite3_stmt *add = dr_sqlite_statement(s, DR_SQL_ADD_ROLLUP, err);
	if (add == NULL) {
		return DR_EIO;
	}
	dr_str address = dr_sqlite_address_octets(&record->source_ip);
	sqlite3_bind_int64(add, 1, s->domain);
	sqlite3_bind_int64(add, 2, s->day);
	dr_sqlite_bind_blob(add, 3, address.ptr, address.len);
	sqlite3_bind_int64(add, 4, texts->spf_domain);
	sqlite3_bind_int64(add, 5, texts->signatures);
	sqlite3_bind_int64(add, 6, texts->header_from);
	sqlite3_bind_int64(add, 7, result);
	sqlite3_bind_int64(add, 8, record->messages);
	sqlite3_bind_int64(add, 9, s->org);
	return dr_sqlite_run(s, add, err);
}

int dr_sqlite_report_record(dr_store *self, const dr_aggregate_record *record, dr_error *err)
{
	dr_sqlite *s = (dr_sqlite *)self;
	row_texts texts;
	dr_arena_reset(s->scratch);
	int64_t result = result_of(s, record);
	int code = intern_row(s, record, &texts, err);
	if (code == DR_OK) {
		code = add_row(s, record, &texts, result, err);
	}
	if (code == DR_OK && s->counts) {
		code = add_rollup(s, record, &texts, result, err);
	}
	return code;
}

static dr_str join(dr_sqlite *s, const dr_strs *list)
{
	dr_buf text;
	dr_buf_init(&text, s->scratch);
	for (size_t i = 0; i < list->len; i++) {
		dr_buf_addf(&text, "%s%.*s", i > 0 ? "; " : "", DR_FMT(list->items[i]));
	}
	return dr_buf_str(&text);
}

static dr_str issues_text(dr_sqlite *s, const dr_report_issues *issues)
{
	dr_buf text;
	dr_buf_init(&text, s->scratch);
	for (size_t i = 0; i < issues->len; i++) {
		const dr_report_issue *one = &issues->items[i];
		dr_buf_addf(&text, "%s%s %.*s", i > 0 ? "; " : "", dr_report_issue_name(one->code),
		            DR_FMT(one->subject));
	}
	return dr_buf_str(&text);
}

static int update_report(dr_sqlite *s, const dr_aggregate *report, const dr_content *content,
                         dr_error *err)
{
	int64_t email, contact, generator, errors, issues;
	const to_intern texts[] = {
		{ report->email, &email },
		{ report->extra_contact, &contact },
		{ report->generator, &generator },
		{ join(s, &report->errors), &errors },
		{ issues_text(s, &report->issues), &issues },
	};
	int code = intern_all(s, texts, DR_COUNT(texts), err);
	sqlite3_stmt *end = dr_sqlite_statement(s, DR_SQL_END_REPORT, err);
	if (code != DR_OK || end == NULL) {
		return code != DR_OK ? code : DR_EIO;
	}
	const int64_t numbers[] = { s->counts ? 0 : 1,
		                    (int64_t)report->records,
		                    (int64_t)report->messages,
		                    email,
		                    contact,
		                    generator,
		                    errors,
		                    issues };
	sqlite3_bind_int64(end, 1, s->report);
	dr_sqlite_bind_blob(end, 2, content->octets, DIGEST_OCTETS);
	for (int i = 0; i < (int)DR_COUNT(numbers); i++) {
		sqlite3_bind_int64(end, i + 3, numbers[i]);
	}
	return dr_sqlite_run(s, end, err);
}

/* A streamed report whose content is known at last may turn out to be one that is there. */
static int find_at_last(dr_sqlite *s, const dr_aggregate *report, const dr_content *content,
                        dr_stored *ret_stored, dr_error *err)
{
	int64_t report_id;
	int code = dr_sqlite_intern(s, report->report_id, &report_id, err);
	return code == DR_OK ? find_same(s, report, report_id, content, s->report, ret_stored, err)
	                     : code;
}

int dr_sqlite_report_end(dr_store *self, const dr_aggregate *report, const dr_content *content,
                         dr_stored *ret_stored, dr_error *err)
{
	dr_sqlite *s = (dr_sqlite *)self;
	dr_stored known = DR_STORED_NEW;
	dr_arena_reset(s->scratch);
	int code = DR_OK;
	if (s->streamed) {
		code = find_at_last(s, report, content, &known, err);
	}
	if (code == DR_OK && known == DR_STORED_AGAIN) {
		s->stored = known;
		code = dr_sqlite_report_drop(self, err);
	} else if (code == DR_OK) {
		code = update_report(s, report, content, err);
		if (code == DR_OK && s->streamed) {
			code = simple(s, DR_SQL_RELEASE, err);
		}
		s->in_report = false;
	}
	if (code == DR_OK) {
		*ret_stored = s->stored;
	}
	return code;
}

int dr_sqlite_report_drop(dr_store *self, dr_error *err)
{
	dr_sqlite *s = (dr_sqlite *)self;
	if (!s->in_report || !s->streamed) {
		s->in_report = false;
		return DR_OK;
	}
	s->in_report = false;
	dr_sqlite_forget_texts(s);
	int code = simple(s, DR_SQL_ROLLBACK_TO, err);
	return code == DR_OK ? simple(s, DR_SQL_RELEASE, err) : code;
}
