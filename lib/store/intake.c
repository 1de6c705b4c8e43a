#include "store/intake.h"
#include "base/digest.h"
#include "base/buf.h"
#include <stdlib.h>
#include <string.h>

enum { ROWS_MAX = 2048, ROWS_A_DIGEST = 256, DIGEST_OCTETS = 32 };

typedef DR_LIST(dr_aggregate_record) dr_aggregate_records;

struct dr_intake {
	const dr_intake_options *options;
	dr_report_sink sink;
	dr_intake_counts counts;
	dr_arena *arena; /* of the report that is being read */
	dr_aggregate_records rows;
	bool streaming; /* the store has it already, and we have its lock */
	dr_content content;
	dr_arena *digest_arena;
	dr_buf undigested;
	size_t undigested_rows;
};

static void lock(const dr_intake *in)
{
	if (in->options->lock != NULL) {
		in->options->lock(in->options->self);
	}
}

static void unlock(const dr_intake *in)
{
	if (in->options->unlock != NULL) {
		in->options->unlock(in->options->self);
	}
}

static void add_number(dr_buf *out, uint64_t number)
{
	char octets[8];
	for (size_t i = 0; i < sizeof(octets); i++) {
		octets[i] = (char)(number >> (8 * i) & 0xFF);
	}
	dr_buf_add(out, (dr_str){ octets, sizeof(octets) });
}

static void add_text(dr_buf *out, dr_str text)
{
	add_number(out, text.len);
	dr_buf_add(out, text);
}

/* The digest of everything so far is that of the digest before and what came since. */
static void fold(dr_intake *in)
{
	dr_buf_add(&in->undigested, (dr_str){ (const char *)in->content.octets, DIGEST_OCTETS });
	dr_sha256 digest = dr_digest_sha256(dr_buf_str(&in->undigested));
	memcpy(in->content.octets, digest.octets, DIGEST_OCTETS);
	in->undigested.len = 0;
	in->undigested_rows = 0;
}

static void digest_row(dr_intake *in, const dr_aggregate_record *row)
{
	dr_buf *out = &in->undigested;
	uint64_t result = (uint64_t)row->disposition << 24 | (uint64_t)row->dkim << 20 |
	                  (uint64_t)row->spf << 16 | (uint64_t)row->spf_scope << 12 |
	                  (uint64_t)row->spf_result << 8 | row->overrides;
	add_number(out, row->messages);
	add_number(out, result);
	add_number(out, row->source_ip.family);
	dr_buf_add(out,
	           (dr_str){ (const char *)row->source_ip.octets, sizeof(row->source_ip.octets) });
	const dr_str texts[] = { row->header_from, row->envelope_from, row->envelope_to,
		                 row->spf_domain, row->comment };
	for (size_t i = 0; i < DR_COUNT(texts); i++) {
		add_text(out, texts[i]);
	}
	for (size_t i = 0; i < row->signatures.len; i++) {
		add_number(out, row->signatures.items[i].result);
		add_text(out, row->signatures.items[i].domain);
		add_text(out, row->signatures.items[i].selector);
	}
	if (++in->undigested_rows == ROWS_A_DIGEST) {
		fold(in);
	}
}

static void digest_end(dr_intake *in, const dr_aggregate *report)
{
	dr_evidence_policy_write(&report->policy, &in->undigested);
	fold(in);
}

/* Ready for the next report. */
static void clear(dr_intake *in)
{
	dr_arena_reset(in->arena);
	in->rows = (dr_aggregate_records){ NULL, 0 };
	memset(&in->content, 0, sizeof(in->content));
	in->undigested.len = 0;
	in->undigested_rows = 0;
}

static int check_memory(const dr_intake *in, dr_error *err)
{
	if (dr_arena_failed(in->arena) || dr_arena_failed(in->digest_arena)) {
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory for a report");
	}
	return DR_OK;
}

static int write_rows(dr_intake *in, dr_error *err)
{
	dr_store *store = in->options->store;
	int code = DR_OK;
	for (size_t i = 0; i < in->rows.len && code == DR_OK; i++) {
		code = store->record(store, &in->rows.items[i], err);
	}
	return code;
}

/* Too many rows to hold: from here on the store gets them at once. */
static int begin_streaming(dr_intake *in, const dr_aggregate *report, dr_error *err)
{
	dr_store *store = in->options->store;
	dr_stored stored;
	if (report->policy.domain.len == 0) {
		return dr_fail(err, DR_ELIMIT, DR_NOWHERE,
		               "over %d rows stand before the policy they are about", ROWS_MAX);
	}
	int code = check_memory(in, err);
	if (code != DR_OK) {
		return code;
	}
	lock(in);
	in->streaming = true;
	code = store->begin(store, report, NULL, &stored, err);
	return code == DR_OK ? write_rows(in, err) : code;
}

static dr_aggregate_record copy_row(dr_arena *arena, const dr_aggregate_record *row)
{
	dr_aggregate_record copy = *row;
	dr_str *texts[] = { &copy.header_from, &copy.envelope_from, &copy.envelope_to,
		            &copy.spf_domain, &copy.comment };
	for (size_t i = 0; i < DR_COUNT(texts); i++) {
		*texts[i] = dr_arena_copy(arena, *texts[i]);
	}
	copy.signatures = (dr_report_dkims){ NULL, 0 };
	for (size_t i = 0; i < row->signatures.len; i++) {
		const dr_report_dkim *from = &row->signatures.items[i];
		dr_report_dkim one = { dr_arena_copy(arena, from->domain),
			               dr_arena_copy(arena, from->selector), from->result };
		dr_list_add(arena, &copy.signatures, one);
	}
	return copy;
}

