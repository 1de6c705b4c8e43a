/* The store: what counts once, what is kept beside it, what a broken report leaves. */
#include "store/store.h"
#include "report/read.h"
#include "store/digest.h"
#include "store/intake.h"
#include "unit.h"
#include <stdio.h>
#include <string.h>
#include <unistd.h>

static dr_arena *arena;
static char path[64];
static dr_store *store;
static size_t refusals;

static void set_up(void)
{
	dr_error err = { 0 };
	arena = dr_arena_new(0);
	snprintf(path, sizeof(path), "/tmp/dmarcramp-store-%ld.db", (long)getpid());
	remove(path);
	dr_report_setup();
	refusals = 0;
	ck_assert_msg(dr_store_open(path, DR_STORE_WRITE, &store, &err) == DR_OK, "%s", err.text);
}

static void tear_down(void)
{
	char beside[80];
	dr_store_close(store);
	remove(path);
	snprintf(beside, sizeof(beside), "%s-wal", path);
	remove(beside);
	snprintf(beside, sizeof(beside), "%s-shm", path);
	remove(beside);
	dr_arena_free(arena);
}

static void count_refusal(void *self, dr_str place, const char *why)
{
	(void)self;
	(void)place;
	(void)why;
	refusals++;
}

/* Reads one document into the store and says what came in. */
static dr_intake_counts take(dr_str document)
{
	const dr_intake_options taking = { .store = store, .refused = count_refusal };
	const dr_report_options reading = { .limits = dr_report_limits_default() };
	dr_intake *intake = NULL;
	dr_report_reader *reader = NULL;
	dr_error err = { 0 };
	dr_octet_stream octets;
	size_t found;
	ck_assert_int_eq(dr_intake_open(&taking, &intake, &err), DR_OK);
	ck_assert_int_eq(dr_report_reader_open(&reading, dr_intake_sink(intake), &reader, &err),
	                 DR_OK);
	int code = dr_report_read(reader, dr_stream_of(&octets, document), &found, &err);
	ck_assert_msg(code == DR_OK, "%s", err.text);
	dr_intake_counts counts = dr_intake_take_counts(intake);
	dr_report_reader_close(reader);
	dr_intake_close(intake);
	ck_assert_int_eq(store->commit(store, &err), DR_OK);
	return counts;
}

static dr_str report(const char *org, const char *id, size_t rows, unsigned count, bool whole)
{
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_buf_addf(&out,
	            "<feedback><report_metadata><org_name>%s</org_name><report_id>%s</report_id>"
	            "<date_range><begin>1767225600</begin><end>1767311999</end></date_range>"
	            "</report_metadata><policy_published><domain>a.example</domain><p>none</p>"
	            "</policy_published>",
	            org, id);
	for (size_t i = 0; i < rows; i++) {
		dr_buf_addf(&out,
		            "<record><row><source_ip>10.0.%zu.%zu</source_ip><count>%u</count>"
		            "<policy_evaluated><disposition>none</disposition><dkim>pass</dkim>"
		            "<spf>fail</spf></policy_evaluated></row><identifiers><header_from>"
		            "a.example</header_from></identifiers><auth_results/></record>",
		            i / 256 % 4, i % 256, count);
	}
	dr_buf_add(&out, whole ? DR_STR("</feedback>") : DR_STR("<record>"));
	return dr_buf_str(&out);
}

typedef struct {
	uint64_t rows, messages, records;
	size_t reporters; /* the most of one row */
} sums;

static int add_row(void *self, const dr_evidence_row *row, dr_error *err)
{
	(void)err;
	sums *to = self;
	to->rows++;
	to->messages += row->messages;
	to->records += row->records;
	to->reporters = row->reporters.len > to->reporters ? row->reporters.len : to->reporters;
	ck_assert_int_eq(row->day, 20454);
	ck_assert_dr_str(row->domain, "a.example");
	return DR_OK;
}

static sums sum(dr_evidence *evidence)
{
	const dr_evidence_query query = { S("a.example"), DR_NO_DAY, DR_NO_DAY };
	sums all = { .rows = 0 };
	dr_error err = { 0 };
	ck_assert_int_eq(evidence->rows(evidence, &query, add_row, &all, &err), DR_OK);
	return all;
}

START_TEST(a_report_counts_once)
{
	dr_intake_counts first = take(report("r", "1", 3, 5, true));
	ck_assert_uint_eq(first.stored[DR_STORED_NEW], 1);
	ck_assert_uint_eq(first.messages, 15);
	dr_intake_counts again = take(report("r", "1", 3, 5, true));
	ck_assert_uint_eq(again.stored[DR_STORED_AGAIN], 1);
	ck_assert_uint_eq(again.messages, 0);
	sums all = sum(&store->evidence);
	ck_assert(all.rows == 3 && all.records == 3 && all.messages == 15 && all.reporters == 1);
}
END_TEST