static int take_record(void *self, const dr_aggregate *so_far, const dr_aggregate_record *row,
                       dr_error *err)
{
	dr_intake *in = self;
	digest_row(in, row);
	if (!in->streaming && in->rows.len < ROWS_MAX) {
		dr_aggregate_record copy = copy_row(in->arena, row);
		dr_list_add(in->arena, &in->rows, copy);
		return check_memory(in, err);
	}
	int code = in->streaming ? DR_OK : begin_streaming(in, so_far, err);
	return code == DR_OK ? in->options->store->record(in->options->store, row, err) : code;
}

static int write_whole(dr_intake *in, const dr_aggregate *report, dr_stored *ret_stored,
                       dr_error *err)
{
	dr_store *store = in->options->store;
	int code = store->begin(store, report, &in->content, ret_stored, err);
	if (code != DR_OK || *ret_stored == DR_STORED_AGAIN) {
		return code;
	}
	code = write_rows(in, err);
	return code == DR_OK ? store->end(store, report, &in->content, ret_stored, err) : code;
}

static void count(dr_intake *in, const dr_aggregate *report, dr_stored stored)
{
	in->counts.stored[stored]++;
	if (stored == DR_STORED_NEW || stored == DR_STORED_INSTEAD) {
		in->counts.records += report->records;
		in->counts.messages += report->messages;
		in->counts.with_issues += report->issues.len > 0 ? 1 : 0;
	}
}

static int tell_stored(dr_intake *in, dr_error *err)
{
	return in->options->stored != NULL ? in->options->stored(in->options->self, err) : DR_OK;
}

static int take_aggregate(void *self, const dr_aggregate *report, dr_error *err)
{
	dr_intake *in = self;
	dr_store *store = in->options->store;
	dr_stored stored = DR_STORED_NEW;
	digest_end(in, report);
	int code = check_memory(in, err);
	if (code != DR_OK) {
		return code;
	}
	if (in->streaming) {
		code = store->end(store, report, &in->content, &stored, err);
	} else {
		lock(in);
		code = write_whole(in, report, &stored, err);
	}
	if (code == DR_OK) {
		count(in, report, stored);
		code = tell_stored(in, err);
	}
	in->streaming = false;
	unlock(in);
	clear(in);
	return code;
}

static void take_back(void *self)
{
	dr_intake *in = self;
	if (in->streaming) {
		in->options->store->drop(in->options->store, NULL);
		in->streaming = false;
		unlock(in);
	}
	clear(in);
}

static int take_failure(void *self, const dr_failure *report, dr_error *err)
{
	dr_intake *in = self;
	dr_stored stored = DR_STORED_NEW;
	lock(in);
	int code = in->options->store->failure(in->options->store, report, &stored, err);
	in->counts.failures += stored == DR_STORED_NEW ? 1 : 0;
	in->counts.failures_again += stored == DR_STORED_NEW ? 0 : 1;
	code = code == DR_OK ? tell_stored(in, err) : code;
	unlock(in);
	return code;
}

static int take_tls(void *self, const dr_tls_report *report, dr_error *err)
{
	dr_intake *in = self;
	dr_stored stored = DR_STORED_NEW;
	lock(in);
	int code = in->options->store->tls(in->options->store, report, &stored, err);
	in->counts.tls_reports += stored == DR_STORED_NEW ? 1 : 0;
	in->counts.tls_again += stored == DR_STORED_NEW ? 0 : 1;
	code = code == DR_OK ? tell_stored(in, err) : code;
	unlock(in);
	return code;
}

static void take_refusal(void *self, dr_str place, const char *why)
{
	dr_intake *in = self;
	in->counts.refused++;
	in->options->refused(in->options->self, place, why);
}

int dr_intake_open(const dr_intake_options *options, dr_intake **ret_intake, dr_error *err)
{
	dr_intake *in = calloc(1, sizeof(*in));
	dr_arena *arena = dr_arena_new(0), *digest_arena = dr_arena_new(0);
	if (in == NULL || arena == NULL || digest_arena == NULL) {
		free(in);
		dr_arena_free(arena);
		dr_arena_free(digest_arena);
		return dr_fail(err, DR_ENOMEM, DR_NOWHERE, "no memory to take reports in");
	}
	in->options = options;
	in->arena = arena;
	in->digest_arena = digest_arena;
	dr_buf_init(&in->undigested, digest_arena);
	in->sink = (dr_report_sink){
		.self = in,
		.record = take_record,
		.aggregate = take_aggregate,
		.dropped = take_back,
		.failure = take_failure,
		.tls = take_tls,
		.refused = take_refusal,
	};
	*ret_intake = in;
	return DR_OK;
}

void dr_intake_close(dr_intake *intake)
{
	if (intake != NULL) {
		dr_arena_free(intake->arena);
		dr_arena_free(intake->digest_arena);
		free(intake);
	}
}

const dr_report_sink *dr_intake_sink(const dr_intake *intake)
{
	return &intake->sink;
}

dr_intake_counts dr_intake_take_counts(dr_intake *intake)
{
	dr_intake_counts counts = intake->counts;
	memset(&intake->counts, 0, sizeof(intake->counts));
	return counts;
}

void dr_intake_counts_add(dr_intake_counts *sum, const dr_intake_counts *more)
{
	for (size_t i = 0; i < DR_STORED_COUNT; i++) {
		sum->stored[i] += more->stored[i];
	}
	sum->failures += more->failures;
	sum->failures_again += more->failures_again;
	sum->tls_reports += more->tls_reports;
	sum->tls_again += more->tls_again;
	sum->records += more->records;
	sum->messages += more->messages;
	sum->refused += more->refused;
	sum->with_issues += more->with_issues;
}