START_TEST(other_content_is_kept_and_does_not_count)
{
	take(report("r", "1", 3, 5, true));
	ck_assert_uint_eq(take(report("r", "1", 3, 6, true)).stored[DR_STORED_VARIANT], 1);
	ck_assert_uint_eq(take(report("r", "1", 3, 6, true)).stored[DR_STORED_AGAIN], 1);
	dr_store_totals totals;
	dr_error err = { 0 };
	ck_assert_int_eq(store->totals(store, &totals, &err), DR_OK);
	ck_assert(totals.reports == 1 && totals.variants == 1 && totals.messages == 15);
	ck_assert_uint_eq(sum(&store->evidence).messages, 15);
}
END_TEST

/* One row of a report of "r", id "1"; `mark` makes its content. */
static dr_stored put(const char *org, uint8_t mark, bool vouched, unsigned messages)
{
	const dr_aggregate aggregate = { .org_name = dr_str_of(org),
		                         .report_id = S("1"),
		                         .begin = 1767225600,
		                         .end = 1767311999,
		                         .policy = { .domain = S("a.example") },
		                         .vouched = vouched,
		                         .records = 1,
		                         .messages = messages };
	const dr_aggregate_record row = { .source_ip = { DR_IPV4, { 10, 0, 0, mark } },
		                          .messages = messages,
		                          .header_from = S("a.example") };
	const dr_content content = { { mark } };
	dr_error err = { 0 };
	dr_stored stored = DR_STORED_NEW;
	ck_assert_int_eq(store->begin(store, &aggregate, &content, &stored, &err), DR_OK);
	if (stored != DR_STORED_AGAIN) {
		ck_assert_int_eq(store->record(store, &row, &err), DR_OK);
		ck_assert_int_eq(store->end(store, &aggregate, &content, &stored, &err), DR_OK);
	}
	ck_assert_int_eq(store->commit(store, &err), DR_OK);
	return stored;
}

START_TEST(a_forged_report_does_not_keep_the_true_one_out)
{
	ck_assert_int_eq(put("other", 7, false, 1), DR_STORED_NEW);
	ck_assert_int_eq(put("r", 7, false, 900), DR_STORED_NEW);
	ck_assert_int_eq(put("r", 8, true, 30), DR_STORED_INSTEAD);
	sums all = sum(&store->evidence);
	ck_assert_uint_eq(all.messages, 31);
	ck_assert_uint_eq(all.records, 2);
	ck_assert_uint_eq(all.reporters, 1);
	ck_assert_int_eq(put("r", 7, false, 900), DR_STORED_AGAIN);
	ck_assert_int_eq(put("r", 9, false, 5), DR_STORED_VARIANT);
	ck_assert_int_eq(put("r", 10, true, 6), DR_STORED_VARIANT);
	ck_assert_uint_eq(sum(&store->evidence).messages, 31);
}
END_TEST

START_TEST(reporters_of_one_source_add_up)
{
	take(report("r", "1", 2, 5, true));
	take(report("s", "1", 2, 7, true));
	take(report("q", "1", 1, 1, true));
	sums all = sum(&store->evidence);
	ck_assert(all.rows == 2 && all.records == 5 && all.messages == 25 && all.reporters == 3);
}
END_TEST

/* More rows than are held before the store gets them. */
START_TEST(a_long_report_is_all_there_or_not_at_all)
{
	take(report("r", "0", 1, 1, true));
	ck_assert_uint_eq(take(report("r", "1", 5000, 2, false)).stored[DR_STORED_NEW], 0);
	ck_assert_uint_eq(refusals, 1);
	ck_assert_uint_eq(sum(&store->evidence).messages, 1);
	ck_assert_uint_eq(take(report("r", "1", 5000, 2, true)).stored[DR_STORED_NEW], 1);
	ck_assert_uint_eq(sum(&store->evidence).messages, 10001);
	ck_assert_uint_eq(take(report("r", "1", 5000, 2, true)).stored[DR_STORED_AGAIN], 1);
	ck_assert_uint_eq(take(report("r", "1", 5000, 3, true)).stored[DR_STORED_VARIANT], 1);
	ck_assert_uint_eq(sum(&store->evidence).messages, 10001);
}
END_TEST

START_TEST(what_was_not_committed_is_gone)
{
	dr_error err = { 0 };
	dr_stored stored;
	dr_tls_report tls = { .org_name = S("t"), .report_id = S("1") };
	take(report("r", "1", 1, 1, true));
	ck_assert_int_eq(store->tls(store, &tls, &stored, &err), DR_OK);
	dr_store_close(store);
	ck_assert_int_eq(dr_store_open(path, DR_STORE_READ, &store, &err), DR_OK);
	dr_store_totals totals;
	ck_assert_int_eq(store->totals(store, &totals, &err), DR_OK);
	ck_assert(totals.reports == 1 && totals.tls_reports == 0);
}
END_TEST

static int add_line(void *self, dr_str line, dr_error *err)
{
	(void)err;
	dr_buf_add(self, line);
	return DR_OK;
}

START_TEST(a_digest_is_the_same_evidence)
{
	const dr_evidence_query query = { S("a.example"), DR_NO_DAY, DR_NO_DAY };
	dr_error err = { 0 };
	dr_evidence *digest = NULL;
	dr_buf first, second;
	dr_buf_init(&first, arena);
	dr_buf_init(&second, arena);
	take(report("r", "1", 300, 5, true));
	take(report("s", "2", 200, 1, true));
	ck_assert_int_eq(dr_digest_write(&store->evidence, &query, add_line, &first, &err), DR_OK);
	dr_source source = { "digest", dr_buf_str(&first) };
	ck_assert_msg(dr_digest_open(&source, &digest, &err) == DR_OK, "%s", err.text);
	sums from_store = sum(&store->evidence), from_digest = sum(digest);
	ck_assert_mem_eq(&from_store, &from_digest, sizeof(from_store));
	ck_assert_int_eq(dr_digest_write(digest, &query, add_line, &second, &err), DR_OK);
	ck_assert(dr_str_eq(dr_buf_str(&first), dr_buf_str(&second)));
	dr_evidence_close(digest);
}
END_TEST

START_TEST(days_are_asked_for_and_forgotten)
{
	dr_error err = { 0 };
	uint64_t reports;
	take(report("r", "1", 2, 5, true));
	dr_evidence_query query = { S("a.example"), 20455, DR_NO_DAY };
	sums all = { .rows = 0 };
	ck_assert_int_eq(store->evidence.rows(&store->evidence, &query, add_row, &all, &err),
	                 DR_OK);
	ck_assert_uint_eq(all.rows, 0);
	ck_assert_int_eq(store->prune(store, 20454, &reports, &err), DR_OK);
	ck_assert_uint_eq(reports, 0);
	ck_assert_int_eq(store->prune(store, 20455, &reports, &err), DR_OK);
	ck_assert_uint_eq(reports, 1);
	ck_assert_uint_eq(sum(&store->evidence).rows, 0);
	ck_assert_uint_eq(take(report("r", "1", 2, 5, true)).stored[DR_STORED_NEW], 1);
}
END_TEST

START_TEST(a_domain_and_those_below_it)
{
	const dr_evidence_query query = { S("a.example"), DR_NO_DAY, 20000 };
	ck_assert(dr_evidence_matches(&query, S("a.example"), 20000));
	ck_assert(dr_evidence_matches(&query, S("b.a.example"), 1));
	ck_assert(!dr_evidence_matches(&query, S("ba.example"), 1));
	ck_assert(!dr_evidence_matches(&query, S("example"), 1));
	ck_assert(!dr_evidence_matches(&query, S("a.example"), 20001));
	ck_assert_int_eq(dr_evidence_day(86400, 172799), 1);
	ck_assert_int_eq(dr_evidence_day(86400 + 70000, 172800 + 70000), 2);
}
END_TEST

START_TEST(signatures_are_written_and_read)
{
	dr_report_dkim items[] = { { S("a.example"), S("s1"), DR_REPORTED_PASS },
		                   { S("b.example"), S(""), DR_REPORTED_UNKNOWN } };
	dr_report_dkims list = { items, 2 };
	dr_buf out;
	dr_buf_init(&out, arena);
	dr_evidence_signatures_write(&list, &out);
	ck_assert_dr_str(dr_buf_str(&out), "pass a.example s1; unknown b.example -");
	dr_report_dkims read = dr_evidence_signatures_parse(arena, dr_buf_str(&out));
	ck_assert_uint_eq(read.len, 2);
	ck_assert_dr_str(read.items[0].selector, "s1");
	ck_assert_int_eq(read.items[0].result, DR_REPORTED_PASS);
	ck_assert_dr_str(read.items[1].domain, "b.example");
	ck_assert(read.items[1].selector.len == 0 && read.items[1].result == DR_REPORTED_UNKNOWN);
}
END_TEST

UNIT_MAIN("store", set_up, tear_down, a_report_counts_once,
          other_content_is_kept_and_does_not_count, a_forged_report_does_not_keep_the_true_one_out,
          reporters_of_one_source_add_up, a_long_report_is_all_there_or_not_at_all,
          what_was_not_committed_is_gone, a_digest_is_the_same_evidence,
          days_are_asked_for_and_forgotten, a_domain_and_those_below_it,
          signatures_are_written_and_read)
